import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastEntries } from '../../src/store/audit.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { chitra } from '../support/chitra.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { emptyDatabase } from '../support/empty-database.ts';
import { granted, openOffice, refusalOf } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

/** Users of the database as a real installation has them: nobody is a superuser. */

async function asAdministrator(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(database: FreshDatabase, user: string): string {
  const url = new URL(database.url);
  [url.username, url.password] = [user, 'secret'];
  return url.href;
}

describe('a user who is no superuser', () => {
  const suffix = randomUUID().slice(0, 8);
  const [keeper, clerk, auditor, guest] = ['keeper', 'clerk', 'auditor', 'guest'].map((name) => `${name}_${suffix}`);
  let database: FreshDatabase;

  beforeAll(async () => {
    // Another database of this server was migrated before: the three roles are there, and belong to somebody else.
    await (await freshDatabase()).drop();
    database = await emptyDatabase();
    const name = new URL(database.url).pathname.slice(1);
    await asAdministrator(
      database.url,
      `CREATE ROLE ${keeper} LOGIN CREATEROLE PASSWORD 'secret'`,
      `GRANT chitra_owner, chitra_app, chitra_auditor TO ${keeper} WITH ADMIN OPTION`,
      `ALTER DATABASE ${name} OWNER TO ${keeper}`,
      ...[clerk, auditor, guest].map((user) => `CREATE ROLE ${user} LOGIN PASSWORD 'secret'`),
    );
  });

  afterAll(async () => {
    await asAdministrator(
      database.url,
      `DROP OWNED BY ${keeper}, ${clerk}, ${auditor}, ${guest}`,
      `ALTER DATABASE ${new URL(database.url).pathname.slice(1)} OWNER TO CURRENT_USER`,
    );
    await asAdministrator(database.url, ...[clerk, auditor, guest, keeper].map((user) => `DROP ROLE ${user}`));
    await database.drop();
  });

  test('owns the database and may create roles: migrates it, once, and gives users their roles', async () => {
    const url = urlOf(database, keeper ?? '');
    expect(granted(await migrate(url)).length).toBeGreaterThanOrEqual(8);
    expect(granted(await migrate(url))).toEqual([]);
    await asAdministrator(url, `GRANT chitra_app TO ${clerk}`, `GRANT chitra_auditor TO ${auditor}`);
  });

  test('has the role of the program: works, and is in the audit log under the name that PostgreSQL knows', async () => {
    const environment = { DATABASE_URL: urlOf(database, clerk ?? ''), CHITRA_QUEUE: 'redis' };
    const held = await chitra({ ...noInstallation, environment }, 'hold', 'P1', '--reason', 'x', '--actor', 'lan');
    expect([held.code, held.stderr]).toEqual([1, expect.stringContaining('no person P1')]);
    const opened = granted(await openDatabase(urlOf(database, clerk ?? ''), 1));
    const entries = await lastEntries(opened, 2, 'UTC');
    await opened.close();
    expect(entries.map(({ login, actor, command, outcome }) => [login, actor, command, outcome])).toEqual([
      [clerk, 'lan', 'hold', 'begun'],
      [clerk, 'lan', 'hold', 'refused'],
    ]);
  });

  test('has the role of auditors: reads, and cannot take the role of the program', async () => {
    const environment = { DATABASE_URL: urlOf(database, auditor ?? '') };
    const list = await chitra({ ...noInstallation, environment: { ...environment, CHITRA_ROLE: 'auditor' } }, 'audit');
    expect([list.code, list.stderr]).toEqual([0, '']);
    expect(list.stdout).toContain('hold');
    const plain = await chitra({ ...noInstallation, environment }, 'audit');
    expect([plain.code, plain.stderr]).toEqual([1, expect.stringContaining('GRANT chitra_app')]);
  });

  test('has none of them: is refused with a sentence, by commands and by migrate', async () => {
    const url = urlOf(database, guest ?? '');
    expect(refusalOf(await openDatabase(url, 1)).message).toContain('GRANT chitra_app');
    expect(refusalOf(await openDatabase(url, 1, 'read', 'auditor')).message).toContain('GRANT chitra_auditor');
    const empty = await emptyDatabase();
    try {
      const refusal = refusalOf(await migrate(urlOf(empty, guest ?? '')));
      expect(refusal.code).toBe('migration_rights');
      expect(refusal.message).toContain('README.md');
    } finally {
      await empty.drop();
    }
  });
});

const noInstallation = { databaseUrl: '', redisUrl: null, out: '', drop: () => Promise.resolve() };

describe('what was computed for a run', () => {
  test('is thrown away by one function only, while the run is a draft, whatever a temporary table says', async () => {
    const office = await openOffice();
    try {
      await office.load(VILLAGE);
      const draft = await office.run();
      const { pool } = office.context.database;
      const lines = (): Promise<unknown> => office.ask('SELECT count(*)::int AS lines FROM run_line');
      const [before] = await office.ask('SELECT count(*)::int AS lines FROM run_line');
      expect(before?.['lines']).toBeGreaterThan(3);
      await expect(pool.query('DELETE FROM run_line')).rejects.toMatchObject({ code: '42501' });
      await office.approve(draft);
      const client = await pool.connect();
      try {
        await client.query(
          `CREATE TEMP TABLE run (run_no int, status text); INSERT INTO run VALUES (${draft.runNo}, 'draft')`,
        );
        await expect(client.query('SELECT discard_draft($1)', [draft.runNo])).rejects.toThrow('is no draft');
      } finally {
        client.release(true);
      }
      expect(await lines()).toEqual([before]);
      // And a draft goes, wholly.
      const second = await office.run({ month: '2026-12', knownAt: '2026-11-20' });
      expect(await lines()).not.toEqual([before]);
      await pool.query('SELECT discard_draft($1)', [second.runNo]);
      expect(await lines()).toEqual([before]);
    } finally {
      await office.close();
    }
  });
});
