import type { Award } from './award.ts';
import { type Issued, type MissingLine, type MonthBalance, reconcile } from './balance.ts';
import type { Family } from './category.ts';
import { type Control, contradictsNationalId } from './control.ts';
import { dueFor } from './entitlement.ts';
import type { Law } from './law.ts';
import type { Month } from './month.ts';
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
import { type Vnd, vnd } from './money.ts';

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
}

export interface PayslipLine extends MissingLine {
  readonly hold: HoldReason | null;
}

/** What a run does for one person. A payment without lines free of a hold has `hold`: nothing goes out. */
export interface Payslip {
  readonly lines: readonly PayslipLine[];
  readonly payment: { readonly sum: PaymentSum; readonly route: Route | null; readonly hold: HoldReason | null } | null;
  readonly heldAmount: Vnd;
  readonly overpaid: readonly MonthBalance[];
  readonly controls: readonly Control[];
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

/**
 * The whole decision about one person in a run: what is missing over the window (VND, by month and award), which of it waits
 * and why, where the rest goes, what was overpaid, and what an officer must look at.
 */
export function payslipOf(law: Law, window: readonly Month[], facts: PersonFacts): Payslip {
  const { lines: missing, balances } = reconcile(
    window,
    (month) => dueFor(law, facts.claimant, facts.awards, month),
    facts.issued,
  );
  const overpaid = balances.filter((one) => one.balance < 0);
  const runMonth = window.at(-1);
  const payee = runMonth === undefined ? null : payeeIn(facts.payees, runMonth);
  const lines = holdLines(missing, facts.holds, payee);
  const free = lines.filter((line) => line.hold === null);
  const held = lines.filter((line) => line.hold !== null);
  const firstHold = held[0]?.hold ?? null;
  const reasons = new Set<Control>(held.flatMap((line) => (line.hold === null ? [] : [line.hold])));
  const isOwed = lines.length > 0 || balances.some((one) => one.month === runMonth && one.due > 0);
  return {
    lines,
    payment:
      lines.length === 0
        ? null
        : free.length > 0
          ? { sum: sumOf(free), route: routeOf(payee), hold: null }
          : { sum: sumOf(held), route: routeOf(payee), hold: firstHold },
    heldAmount: vnd(held.reduce((sum, line) => sum + line.amount, 0)),
    overpaid,
    controls: [...reasons, ...warningsOf(facts, overpaid, isOwed)],
  };
}
