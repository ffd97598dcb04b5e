import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { databaseUrlForTests } from './services.ts';

/** A database of a test's own, migrated and empty. */
export interface FreshDatabase {
  readonly url: string;
  /** Removes the database, and ends the sessions that are still in it. */
  drop(): Promise<void>;
}

/** Any fixed number: who makes the template holds it. */
const TEMPLATE_LOCK = 726_431_002;

async function asAdministrator<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: await databaseUrlForTests(), application_name: 'chitra test' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function urlOf(database: string): Promise<string> {
  const url = new URL(await databaseUrlForTests());
  url.pathname = `/${database}`;
  return url.href;
}

/** Makes the migrated template once for all test files. */
async function prepareTemplate(client: pg.Client, template: string): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
    if (rowCount !== 0) return;
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft}`);
    const migrated = await migrate(await urlOf(draft));
    if (!migrated.ok) throw new Error(migrated.failure.message);
    // The session that migrated may take a moment to end; a template must have none.
    await client.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`,
      [draft],
    );
    await client.query(`ALTER DATABASE ${draft} RENAME TO ${template}`);
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK]);
  }
}

/** A copy gets a name of its own: installations of one name would share a queue. */
async function nameInstallation(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('UPDATE installation SET installation_id = gen_random_uuid()');
  await client.end();
}

/** Makes a database with the newest schema and nothing in it; copying the template is quicker than migrating again. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `chitra_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  await asAdministrator(async (client) => {
    const { template } = inject('testServices');
    await prepareTemplate(client, template);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  const url = await urlOf(name);
  await nameInstallation(url);
  return {
    url,
    drop: () =>
      asAdministrator(async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      }),
  };
}

/** Removes the template of this test run from a server that outlives it. */
export async function dropTemplate(databaseUrl: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
  await client.end();
}
