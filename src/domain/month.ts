declare const monthBrand: unique symbol;
declare const dateBrand: unique symbol;

/** A calendar month as the integer yyyymm (202611 = November 2026): ordered, readable in SQL, never a JavaScript date. */
export type Month = number & { readonly [monthBrand]: true };

/** A calendar day as text YYYY-MM-DD; such texts order as their days do. */
export type IsoDate = string & { readonly [dateBrand]: true };

/** Brands yyyymm. Refuses (throws: a bug) what is no month of the years 1900-2999. */
export function month(yyyymm: number): Month {
  const inYear = yyyymm % 100;
  if (!Number.isInteger(yyyymm) || yyyymm < 190001 || yyyymm > 299912 || inYear < 1 || inYear > 12) {
    throw new RangeError('a month is yyyymm between 190001 and 299912');
  }
  return yyyymm as Month;
}

/** Reads YYYY-MM or MM/YYYY; null when it is neither. */
export function parseMonth(text: string): Month | null {
  const iso = /^(\d{4})-(\d{2})$/.exec(text);
  const local = /^(\d{2})\/(\d{4})$/.exec(text);
  const yyyymm = iso ? Number(iso[1]) * 100 + Number(iso[2]) : local ? Number(local[2]) * 100 + Number(local[1]) : 0;
  const inYear = yyyymm % 100;
  return yyyymm >= 190001 && yyyymm <= 299912 && inYear >= 1 && inYear <= 12 ? (yyyymm as Month) : null;
}

/** YYYY-MM, the form of files and commands. */
export function formatMonth(value: Month): string {
  return `${Math.floor(value / 100)}-${String(value % 100).padStart(2, '0')}`;
}

/** The calendar year of a month, which is the year of its budget. */
export function yearOf(value: Month): number {
  return Math.floor(value / 100);
}

/** The first day of a month. */
export function firstDayOf(value: Month): IsoDate {
  return `${formatMonth(value)}-01` as IsoDate;
}

/** Months since year 0: the form for arithmetic. */
export function monthIndex(value: Month): number {
  return Math.floor(value / 100) * 12 + (value % 100) - 1;
}

/** The month that lies `count` months later (earlier when negative). */
export function addMonths(value: Month, count: number): Month {
  const index = monthIndex(value) + count;
  return month(Math.floor(index / 12) * 100 + (index % 12) + 1);
}

/** Every month from `from` to `to`, both included; empty when `to` is earlier. */
export function monthsBetween(from: Month, to: Month): Month[] {
  const months: Month[] = [];
  const count = monthIndex(to) - monthIndex(from) + 1;
  for (let later = 0; later < count; later++) months.push(addMonths(from, later));
  return months;
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function daysIn(year: number, inYear: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return inYear === 2 && isLeap ? 29 : (DAYS_IN_MONTH[inYear - 1] ?? 0);
}

/** Reads YYYY-MM-DD or DD/MM/YYYY; null when it is neither or no such day exists. */
export function parseDate(text: string): IsoDate | null {
  const local = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const iso = local ? `${local[3]}-${local[2]}-${local[1]}` : text;
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!parts) return null;
  const [year, inYear, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const isReal = year >= 1900 && year <= 2999 && inYear >= 1 && inYear <= 12 && day >= 1 && day <= daysIn(year, inYear);
  return isReal ? (iso as IsoDate) : null;
}

/** The month a day, a month (YYYY-MM) or a year (YYYY: its January) lies in. Refuses (throws) any other text. */
export function monthOf(date: string): Month {
  const isDate = /^\d{4}(?:-\d{2}(?:-\d{2})?)?$/.test(date);
  return month(isDate ? Number(date.slice(0, 4)) * 100 + Number(date.slice(5, 7) || 1) : 0);
}
