import type { MonthBalance } from './balance.ts';
import { FAMILIES, type Family } from './category.ts';
import { type Vnd, ZERO_VND, addVnd, subtractVnd, vnd } from './money.ts';
import type { Month } from './month.ts';

/** What stands as the legal basis of a recovery; the number of its decision follows it. */
export const RECOVERY_BASIS = 'Quyết định thu hồi / recovery order';

/** A decision to take overpaid money back out of later payments (quyết định thu hồi). Amounts in VND. */
export interface RecoveryOrder {
  readonly decisionNo: string;
  readonly family: Family;
  readonly total: Vnd;
  /** The most it may take in one month. */
  readonly monthlyAmount: Vnd;
  readonly fromMonth: Month;
  /** Taken by earlier runs in payments that did not come back. */
  readonly taken: Vnd;
  /** Of it, taken by runs of the month that is being run. */
  readonly takenThisMonth: Vnd;
}

/** What an order takes in one run for one overpaid month, in VND. */
export interface Instalment {
  readonly decisionNo: string;
  readonly family: Family;
  /** The overpaid month that is made good. */
  readonly month: Month;
  readonly amount: Vnd;
  /** The number this recovery of (person, family, month) carries in the books: two runs that know the same books give the same. */
  readonly issue: number;
}

function least(...amounts: readonly Vnd[]): Vnd {
  return vnd(Math.max(0, Math.min(...amounts)));
}

interface Overpaid {
  readonly month: Month;
  readonly recoveries: number;
  left: Vnd;
}

/** Takes up to `amount` off overpaid months, oldest first. */
function takeFrom(overpaid: readonly Overpaid[], amount: Vnd, order: RecoveryOrder): Instalment[] {
  const taken: Instalment[] = [];
  let left = amount;
  for (const one of overpaid) {
    const part = least(one.left, left);
    if (part === 0) continue;
    one.left = subtractVnd(one.left, part);
    left = subtractVnd(left, part);
    taken.push({
      decisionNo: order.decisionNo,
      family: order.family,
      month: one.month,
      amount: part,
      issue: one.recoveries + 1,
    });
  }
  return taken;
}

function byMonthThenNumber(a: RecoveryOrder, b: RecoveryOrder): number {
  return a.fromMonth - b.fromMonth || (a.decisionNo < b.decisionNo ? -1 : 1);
}

/**
 * What recovery orders take out of this run's payment: each no more than its amount a month, its total, what is still overpaid
 * in its family, and what the family is paid now (`payable`: lines without a hold). Oldest overpaid month first; orders by
 * their month, then their number. Without an order nothing is ever taken.
 * Source: DOMAIN section 5; a set-off is nowhere automatic in law, so each one names its decision.
 */
export function instalmentsOf(
  orders: readonly RecoveryOrder[],
  balances: readonly MonthBalance[],
  runMonth: Month,
  payable: ReadonlyMap<Family, Vnd>,
): readonly Instalment[] {
  const instalments: Instalment[] = [];
  for (const family of FAMILIES) {
    const own = orders.filter((order) => order.family === family && order.fromMonth <= runMonth);
    if (own.length === 0) continue;
    const overpaid = balances
      .filter((one) => one.family === family && one.balance < 0)
      .map(({ month, recoveries, balance }): Overpaid => ({ month, recoveries, left: vnd(0 - balance) }));
    let free = payable.get(family) ?? ZERO_VND;
    for (const order of own.toSorted(byMonthThenNumber)) {
      const most = least(
        subtractVnd(order.monthlyAmount, order.takenThisMonth),
        subtractVnd(order.total, order.taken),
        free,
      );
      const taken = takeFrom(overpaid, most, order);
      for (const one of taken) free = subtractVnd(free, one.amount);
      instalments.push(...taken);
    }
  }
  return instalments;
}

/** Sum of instalments in VND. */
export function sumTaken(instalments: readonly Instalment[]): Vnd {
  let total = ZERO_VND;
  for (const one of instalments) total = addVnd(total, one.amount);
  return total;
}
