import { monthText, dayText, type MonthCount } from './calendar.ts';
import type { Commune, FalseLists, Territory } from './communes.ts';
import { drawFault, type DrawnFault, type PairFault } from './faults.ts';
import { GROUP_CROWD, TWIN_GROUPS, type Group } from './groups.ts';
import { fullName } from './names.ts';
import { below, between, chance, pick, randomFor, type Random } from './random.ts';

/** What the whole sample rests on. */
export interface World {
  readonly seed: number;
  readonly territory: Territory;
  /** The month of the run the sample is made for. */
  readonly runMonth: MonthCount;
  /** First and last month of the history: the months before the run month. */
  readonly firstMonth: MonthCount;
  readonly lastMonth: MonthCount;
  readonly falseLists: FalseLists;
}

export interface SamplePerson {
  readonly number: number;
  readonly id: string;
  readonly group: Group;
  readonly commune: Commune;
  readonly sex: 'M' | 'F';
  readonly birth: MonthCount;
  readonly birthText: string;
  readonly nationalId: string;
  readonly name: string;
  /** Monthly pension in VND. */
  readonly pension: number;
  readonly death: MonthCount | null;
  readonly deathText: string;
  /** The birth date that the registry held before it was edited; null: it never was. */
  readonly earlierBirthText: string | null;
  readonly fault: DrawnFault | PairFault | null;
  /** True: paid by the age of the month before the window. */
  readonly isAgeStale: boolean;
  /** True: began to be paid within the window or in the run month. */
  readonly isNew: boolean;
}

const IDENTITY = 1;
const PLACE = 2;
const TWINS = 3;
const TWINS_PER_TEN_THOUSAND = 120;
const ALIKE_PER_TEN_THOUSAND = 40;
const BLOCK = 1_000_000;
/** Beyond a million people, one province is too small: the rest were born in these provinces. */
const FURTHER_PROVINCES = ['001', '019', '020', '022', '026', '030', '031', '033', '034'] as const;

/** Of each ten numbers the ninth and tenth (8, 9) may be one human being listed twice, with one id number or with two. */
function pairOf(world: World, number: number): PairFault | null {
  if (number % 10 < 8) return null;
  const lot = below(randomFor(world.seed, Math.floor(number / 10), TWINS), 10_000);
  if (lot < TWINS_PER_TEN_THOUSAND) return 'duplicate_person';
  return lot < TWINS_PER_TEN_THOUSAND + ALIKE_PER_TEN_THOUSAND ? 'probable_duplicate' : null;
}

function communeOf(world: World, number: number, group: Group): Commune {
  const random = randomFor(world.seed, number, PLACE);
  if (group.category === 'SA7') return pick(random, world.territory.mountains);
  if (group.category === 'FAC') return pick(random, world.territory.facilities);
  return pick(random, world.territory.crowd);
}

function otherCommune(world: World, commune: Commune): Commune {
  const { communes } = world.territory;
  return communes[(communes.indexOf(commune) + 1) % communes.length] ?? commune;
}

function birthOf(world: World, group: Group, random: Random, isNew: boolean): [MonthCount, boolean] {
  if (group.boundaries.length > 0 && chance(random, group.nearBoundary)) {
    const boundary = pick(random, group.boundaries) * 12;
    const passed = between(random, boundary === group.youngest * 12 ? 0 : -2, world.runMonth - world.firstMonth);
    return [world.runMonth - boundary - passed, chance(random, group.staleAge)];
  }
  const span = (group.oldest - group.youngest) * 12;
  const lot = between(random, 0, span - 1);
  const isOld = group.youngest >= 60;
  const age = isOld ? Math.min(lot, between(random, 0, span - 1)) : lot;
  const settled = isNew || !isOld ? 0 : world.runMonth - world.firstMonth;
  return [world.runMonth - group.youngest * 12 - Math.min(span - 1, age + settled), false];
}

/** A national id PPP G YY NNNNNN. The six digits are a permutation of the person's number, so no two people share one by chance. */
function nationalIdOf(person: { number: number; commune: Commune; sex: string; birth: number }, world: World): string {
  const block = Math.floor(person.number / BLOCK);
  const province = FURTHER_PROVINCES[block - 1] ?? person.commune.idProvince;
  const year = Math.floor(person.birth / 12);
  const digit = (year >= 2000 ? 2 : 0) + (person.sex === 'F' ? 1 : 0);
  const serial = ((person.number % BLOCK) * 387_617 + (world.seed % BLOCK)) % BLOCK;
  return `${province}${digit}${String(year % 100).padStart(2, '0')}${String(serial).padStart(6, '0')}`;
}

const PENSION_LEVELS = [500_000, 510_000, 525_000, 540_000, 540_000, 640_000, 1_250_000, 2_100_000] as const;

/** A few recipients of the social pension have a pension of their own: mostly lower than the level, some equal or above. */
function pensionOf(group: Group, random: Random): number {
  if (!group.isPrompt || !chance(random, 50)) return 0;
  return chance(random, 780) ? between(random, 15, 49) * 10_000 : pick(random, PENSION_LEVELS);
}

function idWithFault(id: string, fault: SamplePerson['fault'], number: number): string {
  if (fault === 'probable_duplicate' && number % 20 === 19) return '';
  if (fault !== 'id_mismatch') return id;
  return `${id.slice(0, 3)}${Number(id.charAt(3)) ^ 1}${id.slice(4)}`;
}

/** Faults that would take somebody off a list, or leave money with the post office, have no place where the whole list is false. */
function faultIn(world: World, commune: Commune, drawn: DrawnFault | null): DrawnFault | null {
  const { unchanged, allCollected } = world.falseLists;
  const leaves: readonly (DrawnFault | null)[] = [
    'late_death',
    'suspension_on',
    'suspension_ended',
    'funeral_unrecorded',
  ];
  const stays: readonly (DrawnFault | null)[] = ['uncollected_carried', 'uncollected_three_months'];
  if (commune.code === unchanged && leaves.includes(drawn)) return null;
  return commune.code === allCollected && stays.includes(drawn) ? null : drawn;
}

const MATTERING_AGES = [80, 75, 70, 60] as const;

/** A later birth date, by which an age that matters was not reached yet in the run month; null for the young. */
function beforeEdit(world: World, birth: MonthCount, birthDay: number, random: Random): string | null {
  const passed = MATTERING_AGES.find((age) => birth + age * 12 <= world.runMonth);
  return passed === undefined ? null : dayText(world.runMonth - passed * 12 + between(random, 1, 24), birthDay);
}

/** Somebody of a social pension who is about two years too young for it. */
function tooYoung(world: World, group: Group, random: Random): MonthCount {
  return world.runMonth - group.youngest * 12 + between(random, 3, 30);
}

const EDITS = 10;

/** Person `number` of the world: a function of the seed and the number alone. */
export function makePerson(world: World, number: number): SamplePerson {
  const pair = pairOf(world, number);
  const isPair = pair !== null;
  const original = isPair && number % 10 === 9 ? number - 1 : number;
  const random = randomFor(world.seed, original, IDENTITY);
  const group = isPair ? pick(random, TWIN_GROUPS) : pick(random, GROUP_CROWD);
  const home = communeOf(world, original, group);
  const place = original === number ? home : otherCommune(world, home);
  const drawn = faultIn(world, place, drawFault(random));
  const isNew = chance(random, 95);
  const [drawnBirth, isStale] = birthOf(world, group, random, isNew);
  const birthDay = between(random, 1, 28);
  const isPartial = drawn === 'partial_birth_date' && group.youngest >= 20 && !isPair;
  const precision = isPartial ? between(random, 1, 2) : 0;
  const edits = randomFor(world.seed, original, EDITS);
  const isTooYoung = drawn === 'age_not_reached' && group.isPrompt && !isPair;
  const settled = isTooYoung ? tooYoung(world, group, edits) : drawnBirth;
  const birth = precision === 1 ? settled - (settled % 12) : settled;
  const sex = chance(random, group.women) ? 'F' : 'M';
  const name = fullName(random, sex, home.isMountain);
  const fault = pair ?? drawn;
  const dies = !isPair && (drawn === 'late_death' || (drawn === null && chance(random, group.deaths)));
  const latestDeath = drawn === 'late_death' ? world.lastMonth - 1 : world.runMonth;
  const reached = birth + group.youngest * 12;
  const death =
    dies && place.code !== world.falseLists.unchanged
      ? Math.max(reached, between(random, world.firstMonth, latestDeath))
      : null;
  const deathDay = between(random, 1, 28);
  const full = dayText(birth, birthDay);
  const idOwner = fault === 'probable_duplicate' ? number : original;
  return {
    number,
    id: `BN24-${String(number).padStart(8, '0')}`,
    group,
    commune: place,
    sex,
    birth,
    birthText: precision === 1 ? full.slice(0, 4) : precision === 2 ? monthText(birth) : full,
    nationalId: idWithFault(nationalIdOf({ number: idOwner, commune: home, sex, birth }, world), fault, number),
    earlierBirthText: fault === 'birth_date_edited' ? beforeEdit(world, birth, birthDay, edits) : null,
    name,
    pension: pensionOf(group, random),
    death,
    // Who dies in the month of birth dies on that day or later.
    deathText: death === null ? '' : dayText(death, death === birth ? Math.max(birthDay, deathDay) : deathDay),
    fault,
    isAgeStale: isStale && fault === null,
    isNew,
  };
}
