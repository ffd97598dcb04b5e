import { type Month, formatMonth } from '../domain/month.ts';
import type { Label } from './label.ts';

/** A month as it is written in Viet Nam: 11/2026. */
export function monthText(month: Month): string {
  const [year, inYear] = formatMonth(month).split('-');
  return `${inYear}/${year}`;
}

/** A day (YYYY-MM-DD), month or year, with or without a time behind it, as it is written in Viet Nam: 20/11/2026 14:05. */
export function dayText(date: string): string {
  const [day = '', time] = date.split(' ');
  const text = day.split('-').toReversed().join('/');
  return time === undefined ? text : `${text} ${time.slice(0, 5)}`;
}

/** An age in months, in whole years; below six with the months beside them. */
export function ageLabel(ageMonths: number): Label {
  if (ageMonths < 0) return { vi: 'chưa sinh', en: 'not born yet' };
  const [years, months] = [Math.floor(ageMonths / 12), ageMonths % 12];
  if (years >= 6 || months === 0) return { vi: `${years} tuổi`, en: `${years}` };
  return { vi: `${years} tuổi ${months} tháng`, en: `${years} years ${months} months` };
}
