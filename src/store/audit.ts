import { type AuditEntry, type AuditNote, entryHash } from '../domain/audit.ts';
import type { Month } from '../domain/month.ts';
import { stateOfBooks } from './audit-state.ts';
import type { Client, Database } from './database.ts';
import { sha256 } from './row-hashes.ts';

/** The last entry of the audit log: its number and hash (hexadecimal). */
export interface AuditHead {
  readonly entryNo: number;
  readonly hash: string;
}

/** The head of the audit log; number 0 and an empty hash while nothing was logged. Takes no lock. */
export async function auditHead(client: Pick<Client, 'query'>): Promise<AuditHead> {
  const { rows } = await client.query<AuditHead>(
    'SELECT entry_no AS "entryNo", hash FROM audit_entry ORDER BY entry_no DESC LIMIT 1',
  );
  return rows[0] ?? { entryNo: 0, hash: '' };
}

interface Place {
  readonly entry_no: number;
  readonly at: string;
  readonly login: string;
  readonly previous_hash: string;
}

/** The columns of an entry in the form in which they are hashed. */
export const ENTRY_COLUMNS = `entry_no AS "entryNo", to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, login, actor, origin, kind, command, what, outcome,
  begun_no AS "begunNo", exit_code AS "exitCode", code, before_hash AS "beforeHash", after_hash AS "afterHash", previous_hash AS "previousHash", hash`;

function asColumns(entry: AuditEntry): string {
  return JSON.stringify({
    entry_no: entry.entryNo,
    at: entry.at,
    login: entry.login,
    actor: entry.actor,
    origin: entry.origin,
    kind: entry.kind,
    command: entry.command,
    what: entry.what,
    outcome: entry.outcome,
    begun_no: entry.begunNo,
    exit_code: entry.exitCode,
    code: entry.code,
    before_hash: entry.beforeHash,
    after_hash: entry.afterHash,
    previous_hash: entry.previousHash,
    hash: entry.hash,
  });
}

/**
 * Writes the next entry inside the caller's transaction, which keeps the log to itself until it ends: do it last. `before`: the state of
 * the books before what the entry tells; asked for when the entry has its place. The state after it is what this session sees.
 */
export async function appendEntry(
  client: Client,
  note: AuditNote,
  before: (now: string) => Promise<string> | string,
): Promise<AuditEntry> {
  const { rows } = await client.query<Place>('SELECT entry_no, at, login, previous_hash FROM next_audit_entry()');
  const place = rows[0];
  if (place === undefined) throw new RangeError('no answer');
  const afterHash = await stateOfBooks(client);
  const unhashed = {
    ...note,
    entryNo: place.entry_no,
    at: place.at,
    login: place.login,
    beforeHash: await before(afterHash),
    afterHash,
    previousHash: place.previous_hash,
  };
  const entry = { ...unhashed, hash: entryHash(unhashed, sha256) };
  await client.query('SELECT write_audit_entry($1)', [asColumns(entry)]);
  return entry;
}

/** A month by the clock of a time zone. */
export interface MonthIn {
  readonly month: Month;
  readonly timeZone: string;
}

/** Up to `limit` entries behind the one with the number `after`, in their order; of one month when given. */
export async function readEntries(
  database: Pick<Database, 'pool'>,
  after: number,
  limit: number,
  of: MonthIn | null = null,
): Promise<readonly AuditEntry[]> {
  const { rows } = await database.pool.query<AuditEntry>(
    `SELECT ${ENTRY_COLUMNS} FROM audit_entry WHERE entry_no > $1
     AND ($3::int IS NULL OR to_char(at AT TIME ZONE $4::text, 'YYYYMM')::int = $3) ORDER BY entry_no LIMIT $2`,
    [after, limit, of?.month ?? null, of?.timeZone ?? 'UTC'],
  );
  return rows;
}

/** An entry and its time by the clock of a time zone: 2026-11-24 09:15:02. */
export type TimedEntry = AuditEntry & { readonly localTime: string };

/** The last entries, the oldest of them first. */
export async function lastEntries(
  database: Pick<Database, 'pool'>,
  limit: number,
  timeZone: string,
): Promise<readonly TimedEntry[]> {
  const { rows } = await database.pool.query<TimedEntry>(
    `SELECT ${ENTRY_COLUMNS}, to_char(at AT TIME ZONE $2::text, 'YYYY-MM-DD HH24:MI:SS') AS "localTime" FROM audit_entry ORDER BY entry_no DESC LIMIT $1`,
    [limit, timeZone],
  );
  return rows.toReversed();
}
