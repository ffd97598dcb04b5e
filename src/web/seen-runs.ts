import { totalsInScope } from '../store/run-sums.ts';
import type { Run } from '../store/runs.ts';
import type { Visit } from './visit.ts';

/** Runs as a user sees them: who sees a few communes only is told their sums, not those of the province. */
export async function asSeen(visit: Visit, runs: readonly Run[]): Promise<readonly Run[]> {
  if (visit.user.communes === null) return runs;
  const totals = await totalsInScope(visit.database.pool);
  return runs.map((run) => (run.totals === null ? run : { ...run, totals: totals.get(run.runNo) ?? null }));
}
