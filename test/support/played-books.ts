import { buffer } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import { listBalances, listOverpayments } from '../../src/payroll/list-balances.ts';
import { exportTable } from '../../src/store/exports.ts';
import type { Run } from '../../src/store/runs.ts';
import { BOOKS } from '../model/histories.ts';
import { textOf } from '../model/law.ts';
import { type Life, type Line, sumOf } from '../model/life.ts';
import { type Act, balancesOf } from '../model/payroll.ts';
import type { Office } from './office.ts';

/** Amounts, or other short texts, by what they are of; the first word of a key is a person. */
export type Amounts = ReadonlyMap<string, string>;

/** Where model and program do not say the same about a person. */
export interface Difference {
  /** The number in the person's id. */
  readonly number: number;
  readonly where: string;
  readonly model: string;
  readonly program: string;
}

/** What differs between two lists. */
export function compare(where: string, model: Amounts, program: Amounts): Difference[] {
  const keys = [...new Set([...model.keys(), ...program.keys()])].sort();
  return keys
    .filter((key) => model.get(key) !== program.get(key))
    .map((key) => ({
      number: Number(key.slice(1, key.indexOf(' '))),
      where: `${where}: ${key}`,
      model: model.get(key) ?? 'nothing',
      program: program.get(key) ?? 'nothing',
    }));
}

async function asked(office: Office, sql: string, ...values: readonly unknown[]): Promise<Amounts> {
  const rows = await office.ask(sql, ...values);
  return new Map(rows.map(({ key, value }) => [String(key), String(value)]));
}

const MONTH = `to_char(month / 100, 'FM0000') || '-' || to_char(month % 100, 'FM00')`;

/** Lines of a run: VND by person, family, month, kind and why it waits. */
export async function compareLines(
  office: Office,
  run: Run,
  lines: ReadonlyMap<string, readonly Line[]>,
): Promise<Difference[]> {
  const model = new Map<string, number>();
  for (const [person, own] of lines)
    for (const { family, month, kind, amount, hold } of own) {
      const key = `${person} ${family} ${textOf(month)} ${kind} ${hold}`;
      model.set(key, (model.get(key) ?? 0) + amount);
    }
  const program = await asked(
    office,
    `SELECT concat_ws(' ', person_id, family, ${MONTH}, kind, coalesce(hold_reason, '')) AS key, sum(amount) AS value
     FROM run_line WHERE run_no = $1 GROUP BY 1`,
    run.runNo,
  );
  return compare(run.runId, new Map([...model].map(([key, amount]) => [key, String(amount)])), program);
}

/** What each person is sent by a run: the sum of the lines that do not wait, where it is above 0. */
export async function comparePayments(
  office: Office,
  run: Run,
  lines: ReadonlyMap<string, readonly Line[]>,
): Promise<Difference[]> {
  const model = new Map<string, string>();
  for (const [person, own] of lines) {
    const sum = sumOf(own.filter((line) => line.hold === ''));
    if (sum > 0) model.set(`${person} `, String(sum));
  }
  const program = await asked(
    office,
    `SELECT person_id || ' ' AS key, amount AS value FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND amount > 0`,
    run.runNo,
  );
  return compare(`payments of ${run.runId}`, model, program);
}

/** A CSV with person, family and month first as a list. */
async function listOf(csv: AsyncGenerator<string>): Promise<Amounts> {
  let text = '';
  for await (const part of csv) text += part;
  const found = new Map<string, string>();
  for (const line of text.split('\n').slice(1)) {
    const [person = '', family = '', month = '', ...amounts] = line.split(',');
    if (person !== '') found.set(`${person} ${family} ${month}`, amounts.join(' '));
  }
  return found;
}

/** Due, paid and balance of every month, and the overpayment register, as they stand now. */
export async function compareBooks(
  office: Office,
  run: Run,
  lives: readonly Life[],
  act: Act,
): Promise<{ readonly differences: readonly Difference[]; readonly balances: Amounts }> {
  const [balances, register] = [new Map<string, string>(), new Map<string, string>()];
  for (const life of lives)
    for (const person of life.persons.keys())
      for (const { family, month, due, paid, recovered } of balancesOf(life, person, BOOKS, act)) {
        const key = `${person} ${family} ${textOf(month)}`;
        const over = Math.max(0, paid - due);
        if (due !== 0 || paid !== 0) balances.set(key, `${due} ${paid} ${due - paid}`);
        if (over > 0 || recovered > 0) register.set(key, `${over + recovered} ${recovered} ${over}`);
      }
  const program = await listOf(listBalances(office.context, run));
  const differences = [
    ...compare(`balances at ${run.runId}`, balances, program),
    ...compare(`overpayments at ${run.runId}`, register, await listOf(listOverpayments(office.context, run))),
  ];
  return { differences, balances: program };
}

/** What is said of every payment that runs sent: its outcome now, by person and end-to-end id. */
export async function compareOutcomes(
  office: Office,
  runNos: readonly number[],
  model: Amounts,
): Promise<Difference[]> {
  const csv = new PassThrough();
  const reading = buffer(csv);
  await exportTable(office.context.database, 'payments', runNos, csv);
  csv.end();
  const program = new Map<string, string>();
  for (const line of String(await reading)
    .split('\n')
    .slice(1)) {
    const [, , person = '', , , , amount = '', status = '', , id = ''] = line.split(',');
    if (person !== '' && status !== 'held') program.set(`${person} ${id}`, `${amount} ${status}`);
  }
  return compare('outcomes of payments', model, program);
}
