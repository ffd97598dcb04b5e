import { rowXml } from './sheet-rows.ts';
import { cellOf, columnLetters } from './sheet-reference.ts';
import type { Cell, Formula } from './sheet.ts';
import { type TableFrame, tableFrames } from './spreadsheet.ts';
import type { Table, TableColumn, TableForm, TableNote, WrittenTable } from './table.ts';
import { type TableCursor, tableCursor } from './table-cursor.ts';
import { type ZipPart, zipStream } from './zip-stream.ts';

/** Rows of a sheet, above which a table goes on in the next; the format itself ends at 1,048,576. */
export const LONGEST_SHEET = 1_000_000;
const PART_CHARACTERS = 1 << 16;

/** One sheet of a table while it is written. */
interface Page {
  readonly name: string;
  readonly frame: TableFrame;
  /** Rows it may hold. */
  readonly longest: number;
  rows: number;
  /** Sums of the columns in their order; 0 where a column is not summed. */
  readonly sums: number[];
}

function isSummed(columns: readonly TableColumn[]): boolean {
  return columns.some((column) => column.isSummed === true);
}

function writtenTable(columns: readonly TableColumn[], pages: readonly Page[]): WrittenTable {
  const filled = pages.filter((page) => page.rows > 0);
  return {
    rows: filled.reduce((all, page) => all + page.rows, 0),
    sum(key) {
      const at = columns.findIndex((column) => column.key === key && column.isSummed === true);
      if (at < 0) throw new RangeError(`the table has no sum of ${key}`);
      const cells = filled.map((page) => cellOf(page.name, at + 1, page.frame.firstRow + page.rows));
      return { formula: cells.join('+') || '0', value: filled.reduce((sum, page) => sum + (page.sums[at] ?? 0), 0) };
    },
  };
}

function amountIn(cell: Cell | Formula | undefined): number {
  const value = cell !== null && typeof cell === 'object' ? cell.value : cell;
  return typeof value === 'number' ? value : 0;
}

function addUp(columns: readonly TableColumn[], page: Page, cells: readonly (Cell | Formula)[]): void {
  columns.forEach((column, at) => {
    if (column.isSummed !== true) return;
    const sum = (page.sums[at] ?? 0) + amountIn(cells[at]);
    if (!Number.isSafeInteger(sum)) throw new RangeError('the sum of a column is not a whole number below 2^53');
    page.sums[at] = sum;
  });
}

function totalCells(columns: readonly TableColumn[], page: Page): readonly (Cell | Formula)[] {
  const [from, to] = [page.frame.firstRow, page.frame.firstRow + page.rows - 1];
  return columns.map(({ isSummed: added }, at) => {
    if (added !== true) return at === 0 ? 'Tổng cộng' : null;
    const letters = columnLetters(at + 1);
    return { formula: `SUM(${letters}${from}:${letters}${to})`, value: page.sums[at] ?? 0 };
  });
}

/** The rows of one page, its sums, and after the last page the notes. */
async function* pageRows(
  table: Table,
  cursor: TableCursor,
  page: Page,
  endNotes: () => readonly TableNote[],
): AsyncGenerator<string> {
  const { columns } = table.form;
  const { frame } = page;
  while (page.rows < page.longest) {
    const rows = await cursor.take(Math.min(256, page.longest - page.rows));
    if (rows === null) break;
    for (const { cells, isBold } of rows) {
      addUp(columns, page, cells);
      yield rowXml(isBold === true ? frame.bold : frame.body, frame.firstRow + page.rows, cells);
      page.rows += 1;
    }
  }
  let at = frame.firstRow + page.rows;
  if (isSummed(columns) && page.rows > 0) yield rowXml(frame.bold, at++, totalCells(columns, page));
  const notes = (await cursor.isOver()) ? endNotes() : ['Xem tiếp ở trang sau. Goes on in the next sheet.'];
  for (const [index, note] of notes.entries())
    yield rowXml(frame.note, at + 1 + index, typeof note === 'string' ? [note] : note);
}

function tailOf(form: TableForm, page: Page): string {
  const last = columnLetters(form.columns.length);
  const to = page.frame.firstRow + Math.max(page.rows, 1) - 1;
  return page.frame.tail.replace(/(<autoFilter ref=")[^"]*"/, `$1A${page.frame.firstRow - 1}:${last}${to}"`);
}

async function* pageXml(
  table: Table,
  cursor: TableCursor,
  page: Page,
  endNotes: () => readonly TableNote[],
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = page.frame.head;
  for await (const row of pageRows(table, cursor, page, endNotes)) {
    text += row;
    if (text.length < PART_CHARACTERS) continue;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(text + tailOf(table.form, page));
}

function partText(parts: readonly { readonly name: string; readonly data: Uint8Array }[], name: string): string {
  return new TextDecoder().decode(parts.find((part) => part.name === name)?.data);
}

async function* sheetParts(
  tables: readonly Table[],
  order: readonly TableForm[],
  longest: number,
): AsyncGenerator<ZipPart> {
  const { frames, others: first } = await tableFrames(order);
  const written = new Map<string, WrittenTable>();
  const more: TableForm[] = [];
  for (const table of tables) {
    const place = order.indexOf(table.form);
    const frame = frames[place];
    if (frame === undefined) throw new RangeError(`the sheet ${table.form.name} has no place in the workbook`);
    const cursor = tableCursor(table.rows(written));
    const pages: Page[] = [];
    const endNotes = (): readonly TableNote[] => {
      written.set(table.form.name, writtenTable(table.form.columns, pages));
      return table.notes?.(written) ?? [];
    };
    for (let number = place + 1; pages.length === 0 || !(await cursor.isOver());) {
      const name = pages.length === 0 ? table.form.name : `${table.form.name} (${pages.length + 1})`;
      if (pages.length > 0) number = order.length + more.push({ ...table.form, name });
      const page: Page = { name, frame, longest, rows: 0, sums: table.form.columns.map(() => 0) };
      pages.push(page);
      yield { name: `xl/worksheets/sheet${number}.xml`, chunks: pageXml(table, cursor, page, endNotes) };
    }
  }
  const { others } = await tableFrames([...order, ...more]);
  if (partText(others, 'xl/styles.xml') !== partText(first, 'xl/styles.xml'))
    throw new Error('the formats of the sheets changed while they were written');
  for (const { name, data } of others) yield { name, chunks: [data] };
}

/**
 * An .xlsx workbook of tables, whatever their length: rows pass through one at a time, sums stand below them as formulas
 * with their values. Tables are written in the order given; `order` is that of the tabs, where each table's form stands once.
 * Tables of more than `longest` rows go on in sheets behind the last. The same rows give the same bytes.
 */
export function tableWorkbook(
  tables: readonly Table[],
  order: readonly TableForm[],
  longest = LONGEST_SHEET,
): AsyncGenerator<Uint8Array> {
  return zipStream(sheetParts(tables, order, longest));
}
