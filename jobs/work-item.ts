import type { Context } from '../src/payroll/context.ts';
import { doWork } from '../src/payroll/do-work.ts';

/** Job `work-item`: payload { itemNo }. Does the piece of work if the database says that it is still to be done. */
export function workItem(context: Context): (itemNo: number) => Promise<void> {
  return (itemNo) => doWork(context, itemNo);
}
