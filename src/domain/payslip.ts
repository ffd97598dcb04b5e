import type { Award } from './award.ts';
import { type Issued, type MissingLine, type Refund, reconcile } from './balance.ts';
import { type BridgeMove, bridgeOf } from './bridge.ts';
import type { Family } from './category.ts';
import { type Control, type ControlBook, type Found, ruleOf } from './control.ts';
import { type DuePart, dueFor } from './entitlement.ts';
import { type Law, isCovered } from './law.ts';
import type { LawOn } from './law-on.ts';
import { type Month, addMonths } from './month.ts';
import { type Overpayment, overpaidCategory } from './overpayment.ts';
import { type HoldFacts, type Payee, type PaymentSum, type Route, holdOf, payeeIn, routeOf, sumOf } from './payment.ts';
import type { Claimant } from './person.ts';
import { personFindings } from './person-controls.ts';
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
  /** What comparing persons found when the run was opened, each with what it is about. */
  readonly found: ReadonlyMap<Control, string>;
  /** Controls whose hold an officer released after they found this person. */
  readonly released: ReadonlySet<Control>;
}

/** The rules of the controls, and the law of the run's window as it was known on other days. */
export interface Desk {
  readonly rules: ControlBook;
  readonly lawOn: LawOn;
  /** By the day of a payment: the law as it was known when the list of that payment was drawn up. */
  readonly listLawOn: LawOn;
}

export interface PayslipLine extends MissingLine {
  readonly hold: Control | null;
}

/** What a run does for one person. A payment without lines free of a hold has `hold`: nothing goes out. */
export interface Payslip {
  readonly lines: readonly PayslipLine[];
  readonly instalments: readonly Instalment[];
  readonly payment: { readonly sum: PaymentSum; readonly route: Route | null; readonly hold: Control | null } | null;
  readonly heldAmount: Vnd;
  readonly overpaid: readonly Overpayment[];
  readonly controls: readonly Found[];
  readonly bridge: readonly BridgeMove[];
}

/** The first finding that a province wants to hold the money for and no officer released. */
function blockOf(desk: Desk, facts: PersonFacts, found: readonly Found[]): Control | null {
  const isBlocking = ({ control }: Found): boolean =>
    ruleOf(desk.rules, control).severity === 'block' && !facts.released.has(control);
  return found.find(isBlocking)?.control ?? null;
}

function holdLines(
  lines: readonly MissingLine[],
  facts: HoldFacts,
  payee: Payee | null,
  block: Control | null,
): PayslipLine[] {
  let [family, hold]: [Family | null, Control | null] = [null, null];
  return lines.map((line) => {
    if (line.family !== family) {
      family = line.family;
      hold = holdOf(family, facts, payee) ?? block;
    }
    const { month, kind, part, amount, issue } = line;
    // Why not by spreading: this is done for every line of a run.
    return { family: line.family, month, kind, part, amount, issue, hold };
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

/** The holds of the lines that wait, and what else was found, each once. */
function controlsOf(held: readonly PayslipLine[], found: readonly Found[]): readonly Found[] {
  if (held.length === 0) return found;
  const reasons = new Set(held.flatMap((line) => (line.hold === null ? [] : [line.hold])));
  for (const { control } of found) reasons.delete(control);
  return [...[...reasons].map((control) => ({ control, detail: '' })), ...found];
}

/** What is due by month; the months of the bridge are asked for twice and worked out once. */
function dueByMonth(law: Law, facts: PersonFacts, bridged: readonly Month[]): (month: Month) => readonly DuePart[] {
  const known: (readonly DuePart[] | undefined)[] = [];
  return (month) => {
    const at = bridged.indexOf(month);
    const parts = known[at] ?? dueFor(law, facts.claimant, facts.awards, month);
    if (at >= 0) known[at] = parts;
    return parts;
  };
}

/**
 * The whole decision about one person in a run: what is missing over the window (VND, by month and award), which of it waits
 * and why, what recovery orders take back, where the rest goes, what was overpaid, how it differs from last month's list, and
 * what an officer must look at. `window` ends with the run's month and begins where nothing before it can have changed.
 */
export function payslipOf(law: Law, window: readonly Month[], facts: PersonFacts, desk: Desk): Payslip {
  const runMonth = window.at(-1);
  if (runMonth === undefined) throw new RangeError('a window has at least the month of the run');
  const lastMonth = addMonths(runMonth, -1);
  const dueOf = dueByMonth(law, facts, [lastMonth, runMonth]);
  const { lines: missing, balances } = reconcile(window, dueOf, facts.issued, facts.refunds);
  const overpaid = balances
    .filter((one) => one.balance < 0)
    .map((one) => ({ ...one, category: overpaidCategory(facts.awards, one.family, one.month, dueOf(one.month)) }));
  const payee = payeeIn(facts.payees, runMonth);
  const isOwed = missing.length > 0 || balances.some((one) => one.month === runMonth && one.due > 0);
  const found = personFindings(desk, facts, { law, runMonth, balances, missing, isOwed });
  const lines = holdLines(missing, facts.holds, payee, blockOf(desk, facts, found));
  const held = lines.filter((line) => line.hold !== null);
  const free = held.length === 0 ? lines : lines.filter((line) => line.hold === null);
  const instalments =
    facts.orders.length === 0 ? NO_INSTALMENTS : instalmentsOf(facts.orders, balances, runMonth, sumByFamily(free));
  const recovered = sumTaken(instalments);
  return {
    lines,
    instalments,
    payment: paymentOf(free, held, recovered, routeOf(payee)),
    heldAmount: sumVnd(held.map((line) => line.amount)),
    overpaid,
    controls: controlsOf(held, found),
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
        hold: held.find((line) => line.month === runMonth)?.hold ?? null,
        lastStandards: law.lastStandards,
      },
      recovered,
    ),
  };
}
