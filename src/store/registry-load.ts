import type pg from 'pg';
import type { Database } from './database.ts';
import { type BatchOutcome, createStage, type RegistryBatch, saveBatch, stageName } from './registry-batch.ts';
import { type StoredTableName, STORED_TABLES } from './registry-table.ts';

/** One import on one connection. `isWhole`: everything in one transaction, kept or thrown away at the end. */
export interface RegistryLoad {
  readonly client: pg.PoolClient;
  readonly isWhole: boolean;
}

/** A file that is being loaded: its table, its name without folder, its SHA-256 in hex, and who loads it. */
export interface LoadedFile {
  readonly table: StoredTableName;
  readonly fileName: string;
  readonly sha256: string;
  readonly actor: string;
}

/** Takes a connection for an import; with `isWhole` its transaction begins here. */
export async function openLoad(database: Database, isWhole: boolean): Promise<RegistryLoad> {
  const client = await database.pool.connect();
  if (isWhole) await client.query('BEGIN');
  return { client, isWhole };
}

/** Writes down that a file is loaded from now on; answers its number, which its batches carry. */
export async function beginFile({ client }: RegistryLoad, file: LoadedFile): Promise<number> {
  await createStage(client, file.table);
  const { rows } = await client.query<{ import_file_no: number }>(
    'INSERT INTO import_file (table_name, file_name, sha256, actor) VALUES ($1, $2, $3, $4) RETURNING import_file_no',
    [STORED_TABLES[file.table].name, file.fileName, file.sha256, file.actor],
  );
  const number = rows[0]?.import_file_no;
  if (number === undefined) throw new Error('the database gave the file no number');
  return number;
}

/** Saves one batch: in its own transaction, or in that of a whole load. Throws when the database refuses. */
export async function loadBatch({ client, isWhole }: RegistryLoad, batch: RegistryBatch): Promise<BatchOutcome> {
  const outcome = await saveBatch(client, batch, !isWhole);
  if (isWhole) return outcome;
  const answer = await client.query('COMMIT');
  if (answer.command !== 'COMMIT') throw new Error('a batch was rolled back');
  return outcome;
}

/** Writes down that a file was loaded to its end, with its counts. */
export async function finishFile(
  { client }: RegistryLoad,
  importFileNo: number,
  rowsRead: number,
  rowsRejected: number,
): Promise<void> {
  await client.query(
    'UPDATE import_file SET finished_at = now(), rows_read = $2, rows_rejected = $3 WHERE import_file_no = $1',
    [importFileNo, rowsRead, rowsRejected],
  );
}

/** Ends an import and gives the connection back. A whole load is kept only with `keep`; batches saved alone stay. */
export async function closeLoad({ client, isWhole }: RegistryLoad, keep: boolean): Promise<void> {
  let broken: Error | undefined;
  try {
    const answer = isWhole && keep ? await client.query('COMMIT') : await client.query('ROLLBACK');
    if (isWhole && keep && answer.command !== 'COMMIT') throw new Error('the import was rolled back');
    const stages = Object.values(STORED_TABLES).map((table) => stageName(table));
    await client.query(`DROP TABLE IF EXISTS ${stages.join(', ')}`);
  } catch (error) {
    broken = error instanceof Error ? error : new Error('the import could not be ended');
    if (keep) throw error;
  } finally {
    client.release(broken);
  }
}

/** True for an error that says that another import or an opening run holds the registry. */
export function isRegistryBusy(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '55P03';
}
