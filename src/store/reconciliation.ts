import { type Month, month } from '../domain/month.ts';
import { type Vnd, vnd } from '../domain/money.ts';
import type { Database } from './database.ts';

/** Sums of issued runs by commune and provider (bank BIN or post). VND. */
export async function totalsByProvider(
  database: Database,
  runNos: readonly number[],
): Promise<readonly { communeCode: string; communeName: string; provider: string; payments: number; amount: Vnd }[]> {
  const { rows } = await database.pool.query<{
    code: string;
    name: string;
    provider: string;
    payments: number;
    amount: number;
  }>(
    `SELECT p.commune_code AS code, coalesce(c.name, '') AS name, p.provider, count(*) AS payments, sum(p.amount) AS amount
     FROM payment p LEFT JOIN commune c ON c.code = p.commune_code
     WHERE p.run_no = ANY($1) AND p.hold_reason IS NULL AND p.amount > 0 GROUP BY 1, 2, 3 ORDER BY 1, 3`,
    [runNos],
  );
  return rows.map((row) => ({
    communeCode: row.code,
    communeName: row.name,
    provider: row.provider,
    payments: row.payments,
    amount: vnd(row.amount),
  }));
}

/** What was paid for earlier months, by month and kind. VND. */
export async function totalsByMonth(
  database: Database,
  runNos: readonly number[],
): Promise<readonly { month: Month; kind: string; lines: number; amount: Vnd }[]> {
  const { rows } = await database.pool.query<{ month: number; kind: string; lines: number; amount: number }>(
    `SELECT month, kind, count(*) AS lines, sum(amount) AS amount FROM run_line
     WHERE run_no = ANY($1) AND hold_reason IS NULL AND kind <> 'current' GROUP BY 1, 2 ORDER BY 1, 2`,
    [runNos],
  );
  return rows.map((row) => ({ ...row, month: month(row.month), amount: vnd(row.amount) }));
}

/** What waits after a run, by reason. VND. */
export async function totalsHeld(
  database: Database,
  runNo: number,
): Promise<readonly { reason: string; persons: number; amount: Vnd }[]> {
  const { rows } = await database.pool.query<{ reason: string; persons: number; amount: number }>(
    `SELECT hold_reason AS reason, count(DISTINCT person_id) AS persons, sum(amount) AS amount FROM run_line
     WHERE run_no = $1 AND hold_reason IS NOT NULL GROUP BY 1 ORDER BY 1`,
    [runNo],
  );
  return rows.map((row) => ({ ...row, amount: vnd(row.amount) }));
}

/** The sum of a run on four ways, each written by another step. VND. */
export interface ControlSums {
  readonly lines: number;
  readonly payments: number;
  readonly ledger: number;
  readonly files: number;
}

/** The amount of a run as its lines and payments came to it when it was computed, as it stands in the books, and as its files ask for it; of what the session may see. VND. */
export async function controlSums(database: Database, runNo: number): Promise<ControlSums> {
  const { rows } = await database.pool.query<ControlSums>(
    `SELECT
       (SELECT coalesce(sum(amount), 0) FROM run_sum WHERE run_no = $1 AND what = 'category') AS lines,
       (SELECT coalesce(sum(amount), 0) FROM run_sum WHERE run_no = $1 AND what = 'provider') AS payments,
       (SELECT coalesce(sum(CASE event WHEN 'issue' THEN amount WHEN 'recovery' THEN -amount ELSE 0 END), 0) FROM ledger_total WHERE run_no = $1) AS ledger,
       (SELECT coalesce(sum(amount), 0) FROM payout_file WHERE run_no = $1) AS files`,
    [runNo],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0];
}
