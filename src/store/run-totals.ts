import { type Vnd, vnd } from '../domain/money.ts';
import type { Client, Database } from './database.ts';
import type { RunTotals } from './runs.ts';

/** Control totals two ways: as the shards reported them, and as the database adds up the rows. Amounts in VND. */
export interface ControlTotals {
  readonly shards: RunTotals & { readonly lineAmount: Vnd };
  readonly rows: { readonly payments: number; readonly amount: Vnd; readonly freeLines: Vnd; readonly heldLines: Vnd };
}

interface ShardSums {
  persons: number;
  payments: number;
  amount: number;
  current: number;
  arrears: number;
  carried: number;
  recovered: number;
  heldPersons: number;
  heldAmount: number;
  overpaidAmount: number;
  exceptions: number;
  lineAmount: number;
}

const SUMMED = [
  'persons',
  'payments',
  'amount',
  'current',
  'arrears',
  'carried',
  'recovered',
  'heldPersons',
  'heldAmount',
  'overpaidAmount',
  'exceptions',
  'lineAmount',
] as const;

/** Adds up a computed run both ways. */
export async function controlTotals(database: Database, runNo: number): Promise<ControlTotals> {
  const sums = SUMMED.map((name) => `coalesce(sum((totals->>'${name}')::bigint), 0) AS "${name}"`).join(', ');
  const shards = await database.pool.query<ShardSums>(
    `SELECT ${sums} FROM work_item WHERE run_no = $1 AND stage = 'compute'`,
    [runNo],
  );
  const rows = await database.pool.query<{ payments: number; amount: number; free: number; held: number }>(
    `SELECT p.payments, p.amount, l.free, l.held FROM
       (SELECT count(*) AS payments, coalesce(sum(amount), 0) AS amount FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND amount > 0) p,
       (SELECT coalesce(sum(amount) FILTER (WHERE hold_reason IS NULL), 0) AS free,
         coalesce(sum(amount) FILTER (WHERE hold_reason IS NOT NULL), 0) AS held FROM run_line WHERE run_no = $1) l`,
    [runNo],
  );
  const [sum, row] = [shards.rows[0], rows.rows[0]];
  if (sum === undefined || row === undefined) throw new RangeError('no answer');
  return {
    shards: {
      ...sum,
      amount: vnd(sum.amount),
      current: vnd(sum.current),
      arrears: vnd(sum.arrears),
      carried: vnd(sum.carried),
      recovered: vnd(sum.recovered),
      heldAmount: vnd(sum.heldAmount),
      overpaidAmount: vnd(sum.overpaidAmount),
      lineAmount: vnd(sum.lineAmount),
    },
    rows: { payments: row.payments, amount: vnd(row.amount), freeLines: vnd(row.free), heldLines: vnd(row.held) },
  };
}

/** Writes the control totals of a run that was being computed, and its next status. */
export async function writeTotals(
  client: Client,
  runNo: number,
  status: 'draft' | 'closed',
  totals: RunTotals,
  contentSha256: string,
): Promise<void> {
  await client.query(
    `UPDATE run SET status = $2, persons = $3, payments = $4, amount = $5, current_amount = $6, arrears_amount = $7, carried_amount = $8,
       held_persons = $9, held_amount = $10, overpaid_amount = $11, exceptions = $12, content_sha256 = $13, recovered_amount = $14 WHERE run_no = $1`,
    [
      runNo,
      status,
      totals.persons,
      totals.payments,
      totals.amount,
      totals.current,
      totals.arrears,
      totals.carried,
      totals.heldPersons,
      totals.heldAmount,
      totals.overpaidAmount,
      totals.exceptions,
      contentSha256,
      totals.recovered,
    ],
  );
}

/** Notes that work on a queued run has begun; other runs stay as they are. */
export async function beginComputing(client: Client, runNo: number): Promise<void> {
  await client.query(`UPDATE run SET status = 'computing' WHERE run_no = $1 AND status = 'queued'`, [runNo]);
}

/** Stops a run with a sentence that says why. */
export async function failRun(client: Client, runNo: number, failure: string): Promise<void> {
  await client.query(`UPDATE run SET status = 'failed', failure = $2 WHERE run_no = $1`, [runNo, failure]);
}
