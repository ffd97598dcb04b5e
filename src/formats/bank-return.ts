import { type Answer, SILENT, happenedBy } from '../domain/answer.ts';
import type { BankBook, ReturnField, ReturnForm } from '../domain/bank-sheet.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { type IsoDate, parseDate } from '../domain/month.ts';
import { endToEndIdAt, placeOfEndToEndId, placeOfPaymentId } from '../domain/payment-ids.ts';
import { endToEndIdOf } from '../domain/run.ts';
import { foldedWords } from '../domain/return-reason.ts';
import { returnTotals } from './bank-return-totals.ts';
import type { FileProblem } from './iso-message.ts';
import { readMoney } from './post-result-row.ts';
import { type ListRow, type ListTables, listTables } from './post-result-table.ts';
import { serialDay } from './sheet-date.ts';

/** A list that a bank sent back: what it says of each payment. */
export interface BankReturn {
  /** BIN of the sheet whose form it has. */
  readonly bank: string;
  readonly answers: readonly Answer[];
  readonly problems: readonly FileProblem[];
}

/** Where the columns of a form stand in a table, from 0. */
interface Place {
  readonly bank: string;
  readonly form: ReturnForm;
  readonly columns: ReadonlyMap<ReturnField, number>;
  /** Rows below the headings. */
  readonly below: readonly ListRow[];
}

const ROWS_ABOVE = 60;

function columnsOf(row: ListRow, form: ReturnForm): ReadonlyMap<ReturnField, number> {
  const cells = row.cells.map((cell) => foldedWords(cell.text));
  const columns = new Map<ReturnField, number>();
  for (const [field, headings] of form.headings) {
    const at = cells.findIndex((cell) => cell !== '' && headings.some((heading) => foldedWords(heading) === cell));
    if (at >= 0) columns.set(field, at);
  }
  const namesPayments = columns.has('end_to_end_id') || columns.has('content');
  return columns.has('status') && namesPayments ? columns : new Map();
}

/** How many of the first rows say a word that the form knows. */
function knownWords(form: ReturnForm, rows: readonly ListRow[], at: number): number {
  const words = new Set([...form.words.keys()].map(foldedWords));
  return rows.slice(0, ROWS_ABOVE).filter((row) => words.has(foldedWords(row.cells[at]?.text ?? ''))).length;
}

/** The form of a bank that fits a table best: most columns, then most known words. Null: none fits. */
function placeIn({ tables }: ListTables, book: BankBook): Place | null {
  let best: { readonly place: Place; readonly fit: number } | null = null;
  for (const table of tables)
    for (const [at, row] of table.slice(0, ROWS_ABOVE).entries())
      for (const { bin, returns } of book.sheets.values()) {
        const columns = returns === null ? new Map<ReturnField, number>() : columnsOf(row, returns);
        if (returns === null || columns.size === 0) continue;
        const below = table.slice(at + 1);
        const known = knownWords(returns, below, columns.get('status') ?? 0);
        const fit = known === 0 && below.length > 0 ? 0 : columns.size * 1000 + known;
        if (fit > 0 && fit > (best?.fit ?? 0)) best = { place: { bank: bin, form: returns, columns, below }, fit };
      }
  return best?.place ?? null;
}

/**
 * The payment that a text of a statement names: our end-to-end id in it, else the end of the id behind the month, as `paymentContent` writes it where a
 * bank leaves 50 characters. Null: it names none.
 */
export function paymentInContent(province: string, content: string): string | null {
  const text = content.toUpperCase();
  const whole = /CT\d{8}R\d{11,}/.exec(text)?.[0] ?? '';
  const place = placeOfEndToEndId(whole);
  if (place !== null) return endToEndIdAt(place);
  const parts = /THANG (\d{2})\/?(\d{4}) .*?R(\d{2,3})(\d{9})(?!\d)/.exec(text);
  if (parts === null) return null;
  const [, inYear = '', year = '', sequence = '', ordinal = ''] = parts;
  const named = placeOfPaymentId(province, `${year}-${inYear}-R${sequence}-${ordinal}`);
  return named === null ? null : endToEndIdOf(province, named.runId, named.ordinal);
}

function idIn(province: string, text: string): string | null {
  const id = text.replaceAll(' ', '');
  const place = placeOfEndToEndId(id) ?? placeOfPaymentId(province, id);
  return place === null ? null : endToEndIdAt(place);
}

function dayIn(text: string, isNumber: boolean, startsIn1904: boolean): string | null {
  if (isNumber) return serialDay(text, startsIn1904);
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})/.exec(text);
  if (parts === null) return parseDate(text.slice(0, 10));
  const [, day = '', inYear = '', year = ''] = parts;
  return parseDate(`${day.padStart(2, '0')}/${inYear.padStart(2, '0')}/${year}`);
}

type Fault = NonNullable<Answer['fault']>;

/** What a row says, and whether it names a payment; null: nothing. */
function answerOf(
  province: string,
  place: Place,
  row: ListRow,
  startsIn1904: boolean,
): { readonly answer: Answer; readonly isNamed: boolean } | null {
  const cell = (field: ReturnField): ListRow['cells'][number] => {
    const at = place.columns.get(field);
    return (at === undefined ? undefined : row.cells[at]) ?? { text: '', isNumber: false };
  };
  const [id, content, said] = [
    cell('end_to_end_id').text.trim(),
    cell('content').text.trim(),
    cell('status').text.trim(),
  ];
  const payment = idIn(province, id) ?? paymentInContent(province, content);
  if (payment === null && said === '') return null;
  const word = [...place.form.words].find(([known]) => foldedWords(known) === foldedWords(said))?.[1];
  const money = readMoney(cell('amount'));
  const date =
    cell('date').text.trim() === '' ? null : dayIn(cell('date').text.trim(), cell('date').isNumber, startsIn1904);
  let fault: Fault | null = null;
  if (word === undefined)
    fault = {
      code: 'unknown_status',
      message: 'trạng thái không có trong mẫu của ngân hàng (a word that the form of the bank does not know)',
    };
  else if (payment === null)
    fault = { code: 'missing_id', message: 'dòng không chỉ khoản chi nào (the row names no payment)' };
  else if (date === null && cell('date').text.trim() !== '')
    fault = { code: 'bad_date', message: 'ngày không đúng (not a day)' };
  const amount = typeof money === 'number' ? String(money) : null;
  if (typeof money === 'object' && money !== null) fault ??= money;
  const answer: Answer = {
    ...SILENT,
    row: row.row,
    endToEndId: payment ?? (id || content),
    status: word ?? said,
    date,
    amount,
    reason: word === 'returned' ? cell('reason').text.trim() : '',
    fault,
  };
  return { answer, isNamed: payment !== null };
}

/** The second row of a payment: what says the same again is superfluous, what says another thing makes the list a contradiction. */
function repeated(
  answer: Answer,
  before: Answer | undefined,
): { readonly answer: Answer; readonly problem: FileProblem | null } {
  if (before === undefined || answer.fault !== null) return { answer, problem: null };
  const message = 'khoản chi đã có dòng như vậy (the payment stands in the list with this status already)';
  if (before.status === answer.status)
    return { answer: { ...answer, fault: { code: 'twice', message } }, problem: null };
  const problem = {
    code: 'twice',
    message: `dòng ${before.row} và ${answer.row} nói khác nhau về một khoản (rows ${before.row} and ${answer.row} contradict each other about one payment)`,
  };
  return { answer, problem };
}

/** Whether an id or an account stands in a row: then it is no total, whatever the person is called. */
function namesSomebody({ columns }: Place, row: ListRow): boolean {
  const places = [columns.get('end_to_end_id'), columns.get('account_no')];
  return places.some((at) => at !== undefined && /\d{4}/.test(row.cells[at]?.text ?? ''));
}

/** Every row below the headings, in order, with what contradicts itself: a payment with two statuses, a total that is none. */
function readRows(
  place: Place,
  province: string,
  startsIn1904: boolean,
  today: IsoDate | null,
): Pick<BankReturn, 'answers' | 'problems'> {
  const answers: Answer[] = [];
  const seen = new Map<string, Answer>();
  const problems: FileProblem[] = [];
  const totals = returnTotals();
  const [amountAt, statusAt] = [place.columns.get('amount'), place.columns.get('status') ?? 0];
  const words = new Set([...place.form.words.keys()].map(foldedWords));
  for (const row of place.below) {
    const read = answerOf(province, place, row, startsIn1904);
    const names = (read !== null && read.isNamed) || namesSomebody(place, row);
    const says = words.has(foldedWords(row.cells[statusAt]?.text ?? ''));
    if (!names && totals.take(row, amountAt, says)) continue;
    if (read === null) continue;
    const { answer, problem } = repeated(happenedBy(read.answer, today), seen.get(read.answer.endToEndId));
    totals.add(answer);
    answers.push(answer);
    if (problem !== null) problems.push(problem);
    if (answer.fault === null && !seen.has(answer.endToEndId)) seen.set(answer.endToEndId, answer);
  }
  return { answers, problems: [...problems, ...totals.problems()] };
}

/** What a list of a bank needs by the sheets of a book, in words of a refusal. */
export function returnNeeds({ sheets }: BankBook): string {
  const headingsOf = (...fields: readonly ReturnField[]): string => {
    const texts = [...sheets.values()].flatMap(({ returns }) =>
      fields.flatMap((field) => returns?.headings.get(field) ?? []),
    );
    // The last of the same words stands: those with marks, as people write them.
    const written = [...texts, ...texts.filter((text) => text !== text.toUpperCase())];
    return [...new Map(written.map((text) => [foldedWords(text), text])).values()].join(', ');
  };
  return `một trong (one of) ${headingsOf('end_to_end_id', 'content')}; và (and) ${headingsOf('status')}; từ trạng thái có trong returns: words của mẫu ngân hàng (words that the bank's sheet knows)`;
}

/**
 * Reads a list that a bank sent back (.xlsx or CSV) by the `returns` of the banks' sheets: columns by their headings, words by what the sheet says they
 * mean. A payment is found by its id, else by the content of the transfer. A row that repeats a payment is a fault (`twice`), and so is an outcome of
 * a day after `today` (null: not looked at). What the list contradicts itself in stands in `problems`: two statuses of one payment, a total that is the
 * sum of neither all rows nor those paid nor those returned. Null: no bank's form fits. VND.
 */
export async function readBankReturn(
  bytes: Uint8Array,
  province: string,
  book: BankBook,
  today: IsoDate | null = null,
): Promise<Result<BankReturn> | null> {
  const tables = await listTables(bytes);
  if (!tables.ok) return refused(tables.failure.code, tables.failure.message);
  const place = placeIn(tables.value, book);
  if (place === null) return null;
  return done({ bank: place.bank, ...readRows(place, province, tables.value.startsIn1904, today) });
}
