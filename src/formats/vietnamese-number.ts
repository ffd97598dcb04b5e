import type { Vnd } from '../domain/money.ts';
import type { IsoDate, Month } from '../domain/month.ts';

// By hand and not by Intl: its output changes between releases, and files must keep their bytes.

/** A whole amount or count with dots between thousands: 1005000 -> 1.005.000; a minus sign in front when negative. */
export function groupedNumber(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError('only whole numbers below 2^53 are grouped');
  let digits = String(Math.abs(value));
  for (let at = digits.length - 3; at > 0; at -= 3) digits = `${digits.slice(0, at)}.${digits.slice(at)}`;
  return value < 0 ? `-${digits}` : digits;
}

/** An amount of VND as people read it: 1.005.000 ₫ without the sign of the currency. */
export function groupedVnd(amount: Vnd): string {
  return groupedNumber(amount);
}

/** A day as dd/MM/yyyy. */
export function localDate(date: IsoDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

/** A month as MM/yyyy. */
export function localMonth(month: Month): string {
  return `${String(month % 100).padStart(2, '0')}/${Math.floor(month / 100)}`;
}
