import type { MissingLine } from './balance.ts';
import type { Family } from './category.ts';
import type { Month } from './month.ts';
import { type Vnd, ZERO_VND, addVnd, subtractVnd } from './money.ts';

/** Where a person's money goes from a month on. Absent facts are null. */
export interface Payee {
  readonly fromMonth: Month;
  readonly channel: 'bank' | 'post';
  readonly bankBin: string | null;
  readonly hasAccount: boolean;
  readonly paymentPoint: string | null;
  /** Of the payment point; null when the point is unknown. */
  readonly pointProvider: string | null;
}

/** Why money waits. The codes stand in files and reports; each is also a control of severity block. */
export type HoldReason = 'officer_hold' | 'duplicate_person' | 'death' | 'suspended' | 'no_payee';

/** What is known about a person that can stop a payment; all of it as of the run's opening. */
export interface HoldFacts {
  readonly deathMonth: Month | null;
  readonly isDuplicate: boolean;
  /** The latest event of an officer; a release from before the death was recorded says nothing about it and is null here. */
  readonly officer: 'hold' | 'release' | null;
  /** Families whose award is suspended in the run's month. */
  readonly suspended: ReadonlySet<Family>;
}

/** Where a payment goes out: `provider` is the bank's BIN or the post's provider code. */
export interface Route {
  readonly channel: 'bank' | 'post';
  readonly provider: string;
  readonly paymentPoint: string | null;
}

/** The payee in force in a month: the latest that has begun. Null when none has. */
export function payeeIn(payees: readonly Payee[], month: Month): Payee | null {
  let latest: Payee | null = null;
  for (const payee of payees) {
    if (payee.fromMonth <= month && (latest === null || payee.fromMonth > latest.fromMonth)) latest = payee;
  }
  return latest;
}

/** The way to a payee; null when the account or the payment point is not usable. */
export function routeOf(payee: Payee | null): Route | null {
  if (payee === null) return null;
  if (payee.channel === 'bank') {
    return payee.bankBin !== null && payee.hasAccount
      ? { channel: 'bank', provider: payee.bankBin, paymentPoint: null }
      : null;
  }
  return payee.pointProvider !== null && payee.paymentPoint !== null
    ? { channel: 'post', provider: payee.pointProvider, paymentPoint: payee.paymentPoint }
    : null;
}

/**
 * After a recorded death money waits for a payee (heir, organiser of the funeral) from a later month, or for an officer's
 * release; a release never sends it to a bank account that was there before the death.
 */
function waitsForHeir(facts: HoldFacts, payee: Payee | null): boolean {
  if (facts.deathMonth === null) return false;
  if (payee !== null && payee.fromMonth > facts.deathMonth) return false;
  return facts.officer !== 'release' || payee?.channel !== 'post';
}

/** Why a line of a family waits in this run, or null: it is paid. The right itself is not touched: the balance stays. */
export function holdOf(family: Family, facts: HoldFacts, payee: Payee | null): HoldReason | null {
  if (facts.officer === 'hold') return 'officer_hold';
  if (facts.isDuplicate) return 'duplicate_person';
  if (waitsForHeir(facts, payee)) return 'death';
  if (facts.suspended.has(family)) return 'suspended';
  return routeOf(payee) === null ? 'no_payee' : null;
}

/** The sum of lines by kind, in VND, and how many months of arrears they hold. */
export interface PaymentSum {
  readonly amount: Vnd;
  readonly current: Vnd;
  readonly arrears: Vnd;
  readonly carried: Vnd;
  /** Taken back by recovery orders: amount = current + arrears + carried - recovered. */
  readonly recovered: Vnd;
  readonly arrearsMonths: number;
}

/** Adds up the lines of one payment, less what recovery orders take. Refuses (throws) to take more than there is. */
export function sumOf(lines: readonly MissingLine[], recovered: Vnd = ZERO_VND): PaymentSum {
  const byKind = { current: ZERO_VND, arrears: ZERO_VND, carried: ZERO_VND };
  const months = new Set<Month>();
  for (const line of lines) {
    byKind[line.kind] = addVnd(byKind[line.kind], line.amount);
    if (line.kind === 'arrears') months.add(line.month);
  }
  const owed = addVnd(addVnd(byKind.current, byKind.arrears), byKind.carried);
  if (recovered > owed) throw new RangeError('a recovery takes more than is paid');
  return { amount: subtractVnd(owed, recovered), ...byKind, recovered, arrearsMonths: months.size };
}
