import { Readable } from 'node:stream';
import type ExcelJS from 'exceljs';
import { type Result, done, refused } from '../domain/failure.ts';
import type { CellKind, RawRow } from './registry-rows.ts';
import { dayText } from './sheet-date.ts';
import { archiveOf, checkedParts, type PackedPart } from './zip-check.ts';

// This is exceljs' door for reading; its door for writing is spreadsheet.ts.

/** A workbook whose sheets are registry files. Every call of `rowsOf` reads the workbook again, in blocks of rows. */
export interface RegistryWorkbook {
  readonly sheets: readonly string[];
  readonly rowsOf: (sheet: string) => AsyncIterable<readonly RawRow[]>;
}

const WORKBOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
const BLOCK_ROWS = 1000;

function attribute(element: string, name: string): string {
  const found = new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(element);
  const text = found?.[1] ?? found?.[2] ?? '';
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

/** The part of every sheet by the name of the sheet, in the order of the workbook. */
function sheetParts(workbook: string, relations: string): Map<string, string> {
  const targets = new Map<string, string>();
  for (const [element] of relations.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)) {
    const target = attribute(element, 'Target');
    targets.set(attribute(element, 'Id'), target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  }
  const parts = new Map<string, string>();
  for (const [element] of workbook.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)) {
    const part = targets.get(attribute(element, 'id'));
    if (part !== undefined) parts.set(attribute(element, 'name').trim(), part);
  }
  return parts;
}

const DAY_MS = 86_400_000;

interface TypedText {
  readonly text: string;
  readonly kind: CellKind;
}

const EMPTY: TypedText = { text: '', kind: 'text' };
const ERROR: TypedText = { text: '', kind: 'error' };

function richText(runs: readonly unknown[]): TypedText {
  const text = runs
    .map((run) =>
      typeof run === 'object' && run !== null && 'text' in run && typeof run.text === 'string' ? run.text : '',
    )
    .join('');
  return { text, kind: 'text' };
}

/** The text of a cell's value and what kind it was; a formula counts as its stored result. */
function typedText(value: unknown): TypedText {
  if (value === null || value === undefined) return EMPTY;
  if (typeof value === 'string') return { text: value, kind: 'text' };
  if (typeof value === 'number') return Number.isFinite(value) ? { text: String(value), kind: 'number' } : ERROR;
  if (typeof value === 'boolean') return { text: String(value), kind: 'text' };
  if (value instanceof Date) {
    const days = Math.floor(value.getTime() / DAY_MS);
    return Number.isInteger(days) ? { text: dayText(days), kind: 'date' } : ERROR;
  }
  if (typeof value !== 'object' || 'error' in value) return ERROR;
  if ('richText' in value && Array.isArray(value.richText)) return richText(value.richText);
  if ('result' in value) return typedText(value.result);
  if ('text' in value) return typedText(value.text);
  return 'formula' in value ? ERROR : EMPTY;
}

/** Whether a number cell is shown as a date: days and years in its format, outside quotes and brackets. */
function isDateFormat(format: string): boolean {
  return /[dy]/i.test(format.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, ''));
}

function cellText(cell: ExcelJS.Cell, is1904: boolean): TypedText {
  const read = typedText(cell.value);
  const isFormula = typeof cell.value === 'object' && cell.value !== null && 'formula' in cell.value;
  if (read.kind !== 'number' || !isFormula || !isDateFormat(cell.numFmt ?? '')) return read;
  return { text: dayText(Math.floor(Number(read.text)) - 25_569 + (is1904 ? 1462 : 0)), kind: 'date' };
}

function rawRow(row: ExcelJS.Row, width: number, is1904: boolean): RawRow {
  const [cells, kinds]: [string[], CellKind[]] = [[], []];
  for (let column = 1; column <= Math.max(width, row.cellCount); column += 1) {
    const { text, kind } = cellText(row.getCell(column), is1904);
    cells.push(text);
    kinds.push(kind);
  }
  // Cells that were only formatted, right of the table, are no cells.
  while (cells.length > width && cells.at(-1) === '' && kinds.at(-1) === 'text') {
    cells.pop();
    kinds.pop();
  }
  return { row: row.number, cells, kinds };
}

const NO_SHARED_STRINGS: PackedPart = {
  name: 'xl/sharedStrings.xml',
  method: 0,
  crc: 0,
  packed: Buffer.from('<sst/>'),
  size: 6,
};

/**
 * What exceljs needs to read one sheet, in the order it can read it. Why: its streaming reader fails when a workbook part
 * comes after the sheets, writes sheets to disk when the texts come later, and knows only relative targets.
 */
function sheetArchive(parts: ReadonlyMap<string, PackedPart>, sheet: PackedPart): PackedPart[] {
  const before = [WORKBOOK, RELATIONS, 'xl/styles.xml'].flatMap((name) => parts.get(name) ?? []);
  const texts = parts.get(NO_SHARED_STRINGS.name) ?? NO_SHARED_STRINGS;
  return [...before, texts, { ...sheet, name: 'xl/worksheets/sheet1.xml' }];
}

async function* rowsOfSheet(archive: readonly PackedPart[], is1904: boolean): AsyncGenerator<readonly RawRow[]> {
  const { default: exceljs } = await import('exceljs');
  const workbook = new exceljs.stream.xlsx.WorkbookReader(Readable.from(archiveOf(archive)), {
    worksheets: 'emit',
    sharedStrings: 'cache',
    styles: 'cache',
    hyperlinks: 'ignore',
    entries: 'ignore',
  });
  let width = 0;
  for await (const sheet of workbook) {
    let block: RawRow[] = [];
    for await (const row of sheet) {
      const raw = rawRow(row, width, is1904);
      if (width === 0) width = raw.cells.length;
      block.push(raw);
      if (block.length === BLOCK_ROWS) {
        yield block;
        block = [];
      }
    }
    if (block.length > 0) yield block;
  }
}

/**
 * Opens an .xlsx file from outside. Ids, accounts and bank numbers must stand in text cells; dates may be real dates of
 * the 1900 or 1904 system; of formulas the stored result counts. Refuses what checkedParts refuses.
 */
export async function openWorkbook(bytes: Uint8Array): Promise<Result<RegistryWorkbook>> {
  const checked = await checkedParts(bytes, [WORKBOOK, RELATIONS]);
  if (!checked.ok) return checked;
  const { parts, texts } = checked.value;
  const workbook = texts.get(WORKBOOK) ?? '';
  const partOf = sheetParts(workbook, texts.get(RELATIONS) ?? '');
  const sheets = [...partOf.keys()].filter((name) => parts.has(partOf.get(name) ?? ''));
  if (sheets.length === 0) {
    return refused('unreadable_workbook', 'tệp .xlsx không có trang tính nào đọc được (no sheet can be read)');
  }
  const is1904 = /<(?:\w+:)?workbookPr\s[^>]*date1904\s*=\s*["'](?:1|true)["']/.test(workbook);
  const rowsOf = async function* (name: string): AsyncGenerator<readonly RawRow[]> {
    const sheet = parts.get(partOf.get(name) ?? '');
    if (sheet !== undefined) yield* rowsOfSheet(sheetArchive(parts, sheet), is1904);
  };
  return done({ sheets, rowsOf });
}
