import type { Month } from '../domain/month.ts';
import type { Database } from '../store/database.ts';
import { type Run, findRun, listRuns } from '../store/runs.ts';

const HAS_TOTALS: ReadonlySet<Run['status']> = new Set<Run['status']>([
  'draft',
  'approved',
  'issued',
  'settled',
  'closed',
]);

/** The runs an export is about: the one of `runId`, else those of `month`, else the latest; never rejected or failed ones. */
export async function runsOfExport(
  database: Database,
  what: string,
  { runId, month }: { readonly runId: string | null; readonly month: Month | null },
): Promise<readonly Run[]> {
  if (runId !== null) {
    const run = await findRun(database, runId);
    return run === null ? [] : [run];
  }
  // What nobody answers is asked of every run whose money went out.
  if (what === 'unknown' && month === null)
    return (await listRuns(database, null)).filter((run) => run.issueNo !== null);
  const runs = (await listRuns(database, month)).filter((run) => HAS_TOTALS.has(run.status));
  // Why the last alone: each run's register and balances are the whole picture again, not a part of it.
  const isWholePicture = what === 'overpayments' || what === 'balances';
  return month === null || isWholePicture ? runs.slice(-1) : runs;
}
