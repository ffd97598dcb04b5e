import { parseVnd, type Vnd } from '../domain/money.ts';
import { copyOut, eachRow, readCopyText } from './bulk.ts';
import type { Client, Database } from './database.ts';
import type { Run } from './runs.ts';

/** One payment of a run with all that its list prints. Absent facts are empty texts. Amounts in VND. */
export interface Payout {
  readonly personId: string;
  readonly communeCode: string;
  readonly ordinal: number;
  readonly channel: 'bank' | 'post';
  readonly provider: string;
  readonly paymentPoint: string;
  readonly amount: Vnd;
  readonly current: Vnd;
  readonly arrears: Vnd;
  readonly carried: Vnd;
  /** Taken back by recovery orders: amount = current + arrears + carried - recovered. */
  readonly recovered: Vnd;
  readonly arrearsMonths: number;
  readonly fullName: string;
  readonly birthYear: string;
  readonly nationalIdEnd: string;
  readonly accountNo: string;
  readonly accountName: string;
  readonly collector: string;
}

/** What happened to a commune's file of a run, for the manifest. */
export interface PayoutFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly kind: string;
  readonly provider: string;
  readonly communeCode: string;
  readonly payments: number;
  readonly amount: number;
  /** Id of the message; null: the file is none. */
  readonly messageId: string | null;
  /** Numbers of the first and the last payment in it; null: not recorded (files of earlier versions). */
  readonly firstOrdinal: number | null;
  readonly lastOrdinal: number | null;
  /** BIN of the bank that is asked; null: no bank, or not recorded. */
  readonly debtorBank: string | null;
  /** Null: the commune has none. */
  readonly debtorAccount: string | null;
  /** YYYY-MM-DD. */
  readonly executesOn: string | null;
  /** ed25519 over the bytes, base64; null: files of earlier versions. */
  readonly signature: string | null;
  /** The file of the same run that this one shows again, with no payments of its own. */
  readonly copyOf: string | null;
  /** Payments that do not go into the bank's form, when this file holds them; null: it is no such file. */
  readonly byHand: readonly number[] | null;
}

/** What a file asks for besides its payments: nothing. */
export const ASKS_NO_BANK = {
  messageId: null,
  debtorBank: null,
  debtorAccount: null,
  executesOn: null,
  signature: null,
  copyOf: null,
  byHand: null,
} as const;

/** A table's rows as they stood when the run was opened, one per key. */
export function frozen(run: Run, table: string, columns: string): string {
  const batch = run.registryBatch;
  return `(SELECT ${columns} FROM ${table} t WHERE t.batch_no <= ${batch}
    UNION ALL SELECT ${columns} FROM ${table}_history t WHERE t.batch_no <= ${batch} AND t.superseded_batch > ${batch})`;
}

function vndCell(cell: string | undefined): Vnd {
  const amount = parseVnd(cell ?? '');
  if (amount === null) throw new RangeError('an amount in the database is not a whole number of VND');
  return amount;
}

function payoutOf(line: string): Payout {
  const cells = line.split('\t').map((cell) => readCopyText(cell) ?? '');
  const [
    personId = '',
    communeCode = '',
    ordinal,
    channel,
    provider = '',
    paymentPoint = '',
    amount,
    current,
    arrears,
    carried,
    recovered,
    arrearsMonths,
    ...names
  ] = cells;
  const [fullName = '', birthYear = '', nationalIdEnd = '', accountNo = '', accountName = '', collector = ''] = names;
  return {
    personId,
    communeCode,
    ordinal: Number(ordinal),
    channel: channel === 'bank' ? 'bank' : 'post',
    provider,
    paymentPoint,
    amount: vndCell(amount),
    current: vndCell(current),
    arrears: vndCell(arrears),
    carried: vndCell(carried),
    recovered: vndCell(recovered),
    arrearsMonths: Number(arrearsMonths),
    fullName,
    birthYear,
    nationalIdEnd,
    accountNo,
    accountName,
    collector,
  };
}

/** The bank or payment point that pays. */
function payerOf(payout: Payout): string {
  return payout.channel === 'bank' ? payout.provider : payout.paymentPoint;
}

/** Why one list at a time: the payments of a whole commune as objects would outlive the young generation and fill the old one. */
function* listsIn(rows: Buffer): Generator<readonly Payout[], undefined> {
  let list: Payout[] = [];
  for (const row of eachRow(rows)) {
    const payout = payoutOf(row.toString('utf8'));
    const [first] = list;
    if (first !== undefined && (first.channel !== payout.channel || payerOf(first) !== payerOf(payout))) {
      yield list;
      list = [];
    }
    list.push(payout);
  }
  if (list.length > 0) yield list;
}

/** Whether a row of a history table (alias) stood in the registry when the run was opened. */
function stood(run: Run, row: string): string {
  return `${row}.batch_no <= ${run.registryBatch} AND ${row}.superseded_batch > ${run.registryBatch}`;
}

/** The last payee of person p that began by the run's month, among rows of a table that stood when the run was opened. */
function lastPayee(run: Run, table: string, isThen: string): string {
  return `(SELECT t.from_month, t.account_no, t.account_name, t.collector_name FROM ${table} t
    WHERE t.person_id = p.person_id AND t.from_month <= ${run.month} AND ${isThen} ORDER BY t.from_month DESC LIMIT 1)`;
}

/**
 * Payments (p) with names and accounts as they were known when the run was opened. Why each table by itself and not both of a
 * kind as one: for almost everybody the row of today is the one, and finding it costs a look into an index and no sorting. Why LIMIT: a
 * commune's persons are looked up, where PostgreSQL would read all of the province for them.
 */
function payoutsQuery(run: Run, which: string): string {
  const named = (column: string): string => `CASE WHEN o.person_id IS NULL THEN n.${column} ELSE o.${column} END`;
  const paid = (column: string): string =>
    `CASE WHEN z.from_month > coalesce(y.from_month, 0) THEN z.${column} ELSE y.${column} END`;
  return `SELECT p.person_id, p.commune_code, p.ordinal, p.channel, p.provider, p.payment_point, p.amount, p.current_amount, p.arrears_amount, p.carried_amount,
      p.recovered_amount, p.arrears_months, ${named('full_name')}, left(${named('birth_date')}, 4), right(${named('national_id')}, 4),
      ${paid('account_no')}, coalesce(${paid('account_name')}, ${named('full_name')}), ${paid('collector_name')}
    FROM payment p JOIN LATERAL (SELECT * FROM person t WHERE t.person_id = p.person_id LIMIT 1) n ON true
    LEFT JOIN person_history o ON o.person_id = p.person_id AND ${stood(run, 'o')}
    LEFT JOIN LATERAL ${lastPayee(run, 'payee', `t.batch_no <= ${run.registryBatch}`)} y ON true
    LEFT JOIN LATERAL ${lastPayee(run, 'payee_history', stood(run, 't'))} z ON true
    WHERE p.run_no = ${run.runNo} AND ${which} AND p.hold_reason IS NULL AND p.amount > 0
      AND (n.batch_no <= ${run.registryBatch} OR o.person_id IS NOT NULL)
    ORDER BY p.channel, CASE p.channel WHEN 'bank' THEN p.provider ELSE coalesce(p.payment_point, '') END, p.person_id`;
}

/**
 * The payments of a run in one commune, a list for each bank and for each payment point of the post. All rows are read when it resolves;
 * each list is made when the loop asks for it, by person.
 */
export async function payoutsOfCommune(
  database: Database,
  run: Run,
  communeCode: string,
): Promise<Iterable<readonly Payout[]>> {
  const client = await database.pool.connect();
  try {
    const which = `p.commune_code = ${client.escapeLiteral(communeCode)}`;
    return listsIn(await copyOut(client, `COPY (${payoutsQuery(run, which)}) TO STDOUT`));
  } finally {
    client.release();
  }
}

/** The payments of a run that a condition over `payment p` picks, with their communes, by channel and provider. */
export async function payoutsWhere(client: Client, run: Run, which: string): Promise<readonly Payout[]> {
  const payouts: Payout[] = [];
  for (const row of eachRow(await copyOut(client, `COPY (${payoutsQuery(run, which)}) TO STDOUT`)))
    payouts.push(payoutOf(row.toString('utf8')));
  return payouts;
}

/** Names of communes and payment points as they were known when the run was opened. */
export async function placeNames(
  database: Database,
  run: Run,
): Promise<{ communes: ReadonlyMap<string, string>; points: ReadonlyMap<string, string> }> {
  const { rows } = await database.pool.query<{ kind: string; code: string; name: string }>(
    `SELECT 'commune' AS kind, c.code, c.name FROM ${frozen(run, 'commune', 't.code, t.name')} c
     UNION ALL SELECT 'point', o.code, o.name FROM ${frozen(run, 'payment_point', 't.code, t.name')} o`,
  );
  const named = (kind: string): ReadonlyMap<string, string> =>
    new Map(rows.filter((row) => row.kind === kind).map((row) => [row.code, row.name]));
  return { communes: named('commune'), points: named('point') };
}

/** Files of a run by path. */
export async function listPayoutFiles(database: Database, runNo: number): Promise<readonly PayoutFile[]> {
  const rows = await database.kysely
    .selectFrom('payout_file')
    .selectAll()
    .where('run_no', '=', runNo)
    .orderBy('path')
    .execute();
  return rows.map((row) => ({
    path: row.path,
    sha256: row.sha256,
    bytes: row.bytes,
    kind: row.kind,
    provider: row.provider,
    communeCode: row.commune_code,
    payments: row.payments,
    amount: row.amount,
    messageId: row.message_id,
    firstOrdinal: row.first_ordinal,
    lastOrdinal: row.last_ordinal,
    debtorBank: row.debtor_bank,
    debtorAccount: row.debtor_account,
    executesOn: row.executes_on,
    signature: row.signature,
    copyOf: row.copy_of,
    byHand: row.by_hand,
  }));
}

/** Records files that were written; a file written again with other bytes is refused (throws). */
export async function insertPayoutFiles(client: Client, runNo: number, files: readonly PayoutFile[]): Promise<void> {
  for (const file of files) {
    const { rows } = await client.query<{ sha256: string }>(
      'SELECT sha256 FROM payout_file WHERE run_no = $1 AND path = $2',
      [runNo, file.path],
    );
    if (rows[0] !== undefined && rows[0].sha256 !== file.sha256)
      throw new RangeError('a payout file came out with other bytes than before');
    if (rows[0] !== undefined) continue;
    await client.query(
      `INSERT INTO payout_file (run_no, path, sha256, bytes, kind, provider, commune_code, payments, amount, message_id, first_ordinal, last_ordinal,
         debtor_bank, debtor_account, executes_on, signature, copy_of, by_hand) VALUES (${Array.from({ length: 18 }, (_, at) => `$${at + 1}`).join(', ')})`,
      [
        runNo,
        file.path,
        file.sha256,
        file.bytes,
        file.kind,
        file.provider,
        file.communeCode,
        file.payments,
        file.amount,
        file.messageId,
        file.firstOrdinal,
        file.lastOrdinal,
        file.debtorBank,
        file.debtorAccount,
        file.executesOn,
        file.signature,
        file.copyOf,
        file.byHand,
      ],
    );
  }
}

/** Records the hash of the manifest: the files are complete. */
export async function sealManifest(client: Client, runNo: number, sha256: string): Promise<void> {
  await client.query('UPDATE run SET manifest_sha256 = $2 WHERE run_no = $1', [runNo, sha256]);
}
