import { type Result, done, refused } from '../domain/failure.ts';
import { amountInWords } from './amount-in-words.ts';
import { type ListCount, type ListReading, type TakePayments, listCount, listedAmount } from './payout-reading.ts';
import { type SheetRow, UnreadableSheet, decodedChunks, sharedTexts, sheetRows } from './sheet-read.ts';
import { groupedNumber } from './vietnamese-number.ts';
import { DamagedPart, partsByName, unpackedChunks } from './zip-part.ts';

const ID = /^\d{4}-\d{2}-R\d{2,}-\d{9}$/;
const SHARED = 'xl/sharedStrings.xml';
const SHEET = 'xl/worksheets/sheet1.xml';
// The frame of a list has some fifty short texts.
const MOST_SHARED_BYTES = 1 << 24;

/** Columns that add up, and what the list prints below them. */
const SUMMED = ['G', 'I', 'J', 'K'] as const;
type Sums = Record<(typeof SUMMED)[number], number>;

/** Where in the list the reader is. */
interface Place {
  part: 'head' | 'rows' | 'foot';
  communeCode: string | null;
  provider: string | null;
  runId: string | null;
  hasWords: boolean;
  hasCount: boolean;
  lastRow: number;
  readonly sums: Sums;
}

function textAt(row: SheetRow, column: string): string {
  return row.cells.get(column)?.text ?? '';
}

function readHead(row: SheetRow, place: Place): void {
  const text = textAt(row, 'A');
  place.provider ??= /^Điểm chi trả: .*Tổ chức chi trả: (.+)$/.exec(text)?.[1] ?? null;
  const named = /^Mã xã, phường: (\S+) {2}· {2}Mã kỳ chi: (\S+)$/.exec(text);
  if (named !== null) [place.communeCode, place.runId] = [named[1] ?? null, named[2] ?? null];
  const isLegend = text === '1' && textAt(row, 'K') === '11 = 7 + 9 + 10' && textAt(row, 'O') === '15';
  if (isLegend) [place.part, place.lastRow] = ['rows', row.row];
}

/** A whole number of VND, 0 allowed; an empty cell is 0. NaN: it is none. */
function part(row: SheetRow, column: string): number {
  const cell = row.cells.get(column);
  if (cell === undefined || cell.text === '') return 0;
  return cell.isNumber && !cell.isFormula && /^\d{1,15}$/.test(cell.text) ? Number(cell.text) : Number.NaN;
}

/** What the remark says was taken back, in VND. NaN: it says something else. */
function takenBack(row: SheetRow): number {
  const text = textAt(row, 'N');
  if (text === '') return 0;
  return Number(/^Trừ thu hồi (\d{1,3}(?:\.\d{3})*)$/.exec(text)?.[1]?.replaceAll('.', '') ?? Number.NaN);
}

function readPayment(row: SheetRow, place: Place, list: ListCount): void {
  const [id, cell] = [row.cells.get('O'), row.cells.get('K')];
  const amount = cell?.isNumber === true && !cell.isFormula ? listedAmount(cell.text) : null;
  if (id === undefined || id.isNumber || id.isFormula || !ID.test(id.text) || amount === null) {
    list.fault('unreadable_row', row.row, 'dòng không phải khoản chi (the row is no payment)');
    return;
  }
  if (row.isHidden) list.fault('hidden_row', row.row, 'dòng bị ẩn (the row is hidden)');
  if (textAt(row, 'A') !== String(list.payments() + 1) || row.row !== place.lastRow + 1)
    list.fault('number_jumps', row.row, 'số thứ tự không liền (the running number jumps: a row is missing)');
  place.lastRow = row.row;
  const [current, arrears, carried] = [part(row, 'G'), part(row, 'I'), part(row, 'J')];
  if (amount !== current + arrears + carried - takenBack(row))
    list.fault('not_the_sum', row.row, 'tổng nhận không bằng các phần (the amount is not the sum of its parts)');
  if (!id.text.startsWith(`${place.runId}-`))
    list.fault('other_run', row.row, 'khoản chi của kỳ khác (a payment of another run)');
  for (const [column, value] of [
    ['G', current],
    ['I', arrears],
    ['J', carried],
    ['K', amount],
  ] as const)
    place.sums[column] += value;
  list.add({ row: row.row, id: id.text, amount });
}

function readTotals(row: SheetRow, place: Place, list: ListCount): void {
  place.part = 'foot';
  for (const column of SUMMED) {
    if (row.isHidden || part(row, column) !== place.sums[column])
      list.fault('total_differs', row.row, `tổng cột ${column} không khớp (the total of column ${column} differs)`);
  }
}

function readFoot(row: SheetRow, place: Place, list: ListCount): void {
  const text = textAt(row, 'A');
  if (text.startsWith('Tổng số tiền bằng chữ: ')) {
    place.hasWords = true;
    if (text !== `Tổng số tiền bằng chữ: ${amountInWords(list.amount())}.`)
      list.fault('words_differ', row.row, 'số tiền bằng chữ không khớp (the amount in words differs)');
  }
  if (text.startsWith('Số người trong danh sách: ')) {
    place.hasCount = true;
    if (text !== `Số người trong danh sách: ${groupedNumber(list.payments())} người.`)
      list.fault('count_differs', row.row, 'số người không khớp (the number of people differs)');
  }
  if (textAt(row, 'O') !== '')
    list.fault('row_below_total', row.row, 'có dòng sau tổng cộng (a row stands below the total)');
}

function readRow(row: SheetRow, place: Place, list: ListCount): void {
  if (place.part === 'head') readHead(row, place);
  else if (place.part === 'foot') readFoot(row, place, list);
  else if (textAt(row, 'A') === 'Tổng cộng') readTotals(row, place, list);
  else readPayment(row, place, list);
}

async function wholeText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  for await (const chunk of decodedChunks(chunks)) text += chunk;
  return text;
}

/** What stands in the list; null: it is no list of ours. */
async function reading(bytes: Uint8Array, list: ListCount): Promise<ListReading | null> {
  const parts = partsByName(bytes);
  const [sheet, shared] = [parts?.get(SHEET), parts?.get(SHARED)];
  const sheets = [...(parts?.keys() ?? [])].filter((name) => /^xl\/worksheets\/[^/]+\.xml$/.test(name));
  if (sheet === undefined || shared === undefined || sheets.length !== 1 || shared.size > MOST_SHARED_BYTES)
    return null;
  const texts = sharedTexts(await wholeText(unpackedChunks(shared)));
  const sums = { G: 0, I: 0, J: 0, K: 0 };
  const place: Place = {
    part: 'head',
    communeCode: null,
    provider: null,
    runId: null,
    hasWords: false,
    hasCount: false,
    lastRow: 0,
    sums,
  };
  for await (const row of sheetRows(unpackedChunks(sheet), texts)) readRow(row, place, list);
  if (place.part === 'head' || place.communeCode === null || place.provider === null) return null;
  if (place.part !== 'foot' || !place.hasWords || !place.hasCount)
    list.fault('no_total', 0, 'danh sách không có dòng tổng cộng (the list has no totals: its end is missing)');
  return list.finish(place.provider, place.communeCode);
}

/**
 * Reads a post office's list (.xlsx) as who pays by it: every row's payment id and amount (VND), the totals it prints, in figures and in words.
 * Faults are rows that are no payments, hidden, computed or not the sum of their parts, a running number that jumps, a payment twice,
 * totals that differ. Refuses what is no list of ours, and a damaged archive.
 */
export async function readPostList(bytes: Uint8Array, take: TakePayments): Promise<Result<ListReading>> {
  try {
    const read = await reading(bytes, listCount(take));
    return read === null
      ? refused('not_our_list', 'không phải danh sách gửi bưu điện của chương trình (no post list of ours)')
      : done(read);
  } catch (error) {
    if (error instanceof DamagedPart || error instanceof UnreadableSheet)
      return refused('unreadable_list', `không đọc được tệp .xlsx (the .xlsx file cannot be read: ${error.message})`);
    throw error;
  }
}
