import { type Result, done, refused } from '../domain/failure.ts';
import type { FourWaysRow } from '../domain/four-ways.ts';
import { type Month, formatMonth } from '../domain/month.ts';
import type { Client, Database } from '../store/database.ts';
import { type Run, listRuns } from '../store/runs.ts';
import type { SampleWish } from '../store/report-sample.ts';
import type { ReportWords } from './report-words.ts';

/** What the tables of a month's report are made from. */
export interface ReportMonth {
  readonly client: Client;
  readonly month: Month;
  /** Runs that came to a result, oldest first: issued ones, and drafts. */
  readonly runs: readonly Run[];
  /** Runs whose money went out. */
  readonly issued: readonly Run[];
  readonly issuedNos: readonly number[];
  /** The four ways by commune and provider, files read back; empty: nothing was issued. */
  readonly ways: readonly FourWaysRow[];
  readonly last: Run;
  readonly sample: SampleWish;
  readonly words: ReportWords;
}

/** The runs of a month a report is about. Refuses a month without runs. */
export async function runsToReport(database: Database, month: Month): Promise<Result<readonly Run[]>> {
  const runs = (await listRuns(database, month)).filter(
    (run) => run.totals !== null && run.status !== 'rejected' && run.status !== 'failed',
  );
  if (runs.length > 0) return done(runs);
  return refused(
    'no_runs',
    `Tháng ${formatMonth(month)} chưa có kỳ chi: hãy lập trước. There is no run of ${formatMonth(month)} to report. Make it first: chitra run --month ${formatMonth(month)}`,
  );
}

/** The seed of a sample when nobody names one: the books' root of the month's last issued run, else the content hash of the draft. */
export function seedOf(runs: readonly Run[]): string {
  const issued = runs.filter((run) => run.ledgerRoot !== null).at(-1);
  return issued?.ledgerRoot ?? runs.at(-1)?.contentSha256 ?? '';
}
