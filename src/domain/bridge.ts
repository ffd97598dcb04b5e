import type { Award } from './award.ts';
import type { Issued, MissingLine } from './balance.ts';
import { type Family, FAMILIES } from './category.ts';
import type { Control } from './control.ts';
import type { DuePart } from './entitlement.ts';
import { type Vnd, ZERO_VND, addVnd, subtractVnd } from './money.ts';
import type { Month } from './month.ts';

/**
 * The steps from last month's list to what a run pays out. `last_month` + the changes up to `other` = this month's list; less
 * what earlier runs of the month issued, plus arrears, what came back, one-off payments and recoveries = the run's amount.
 */
export const BRIDGE_STEPS = [
  'last_month',
  'new',
  'resumed',
  'moved_in',
  'moved_out',
  'standard',
  'age',
  'regraded',
  'died',
  'ended',
  'suspended',
  'held',
  'other',
  'issued_before',
  'arrears',
  'carried',
  'oneoff',
  'recovery',
] as const;
export type BridgeStep = (typeof BRIDGE_STEPS)[number];

/** One step of one person; people and VND may be negative. */
export interface BridgeMove {
  readonly step: BridgeStep;
  readonly communeCode: string;
  readonly people: number;
  readonly amount: Vnd;
}

/** What is asked about one person: the run's month and the month before. */
export interface BridgeFacts {
  readonly runMonth: Month;
  readonly lastMonth: Month;
  readonly communeCode: string;
  readonly deathMonth: Month | null;
  readonly awards: readonly Award[];
  readonly issued: readonly Issued[];
  /** Due for the run's month and for the month before, as known now. */
  readonly dueNow: readonly DuePart[];
  readonly dueBefore: readonly DuePart[];
  /** Lines that this run pays, and why lines of the run's month wait, if any do. */
  readonly lines: readonly MissingLine[];
  readonly hold: Control | null;
  /** Standards by which last month's list may have been made. */
  readonly lastStandards: ReadonlySet<number>;
}

function isRegular(family: Family): boolean {
  return family !== 'ONEOFF';
}

/** What was sent on the lists of a month for that month. */
function sentIn(issued: readonly Issued[], month: Month): readonly Issued[] {
  return issued.filter(
    (one) =>
      one.kind === 'payment' &&
      one.month === month &&
      isRegular(one.family) &&
      (one.runMonth === null || one.runMonth === month),
  );
}

/** What stood on last month's list, whatever became of it; what came back and was sent again in that month stands there once. */
function listedIn(issued: readonly Issued[], month: Month): readonly Issued[] {
  const sent = sentIn(issued, month);
  if (!sent.some((one) => one.isReturned)) return sent;
  const isSentAgain = (one: Issued, at: number): boolean =>
    sent.some((later, place) => place > at && later.family === one.family && later.occasion !== one.occasion);
  return sent.filter((one, at) => !one.isReturned || !isSentAgain(one, at));
}

function amountOf(entries: readonly { readonly amount: Vnd }[]): Vnd {
  let total = ZERO_VND;
  for (const one of entries) total = addVnd(total, one.amount);
  return total;
}

/** Why somebody is on this month's list and was not on the last. */
function whyJoined(facts: BridgeFacts): BridgeStep {
  if (facts.dueBefore.some((part) => isRegular(part.family))) return 'resumed';
  return facts.awards.some((award) => award.startMonth <= facts.lastMonth && stillRuns(award, facts.lastMonth))
    ? 'age'
    : 'new';
}

function stillRuns(award: Award, month: Month): boolean {
  return award.endMonth === null || award.endMonth >= month;
}

/** Why somebody was on the last list and is not on this one. */
function whyLeft(facts: BridgeFacts): BridgeStep {
  if (facts.deathMonth !== null && facts.deathMonth < facts.runMonth) return 'died';
  if (facts.dueNow.some((part) => isRegular(part.family)) && facts.hold !== null)
    return facts.hold === 'suspended' ? 'suspended' : 'held';
  if (!facts.awards.some((award) => award.startMonth <= facts.runMonth && stillRuns(award, facts.runMonth)))
    return 'ended';
  return facts.dueBefore.length > 0 && facts.dueNow.length === 0 ? 'age' : 'other';
}

/** Whether the regular parts stand for the same awards, and with the same coefficients if that is asked. */
function sameParts(a: readonly DuePart[], b: readonly DuePart[], withCoefficient: boolean): boolean {
  const [before, now] = [a, b].map((parts) => parts.filter((part) => isRegular(part.family)));
  if (before === undefined || now === undefined || before.length !== now.length) return false;
  return before.every((one, at) => {
    const other = now[at];
    return (
      other !== undefined &&
      one.awardId === other.awardId &&
      one.category === other.category &&
      (!withCoefficient || one.coefficientTenths === other.coefficientTenths)
    );
  });
}

/** Whether an amount is the parts of a family at another standard that the month before may have been paid by. */
function isOtherStandard(parts: readonly DuePart[], amount: Vnd, standards: ReadonlySet<number>): boolean {
  const tenths = parts.reduce((sum, part) => sum + part.coefficientTenths, 0);
  return tenths > 0 && standards.has((amount * 10) / tenths);
}

/** Why somebody on both lists gets another amount. */
function whyChanged(facts: BridgeFacts, listed: readonly Issued[]): BridgeStep {
  if (facts.hold !== null) return facts.hold === 'suspended' ? 'suspended' : 'held';
  if (!sameParts(facts.dueBefore, facts.dueNow, false)) return 'regraded';
  if (!sameParts(facts.dueBefore, facts.dueNow, true)) return 'age';
  const isStandard = FAMILIES.filter(isRegular).every((family) => {
    const was = amountOf(listed.filter((one) => one.family === family));
    const parts = facts.dueNow.filter((part) => part.family === family);
    return was === amountOf(parts) || isOtherStandard(parts, was, facts.lastStandards);
  });
  return isStandard ? 'standard' : 'regraded';
}

function changeOf(facts: BridgeFacts, listed: readonly Issued[], isNow: boolean): BridgeStep {
  if (listed.length === 0) return whyJoined(facts);
  return isNow ? whyChanged(facts, listed) : whyLeft(facts);
}

function afterList(lines: readonly MissingLine[], recovered: Vnd): readonly (readonly [BridgeStep, Vnd])[] {
  let [arrears, carried, oneoff] = [ZERO_VND, ZERO_VND, ZERO_VND];
  for (const { family, kind, amount } of lines) {
    if (!isRegular(family)) oneoff = addVnd(oneoff, amount);
    else if (kind === 'arrears') arrears = addVnd(arrears, amount);
    else if (kind === 'carried') carried = addVnd(carried, amount);
  }
  return [
    ['arrears', arrears],
    ['carried', carried],
    ['oneoff', oneoff],
    ['recovery', subtractVnd(ZERO_VND, recovered)],
  ];
}

/**
 * The steps of one person from last month's list to what this run pays; their amounts add up to the payment, in VND, and
 * the people of the list steps to 1 or 0. `recovered` is what recovery orders take in this run.
 * Source: ND 11/2020 form 09, part II (changes against the month before); DOMAIN section 6, control C16.
 */
export function bridgeOf(facts: BridgeFacts, recovered: Vnd): readonly BridgeMove[] {
  const moves: BridgeMove[] = [];
  const { communeCode } = facts;
  const add = (step: BridgeStep, commune: string, people: number, amount: Vnd): void => {
    if (people !== 0 || amount !== 0) moves.push({ step, communeCode: commune, people, amount });
  };
  const listed = listedIn(facts.issued, facts.lastMonth);
  const before = amountOf(listed);
  const communes = [...new Set(listed.map((one) => one.communeCode ?? communeCode))].sort();
  // Where two communes paid for last month (who moved in the middle of it), the person is counted in the last by its code.
  const from = communes.at(-1) ?? communeCode;
  const alreadyIssued = amountOf(sentIn(facts.issued, facts.runMonth).filter((one) => !one.isReturned));
  const current = facts.lines.filter((line) => line.kind === 'current' && isRegular(line.family));
  const isNow = alreadyIssued > 0 || current.length > 0;
  const now = addVnd(alreadyIssued, amountOf(current));
  const home = isNow ? communeCode : from;
  for (const commune of communes) {
    const amount = amountOf(listed.filter((one) => (one.communeCode ?? communeCode) === commune));
    const person = commune === from ? 1 : 0;
    add('last_month', commune, person, amount);
    if (commune !== home) add('moved_out', commune, 0 - person, subtractVnd(ZERO_VND, amount));
  }
  const elsewhere = amountOf(listed.filter((one) => (one.communeCode ?? communeCode) !== home));
  add('moved_in', home, communes.length > 0 && from !== home ? 1 : 0, elsewhere);
  const people = (isNow ? 1 : 0) - (listed.length > 0 ? 1 : 0);
  if (people !== 0 || now !== before) add(changeOf(facts, listed, isNow), home, people, subtractVnd(now, before));
  add('issued_before', communeCode, 0, subtractVnd(ZERO_VND, alreadyIssued));
  for (const [step, amount] of afterList(facts.lines, recovered)) add(step, communeCode, 0, amount);
  return moves;
}
