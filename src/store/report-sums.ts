import { copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';
import { exportQuery } from './exports.ts';
import { type TextRows, numberList } from './report-snapshot.ts';

/** The last outcome of every payment of these runs. */
function outcomesOf(runs: string): string {
  return `(SELECT DISTINCT ON (run_no, person_id) run_no, person_id, status_after FROM outcome_event WHERE run_no IN (${runs}) ORDER BY run_no, person_id, event_no DESC)`;
}

/**
 * The money of runs by commune and provider, found four ways. Cells: commune, its name, provider, payments, calculated (lines), signed (payments), in
 * files, paid, returned, not collected, without an outcome. VND.
 */
export function fourWays(client: Client, runNos: readonly number[]): TextRows {
  const runs = numberList(runNos);
  return copyOutRows(
    client,
    `WITH pays AS (SELECT run_no, person_id, commune_code, provider, amount FROM payment WHERE run_no IN (${runs}) AND hold_reason IS NULL),
       sums AS (SELECT run_no, person_id, sum(amount) AS amount FROM run_line WHERE run_no IN (${runs}) AND hold_reason IS NULL GROUP BY 1, 2),
       found AS (SELECT p.commune_code, p.provider, count(*) FILTER (WHERE p.amount > 0) AS payments, sum(s.amount) AS calculated, sum(p.amount) AS signed,
           coalesce(sum(p.amount) FILTER (WHERE o.status_after = 'paid'), 0) AS paid,
           coalesce(sum(p.amount) FILTER (WHERE o.status_after = 'returned'), 0) AS returned,
           coalesce(sum(p.amount) FILTER (WHERE o.status_after = 'uncollected'), 0) AS uncollected,
           coalesce(sum(p.amount) FILTER (WHERE o.status_after IS NULL), 0) AS open
         FROM pays p LEFT JOIN sums s USING (run_no, person_id) LEFT JOIN ${outcomesOf(runs)} o USING (run_no, person_id) GROUP BY 1, 2),
       files AS (SELECT commune_code, provider COLLATE "C" AS provider, sum(amount) AS amount FROM payout_file WHERE run_no IN (${runs}) GROUP BY 1, 2)
     SELECT commune_code, c.name, provider, coalesce(f.payments, 0), coalesce(f.calculated, 0), coalesce(f.signed, 0), coalesce(i.amount, 0), coalesce(f.paid, 0),
       coalesce(f.returned, 0), coalesce(f.uncollected, 0), coalesce(f.open, 0)
     FROM found f FULL JOIN files i USING (commune_code, provider) LEFT JOIN commune c ON c.code = commune_code ORDER BY commune_code, provider`,
  );
}

/** What is drawn at the treasury. Cells: month, commune, provider, payments, still held, draw, left over. VND. */
export function drawsOf(client: Client, runNos: readonly number[]): TextRows {
  return copyOutRows(client, exportQuery('draw', runNos));
}

/** Lines of runs by family and category. Cells: family, category, persons, lines, this month, arrears, carried, recovery, all. VND. */
export function linesByCategory(client: Client, runNos: readonly number[]): TextRows {
  const kind = (name: string): string => `coalesce(sum(amount) FILTER (WHERE kind = '${name}'), 0)`;
  return copyOutRows(
    client,
    `SELECT family COLLATE "C", category COLLATE "C", count(DISTINCT person_id), count(*), ${kind('current')}, ${kind('arrears')}, ${kind('carried')}, ${kind('recovery')}, sum(amount)
     FROM run_line WHERE run_no IN (${numberList(runNos)}) AND hold_reason IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  );
}

/** Lines of runs by the month they are for and their kind. Cells: month, kind, persons, lines, amount. VND. */
export function linesByMonth(client: Client, runNos: readonly number[]): TextRows {
  return copyOutRows(
    client,
    `SELECT month, kind COLLATE "C", count(DISTINCT person_id), count(*), sum(amount) FROM run_line
     WHERE run_no IN (${numberList(runNos)}) AND hold_reason IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  );
}

/** The bridges of runs. Cells: run, commune, its name, step, people, amount; by run, commune and step. VND. */
export function bridgesOf(client: Client, runNos: readonly number[]): TextRows {
  return copyOutRows(
    client,
    `SELECT r.run_id, b.commune_code, c.name, b.step, b.people, b.amount FROM run_bridge b JOIN run r USING (run_no) LEFT JOIN commune c ON c.code = b.commune_code
     WHERE run_no IN (${numberList(runNos)}) ORDER BY r.run_id, b.commune_code, b.step`,
  );
}

/** The payments of runs by commune. Cells: run, commune, amount. VND. */
export function paymentsByCommune(client: Client, runNos: readonly number[]): TextRows {
  return copyOutRows(
    client,
    `SELECT r.run_id, p.commune_code, sum(p.amount) FROM payment p JOIN run r USING (run_no)
     WHERE run_no IN (${numberList(runNos)}) AND hold_reason IS NULL GROUP BY 1, 2 ORDER BY 1, 2`,
  );
}

/** The trial balance of a month. Cells: account, debit, credit. VND. */
export function trialBalance(client: Client, month: number): TextRows {
  return copyOutRows(
    client,
    `SELECT account COLLATE "C", sum(debit), sum(credit) FROM ledger_balance WHERE month = ${month} GROUP BY 1 ORDER BY 1`,
  );
}
