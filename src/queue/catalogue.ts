import type { WorkHint } from '../domain/run.ts';

/** Every job and its payload: ids only, never amounts or personal data. The database decides what a job does and whether. */
export interface Jobs {
  /** Do one piece of work of a run (a row of work_item). */
  readonly 'work-item': { readonly itemNo: number };
  /** Open the month that is due, if nobody has. */
  readonly 'open-month': Record<string, never>;
}

/** The queue forgets a second job with the id of one it still holds: a courtesy that keeps it short, not a guard. */
export function jobIdOf(hint: WorkHint): string {
  return `item-${hint.itemNo}-${hint.fence}`;
}
