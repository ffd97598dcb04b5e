import type pg from 'pg';
import { copyIn, copyText } from './bulk.ts';
import { type Reference, type StoredTable, type StoredTableName, STORED_TABLES } from './registry-table.ts';

/** One row on its way into the registry: values in the order of the table's columns, months as yyyymm. */
export interface RegistryRow {
  readonly row: number;
  readonly values: readonly (string | null)[];
}

/** A row that names something the registry does not hold. */
export interface UnknownReference {
  readonly row: number;
  readonly column: string;
  readonly code: Reference['code'];
}

/** What a batch did. A row with unknown references is in none of the counts. */
export interface BatchOutcome {
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly unknown: readonly UnknownReference[];
}

/** The name of a table's staging table, which lives as long as the session. */
export function stageName(table: StoredTable): string {
  return `stage_${table.name}`;
}

/** Makes the empty staging table of a registry table for this session. */
export async function createStage(client: pg.PoolClient, name: StoredTableName): Promise<void> {
  const table: StoredTable = STORED_TABLES[name];
  await client.query(
    `CREATE TEMP TABLE IF NOT EXISTS ${stageName(table)} ON COMMIT DELETE ROWS AS
       SELECT row_no, 0 AS turn, ${table.columns.join(', ')} FROM ${table.name} WITH NO DATA`,
  );
}

/** Which time a key stands in the batch, from 0: each time is one turn, so that within a turn keys are unique. */
function turnsOf(
  table: StoredTable,
  rows: readonly RegistryRow[],
): { readonly turns: number[]; readonly sizes: number[] } {
  const positions = table.key.map((column) => table.columns.indexOf(column));
  const seen = new Map<string, number>();
  const sizes: number[] = [];
  const turns = rows.map(({ values }) => {
    const key =
      positions.length === 1 ? (values[positions[0] ?? 0] ?? '') : positions.map((at) => values[at]).join('\n');
    const turn = seen.get(key) ?? 0;
    seen.set(key, turn + 1);
    sizes[turn] = (sizes[turn] ?? 0) + 1;
    return turn;
  });
  return { turns, sizes };
}

function* stageText(rows: readonly RegistryRow[], turns: readonly number[]): Generator<string> {
  let text = '';
  for (const [at, { row, values }] of rows.entries()) {
    text += `${row}\t${turns[at] ?? 0}`;
    for (const value of values) text += `\t${copyText(value)}`;
    text += '\n';
    if (text.length > 1 << 16) {
      yield text;
      text = '';
    }
  }
  yield text;
}

/** Takes rows with unknown references out of the stage; a row is named once per reference. */
async function takeOutUnknown(client: pg.PoolClient, table: StoredTable): Promise<UnknownReference[]> {
  const unknown: UnknownReference[] = [];
  const stage = stageName(table);
  for (const { column, table: other, tableColumn, code } of table.references) {
    // Why DISTINCT: the rows of one person follow each other, so there are far fewer persons than rows to look for.
    const { rows } = await client.query<{ row_no: number }>(
      `WITH missing AS MATERIALIZED (
         SELECT named.id FROM (SELECT DISTINCT ${column} AS id FROM ${stage} WHERE ${column} IS NOT NULL) named
          WHERE NOT EXISTS (SELECT FROM ${other} o WHERE o.${tableColumn} = named.id))
       SELECT row_no FROM ${stage} WHERE ${column} IN (SELECT id FROM missing)`,
    );
    for (const { row_no: row } of rows) unknown.push({ row, column, code });
  }
  if (unknown.length > 0) {
    const rows = unknown.map(({ row }) => row);
    await client.query(`DELETE FROM ${stage} WHERE row_no = ANY ($1::integer[])`, [rows]);
  }
  return unknown;
}

interface TurnQueries {
  readonly add: string;
  readonly supersede: string;
  readonly replace: string;
}

/** $1 is the turn, $2 the batch. */
function turnQueries(table: StoredTable): TurnQueries {
  const { name, columns, key } = table;
  const stage = stageName(table);
  const facts = columns.filter((column) => !key.includes(column));
  const of = (alias: string, names: readonly string[]): string => names.map((one) => `${alias}.${one}`).join(', ');
  const isSameKey = key.map((column) => `t.${column} = s.${column}`).join(' AND ');
  const isChanged = `(${of('t', facts)}) IS DISTINCT FROM (${of('s', facts)})`;
  const all = columns.join(', ');
  return {
    add: `INSERT INTO ${name} (${all}, batch_no, row_no)
      SELECT ${all}, $2::integer, row_no FROM ${stage} s WHERE s.turn = $1 ON CONFLICT (${key.join(', ')}) DO NOTHING`,
    supersede: `INSERT INTO ${name}_history (${all}, batch_no, row_no, superseded_batch, superseded_row)
      SELECT ${of('t', columns)}, t.batch_no, t.row_no, $2::integer, s.row_no
        FROM ${stage} s JOIN ${name} t ON ${isSameKey} WHERE s.turn = $1 AND ${isChanged}`,
    replace: `UPDATE ${name} t SET ${facts.map((one) => `${one} = s.${one}`).join(', ')}, batch_no = $2::integer, row_no = s.row_no
      FROM ${stage} s WHERE s.turn = $1 AND ${isSameKey} AND ${isChanged}`,
  };
}

/** New keys are added first; only where keys were met are there rows to compare, and those just added are equal. */
async function applyTurns(
  client: pg.PoolClient,
  table: StoredTable,
  batchNo: number,
  turns: readonly number[],
): Promise<{ added: number; replaced: number }> {
  const queries = turnQueries(table);
  let [added, replaced] = [0, 0];
  for (const [turn, rows] of turns.entries()) {
    const fresh = (await client.query(queries.add, [turn, batchNo])).rowCount ?? 0;
    added += fresh;
    if (fresh === rows) continue;
    const superseded = (await client.query(queries.supersede, [turn, batchNo])).rowCount ?? 0;
    if (superseded > 0) await client.query(queries.replace, [turn, batchNo]);
    replaced += superseded;
  }
  return { added, replaced };
}

/** $1 to $4: batch, file, rows added and replaced. The first month is that of the payments in the stage, if any. */
function recordQuery(name: StoredTableName): string {
  const firstMonth = name === 'disbursements' ? `(SELECT min(month) FROM ${stageName(STORED_TABLES[name])})` : 'NULL';
  return `WITH numbered AS (UPDATE installation SET last_batch_no = $1)
    INSERT INTO registry_batch (batch_no, import_file_no, rows_added, rows_replaced, first_month)
    VALUES ($1, $2, $3, $4, ${firstMonth})`;
}

/** A batch on its way. */
export interface RegistryBatch {
  readonly importFileNo: number;
  readonly table: StoredTableName;
  readonly rows: readonly RegistryRow[];
}

/**
 * Brings rows into the registry: rows with unknown references are left out, a later row of a key replaces the earlier
 * one (which goes to the history), equal rows do nothing. Takes the next batch number under the lock of the
 * installation row, and only when something changed. `begin` opens a transaction first; the caller ends it.
 */
export async function saveBatch(client: pg.PoolClient, batch: RegistryBatch, begin: boolean): Promise<BatchOutcome> {
  const { importFileNo, table: name, rows } = batch;
  const table: StoredTable = STORED_TABLES[name];
  const { turns, sizes } = turnsOf(table, rows);
  // Why the settings: the stage has no statistics, and without them PostgreSQL reads whole tables to find a batch's
  // rows. Why one query: while files are read the answers wait, so every question asked costs time.
  await client.query(
    `${begin ? 'BEGIN' : `TRUNCATE ${stageName(table)}`};
     SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off`,
  );
  const columns = ['row_no', 'turn', ...table.columns].join(', ');
  await copyIn(client, `COPY ${stageName(table)} (${columns}) FROM STDIN`, stageText(rows, turns));
  const lock = await client.query<{ last_batch_no: number }>('SELECT last_batch_no FROM installation FOR UPDATE');
  const batchNo = (lock.rows[0]?.last_batch_no ?? 0) + 1;
  const unknown = await takeOutUnknown(client, table);
  const { added, replaced } = await applyTurns(client, table, batchNo, sizes);
  if (added + replaced > 0) {
    await client.query(recordQuery(name), [batchNo, importFileNo, added, replaced]);
  }
  const applied = rows.length - new Set(unknown.map(({ row }) => row)).size;
  return { added, replaced, unchanged: applied - added - replaced, unknown };
}
