/** Months are counted since year 0 here (year * 12 + month - 1): ages and windows are plain differences. */
export type MonthCount = number;

/** The first month of the social pension, and the month from which a decision may not reach back (ND 176/2025). */
export const SOCIAL_PENSION_START: MonthCount = monthCount(2025, 7);

/** Counts a month of a year (1-12). */
export function monthCount(year: number, inYear: number): MonthCount {
  return year * 12 + inYear - 1;
}

const TEXTS: readonly string[] = Array.from({ length: 130 * 12 }, (_, at) => {
  const year = 1910 + Math.floor(at / 12);
  return `${year}-${String((at % 12) + 1).padStart(2, '0')}`;
});

/** YYYY-MM for the years 1910 to 2039. Refuses (throws: a bug) other months. */
export function monthText(month: MonthCount): string {
  const text = TEXTS[month - 1910 * 12];
  if (text === undefined) throw new RangeError('the sample province lives between 1910 and 2039');
  return text;
}

/** YYYY-MM-DD. Days are 1 to 28 everywhere in the sample province, so every day exists. */
export function dayText(month: MonthCount, day: number): string {
  return `${monthText(month)}-${day < 10 ? '0' : ''}${day}`;
}

/** The age in whole years reached by the last day of `month`. */
export function ageIn(month: MonthCount, birth: MonthCount): number {
  return Math.floor((month - birth) / 12);
}
