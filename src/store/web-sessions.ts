import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

/** Minutes without a request after which a session ends, and hours after which it ends in any case. */
const IDLE_MINUTES = 30;
const LONGEST_HOURS = 10;

/** Somebody who is signed in. */
export interface Session {
  readonly tokenSha256: string;
  readonly userName: string;
  /** Stands in every form of his pages. */
  readonly formKey: string;
}

const LIVES = `seen_at > now() - make_interval(mins => ${IDLE_MINUTES}) AND created_at > now() - make_interval(hours => ${LONGEST_HOURS})`;

/** Begins a session; those that are over are cleared away. */
export async function insertSession(client: Asked, session: Session): Promise<void> {
  await client.query(`DELETE FROM web_session WHERE NOT (${LIVES})`);
  await client.query('INSERT INTO web_session (token_sha256, user_name, form_key) VALUES ($1, $2, $3)', [
    session.tokenSha256,
    session.userName,
    session.formKey,
  ]);
}

/** The living session of a token's hash, seen now; null: there is none, or it is over. */
export async function findSession(client: Asked, tokenSha256: string): Promise<Session | null> {
  // Why not at every request: a page with its parts would write the row ten times.
  const { rows } = await client.query<Session>(
    `WITH seen AS (UPDATE web_session SET seen_at = now() WHERE token_sha256 = $1 AND ${LIVES} AND seen_at < now() - interval '20 seconds')
     SELECT token_sha256 AS "tokenSha256", user_name AS "userName", form_key AS "formKey" FROM web_session WHERE token_sha256 = $1 AND ${LIVES}`,
    [tokenSha256],
  );
  return rows[0] ?? null;
}

/** Ends a session. */
export async function deleteSession(client: Asked, tokenSha256: string): Promise<void> {
  await client.query('DELETE FROM web_session WHERE token_sha256 = $1', [tokenSha256]);
}

/** Keeps what an act came to, for the next page. */
export async function leaveNotice(client: Asked, tokenSha256: string, notice: string): Promise<void> {
  await client.query('UPDATE web_session SET notice = $2 WHERE token_sha256 = $1', [tokenSha256, notice]);
}

/** Takes the notice away to show it; null: none. */
export async function takeNotice(client: Asked, tokenSha256: string): Promise<string | null> {
  const { rows } = await client.query<{ notice: string }>(
    `UPDATE web_session s SET notice = NULL FROM (SELECT token_sha256, notice FROM web_session WHERE token_sha256 = $1 AND notice IS NOT NULL FOR UPDATE) o
     WHERE s.token_sha256 = o.token_sha256 RETURNING o.notice`,
    [tokenSha256],
  );
  return rows[0]?.notice ?? null;
}
