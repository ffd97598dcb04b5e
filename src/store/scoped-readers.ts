import { type Result, done } from '../domain/failure.ts';
import { type Database, openDatabase } from './database.ts';

/** Sessions that see what a scope allows: opened when they are needed, kept while they are asked. */
export interface ScopedReaders {
  /** Reads for a scope; null: the whole province. Refuses when the database does not answer. */
  of(communes: readonly string[] | null): Promise<Result<Database>>;
  close(): Promise<void>;
}

/** Pools of scopes that are kept at most; the one that was not asked for longest goes. */
const KEPT = 200;
const PROVINCE_SESSIONS = 8;
const COMMUNE_SESSIONS = 2;

/** Opens readers by scope. A commune's sessions work as a role that has no right to any table: only to views that show its communes. */
export function openReaders(url: string): ScopedReaders {
  const opened = new Map<string, Promise<Result<Database>>>();
  const close = async (reader: Promise<Result<Database>>): Promise<void> => {
    const one = await reader;
    if (one.ok) await one.value.close();
  };
  return {
    async of(communes) {
      const key = communes?.join(',') ?? 'province';
      const known = opened.get(key);
      opened.delete(key);
      const reader =
        known ??
        (communes === null
          ? openDatabase(url, PROVINCE_SESSIONS, 'read')
          : openDatabase(url, COMMUNE_SESSIONS, 'write', 'commune', communes));
      opened.set(key, reader);
      const [oldest] = opened.keys();
      if (opened.size > KEPT && oldest !== undefined) {
        const left = opened.get(oldest);
        opened.delete(oldest);
        if (left !== undefined) void close(left);
      }
      const one = await reader;
      // Why: a database that was away once must be asked again.
      if (!one.ok) opened.delete(key);
      return one.ok ? done(one.value) : one;
    },
    async close() {
      const all = [...opened.values()];
      opened.clear();
      await Promise.all(all.map(close));
    },
  };
}
