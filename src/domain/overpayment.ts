import type { Award } from './award.ts';
import type { MonthBalance } from './balance.ts';
import { type Category, type Family, familyOf } from './category.ts';
import type { DuePart } from './entitlement.ts';
import type { Month } from './month.ts';

/** A month that was paid more than is due, and the category under which that is booked; empty where the person never had an award of the family. */
export interface Overpayment extends MonthBalance {
  readonly category: Category | '';
}

/** The category that an overpaid month is told under: what is due for it, else the award of the family that began last. */
export function overpaidCategory(
  awards: readonly Award[],
  family: Family,
  month: Month,
  due: readonly DuePart[],
): Category | '' {
  const part = due.find((one) => one.family === family);
  if (part !== undefined) return part.category;
  const own = awards
    .filter((award) => familyOf(award.category) === family)
    .toSorted((a, b) => a.startMonth - b.startMonth || (a.awardId < b.awardId ? -1 : 1));
  const begun = own.filter((award) => award.startMonth <= month);
  return (begun.at(-1) ?? own[0])?.category ?? '';
}
