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

/** The hour of the day, 0 to 23, by the clock of a time zone. */
export function hourIn(timeZone: string): number {
  return Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date()));
}
