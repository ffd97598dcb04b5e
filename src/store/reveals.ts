import type { Client } from './database.ts';

type Asker = Pick<Client, 'query'>;

/** Minutes for which names, numbers and accounts of one person stay shown. */
export const REVEALED_MINUTES = 15;

/** Keeps that somebody looks at a person's name, numbers and accounts, and why. A session of a few communes may only for its people. */
export async function addReveal(
  client: Asker,
  reveal: { readonly userName: string; readonly personId: string; readonly reason: string },
): Promise<void> {
  await client.query(
    `INSERT INTO reveal (user_name, person_id, reason, ends_at) VALUES ($1, $2, $3, now() + interval '${REVEALED_MINUTES} minutes')`,
    [reveal.userName, reveal.personId, reveal.reason],
  );
}

/** Until when a person is revealed to a user, HH:MM by the clock of a time zone; null: he is not. */
export async function revealedUntil(
  client: Asker,
  userName: string,
  personId: string,
  timeZone: string,
): Promise<string | null> {
  const { rows } = await client.query<{ until: string }>(
    `SELECT to_char(ends_at AT TIME ZONE $3, 'HH24:MI') AS until FROM reveal WHERE user_name = $1 AND person_id = $2 AND ends_at > now() ORDER BY ends_at DESC LIMIT 1`,
    [userName, personId, timeZone],
  );
  return rows[0]?.until ?? null;
}
