import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCRIPT = join(import.meta.dirname, '../../scripts/make-province.ts');

/** People in the samples the tests look at: enough for every irregularity to be planted. */
export const PEOPLE = 20_000;

export type Row = Readonly<Record<string, string>>;

/** Runs the generator as a clerk would: seed 7 and 20,000 people unless later arguments say otherwise. */
export function generate(out: string, ...more: string[]): { status: number | null; stdout: string; stderr: string } {
  const args = [SCRIPT, '--people', String(PEOPLE), '--seed', '7', '--out', out, ...more];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

/** A cell; empty when the row has no such column. */
export function get(row: Row | undefined, column: string): string {
  return row?.[column] ?? '';
}

/** Reads a file whose cells hold no commas (only the last column of communes.csv does). Refuses (throws) rows of another width. */
export function readRows(folder: string, name: string): Row[] {
  const [heading = '', ...lines] = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n');
  const columns = heading.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    if (cells.length !== columns.length && name !== 'communes.csv') throw new Error(`${name}: wrong width: ${line}`);
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}

/** How often each value of a column occurs. */
export function counts(rows: readonly Row[], column: string): Record<string, number> {
  const result: Record<string, number> = {};
  for (const row of rows) result[get(row, column)] = (result[get(row, column)] ?? 0) + 1;
  return result;
}

/** Rows by the value of a column. */
export function groupBy(rows: readonly Row[], column: string): Map<string, Row[]> {
  return Map.groupBy(rows, (row) => get(row, column));
}

/** Months since year 0 of a date, a month or a year. */
export function monthNumber(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7) || '1') - 1;
}
