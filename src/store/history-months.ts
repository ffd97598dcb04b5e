import { type Database, inTransaction } from './database.ts';

/** The last batch of payments from before the program, and the one of which `history_month` tells. */
const BATCHES = `SELECT coalesce((SELECT max(b.batch_no) FROM registry_batch b JOIN import_file f USING (import_file_no) WHERE f.table_name = 'disbursement'), 0) AS last,
  coalesce((SELECT max(batch_no) FROM history_month), 0) AS told`;

/** Months that are told, back from the last one: as many as the bits of a person's mark. */
const MONTHS = 60;

/** Number of a month in the mark; $2: the last month. */
const PLACE = `((month / 100 * 12 + month % 100) - ($2::int / 100 * 12 + $2::int % 100) + ${MONTHS - 1})`;

/**
 * People by a mark with one bit a month, money by payments. Why not count(DISTINCT person_id): for five million payments it sorts them all and takes ten
 * seconds, and a mark takes one.
 */
const ADDED_UP = `INSERT INTO history_month (month, commune_code, people, payments, amount, returned, returned_amount, batch_no)
  WITH marks AS (SELECT person_id, bit_or(1::bigint << ${PLACE}) AS mark FROM disbursement WHERE status = 'paid' AND ${PLACE} >= 0 GROUP BY 1),
    alike AS (SELECT p.commune_code, m.mark, count(*) AS people FROM marks m JOIN person p USING (person_id) GROUP BY 1, 2),
    people AS (SELECT commune_code, place, sum(people) AS people FROM alike, generate_series(0, ${MONTHS - 1}) place WHERE (mark >> place) & 1 = 1 GROUP BY 1, 2),
    money AS (SELECT d.month, p.commune_code, count(*) FILTER (WHERE d.status = 'paid') AS payments, coalesce(sum(d.amount) FILTER (WHERE d.status = 'paid'), 0) AS amount,
        count(*) FILTER (WHERE d.status = 'returned') AS returned, coalesce(sum(d.amount) FILTER (WHERE d.status = 'returned'), 0) AS returned_amount
      FROM disbursement d JOIN person p USING (person_id) WHERE ${PLACE} >= 0 GROUP BY 1, 2)
  SELECT month, commune_code, coalesce(o.people, 0), payments, amount, returned, returned_amount, $1
  FROM (SELECT *, ${PLACE} AS place FROM money) m LEFT JOIN people o USING (commune_code, place)`;

/**
 * Adds imported payments up by month and commune, when others were imported since that was last done: the last 60 months of them. People: who kept
 * something for the month. Why all of it each time: an import may be cut off behind any batch, and payments that are replaced belong to months of any age.
 */
export async function refreshHistoryMonths(database: Database): Promise<void> {
  const { rows } = await database.pool.query<{ last: number; told: number }>(BATCHES);
  const [state] = rows;
  if (state === undefined || state.last === state.told) return;
  await inTransaction(database, async (client) => {
    const latest = await client.query<{ month: number }>(
      `SELECT max(b.last_month)::int AS month FROM registry_batch b JOIN import_file f USING (import_file_no) WHERE f.table_name = 'disbursement'`,
    );
    await client.query('DELETE FROM history_month');
    await client.query(ADDED_UP, [state.last, latest.rows[0]?.month ?? 0]);
  });
}
