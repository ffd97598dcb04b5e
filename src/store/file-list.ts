import { type Vnd, vnd } from '../domain/money.ts';
import type { Client } from './database.ts';

type Asker = Pick<Client, 'query'>;

/** One payout file as a list shows it. */
export interface FileRow {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly kind: string;
  readonly provider: string;
  readonly communeCode: string;
  readonly communeName: string;
  readonly payments: number;
  readonly amount: Vnd;
  readonly messageId: string | null;
  /** YYYY-MM-DD. */
  readonly executesOn: string | null;
  readonly isSigned: boolean;
  /** The file that this one shows again on paper; null: it is none of those. */
  readonly copyOf: string | null;
  /** Its payments do not go into the bank's form. */
  readonly isByHand: boolean;
}

/** Which files are shown; null: all. */
export interface FileFilter {
  readonly provider: string | null;
  readonly communeCode: string | null;
  readonly kind: string | null;
}

export interface FilePage {
  readonly rows: readonly FileRow[];
  /** The path behind which the next page begins; null: this is the last. */
  readonly next: string | null;
}

/** Files of one page. */
export const FILES_A_PAGE = 50;

const MATCHES = `f.run_no = $1 AND ($2::text IS NULL OR f.provider = $2) AND ($3::text IS NULL OR f.commune_code = $3) AND ($4::text IS NULL OR f.kind = $4)`;

/** One page of a run's payout files, by path. VND. */
export async function listFiles(
  client: Asker,
  runNo: number,
  filter: FileFilter,
  after: string | null,
): Promise<FilePage> {
  const { rows } = await client.query<Omit<FileRow, 'amount'> & { amount: number }>(
    `SELECT f.path, f.sha256, f.bytes, f.kind, f.provider, f.commune_code AS "communeCode", coalesce(c.name, '') AS "communeName", f.payments, f.amount,
       f.message_id AS "messageId", f.executes_on AS "executesOn", f.signature IS NOT NULL AS "isSigned", f.copy_of AS "copyOf", f.by_hand IS NOT NULL AS "isByHand"
     FROM payout_file f LEFT JOIN commune c ON c.code = f.commune_code WHERE ${MATCHES} AND ($5::text IS NULL OR f.path > $5)
     ORDER BY f.path LIMIT ${FILES_A_PAGE + 1}`,
    [runNo, filter.provider, filter.communeCode, filter.kind, after],
  );
  const shown = rows.slice(0, FILES_A_PAGE).map((row) => ({ ...row, amount: vnd(row.amount) }));
  return { rows: shown, next: rows.length > FILES_A_PAGE ? (shown.at(-1)?.path ?? null) : null };
}

/** The files of a run that one bank or the post gets. VND. */
export interface ProviderFiles {
  readonly provider: string;
  readonly files: number;
  readonly payments: number;
  readonly amount: Vnd;
}

/** All files that a filter matches, added up by bank or post: the one that pays out most first. VND. */
export async function filesByProvider(
  client: Asker,
  runNo: number,
  filter: FileFilter,
): Promise<readonly ProviderFiles[]> {
  const { rows } = await client.query<Omit<ProviderFiles, 'amount'> & { amount: number }>(
    `SELECT f.provider, count(*)::int AS files, sum(f.payments)::int AS payments, sum(f.amount) AS amount FROM payout_file f WHERE ${MATCHES}
     GROUP BY 1 ORDER BY 4 DESC, 1`,
    [runNo, filter.provider, filter.communeCode, filter.kind],
  );
  return rows.map((row) => ({ ...row, amount: vnd(row.amount) }));
}

/** The kinds of files that a run has, for the choice of a filter. */
export async function kindsOfFiles(client: Asker, runNo: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ kind: string }>(
    'SELECT DISTINCT kind FROM payout_file WHERE run_no = $1 ORDER BY 1',
    [runNo],
  );
  return rows.map((row) => row.kind);
}
