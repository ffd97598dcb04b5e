import type { Seal } from '../domain/seal.ts';
import type { Client } from './database.ts';

/** A seal with the signature (base64) over its statement, and the key that made it. */
export interface SignedSeal extends Seal {
  readonly keyId: string;
  readonly signature: string;
}

const COLUMNS = `seal_no AS "sealNo", chapter_no AS "chapterNo", root, previous_head AS "previousHead", head, key_id AS "keyId", signature`;

/** The last seal of the books, or null before the first. */
export async function lastSeal(client: Pick<Client, 'query'>): Promise<SignedSeal | null> {
  const { rows } = await client.query<SignedSeal>(`SELECT ${COLUMNS} FROM ledger_seal ORDER BY seal_no DESC LIMIT 1`);
  return rows[0] ?? null;
}

/** The seal of a chapter, or null while it is open. */
export async function sealOf(client: Pick<Client, 'query'>, chapterNo: number): Promise<SignedSeal | null> {
  const { rows } = await client.query<SignedSeal>(`SELECT ${COLUMNS} FROM ledger_seal WHERE chapter_no = $1`, [
    chapterNo,
  ]);
  return rows[0] ?? null;
}

/** Every seal, in the order of the chain. */
export async function listSeals(client: Pick<Client, 'query'>): Promise<readonly SignedSeal[]> {
  const { rows } = await client.query<SignedSeal>(`SELECT ${COLUMNS} FROM ledger_seal ORDER BY seal_no`);
  return rows;
}

/** Keeps the public half of a key that signs; a second time nothing happens. */
export async function insertKey(
  client: Client,
  { keyId, publicKey }: { readonly keyId: string; readonly publicKey: string },
): Promise<void> {
  await client.query('INSERT INTO signing_key (key_id, public_key) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    keyId,
    publicKey,
  ]);
}

/** Writes a seal, and the public half of its key when it is used for the first time. */
export async function insertSeal(client: Client, seal: SignedSeal, publicKey: string): Promise<void> {
  await insertKey(client, { keyId: seal.keyId, publicKey });
  await client.query(
    'INSERT INTO ledger_seal (seal_no, chapter_no, root, previous_head, head, key_id, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [seal.sealNo, seal.chapterNo, seal.root, seal.previousHead, seal.head, seal.keyId, seal.signature],
  );
}

/** The public keys that ever sealed, by their id. */
export async function publicKeys(client: Pick<Client, 'query'>): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ key_id: string; public_key: string }>(
    'SELECT key_id, public_key FROM signing_key',
  );
  return new Map(rows.map((row) => [row.key_id, row.public_key]));
}

const TOTAL_COLUMNS = 'run_no, commune_code, provider, family, category, event, accrues';

/** Adds a chapter's postings up; answers how many there are. Why asked and then written: a question alone is shared among processors. */
export async function writeTotals(client: Client, chapterNo: number): Promise<number> {
  const { rows } = await client.query<{ totals: string; postings: number }>(
    `SELECT coalesce(json_agg(t), '[]')::text AS totals, coalesce(sum(postings), 0)::int AS postings
     FROM (SELECT ${TOTAL_COLUMNS}, count(*) AS postings, sum(amount) AS amount FROM ledger_posting WHERE chapter_no = $1 GROUP BY ${TOTAL_COLUMNS}) t`,
    [chapterNo],
  );
  await client.query(
    `INSERT INTO ledger_total (chapter_no, ${TOTAL_COLUMNS}, postings, amount)
     SELECT $1, ${TOTAL_COLUMNS}, postings, amount FROM json_populate_recordset(NULL::ledger_total, $2::json)`,
    [chapterNo, rows[0]?.totals ?? '[]'],
  );
  return rows[0]?.postings ?? 0;
}
