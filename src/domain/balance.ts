import type { Family } from './category.ts';
import { FAMILIES } from './category.ts';
import type { DuePart } from './entitlement.ts';
import type { IsoDate, Month } from './month.ts';
import { type Vnd, ZERO_VND, addVnd, subtractVnd, sumVnd, vnd } from './money.ts';

/** Money that moved for one person, family and month: imported history, or a posting of an earlier run. Amounts in VND, above 0. */
export interface Issued {
  readonly family: Family;
  readonly month: Month;
  /** `recovery`: taken out of another payment to make good for this overpaid month. */
  readonly kind: 'payment' | 'recovery';
  readonly amount: Vnd;
  /** The payment came back: it counts as never received (a recovery in it as never taken), but what is owed again is called carried over. */
  readonly isReturned: boolean;
  /** What carries the same occasion went out together: a day of imported history, or one issue of a run. */
  readonly occasion: string;
  /** The day whose law the payer knew: of payment in imported history, of its run's computation otherwise. */
  readonly knownOn: IsoDate;
  /** How often a run had issued this person, family and month, this time included; 0 for imported history. */
  readonly issue: number;
  /** The month on whose list it stood; null for imported history. */
  readonly runMonth: Month | null;
  /** The commune that paid; null for imported history. */
  readonly communeCode: string | null;
  /** The last outcome that was known when it was sent; 0 for imported history. */
  readonly sentKnowing: number;
  /** The outcomes by which it turned: came back, was found paid by a correction, came back again ...; empty for imported history. */
  readonly turns: readonly number[];
}

/** Money that a person handed back for one month, in VND. */
export interface Refund {
  readonly family: Family;
  readonly month: Month;
  readonly amount: Vnd;
}

/** `current`: the run's month; `carried`: an earlier month, issued before and came back; `arrears`: earlier and never issued (truy lĩnh). */
export type LineKind = 'current' | 'arrears' | 'carried';

/** What a line is owed for: a part of what is due, or money that belongs to no award (both empty): more came back than had gone out. */
export type OwedPart = Omit<DuePart, 'category'> & { readonly category: DuePart['category'] | '' };

/** One amount that is missing, by award. VND. */
export interface MissingLine {
  readonly family: Family;
  readonly month: Month;
  readonly kind: LineKind;
  readonly part: OwedPart;
  readonly amount: Vnd;
  /** The number this payment of (person, family, month) carries in the books: two runs that know the same books give the same. */
  readonly issue: number;
}

/** due, paid and balance = due - paid of one family and month, in VND; the balance is negative when too much was paid. */
export interface MonthBalance {
  readonly family: Family;
  readonly month: Month;
  readonly due: Vnd;
  /** Issued, not returned, not taken or handed back. */
  readonly paid: Vnd;
  readonly balance: Vnd;
  /** What recoveries and refunds took off `paid`. */
  readonly recovered: Vnd;
  /** How often a run took money back for this family and month. */
  readonly recoveries: number;
}

export interface Reconciliation {
  readonly lines: readonly MissingLine[];
  readonly balances: readonly MonthBalance[];
}

/** What stands as the legal basis where more came back than had gone out. */
export const GIVEN_BACK_BASIS = 'Hoàn lại số tiền đã thu hoặc nộp lại quá mức / money taken or handed back in excess';

/** Such money belongs to no award. */
const GIVEN_BACK = {
  category: '',
  awardId: '',
  standard: ZERO_VND,
  coefficientTenths: 0,
  basis: GIVEN_BACK_BASIS,
} as const;

interface Books {
  /** Issued and not returned, less what was taken or handed back. */
  readonly paid: Vnd;
  readonly recovered: Vnd;
  readonly recoveries: number;
  /** Came back and was not sent again. */
  readonly cameBack: Vnd;
  readonly issue: number;
}

const NOTHING: Books = { paid: ZERO_VND, recovered: ZERO_VND, recoveries: 0, cameBack: ZERO_VND, issue: 0 };

/** What went out together, what of it came back, and by which outcome at last; null for imported history. VND. */
interface Sending {
  readonly sent: Vnd;
  readonly returned: Vnd;
  readonly sentKnowing: number;
  readonly cameBackBy: number | null;
}

function sendingsOf(issued: readonly Issued[]): readonly Sending[] {
  return [...new Set(issued.map((one) => one.occasion))].map((occasion) => {
    const together = issued.filter((one) => one.occasion === occasion);
    const returned = together.filter((one) => one.isReturned);
    return {
      sent: sumVnd(together.map((one) => one.amount)),
      returned: sumVnd(returned.map((one) => one.amount)),
      sentKnowing: Math.max(...together.map((one) => one.sentKnowing)),
      cameBackBy: together.some((one) => one.issue === 0) ? null : Math.max(0, ...returned.flatMap((one) => one.turns)),
    };
  });
}

/**
 * What came back and was not sent again. A run sends all that it knows to be missing, so what it does not send of it is no longer
 * owed. Imported history does not say when something became known: what was sent later, if it was as much, sent it again.
 */
function cameBackOf(issued: readonly Issued[]): Vnd {
  const [only] = issued;
  if (only !== undefined && issued.length === 1) return only.isReturned ? only.amount : ZERO_VND;
  const sendings = sendingsOf(issued);
  const waiting = sendings.filter(({ returned, cameBackBy }, at) => {
    const later = sendings.slice(at + 1);
    return !later.some((one) => (cameBackBy === null ? one.sent >= returned : one.sentKnowing >= cameBackBy));
  });
  return sumVnd(waiting.map((one) => one.returned));
}

function refundedFor(refunds: readonly Refund[], family: Family, month: Month): Vnd {
  return sumVnd(refunds.filter((one) => one.family === family && one.month === month).map((one) => one.amount));
}

/** The books of a family and month: `moved` is what moved for it, `refunded` what the person handed back. */
function booksOf(moved: readonly Issued[], refunded: Vnd): Books {
  let [sent, taken] = [ZERO_VND, ZERO_VND];
  let [issue, recoveries] = [0, 0];
  let hasReturned = false;
  for (const one of moved) {
    if (one.kind === 'recovery') {
      recoveries = Math.max(recoveries, one.issue);
      if (!one.isReturned) taken = addVnd(taken, one.amount);
    } else {
      issue = Math.max(issue, one.issue);
      if (one.isReturned) hasReturned = true;
      else sent = addVnd(sent, one.amount);
    }
  }
  const recovered = addVnd(taken, refunded);
  return {
    // Below 0 where more came back than went out: the bank returned it and the person handed it back. That is owed, too.
    paid: subtractVnd(sent, recovered),
    recovered,
    recoveries,
    cameBack: hasReturned ? cameBackOf(moved.filter((one) => one.kind === 'payment')) : ZERO_VND,
    issue,
  };
}

/** The entries of a family; most often these are all, or none. */
function ofFamily<Entry extends { readonly family: Family }>(
  entries: readonly Entry[],
  family: Family,
): readonly Entry[] {
  return entries.every((one) => one.family === family) ? entries : entries.filter((one) => one.family === family);
}

/**
 * The missing amount as lines by award: what was paid covers the parts in their order, the rest of each part is missing;
 * what came back earlier is given out as `carried` first.
 */
function linesOf(parts: readonly DuePart[], books: Books, balance: MonthBalance, isCurrent: boolean): MissingLine[] {
  const lines: MissingLine[] = [];
  let covered = books.paid > 0 ? books.paid : ZERO_VND;
  let carried = isCurrent ? ZERO_VND : books.cameBack;
  const add = (part: OwedPart, kind: LineKind, amount: Vnd): void => {
    if (amount > 0)
      lines.push({ family: balance.family, month: balance.month, kind, part, amount, issue: books.issue + 1 });
  };
  const owe = (part: OwedPart, missing: Vnd): void => {
    const again = carried < missing ? carried : missing;
    carried = subtractVnd(carried, again);
    add(part, 'carried', again);
    add(part, isCurrent ? 'current' : 'arrears', subtractVnd(missing, again));
  };
  for (const part of parts) {
    const byPaid = covered < part.amount ? covered : part.amount;
    covered = subtractVnd(covered, byPaid);
    owe(part, subtractVnd(part.amount, byPaid));
  }
  if (books.paid < 0) {
    const amount = subtractVnd(ZERO_VND, books.paid);
    add({ ...GIVEN_BACK, family: balance.family, amount }, isCurrent ? 'current' : 'carried', amount);
  }
  return lines;
}

/**
 * Due - paid of one person over the window, oldest month first: what is missing as lines, and every month's balance where
 * anything was due or paid. `dueOf` answers what is due for a month; `issued` is in the order in which it was issued,
 * occasion by occasion; `refunds` reduce what was paid.
 * Source: ND 20/2021 Đ34, ND 335/2026 Đ28 and Đ32.3 (the list for a month holds arrears and what earlier months left unpaid).
 */
export function reconcile(
  window: readonly Month[],
  dueOf: (month: Month) => readonly DuePart[],
  issued: readonly Issued[],
  refunds: readonly Refund[] = [],
): Reconciliation {
  const lines: MissingLine[] = [];
  const balances: MonthBalance[] = [];
  const runMonth = window.at(-1);
  for (const month of window) {
    const parts = dueOf(month);
    const moved = issued.filter((one) => one.month === month);
    for (const family of FAMILIES) {
      const dueParts = ofFamily(parts, family);
      const ownMoved = ofFamily(moved, family);
      // Refunds for which nothing was ever issued say nothing.
      const refunded = issued.length === 0 || refunds.length === 0 ? ZERO_VND : refundedFor(refunds, family, month);
      if (dueParts.length === 0 && ownMoved.length === 0 && refunded === 0) continue;
      const books = ownMoved.length === 0 && refunded === 0 ? NOTHING : booksOf(ownMoved, refunded);
      let due = ZERO_VND;
      for (const part of dueParts) due = addVnd(due, part.amount);
      if (due === 0 && books.paid === 0 && books.recovered === 0) continue;
      const { paid, recovered, recoveries } = books;
      const balance = { family, month, due, paid, balance: vnd(due - paid), recovered, recoveries };
      balances.push(balance);
      if (balance.balance > 0) lines.push(...linesOf(dueParts, books, balance, month === runMonth));
    }
  }
  return { lines, balances };
}
