import { type IsoDate, parseDate } from './domain/month.ts';

/** Today's date by the clock of a time zone. The only clock of the program; steps are given the day as an argument. */
export function todayIn(timeZone: string): IsoDate {
  const text = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    new Date(),
  );
  const today = parseDate(text);
  if (today === null) throw new RangeError('the clock gave no date');
  return today;
}
