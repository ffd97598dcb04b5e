import { type Month, formatMonth, month } from '../domain/month.ts';
import { vnd } from '../domain/money.ts';
import type { Cell, Formula } from '../formats/sheet.ts';
import type { TableRow } from '../formats/table.ts';
import type { TextRow } from '../store/bulk.ts';
import type { TextRows } from '../store/report-snapshot.ts';

/** A whole number of the database: an amount in VND or a count. Refuses (throws) anything else. */
export function whole(cell: string | null | undefined): number {
  return vnd(cell === null || cell === undefined || cell === '' ? 0 : Number(cell));
}

/** YYYY-MM of a month of the database; null where there is none. */
export function monthCell(cell: string | null | undefined): string | null {
  return cell === null || cell === undefined ? null : formatMonth(monthIn(cell));
}

/** A month of the database. */
export function monthIn(cell: string): Month {
  return month(Number(cell));
}

/** An account or id number of which the last digits are shown. */
export function maskedCell(ending: string | null | undefined): string | null {
  return ending === null || ending === undefined || ending === '' ? null : `••••${ending}`;
}

/** Rows of a query as rows of a table, a batch at a time; `cellsOf` is told how many rows came before. */
export async function* tableRows(
  rows: TextRows,
  cellsOf: (row: TextRow, before: number) => readonly (Cell | Formula)[],
  before = 0,
): AsyncGenerator<readonly TableRow[], number> {
  let count = before;
  for await (const batch of rows) {
    const from = count;
    yield batch.map((row, at) => ({ cells: cellsOf(row, from + at) }));
    count += batch.length;
  }
  return count;
}

/** All rows of a query that is known to be short: sums by commune, by category, by month. */
export async function allRows(rows: TextRows): Promise<readonly TextRow[]> {
  const all: TextRow[] = [];
  for await (const batch of rows) all.push(...batch);
  return all;
}
