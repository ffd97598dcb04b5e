import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { parseDate } from '../../src/domain/month.ts';
import { REGISTRY_TABLES, type RegistryTable } from '../../src/formats/registry-tables.ts';
import { importRegistry, type ImportOptions, type ImportSummary } from '../../src/payroll/import-registry.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { STORED_TABLES } from '../../src/store/registry-table.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

/** An empty database for every test of a file, and what tests ask of it. */
export interface RegistryDesk {
  readonly database: () => Database;
  /** Begins again with another empty database. */
  readonly startOver: () => Promise<void>;
  readonly attempt: (path: string, options?: Partial<ImportOptions>) => ReturnType<typeof importRegistry>;
  /** The summary of an import that must not be refused. */
  readonly imported: (path: string, options?: Partial<ImportOptions>) => Promise<ImportSummary>;
  /** The answer rows of a query as arrays. */
  readonly numbers: (sql: string) => Promise<unknown[]>;
  /** Facts of a table in order of its key, without batch and row. */
  readonly factsOf: (table: RegistryTable) => Promise<unknown[]>;
  readonly wholeRegistry: () => Promise<unknown[]>;
}

const TODAY = parseDate('2026-11-23');

/** Gives every test of the file that calls this a database of its own. */
export function registryDesk(): RegistryDesk {
  let [fresh, opened]: [FreshDatabase | null, Database | null] = [null, null];
  const database = (): Database => {
    if (opened === null) throw new Error('no database is open');
    return opened;
  };
  const open = async (): Promise<void> => {
    fresh = await freshDatabase();
    const result = await openDatabase(fresh.url);
    if (!result.ok) throw new Error(result.failure.message);
    opened = result.value;
  };
  const close = async (): Promise<void> => {
    await opened?.close();
    await fresh?.drop();
  };
  beforeEach(open);
  afterEach(close);
  const numbers = async (text: string): Promise<unknown[]> =>
    (await database().pool.query<unknown[]>({ text, rowMode: 'array' })).rows;
  const factsOf = (table: RegistryTable): Promise<unknown[]> => {
    const { name, columns, key } = STORED_TABLES[table];
    return numbers(`SELECT ${columns.join(', ')} FROM ${name} ORDER BY ${key.join(', ')}`);
  };
  const attempt: RegistryDesk['attempt'] = (path, options = {}) => {
    if (TODAY === null) throw new Error('no such day');
    const out = existsSync(join(path, 'out')) ? join(path, 'out') : join(path, '..', 'out');
    return importRegistry(database(), { path, actor: 'lan', today: TODAY, out, ...options });
  };
  return {
    database,
    numbers,
    factsOf,
    attempt,
    startOver: async () => {
      await close();
      await open();
    },
    imported: async (path, options) => {
      const result = await attempt(path, options);
      if (!result.ok) throw new Error(result.failure.message);
      return result.value;
    },
    wholeRegistry: async () => {
      const tables: unknown[] = [];
      for (const table of REGISTRY_TABLES) tables.push(await factsOf(table));
      return tables;
    },
  };
}
