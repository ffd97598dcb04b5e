import { copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';
import { payeesOf } from './report-lines.ts';
import { type TextRows, numberList } from './report-snapshot.ts';
import type { Run } from './runs.ts';
import { type Month, addMonths } from '../domain/month.ts';

/** Payments of runs that came back and stayed so. */
function cameBackIn(runs: string): string {
  return `(SELECT run_no, person_id FROM (SELECT DISTINCT ON (run_no, person_id) run_no, person_id, status_after FROM outcome_event
    WHERE run_no IN (${runs}) AND (status <> 'paid' OR is_correction) ORDER BY run_no, person_id, event_no DESC) o WHERE status_after <> 'paid')`;
}

function runsFrom(month: Month): string {
  return `SELECT run_no FROM run WHERE issue_no IS NOT NULL AND month >= ${month}`;
}

/**
 * Months of the 12 before and of the month itself that were sent more than once and did not come back: twice in imported history, in history and by a run, or
 * by a run of this month after an earlier one. Cells: person, family, month, how often, sum. VND.
 */
export function sentTwice(client: Client, month: Month, runNos: readonly number[]): TextRows {
  const first = addMonths(month, -12);
  const later = `SELECT person_id, family, month FROM run_line WHERE run_no IN (${numberList(runNos)}) AND hold_reason IS NULL AND issue > 1 AND kind IN ('current', 'carried')`;
  return copyOutRows(
    client,
    // Why doubled first: in the order of the index it is one pass over history; grouping all of it by person, family and month spills to disk.
    `WITH doubled AS (SELECT person_id FROM disbursement WHERE month BETWEEN ${first} AND ${month} AND status = 'paid'
         GROUP BY person_id HAVING count(*) > count(DISTINCT month * 100 + ascii(family))),
       overlap AS (SELECT person_id, family, month FROM disbursement WHERE status = 'paid' AND month BETWEEN ${first} AND ${month}
         AND month IN (SELECT month FROM run WHERE issue_no IS NOT NULL)),
       suspects AS (SELECT person_id, family, month FROM overlap UNION ${later}),
       history AS (SELECT person_id, family, month, count(*) AS times, sum(amount) AS amount FROM disbursement
         WHERE month BETWEEN ${first} AND ${month} AND status = 'paid' AND person_id IN (SELECT person_id FROM doubled UNION SELECT person_id FROM suspects) GROUP BY 1, 2, 3),
       sent AS (SELECT l.person_id, l.family, l.month, count(DISTINCT l.run_no) AS times, sum(l.amount) AS amount
         FROM run_line l JOIN suspects s USING (person_id, family, month) LEFT JOIN ${cameBackIn(runsFrom(first))} b USING (run_no, person_id)
         WHERE l.run_no IN (${runsFrom(first)}) AND l.hold_reason IS NULL AND l.kind IN ('current', 'carried') AND b.person_id IS NULL GROUP BY 1, 2, 3)
     SELECT person_id, family, month, coalesce(h.times, 0) + coalesce(s.times, 0), coalesce(h.amount, 0) + coalesce(s.amount, 0)
     FROM history h FULL JOIN sent s USING (person_id, family, month) WHERE coalesce(h.times, 0) + coalesce(s.times, 0) > 1
     ORDER BY person_id COLLATE "C", family COLLATE "C", month`,
  );
}

/** Who was sent money for the month and for two months before, and not for the month between. Cells: person, family, the month between. */
export function skippedMonths(client: Client, month: Month): TextRows {
  const [two, one] = [addMonths(month, -2), addMonths(month, -1)];
  const months = `${two}, ${one}, ${month}`;
  return copyOutRows(
    client,
    `WITH sent AS (SELECT l.person_id, l.family, l.month FROM run_line l LEFT JOIN ${cameBackIn(runsFrom(two))} b USING (run_no, person_id)
         WHERE l.run_no IN (${runsFrom(two)}) AND l.month IN (${months}) AND l.hold_reason IS NULL AND l.amount > 0 AND l.family <> 'ONEOFF' AND b.person_id IS NULL
       UNION ALL SELECT person_id, family, month FROM disbursement WHERE month IN (${months}) AND status = 'paid' AND family <> 'ONEOFF')
     SELECT person_id, family, ${one} FROM sent GROUP BY 1, 2 HAVING bool_or(month = ${month}) AND bool_or(month = ${two}) AND NOT bool_or(month = ${one})
     ORDER BY person_id COLLATE "C", family COLLATE "C"`,
  );
}

/**
 * Accounts that became others in the 12 months up to a run's, of persons whom it pays: by a new payee from a month, or by a row that was altered. Cells: person,
 * month from which, amount of the payment, arrears in it, last digits before and now, bank before and now. VND.
 */
export function changedAccounts(client: Client, run: Run): TextRows {
  const since = addMonths(run.month, -11);
  const account = `t.person_id, t.from_month, t.bank_bin, t.account_no`;
  return copyOutRows(
    client,
    `WITH steps AS (SELECT person_id, from_month, bank_bin, account_no, lag(bank_bin) OVER w AS bank_before, lag(account_no) OVER w AS before
         FROM payee WHERE from_month <= ${run.month} WINDOW w AS (PARTITION BY person_id ORDER BY from_month)),
       moved AS (SELECT person_id, from_month, before, account_no, bank_before, bank_bin FROM steps WHERE from_month >= ${since} AND before IS NOT NULL AND account_no IS NOT NULL
           AND (before, bank_before) IS DISTINCT FROM (account_no, bank_bin)
         UNION SELECT t.person_id, t.from_month, t.account_no, n.account_no, t.bank_bin, n.bank_bin FROM (SELECT ${account} FROM payee_history t WHERE t.superseded_batch <= ${run.registryBatch}
             AND t.superseded_batch > coalesce((SELECT max(registry_batch) FROM run WHERE issue_no IS NOT NULL AND month < ${since}), 0)) t
           JOIN payee n USING (person_id, from_month) WHERE t.account_no IS NOT NULL AND n.account_no IS NOT NULL AND (t.account_no, t.bank_bin) IS DISTINCT FROM (n.account_no, n.bank_bin))
     SELECT m.person_id, m.from_month, p.amount, p.arrears_amount, right(m.before, 4), right(m.account_no, 4), m.bank_before, m.bank_bin
     FROM moved m JOIN payment p ON p.run_no = ${run.runNo} AND p.person_id = m.person_id AND p.hold_reason IS NULL AND p.amount > 0 AND p.channel = 'bank'
     ORDER BY m.person_id COLLATE "C", m.from_month, m.before, m.account_no, 7, 8`,
  );
}

function grouped(run: Run, key: string, end: string): string {
  return `SELECT p.person_id, p.amount, ${end} AS ending, count(*) OVER (PARTITION BY ${key}) AS persons, dense_rank() OVER (ORDER BY ${key}) AS place
    FROM payment p JOIN ${payeesOf(run)} y USING (person_id) WHERE p.run_no = ${run.runNo} AND p.hold_reason IS NULL AND p.amount > 0`;
}

/** Persons of a run whose money goes to one account. Cells: person, amount, last digits of the account, how many persons; groups stand together. VND. */
export function sharedAccounts(client: Client, run: Run): TextRows {
  const rows = `${grouped(run, 'y.bank_bin, y.account_no', 'right(y.account_no, 4)')} AND p.channel = 'bank' AND y.account_no IS NOT NULL`;
  return copyOutRows(
    client,
    `SELECT person_id, amount, ending, persons FROM (${rows}) g WHERE persons > 1 ORDER BY place, person_id COLLATE "C"`,
  );
}

/** Persons of a run for whom one other person collects. Cells: person, amount, last digits of that person's id, how many persons. VND. */
export function sharedCollectors(client: Client, run: Run): TextRows {
  const key = `coalesce(nullif(y.collector_national_id, ''), y.collector_name)`;
  const rows = `${grouped(run, key, 'right(y.collector_national_id, 4)')} AND ${key} <> ''`;
  return copyOutRows(
    client,
    `SELECT person_id, amount, ending, persons FROM (${rows}) g WHERE persons > 1 ORDER BY place, person_id COLLATE "C"`,
  );
}
