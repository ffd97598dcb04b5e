import type { Client } from './database.ts';

/** One file (or sheet) that was brought into the registry. */
export interface ImportedFile {
  readonly importFileNo: number;
  readonly table: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly actor: string;
  /** YYYY-MM-DD HH:MM by the clock of the province. */
  readonly startedAt: string;
  /** Null: it was broken off; what had been saved by then stays. */
  readonly finishedAt: string | null;
  readonly read: number;
  readonly added: number;
  readonly replaced: number;
  readonly rejected: number;
}

/** Which imports are shown; null: all. */
export interface ImportFilter {
  readonly table: string | null;
  readonly actor: string | null;
}

export const IMPORTS_A_PAGE = 50;

/** One page of the imports, the newest first; `before`: the number where the page before ended. */
export async function listImports(
  client: Pick<Client, 'query'>,
  filter: ImportFilter,
  before: number | null,
  timeZone: string,
): Promise<{ readonly rows: readonly ImportedFile[]; readonly next: number | null }> {
  const at = (column: string): string => `to_char(${column} AT TIME ZONE $4::text, 'YYYY-MM-DD HH24:MI')`;
  const { rows } = await client.query<ImportedFile>(
    `SELECT f.import_file_no AS "importFileNo", f.table_name AS "table", f.file_name AS "fileName", f.sha256, f.actor, ${at('f.started_at')} AS "startedAt",
       ${at('f.finished_at')} AS "finishedAt", f.rows_read AS read, coalesce(b.added, 0) AS added, coalesce(b.replaced, 0) AS replaced, f.rows_rejected AS rejected
     FROM (SELECT * FROM import_file WHERE ($1::text IS NULL OR table_name = $1) AND ($2::text IS NULL OR actor = $2) AND ($3::int IS NULL OR import_file_no < $3)
       ORDER BY import_file_no DESC LIMIT ${IMPORTS_A_PAGE + 1}) f
     LEFT JOIN LATERAL (SELECT sum(rows_added) AS added, sum(rows_replaced) AS replaced FROM registry_batch b WHERE b.import_file_no = f.import_file_no) b ON true
     ORDER BY 1 DESC`,
    [filter.table, filter.actor, before, timeZone],
  );
  const shown = rows.slice(0, IMPORTS_A_PAGE);
  return { rows: shown, next: rows.length > IMPORTS_A_PAGE ? (shown.at(-1)?.importFileNo ?? null) : null };
}
