import type { Database } from './database.ts';
import { type StoredTableName, STORED_TABLES } from './registry-table.ts';

/** What the shards of a run fill. */
const COMPUTED = ['run_line', 'payment', 'run_exception', 'run_overpayment', 'run_mark'] as const;

/** What enters the books with a chapter. */
const BOOKED = ['ledger_posting', 'ledger_total', 'outcome_event', 'settlement_row'] as const;

/** Why locked tables are passed over: whoever holds them counts them, and no work waits or fails for this. */
const ANALYZE = 'ANALYZE (SKIP_LOCKED)';

/**
 * Lets PostgreSQL count again. Why as the owner: the program's own role may not. Why at all: nothing is known of rows that were just
 * written until autovacuum comes by, and a question that is asked first compares every row with every other.
 */
async function refresh(database: Database, commands: readonly string[]): Promise<void> {
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('SET ROLE NONE');
    for (const command of commands) await client.query(command);
    await client.query('SET ROLE chitra_app');
  } catch (error) {
    broken = error instanceof Error ? error : new Error('the tables could not be analysed');
    throw error;
  } finally {
    client.release(broken);
  }
}

/** After an import: refreshes the planner's knowledge of changed tables, after many rows with VACUUM, which makes the next run's reads index-only. */
export function refreshRegistry(
  database: Database,
  tables: readonly StoredTableName[],
  isLarge: boolean,
): Promise<void> {
  const names = tables.map((table) => STORED_TABLES[table].name);
  return refresh(
    database,
    names.length === 0 ? [] : [`${isLarge ? 'VACUUM (ANALYZE)' : 'ANALYZE'} ${names.join(', ')}`],
  );
}

/** When a run was computed: before its check, and whoever reads it next, asks about its rows. */
export function refreshComputed(database: Database): Promise<void> {
  return refresh(database, [`${ANALYZE} ${COMPUTED.join(', ')}`]);
}

// Why asked: as ANALYZE passes over tables that are another's, so does this; pages that are not summed up are read whole.
const SUMMARIZE = `SELECT brin_summarize_new_values(oid) FROM pg_class
  WHERE oid = 'ledger_posting_of_block'::regclass AND pg_has_role(current_user, relowner, 'USAGE')`;

/** When a chapter of the books was sealed: also sums up the pages that the index of blocks does not know yet. */
export function refreshBooks(database: Database): Promise<void> {
  return refresh(database, [`${ANALYZE} ${BOOKED.join(', ')}`, SUMMARIZE]);
}
