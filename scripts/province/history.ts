import type { SampleAward } from './awards.ts';
import { monthCount, type MonthCount } from './calendar.ts';
import type { Fault } from './faults.ts';
import { channelIn, type SamplePayee } from './payees.ts';
import type { SamplePerson, World } from './people.ts';
import { between, chance, randomFor, type Random } from './random.ts';
import { sheetAmount, sheetFuneral, sheetLevel, type SheetFacts } from './sheet.ts';

export interface Disbursement {
  readonly family: 'MAIN' | 'CARE' | 'ONEOFF';
  readonly month: MonthCount;
  /** VND */
  readonly amount: number;
  /** The month in which it was paid: a later one for what came back and was paid again. */
  readonly paidIn: MonthCount;
  readonly day: number;
  readonly channel: 'bank' | 'post';
  readonly status: 'paid' | 'returned';
}

export interface Suspension {
  readonly from: MonthCount;
  readonly to: MonthCount | null;
}

export interface Recovery {
  readonly family: 'MAIN';
  /** VND */
  readonly total: number;
  /** VND a month */
  readonly monthly: number;
}

export interface History {
  readonly rows: readonly Disbursement[];
  readonly suspension: Suspension | null;
  readonly recovery: Recovery | null;
  readonly planted: readonly Fault[];
}

/** A month, what was paid for it and what the spreadsheet's own law would have paid, in VND. */
type Deviation = readonly [MonthCount, number, number];

const HISTORY = 6;
/** VND: pensions below it do not exclude from the social pension once the raise of 2026 is law. */
const RAISED_LEVEL = 540_000;
/** Orders are written for what was overpaid before the raise of July 2026: later months may turn out not to be overpaid. */
const RECOVERED_BEFORE = monthCount(2026, 7);

function suspensionOf(world: World, person: SamplePerson, main: SampleAward, random: Random): Suspension | null {
  if (person.fault !== 'suspension_on' && person.fault !== 'suspension_ended') return null;
  const from = Math.max(main.start, between(random, world.firstMonth + 1, world.lastMonth - 1));
  if (person.fault === 'suspension_on') return { from, to: null };
  return from > world.lastMonth ? null : { from, to: Math.min(world.lastMonth, from + between(random, 0, 2)) };
}

/** The awards a spreadsheet pays in a month: those decided, begun and not ended, with the death known only late where planted. */
function paidAwards(month: MonthCount, awards: readonly SampleAward[], lastPaid: MonthCount): readonly SampleAward[] {
  if (month > lastPaid) return [];
  return awards.filter(
    (award) => award.start <= month && award.decided <= month && (award.end === null || month <= award.end),
  );
}

interface Sheet {
  readonly world: World;
  readonly person: SamplePerson;
  readonly awards: readonly SampleAward[];
  readonly payees: readonly SamplePayee[];
  readonly suspension: Suspension | null;
  readonly random: Random;
}

function lastPaidMonth(sheet: Sheet): MonthCount {
  const { death, fault } = sheet.person;
  if (death === null) return sheet.world.lastMonth;
  return fault === 'late_death' ? death + between(sheet.random, 1, 4) : death;
}

function isSuspended(month: MonthCount, suspension: Suspension | null): boolean {
  return suspension !== null && month >= suspension.from && (suspension.to === null || month <= suspension.to);
}

interface Mistakes {
  readonly ignoresPension: boolean;
  readonly addsPensionToAssistance: boolean;
}

function mistakesOf(sheet: Sheet): Mistakes {
  const categories = sheet.awards.map((award) => award.category);
  const hasBoth = categories.includes('SP75') && categories.some((category) => category.startsWith('SA'));
  return {
    ignoresPension: sheet.person.pension >= RAISED_LEVEL && chance(sheet.random, 600),
    addsPensionToAssistance: hasBoth && chance(sheet.random, 60),
  };
}

/** The history as the spreadsheet meant it, before anything went wrong on the way, and the months in which it broke its own law. */
function sheetRows(sheet: Sheet, mistakes: Mistakes): { rows: Disbursement[]; deviations: Deviation[] } {
  const { world, person, awards, payees, suspension, random } = sheet;
  const rows: Disbursement[] = [];
  const deviations: Deviation[] = [];
  const lastPaid = lastPaidMonth(sheet);
  const honest = { ignoresPension: false, addsPensionToAssistance: false };
  const isMistaken = person.isAgeStale || mistakes.ignoresPension || mistakes.addsPensionToAssistance;
  for (let month = world.firstMonth; month <= world.lastMonth; month += 1) {
    if (isSuspended(month, suspension)) continue;
    const valid = paidAwards(month, awards, lastPaid);
    if (valid.length === 0) continue;
    const ageMonth = person.isAgeStale ? Math.min(month, world.firstMonth - 1) : month;
    const facts: SheetFacts = { birth: person.birth, pension: person.pension, ageMonth, ...mistakes };
    const line = { month, paidIn: month, channel: channelIn(month, payees), status: 'paid' } as const;
    const main = sheetAmount('MAIN', valid, month, facts);
    if (main > 0) rows.push({ ...line, family: 'MAIN', amount: main, day: between(random, 4, 15) });
    const care = sheetAmount('CARE', valid, month, facts);
    if (care > 0) rows.push({ ...line, family: 'CARE', amount: care, day: between(random, 4, 15) });
    if (isMistaken) {
      const right = sheetAmount('MAIN', valid, month, { ...facts, ...honest, ageMonth: month });
      if (right !== main) deviations.push([month, main, right]);
    }
  }
  return { rows, deviations };
}

function funeralRow(sheet: Sheet): Disbursement[] {
  const funeral = sheet.awards.find((award) => award.category === 'FUN' || award.category === 'FUN50');
  if (!funeral || funeral.start >= sheet.world.lastMonth) return [];
  const { start, category } = funeral;
  const amount = sheetFuneral(category, start);
  return [{ family: 'ONEOFF', month: start, amount, paidIn: start, day: 20, channel: 'post', status: 'paid' }];
}

/** Lets one row come back; it is paid again one or two months later unless `isOpen`. */
function bounce(rows: readonly Disbursement[], world: World, isOpen: boolean, random: Random): Disbursement[] | null {
  const candidates = isOpen ? rows : rows.filter((row) => row.month < world.lastMonth);
  const at = candidates[between(random, 0, candidates.length - 1)];
  if (!at) return null;
  const again = { ...at, paidIn: Math.min(world.lastMonth, at.month + between(random, 1, 2)) };
  return rows.flatMap((row) => {
    if (row !== at) return [row];
    const back: Disbursement = { ...row, status: 'returned' };
    return isOpen ? [back] : [back, again];
  });
}

/** The last three months not collected; null for people paid by a bank or for fewer months. */
function leaveThreeMonths(rows: readonly Disbursement[], lastMonth: MonthCount): Disbursement[] | null {
  const isLate = (row: Disbursement): boolean => row.month > lastMonth - 3;
  if (new Set(rows.filter(isLate).map((row) => row.month)).size < 3) return null;
  return rows.map((row) => (isLate(row) ? { ...row, status: 'returned' } : row));
}

/** The last two months are missing: what is paid for them goes to the new account. */
function leaveTwoMonthsOut(rows: readonly Disbursement[], sheet: Sheet): Disbursement[] | null {
  const isLate = (row: Disbursement): boolean => row.month > sheet.world.lastMonth - 2;
  const months = new Set(rows.filter((row) => isLate(row) && row.family === 'MAIN').map((row) => row.month));
  const isEvery = months.size === 2 && sheet.payees.length === 2;
  return isEvery ? rows.filter((row) => !isLate(row)) : null;
}

/** Pays one row a second time, under another reference. */
function payTwice(rows: readonly Disbursement[], at: Disbursement, lastMonth: MonthCount): Disbursement[] {
  const again = { ...at, paidIn: Math.min(lastMonth, at.month + 1), day: at.day + 5 };
  return rows.flatMap((row) => (row === at ? [row, again] : [row]));
}

/** Applies the fault of the person to the rows; null when there is nothing it could happen to. */
function spoil(rows: readonly Disbursement[], sheet: Sheet): Disbursement[] | null {
  const { person, world, random } = sheet;
  const { fault } = person;
  const at = rows[between(random, 0, rows.length - 1)];
  if (!at) return null;
  const isBank = rows.every((row) => row.channel === 'bank');
  const half = Math.floor(at.amount / 20_000) * 10_000;
  if (fault === 'missed_month') return rows.filter((row) => row !== at);
  if (fault === 'partial_payment') return rows.map((row) => (row === at ? { ...row, amount: half } : row));
  if (fault === 'returned_open' || fault === 'returned_repaid') {
    return isBank ? bounce(rows, world, fault === 'returned_open', random) : null;
  }
  if (fault === 'uncollected_carried') return isBank ? null : bounce(rows, world, false, random);
  if (fault === 'uncollected_three_months') return isBank ? null : leaveThreeMonths(rows, world.lastMonth);
  if (fault === 'paid_twice') return payTwice(rows, at, world.lastMonth);
  if (fault === 'account_changed') return leaveTwoMonthsOut(rows, sheet);
  if (fault === 'late_death') return rows.some((row) => row.month > (person.death ?? row.month)) ? [...rows] : null;
  return null;
}

function isBetweenLevels(sheet: Sheet, rows: readonly Disbursement[]): boolean {
  const { group, pension } = sheet.person;
  const isRefused = pension >= sheetLevel(sheet.world.lastMonth) && pension < RAISED_LEVEL;
  return group.isPrompt && isRefused && rows.every((row) => row.family !== 'MAIN');
}

function mistakeFaults(sheet: Sheet, mistakes: Mistakes, deviations: readonly Deviation[]): Fault[] {
  const found = new Set<Fault>();
  for (const [, paid, right] of deviations) {
    if (mistakes.ignoresPension && sheet.person.group.isPrompt) found.add('pension_too_high');
    else if (mistakes.addsPensionToAssistance) found.add('sa_and_sp_both_paid');
    else if (right === 0) found.add('no_longer_entitled');
    else found.add(paid > right ? 'wrong_band_overpaid' : 'wrong_band_underpaid');
  }
  return [...found];
}

function recoveryOf(sheet: Sheet, deviations: readonly Deviation[]): Recovery | null {
  let total = 0;
  for (const [month, paid, right] of deviations) if (month < RECOVERED_BEFORE) total += Math.max(0, paid - right);
  if (total === 0 || sheet.person.death !== null || !chance(sheet.random, 300)) return null;
  return { family: 'MAIN', total, monthly: Math.min(total, between(sheet.random, 1, 4) * 50_000) };
}

const ALWAYS_IN_REGISTRY: ReadonlySet<Fault> = new Set([
  'id_mismatch',
  'no_payee',
  'duplicate_person',
  'probable_duplicate',
  'shared_account',
  'shared_collector',
  'bank_without_account',
]);
const SUSPENDED: ReadonlySet<Fault> = new Set(['suspension_on', 'suspension_ended']);

function isTooEarly({ birth, group }: SamplePerson, main: SampleAward): boolean {
  return main.start < birth + group.youngest * 12;
}

/** Faults that are visible in other files than the history. */
function registryFault(
  person: SamplePerson,
  awards: readonly SampleAward[],
  main: SampleAward,
  suspension: Suspension | null,
): Fault | null {
  const { fault } = person;
  if (fault === null) return null;
  // Residents of a facility are paid to the facility's account, which is always known.
  if (fault === 'bank_without_account' && person.group.category === 'FAC') return null;
  if (fault === 'birth_date_edited') return person.earlierBirthText === null ? null : fault;
  if (fault === 'age_not_reached') return person.group.isPrompt && isTooEarly(person, main) ? fault : null;
  if (fault === 'funeral_unrecorded' || fault === 'paid_after_funeral')
    return awards.some((award) => award.category === 'FUN') ? fault : null;
  if (fault === 'partial_birth_date') return person.birthText.length < 10 ? fault : null;
  if (fault === 'backdated') return main.decided > main.start ? fault : null;
  if (SUSPENDED.has(fault)) return suspension ? fault : null;
  return ALWAYS_IN_REGISTRY.has(fault) ? fault : null;
}

/** Ten months as they were paid, with what went wrong. */
export function makeHistory(
  world: World,
  person: SamplePerson,
  awards: readonly SampleAward[],
  payees: readonly SamplePayee[],
): History {
  const random = randomFor(world.seed, person.number, HISTORY);
  const main = awards[0];
  if (!main) return { rows: [], suspension: null, recovery: null, planted: [] };
  const suspension = suspensionOf(world, person, main, random);
  const sheet: Sheet = { world, person, awards, payees, suspension, random };
  const mistakes = mistakesOf(sheet);
  const { rows, deviations } = sheetRows(sheet, mistakes);
  const spoiled = spoil(rows, sheet);
  const atRegistry = registryFault(person, awards, main, suspension);
  const planted = mistakeFaults(sheet, mistakes, deviations);
  if (isBetweenLevels(sheet, rows)) planted.push('pension_between_levels');
  if (atRegistry) planted.unshift(atRegistry);
  if (spoiled && person.fault) planted.unshift(person.fault);
  return {
    rows: [...(spoiled ?? rows), ...funeralRow(sheet)],
    suspension,
    recovery: recoveryOf(sheet, deviations),
    planted,
  };
}
