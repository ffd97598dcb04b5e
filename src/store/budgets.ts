import type { Writable } from 'node:stream';
import { type Vnd, vnd } from '../domain/money.ts';
import { copyOutOf } from './bulk.ts';
import type { Client, Database } from './database.ts';
import type { RegistryRow, UnknownReference } from './registry-batch.ts';

/** Rows of budgets.csv that would set a budget below what is reserved and used of it. */
export async function rowsBelowUse(client: Client, rows: readonly RegistryRow[]): Promise<UnknownReference[]> {
  const column = (at: number): (string | null)[] => rows.map(({ values }) => values[at] ?? null);
  const below = await client.query<{ row: number }>(
    `SELECT n.row FROM unnest($1::int[], $2::text[], $3::text[], $4::int[], $5::bigint[]) n (row, commune_code, family, year, amount)
     JOIN budget_use u USING (commune_code, family, year) WHERE n.amount < u.reserved + u.used - u.given_back ORDER BY 1`,
    [rows.map(({ row }) => row), column(0), column(1), column(2), column(3)],
  );
  return below.rows.map(({ row }) => ({ row, column: 'amount', code: 'below_use' }));
}

/** A budget that a run would overdraw. `used`: reserved and used by others, less what was given back. VND. */
export interface Shortfall {
  readonly communeCode: string;
  readonly family: string;
  readonly year: number;
  readonly budget: Vnd;
  readonly used: Vnd;
  readonly needed: Vnd;
}

/** Every budget that a draft would overdraw, as the books stand now; what the run itself takes back for months of the year counts in its favour. */
export async function shortfallsOf(client: Client, runNo: number): Promise<readonly Shortfall[]> {
  const { rows } = await client.query<{
    communeCode: string;
    family: string;
    year: number;
    budget: number;
    used: number;
    needed: number;
  }>(
    `SELECT commune_code AS "communeCode", family, year, b.amount AS budget, coalesce(u.reserved + u.used - u.given_back, 0) AS used, n.amount AS needed
     FROM (SELECT p.commune_code, l.family, r.month / 100 AS year, count(*) FILTER (WHERE l.kind <> 'recovery') AS lines,
         sum(CASE WHEN l.kind <> 'recovery' OR l.month / 100 = r.month / 100 THEN l.amount ELSE 0 END) AS amount
       FROM run r JOIN run_line l USING (run_no) JOIN payment p USING (run_no, person_id) WHERE r.run_no = $1 AND l.hold_reason IS NULL GROUP BY 1, 2, 3) n
     JOIN budget b USING (commune_code, family, year) LEFT JOIN budget_use u USING (commune_code, family, year)
     WHERE n.lines > 0 AND coalesce(u.reserved + u.used - u.given_back, 0) + n.amount > b.amount ORDER BY 1, 2`,
    [runNo],
  );
  return rows.map((row) => ({ ...row, budget: vnd(row.budget), used: vnd(row.used), needed: vnd(row.needed) }));
}

function isOverdrawn(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'within_budgets';
}

/** Runs `sign`; false, and nothing of it stays, when the database says that it overdraws a budget. */
export async function withinBudgets(client: Client, sign: () => Promise<void>): Promise<boolean> {
  await client.query('SAVEPOINT unsigned');
  try {
    await sign();
    return true;
  } catch (error) {
    if (!isOverdrawn(error)) throw error;
    await client.query('ROLLBACK TO SAVEPOINT unsigned');
    return false;
  }
}

/** A commune and family that spends in a year for which others have budgets, and has none. */
export interface Unbudgeted {
  readonly communeCode: string;
  readonly family: string;
  readonly year: number;
}

/** Who spends without a budget, in one year or in all years that have any. */
export async function listUnbudgeted(
  client: Pick<Client, 'query'>,
  year: number | null,
): Promise<readonly Unbudgeted[]> {
  const known = await client.query('SELECT FROM budget WHERE $1::int IS NULL OR year = $1 LIMIT 1', [year]);
  if (known.rows.length === 0) return [];
  const { rows } = await client.query<Unbudgeted>(
    `SELECT u.commune_code AS "communeCode", u.family, u.year FROM budget_use u WHERE u.reserved + u.used > 0 AND ($1::int IS NULL OR u.year = $1)
       AND u.year IN (SELECT year FROM budget) AND NOT EXISTS (SELECT FROM budget b WHERE (b.commune_code, b.family, b.year) = (u.commune_code, u.family, u.year))
     ORDER BY u.year, u.commune_code, u.family`,
    [year],
  );
  return rows;
}

/** Streams the budgets of a year (null: all) and their use as CSV: what has no budget stands there too, without an amount. VND. */
export async function exportBudgets(database: Database, year: number | null, target: Writable): Promise<void> {
  await copyOutOf(
    database,
    `COPY (SELECT commune_code, family, year, b.amount AS budget, coalesce(u.reserved, 0) AS reserved, coalesce(u.used, 0) AS used,
       coalesce(u.given_back, 0) AS given_back, b.amount - coalesce(u.reserved + u.used - u.given_back, 0) AS "left"
     FROM budget b FULL JOIN (SELECT * FROM budget_use WHERE (reserved, used, given_back) <> (0, 0, 0)) u USING (commune_code, family, year)
     WHERE ${year === null ? 'true' : `year = ${year}`} ORDER BY year, commune_code, family) TO STDOUT (FORMAT csv, HEADER)`,
    target,
  );
}
