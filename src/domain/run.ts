import { type Result, done, refused } from './failure.ts';
import { type IsoDate, type Month, addMonths, formatMonth, monthOf } from './month.ts';

/** The life of a run, in order; `closed` at once when there was nothing to pay. The database allows only the moves forward. */
export const RUN_STATUSES = [
  'queued',
  'computing',
  'draft',
  'approved',
  'issued',
  'settled',
  'closed',
  'rejected',
  'failed',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** A piece of work as the queue sees it. `fence` makes a new job id after a worker died with the old one. */
export interface WorkHint {
  readonly itemNo: number;
  readonly fence: number;
}

/** 2026-11-R01: readable, safe in a path. `sequence` counts the runs of a month from 1. */
export function runIdOf(runMonth: Month, sequence: number): string {
  return `${formatMonth(runMonth)}-R${String(sequence).padStart(2, '0')}`;
}

/** The number of a payment in its run: unique, the same in every computation of the same registry. At most 35 characters (ISO 20022). */
export function paymentIdOf(runId: string, ordinal: number): string {
  return `${runId}-${String(ordinal).padStart(9, '0')}`;
}

/** The end-to-end id that travels with the money: province, month, run and number of the payment; letters and digits only. */
export function endToEndIdOf(province: string, runId: string, ordinal: number): string {
  return `CT${province}${runId.replaceAll('-', '')}${String(ordinal).padStart(9, '0')}`;
}

/**
 * Whether a month can be run on a day: its list is made in the month before it (ND 335/2026 Đ28: before the 25th of M-1), so
 * not earlier; and not before the first month of the law.
 */
export function canRun(runMonth: Month, knownAt: IsoDate, firstLawMonth: Month): Result<null> {
  if (runMonth < firstLawMonth) {
    return refused(
      'month_without_law',
      `Month ${formatMonth(runMonth)} lies before ${formatMonth(firstLawMonth)}, the first month of the catalogue of law.`,
    );
  }
  const latest = addMonths(monthOf(knownAt), 1);
  if (runMonth > latest) {
    return refused(
      'month_too_early',
      `Month ${formatMonth(runMonth)} cannot be run as of ${knownAt}: its list is made in ${formatMonth(addMonths(runMonth, -1))}. The latest possible month is ${formatMonth(latest)}.`,
    );
  }
  return done(null);
}

/** The month whose list is due on a day: from `scheduleDay` on the next month, before it the month itself (a missed day is caught up). */
export function monthDueOn(day: IsoDate, scheduleDay: number): Month {
  const today = monthOf(day);
  return Number(day.slice(8, 10)) >= scheduleDay ? addMonths(today, 1) : today;
}
