import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { parse } from 'yaml';
import { REGISTRY_TABLES } from '../../src/formats/registry-tables.ts';
import { type Answer, type Installation, chitra } from './chitra.ts';
import { folderOf, smallFolder } from './registry-folder.ts';

/** One call of the command line that must fail: see failures/README.md. */
export interface FailureCase {
  readonly name: string;
  readonly chitra: string;
  readonly code: number;
  readonly says: readonly string[];
  readonly first?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  readonly only?: boolean | string;
  readonly encoding?: BufferEncoding;
  readonly env?: Readonly<Record<string, string>>;
  readonly prints?: boolean | string;
  readonly saves?: boolean | string;
}

/** The cases of a file. */
export function failureCases(file: URL): FailureCase[] {
  const cases: FailureCase[] = parse(readFileSync(file, 'utf8'));
  return cases;
}

/** The files of a case in a folder of its own. */
function caseFolder({ files = {}, only, encoding = 'utf8' }: FailureCase): string {
  const folder = only === undefined ? smallFolder() : folderOf({});
  if (only !== undefined) rmSync(join(folder, 'out'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    if (text === '-') rmSync(join(folder, name));
    else writeFileSync(join(folder, name), Buffer.from(text, encoding));
  }
  return folder;
}

/** What a case left behind. */
export interface Outcome extends Answer {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

/** Plays a case: its first commands, a look at every row of the database, the command itself, and another look. */
export async function playCase(at: Installation, emptyUrl: string, given: FailureCase): Promise<Outcome> {
  const folder = caseFolder(given);
  const fill = (text: string): string =>
    text.replaceAll('{folder}', folder).replaceAll('{out}', at.out).replaceAll('{empty}', emptyUrl);
  for (const command of given.first ?? []) {
    const { code, stderr } = await chitra(at, ...fill(command).split(' '));
    if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr}`);
  }
  const before = await everyRow(at.databaseUrl);
  const settings = Object.entries(given.env ?? {}).map(([name, value]) => [name, fill(value)]);
  const environment = { ...at.environment, ...Object.fromEntries(settings) };
  const answer = await chitra({ ...at, environment }, ...fill(given.chitra).split(' '));
  const after = await everyRow(at.databaseUrl);
  rmSync(folder, { recursive: true });
  return { ...answer, before, after };
}

/** A hash of all rows of every table; workers come and go, and what was tried stands in the audit log: both are left out. */
export async function everyRow(databaseUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT IN ('worker', 'audit_entry') ORDER BY 1`,
    );
    if (tables.length < REGISTRY_TABLES.length) throw new Error('the database has too few tables to look at');
    const found: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ hash: string }>(
        `SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash FROM ${name} t`,
      );
      found[name] = rows[0]?.hash ?? '';
    }
    return found;
  } finally {
    await client.end();
  }
}
