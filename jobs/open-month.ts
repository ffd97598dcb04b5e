import { todayIn } from '../src/clock.ts';
import type { Context } from '../src/payroll/context.ts';
import { openDueMonth } from '../src/payroll/open-due-month.ts';

/** Job `open-month`: no payload. Opens the month that is due today in the province, if nobody has. */
export function openMonth(context: Context, timeZone: string, scheduleDay: number): () => Promise<void> {
  return async () => {
    const opened = await openDueMonth(context, todayIn(timeZone), scheduleDay);
    if (!opened.ok) context.log.error('the due month was not opened', { code: opened.failure.code });
    else if (opened.value !== null) context.log.info('the due month was opened');
  };
}
