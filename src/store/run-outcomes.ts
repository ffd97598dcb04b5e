import type { Client } from './database.ts';

/** People and VND. */
export interface Reached {
  readonly people: number;
  readonly amount: number;
}

/** What became of the payments of one run so far. */
export interface RunOutcome {
  readonly runNo: number;
  readonly paid: Reached;
  readonly back: Reached;
}

/**
 * What became of the payments of runs, from the books (amounts) and from the few outcomes that are not plainly paid (people). VND. Who was paid is what the
 * books say arrived; how many people that is follows from the runs' payments only where all of it arrived, else it is counted.
 */
export async function outcomesOfRuns(
  client: Pick<Client, 'query'>,
  runNos: readonly number[],
): Promise<readonly RunOutcome[]> {
  const { rows } = await client.query<{
    runNo: number;
    arrived: number;
    back: number;
    answered: number;
    backPeople: number;
  }>(
    `SELECT r.run_no AS "runNo",
       (SELECT coalesce(sum(CASE t.event WHEN 'confirm' THEN t.amount ELSE 0 END), 0) FROM ledger_total t WHERE t.run_no = r.run_no) AS arrived,
       (SELECT coalesce(sum(CASE t.event WHEN 'return' THEN t.amount WHEN 'uncollect' THEN t.amount ELSE 0 END), 0) FROM ledger_total t WHERE t.run_no = r.run_no) AS back,
       (SELECT count(DISTINCT e.person_id) FROM outcome_event e WHERE e.run_no = r.run_no) AS answered,
       (SELECT count(*) FROM (SELECT DISTINCT ON (e.person_id) e.status_after FROM outcome_event e WHERE e.run_no = r.run_no AND (e.status <> 'paid' OR e.is_correction)
          ORDER BY e.person_id, e.event_no DESC) o WHERE o.status_after <> 'paid') AS "backPeople"
     FROM run r WHERE r.run_no = ANY($1) ORDER BY 1`,
    [runNos],
  );
  return rows.map((row) => ({
    runNo: row.runNo,
    paid: { people: row.answered - row.backPeople, amount: row.arrived },
    back: { people: row.backPeople, amount: row.back },
  }));
}
