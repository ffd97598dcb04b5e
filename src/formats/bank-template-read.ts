import { type ListTemplate, type ListWord, showsWord } from '../domain/bank-sheet.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { UnreadableText, readCsv } from './csv.ts';
import { type ListCount, type ListReading, type TakePayments, listCount, listedAmount } from './payout-reading.ts';
import { columnLetters } from './sheet-reference.ts';
import { type SheetRow, UnreadableSheet, sheetRows } from './sheet-read.ts';
import { DamagedPart, partsByName, unpackedChunks } from './zip-part.ts';

const ID = /^CT\d{2}\d{6}R\d{2,}\d{9}$/;
/** How the content of a payment ends: run and number. */
const CONTENT_END = /R\d{2,}\d{9}$/;
const SHEET = 'xl/worksheets/sheet1.xml';

/** A row of either kind of file: its texts in the order of the columns, which of them are number cells. */
interface ListRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly isNumber: readonly boolean[];
  readonly isHidden: boolean;
  readonly hasFormula: boolean;
}

/** Where the words of a list stand; -1: nowhere. */
interface Columns {
  readonly row: number;
  readonly id: number;
  readonly content: number;
  readonly account: number;
  readonly amount: number;
  readonly bank: number;
}

function columnsOf({ columns }: ListTemplate): Columns {
  const at = (word: ListWord): number => columns.findIndex((column) => showsWord(column, word));
  return {
    row: at('row'),
    id: at('end_to_end_id'),
    content: at('content'),
    account: at('account_no'),
    amount: at('amount'),
    bank: at('bank_bin'),
  };
}

interface Place {
  readonly columns: Columns;
  hasHeader: boolean;
  isOver: boolean;
  bank: string | null;
}

function idIn({ cells }: ListRow, { id, content }: Columns): string | null {
  if (id >= 0) return ID.test(cells[id] ?? '') ? (cells[id] ?? null) : null;
  return CONTENT_END.exec(cells[content] ?? '')?.[0] ?? null;
}

function readPayment(line: ListRow, template: ListTemplate, place: Place, list: ListCount): void {
  const { columns } = place;
  const id = idIn(line, columns);
  const amount = listedAmount(line.cells[columns.amount] ?? '');
  const isAmountNumber = template.file === 'csv' || line.isNumber[columns.amount] === true;
  const isAccountText = template.file === 'csv' || line.isNumber[columns.account] === false;
  if (
    id === null ||
    amount === null ||
    !isAmountNumber ||
    !isAccountText ||
    (line.cells[columns.account] ?? '') === '' ||
    line.hasFormula
  ) {
    list.fault('unreadable_row', line.row, 'dòng không phải khoản chi (the row is no payment)');
    return;
  }
  if (line.isHidden) list.fault('hidden_row', line.row, 'dòng bị ẩn (the row is hidden)');
  const isNext = columns.row < 0 || line.cells[columns.row] === String(list.payments() + 1);
  if (!isNext || line.row !== template.headerRow + list.payments() + 1)
    list.fault('number_jumps', line.row, 'số thứ tự không liền (the running number jumps: a row is missing)');
  const bank = columns.bank < 0 ? null : (line.cells[columns.bank] ?? '');
  place.bank ??= bank;
  if (bank !== place.bank) list.fault('other_bank', line.row, 'ngân hàng khác (another bank than the others)');
  list.add({ row: line.row, id, amount });
}

function isTotal(line: ListRow, template: ListTemplate): boolean {
  return template.total !== null && line.cells.includes(template.total);
}

/** Takes one row; false: the headings are not those of the template. */
function readRow(line: ListRow, template: ListTemplate, place: Place, list: ListCount): boolean {
  if (line.row < template.headerRow) return true;
  if (line.row === template.headerRow) {
    place.hasHeader = template.columns.every((column, at) => line.cells[at] === column.heading);
    return place.hasHeader;
  }
  if (place.isOver) list.fault('row_below_total', line.row, 'có dòng sau tổng cộng (a row stands below the total)');
  else if (isTotal(line, template)) {
    place.isOver = true;
    if (line.cells[place.columns.amount] !== String(list.amount()))
      list.fault('total_differs', line.row, 'dòng tổng cộng không khớp (the printed total differs)');
  } else readPayment(line, template, place, list);
  return true;
}

function sheetLine(row: SheetRow, template: ListTemplate): ListRow {
  const cells = template.columns.map((_, at) => row.cells.get(columnLetters(at + 1)));
  return {
    row: row.row,
    cells: cells.map((cell) => cell?.text ?? ''),
    isNumber: cells.map((cell) => cell?.isNumber === true),
    isHidden: row.isHidden,
    hasFormula: [...row.cells.values()].some((cell) => cell.isFormula),
  };
}

async function* workbookLines(bytes: Uint8Array, template: ListTemplate): AsyncGenerator<ListRow> {
  const parts = partsByName(bytes);
  const sheet = parts?.get(SHEET);
  const sheets = [...(parts?.keys() ?? [])].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name));
  if (sheet === undefined || sheets.length !== (template.hidden === null ? 1 : 2))
    throw new UnreadableSheet('other sheets');
  for await (const row of sheetRows(unpackedChunks(sheet), [])) yield sheetLine(row, template);
}

async function* csvLines(bytes: Uint8Array): AsyncGenerator<ListRow> {
  for await (const block of readCsv([bytes]))
    for (const { row, cells, brokenQuotes } of block.rows)
      yield { row, cells: brokenQuotes ? [] : cells, isNumber: [], isHidden: false, hasFormula: false };
}

/**
 * Reads a bank's list in the form of a template back as the bank will: every row's end-to-end id (or the end of it that the content carries) and
 * amount (VND). Faults are rows that are no payments, hidden or computed, running numbers that jump, another bank than the others, a payment
 * twice, a printed total that differs. Refuses what has other headings, and a damaged archive.
 */
export async function readTemplateList(
  template: ListTemplate,
  bytes: Uint8Array,
  take: TakePayments,
): Promise<Result<ListReading>> {
  const list = listCount(take);
  const place: Place = { columns: columnsOf(template), hasHeader: false, isOver: false, bank: null };
  const other = refused('not_our_list', 'không theo mẫu của ngân hàng (not in the form of the bank)');
  try {
    const lines = template.file === 'csv' ? csvLines(bytes) : workbookLines(bytes, template);
    for await (const line of lines) if (!readRow(line, template, place, list)) return other;
  } catch (error) {
    if (error instanceof UnreadableText) return refused(error.code, error.message);
    if (error instanceof DamagedPart || error instanceof UnreadableSheet)
      return refused('unreadable_list', `không đọc được tệp .xlsx (the .xlsx file cannot be read: ${error.message})`);
    throw error;
  }
  if (!place.hasHeader) return other;
  if (template.total !== null && !place.isOver)
    list.fault('no_total', 0, 'danh sách không có dòng tổng cộng (the list has no total: its end is missing)');
  return done(list.finish(place.bank, null));
}
