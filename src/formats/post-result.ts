import type { Answer } from '../domain/answer.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import type { Vnd } from '../domain/money.ts';
import type { IsoDate } from '../domain/month.ts';
import { paymentIdAt, placeOfEndToEndId } from '../domain/payment-ids.ts';
import type { FileProblem } from './iso-message.ts';
import { type ResultTable, resultTable } from './post-result-header.ts';
import { type ResultReading, type ResultRow, idOf, readResultRow, tellsSomething } from './post-result-row.ts';
import { type ListRow, listTables } from './post-result-table.ts';
import { isFootRow, totalsCheck } from './post-result-totals.ts';

export { RESULT_NEEDS, recognisesPostResult } from './post-result-header.ts';

/** Who took the money of a payment, as the list says. Personal data: for the books, not for messages. */
export interface ListedCollector {
  readonly row: number;
  readonly name: string;
}

/** A post office's result list as it was read. */
export interface PostResult {
  readonly format: 'post-result';
  /** Payments that the list names, with those that cannot be used. */
  readonly rows: number;
  /** One a row, in the order of the list. */
  readonly answers: readonly Answer[];
  /** What the list says that its own rows contradict: nothing of such a list may be loaded. */
  readonly problems: readonly FileProblem[];
  /** Money handed back, as the list says it: printed below, else the sum of its column. VND; null: not said. */
  readonly handedBack: Vnd | null;
  readonly collectors: readonly ListedCollector[];
}

// 1, (2), 11 = 7 + 9 + 10: the numbers of the columns on official forms.
const LEGEND = /^\(?\d{1,2}\)?(?:\s*=[\d\s=+()-]*)?$/;

const OWN_ID = /^(?:CT\d{2}\d{6}R\d|\d{4}-\d{2}-R\d)/i;
const FIGURES = /\d{4}/;

function isLegend(row: ListRow): boolean {
  const texts = row.cells.map((cell) => cell.text.trim()).filter((text) => text !== '');
  return texts.length > 2 && texts.every((text) => LEGEND.test(text));
}

/** The row with the fault, unless it has one already. */
function faulty(result: ResultRow, code: string, message: string): ResultRow {
  return { ...result, answer: { ...result.answer, fault: result.answer.fault ?? { code, message } } };
}

/** A row whose payment stands in the list already (only one of them can be true), or belongs to another run than the list. */
function placed(result: ResultRow, isSeen: boolean, runId: string | null): ResultRow {
  const id = paymentIn(result.answer);
  if (isSeen) return faulty(result, 'twice', 'khoản chi có hai dòng (the payment stands twice in the list)');
  return id === null || runId === null || id.startsWith(`${runId}-`)
    ? result
    : faulty(result, 'other_run', 'khoản chi của kỳ khác (a payment of another run than the list)');
}

/** The payment that a row names by either of its ids; null: none of ours. */
function paymentIn({ instructionId, endToEndId }: Answer): string | null {
  if (instructionId !== '') return instructionId;
  const place = placeOfEndToEndId(endToEndId);
  return place === null ? null : paymentIdAt(place);
}

/** Rows that are payments, in order; the others go to `foot`. What names no payment but says something of one is kept, with its fault. */
function* paymentRows(table: ResultTable, reading: ResultReading, foot: (row: ListRow) => void): Generator<ListRow> {
  let [hasBegun, isBelow] = [false, false];
  for (const row of table.below) {
    const id = idOf(row, reading);
    const isPayment = row.isBroken || OWN_ID.test(id);
    if (!isPayment && isFootRow(row)) {
      isBelow ||= hasBegun;
      foot(row);
      continue;
    }
    if (!isPayment && isLegend(row)) continue;
    // Below the table names and signatures stand in any column; what looks like an id is kept even there.
    const isTold = isBelow ? FIGURES.test(id) : tellsSomething(row, reading);
    if (!isPayment && !isTold) continue;
    hasBegun = true;
    yield row;
  }
}

/**
 * Reads what a post office sends back (.xlsx or CSV): our own list filled in, or a table of its own that names payments by their payment id or
 * end-to-end id. Columns are found by their headings. An id stands in the answer as in the list: payment ids as instructionId. `today`: days
 * after it are faults; null: not looked at. Refuses what is no such list; faults of rows and wrong totals are told, not refused. VND.
 */
export async function readPostResult(
  bytes: Uint8Array,
  name: string,
  today: IsoDate | null = null,
): Promise<Result<PostResult>> {
  const tables = await listTables(bytes);
  if (!tables.ok) return refused(tables.failure.code, `${name}: ${tables.failure.message}`);
  const table = resultTable(tables.value.tables);
  if (!table.ok) return refused(table.failure.code, `${name}: ${table.failure.message}`);
  const reading = { columns: table.value.columns, startsIn1904: tables.value.startsIn1904, today };
  const totals = totalsCheck();
  const [answers, collectors]: [Answer[], ListedCollector[]] = [[], []];
  const seen = new Set<string>();
  const foot = (row: ListRow): void => totals.foot(row, reading.columns.amount);
  for (const row of paymentRows(table.value, reading, foot)) {
    const read = readResultRow(row, reading);
    const id = paymentIn(read.answer);
    const result = placed(read, id !== null && seen.has(id), table.value.runId);
    if (id !== null) seen.add(id);
    totals.add(result);
    answers.push(result.answer);
    if (result.collector !== '') collectors.push({ row: row.row, name: result.collector });
  }
  if (answers.length === 0)
    return refused('no_payments', `${name}: danh sách không có khoản chi nào (the list names no payment)`);
  return done({ format: 'post-result', rows: answers.length, answers, ...totals.finish(), collectors });
}
