import type { Award } from './award.ts';
import { type Issued, type MissingLine, type MonthBalance, type Refund, reconcile } from './balance.ts';
import { type BridgeMove, bridgeOf } from './bridge.ts';
import type { Family } from './category.ts';
import { type Control, contradictsNationalId } from './control.ts';
import { type DuePart, dueFor } from './entitlement.ts';
import { type Law, isCovered } from './law.ts';
import { type Month, addMonths } from './month.ts';
import {
  type HoldFacts,
  type HoldReason,
  type Payee,
  type PaymentSum,
  type Route,
  holdOf,
  payeeIn,
  routeOf,
  sumOf,
} from './payment.ts';
import type { Claimant } from './person.ts';
import { type Instalment, type RecoveryOrder, instalmentsOf, sumTaken } from './recovery.ts';
import { type Vnd, ZERO_VND, addVnd, sumVnd } from './money.ts';

/** All that a run knows about one person. */
export interface PersonFacts {
  readonly personId: string;
  readonly claimant: Claimant;
  readonly nationalId: string | null;
  readonly sex: string;
  readonly birthDate: string;
  readonly awards: readonly Award[];
  /** Months in which SA and SP decisions were signed, beside their awards. */
  readonly signedMonths: ReadonlyMap<string, Month>;
  readonly payees: readonly Payee[];
  readonly holds: HoldFacts;
  /** In the order in which it was issued. */
  readonly issued: readonly Issued[];
  readonly refunds: readonly Refund[];
  readonly orders: readonly RecoveryOrder[];
  /** False: what was issued for early months is not at hand, and nothing changed in them since they were paid. */
  readonly isWhole: boolean;
}

export interface PayslipLine extends MissingLine {
  readonly hold: HoldReason | null;
}

/** What a run does for one person. A payment without lines free of a hold has `hold`: nothing goes out. */
export interface Payslip {
  readonly lines: readonly PayslipLine[];
  readonly instalments: readonly Instalment[];
  readonly payment: { readonly sum: PaymentSum; readonly route: Route | null; readonly hold: HoldReason | null } | null;
  readonly heldAmount: Vnd;
  readonly overpaid: readonly MonthBalance[];
  readonly controls: readonly Control[];
  readonly bridge: readonly BridgeMove[];
}

const FIRST_MONTH_WITHOUT_BACKDATING = 202507;

function isBackdated(award: Award, signed: Month | undefined): boolean {
  return (
    signed !== undefined &&
    signed >= FIRST_MONTH_WITHOUT_BACKDATING &&
    award.startMonth < signed &&
    (award.category.startsWith('SA') || award.category.startsWith('SP'))
  );
}

function warningsOf(facts: PersonFacts, overpaid: readonly MonthBalance[], isOwed: boolean): Control[] {
  const warnings: Control[] = [];
  const { deathMonth } = facts.claimant;
  if (overpaid.length > 0) warnings.push('overpaid');
  if (deathMonth !== null && overpaid.some((one) => one.month > deathMonth && one.family !== 'ONEOFF'))
    warnings.push('paid_after_death');
  if (!isOwed) return warnings;
  if (contradictsNationalId(facts.nationalId, facts.sex, facts.birthDate)) warnings.push('id_mismatch');
  if (facts.awards.some((award) => isBackdated(award, facts.signedMonths.get(award.awardId))))
    warnings.push('backdated_start');
  return warnings;
}

function holdLines(lines: readonly MissingLine[], facts: HoldFacts, payee: Payee | null): PayslipLine[] {
  const byFamily = new Map<Family, HoldReason | null>();
  return lines.map((line) => {
    let hold = byFamily.get(line.family);
    if (hold === undefined) {
      hold = holdOf(line.family, facts, payee);
      byFamily.set(line.family, hold);
    }
    return { ...line, hold };
  });
}

/** The sum of lines by family, in VND. */
function sumByFamily(lines: readonly MissingLine[]): Map<Family, Vnd> {
  const sums = new Map<Family, Vnd>();
  for (const line of lines) sums.set(line.family, addVnd(sums.get(line.family) ?? ZERO_VND, line.amount));
  return sums;
}

function paymentOf(
  free: readonly PayslipLine[],
  held: readonly PayslipLine[],
  recovered: Vnd,
  route: Route | null,
): Payslip['payment'] {
  if (free.length > 0) return { sum: sumOf(free, recovered), route, hold: null };
  return held.length === 0 ? null : { sum: sumOf(held), route, hold: held[0]?.hold ?? null };
}

const NO_PARTS: readonly DuePart[] = [];
const NO_INSTALMENTS: readonly Instalment[] = [];

/**
 * The whole decision about one person in a run: what is missing over the window (VND, by month and award), which of it waits
 * and why, what recovery orders take back, where the rest goes, what was overpaid, how it differs from last month's list, and
 * what an officer must look at. `window` ends with the run's month and begins where nothing before it can have changed.
 */
export function payslipOf(law: Law, window: readonly Month[], facts: PersonFacts): Payslip {
  const runMonth = window.at(-1);
  if (runMonth === undefined) throw new RangeError('a window has at least the month of the run');
  const dueOf = (month: Month): readonly DuePart[] => dueFor(law, facts.claimant, facts.awards, month);
  const { lines: missing, balances } = reconcile(window, dueOf, facts.issued, facts.refunds);
  const overpaid = balances.filter((one) => one.balance < 0);
  const payee = payeeIn(facts.payees, runMonth);
  const lines = holdLines(missing, facts.holds, payee);
  const free = lines.filter((line) => line.hold === null);
  const held = lines.filter((line) => line.hold !== null);
  const instalments =
    facts.orders.length === 0 ? NO_INSTALMENTS : instalmentsOf(facts.orders, balances, runMonth, sumByFamily(free));
  const recovered = sumTaken(instalments);
  const reasons = new Set<Control>(held.flatMap((line) => (line.hold === null ? [] : [line.hold])));
  const isOwed = lines.length > 0 || balances.some((one) => one.month === runMonth && one.due > 0);
  const lastMonth = addMonths(runMonth, -1);
  const hold = held.find((line) => line.month === runMonth)?.hold ?? null;
  return {
    lines,
    instalments,
    payment: paymentOf(free, held, recovered, routeOf(payee)),
    heldAmount: sumVnd(held.map((line) => line.amount)),
    overpaid,
    controls: [...reasons, ...warningsOf(facts, overpaid, isOwed)],
    bridge: bridgeOf(
      {
        runMonth,
        lastMonth,
        communeCode: facts.claimant.communeCode,
        deathMonth: facts.claimant.deathMonth,
        awards: facts.awards,
        issued: facts.issued,
        dueNow: dueOf(runMonth),
        dueBefore: isCovered(law, lastMonth) ? dueOf(lastMonth) : NO_PARTS,
        lines: free,
        hold,
        lastStandards: law.lastStandards,
      },
      recovered,
    ),
  };
}
