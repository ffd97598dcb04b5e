import type { AuditEntry } from '../domain/audit.ts';
import { ENTRY_COLUMNS } from './audit.ts';
import type { Client } from './database.ts';

/** Any fixed number: the session that writes the beginning of a command holds this lock, with the entry's number, until it has written the end. */
const LIVING_COMMAND = 726_431_003;
/** How far back beginnings without an end are looked for. */
const LOOK_BACK = 10_000;

/** Says that the command of an entry lives, for as long as this session does. */
export async function holdEntry(client: Client, entryNo: number): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1, $2)', [LIVING_COMMAND, entryNo]);
}

/** Keeps the audit log to this transaction, so that what is read of it stays so. */
export async function lockAudit(client: Client): Promise<void> {
  await client.query('SELECT FROM next_audit_entry()');
}

/** Beginnings without an end whose session is gone. The caller keeps the log to itself. */
export async function cutOffEntries(client: Client): Promise<readonly AuditEntry[]> {
  const { rows } = await client.query<AuditEntry>(
    `WITH open AS MATERIALIZED (SELECT * FROM audit_entry b WHERE b.outcome = 'begun'
         AND b.entry_no > (SELECT max(entry_no) FROM audit_entry) - $2::bigint AND NOT EXISTS (SELECT FROM audit_entry e WHERE e.begun_no = b.entry_no))
     SELECT ${ENTRY_COLUMNS} FROM open WHERE pg_try_advisory_xact_lock($1, entry_no::int) ORDER BY entry_no`,
    [LIVING_COMMAND, LOOK_BACK],
  );
  return rows;
}

/** Lets a transaction of a session that only reads take a change after all: the entry that says who looked. First thing in it. */
export async function takeChanges(client: Client): Promise<void> {
  await client.query('SET TRANSACTION READ WRITE');
}
