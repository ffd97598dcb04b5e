import type { Writable } from 'node:stream';
import { copyOutTo } from './bulk.ts';
import type { Database } from './database.ts';
import { UNANSWERED } from './outcomes.ts';

/** What can be taken out as CSV straight from the tables; columns and order as CONTRACT names them. */
export const TABLE_EXPORTS = ['lines', 'payments', 'exceptions', 'bridge', 'changes', 'draw', 'ledger'] as const;
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
  draw: `WITH moves AS (
      SELECT e.run_no, e.person_id, e.event_no, e.status_after <> 'paid' AS is_back,
        coalesce(lag(e.status_after <> 'paid') OVER (PARTITION BY e.run_no, e.person_id ORDER BY e.event_no), false) AS was_back
      FROM outcome_event e WHERE e.status <> 'paid' OR e.is_correction),
    held AS (SELECT n.month, p.commune_code, p.provider, sum(CASE WHEN m.is_back THEN p.amount ELSE -p.amount END) AS amount
      FROM moves m JOIN payment p USING (run_no, person_id) JOIN run o USING (run_no)
      JOIN LATERAL (SELECT r.month FROM run r WHERE (r.issue_no > o.issue_no OR (r.issue_no IS NULL AND ($RUNS))) AND r.last_outcome_event >= m.event_no
        AND (r.communes IS NULL OR p.commune_code = ANY(r.communes)) ORDER BY r.issue_no LIMIT 1) n ON true
      WHERE m.is_back <> m.was_back GROUP BY 1, 2, 3),
    paid AS (SELECT r.month, p.commune_code, p.provider, sum(p.amount) AS amount FROM payment p JOIN run r USING (run_no)
      WHERE $RUNS AND p.hold_reason IS NULL AND p.amount > 0 GROUP BY 1, 2, 3)
    SELECT ${MONTH_TEXT('month')} AS month, commune_code, provider, coalesce(paid.amount, 0) AS payments, coalesce(held.amount, 0) AS still_held,
      coalesce(paid.amount, 0) - coalesce(held.amount, 0) AS draw
    FROM paid FULL JOIN (SELECT * FROM held WHERE month IN (SELECT r.month FROM run r WHERE $RUNS)) held USING (month, commune_code, provider)
    WHERE coalesce(paid.amount, 0) <> 0 OR coalesce(held.amount, 0) <> 0 ORDER BY month, commune_code, provider`,
  ledger: `SELECT r.run_id || '-' || l.block || '-' || l.person_id || '-' || l.family || '-' || l.month || '-' || l.part AS entry_id,
      to_char(r.issued_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS posted_at, r.run_id, l.event, l.commune_code,
      ${SAFE('l.person_id')} AS person_id, l.family, ${MONTH_TEXT('l.month')} AS month, l.account, l.debit, l.credit
    FROM ledger_entry l JOIN run r USING (run_no) WHERE $RUNS
    ORDER BY r.run_id, l.person_id, l.family, l.month, l.issue, l.part, l.debit DESC`,
};

/** Streams one export of the given runs as CSV with a header row. */
export async function exportTable(
  database: Database,
  what: TableExport,
  runNos: readonly number[],
  target: Writable,
): Promise<void> {
  const client = await database.pool.connect();
  try {
    const runs = runNos.length === 0 ? 'false' : `r.run_no IN (${runNos.join(', ')})`;
    await copyOutTo(
      client,
      `COPY (${QUERIES[what].replaceAll('$RUNS', runs).replaceAll('$EVENTS', runs.replace('r.', 'e.'))}) TO STDOUT (FORMAT csv, HEADER)`,
      target,
    );
  } finally {
    client.release();
  }
}
