import { hourIn, todayIn } from '../src/clock.ts';
import type { Context } from '../src/payroll/context.ts';
import { openDueMonth } from '../src/payroll/open-due-month.ts';
import type { MonthlyTime } from '../src/store/schedule-settings.ts';

/** Job `open-month`: no payload. Opens the month that is due now in the province, if nobody has. `machine`: the schedule where none is set in the console. */
export function openMonth(context: Context, timeZone: string, machine: MonthlyTime): () => Promise<void> {
  return async () => {
    const opened = await openDueMonth(context, { today: todayIn(timeZone), hour: hourIn(timeZone) }, machine);
    if (!opened.ok) context.log.error('the due month was not opened', { code: opened.failure.code });
    else if (opened.value !== null) context.log.info('the due month was opened');
  };
}
