import type { Family } from './category.ts';
import { FAMILIES } from './category.ts';
import type { DuePart } from './entitlement.ts';
import type { Month } from './month.ts';
import { type Vnd, ZERO_VND, addVnd, subtractVnd, sumVnd, vnd } from './money.ts';

/** Money that was issued for one person, family and month: imported history, or a posting of an earlier run. Amounts in VND. */
export interface Issued {
  readonly family: Family;
  readonly month: Month;
  readonly amount: Vnd;
  /** It came back: it counts as never received, but what is owed again is called carried over. */
  readonly isReturned: boolean;
  /** What carries the same occasion went out together: a day of imported history, or one issue of a run. */
  readonly occasion: string;
  /** How often a run had issued this person, family and month, this time included; 0 for imported history. */
  readonly issue: number;
}

/** `current`: the run's month; `carried`: an earlier month, issued before and came back; `arrears`: earlier and never issued (truy lĩnh). */
export type LineKind = 'current' | 'arrears' | 'carried';

/** One amount that is missing, by award. VND. */
export interface MissingLine {
  readonly family: Family;
  readonly month: Month;
  readonly kind: LineKind;
  readonly part: DuePart;
  readonly amount: Vnd;
  /** The number this payment of (person, family, month) carries in the books: two runs that know the same books give the same. */
  readonly issue: number;
}

/** due, paid and balance = due - paid of one family and month, in VND; the balance is negative when too much was paid. */
export interface MonthBalance {
  readonly family: Family;
  readonly month: Month;
  readonly due: Vnd;
  readonly paid: Vnd;
  readonly balance: Vnd;
}

export interface Reconciliation {
  readonly lines: readonly MissingLine[];
  readonly balances: readonly MonthBalance[];
}

interface Books {
  /** Issued and not returned. */
  readonly paid: Vnd;
  /** Came back and was not sent again. */
  readonly cameBack: Vnd;
  readonly issue: number;
}

const NOTHING: Books = { paid: ZERO_VND, cameBack: ZERO_VND, issue: 0 };

/**
 * What came back and was not sent again. Every run pays all that is missing, so who was sent less than what had come back was
 * sent something else (a raise, say), and the return became known only later.
 */
function cameBackOf(issued: readonly Issued[]): Vnd {
  let cameBack = ZERO_VND;
  for (const occasion of new Set(issued.map((one) => one.occasion))) {
    const together = issued.filter((one) => one.occasion === occasion);
    const sent = sumVnd(together.map((one) => one.amount));
    const returned = sumVnd(together.filter((one) => one.isReturned).map((one) => one.amount));
    cameBack = addVnd(sent < cameBack ? cameBack : ZERO_VND, returned);
  }
  return cameBack;
}

function booksOf(issued: readonly Issued[], family: Family, month: Month): Books {
  let paid = ZERO_VND;
  let issue = 0;
  let hasReturned = false;
  for (const one of issued) {
    if (one.family !== family || one.month !== month) continue;
    if (one.isReturned) hasReturned = true;
    else paid = addVnd(paid, one.amount);
    issue = Math.max(issue, one.issue);
  }
  const cameBack = hasReturned
    ? cameBackOf(issued.filter((one) => one.family === family && one.month === month))
    : ZERO_VND;
  return { paid, cameBack, issue };
}

/**
 * The missing amount as lines by award: what was paid covers the parts in their order, the rest of each part is missing;
 * what came back earlier is given out as `carried` first.
 */
function linesOf(parts: readonly DuePart[], books: Books, balance: MonthBalance, isCurrent: boolean): MissingLine[] {
  const lines: MissingLine[] = [];
  let covered = books.paid;
  let carried = isCurrent ? ZERO_VND : books.cameBack;
  const add = (part: DuePart, kind: LineKind, amount: Vnd): void => {
    if (amount > 0)
      lines.push({ family: balance.family, month: balance.month, kind, part, amount, issue: books.issue + 1 });
  };
  for (const part of parts) {
    const byPaid = covered < part.amount ? covered : part.amount;
    covered = subtractVnd(covered, byPaid);
    const missing = subtractVnd(part.amount, byPaid);
    const again = carried < missing ? carried : missing;
    carried = subtractVnd(carried, again);
    add(part, 'carried', again);
    add(part, isCurrent ? 'current' : 'arrears', subtractVnd(missing, again));
  }
  return lines;
}

/**
 * Due - paid of one person over the window, oldest month first: what is missing as lines, and every month's balance where
 * anything was due or paid. `dueOf` answers what is due for a month; `issued` is in the order in which it was issued,
 * occasion by occasion.
 * Source: ND 20/2021 Đ34, ND 335/2026 Đ28 and Đ32.3 (the list for a month holds arrears and what earlier months left unpaid).
 */
export function reconcile(
  window: readonly Month[],
  dueOf: (month: Month) => readonly DuePart[],
  issued: readonly Issued[],
): Reconciliation {
  const lines: MissingLine[] = [];
  const balances: MonthBalance[] = [];
  const runMonth = window.at(-1);
  for (const month of window) {
    const parts = dueOf(month);
    for (const family of FAMILIES) {
      const books = issued.length === 0 ? NOTHING : booksOf(issued, family, month);
      const ofFamily = parts.filter((part) => part.family === family);
      let due = ZERO_VND;
      for (const part of ofFamily) due = addVnd(due, part.amount);
      if (due === 0 && books.paid === 0) continue;
      const balance = { family, month, due, paid: books.paid, balance: vnd(due - books.paid) };
      balances.push(balance);
      if (balance.balance > 0) lines.push(...linesOf(ofFamily, books, balance, month === runMonth));
    }
  }
  return { lines, balances };
}
