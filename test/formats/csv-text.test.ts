import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvRow, spreadsheetCell } from '../../src/formats/csv-text.ts';

describe('CSV rows', () => {
  test.each([
    [['a', 'b'], 'a,b\n'],
    [['', ''], ',\n'],
    [['Xã A, huyện B'], '"Xã A, huyện B"\n'],
    [['nói "vâng"'], '"nói ""vâng"""\n'],
    [['hai\ndòng', 'x\r'], '"hai\ndòng","x\r"\n'],
    [['0012345678901234567'], '0012345678901234567\n'],
  ])('%j', (cells, row) => {
    expect(csvRow(cells)).toBe(row);
  });

  test('whatever is written is read back by another reader', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ễ', ',', '"', '\n', '\r', ';', ' ', '=') });
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = rows.map((row) => csvRow(row)).join('');
        expect(parse(text, { record_delimiter: '\n' })).toEqual(rows);
      }),
    );
  });
});

describe('cells that a spreadsheet would run', () => {
  test.each(['=1+1', '+84', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠a'])(
    '%j gets an apostrophe',
    (text) => {
      expect(spreadsheetCell(text)).toBe(`'${text}`);
    },
  );

  test.each(['', 'Nguyễn Văn A', '1-2', 'a=b', "H'Hen", '0123', '–'])('%j stays as it is', (text) => {
    expect(spreadsheetCell(text)).toBe(text);
  });
});
