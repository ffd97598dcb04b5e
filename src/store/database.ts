import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Result, done, refused } from '../domain/failure.ts';
import type { Schema } from './schema.ts';

/** One database: a pool for COPY and hand-written set queries, kysely for everything else. Sessions run as one of the program's roles. */
export interface Database {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly kysely: Kysely<Schema>;
  readonly role: Role;
  close(): Promise<void>;
}

/** One session, inside a transaction: what steps pass on to store functions that must save together. */
export type Client = pg.PoolClient;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError('the database answered a number that is not a safe whole number');
  return value;
}

const OID = { int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184, numeric: 1700 } as const;

// Why: pg gives bigint and sums as text and days as Date in the local zone (a day off in Viet Nam). Here bigint and whole
// numerics are exact numbers or an error, and days and times stay text.
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === OID.int8 || oid === OID.numeric) return wholeNumber;
    if (oid === OID.date || oid === OID.timestamp || oid === OID.timestamptz) return (text: string) => text;
    return format === undefined ? pg.types.getTypeParser(oid) : pg.types.getTypeParser(oid, format);
  },
};

function errorText(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map((one) => errorText(one)).join('; ');
  return error instanceof Error ? error.message : String(error);
}

/** Who sessions work as: the program, an auditor, whom PostgreSQL lets change nothing, or somebody who sees a few communes only. */
export type Role = 'app' | 'auditor' | 'commune';

/** The refusal for a database that does not answer or does not let us in. */
export function connectionRefusal(error: unknown): ReturnType<typeof refused> {
  const text = errorText(error);
  const role = /permission denied to set role "?(chitra_\w+)/.exec(text)?.[1];
  if (role !== undefined)
    return refused(
      'no_role',
      `The user of DATABASE_URL may not work as ${role}. An administrator of the database allows it: GRANT ${role} TO that user. A new database needs first: chitra migrate`,
    );
  if (/role "?chitra_\w+"? does not exist|invalid value for parameter "role"/.test(text))
    return refused('not_migrated', 'The database has no chitra schema yet. Run: chitra migrate');
  return refused(
    'database_unreachable',
    `The database cannot be reached (${text.replaceAll(/\/\/[^@\s]*@/g, '//***@')}). Check DATABASE_URL and that PostgreSQL is running.`,
  );
}

/** What sessions may do: `read` ones are refused every change by PostgreSQL itself. */
export type Access = 'read' | 'write';

/** Sessions of a few communes find views before tables: the same questions, and only their rows (schema `scoped`). */
function scopeOptions(communes: readonly string[]): string {
  if (!communes.every((code) => /^\d{5}$/.test(code))) throw new RangeError('a scope holds commune codes only');
  return ` -c search_path=scoped,public -c chitra.communes=${communes.join(',')}`;
}

/**
 * Opens a pool and proves with one query that the schema is there; `communes`: what sessions of the role `commune` see. Refuses an unreachable
 * or unmigrated database.
 */
export async function openDatabase(
  url: string,
  connections = 10,
  access: Access = 'write',
  role: Role = 'app',
  communes: readonly string[] = [],
): Promise<Result<Database>> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types,
    application_name: 'chitra',
    connectionTimeoutMillis: 15_000,
    // Why random_page_cost: the planner's 4 is for disks with arms; with it each range of persons was looked for by reading whole tables.
    // Why 30 s: a frozen worker keeps its row locks until its session ends; then the next one goes on.
    options: `-c role=chitra_${role} -c TimeZone=UTC -c jit=off -c random_page_cost=1.1 -c idle_in_transaction_session_timeout=30s -c lock_timeout=30s -c default_transaction_read_only=${access === 'read' ? 'on' : 'off'}${role === 'commune' ? scopeOptions(communes) : ''}`,
    keepAlive: true,
  });
  // Why: without these listeners a restart of PostgreSQL ends the process (a checked-out client has none of its own).
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const kysely = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  // Why not kysely alone: it ends the pool only if it ever asked something; else the process hung on for ten seconds.
  const close = async (): Promise<void> => {
    await kysely.destroy();
    if (!pool.ended) await pool.end();
  };
  try {
    const { rows } = await pool.query<{ there: boolean; newest: boolean }>(
      `SELECT to_regclass('public.work_item') IS NOT NULL AS there, to_regclass('public.web_task') IS NOT NULL AS newest`,
    );
    if (rows[0]?.newest === true) return done({ url, pool, kysely, role, close });
    await close();
    if (rows[0]?.there === true)
      return refused('not_migrated', 'The schema of the database is older than this program. Run: chitra migrate');
    return refused('not_migrated', 'The database has no chitra schema yet. Run: chitra migrate');
  } catch (error) {
    await close();
    return connectionRefusal(error);
  }
}

/** Deadlock and serialization failure: nothing happened, the same work may be tried again. */
const TRY_AGAIN: ReadonlySet<unknown> = new Set(['40P01', '40001']);

function isTryAgain(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && TRY_AGAIN.has(error.code);
}

/**
 * Runs `work` in one transaction on one connection; rolls back and throws on when `work` throws. After a deadlock it is run
 * again, up to three times: `work` must only touch the database.
 */
export async function inTransaction<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await transactionOnce(database, work);
    } catch (error) {
      if (attempt >= 3 || !isTryAgain(error)) throw error;
    }
  }
}

/** Runs `work` in one transaction and takes everything back, whatever it answers: to see what it would do. */
export async function inTransactionUndone<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    return await work(client);
  } finally {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error('rollback failed');
    });
    client.release(broken);
  }
}

/** Like inTransaction, and every question in it sees the database as it was at the first one. For reading. */
export function inOneView<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  return inTransaction(database, async (client) => {
    // Why no limit: between two questions files are read, many or large ones.
    await client.query(
      'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SET LOCAL idle_in_transaction_session_timeout = 0',
    );
    return work(client);
  });
}

/** Runs `work` in one transaction of a session that the caller keeps; rolls back and throws on when `work` throws. */
export async function transactionOn<T>(
  client: Client,
  work: () => Promise<T>,
  onBroken: (failure: Error) => void = () => undefined,
): Promise<T> {
  try {
    await client.query('BEGIN');
    const value = await work();
    const answer = await client.query('COMMIT');
    // Why: a COMMIT after a swallowed error answers ROLLBACK without throwing.
    if (answer.command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return value;
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      onBroken(failure instanceof Error ? failure : new Error('rollback failed'));
    });
    throw error;
  }
}

async function transactionOnce<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    return await transactionOn(
      client,
      () => work(client),
      (failure) => (broken = failure),
    );
  } finally {
    // Why: a connection whose rollback failed may still hold the transaction open; it is thrown away.
    client.release(broken);
  }
}
