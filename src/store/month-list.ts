import type { ControlBook } from '../domain/control.ts';
import type { Month } from '../domain/month.ts';
import type { ReasonBook } from '../domain/return-reason.ts';

/** What the queries of a run's opening stand on. The books are locked: the registry is as the run will read it. */
export interface MarkView {
  readonly runNo: number;
  readonly month: Month;
  readonly windowFrom: Month;
  readonly rules: ControlBook;
  readonly reasons: ReasonBook;
  /** The last event of an officer that the run knows. */
  readonly lastHoldEvent: number;
}

/** What isListed asks of a run. */
type ListView = Pick<MarkView, 'runNo' | 'month'>;

/** Whether person p, or who was merged into him, has an award in the run's month. Why two questions: each is one look into an index. */
export function hasAward({ runNo, month }: ListView, which: string): string {
  const inForce = `a.start_month <= ${month} AND (a.end_month IS NULL OR a.end_month >= ${month}) AND ${which}`;
  return `(EXISTS (SELECT FROM award a WHERE a.person_id = p.person_id AND ${inForce})
    OR EXISTS (SELECT FROM run_mark m JOIN award a ON a.person_id = m.person_id
      WHERE m.run_no = ${runNo} AND m.detail = p.person_id AND m.detail <> '' AND m.mark = 'merged' AND ${inForce}))`;
}

/** Whether person p stands on the list of the run's month: alive, not merged into another, with an award that is no one-off payment. */
export function isListed(view: ListView): string {
  const [year, inYear] = [Math.floor(view.month / 100), String(view.month % 100).padStart(2, '0')];
  return `(p.death_date IS NULL OR p.death_date >= '${year}-${inYear}-01')
    AND NOT EXISTS (SELECT FROM run_mark m WHERE m.run_no = ${view.runNo} AND m.mark = 'merged' AND m.person_id = p.person_id)
    AND ${hasAward(view, `a.category NOT LIKE 'FUN%'`)}`;
}
