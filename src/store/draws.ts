import { accountChange } from './accounts.ts';
import type { Client } from './database.ts';

/** What is drawn at the treasury for one commune and provider. VND. */
export interface Draw {
  readonly communeCode: string;
  readonly provider: string;
  readonly payments: number;
  /** What the provider had already and owed nobody; below 0: it paid out more than it was given. */
  readonly held: number;
  readonly draw: number;
}

/** What each provider has and owes nobody, by commune: what it has, less what is on its way. */
const FREE_MONEY = `SELECT t.commune_code, t.provider, sum(${accountChange(['held', 'transit'], 't')}) AS held
    FROM ledger_total t JOIN ledger_leg l USING (event, accrues) WHERE t.provider <> '' GROUP BY 1, 2`;

/**
 * The draws of a run (SQL for the run whose number the SQL `runNo` is), as the books stand now: its payments less what the provider has. What is left stays with the provider for the next run.
 * Source: DOMAIN section 2 (ND 20/2021 Đ34).
 */
export function drawsQuery(runNo: string): string {
  return `SELECT commune_code, provider, coalesce(p.amount, 0) AS payments, coalesce(f.held, 0) AS held, greatest(0, coalesce(p.amount, 0) - coalesce(f.held, 0)) AS draw
    FROM (SELECT commune_code, provider, sum(amount)::bigint AS amount FROM payment WHERE run_no = ${runNo} AND hold_reason IS NULL AND amount > 0 GROUP BY 1, 2) p
    FULL JOIN (SELECT * FROM (${FREE_MONEY}) m WHERE held <> 0 AND EXISTS (SELECT FROM run r WHERE r.run_no = ${runNo} AND (r.communes IS NULL OR m.commune_code = ANY(r.communes)))) f
      USING (commune_code, provider)`;
}

/** Writes down what a run draws, and answers it in order. */
export async function writeDraws(client: Client, runNo: number): Promise<readonly Draw[]> {
  await client.query(
    `INSERT INTO run_draw (run_no, commune_code, provider, payments, held, draw) SELECT $1::int, d.* FROM (${drawsQuery('$1::int')}) d ORDER BY 2, 3`,
    [runNo],
  );
  const { rows } = await client.query<Draw>(
    'SELECT commune_code AS "communeCode", provider, payments, held, draw FROM run_draw WHERE run_no = $1 ORDER BY commune_code, provider',
    [runNo],
  );
  return rows;
}

/** What a provider has in a commune and owes nobody, in VND. */
export async function freeMoney(client: Client, communeCode: string, provider: string): Promise<number> {
  const { rows } = await client.query<{ held: number }>(
    `SELECT held FROM (${FREE_MONEY}) f WHERE commune_code = $1 AND provider = $2`,
    [communeCode, provider],
  );
  return rows[0]?.held ?? 0;
}
