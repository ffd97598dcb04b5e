import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import type { FreshDatabase } from '../support/database.ts';
import { emptyDatabase } from '../support/empty-database.ts';
import { ROOT, filesBelow } from '../support/source-files.ts';

const FILES = filesBelow('migrations')
  .map((path) => path.replace('migrations/', ''))
  .filter((name) => name !== 'schema.sql');

let databases: FreshDatabase[] = [];

async function empty(): Promise<string> {
  const database = await emptyDatabase();
  databases.push(database);
  return database.url;
}

async function ask<T extends object>(url: string, question: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(question)).rows;
  } finally {
    await client.end();
  }
}

/** `chitra migrate` in a process of its own. */
async function migrateProcess(url: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), 'migrate'], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

beforeEach(() => {
  databases = [];
});

afterEach(async () => {
  for (const database of databases) await database.drop();
});

describe('migrations', () => {
  test('are numbered without gaps, and are all applied to an empty database, in order', async () => {
    expect(FILES.length).toBeGreaterThanOrEqual(3);
    expect(FILES.map((name) => Number(name.slice(0, 4)))).toEqual(FILES.map((_, at) => at + 1));
    const url = await empty();
    expect(await migrate(url)).toEqual({ ok: true, value: FILES });
    const noted = await ask(url, 'SELECT name FROM schema_migration ORDER BY applied_at, name');
    expect(noted).toEqual(FILES.map((name) => ({ name })));
  });

  test('do nothing the second time', async () => {
    const url = await empty();
    await migrate(url);
    const before = await ask(url, 'SELECT * FROM schema_migration ORDER BY name');
    expect(await migrate(url)).toEqual({ ok: true, value: [] });
    expect(await ask(url, 'SELECT * FROM schema_migration ORDER BY name')).toEqual(before);
  });

  test('go on where a database stands', async () => {
    const url = await empty();
    const last = FILES.at(-1) ?? '';
    await ask(
      url,
      'CREATE TABLE schema_migration (name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    for (const name of FILES.slice(0, -1)) {
      const text = readFileSync(join(ROOT, 'migrations', name), 'utf8');
      await ask(url, text);
      await ask(
        url,
        `INSERT INTO schema_migration VALUES ('${name}', '${createHash('sha256').update(text).digest('hex')}')`,
      );
    }
    expect(await migrate(url)).toEqual({ ok: true, value: [last] });
  });

  test('refuse a database that had another text of a file', async () => {
    const url = await empty();
    await migrate(url);
    await ask(url, `UPDATE schema_migration SET sha256 = 'another' WHERE name = '${FILES[0]}'`);
    const { code, stdout, stderr } = await migrateProcess(url);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`migrations/${FILES[0]} was changed after it had been applied`);
  });

  test('a file that fails leaves nothing of itself', async () => {
    const url = await empty();
    // In the way of 0002, which makes a table of this name after it made others.
    await ask(url, 'CREATE TABLE payout_file ()');
    const { code, stderr } = await migrateProcess(url);
    expect(code).toBe(1);
    expect(stderr).toContain('chitra: ');
    expect(await ask(url, 'SELECT name FROM schema_migration')).toEqual([{ name: FILES[0] }]);
    expect(await ask(url, `SELECT to_regclass('run') AS run`)).toEqual([{ run: null }]);
    await ask(url, 'DROP TABLE payout_file');
    expect(await migrate(url)).toEqual({ ok: true, value: FILES.slice(1) });
  });

  test('four processes at once apply each file once', async () => {
    const url = await empty();
    const answers = await Promise.all([1, 2, 3, 4].map(() => migrateProcess(url)));
    expect(answers.map((one) => [one.code, one.stderr])).toEqual(answers.map(() => [0, '']));
    const applied = answers.filter((one) => one.stdout.includes('0001-'));
    expect(applied).toHaveLength(1);
    expect(applied[0]?.stdout).toContain(FILES.join(', '));
    expect(answers.filter((one) => one.stdout.includes('up to date'))).toHaveLength(3);
  });

  test('four databases of one server at once: the role they share is no obstacle', async () => {
    const urls = [await empty(), await empty(), await empty(), await empty()];
    const answers = await Promise.all(urls.map(migrateProcess));
    expect(answers.map((one) => [one.code, one.stderr])).toEqual(answers.map(() => [0, '']));
  });
});
