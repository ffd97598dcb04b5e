import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import pg from 'pg';
import { type Result, done, refused } from '../domain/failure.ts';
import { connectionRefusal } from './database.ts';

const FOLDER = new URL('../../migrations/', import.meta.url);
/** Any fixed number: whoever migrates holds it, so that several processes starting at once migrate once. */
const MIGRATION_LOCK = 726_431_001;

async function migrationFiles(): Promise<{ name: string; text: string; sha256: string }[]> {
  const names = (await readdir(FOLDER)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, FOLDER), 'utf8')));
  return names.map((name, at) => {
    const text = texts[at] ?? '';
    return { name, text, sha256: createHash('sha256').update(text).digest('hex') };
  });
}

/**
 * Brings the database to the newest schema; answers the names applied now (none: it was up to date).
 * Forward only, each file in one transaction. Refuses a database that was migrated with other contents of a file.
 */
export async function migrate(databaseUrl: string): Promise<Result<readonly string[]>> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'chitra migrate' });
  try {
    await client.connect();
  } catch (error) {
    return connectionRefusal(error);
  }
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(`CREATE TABLE IF NOT EXISTS schema_migration (
      name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    return await applyMissing(client);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    return refused(
      'migration_rights',
      'The user of DATABASE_URL may not change the schema. It must own the database and be allowed to create roles (ALTER ROLE ... CREATEROLE), or be a member of chitra_owner, chitra_app and chitra_auditor with the admin option. See "Database users" in README.md.',
    );
  } finally {
    await client.end();
  }
}

/** From migration 0008 on the tables belong to a role of their own, and migrations are its work. */
async function becomeOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ owner: string }>(
    `SELECT relowner::regrole::text AS owner FROM pg_class WHERE oid = 'schema_migration'::regclass`,
  );
  if (rows[0]?.owner === 'chitra_owner') await client.query('SET ROLE chitra_owner');
}

function isForbidden(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '42501';
}

async function applyMissing(client: pg.Client): Promise<Result<readonly string[]>> {
  const { rows } = await client.query<{ name: string; sha256: string }>('SELECT name, sha256 FROM schema_migration');
  const applied = new Map(rows.map((row) => [row.name, row.sha256]));
  const now: string[] = [];
  for (const file of await migrationFiles()) {
    const before = applied.get(file.name);
    if (before !== undefined && before !== file.sha256) {
      return refused(
        'migration_edited',
        `migrations/${file.name} was changed after it had been applied to this database. Restore the file and put the change into a new migration.`,
      );
    }
    if (before !== undefined) continue;
    await becomeOwner(client);
    await client.query('BEGIN');
    await client.query(file.text);
    await client.query('INSERT INTO schema_migration (name, sha256) VALUES ($1, $2)', [file.name, file.sha256]);
    await client.query('COMMIT');
    now.push(file.name);
  }
  return done(now);
}
