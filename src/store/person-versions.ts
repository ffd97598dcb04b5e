import type { Client } from './database.ts';
import { STORED_TABLES, type StoredTable, type StoredTableName } from './registry-table.ts';

/** A row of the registry as one batch told it: which file and row, who loaded it and when (by the clock of the office). */
export interface Version {
  readonly table: StoredTableName;
  /** The row's key within its table. */
  readonly key: string;
  /** By column of the file; months as yyyymm, days as YYYY-MM-DD. */
  readonly values: Readonly<Record<string, string | number | null>>;
  readonly batch: number;
  readonly file: string;
  readonly row: number;
  readonly actor: string;
  readonly at: string;
  /** False: a later batch replaced it. */
  readonly isCurrent: boolean;
}

const OF_PERSON = 't.person_id = ANY($1)';

/** What tells about persons ($1); payments from before the program only of the month asked about ($2). */
const TELLING: readonly (readonly [StoredTableName, string])[] = [
  ['persons', OF_PERSON],
  ['merges', `(${OF_PERSON} OR t.merged_into = ANY($1))`],
  ['stays', OF_PERSON],
  ['awards', OF_PERSON],
  [
    'suspensions',
    `t.award_id IN (SELECT award_id FROM award WHERE person_id = ANY($1) UNION SELECT award_id FROM award_history WHERE person_id = ANY($1))`,
  ],
  ['payees', OF_PERSON],
  ['recoveries', OF_PERSON],
  ['refunds', OF_PERSON],
  ['disbursements', `${OF_PERSON} AND t.month = $2`],
];

function versionsOf(name: StoredTableName, where: string): string {
  const table: StoredTable = STORED_TABLES[name];
  const values = table.columns.map((column) => `'${column}', t.${column}`).join(', ');
  const key = table.key.map((column) => `t.${column}`).join(', ');
  const rows = (source: string, isCurrent: boolean): string =>
    `SELECT '${name}' AS "table", concat_ws(' ', ${key}) AS key, json_build_object(${values}) AS "values", t.batch_no, t.row_no, ${isCurrent} AS is_current
     FROM ${source} t WHERE ${where}`;
  return `${rows(table.name, true)} UNION ALL ${rows(`${table.name}_history`, false)}`;
}

/** All that the registry says and said about persons, in the order in which it was told; with names, id numbers and accounts. */
export async function versionsOfPersons(
  client: Client,
  personIds: readonly string[],
  month: number,
  timeZone: string,
): Promise<readonly Version[]> {
  const all = TELLING.map(([name, where]) => versionsOf(name, where)).join(' UNION ALL ');
  const { rows } = await client.query<Version>(
    `SELECT v."table", v.key, v."values", v.batch_no AS batch, f.file_name AS file, v.row_no AS row, f.actor,
       to_char(b.committed_at AT TIME ZONE $3, 'YYYY-MM-DD HH24:MI:SS.US') AS at, v.is_current AS "isCurrent"
     FROM (${all}) v JOIN registry_batch b USING (batch_no) JOIN import_file f USING (import_file_no)
     ORDER BY v.batch_no, v.row_no, v."table", v.is_current`,
    [personIds, month, timeZone],
  );
  return rows;
}

/** What an officer decided about a person's money. */
export interface HoldEvent {
  readonly personId: string;
  readonly action: 'hold' | 'release';
  readonly reason: string;
  readonly actor: string;
  readonly at: string;
}

/** Holds and releases of persons, oldest first. */
export async function holdsOfPersons(
  client: Client,
  personIds: readonly string[],
  timeZone: string,
): Promise<readonly HoldEvent[]> {
  const { rows } = await client.query<HoldEvent>(
    `SELECT person_id AS "personId", action, reason, actor, to_char(at AT TIME ZONE $2, 'YYYY-MM-DD HH24:MI:SS.US') AS at
     FROM hold_event WHERE person_id = ANY($1) ORDER BY hold_event_no`,
    [personIds, timeZone],
  );
  return rows;
}

/** A name behind a code: of a commune or a payment point. */
export interface PlaceName {
  readonly kind: 'commune' | 'point';
  readonly code: string;
  readonly name: string;
}

/** Names of communes, and of the payment points that persons use or used. */
export async function placeNames(client: Client, personIds: readonly string[]): Promise<readonly PlaceName[]> {
  const { rows } = await client.query<PlaceName>(
    `SELECT 'commune' AS kind, code, name FROM commune UNION ALL SELECT 'point', code, name FROM payment_point WHERE code IN
       (SELECT payment_point FROM payee WHERE person_id = ANY($1) UNION SELECT payment_point FROM payee_history WHERE person_id = ANY($1))`,
    [personIds],
  );
  return rows;
}
