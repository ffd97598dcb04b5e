import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

/** What became of an act that was asked for before. */
export interface DoneBefore {
  readonly act: string;
  /** Null: somebody is still at it, or it broke off. */
  readonly place: string | null;
  readonly document: string | null;
}

/** Days for which an act is remembered. */
const REMEMBERED_DAYS = 7;
/** An act that has no end after so many minutes broke off, and may be asked for again. */
const BROKEN_MINUTES = 10;

/** Claims an act under a key; null: it is the caller's to do now, else what is known of it. */
export async function claimAct(client: Asked, userName: string, key: string, act: string): Promise<DoneBefore | null> {
  await client.query(
    `DELETE FROM done_once WHERE at < now() - make_interval(days => ${REMEMBERED_DAYS})
       OR (user_name = $1 AND key = $2 AND place IS NULL AND at < now() - make_interval(mins => ${BROKEN_MINUTES}))`,
    [userName, key],
  );
  const { rowCount } = await client.query(
    'INSERT INTO done_once (user_name, key, act) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [userName, key, act],
  );
  if (rowCount === 1) return null;
  const { rows } = await client.query<DoneBefore>(
    'SELECT act, place, document FROM done_once WHERE user_name = $1 AND key = $2',
    [userName, key],
  );
  return rows[0] ?? { act, place: null, document: null };
}

/** Keeps what the act came to. */
export async function finishAct(
  client: Asked,
  userName: string,
  key: string,
  result: { readonly place: string; readonly document: string },
): Promise<void> {
  await client.query('UPDATE done_once SET place = $3, document = $4 WHERE user_name = $1 AND key = $2', [
    userName,
    key,
    result.place,
    result.document,
  ]);
}

/** The act was refused: nothing happened, and it may be asked for again under the same key. */
export async function forgetAct(client: Asked, userName: string, key: string): Promise<void> {
  await client.query('DELETE FROM done_once WHERE user_name = $1 AND key = $2', [userName, key]);
}
