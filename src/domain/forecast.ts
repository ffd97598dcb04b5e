import type { DuePart } from './entitlement.ts';
import { type Vnd, ZERO_VND, addVnd, vnd } from './money.ts';
import type { Month } from './month.ts';
import { overpaidCategory } from './overpayment.ts';
import type { Payslip, PersonFacts } from './payslip.ts';

/**
 * What is told apart: what is paid (by kind of line too), what recovery orders take out of it, what waits, and what was paid
 * too much. What goes out is paid - recovered.
 */
export const FORECAST_KINDS = ['paid', 'current', 'arrears', 'carried', 'recovered', 'held', 'overpaid'] as const;
export type ForecastKind = (typeof FORECAST_KINDS)[number];

/** Persons, each counted once, and VND. */
export interface Sum {
  readonly persons: number;
  readonly amount: Vnd;
}

export type ForecastSums = Readonly<Record<ForecastKind, Sum>>;

/** What a run would do, without a run: persons are added one by one and forgotten. */
export interface Forecast {
  /** `dueOf` answers what the law of the payslip owes the person for a month. */
  add(facts: PersonFacts, slip: Payslip, dueOf: (month: Month) => readonly DuePart[]): void;
  /** By `commune category`; the category is empty where money was paid to somebody who has no award of the family. */
  cells(): ReadonlyMap<string, ForecastSums>;
  /** All together, as the totals of a run: each person once. */
  total(): ForecastSums;
  /** Persons with something owed to them, held ones included; payments that go out. */
  counts(): { readonly persons: number; readonly payments: number };
}

const NO_SUM: Sum = { persons: 0, amount: ZERO_VND };

/** Sums of which every one is zero. */
export const NO_SUMS: ForecastSums = {
  paid: NO_SUM,
  current: NO_SUM,
  arrears: NO_SUM,
  carried: NO_SUM,
  recovered: NO_SUM,
  held: NO_SUM,
  overpaid: NO_SUM,
};

type Amounts = Map<ForecastKind, Vnd>;

function addTo(amounts: Map<string, Amounts>, category: string, kind: ForecastKind, amount: Vnd): void {
  const own = amounts.get(category) ?? new Map<ForecastKind, Vnd>();
  own.set(kind, addVnd(own.get(kind) ?? ZERO_VND, amount));
  amounts.set(category, own);
}

function withPerson(sums: ForecastSums, amounts: Amounts): ForecastSums {
  const next = { ...sums };
  for (const kind of FORECAST_KINDS) {
    const amount = amounts.get(kind) ?? ZERO_VND;
    if (amount === 0) continue;
    next[kind] = { persons: sums[kind].persons + 1, amount: addVnd(sums[kind].amount, amount) };
  }
  return next;
}

/** The amounts of one person by category. */
function amountsOf(
  facts: PersonFacts,
  slip: Payslip,
  dueOf: (month: Month) => readonly DuePart[],
): Map<string, Amounts> {
  const amounts = new Map<string, Amounts>();
  for (const line of slip.lines) {
    const { category } = line.part;
    if (line.hold !== null) addTo(amounts, category, 'held', line.amount);
    else {
      addTo(amounts, category, 'paid', line.amount);
      addTo(amounts, category, line.kind, line.amount);
    }
  }
  for (const { family, month, amount } of slip.instalments)
    addTo(amounts, overpaidCategory(facts.awards, family, month, dueOf(month)), 'recovered', amount);
  for (const { category, balance } of slip.overpaid) addTo(amounts, category, 'overpaid', vnd(0 - balance));
  return amounts;
}

function together(amounts: ReadonlyMap<string, Amounts>): Amounts {
  const whole = new Map<string, Amounts>();
  for (const own of amounts.values()) for (const [kind, amount] of own) addTo(whole, '', kind, amount);
  return whole.get('') ?? new Map<ForecastKind, Vnd>();
}

/** Begins an empty forecast. */
export function openForecast(): Forecast {
  const cells = new Map<string, ForecastSums>();
  let total = NO_SUMS;
  let [persons, payments] = [0, 0];
  return {
    add(facts, slip, dueOf) {
      if (slip.payment !== null) persons += 1;
      // A payment whose recoveries take all of it is none.
      if (slip.payment?.hold === null && slip.payment.sum.amount > 0) payments += 1;
      if (slip.lines.length === 0 && slip.overpaid.length === 0) return;
      const amounts = amountsOf(facts, slip, dueOf);
      for (const [category, own] of amounts) {
        const key = `${facts.claimant.communeCode} ${category}`;
        cells.set(key, withPerson(cells.get(key) ?? NO_SUMS, own));
      }
      total = withPerson(total, together(amounts));
    },
    cells: () => cells,
    total: () => total,
    counts: () => ({ persons, payments }),
  };
}
