import { localMonth } from './vietnamese-number.ts';
import { formatMonth, type Month } from '../domain/month.ts';
import { csvRow, spreadsheetCell } from './csv-text.ts';
import type { Cell, Column, Formula, Line } from './sheet.ts';

/** A column of a table that is written both as a sheet and as CSV. */
export interface TableColumn extends Column {
  /** The heading in CSV, and the name by which other sheets find the column's sum. */
  readonly key: string;
  /** Whether the column is added up below the rows. */
  readonly isSummed?: boolean;
}

/** The form of a sheet, without its rows. */
export interface TableForm {
  /** Shown on the tab, 25 characters at most: a long table goes on in sheets whose name ends in a number. */
  readonly name: string;
  /** Lines above the headings. */
  readonly above: readonly Line[];
  readonly columns: readonly TableColumn[];
  readonly footer: string;
  /** Points, where texts need two lines; else a row has one line and long texts are cut. */
  readonly rowHeight?: number;
  /** A4 sheets side by side; 1 when absent. */
  readonly pagesWide?: number;
}

/** What a sheet needs besides its columns. */
export type TableLook = Pick<TableForm, 'rowHeight' | 'pagesWide'>;

/** One row; `isBold` for the sums of groups. */
export interface TableRow {
  readonly cells: readonly (Cell | Formula)[];
  readonly isBold?: boolean;
}

export type TableRows = Iterable<readonly TableRow[]> | AsyncIterable<readonly TableRow[]>;

/** What a written table came to: other sheets refer to it by formulas. */
export interface WrittenTable {
  readonly rows: number;
  /** The sum of a column as a reference to the cells that hold it. Refuses (throws: a bug) a column that is not summed. */
  sum(key: string): Formula;
}

export type TableNote = string | readonly string[];

/** A table of a workbook; rows are asked for when its turn comes, so they may refer to tables written before. */
export interface Table {
  readonly form: TableForm;
  rows(written: ReadonlyMap<string, WrittenTable>): TableRows;
  /** Sentences below the rows; a list stands in cells side by side. */
  notes?(written: ReadonlyMap<string, WrittenTable>): readonly TableNote[];
}

/** A column whose heading stands in both languages. */
export function tableColumn(
  key: string,
  [vi, en]: readonly [string, string],
  width: number,
  kind: Column['kind'],
  isSummed = false,
): TableColumn {
  return { key, heading: `${vi}\n${en}`, width, kind, isSummed };
}

/** The form of a sheet of a month's report: its title in both languages, a sentence about it, and the columns. */
export function monthForm(
  month: Month,
  [vi, en, about]: readonly [string, string, string],
  columns: readonly TableColumn[],
  look: TableLook = {},
): TableForm {
  const to = columns.length;
  const piece = { from: 1, to };
  return {
    name: vi,
    above: [
      { pieces: [{ ...piece, text: `${vi} · tháng ${localMonth(month)}`, bold: true, size: 14 }], height: 24 },
      { pieces: [{ ...piece, text: `${en} · ${formatMonth(month)} · VND`, italic: true, size: 11 }] },
      { pieces: [{ ...piece, text: about, size: 11 }], height: 32 },
    ],
    columns,
    footer: `Đối soát tháng ${localMonth(month)} · ${vi}`,
    ...look,
  };
}

/** The row in which a table's first row stands. */
export function firstRowOf(form: TableForm): number {
  return form.above.length + 2;
}

function csvText(cell: Cell | Formula): string {
  const value = cell !== null && typeof cell === 'object' ? cell.value : cell;
  return typeof value === 'string' ? spreadsheetCell(value) : String(value ?? '');
}

/** The heading of a table as CSV: the keys of its columns. */
export function csvHeading(form: TableForm): string {
  return csvRow(form.columns.map(({ key }) => key));
}

/** Rows of a table as CSV, with the same values as on the sheet; texts that would run as formulas are neutralised. */
export function csvRows(form: TableForm, rows: readonly TableRow[]): string {
  return rows.map(({ cells }) => csvRow(form.columns.map((_, at) => csvText(cells[at] ?? null)))).join('');
}
