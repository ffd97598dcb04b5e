import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

/** What a password is compared with. */
export interface Attempt {
  readonly hash: string | null;
  readonly isActive: boolean;
}

/** Wrong passwords in a row before a user has to wait, and for how many minutes. */
const TRIES = 5;
const WAIT_MINUTES = 15;
/** Wrong passwords from one address within the same minutes, whatever the names. */
const TRIES_FROM_ADDRESS = 30;

/** Whether an address has given too many wrong passwords lately. Old attempts are forgotten. */
export async function isAddressStopped(client: Asked, address: string): Promise<boolean> {
  await client.query(`DELETE FROM sign_in_failure WHERE at < now() - interval '1 day'`);
  const { rows } = await client.query<{ failures: number }>(
    `SELECT count(*) AS failures FROM sign_in_failure WHERE address = $1 AND at > now() - make_interval(mins => ${WAIT_MINUTES})`,
    [address],
  );
  return (rows[0]?.failures ?? 0) >= TRIES_FROM_ADDRESS;
}

/**
 * Counts an attempt before it is looked at, so that many at once are no way round, and answers what the password is compared with; null: no such
 * user, or he has to wait. After the fifth wrong one in a row he waits; every further try begins the wait anew only once it is over.
 */
export async function beginAttempt(client: Asked, name: string, address: string): Promise<Attempt | null> {
  await client.query('INSERT INTO sign_in_failure (address) VALUES ($1)', [address]);
  const { rows } = await client.query<{ hash: string | null; active: boolean }>(
    `UPDATE web_user SET failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,
       locked_until = CASE WHEN locked_until IS NULL AND failures + 1 >= ${TRIES} THEN now() + make_interval(mins => ${WAIT_MINUTES}) END
     WHERE user_name = $1 AND (locked_until IS NULL OR locked_until <= now()) RETURNING password_hash AS hash, is_active AS active`,
    [name],
  );
  return rows[0] === undefined ? null : { hash: rows[0].hash, isActive: rows[0].active };
}

/** The password was right: nothing is counted against the user, nor this attempt against the address. */
export async function endAttempt(client: Asked, name: string, address: string): Promise<void> {
  await client.query('UPDATE web_user SET failures = 0, locked_until = NULL WHERE user_name = $1', [name]);
  await client.query(
    `DELETE FROM sign_in_failure WHERE ctid = (SELECT ctid FROM sign_in_failure WHERE address = $1 ORDER BY at DESC LIMIT 1)`,
    [address],
  );
}
