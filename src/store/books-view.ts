import type { Month } from '../domain/month.ts';
import type { Client } from './database.ts';
import { duplicatesQuery } from './run-marks.ts';
import { mergesAsOf } from './shard-queries.ts';

/** Persons that a run of the month opened now would mark as duplicates. */
export async function duplicatesNow(
  client: Client,
  runMonth: Month,
  registryBatch: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ person_id: string }>(duplicatesQuery('$1', mergesAsOf(registryBatch)), [
    runMonth,
  ]);
  return new Set(rows.map((row) => row.person_id));
}

/** The run that is being issued for any of the communes, if there is one: what it pays stands in the books only in part. */
export async function runBeingIssued(client: Client, communes: readonly string[]): Promise<string | null> {
  const { rows } = await client.query<{ run_id: string }>(
    `SELECT run_id FROM run JOIN live_commune USING (run_no) WHERE status = 'approved' AND commune_code = ANY($1) LIMIT 1`,
    [communes],
  );
  return rows[0]?.run_id ?? null;
}
