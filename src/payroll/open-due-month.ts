import { type Result, done } from '../domain/failure.ts';
import { type IsoDate, type Month, formatMonth } from '../domain/month.ts';
import { monthDueOn } from '../domain/run.ts';
import { inTransaction } from '../store/database.ts';
import { lockBooks } from '../store/runs.ts';
import { findScheduledMonth, insertScheduledMonth, latestRunOf } from '../store/scheduled-months.ts';
import { type MonthlyTime, scheduleInForce } from '../store/schedule-settings.ts';
import { noteStep } from './audit-step.ts';
import type { Context } from './context.ts';
import { openRunWithin } from './open-run.ts';

export const SCHEDULER = 'scheduler';

function dueDay(due: Month, today: IsoDate, scheduleDay: number): string {
  const day = String(scheduleDay).padStart(2, '0');
  // The list of a month is due in the month before it; only a missed one is opened later.
  return Number(today.slice(8, 10)) >= scheduleDay ? `${today.slice(0, 7)}-${day}` : `${formatMonth(due)}-01`;
}

/** A moment by the clock of the province. */
export interface Moment {
  readonly today: IsoDate;
  /** 0 to 23. */
  readonly hour: number;
}

/** Whether it is the day of the schedule, but not yet its hour. */
function isTooEarly({ today, hour }: Moment, schedule: MonthlyTime): boolean {
  return Number(today.slice(8, 10)) === schedule.day && hour < schedule.hour;
}

/**
 * Opens the month that is due at a moment of the province's calendar, once: the database refuses a second time, and a month that
 * somebody has run already is only noted. A missed day is caught up by the next call. What is set in the console counts before `machine`; a
 * schedule that is off opens nothing. Answers the run's number, or null.
 */
export async function openDueMonth(
  context: Context,
  now: Moment,
  machine: MonthlyTime,
): Promise<Result<number | null>> {
  const { today } = now;
  return inTransaction(context.database, async (client) => {
    await lockBooks(client);
    const schedule = await scheduleInForce(client, machine);
    if (!schedule.isOn || isTooEarly(now, schedule)) return done(null);
    const due = monthDueOn(today, schedule.day);
    if (await findScheduledMonth(client, due)) return done(null);
    const made = await latestRunOf(client, due);
    const opened =
      made === null
        ? await openRunWithin(context, client, {
            month: due,
            knownAt: today,
            communes: null,
            full: false,
            actor: SCHEDULER,
          })
        : done(made);
    if (!opened.ok) return opened;
    await insertScheduledMonth(client, due, dueDay(due, today, schedule.day), opened.value);
    await noteStep(context, client, { actor: SCHEDULER, command: 'open-month', what: { month: formatMonth(due) } });
    return done(made === null ? opened.value : null);
  });
}
