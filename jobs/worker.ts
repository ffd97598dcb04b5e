import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../src/config.ts';
import { errorCode } from '../src/log.ts';
import type { Context } from '../src/payroll/context.ts';
import { dispatchWork } from '../src/payroll/do-work.ts';
import { type MonthlyTime, scheduleInForce } from '../src/store/schedule-settings.ts';
import { removeWorker, reportWorker } from '../src/store/workers.ts';
import { openMonth } from './open-month.ts';
import { workItem } from './work-item.ts';

const SWEEP_EVERY_MS = 500;
const RESEND_AFTER_MS = 2000;
/** Two pieces at once: one is computed while PostgreSQL stores the other. */
const CONCURRENCY = 2;

/** Tells that it lives and puts work that fell out of the queue back into it, until it is told to stop. */
async function sweep(context: Context, workerId: string, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      await reportWorker(context.database, { workerId, host: hostname(), pid: process.pid });
      await dispatchWork(context, RESEND_AFTER_MS);
    } catch (error) {
      context.log.warn('sweep failed; trying again', { worker_id: workerId, code: errorCode(error) });
    }
    await sleep(SWEEP_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Works until `stop` is signalled, then finishes what is in hand. */
export async function work(context: Context, config: Config, stop: AbortSignal): Promise<void> {
  const workerId = randomUUID();
  const handlers = {
    workItem: workItem(context),
    openMonth: openMonth(context, config.timeZone, machineSchedule(config)),
  };
  const stopWorking = await context.queue.work(handlers, CONCURRENCY);
  context.log.info('worker started', { worker_id: workerId });
  await sweep(context, workerId, stop);
  await stopWorking();
  await removeWorker(context.database, workerId).catch(() => undefined);
}

function machineSchedule(config: Config): MonthlyTime {
  return { day: config.scheduleDay, hour: config.scheduleHour };
}

/** When the queue rings for a schedule: cron of minute hour day month weekday. */
export function cronOf({ day, hour }: MonthlyTime): string {
  return `0 ${hour} ${day} * *`;
}

/**
 * The monthly schedule beside ordinary work: the queue's scheduler rings on the day, and every minute a missed day is caught up. What is set in the
 * console counts from the next minute on.
 */
export async function workOnSchedule(context: Context, config: Config, stop: AbortSignal): Promise<void> {
  const machine = machineSchedule(config);
  const handle = openMonth(context, config.timeZone, machine);
  const catchUp = async (): Promise<void> => {
    while (!stop.aborted) {
      try {
        // Why again and again: the queue may have lost its schedule.
        const schedule = await scheduleInForce(context.database.pool, machine);
        await context.queue.scheduleMonthly(cronOf(schedule), config.timeZone);
        await handle();
      } catch (error) {
        context.log.warn('schedule failed; trying again', { code: errorCode(error) });
      }
      await sleep(60_000, undefined, { signal: stop }).catch(() => undefined);
    }
  };
  await Promise.all([work(context, config, stop), catchUp()]);
}
