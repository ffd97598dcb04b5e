import type pg from 'pg';
import type { WorkHint } from '../domain/run.ts';
import type { Database } from './database.ts';

export type Stage = 'compute' | 'check' | 'issue' | 'files' | 'seal';

/** A piece of work that this process holds until its lease runs out or somebody raises the fence. */
export interface Claim {
  readonly itemNo: number;
  readonly runNo: number;
  readonly stage: Stage;
  readonly ordinal: number;
  readonly firstKey: string;
  readonly lastKey: string;
  readonly fence: number;
}

export interface NewItem {
  readonly ordinal: number;
  readonly firstKey: string;
  readonly lastKey: string;
}

/** Thrown inside a save when another worker has taken the work over: the transaction must write nothing. */
export class StaleFence extends Error {
  override readonly name = 'StaleFence';
}

/** Takes a piece of work and raises its fence; null when it is done, or somebody alive holds it. */
export async function claimItem(database: Database, itemNo: number, leaseMs: number): Promise<Claim | null> {
  const { rows } = await database.pool.query<Claim>(
    `UPDATE work_item w SET state = 'running', fence = fence + 1, lease_until = now() + $2 * interval '1 millisecond'
     WHERE w.item_no IN (SELECT item_no FROM work_item WHERE item_no = $1 AND state <> 'done'
       AND (state = 'waiting' OR lease_until < now()) FOR UPDATE SKIP LOCKED)
     RETURNING item_no AS "itemNo", run_no AS "runNo", stage, ordinal, coalesce(first_key, '') AS "firstKey",
       coalesce(last_key, '') AS "lastKey", fence`,
    [itemNo, leaseMs],
  );
  const claim = rows[0];
  if (claim?.stage === 'compute') {
    await database.pool.query(`UPDATE run SET status = 'computing' WHERE run_no = $1 AND status = 'queued'`, [
      claim.runNo,
    ]);
  }
  return claim ?? null;
}

/** Says that the holder is alive. A frozen process cannot, and loses its work. */
export async function renewLease(database: Database, claim: Claim, leaseMs: number): Promise<void> {
  await database.pool.query(
    `UPDATE work_item SET lease_until = now() + $3 * interval '1 millisecond'
     WHERE item_no IN (SELECT item_no FROM work_item WHERE item_no = $1 AND fence = $2 AND state = 'running' FOR UPDATE SKIP LOCKED)`,
    [claim.itemNo, claim.fence, leaseMs],
  );
}

/** Locks the piece of work in a save transaction and proves that it is still ours; throws StaleFence when not. */
export async function holdFence(client: pg.PoolClient, claim: Claim): Promise<void> {
  const { rows } = await client.query<{ fence: number; state: string }>(
    'SELECT fence, state FROM work_item WHERE item_no = $1 FOR UPDATE',
    [claim.itemNo],
  );
  if (rows[0]?.fence !== claim.fence || rows[0].state !== 'running')
    throw new StaleFence('another worker took this work over');
}

/**
 * Marks the work done, last thing in its save; answers whether it was the last of its stage (decided under the run's lock). `sums`: those of a shard, kept
 * until the check has added them up.
 */
export async function finishItem(
  client: pg.PoolClient,
  claim: Claim,
  totals: object,
  sums: object | null = null,
): Promise<boolean> {
  await client.query('SELECT FROM run WHERE run_no = $1 FOR UPDATE', [claim.runNo]);
  await client.query(
    `UPDATE work_item SET state = 'done', done_at = now(), lease_until = NULL, totals = $2, sums = $3 WHERE item_no = $1`,
    [claim.itemNo, JSON.stringify(totals), sums === null ? null : JSON.stringify(sums)],
  );
  const { rows } = await client.query<{ left: boolean }>(
    `SELECT EXISTS (SELECT FROM work_item WHERE run_no = $1 AND stage = $2 AND state <> 'done') AS left`,
    [claim.runNo, claim.stage],
  );
  return rows[0]?.left === false;
}

/** Writes the next pieces of work; a second time nothing happens. */
export async function addItems(
  client: pg.PoolClient,
  runNo: number,
  stage: Stage,
  items: readonly NewItem[],
): Promise<void> {
  await client.query(
    `INSERT INTO work_item (run_no, stage, ordinal, first_key, last_key)
     SELECT $1, $2, o, f, l FROM unnest($3::int[], $4::text[], $5::text[]) AS t (o, f, l) ON CONFLICT DO NOTHING`,
    [
      runNo,
      stage,
      items.map((item) => item.ordinal),
      items.map((item) => item.firstKey),
      items.map((item) => item.lastKey),
    ],
  );
}

const MOST_FAILURES = 12;

/** Gives work back after an error; the twelfth error of one piece stops the run with a sentence. Answers the run's id if it was stopped now. */
export async function giveBack(client: pg.PoolClient, claim: Claim, code: string): Promise<string | null> {
  const { rows } = await client.query<{ failures: number }>(
    `UPDATE work_item SET state = 'waiting', lease_until = NULL, enqueued_at = now(), failures = failures + 1, last_error = $3
     WHERE item_no = $1 AND fence = $2 AND state = 'running' RETURNING failures`,
    [claim.itemNo, claim.fence, code],
  );
  if ((rows[0]?.failures ?? 0) < MOST_FAILURES) return null;
  const stopped = await client.query<{ run_id: string }>(
    `UPDATE run SET status = 'failed', failure = $2 WHERE run_no = $1 AND status IN ('queued', 'computing') RETURNING run_id`,
    [claim.runNo, `${claim.stage} ${claim.ordinal} failed ${MOST_FAILURES} times (${code})`],
  );
  return stopped.rows[0]?.run_id ?? null;
}

/** The piece of an approved run's work that failed most often and is not done: how often, and the code of its last error. */
export async function worstFailure(
  database: Database,
  runNo: number,
): Promise<{ readonly stage: Stage; readonly failures: number; readonly code: string } | null> {
  const { rows } = await database.pool.query<{ stage: Stage; failures: number; code: string }>(
    `SELECT stage, failures, last_error AS code FROM work_item
     WHERE run_no = $1 AND stage IN ('issue', 'files', 'seal') AND state <> 'done' AND failures > 0
     ORDER BY failures DESC, item_no LIMIT 1`,
    [runNo],
  );
  return rows[0] ?? null;
}

/** The outbox: work that is not done and not in the queue as far as we know; marks it as sent now. */
export async function takeUnsent(database: Database, resendAfterMs: number): Promise<WorkHint[]> {
  const { rows } = await database.pool.query<WorkHint>(
    `UPDATE work_item w SET enqueued_at = now(), enqueued_times = enqueued_times + 1
     WHERE w.item_no IN (
       SELECT item_no FROM work_item i JOIN run r USING (run_no)
       WHERE i.state <> 'done' AND r.status IN ('queued', 'computing', 'approved', 'issued')
         AND (i.enqueued_at IS NULL OR i.enqueued_at < now() - $1 * interval '1 millisecond')
         AND (i.state = 'waiting' OR i.lease_until < now())
       ORDER BY item_no LIMIT 5000 FOR UPDATE OF i SKIP LOCKED)
     RETURNING item_no AS "itemNo", fence`,
    [resendAfterMs],
  );
  return rows.sort((a, b) => a.itemNo - b.itemNo);
}
