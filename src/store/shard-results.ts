import { createHash } from 'node:crypto';
import type pg from 'pg';
import { findingOf } from '../domain/control.ts';
import type { Payslip, PayslipLine, PersonFacts } from '../domain/payslip.ts';
import { copyIn, copyText } from './bulk.ts';
import type { Database } from './database.ts';
import type { Run } from './runs.ts';

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
  heldPersons: number;
  heldAmount: number;
  overpaidAmount: number;
  exceptions: number;
  sha256: string;
}

/** The rows of a shard in COPY text form, and their totals. */
export interface ShardResults {
  readonly lines: readonly Uint8Array[];
  readonly payments: readonly Uint8Array[];
  readonly exceptions: readonly Uint8Array[];
  readonly overpayments: readonly Uint8Array[];
  readonly totals: ShardTotals;
}

interface RowSink {
  add(row: string): void;
  chunks(): readonly Uint8Array[];
}

const CHUNK_CHARACTERS = 1 << 18;

/** Why bytes in chunks: a write or a hash for each row costs more than the row, and strings take twice the room. */
function rowSink(): RowSink {
  const chunks: Uint8Array[] = [];
  let text = '';
  const flush = (): void => {
    if (text !== '') chunks.push(Buffer.from(text));
    text = '';
  };
  return {
    add(row) {
      text += row;
      if (text.length > CHUNK_CHARACTERS) flush();
    },
    chunks() {
      flush();
      return chunks;
    },
  };
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
    yield `${runNo}\t${personId}\t${line.family}\t${line.month}\t${line.issue}\t${part}\t${line.kind}\t${category}\t${copyText(awardId)}\t${standard}\t${coefficientTenths}\t${line.amount}\t${basis}\t${line.hold ?? '\\N'}\n`;
  }
}

function paymentRow(
  key: string,
  ordinal: number,
  communeCode: string,
  payment: NonNullable<Payslip['payment']>,
): string {
  const { sum, route, hold } = payment;
  return `${key}\t${ordinal}\t${copyText(communeCode)}\t${route?.channel ?? '\\N'}\t${copyText(route?.provider ?? null)}\t${copyText(route?.paymentPoint ?? null)}\t${sum.amount}\t${sum.current}\t${sum.arrears}\t${sum.carried}\t${sum.arrearsMonths}\t${hold ?? '\\N'}\n`;
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
    heldPersons: 0,
    heldAmount: 0,
    overpaidAmount: 0,
    exceptions: 0,
    sha256: '',
  };
}

function addToTotals(totals: ShardTotals, slip: Payslip): void {
  totals.lines += slip.lines.length;
  for (const line of slip.lines) totals.lineAmount += line.amount;
  for (const one of slip.overpaid) totals.overpaidAmount -= one.balance;
  totals.exceptions += slip.controls.length;
  totals.heldAmount += slip.heldAmount;
  if (slip.heldAmount > 0) totals.heldPersons += 1;
  if (slip.payment === null) return;
  totals.persons += 1;
  if (slip.payment.hold !== null) return;
  totals.payments += 1;
  totals.amount += slip.payment.sum.amount;
  totals.current += slip.payment.sum.current;
  totals.arrears += slip.payment.sum.arrears;
  totals.carried += slip.payment.sum.carried;
}

/**
 * Turns payslips into rows; the hash covers lines and payments. `firstRank` is the place of the first person among all of the
 * run: a payment's number is its person's place, however the run is cut into shards.
 */
export function shardResults(
  run: Run,
  firstRank: number,
  payslips: Iterable<readonly [PersonFacts, Payslip]>,
  bases: ReadonlyMap<string, number>,
): ShardResults {
  const rows = { lines: rowSink(), payments: rowSink(), exceptions: rowSink(), overpayments: rowSink() };
  const totals = emptyTotals();
  let place = 0;
  for (const [person, slip] of payslips) {
    const { communeCode } = person.claimant;
    const id = copyText(person.personId);
    const key = `${run.runNo}\t${id}`;
    for (const row of lineRows(run.runNo, id, slip, bases)) rows.lines.add(row);
    if (slip.payment !== null) rows.payments.add(paymentRow(key, firstRank + place, communeCode, slip.payment));
    for (const control of slip.controls) {
      const { severity, message } = findingOf(control);
      rows.exceptions.add(`${key}\t${control}\t${copyText(communeCode)}\t${severity}\t${copyText(message)}\n`);
    }
    for (const one of slip.overpaid) rows.overpayments.add(`${key}\t${one.family}\t${one.month}\t${0 - one.balance}\n`);
    addToTotals(totals, slip);
    place += 1;
  }
  const [lines, payments] = [rows.lines.chunks(), rows.payments.chunks()];
  totals.sha256 = sha256Of([...lines, ...payments]);
  return { lines, payments, exceptions: rows.exceptions.chunks(), overpayments: rows.overpayments.chunks(), totals };
}

function sha256Of(chunks: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** Stores the rows of a shard by COPY, inside the caller's transaction. */
export async function saveShardResults(client: pg.PoolClient, results: ShardResults): Promise<void> {
  const tables = [
    [
      'run_line (run_no, person_id, family, month, issue, part, kind, category, award_id, standard, coefficient_tenths, amount, basis_no, hold_reason)',
      results.lines,
    ],
    [
      'payment (run_no, person_id, ordinal, commune_code, channel, provider, payment_point, amount, current_amount, arrears_amount, carried_amount, arrears_months, hold_reason)',
      results.payments,
    ],
    ['run_exception (run_no, person_id, control, commune_code, severity, message)', results.exceptions],
    ['run_overpayment (run_no, person_id, family, month, amount)', results.overpayments],
  ] as const;
  for (const [table, rows] of tables) {
    if (rows.length > 0) await copyIn(client, `COPY ${table} FROM STDIN`, rows);
  }
}
