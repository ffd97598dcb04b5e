import { type Result, done, refused } from '../domain/failure.ts';
import { foundHeadings } from './found-headings.ts';
import type { CellReading } from './registry-cells.ts';
import type { BadCell, Column, RegistryValues, TableForm } from './registry-tables.ts';

/** The columns of a file and what only a whole row shows. */
export type TableColumns = Pick<TableForm, 'columns' | 'check'>;

/** What a spreadsheet cell was before it became text; CSV cells are all text. */
export type CellKind = 'text' | 'number' | 'date' | 'error';

/** One row of a file before its cells are understood. */
export interface RawRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly brokenQuotes?: boolean;
  /** One per cell where the file has types (spreadsheets). */
  readonly kinds?: readonly CellKind[];
}

/** A row that was read: its values, or its faults. */
export type RowReading =
  { readonly ok: true; readonly values: RegistryValues } | { readonly ok: false; readonly faults: readonly BadCell[] };

/** Reads rows under one header. */
export interface RowReader {
  readonly read: (row: RawRow) => RowReading;
  /** Headings that no column has: they are not read. */
  readonly ignored: readonly string[];
}

/** A heading without case, diacritics and signs: "Ngày sinh " and ngay_sinh are the same. */
function plainHeading(heading: string): string {
  return heading
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

function positionsIn(columns: readonly Column[], header: readonly string[]): readonly number[] {
  const found = header.map(plainHeading);
  return columns.map((column) => {
    const names = [column.name, ...column.headings].map(plainHeading);
    return found.findIndex((heading) => names.includes(heading));
  });
}

function rememberedReader(column: Column): (text: string) => CellReading {
  if (column.textOnly) return column.read;
  // Why: dates, months, amounts and words repeat (ids and names do not); when the memory is full nothing more is kept.
  // Long texts are left out: the engine may keep the whole block of the file alive for each of them.
  const memory = new Map<string, CellReading>();
  return (text) => {
    if (text.length > 12) return column.read(text);
    const known = memory.get(text);
    if (known !== undefined) return known;
    const reading = column.read(text);
    if (memory.size < 2000) memory.set(text, reading);
    return reading;
  };
}

const NOT_ASCII = /[^\x20-\x7e]/;
const HIDDEN = /[\p{Cc}\p{Cf}\u2028\u2029\uFFFD]/u;

/** Trimmed NFC text with line breaks and tabs as spaces; null when it holds signs nobody sees. */
function cleaned(cell: string): string | null {
  if (!NOT_ASCII.test(cell)) return cell.trim();
  const oneLine = cell.replaceAll(/[\t\r\n\u00A0]+/g, ' ').trim();
  return HIDDEN.test(oneLine) ? null : oneLine.normalize('NFC');
}

interface PlacedColumn {
  readonly column: Column;
  readonly at: number;
  readonly read: (text: string) => CellReading;
}

function readCell(row: RawRow, { column, at, read }: PlacedColumn): CellReading {
  const kind = row.kinds?.[at];
  if (kind === 'error')
    return { code: 'cell_error', message: 'Ô bảng tính báo lỗi (the spreadsheet cell shows an error)' };
  const text = cleaned(row.cells[at] ?? '');
  if (text === null) {
    return { code: 'hidden_characters', message: 'Ô có ký tự ẩn hoặc ký tự hỏng (hidden or damaged characters)' };
  }
  if (text === '') {
    return typeof column.empty === 'object' && column.empty !== null
      ? { code: 'missing', message: 'Ô bắt buộc để trống (a required cell is empty)' }
      : column.empty;
  }
  if (kind === 'number' && column.textOnly) {
    return {
      code: 'number_not_text',
      message: 'Ô phải là dạng văn bản, số làm mất các số 0 ở đầu (must be a text cell: numbers lose leading zeros)',
    };
  }
  return kind === 'date' && column.fromDate === 'month' ? read(text.slice(0, 7)) : read(text);
}

const BROKEN_QUOTES: BadCell = {
  column: '',
  code: 'broken_quotes',
  message: 'Dấu nháy kép không đóng đúng chỗ (quotes do not close)',
};

function readRow(
  row: RawRow,
  placed: readonly PlacedColumn[],
  width: number,
  form: TableColumns,
  year: number,
): RowReading {
  if (row.brokenQuotes === true) return { ok: false, faults: [BROKEN_QUOTES] };
  if (row.cells.length !== width) {
    const message = `Dòng có ${row.cells.length} ô, tiêu đề có ${width} (the row has another number of cells than the header)`;
    return { ok: false, faults: [{ column: '', code: 'wrong_number_of_cells', message }] };
  }
  const values: (string | null)[] = [];
  let faults: BadCell[] | null = null;
  for (const one of placed) {
    const reading = readCell(row, one);
    if (reading !== null && typeof reading === 'object') {
      faults ??= [];
      faults.push({ column: one.column.name, ...reading });
    } else {
      values.push(reading);
    }
  }
  if (faults !== null) return { ok: false, faults };
  const wrong = form.check(values, year);
  return wrong.length === 0 ? { ok: true, values } : { ok: false, faults: wrong };
}

/**
 * A reader of rows under this header. Births and deaths after `latestYear` are refused row by row.
 * Refuses a header that lacks a column (`missing_column`) or names one twice (`duplicate_column`).
 */
export function rowReader(form: TableColumns, header: readonly string[], latestYear: number): Result<RowReader> {
  const headings = header.map((heading) => heading.trim());
  const positions = positionsIn(form.columns, headings);
  const needed = form.columns.map((column) => column.name).join(', ');
  const missing = form.columns.filter((_, at) => positions[at] === -1).map((column) => column.name);
  if (missing.length > 0) {
    const known = new Set(form.columns.flatMap((column) => [column.name, ...column.headings]).map(plainHeading));
    const found = foundHeadings(headings, (cell) => known.has(plainHeading(cell)));
    return refused(
      'missing_column',
      `thiếu cột (missing columns): ${missing.join(', ')}. ${found}. Cần (needed): ${needed}.`,
    );
  }
  const twice = form.columns.filter((column, at) => {
    const names = [column.name, ...column.headings].map(plainHeading);
    return positions[at] !== headings.findLastIndex((heading) => names.includes(plainHeading(heading)));
  });
  if (twice.length > 0 || new Set(positions).size < positions.length) {
    const names = twice.map((column) => column.name).join(', ');
    return refused(
      'duplicate_column',
      `cột lặp lại trong tiêu đề (a column stands twice in the header): ${names}. Hãy xóa bớt.`,
    );
  }
  const placed = form.columns.map((column, at) => ({
    column,
    at: positions[at] ?? -1,
    read: rememberedReader(column),
  }));
  const ignored = headings.filter((heading, at) => heading !== '' && !positions.includes(at));
  return done({ ignored, read: (row) => readRow(row, placed, headings.length, form, latestYear) });
}
