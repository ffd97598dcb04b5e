import type pg from 'pg';
import { type ControlBook, findingOf } from '../domain/control.ts';
import type { Payslip, PayslipLine, PersonFacts } from '../domain/payslip.ts';
import { type Instalment, RECOVERY_BASIS } from '../domain/recovery.ts';
import { copyIn, copyText } from './bulk.ts';
import type { Database } from './database.ts';
import { flatHash, leavesOf } from './row-hashes.ts';
import { rowSink } from './row-sink.ts';
import type { Run } from './runs.ts';
import { type BridgeTotals, CHANGES, bridgeSums } from './shard-bridge.ts';
import { type PackedSums, shardSums } from './shard-sums.ts';

/** Totals of one shard, summed by the check. Amounts in VND. */
export interface ShardTotals {
  persons: number;
  lines: number;
  lineAmount: number;
  payments: number;
  amount: number;
  current: number;
  arrears: number;
  carried: number;
  recovered: number;
  heldPersons: number;
  heldAmount: number;
  overpaidAmount: number;
  exceptions: number;
  bridge: BridgeTotals;
}

/** The rows of a shard in COPY text form, and their totals. */
export interface ShardResults {
  readonly lines: readonly Uint8Array[];
  readonly payments: readonly Uint8Array[];
  readonly exceptions: readonly Uint8Array[];
  readonly overpayments: readonly Uint8Array[];
  readonly changes: readonly Uint8Array[];
  readonly block: RunBlock;
  readonly totals: ShardTotals;
  readonly sums: PackedSums;
}

/** A range of persons of a run. */
type Shard = Pick<RunBlock, 'ordinal' | 'firstKey' | 'lastKey'>;

/** The hashes of a shard's lines and payments, lines first, and the hash over them that stands for the shard in what is signed. */
export interface RunBlock {
  readonly runNo: number;
  readonly ordinal: number;
  readonly firstKey: string;
  readonly lastKey: string;
  readonly lines: number;
  readonly payments: number;
  readonly leaves: Buffer;
  readonly root: string;
}

/** The numbers under which the texts of law stand in lines. */
export async function basisNumbers(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database.kysely.selectFrom('legal_basis').selectAll().execute();
  return new Map(rows.map((row) => [row.wording, row.basis_no]));
}

/**
 * The lines of a person. `part` counts within a family and month from 0, so that two runs that issue the same family and month
 * from the same books always meet in the ledger's primary key.
 */
function* lineRows(
  runNo: number,
  personId: string,
  slip: Payslip,
  bases: ReadonlyMap<string, number>,
): Generator<string> {
  let [part, before]: [number, PayslipLine | null] = [0, null];
  for (const line of slip.lines) {
    part = before !== null && before.family === line.family && before.month === line.month ? part + 1 : 0;
    before = line;
    const basis = bases.get(line.part.basis);
    if (basis === undefined) throw new RangeError('a legal basis was not written when the run was opened');
    const { category, awardId, standard, coefficientTenths } = line.part;
    yield `${runNo}\t${personId}\t${line.family}\t${line.month}\t${line.issue}\t${part}\t${line.kind}\t${category}\t${copyText(awardId)}\t${standard}\t${coefficientTenths}\t${line.amount}\t${basis}\t${line.hold ?? '\\N'}\t\\N\n`;
  }
}

/** What recovery orders take back: an overpaid month has no other lines, so `part` begins at 0 in each. */
function* recoveryRows(
  runNo: number,
  personId: string,
  instalments: readonly Instalment[],
  bases: ReadonlyMap<string, number>,
): Generator<string> {
  let [part, before]: [number, Instalment | null] = [0, null];
  for (const one of instalments) {
    part = before !== null && before.family === one.family && before.month === one.month ? part + 1 : 0;
    before = one;
    const basis = bases.get(RECOVERY_BASIS);
    if (basis === undefined) throw new RangeError('a legal basis was not written when the run was opened');
    yield `${runNo}\t${personId}\t${one.family}\t${one.month}\t${one.issue}\t${part}\trecovery\t\t\t0\t0\t-${one.amount}\t${basis}\t\\N\t${copyText(one.decisionNo)}\n`;
  }
}

function paymentRow(
  key: string,
  ordinal: number,
  communeCode: string,
  payment: NonNullable<Payslip['payment']>,
): string {
  const { sum, route, hold } = payment;
  return `${key}\t${ordinal}\t${copyText(communeCode)}\t${route?.channel ?? '\\N'}\t${copyText(route?.provider ?? null)}\t${copyText(route?.paymentPoint ?? null)}\t${sum.amount}\t${sum.current}\t${sum.arrears}\t${sum.carried}\t${sum.recovered}\t${sum.arrearsMonths}\t${hold ?? '\\N'}\n`;
}

function emptyTotals(): ShardTotals {
  return {
    persons: 0,
    lines: 0,
    lineAmount: 0,
    payments: 0,
    amount: 0,
    current: 0,
    arrears: 0,
    carried: 0,
    recovered: 0,
    heldPersons: 0,
    heldAmount: 0,
    overpaidAmount: 0,
    exceptions: 0,
    bridge: [],
  };
}

function addToTotals(totals: ShardTotals, slip: Payslip): void {
  totals.lines += slip.lines.length;
  for (const line of slip.lines) totals.lineAmount += line.amount;
  for (const one of slip.instalments) totals.lineAmount -= one.amount;
  for (const one of slip.overpaid) totals.overpaidAmount -= one.balance;
  totals.exceptions += slip.controls.length;
  totals.heldAmount += slip.heldAmount;
  if (slip.heldAmount > 0) totals.heldPersons += 1;
  if (slip.payment === null) return;
  totals.persons += 1;
  if (slip.payment.hold !== null) return;
  if (slip.payment.sum.amount > 0) totals.payments += 1;
  totals.amount += slip.payment.sum.amount;
  totals.current += slip.payment.sum.current;
  totals.arrears += slip.payment.sum.arrears;
  totals.carried += slip.payment.sum.carried;
  totals.recovered += slip.payment.sum.recovered;
}

/** Hashes the rows of a shard, one by one and all together. */
function runBlock(
  runNo: number,
  { ordinal, firstKey, lastKey }: Shard,
  lines: readonly Uint8Array[],
  payments: readonly Uint8Array[],
): RunBlock {
  const [ofLines, ofPayments] = [leavesOf(lines), leavesOf(payments)];
  const leaves = Buffer.concat([ofLines.bytes, ofPayments.bytes]);
  const root = flatHash(leaves);
  return { runNo, ordinal, firstKey, lastKey, lines: ofLines.rows, payments: ofPayments.rows, leaves, root };
}

/**
 * Turns payslips into rows; the hash covers every line and payment. A shard's ordinal is the place of its first person among all of
 * the run: a payment's number is its person's place, however the run is cut into shards.
 */
export function shardResults(
  run: Run,
  shard: Shard,
  payslips: Iterable<readonly [PersonFacts, Payslip]>,
  bases: ReadonlyMap<string, number>,
  rules: ControlBook,
): ShardResults {
  const rows = {
    lines: rowSink(),
    payments: rowSink(),
    exceptions: rowSink(),
    overpayments: rowSink(),
    changes: rowSink(),
  };
  const totals = emptyTotals();
  const bridge = bridgeSums();
  const sums = shardSums();
  let place = 0;
  for (const [person, slip] of payslips) {
    const { communeCode } = person.claimant;
    const id = copyText(person.personId);
    const key = `${run.runNo}\t${id}`;
    for (const row of lineRows(run.runNo, id, slip, bases)) rows.lines.add(row);
    for (const row of recoveryRows(run.runNo, id, slip.instalments, bases)) rows.lines.add(row);
    if (slip.payment !== null) rows.payments.add(paymentRow(key, shard.ordinal + place, communeCode, slip.payment));
    for (const found of slip.controls) {
      const { severity, message } = findingOf(rules, found, person.released.has(found.control));
      rows.exceptions.add(`${key}\t${found.control}\t${copyText(communeCode)}\t${severity}\t${copyText(message)}\n`);
    }
    for (const one of slip.overpaid)
      rows.overpayments.add(
        `${key}\t${one.family}\t${one.month}\t${0 - one.balance}\t${one.category}\t${copyText(communeCode)}\n`,
      );
    for (const move of slip.bridge) {
      bridge.add(move);
      if (CHANGES.has(move.step))
        rows.changes.add(`${key}\t${move.step}\t${copyText(move.communeCode)}\t${move.people}\t${move.amount}\n`);
    }
    addToTotals(totals, slip);
    sums.add(communeCode, place, slip);
    place += 1;
  }
  const [lines, payments] = [rows.lines.chunks(), rows.payments.chunks()];
  const block = runBlock(run.runNo, shard, lines, payments);
  totals.bridge = bridge.sums();
  const [exceptions, overpayments, changes] = [
    rows.exceptions.chunks(),
    rows.overpayments.chunks(),
    rows.changes.chunks(),
  ];
  return { lines, payments, exceptions, overpayments, changes, block, totals, sums: sums.packed() };
}

/** The columns of lines and payments in the order in which they are computed, hashed and stored. */
export const LINE_COLUMNS =
  'run_no, person_id, family, month, issue, part, kind, category, award_id, standard, coefficient_tenths, amount, basis_no, hold_reason, decision_no';
export const PAYMENT_COLUMNS =
  'run_no, person_id, ordinal, commune_code, channel, provider, payment_point, amount, current_amount, arrears_amount, carried_amount, recovered_amount, arrears_months, hold_reason';

/** Stores the rows of a shard by COPY, inside the caller's transaction. */
export async function saveShardResults(client: pg.PoolClient, results: ShardResults): Promise<void> {
  const tables = [
    [`run_line (${LINE_COLUMNS})`, results.lines],
    [`payment (${PAYMENT_COLUMNS})`, results.payments],
    ['run_exception (run_no, person_id, control, commune_code, severity, message)', results.exceptions],
    ['run_overpayment (run_no, person_id, family, month, amount, category, commune_code)', results.overpayments],
    ['run_change (run_no, person_id, step, commune_code, people, amount)', results.changes],
  ] as const;
  for (const [table, rows] of tables) {
    if (rows.length > 0) await copyIn(client, `COPY ${table} FROM STDIN`, rows);
  }
  const { runNo, ordinal, firstKey, lastKey, lines, payments, leaves, root } = results.block;
  await client.query(
    'INSERT INTO run_block (run_no, ordinal, first_key, last_key, lines, payments, leaves, root) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [runNo, ordinal, firstKey, lastKey, lines, payments, leaves, root],
  );
}
