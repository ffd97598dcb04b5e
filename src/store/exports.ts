import type { Writable } from 'node:stream';
import { copyOutOf } from './bulk.ts';
import type { Database } from './database.ts';
import { drawsQuery } from './draws.ts';
import { UNANSWERED } from './outcomes.ts';

/** What can be taken out as CSV straight from the tables; columns and order as CONTRACT names them. */
export const TABLE_EXPORTS = [
  'lines',
  'payments',
  'exceptions',
  'bridge',
  'changes',
  'draw',
  'ledger',
  'unknown',
] as const;
export type TableExport = (typeof TABLE_EXPORTS)[number];

const MONTH_TEXT = (column: string): string =>
  `to_char(${column} / 100, 'FM0000') || '-' || to_char(${column} % 100, 'FM00')`;

const PAYMENT_NUMBER = `to_char(p.ordinal, 'FM000000000')`;

/** A cell that a spreadsheet would run as a formula gets an apostrophe in front. Only free texts need it. */
const SAFE = (column: string): string =>
  `CASE WHEN ${column} ~ '^[=+@\\t\\r-]' THEN '''' || ${column} ELSE ${column} END`;

// Why sorted in SQL by "C": the same data gives the same bytes whatever the locale of the database.
const QUERIES: Readonly<Record<TableExport, string>> = {
  lines: `SELECT r.run_id, ${SAFE('l.person_id')} AS person_id, l.family, l.category, ${SAFE('l.award_id')} AS award_id, ${MONTH_TEXT('l.month')} AS entitlement_month, l.kind, l.standard,
      to_char(l.coefficient_tenths / 10, 'FM999990') || '.' || (l.coefficient_tenths % 10) AS coefficient, l.amount, b.wording || coalesce(' ' || l.decision_no, '') AS legal_basis,
      l.hold_reason
    FROM run_line l JOIN run r USING (run_no) JOIN legal_basis b USING (basis_no) WHERE $RUNS
    ORDER BY r.run_id, l.person_id, l.family, l.month, l.part`,
  payments: `SELECT r.run_id || '-' || ${PAYMENT_NUMBER} AS payment_id, r.run_id, ${SAFE('p.person_id')} AS person_id, p.commune_code, p.channel,
      p.provider, p.amount,
      CASE WHEN p.hold_reason IS NOT NULL THEN 'held' WHEN r.issue_no IS NULL THEN 'draft' ELSE coalesce(o.status_after, 'issued') END AS status,
      p.hold_reason,
      'CT' || r.province || replace(r.run_id, '-', '') || ${PAYMENT_NUMBER} AS end_to_end_id
    FROM payment p JOIN run r USING (run_no)
      LEFT JOIN (SELECT DISTINCT ON (run_no, person_id) run_no, person_id, status_after FROM outcome_event e WHERE $EVENTS
        ORDER BY run_no, person_id, event_no DESC) o USING (run_no, person_id)
    WHERE $RUNS AND (p.amount > 0 OR p.hold_reason IS NOT NULL) ORDER BY r.run_id, p.ordinal`,
  exceptions: `SELECT * FROM (SELECT r.run_id, nullif(${SAFE('e.person_id')}, '') AS person_id, e.commune_code, e.control, e.severity, e.message
      FROM run_exception e JOIN run r USING (run_no) WHERE $RUNS
      UNION ALL SELECT r.run_id, ${SAFE('s.person_id')}, p.commune_code, s.finding, 'warn',
        'Tệp / file ' || s.file_no || ' ' || f.file_name || ', dòng / row ' || s.row_no || CASE WHEN ${UNANSWERED} THEN '' ELSE ' (đã xem / looked at)' END
      FROM settlement_row s JOIN settlement_file f USING (file_no) LEFT JOIN run r USING (run_no) LEFT JOIN payment p USING (run_no, person_id)
      WHERE s.finding IS NOT NULL AND (s.run_no IS NULL OR ($RUNS))) x
    ORDER BY run_id NULLS FIRST, person_id NULLS FIRST, control, commune_code NULLS FIRST, message`,
  bridge: `SELECT r.run_id, b.commune_code, b.step, b.people, b.amount FROM run_bridge b JOIN run r USING (run_no) WHERE $RUNS
    ORDER BY r.run_id, b.commune_code, b.step`,
  changes: `SELECT r.run_id, ${SAFE('c.person_id')} AS person_id, c.commune_code, c.step, c.people, c.amount FROM run_change c JOIN run r USING (run_no) WHERE $RUNS
    ORDER BY r.run_id, c.person_id, c.step, c.commune_code`,
  draw: `WITH drawn AS (SELECT r.month, r.run_no, d.commune_code, d.provider, d.payments, d.held, d.draw FROM run_draw d JOIN run r USING (run_no) WHERE $RUNS
      UNION ALL SELECT r.month, r.run_no, d.* FROM run r CROSS JOIN LATERAL (${drawsQuery('r.run_no')}) d WHERE r.issue_no IS NULL AND ($RUNS)),
    months AS (SELECT month, commune_code, provider, sum(payments) AS payments, sum(draw) AS draw, (array_agg(held - (payments - draw) ORDER BY run_no DESC))[1] AS left_over
      FROM drawn GROUP BY 1, 2, 3)
    SELECT ${MONTH_TEXT('month')} AS month, commune_code, provider, payments, payments - draw + left_over AS still_held, draw, left_over
    FROM months WHERE payments <> 0 OR draw <> 0 OR left_over <> 0 ORDER BY month, commune_code, provider`,
  unknown: `SELECT r.run_id, p.provider, p.commune_code, f.path AS file, f.message_id, f.executes_on, count(*) AS payments, sum(p.amount) AS amount,
      (SELECT string_agg(w.proposal_no::text, ' ' ORDER BY w.proposal_no) FROM outcome_proposal w WHERE w.run_no = p.run_no AND NOT EXISTS (SELECT FROM outcome_decision d WHERE d.proposal_no = w.proposal_no)
        AND (w.path = f.path OR w.person_id = ANY (array_agg(p.person_id)))) AS proposals
    FROM payment p JOIN run r USING (run_no) LEFT JOIN payment_in_file i USING (run_no, person_id) LEFT JOIN payout_file f ON f.run_no = i.run_no AND f.path = i.path
    WHERE $RUNS AND r.issue_no IS NOT NULL AND p.hold_reason IS NULL AND p.amount > 0
      AND NOT EXISTS (SELECT FROM outcome_event e WHERE e.run_no = p.run_no AND e.person_id = p.person_id)
    GROUP BY p.run_no, r.run_id, p.provider, p.commune_code, f.path, f.message_id, f.executes_on ORDER BY r.run_id, p.provider, p.commune_code, f.path`,
  ledger: `SELECT l.chapter_no || '-' || l.block || '-' || ${SAFE('l.person_id')} || '-' || l.family || '-' || l.month || '-' || l.issue || '-' || l.event || '-' || l.part || '-' || l.cause AS entry_id,
      to_char(s.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS posted_at, r.run_id, l.event, l.commune_code,
      ${SAFE('l.person_id')} AS person_id, l.family, ${MONTH_TEXT('l.month')} AS month, l.account, l.debit, l.credit
    FROM ledger_entry l JOIN ledger_seal s USING (chapter_no) LEFT JOIN run r USING (run_no)
    WHERE $RUNS OR (l.run_no IS NULL AND l.month IN (SELECT r.month FROM run r WHERE $RUNS))
    ORDER BY l.chapter_no, l.person_id, l.family, l.month, l.issue, l.event, l.part, l.cause, l.leg, l.is_debit DESC`,
};

/** The rows of one export as a query. */
export function exportQuery(what: TableExport, runNos: readonly number[]): string {
  const runs = runNos.length === 0 ? 'false' : `r.run_no IN (${runNos.join(', ')})`;
  return QUERIES[what].replaceAll('$RUNS', runs).replaceAll('$EVENTS', runs.replace('r.', 'e.'));
}

/** Streams one export of the given runs as CSV with a header row. */
export async function exportTable(
  database: Database,
  what: TableExport,
  runNos: readonly number[],
  target: Writable,
): Promise<void> {
  await copyOutOf(database, `COPY (${exportQuery(what, runNos)}) TO STDOUT (FORMAT csv, HEADER)`, target);
}
