import { copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';
import { type TextRows } from './report-snapshot.ts';
import type { Run } from './runs.ts';
import { asOf } from './shard-queries.ts';

/** What became of each payment of a run last. */
function lastOutcomes(run: Run): string {
  return `(SELECT DISTINCT ON (person_id) person_id, status_after, outcome_date FROM outcome_event WHERE run_no = ${run.runNo} ORDER BY person_id, event_no DESC)`;
}

/** Names as they were known when the run was opened. */
function persons(run: Run): string {
  return `(${asOf(run.registryBatch, 'person', 't.person_id, t.full_name, left(t.birth_date, 4) AS birth_year', 'true')})`;
}

/** Where the money of each person went: the payee of the run's month as it was known when the run was opened. */
export function payeesOf(run: Run): string {
  const columns =
    't.person_id, t.from_month, t.bank_bin, t.account_no, t.account_name, t.collector_name, t.collector_national_id';
  return `(SELECT DISTINCT ON (person_id) * FROM (${asOf(run.registryBatch, 'payee', columns, `t.from_month <= ${run.month}`)}) t
    ORDER BY person_id, from_month DESC)`;
}

/**
 * Every line that a run pays, by person, family and month. Cells: person, name, birth year, commune, its name, family, category, coefficient in tenths,
 * standard, month, kind, amount, legal basis, decision, channel, provider, payment point, end of the account, number of the payment, its
 * amount, outcome, its day, the file of a bank that asks for it.
 */
export function paidLines(client: Client, run: Run): TextRows {
  return copyOutRows(
    client,
    `SELECT l.person_id, n.full_name, n.birth_year, p.commune_code, c.name, l.family, l.category, l.coefficient_tenths, l.standard, l.month, l.kind, l.amount,
       b.wording, coalesce(l.decision_no, a.decision_no), p.channel, p.provider, p.payment_point, right(y.account_no, 4), p.ordinal, p.amount, o.status_after, o.outcome_date, f.path
     FROM run_line l JOIN payment p ON p.run_no = ${run.runNo} AND p.person_id = l.person_id JOIN legal_basis b USING (basis_no)
       LEFT JOIN commune c ON c.code = p.commune_code
       LEFT JOIN ${persons(run)} n ON n.person_id = l.person_id
       LEFT JOIN (${asOf(run.registryBatch, 'award', 't.award_id, t.decision_no', 'true')}) a ON a.award_id = l.award_id
       LEFT JOIN ${payeesOf(run)} y ON y.person_id = l.person_id
       LEFT JOIN ${lastOutcomes(run)} o ON o.person_id = l.person_id
       LEFT JOIN payment_in_file f ON f.run_no = ${run.runNo} AND f.person_id = l.person_id
     WHERE l.run_no = ${run.runNo} AND l.hold_reason IS NULL ORDER BY l.person_id, l.family, l.month, l.part`,
  );
}

/** Every payment of a run that goes to an account, by commune and person. Cells: name, account, bank, amount, commune, number of the payment. */
export function accountPayments(client: Client, run: Run): TextRows {
  return copyOutRows(
    client,
    `SELECT coalesce(y.account_name, n.full_name), y.account_no, p.provider, p.amount, p.commune_code, p.ordinal FROM payment p
       LEFT JOIN ${persons(run)} n ON n.person_id = p.person_id LEFT JOIN ${payeesOf(run)} y ON y.person_id = p.person_id
     WHERE p.run_no = ${run.runNo} AND p.hold_reason IS NULL AND p.amount > 0 AND p.channel = 'bank' ORDER BY p.commune_code, p.person_id`,
  );
}

/** How many payments of a run go to accounts, and their sum in VND. */
export async function accountTotals(
  client: Client,
  run: Run,
): Promise<{ readonly payments: number; readonly amount: number }> {
  const { rows } = await client.query<{ payments: number; amount: number }>(
    `SELECT count(*) AS payments, coalesce(sum(amount), 0) AS amount FROM payment
     WHERE run_no = $1 AND hold_reason IS NULL AND amount > 0 AND channel = 'bank'`,
    [run.runNo],
  );
  return rows[0] ?? { payments: 0, amount: 0 };
}

/** What changed for each person against the month before, by commune and person. Cells: person, name, commune, step, people, amount. */
export function personChangesOf(client: Client, run: Run): TextRows {
  return copyOutRows(
    client,
    `SELECT g.person_id, n.full_name, g.commune_code, g.step, g.people, g.amount FROM run_change g
       LEFT JOIN ${persons(run)} n ON n.person_id = g.person_id
     WHERE g.run_no = ${run.runNo} ORDER BY g.commune_code, g.person_id, g.step`,
  );
}
