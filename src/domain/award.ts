import type { Category } from './category.ts';
import type { Month } from './month.ts';

/** A decision that grants one category (quyết định hưởng). Months are whole and both included. */
export interface Award {
  readonly awardId: string;
  readonly category: Category;
  readonly startMonth: Month;
  /** Last month granted; null: until the right ends. */
  readonly endMonth: Month | null;
  /** Children (SA4) or persons (CS6) the coefficient is multiplied by; 1 for all others. */
  readonly quantity: number;
  /** Month of birth of the person cared for (CS1, CS7); null elsewhere. */
  readonly caredBirthMonth: Month | null;
}
