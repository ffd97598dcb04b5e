import type pg from 'pg';
import { rowsBelowUse } from './budgets.ts';
import { copyIn, copyText } from './bulk.ts';
import { type Reference, type StoredTable, type StoredTableName, STORED_TABLES } from './registry-table.ts';

/** One row on its way into the registry: values in the order of the table's columns, months as yyyymm. */
export interface RegistryRow {
  readonly row: number;
  readonly values: readonly (string | null)[];
}

/** A row that names something the registry does not hold, or sets a budget below what is used of it. */
export interface UnknownReference {
  readonly row: number;
  readonly column: string;
  readonly code: Reference['code'] | 'below_use';
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

/** Rows in COPY text form: what stands before the values of a row, the values, what stands after. */
function* copyRows(
  rows: readonly RegistryRow[],
  before: (at: number, row: number) => string,
  after: (row: number) => string,
): Generator<string> {
  let text = '';
  for (const [at, { row, values }] of rows.entries()) {
    text += before(at, row);
    for (const [column, value] of values.entries()) text += column === 0 ? copyText(value) : `\t${copyText(value)}`;
    text += after(row);
    if (text.length > 1 << 16) {
      yield text;
      text = '';
    }
  }
  yield text;
}

function stageText(rows: readonly RegistryRow[], turns: readonly number[]): Generator<string> {
  return copyRows(
    rows,
    (at, row) => `${row}\t${turns[at] ?? 0}\t`,
    () => '\n',
  );
}

function tableText(rows: readonly RegistryRow[], batchNo: number): Generator<string> {
  return copyRows(
    rows,
    () => '',
    (row) => `\t${batchNo}\t${row}\n`,
  );
}

/** Values of a column that another table does not hold. Why distinct: rows of one person follow each other. */
async function missingIn(
  client: pg.PoolClient,
  reference: Reference,
  values: Iterable<string | null | undefined>,
): Promise<Set<string>> {
  const named = [...new Set(values)].filter((value) => value !== null && value !== undefined);
  if (named.length === 0) return new Set();
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM unnest($1::text[]) AS named (id)
     WHERE NOT EXISTS (SELECT FROM ${reference.table} o WHERE o.${reference.tableColumn} = named.id)`,
    [named],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Rows that refer to what the registry does not hold; a row is named once per reference. */
async function unknownIn(
  client: pg.PoolClient,
  table: StoredTable,
  rows: readonly RegistryRow[],
): Promise<UnknownReference[]> {
  const unknown: UnknownReference[] = [];
  for (const reference of table.references) {
    const at = table.columns.indexOf(reference.column);
    const missing = await missingIn(
      client,
      reference,
      rows.map(({ values }) => values[at]),
    );
    if (missing.size === 0) continue;
    for (const { row, values } of rows) {
      if (missing.has(values[at] ?? '')) unknown.push({ row, column: reference.column, code: reference.code });
    }
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

/** The first and last month of a batch of payments from before the program; nulls for other tables. */
function monthsOf(name: StoredTableName, rows: readonly RegistryRow[]): readonly [string | null, string | null] {
  if (name !== 'disbursements') return [null, null];
  const at = STORED_TABLES[name].columns.indexOf('month');
  let [first, last]: [string | null, string | null] = [null, null];
  // Why as text: months are yyyymm, whose texts order as they do.
  for (const { values } of rows) {
    const month = values[at] ?? null;
    if (month === null) continue;
    if (first === null || month < first) first = month;
    if (last === null || month > last) last = month;
  }
  return [first, last];
}

const DUPLICATE_KEY = '23505';

/**
 * Adds rows by COPY, hoping that every key is new, as in a first import: half the work of looking each one up. False, and
 * nothing is added, when the registry held one of the keys.
 */
async function addedAsNew(
  client: pg.PoolClient,
  table: StoredTable,
  batchNo: number,
  rows: readonly RegistryRow[],
): Promise<boolean> {
  await client.query('SAVEPOINT fresh');
  try {
    await copyIn(
      client,
      `COPY ${table.name} (${table.columns.join(', ')}, batch_no, row_no) FROM STDIN`,
      tableText(rows, batchNo),
    );
    return true;
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== DUPLICATE_KEY) throw error;
    await client.query('ROLLBACK TO SAVEPOINT fresh');
    return false;
  }
}

/** Compares rows with the registry, by way of the staging table. */
async function compared(
  client: pg.PoolClient,
  table: StoredTable,
  batchNo: number,
  rows: readonly RegistryRow[],
): Promise<{ added: number; replaced: number }> {
  const { turns, sizes } = turnsOf(table, rows);
  // Why the settings: the stage has no statistics, and without them PostgreSQL reads whole tables to find a batch's rows.
  await client.query(`TRUNCATE ${stageName(table)}; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off`);
  const columns = ['row_no', 'turn', ...table.columns].join(', ');
  await copyIn(client, `COPY ${stageName(table)} (${columns}) FROM STDIN`, stageText(rows, turns));
  return applyTurns(client, table, batchNo, sizes);
}

/** A batch on its way. */
export interface RegistryBatch {
  readonly importFileNo: number;
  readonly table: StoredTableName;
  readonly rows: readonly RegistryRow[];
  /** False once a key of the file was met in the registry: then the next ones are looked up at once. */
  readonly isHopedNew: boolean;
}

/**
 * Brings rows into the registry: rows with unknown references are left out, a later row of a key replaces the earlier
 * one (which goes to the history), equal rows do nothing. Takes the next batch number under the lock of the
 * installation row, and only when something changed. `begin` opens a transaction first; the caller ends it.
 */
export async function saveBatch(client: pg.PoolClient, batch: RegistryBatch, begin: boolean): Promise<BatchOutcome> {
  const { importFileNo, table: name } = batch;
  const table: StoredTable = STORED_TABLES[name];
  if (begin) await client.query('BEGIN');
  const lock = await client.query<{ last_batch_no: number }>('SELECT last_batch_no FROM installation FOR UPDATE');
  const batchNo = (lock.rows[0]?.last_batch_no ?? 0) + 1;
  const unknown = await unknownIn(client, table, batch.rows);
  if (name === 'budgets') unknown.push(...(await rowsBelowUse(client, batch.rows)));
  const left = new Set(unknown.map(({ row }) => row));
  const rows = left.size === 0 ? batch.rows : batch.rows.filter(({ row }) => !left.has(row));
  const isNew = batch.isHopedNew && (await addedAsNew(client, table, batchNo, rows));
  const { added, replaced } = isNew
    ? { added: rows.length, replaced: 0 }
    : await compared(client, table, batchNo, rows);
  if (added + replaced > 0) {
    await client.query(
      `WITH numbered AS (UPDATE installation SET last_batch_no = $1)
       INSERT INTO registry_batch (batch_no, import_file_no, rows_added, rows_replaced, first_month, last_month) VALUES ($1, $2, $3, $4, $5, $6)`,
      [batchNo, importFileNo, added, replaced, ...monthsOf(name, rows)],
    );
  }
  return { added, replaced, unchanged: rows.length - added - replaced, unknown };
}
