import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

/** A file that was brought to the console. */
export interface Upload {
  readonly uploadNo: number;
  readonly kind: 'registry' | 'settlement';
  /** Of several files: their names with commas between. */
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly actor: string;
  /** YYYY-MM-DD HH:MM by the clock of the province. */
  readonly at: string;
}

const COLUMNS = `upload_no AS "uploadNo", kind, file_name AS "fileName", sha256, bytes, actor, to_char(at AT TIME ZONE $1::text, 'YYYY-MM-DD HH24:MI') AS at`;

/** Writes an upload down; answers its number. */
export async function insertUpload(client: Asked, upload: Omit<Upload, 'uploadNo' | 'at'>): Promise<number> {
  const { kind, fileName, sha256, bytes, actor } = upload;
  const { rows } = await client.query<{ no: number }>(
    'INSERT INTO upload (kind, file_name, sha256, bytes, actor) VALUES ($1, $2, $3, $4, $5) RETURNING upload_no AS no',
    [kind, fileName, sha256, bytes, actor],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0].no;
}

/** One upload of a kind; null: there is none of this number. */
export async function getUpload(
  client: Asked,
  kind: Upload['kind'],
  uploadNo: number,
  timeZone: string,
): Promise<Upload | null> {
  const { rows } = await client.query<Upload>(`SELECT ${COLUMNS} FROM upload WHERE upload_no = $2 AND kind = $3`, [
    timeZone,
    uploadNo,
    kind,
  ]);
  return rows[0] ?? null;
}

/** The latest uploads of a kind, the newest first. */
export async function latestUploads(
  client: Asked,
  kind: Upload['kind'],
  limit: number,
  timeZone: string,
): Promise<readonly Upload[]> {
  const { rows } = await client.query<Upload>(
    `SELECT ${COLUMNS} FROM upload WHERE kind = $2 ORDER BY upload_no DESC LIMIT $3`,
    [timeZone, kind, limit],
  );
  return rows;
}
