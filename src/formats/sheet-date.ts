/** A day number (0 = 1970-01-01) as YYYY-MM-DD by integer arithmetic (H. Hinnant, chrono-compatible date algorithms). */
export function dayText(days: number): string {
  const z = days + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

// Day 1 is 1900-01-01, and the 29 February 1900 that never was counts too.
const FROM_1900 = 25_569;
const FROM_1904 = 24_107;

/** The day of a serial number of a spreadsheet, its hours left out; null: no day after March 1900. Source: ECMA-376 part 1, 18.17.4.1. */
export function serialDay(serial: string, startsIn1904: boolean): string | null {
  if (!/^\d{1,7}(?:\.\d+)?$/.test(serial)) return null;
  const days = Math.floor(Number(serial));
  if (days < 61 || days > 400_000) return null;
  return dayText(days - (startsIn1904 ? FROM_1904 : FROM_1900));
}
