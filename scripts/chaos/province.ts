import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '../../src/store/migrate.ts';

const SCRIPT = join(import.meta.dirname, '../make-province.ts');
const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const COMMUNES = 12;

/** A database with an imported province, and as many identical copies as are asked for. */
export interface LoadedProvince {
  /** Makes a copy and answers its URL; its queue has a name of its own. */
  copy(): Promise<string>;
  drop(): Promise<void>;
}

/** Runs one statement, on a connection of its own. */
export async function execute(url: string, sql: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql, [...values]);
  } finally {
    await client.end();
  }
}

/** Does something while nobody can read a table. */
export async function withTableLocked<T>(url: string, table: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return await work();
  } finally {
    await client.query('ROLLBACK');
    await client.end();
  }
}

function mustRun(words: readonly string[], environment: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync(process.execPath, words, { env: environment, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`);
}

/** Gathers the people of a generated folder in a few communes, one payment point each: files enough, but not hundreds. */
function gather(folder: string): void {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const codes = [...read('communes.csv').matchAll(/^\d{5}(?=,)/gm)].map(([code]) => code);
  const home = new Map(codes.map((code, at) => [code, codes[at % COMMUNES] ?? code]));
  const moved = (code: string): string => home.get(code) ?? code;
  const persons = read('persons.csv').replaceAll(/(?<=,[MF],)\d{5}(?=,)/g, moved);
  const payees = read('payees.csv').replaceAll(/BD(\d{5})-\d+/g, (_, code: string) => `BD${moved(code)}-1`);
  writeFileSync(join(folder, 'persons.csv'), persons);
  writeFileSync(join(folder, 'payees.csv'), payees);
}

/** Makes a folder of registry files: `people` persons in twelve communes. */
export function gatheredProvince(folder: string, people: number, seed: number): void {
  mustRun([SCRIPT, '--people', String(people), '--seed', String(seed), '--out', folder], process.env);
  gather(folder);
}

/** Generates a province and imports it into a database beside the one of `adminUrl`. */
export async function loadProvince(adminUrl: string, people: number, seed: number): Promise<LoadedProvince> {
  const stem = `chitra_chaos_${randomUUID().slice(0, 8)}`;
  const made: string[] = [];
  const make = async (template: string): Promise<string> => {
    const name = `${stem}_${made.length}`;
    await execute(adminUrl, `CREATE DATABASE ${name} ${template}`);
    made.push(name);
    const url = new URL(adminUrl);
    url.pathname = `/${name}`;
    return url.href;
  };
  const first = await make('');
  const migrated = await migrate(first);
  if (!migrated.ok) throw new Error(migrated.failure.message);
  const folder = mkdtempSync(join(tmpdir(), 'chitra-chaos-'));
  gatheredProvince(join(folder, 'in'), people, seed);
  const environment = { ...process.env, DATABASE_URL: first, CHITRA_OUT: folder };
  mustRun([MAIN, 'import', join(folder, 'in'), '--strict', '--actor', 'chaos'], environment);
  rmSync(folder, { recursive: true, force: true });
  return {
    copy: async () => {
      const url = await make(`TEMPLATE ${stem}_0`);
      await execute(url, 'UPDATE installation SET installation_id = gen_random_uuid()');
      return url;
    },
    drop: async () => {
      for (const name of made) await execute(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
