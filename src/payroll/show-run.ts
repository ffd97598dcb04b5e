import { formatMonth } from '../domain/month.ts';
import type { Database } from '../store/database.ts';
import { listPayoutFiles } from '../store/payouts.ts';
import { totalsByMonth, totalsByProvider, totalsHeld } from '../store/reconciliation.ts';
import { exceptionsByControl } from '../store/run-report.ts';
import { hasSums, sumsByControl, sumsByMonth, sumsByProvider, sumsHeld } from '../store/run-sums.ts';
import { type Run, progressOf } from '../store/runs.ts';

/** The JSON answer of `run` and `approve`, and what the console lists of a run; amounts in VND. */
export function runJson(run: Run): Record<string, string | number> {
  const totals = run.totals;
  return {
    run_id: run.runId,
    month: formatMonth(run.month),
    known_at: run.knownAt,
    kind: run.kind,
    status: run.status,
    persons: totals?.persons ?? 0,
    payments: totals?.payments ?? 0,
    amount: totals?.amount ?? 0,
    current: totals?.current ?? 0,
    arrears: totals?.arrears ?? 0,
    carried: totals?.carried ?? 0,
    held_persons: totals?.heldPersons ?? 0,
    held_amount: totals?.heldAmount ?? 0,
    overpaid_amount: totals?.overpaidAmount ?? 0,
    exceptions: totals?.exceptions ?? 0,
    recovered: totals?.recovered ?? 0,
  };
}

/** Whether workers still have something to do for a run: it is computed, or its ledger and files are written. */
export function isUnderWay(run: Run): boolean {
  if (run.status === 'queued' || run.status === 'computing' || run.status === 'approved') return true;
  return run.status === 'issued' && run.manifestSha256 === null;
}

/** The parts a run's totals are made of. Nothing in them is about one person. */
export interface RunParts {
  readonly stages: Awaited<ReturnType<typeof progressOf>>;
  readonly byProvider: Awaited<ReturnType<typeof totalsByProvider>>;
  readonly byMonth: Awaited<ReturnType<typeof totalsByMonth>>;
  readonly held: Awaited<ReturnType<typeof totalsHeld>>;
  readonly exceptions: Awaited<ReturnType<typeof exceptionsByControl>>;
  readonly files: Awaited<ReturnType<typeof listPayoutFiles>>;
}

/** Loads the parts of a run; of one that is not computed yet only the stages of its work. */
export async function loadRunParts(database: Database, run: Run): Promise<RunParts> {
  const stages = await progressOf(database, run.runNo);
  if (run.totals === null || run.status === 'queued' || run.status === 'computing')
    return { stages, byProvider: [], byMonth: [], held: [], exceptions: [], files: [] };
  const { runNo } = run;
  const files = await listPayoutFiles(database, runNo);
  // Why asked: what was computed by an earlier version and stopped before its check was added up by nobody.
  const isSummed = await hasSums(database, runNo);
  const [byProvider, byMonth, held, exceptions] = isSummed
    ? await Promise.all([
        sumsByProvider(database, runNo),
        sumsByMonth(database, runNo),
        sumsHeld(database, runNo),
        sumsByControl(database, runNo),
      ])
    : await Promise.all([
        totalsByProvider(database, [runNo]),
        totalsByMonth(database, [runNo]),
        totalsHeld(database, runNo),
        exceptionsByControl(database, runNo),
      ]);
  return { stages, byProvider, byMonth, held, exceptions, files };
}
