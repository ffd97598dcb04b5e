import { copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';
import { type TextRows } from './report-snapshot.ts';
import type { SignedSeal } from './seals.ts';

/** A file that a bank or post office sent, as it was recorded when it was loaded. */
export interface ReceivedFile {
  readonly fileNo: number;
  readonly fileName: string;
  readonly sha256: string;
  readonly format: string;
  readonly actor: string;
  readonly loadedAt: string;
  readonly rows: number;
}

/** Files that came back with at least one row about payments of these runs, in the order of loading. */
export async function receivedFiles(client: Client, runNos: readonly number[]): Promise<readonly ReceivedFile[]> {
  const { rows } = await client.query<ReceivedFile>(
    `SELECT f.file_no AS "fileNo", f.file_name AS "fileName", f.sha256, f.format, f.actor, to_char(f.loaded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "loadedAt",
       (SELECT count(*) FROM settlement_row s WHERE s.file_no = f.file_no) AS rows
     FROM settlement_file f WHERE f.file_no IN (SELECT file_no FROM settlement_row WHERE run_no = ANY($1)) ORDER BY f.file_no`,
    [runNos],
  );
  return rows;
}

/** The rows of a file that came back, as they were read. Cells: row, end-to-end id, status, day, amount, reason, finding. */
export function receivedRows(client: Client, fileNo: number): TextRows {
  return copyOutRows(
    client,
    `SELECT row_no, end_to_end_id, status, outcome_date, amount, reason, finding FROM settlement_row WHERE file_no = ${fileNo} ORDER BY row_no`,
  );
}

/** Who did what to the runs of a month. */
export interface RunApproval {
  readonly run_no: number;
  readonly run_id: string;
  readonly kind: string;
  readonly status: string;
  readonly known_at: string;
  readonly catalogue_sha256: string;
  readonly registry_batch: number;
  readonly made_by: string;
  readonly made_at: string;
  readonly approved_by: string | null;
  readonly approved_at: string | null;
  readonly signed_payments: number | null;
  readonly signed_amount: number | null;
  readonly signed_sha256: string | null;
  readonly rejected_by: string | null;
  readonly reject_reason: string | null;
  readonly issued_at: string | null;
  readonly ledger_root: string | null;
  readonly manifest_sha256: string | null;
}

/** Makers and approvers of every run of a month, rejected ones too, with what was signed; oldest first. Times are UTC. */
export async function approvalsOf(client: Client, month: number): Promise<readonly RunApproval[]> {
  const at = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  const { rows } = await client.query<RunApproval>(
    `SELECT run_no, run_id, kind, status, known_at, catalogue_sha256, registry_batch, maker AS made_by, ${at('opened_at')} AS made_at, approver AS approved_by,
       ${at('approved_at')} AS approved_at, signed_payments, signed_amount, signed_sha256, rejected_by, reject_reason, ${at('issued_at')} AS issued_at, ledger_root, manifest_sha256
     FROM run WHERE month = $1 ORDER BY run_no`,
    [month],
  );
  return rows;
}

/** A seal of the books, and what its chapter is about. */
export interface MonthSeal extends SignedSeal {
  readonly kind: string;
  readonly runId: string | null;
}

/** The seals of chapters about a month: its runs, files that came back for them, money handed back; in the order of the chain. */
export async function sealsOfMonth(
  client: Client,
  month: number,
  fileNos: readonly number[],
): Promise<readonly MonthSeal[]> {
  const { rows } = await client.query<MonthSeal>(
    `SELECT s.seal_no AS "sealNo", s.chapter_no AS "chapterNo", c.kind, r.run_id AS "runId", s.root, s.previous_head AS "previousHead", s.head, s.key_id AS "keyId", s.signature
     FROM ledger_seal s JOIN ledger_chapter c USING (chapter_no) LEFT JOIN run r USING (run_no)
     WHERE c.month = $1 OR r.month = $1 OR c.file_no = ANY($2)
       OR c.event_no IN (SELECT e.event_no FROM outcome_event e JOIN run o USING (run_no) WHERE e.is_correction AND o.month = $1) ORDER BY s.seal_no`,
    [month, fileNos],
  );
  return rows;
}
