import { SOCIAL_PENSION_START, type MonthCount } from './calendar.ts';
import type { SampleAward } from './awards.ts';
import { anybodysName, bankName } from './names.ts';
import type { SamplePerson, World } from './people.ts';
import { below, between, chance, pick, randomFor, repeatByWeight, type Random } from './random.ts';

export interface SamplePayee {
  readonly from: MonthCount;
  readonly channel: 'bank' | 'post';
  readonly bin: string;
  readonly account: string;
  readonly accountName: string;
  readonly point: string;
  readonly collector: string;
  readonly collectorId: string;
}

const PAYEES = 5;
const NOTHING = { bin: '', account: '', accountName: '', point: '', collector: '', collectorId: '' } as const;

/** BIN (letter 1589/NHNN-TT of the State Bank), first digits and length of the account numbers as these banks like them. */
const BANKS = repeatByWeight([
  [{ bin: '970405', prefix: '2600', length: 13 }, 34],
  [{ bin: '970415', prefix: '10', length: 12 }, 16],
  [{ bin: '970418', prefix: '4321', length: 14 }, 14],
  [{ bin: '970436', prefix: '0351', length: 13 }, 11],
  [{ bin: '970422', prefix: '0', length: 9 }, 8],
  [{ bin: '970449', prefix: '0023', length: 12 }, 8],
  [{ bin: '970407', prefix: '1903', length: 14 }, 3],
  [{ bin: '970432', prefix: '', length: 9 }, 2],
  [{ bin: '970446', prefix: '0099', length: 15 }, 2],
  [{ bin: '970416', prefix: '', length: 9 }, 1],
  [{ bin: '970403', prefix: '0200', length: 12 }, 1],
]);
const SHARED_OWNER = 20_000_000;
/** Accounts of this number and above are new ones of known persons. */
const LATE_OWNER = 40_000_000;
const GROUP_SIZE = 10_000;

/** The last eight digits are a permutation of the owner's number, so that no two owners share an account by chance. */
function bankPayee(owner: number, accountName: string, from: MonthCount, random: Random): SamplePayee {
  const { bin, prefix, length } = pick(random, BANKS);
  const serial = String((owner * 48_271 + 11) % 100_000_000).padStart(8, '0');
  const filling = String(below(random, 1_000_000)).padStart(6, '0');
  const account = prefix + filling.slice(0, Math.max(0, length - prefix.length - 8)) + serial;
  return { ...NOTHING, from, channel: 'bank', bin, account, accountName };
}

function citizenId(random: Random): string {
  const year = String(between(random, 50, 99));
  return `${pick(random, ['024', '027'])}${below(random, 2)}${year}${String(below(random, 1_000_000)).padStart(6, '0')}`;
}

function postPayee(person: SamplePerson, from: MonthCount, isCollected: boolean, random: Random): SamplePayee {
  const collector = isCollected ? { collector: anybodysName(random), collectorId: citizenId(random) } : {};
  return { ...NOTHING, from, channel: 'post', point: pick(random, person.commune.points), ...collector };
}

/** The same account or collector for every such person among ten thousand neighbours in the registry. */
function sharedPayee(world: World, person: SamplePerson, from: MonthCount): SamplePayee {
  const group = Math.floor((person.number - 1) / GROUP_SIZE);
  const random = randomFor(world.seed, SHARED_OWNER + group, PAYEES);
  if (person.fault === 'shared_account') {
    return bankPayee(SHARED_OWNER + group, bankName(anybodysName(random)), from, random);
  }
  const shared = postPayee(person, from, true, random);
  return { ...shared, point: pick(random, person.commune.points) };
}

function facilityPayee(person: SamplePerson, from: MonthCount): SamplePayee {
  const accountName = 'TRUNG TAM BAO TRO XA HOI';
  return { ...NOTHING, from, channel: 'bank', bin: '970405', account: `2600201${person.commune.code}0`, accountName };
}

/** Who is paid for a dead person: the one who held the funeral, from the month after the death. */
function heirPayee(person: SamplePerson, death: MonthCount, random: Random): SamplePayee {
  if (chance(random, 300)) return bankPayee(person.number, bankName(anybodysName(random)), death + 1, random);
  return postPayee(person, death + 1, true, random);
}

function firstPayee(world: World, person: SamplePerson, from: MonthCount, random: Random): SamplePayee {
  const { fault } = person;
  if (fault === 'shared_account' || fault === 'shared_collector') return sharedPayee(world, person, from);
  if (person.group.category === 'FAC') return facilityPayee(person, from);
  const isBank = chance(random, 555);
  if (fault === 'bank_without_account' || (isBank && fault !== 'uncollected_three_months')) {
    const isMinor = world.runMonth - person.birth < 18 * 12;
    const owner = isMinor ? bankName(anybodysName(random)) : bankName(person.name);
    const payee = bankPayee(person.number, owner, from, random);
    return fault === 'bank_without_account' ? { ...payee, account: '' } : payee;
  }
  return postPayee(person, from, chance(random, 130), random);
}

/** All rows of payees.csv for one person, by month. */
export function makePayees(world: World, person: SamplePerson, awards: readonly SampleAward[]): SamplePayee[] {
  if (person.fault === 'no_payee') return [];
  const random = randomFor(world.seed, person.number, PAYEES);
  const earliest = Math.min(...awards.map((award) => award.start));
  const from = Math.max(SOCIAL_PENSION_START, earliest);
  const payees = [firstPayee(world, person, from, random)];
  if (person.death !== null) {
    const hasHeir = person.fault !== 'late_death' && person.death < world.runMonth && chance(random, 450);
    return hasHeir ? [...payees, heirPayee(person, person.death, random)] : payees;
  }
  if (person.fault === 'account_changed' && person.group.category !== 'FAC') {
    const lately = Math.max(from + 1, world.runMonth - between(random, 0, 1));
    return [...payees, bankPayee(LATE_OWNER + person.number, bankName(person.name), lately, random)];
  }
  const changed = Math.max(from + 1, between(random, world.firstMonth, world.lastMonth));
  if (person.fault === null && person.group.category !== 'FAC' && chance(random, 35) && changed <= world.runMonth) {
    const second = chance(random, 800)
      ? bankPayee(person.number, bankName(person.name), changed, random)
      : postPayee(person, changed, false, random);
    return [...payees, second];
  }
  return payees;
}

/** How a month was paid: by the payee of that month; in cash where there was none. */
export function channelIn(month: MonthCount, payees: readonly SamplePayee[]): 'bank' | 'post' {
  let channel: 'bank' | 'post' = payees[0]?.channel ?? 'post';
  for (const payee of payees) if (payee.from <= month) channel = payee.channel;
  return channel;
}
