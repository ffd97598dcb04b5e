import { copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';
import { type TextRows, numberList } from './report-snapshot.ts';

/** Payments of runs by commune and provider. Cells: commune, its name, provider, payments; in this order. */
export function paymentCounts(client: Client, runNos: readonly number[]): TextRows {
  return copyOutRows(
    client,
    `SELECT p.commune_code, c.name, p.provider, count(*) FROM payment p LEFT JOIN commune c ON c.code = p.commune_code
     WHERE p.run_no IN (${numberList(runNos)}) AND p.hold_reason IS NULL AND p.amount > 0 GROUP BY 1, 2, 3 ORDER BY 1, 3`,
  );
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
