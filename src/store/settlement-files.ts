import type { Client } from './database.ts';
import { UNANSWERED } from './outcomes.ts';

type Asked = Pick<Client, 'query'>;

/** A settlement file that was loaded. */
export interface SettlementFile {
  readonly fileNo: number;
  readonly fileName: string;
  readonly format: string;
  readonly sha256: string;
  readonly actor: string;
  /** YYYY-MM-DD HH:MM by the clock of the province. */
  readonly loadedAt: string;
  readonly rows: number;
  readonly matched: number;
  readonly paid: number;
  readonly returned: number;
  readonly uncollected: number;
  /** Rows with a finding that the session sees, and those of them that wait for an answer. */
  readonly findings: number;
  readonly unanswered: number;
}

export const FILES_A_PAGE = 50;

const count = (name: string): string => `coalesce((f.summary->>'${name}')::int, 0) AS "${name}"`;
const FILES = `SELECT f.file_no AS "fileNo", f.file_name AS "fileName", f.format, f.sha256, f.actor, to_char(f.loaded_at AT TIME ZONE $1::text, 'YYYY-MM-DD HH24:MI') AS "loadedAt",
    ${['rows', 'matched', 'paid', 'returned', 'uncollected'].map(count).join(', ')},
    (SELECT count(*) FROM settlement_row s WHERE s.file_no = f.file_no AND s.finding IS NOT NULL) AS findings,
    (SELECT count(*) FROM settlement_row s WHERE s.file_no = f.file_no AND ${UNANSWERED}) AS unanswered FROM settlement_file f`;

/** One page of the loaded files, the newest first; `before`: where the page before ended. */
export async function listSettlementFiles(
  client: Asked,
  before: number | null,
  timeZone: string,
): Promise<{ readonly rows: readonly SettlementFile[]; readonly next: number | null }> {
  const { rows } = await client.query<SettlementFile>(
    `${FILES} WHERE $2::int IS NULL OR f.file_no < $2 ORDER BY f.file_no DESC LIMIT ${FILES_A_PAGE + 1}`,
    [timeZone, before],
  );
  const shown = rows.slice(0, FILES_A_PAGE);
  return { rows: shown, next: rows.length > FILES_A_PAGE ? (shown.at(-1)?.fileNo ?? null) : null };
}

/** One loaded file; null: there is none of this number. */
export async function getSettlementFile(
  client: Asked,
  fileNo: number,
  timeZone: string,
): Promise<SettlementFile | null> {
  const { rows } = await client.query<SettlementFile>(`${FILES} WHERE f.file_no = $2`, [timeZone, fileNo]);
  return rows[0] ?? null;
}

/** A row of a loaded file that somebody must look at, or has. */
export interface FileFinding {
  readonly row: number;
  readonly finding: string;
  /** As the file names the payment. */
  readonly name: string;
  readonly status: string;
  readonly date: string | null;
  /** VND. */
  readonly amount: number | null;
  readonly runId: string | null;
  readonly personId: string | null;
  readonly isOpen: boolean;
  readonly answeredBy: string | null;
  readonly answer: string | null;
}

/** One page of the findings of a file, in the order of its rows; `after`: the row where the page before ended. */
export async function listFileFindings(
  client: Asked,
  fileNo: number,
  after: number,
  limit = FILES_A_PAGE,
): Promise<{ readonly rows: readonly FileFinding[]; readonly next: number | null }> {
  const { rows } = await client.query<FileFinding>(
    `SELECT s.row_no AS row, s.finding, s.end_to_end_id AS name, s.status, s.outcome_date AS date, s.amount, r.run_id AS "runId", s.person_id AS "personId",
       ${UNANSWERED} AS "isOpen", a.actor AS "answeredBy", a.reason AS answer
     FROM settlement_row s LEFT JOIN run r USING (run_no) LEFT JOIN settlement_answer a USING (file_no, row_no)
     WHERE s.file_no = $1 AND s.finding IS NOT NULL AND s.row_no > $2 ORDER BY s.row_no LIMIT $3`,
    [fileNo, after, limit + 1],
  );
  const shown = rows.slice(0, limit);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.row ?? null) : null };
}

/** Whether the session sees a row of a file. */
export async function seesRow(client: Asked, fileNo: number, row: number): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM settlement_row WHERE file_no = $1 AND row_no = $2', [fileNo, row]);
  return rows.length > 0;
}
