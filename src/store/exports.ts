import type { Writable } from 'node:stream';
import { copyOutTo } from './bulk.ts';
import type { Database } from './database.ts';

/** What can be taken out as CSV straight from the tables; columns and order as CONTRACT names them. */
export const TABLE_EXPORTS = ['lines', 'payments', 'overpayments', 'exceptions', 'ledger'] as const;
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
      to_char(l.coefficient_tenths / 10, 'FM999990') || '.' || (l.coefficient_tenths % 10) AS coefficient, l.amount, b.wording AS legal_basis,
      coalesce(l.hold_reason, '') AS hold_reason
    FROM run_line l JOIN run r USING (run_no) JOIN legal_basis b USING (basis_no) WHERE $RUNS
    ORDER BY r.run_id, l.person_id, l.family, l.month, l.part`,
  payments: `SELECT r.run_id || '-' || ${PAYMENT_NUMBER} AS payment_id, r.run_id, ${SAFE('p.person_id')} AS person_id, p.commune_code, coalesce(p.channel, '') AS channel,
      coalesce(p.provider, '') AS provider, p.amount,
      CASE WHEN p.hold_reason IS NOT NULL THEN 'held' WHEN r.status IN ('issued', 'settled', 'closed') THEN 'issued' ELSE 'draft' END AS status,
      coalesce(p.hold_reason, '') AS hold_reason,
      'CT' || r.province || replace(r.run_id, '-', '') || ${PAYMENT_NUMBER} AS end_to_end_id
    FROM payment p JOIN run r USING (run_no) WHERE $RUNS ORDER BY r.run_id, p.ordinal`,
  overpayments: `SELECT ${SAFE('o.person_id')} AS person_id, o.family, ${MONTH_TEXT('o.month')} AS month, o.amount, 0 AS recovered, o.amount AS outstanding
    FROM run_overpayment o JOIN run r USING (run_no) WHERE $RUNS ORDER BY o.person_id, o.family, o.month`,
  exceptions: `SELECT r.run_id, ${SAFE('e.person_id')} AS person_id, e.commune_code, e.control, e.severity, e.message
    FROM run_exception e JOIN run r USING (run_no) WHERE $RUNS ORDER BY r.run_id, e.person_id, e.control`,
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
    await copyOutTo(client, `COPY (${QUERIES[what].replace('$RUNS', runs)}) TO STDOUT (FORMAT csv, HEADER)`, target);
  } finally {
    client.release();
  }
}
