import type { TextRow } from './bulk.ts';
import type { Client, Database } from './database.ts';

/** Rows of a report's query as text, a batch at a time. */
export type TextRows = AsyncGenerator<readonly TextRow[], undefined>;

/** Numbers for a list in SQL; what no number can be where there are none. */
export function numberList(numbers: readonly number[]): string {
  return numbers.length === 0 ? 'NULL' : numbers.join(', ');
}

/**
 * Reads with `work` from one moment of the database, in a session that changes nothing: sums and lists of a report agree, whatever
 * is loaded meanwhile. `work` may take long between two questions.
 */
export async function inSnapshot<T>(database: Database, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    await client.query(`SET LOCAL work_mem = '64MB'`);
    const value = await work(client);
    await client.query('COMMIT');
    client.release();
    return value;
  } catch (error) {
    // Why thrown away: a COPY that nobody reads to its end may still be in the connection.
    client.release(error instanceof Error ? error : true);
    throw error;
  }
}
