import { type IsoDate, type Month, month, parseDate } from '../domain/month.ts';
import { readCopyText } from './bulk.ts';

/**
 * The answer of a COPY in text form, read where its bytes lie: it stands at one row, cells are read when they are asked for. Why not
 * split: the rows of a shard are a million cells, and as strings most of the time of a run went into making and forgetting them.
 */
export interface CopyRows {
  readonly bytes: Buffer;
  /** Where the cells of the row begin, and behind the last one where the next would. */
  readonly starts: number[];
  /** Number of cells of the row; 0: there is none any more. */
  cells: number;
  next: number;
  /** Days that were read, by their digits: a shard holds few, each many times. */
  readonly days: Map<number, IsoDate>;
}

const [TAB, LINE_FEED, BACKSLASH, CAPITAL_N, ZERO, MINUS] = [9, 10, 92, 78, 48, 45] as const;

/** The rows of an answer, standing at the first. */
export function copyRows(bytes: Buffer): CopyRows {
  const rows: CopyRows = { bytes, starts: [], cells: 0, next: 0, days: new Map() };
  toNextRow(rows);
  return rows;
}

/** Goes on to the next row, if there is one. */
export function toNextRow(rows: CopyRows): void {
  const { bytes, starts } = rows;
  let at = rows.next;
  rows.cells = 0;
  if (at >= bytes.length) return;
  starts[0] = at;
  let cells = 0;
  for (let sign = bytes[at]; sign !== LINE_FEED && at < bytes.length; sign = bytes[++at])
    if (sign === TAB) starts[++cells] = at + 1;
  starts[++cells] = at + 1;
  rows.cells = cells;
  rows.next = at + 1;
}

function startOf(rows: CopyRows, cell: number): number {
  return rows.starts[cell] ?? rows.next;
}

function endOf(rows: CopyRows, cell: number): number {
  return cell < rows.cells ? startOf(rows, cell + 1) - 1 : startOf(rows, cell);
}

/**
 * Compares the first cells of two rows as the database orders them (COLLATE "C": by the bytes of UTF-8): below 0 when that of `a` comes
 * before that of `b`, 0 when they are the same.
 */
export function compareKeys(a: CopyRows, b: CopyRows): number {
  const [endA, endB] = [endOf(a, 0), endOf(b, 0)];
  let [atA, atB] = [startOf(a, 0), startOf(b, 0)];
  while (atA < endA && atB < endB) {
    const difference = (a.bytes[atA++] ?? 0) - (b.bytes[atB++] ?? 0);
    if (difference !== 0) return difference;
  }
  return endA - atA - (endB - atB);
}

/** Whether a cell is NULL. */
export function isNull(rows: CopyRows, cell: number): boolean {
  const start = startOf(rows, cell);
  return endOf(rows, cell) - start === 2 && rows.bytes[start] === BACKSLASH && rows.bytes[start + 1] === CAPITAL_N;
}

/** The text of a cell; null for NULL. */
export function textOrNull(rows: CopyRows, cell: number): string | null {
  return readCopyText(rows.bytes.toString('utf8', startOf(rows, cell), endOf(rows, cell)));
}

/** The text of a cell; NULL is an empty one. */
export function textOf(rows: CopyRows, cell: number): string {
  return textOrNull(rows, cell) ?? '';
}

function isWord(rows: CopyRows, cell: number, word: string): boolean {
  const start = startOf(rows, cell);
  if (endOf(rows, cell) - start !== word.length) return false;
  for (let at = 0; at < word.length; at++) if (rows.bytes[start + at] !== word.charCodeAt(at)) return false;
  return true;
}

/** Which of some words of plain letters a cell holds; null: none of them. */
export function wordOf<Word extends string>(rows: CopyRows, cell: number, words: readonly Word[]): Word | null {
  for (const word of words) if (isWord(rows, cell, word)) return word;
  return null;
}

/** The number in the digits of a part of the answer. Refuses (throws) anything else. */
function digits(rows: CopyRows, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = (rows.bytes[at] ?? 0) - ZERO;
    if (!(digit >= 0 && digit <= 9)) throw new RangeError('something that is no whole number stands in the database');
    value = value * 10 + digit;
  }
  if (to <= from) throw new RangeError('a number is missing in the database');
  return value;
}

/** The whole number in a cell. Refuses (throws) anything else, also NULL. */
export function wholeOf(rows: CopyRows, cell: number): number {
  const start = startOf(rows, cell);
  const isNegative = rows.bytes[start] === MINUS;
  const value = digits(rows, isNegative ? start + 1 : start, endOf(rows, cell));
  return isNegative ? 0 - value : value;
}

/** The month in a cell that holds it as yyyymm. Refuses (throws) anything else. */
export function monthCell(rows: CopyRows, cell: number): Month {
  return month(wholeOf(rows, cell));
}

/** The day in a cell, YYYY-MM-DD. Refuses (throws) anything else. */
export function dayOf(rows: CopyRows, cell: number): IsoDate {
  const start = startOf(rows, cell);
  const isDay = endOf(rows, cell) - start === 10 && rows.bytes[start + 4] === MINUS && rows.bytes[start + 7] === MINUS;
  const key = isDay
    ? (digits(rows, start, start + 4) * 100 + digits(rows, start + 5, start + 7)) * 100 +
      digits(rows, start + 8, start + 10)
    : 0;
  const known = rows.days.get(key);
  if (known !== undefined) return known;
  const day = isDay ? parseDate(textOf(rows, cell)) : null;
  if (day === null) throw new RangeError('a day the program cannot read stands in the database');
  rows.days.set(key, day);
  return day;
}

const NONE: readonly never[] = [];

/** Goes on to the rows of the person at whom `persons` stands, and makes something of each; empty for who has none. */
export function ownRows<Made>(rows: CopyRows, persons: CopyRows, make: (row: CopyRows) => Made): readonly Made[] {
  while (rows.cells > 0 && compareKeys(rows, persons) < 0) toNextRow(rows);
  if (rows.cells === 0 || compareKeys(rows, persons) !== 0) return NONE;
  const made: Made[] = [];
  for (; rows.cells > 0 && compareKeys(rows, persons) === 0; toNextRow(rows)) made.push(make(rows));
  return made;
}
