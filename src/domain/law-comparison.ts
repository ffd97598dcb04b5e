import type { Award } from './award.ts';
import { type Category, FAMILIES } from './category.ts';
import { type DuePart, dueFor } from './entitlement.ts';
import type { Law } from './law.ts';
import type { Month } from './month.ts';
import { type Vnd, ZERO_VND, addVnd, subtractVnd, sumVnd } from './money.ts';
import type { Claimant } from './person.ts';

/** What two laws owe for the same people, in VND. Differences are draft - today and may be negative. */
export interface ComparedSums {
  readonly personsToday: number;
  readonly amountToday: Vnd;
  readonly personsDraft: number;
  readonly amountDraft: Vnd;
  /** Persons for whom some earlier month differs. */
  readonly arrearsPersons: number;
  /** Draft - today over the earlier months. */
  readonly arrearsDifference: Vnd;
  /** The part of it that would be paid as arrears, and the part that would turn up as overpaid: difference = arrears - overpaid. */
  readonly arrears: Vnd;
  readonly overpaid: Vnd;
}

export interface ComparedCell {
  readonly communeCode: string;
  readonly category: Category;
  readonly sums: ComparedSums;
}

/** Adds up persons one by one. */
export interface LawComparison {
  add(claimant: Claimant, awards: readonly Award[]): void;
  /** By commune and category, sorted. */
  cells(): readonly ComparedCell[];
  /** Each person counted once. */
  total(): ComparedSums;
}

interface Amounts {
  readonly today: Vnd;
  readonly draft: Vnd;
  readonly pastDifference: Vnd;
  readonly hasPast: boolean;
  readonly arrears: Vnd;
  readonly overpaid: Vnd;
}

const NO_AMOUNTS: Amounts = {
  today: ZERO_VND,
  draft: ZERO_VND,
  pastDifference: ZERO_VND,
  hasPast: false,
  arrears: ZERO_VND,
  overpaid: ZERO_VND,
};

const NO_SUMS: ComparedSums = {
  personsToday: 0,
  amountToday: ZERO_VND,
  personsDraft: 0,
  amountDraft: ZERO_VND,
  arrearsPersons: 0,
  arrearsDifference: ZERO_VND,
  arrears: ZERO_VND,
  overpaid: ZERO_VND,
};

function added(sums: ComparedSums, one: Amounts): ComparedSums {
  return {
    personsToday: sums.personsToday + (one.today > 0 ? 1 : 0),
    amountToday: addVnd(sums.amountToday, one.today),
    personsDraft: sums.personsDraft + (one.draft > 0 ? 1 : 0),
    amountDraft: addVnd(sums.amountDraft, one.draft),
    arrearsPersons: sums.arrearsPersons + (one.hasPast ? 1 : 0),
    arrearsDifference: addVnd(sums.arrearsDifference, one.pastDifference),
    arrears: addVnd(sums.arrears, one.arrears),
    overpaid: addVnd(sums.overpaid, one.overpaid),
  };
}

/** The amounts of one person by category. */
type ByCategory = Map<Category, Amounts>;

function change(amounts: ByCategory, category: Category, with_: (before: Amounts) => Partial<Amounts>): void {
  const before = amounts.get(category) ?? NO_AMOUNTS;
  amounts.set(category, { ...before, ...with_(before) });
}

/** What the parts of one family come to beyond `covered`, which covers them in their order. */
function* beyond(parts: readonly DuePart[], covered: Vnd): Generator<readonly [Category, Vnd], undefined> {
  let left = covered;
  for (const part of parts) {
    const used = left < part.amount ? left : part.amount;
    left = subtractVnd(left, used);
    if (part.amount > used) yield [part.category, subtractVnd(part.amount, used)];
  }
}

/** One earlier month: what differs by category, and, family by family, who is owed more and who was paid too much. */
function addPast(amounts: ByCategory, today: readonly DuePart[], draft: readonly DuePart[]): void {
  for (const family of FAMILIES) {
    const [before, after] = [today, draft].map((parts) => parts.filter((part) => part.family === family));
    if (before === undefined || after === undefined) continue;
    for (const part of before)
      change(amounts, part.category, (one) => ({ pastDifference: subtractVnd(one.pastDifference, part.amount) }));
    for (const part of after)
      change(amounts, part.category, (one) => ({ pastDifference: addVnd(one.pastDifference, part.amount) }));
    const [paid, due] = [before, after].map((parts) => sumVnd(parts.map((part) => part.amount)));
    for (const [category, amount] of beyond(after, paid ?? ZERO_VND))
      change(amounts, category, (one) => ({ arrears: addVnd(one.arrears, amount), hasPast: true }));
    for (const [category, amount] of beyond(before, due ?? ZERO_VND))
      change(amounts, category, (one) => ({ overpaid: addVnd(one.overpaid, amount), hasPast: true }));
  }
}

function wholeOf(amounts: ByCategory): Amounts {
  let whole = NO_AMOUNTS;
  for (const one of amounts.values())
    whole = {
      today: addVnd(whole.today, one.today),
      draft: addVnd(whole.draft, one.draft),
      pastDifference: addVnd(whole.pastDifference, one.pastDifference),
      hasPast: whole.hasPast || one.hasPast,
      arrears: addVnd(whole.arrears, one.arrears),
      overpaid: addVnd(whole.overpaid, one.overpaid),
    };
  return whole;
}

/**
 * Compares what two laws owe: for the month `at`, and for the months `past` as if everybody had been paid by today's law. Both laws
 * must be compiled for all these months. One person in memory at a time.
 */
export function lawComparison(today: Law, draft: Law, at: Month, past: readonly Month[]): LawComparison {
  const cells = new Map<string, ComparedCell>();
  let total = NO_SUMS;
  return {
    add(claimant, awards) {
      const amounts: ByCategory = new Map();
      const dueBy = (law: Law, month: Month): readonly DuePart[] => dueFor(law, claimant, awards, month);
      for (const { category, amount } of dueBy(today, at))
        change(amounts, category, (one) => ({ today: addVnd(one.today, amount) }));
      for (const { category, amount } of dueBy(draft, at))
        change(amounts, category, (one) => ({ draft: addVnd(one.draft, amount) }));
      for (const month of past) addPast(amounts, dueBy(today, month), dueBy(draft, month));
      for (const [category, one] of amounts) {
        const key = `${claimant.communeCode} ${category}`;
        const sums = added(cells.get(key)?.sums ?? NO_SUMS, one);
        cells.set(key, { communeCode: claimant.communeCode, category, sums });
      }
      total = added(total, wholeOf(amounts));
    },
    cells: () => [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell),
    total: () => total,
  };
}
