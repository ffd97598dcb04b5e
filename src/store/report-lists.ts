import { copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';
import { exportQuery } from './exports.ts';
import { type TextRows, numberList } from './report-snapshot.ts';

/** Lines of a run that wait. Cells: person, commune, family, category, month, amount, reason. VND. */
export function heldLines(client: Client, runNo: number): TextRows {
  return copyOutRows(
    client,
    `SELECT l.person_id, p.commune_code, l.family, l.category, l.month, l.amount, l.hold_reason
     FROM run_line l LEFT JOIN payment p USING (run_no, person_id)
     WHERE l.run_no = ${runNo} AND l.hold_reason IS NOT NULL ORDER BY l.person_id, l.family, l.month, l.part`,
  );
}

/**
 * Months paid above what is due, as the last run found them, and what runs of the month took back. Cells: person, family, month, overpaid before the run,
 * taken back, decisions. VND.
 */
export function overpaidMonths(client: Client, lastRunNo: number, runNos: readonly number[]): TextRows {
  return copyOutRows(
    client,
    `WITH taken AS (SELECT person_id, family, month, -sum(amount) AS amount, -sum(amount) FILTER (WHERE run_no <> ${lastRunNo}) AS before,
         string_agg(DISTINCT decision_no, ', ' ORDER BY decision_no) AS decisions
       FROM run_line WHERE run_no IN (${numberList(runNos)}) AND kind = 'recovery' GROUP BY 1, 2, 3),
     found AS (SELECT person_id, family, month, amount FROM run_overpayment WHERE run_no = ${lastRunNo})
     SELECT person_id, family, month, coalesce(f.amount, 0) + coalesce(t.before, 0), coalesce(t.amount, 0), t.decisions
     FROM found f FULL JOIN taken t USING (person_id, family, month) ORDER BY person_id COLLATE "C", family COLLATE "C", month`,
  );
}

/** What controls and settlement rows found. Cells: run, person, commune, control, severity, message. */
export function exceptionsOf(client: Client, runNos: readonly number[]): TextRows {
  return copyOutRows(client, exportQuery('exceptions', runNos));
}

/**
 * Payments of runs that came back. Cells: run, number of the payment, person, commune, channel, provider, amount, outcome, day, reason, the run that sent it
 * again, why the person's money waits now. VND.
 */
export function cameBack(client: Client, runNos: readonly number[], lastRunNo: number): TextRows {
  const runs = numberList(runNos);
  return copyOutRows(
    client,
    `WITH last AS (SELECT DISTINCT ON (run_no, person_id) run_no, person_id, status_after, outcome_date, reason, event_no FROM outcome_event
       WHERE run_no IN (${runs}) ORDER BY run_no, person_id, event_no DESC),
     back AS (SELECT * FROM last WHERE status_after <> 'paid')
     SELECT r.run_id, p.ordinal, p.person_id, p.commune_code, p.channel, p.provider, p.amount, b.status_after, b.outcome_date, b.reason,
       (SELECT n.run_id FROM run n WHERE n.issue_no > r.issue_no AND n.last_outcome_event >= b.event_no
          AND EXISTS (SELECT FROM run_line l WHERE l.run_no = n.run_no AND l.person_id = p.person_id AND l.kind = 'carried' AND l.hold_reason IS NULL)
        ORDER BY n.issue_no LIMIT 1),
       (SELECT h.hold_reason FROM payment h WHERE h.run_no = ${lastRunNo} AND h.person_id = p.person_id)
     FROM back b JOIN payment p USING (run_no, person_id) JOIN run r USING (run_no) ORDER BY r.run_id, p.ordinal`,
  );
}

/** The last run with totals, of any month: whose money waits now is told by it. Null: no run was computed yet. */
export async function lastComputedRun(client: Client): Promise<number | null> {
  const { rows } = await client.query<{ last: number | null }>(
    `SELECT max(run_no) AS last FROM run WHERE persons IS NOT NULL AND status NOT IN ('rejected', 'failed')`,
  );
  return rows[0]?.last ?? null;
}
