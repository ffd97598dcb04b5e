import type { Client, Database } from './database.ts';
import { tablesChangedSince } from './run-marks.ts';
import type { Run } from './runs.ts';

/** Signs the totals that the run shows now. */
export async function signRun(client: Client, runNo: number, approver: string): Promise<void> {
  await client.query(
    `UPDATE run SET status = 'approved', approver = $2, approved_at = now(), signed_payments = payments, signed_amount = amount,
       signed_sha256 = content_sha256 WHERE run_no = $1`,
    [runNo, approver],
  );
}

/** Marks a draft (or a run that failed or is still computed) as rejected. */
export async function rejectRun(client: Client, runNo: number, actor: string, reason: string): Promise<void> {
  await client.query(`UPDATE run SET status = 'rejected', rejected_by = $2, reject_reason = $3 WHERE run_no = $1`, [
    runNo,
    actor,
    reason,
  ]);
}

/**
 * Whether any line of the run would be issued a second time: another run was issued meanwhile for the same person and month, or
 * is approved and being issued now (a person who moved between two communes can stand in the drafts of both).
 */
export async function isOutOfDate(client: Client, runNo: number, issuedRuns: number): Promise<boolean> {
  const { rows } = await client.query<{ stale: boolean }>(
    `SELECT (SELECT count(*) FROM run WHERE issue_no IS NOT NULL) > $2 AND EXISTS (
         SELECT FROM run_line l JOIN ledger_posting p USING (person_id, family, month, issue)
         WHERE l.run_no = $1 AND l.hold_reason IS NULL AND p.event = CASE WHEN l.kind = 'recovery' THEN 'recovery' ELSE 'issue' END)
       OR EXISTS (SELECT FROM run_line l JOIN run_line o USING (person_id, family, month, issue) JOIN run r ON r.run_no = o.run_no
         WHERE r.status = 'approved' AND l.run_no = $1 AND l.hold_reason IS NULL AND o.hold_reason IS NULL AND (l.kind = 'recovery') = (o.kind = 'recovery')) AS stale`,
    [runNo, issuedRuns],
  );
  return rows[0]?.stale === true;
}

/** Registry tables that say something about one person. */
const CHANGING = ['person', 'stay', 'person_merge', 'award', 'payee', 'disbursement', 'refund', 'recovery'] as const;

/** What of a draft's people changed since it was computed: registry rows, outcomes and holds of who would be paid by it. */
export async function changedSince(
  client: Client,
  run: Pick<Run, 'runNo' | 'registryBatch' | 'lastHoldEvent' | 'lastOutcomeEvent'>,
): Promise<number> {
  const since = (table: string): string => `SELECT person_id FROM ${table} WHERE batch_no > $2
    UNION ALL SELECT person_id FROM ${table}_history WHERE superseded_batch > $2`;
  const tables = await tablesChangedSince(client, run.registryBatch);
  const changed = [
    ...CHANGING.filter((table) => tables.has(table)).map(since),
    ...(tables.has('suspension')
      ? ['SELECT a.person_id FROM suspension s JOIN award a USING (award_id) WHERE s.batch_no > $2']
      : []),
    `SELECT person_id FROM outcome_event WHERE event_no > $3 AND (status <> 'paid' OR is_correction)`,
    `SELECT person_id FROM hold_event WHERE hold_event_no > $4 AND action = 'hold'`,
  ];
  const { rows } = await client.query<{ persons: number }>(
    `SELECT count(*) AS persons FROM payment p WHERE p.run_no = $1 AND p.hold_reason IS NULL AND p.person_id IN (
       SELECT coalesce(m.detail, t.person_id) FROM (
         ${changed.join(' UNION ALL ')}) t
       LEFT JOIN run_mark m ON m.run_no = $1 AND m.mark = 'merged' AND m.person_id = t.person_id)
       AND $2::int IS NOT NULL`,
    [run.runNo, run.registryBatch, run.lastOutcomeEvent, run.lastHoldEvent],
  );
  return rows[0]?.persons ?? 0;
}

/** The ranges of persons in which a run was computed. */
export async function computedRanges(
  client: Client,
  runNo: number,
): Promise<{ ordinal: number; firstKey: string; lastKey: string }[]> {
  const { rows } = await client.query<{ ordinal: number; firstKey: string; lastKey: string }>(
    `SELECT ordinal, first_key AS "firstKey", last_key AS "lastKey" FROM work_item WHERE run_no = $1 AND stage = 'compute' ORDER BY ordinal`,
    [runNo],
  );
  return rows;
}

/** The communes for which a run has something to pay out. */
export async function communesOfRun(client: Client, runNo: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ commune_code: string }>(
    'SELECT DISTINCT commune_code FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND amount > 0 ORDER BY commune_code',
    [runNo],
  );
  return rows.map((row) => row.commune_code);
}

/** What the issue of a run put into the books as going out, in VND, by its pieces of work. */
export async function postedTotals(client: Client, runNo: number): Promise<number> {
  const { rows } = await client.query<{ amount: number }>(
    `SELECT coalesce(sum((totals->>'amount')::bigint), 0) AS amount FROM work_item WHERE run_no = $1 AND stage = 'issue'`,
    [runNo],
  );
  return rows[0]?.amount ?? 0;
}

/** The run is issued, as the next in the order of issue. `head`: of the books after its chapter. */
export async function issueRun(client: Client, runNo: number, head: string, previousHead: string): Promise<void> {
  await client.query(
    `UPDATE run SET status = 'issued', issue_no = (SELECT 1 + coalesce(max(issue_no), 0) FROM run), ledger_root = $2, previous_ledger_root = $3, issued_at = now() WHERE run_no = $1`,
    [runNo, head, previousHead],
  );
}

/** Whether every piece of work of a run is done. */
export async function isWorkDone(database: Database, runNo: number): Promise<boolean> {
  const { rows } = await database.pool.query<{ left: boolean }>(
    `SELECT EXISTS (SELECT FROM work_item WHERE run_no = $1 AND state <> 'done') AS left`,
    [runNo],
  );
  return rows[0]?.left === false;
}
