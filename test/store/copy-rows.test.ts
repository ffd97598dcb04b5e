import { describe, expect, test } from 'vitest';
import {
  compareKeys,
  copyRows,
  dayOf,
  isNull,
  monthCell,
  ownRows,
  textOf,
  textOrNull,
  toNextRow,
  wholeOf,
  wordOf,
} from '../../src/store/copy-rows.ts';

/** An answer as PostgreSQL sends it: a line for each row, cells between tabs. */
function answer(...rows: readonly (readonly string[])[]): ReturnType<typeof copyRows> {
  return copyRows(Buffer.from(rows.map((cells) => `${cells.join('\t')}\n`).join('')));
}

describe('the cells of a row', () => {
  const row = answer(['P1', '', '\\N', 'a\\tb\\\\c\\nd', '-1500', '202611', '2026-02-28', 'Nguyễn Thị Hoa', 'MAIN']);

  test.each([
    [0, 'P1'],
    [1, ''],
    [2, null],
    [3, 'a\tb\\c\nd'],
    [7, 'Nguyễn Thị Hoa'],
  ])('text of cell %i', (cell, text) => {
    expect(textOrNull(row, cell)).toBe(text);
    expect(textOf(row, cell)).toBe(text ?? '');
    expect(isNull(row, cell)).toBe(text === null);
  });

  test('numbers, months, days and words', () => {
    expect(wholeOf(row, 4)).toBe(-1500);
    expect(monthCell(row, 5)).toBe(202611);
    expect(dayOf(row, 6)).toBe('2026-02-28');
    expect(wordOf(row, 8, ['CARE', 'MAIN'])).toBe('MAIN');
    expect(wordOf(row, 8, ['MAI', 'MAINS', 'NIAM'])).toBeNull();
  });

  test.each(['', '\\N', '1.5', '1e3', '-', ' 1', 'x'])('%j is no whole number', (cell) => {
    expect(() => wholeOf(answer(['P1', cell]), 1)).toThrow(RangeError);
  });

  test.each(['', '\\N', '2026-02-29', '2026-13-01', '2026/01/01', '2026-1-1', 'infinity', '20260-01-1'])(
    '%j is no day',
    (cell) => {
      const rows = answer(['P1', '2026-01-31', cell]);
      expect(dayOf(rows, 1)).toBe('2026-01-31');
      expect(() => dayOf(rows, 2)).toThrow(RangeError);
    },
  );
});

test('row after row to the end', () => {
  const rows = answer(['P1', 'a'], ['P2'], ['P3', 'b', 'c']);
  const seen: [string, number][] = [];
  for (; rows.cells > 0; toNextRow(rows)) seen.push([textOf(rows, 0), rows.cells]);
  expect(seen).toEqual([
    ['P1', 2],
    ['P2', 1],
    ['P3', 3],
  ]);
  expect(answer().cells).toBe(0);
});

// U+1F600 lies behind U+FFFD in UTF-8, though its first half in UTF-16 lies before it.
const IN_ORDER = ['A', 'A1', 'AA', 'B', 'a', 'é', '\u{FFFD}', '\u{1F600}'];

test('keys are ordered as COLLATE "C" orders them', () => {
  const found = IN_ORDER.map((one) => IN_ORDER.map((other) => Math.sign(compareKeys(answer([one]), answer([other])))));
  expect(found).toEqual(IN_ORDER.map((_, at) => IN_ORDER.map((__, other) => Math.sign(at - other))));
});

test('each person gets the own rows, also where others have none or are not asked for', () => {
  const persons = answer(...IN_ORDER.map((id) => [id]));
  const rows = answer(['0', 'before'], ['A', 'x'], ['A', 'y'], ['AA', 'z'], ['Ab', 'nobody'], ['\u{1F600}', 'w']);
  const found: Record<string, readonly string[]> = {};
  for (; persons.cells > 0; toNextRow(persons))
    found[textOf(persons, 0)] = ownRows(rows, persons, (row) => textOf(row, 1));
  expect(found).toEqual({ A: ['x', 'y'], A1: [], AA: ['z'], B: [], a: [], é: [], '\u{FFFD}': [], '\u{1F600}': ['w'] });
});
