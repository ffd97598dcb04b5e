import type { IsoDate } from '../domain/month.ts';
import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

/** A key for programs, without the key itself. */
export interface ApiToken {
  readonly tokenNo: number;
  readonly label: string;
  /** Else it reads only. */
  readonly canWrite: boolean;
  readonly createdAt: string;
  readonly endsOn: string;
  readonly isOver: boolean;
}

/** Adds a key; only its hash is kept. Answers its number. */
export async function insertToken(
  client: Asked,
  token: {
    readonly tokenSha256: string;
    readonly userName: string;
    readonly label: string;
    readonly canWrite: boolean;
    readonly today: IsoDate;
    /** It is valid so many days from today on. */
    readonly days: number;
  },
): Promise<number> {
  const { rows } = await client.query<{ no: number }>(
    'INSERT INTO api_token (token_sha256, user_name, label, can_write, ends_on) VALUES ($1, $2, $3, $4, $5::date + $6::int) RETURNING token_no AS no',
    [token.tokenSha256, token.userName, token.label, token.canWrite, token.today, token.days],
  );
  return rows[0]?.no ?? 0;
}

/** Whose living key a hash is, on a day, and whether it writes; null: nobody's. */
export async function ownerOfToken(
  client: Asked,
  tokenSha256: string,
  today: IsoDate,
): Promise<{ readonly userName: string; readonly canWrite: boolean } | null> {
  const { rows } = await client.query<{ userName: string; canWrite: boolean }>(
    `SELECT user_name AS "userName", can_write AS "canWrite" FROM api_token WHERE token_sha256 = $1 AND revoked_at IS NULL AND ends_on >= $2::date`,
    [tokenSha256, today],
  );
  return rows[0] ?? null;
}

/** The keys of a user, the latest first. */
export async function tokensOf(client: Asked, userName: string, today: IsoDate): Promise<readonly ApiToken[]> {
  const { rows } = await client.query<ApiToken>(
    `SELECT token_no AS "tokenNo", label, can_write AS "canWrite", to_char(created_at, 'YYYY-MM-DD HH24:MI') AS "createdAt", ends_on::text AS "endsOn",
       revoked_at IS NOT NULL OR ends_on < $2::date AS "isOver" FROM api_token WHERE user_name = $1 ORDER BY token_no DESC`,
    [userName, today],
  );
  return rows;
}

/** Ends a key of a user; false: he has no such living key. */
export async function revokeToken(client: Asked, userName: string, tokenNo: number): Promise<boolean> {
  const { rowCount } = await client.query(
    'UPDATE api_token SET revoked_at = now() WHERE user_name = $1 AND token_no = $2 AND revoked_at IS NULL',
    [userName, tokenNo],
  );
  return rowCount === 1;
}
