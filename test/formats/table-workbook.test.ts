import { describe, expect, test } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { type Table, monthForm, tableColumn } from '../../src/formats/table.ts';
import { tableWorkbook } from '../../src/formats/table-workbook.ts';
import { openWorkbook, workbookCells } from '../support/workbook-cells.ts';
import { wholeBytes } from '../support/whole-bytes.ts';

const FORM = monthForm(
  month(202611),
  ['Chi tiết', 'Lines', 'Mỗi dòng một khoản. One row a line.'],
  [
    tableColumn('person', ['Người', 'Person'], 20, 'text'),
    tableColumn('amount', ['Tiền', 'Amount'], 20, 'money', true),
  ],
);
const SUMMARY = monthForm(
  month(202611),
  ['Tổng hợp', 'Summary', 'x'],
  [tableColumn('what', ['Nội dung', 'What'], 20, 'text'), tableColumn('value', ['Tiền', 'Value'], 20, 'money')],
);

const detail: Table = {
  form: FORM,
  rows: () => [
    [{ cells: ['P1', 5_000_000] }, { cells: ['<=P2 & "x">', 7] }],
    [],
    [{ cells: ['0012345678901234567', 10] }],
  ],
  notes: (written) => [`${written.get('Chi tiết')?.rows} dòng`],
};
const summary: Table = {
  form: SUMMARY,
  rows: (written) => [[{ cells: ['Tổng', written.get('Chi tiết')?.sum('amount') ?? null], isBold: true }]],
};

describe('a workbook of tables', () => {
  test('is read by an independent reader: rows, sums as formulas with values, tabs in the order asked for', async () => {
    const bytes = await wholeBytes(tableWorkbook([detail, summary], [SUMMARY, FORM]));
    const cells = await workbookCells(bytes);
    expect([...cells.keys()]).toEqual(['Tổng hợp', 'Chi tiết']);
    expect(cells.get('Chi tiết')?.slice(3)).toEqual([
      ['Người\nPerson', 'Tiền\nAmount'],
      ['P1', '5000000'],
      ['<=P2 & "x">', '7'],
      ['0012345678901234567', '10'],
      ['Tổng cộng', '5000017'],
      expect.anything(),
      ['3 dòng', ''],
    ]);
    const book = await openWorkbook(bytes);
    expect(book.getWorksheet('Chi tiết')?.getCell('B8').value).toEqual({ formula: 'SUM(B5:B7)', result: 5_000_017 });
    expect(book.getWorksheet('Tổng hợp')?.getCell('B5').value).toEqual({ formula: "'Chi tiết'!B8", result: 5_000_017 });
  });

  test('headings stay in sight and repeat on paper, rows can be filtered', async () => {
    const book = await openWorkbook(await wholeBytes(tableWorkbook([detail, summary], [SUMMARY, FORM])));
    const sheet = book.getWorksheet('Chi tiết');
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 4 });
    expect(sheet?.autoFilter).toBe('A4:B7');
    expect(sheet?.pageSetup).toMatchObject({ paperSize: 9, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '4:4' });
    expect(sheet?.getCell('B5').numFmt).toBe('#,##0;-#,##0;"–"');
  });

  test('the same rows give the same bytes', async () => {
    const once = await wholeBytes(tableWorkbook([detail, summary], [SUMMARY, FORM]));
    expect(await wholeBytes(tableWorkbook([detail, summary], [SUMMARY, FORM]))).toEqual(once);
  });

  test('a table without rows has no sum to add', async () => {
    const empty: Table = { form: FORM, rows: () => [] };
    const book = await openWorkbook(await wholeBytes(tableWorkbook([empty, summary], [SUMMARY, FORM])));
    expect(book.getWorksheet('Tổng hợp')?.getCell('B5').value).toMatchObject({ formula: '0' });
  });

  test('a table that is too long for a sheet goes on behind the last; the summary adds both parts up', async () => {
    const bytes = await wholeBytes(tableWorkbook([detail, summary], [SUMMARY, FORM], 2));
    const cells = await workbookCells(bytes);
    expect([...cells.keys()]).toEqual(['Tổng hợp', 'Chi tiết', 'Chi tiết (2)']);
    expect(cells.get('Chi tiết')?.slice(6).flat()).toContain('Xem tiếp ở trang sau. Goes on in the next sheet.');
    expect(cells.get('Chi tiết (2)')?.slice(3, 6)).toEqual([
      ['Người\nPerson', 'Tiền\nAmount'],
      ['0012345678901234567', '10'],
      ['Tổng cộng', '10'],
    ]);
    const book = await openWorkbook(bytes);
    expect(book.getWorksheet('Tổng hợp')?.getCell('B5').value).toEqual({
      formula: "'Chi tiết'!B7+'Chi tiết (2)'!B6",
      result: 5_000_017,
    });
  });

  test('an error among the rows is thrown on, not swallowed', async () => {
    const broken: Table = {
      form: FORM,
      rows: async function* () {
        yield [{ cells: ['P1', 1] }];
        await Promise.reject(new Error('the connection is lost'));
      },
    };
    await expect(wholeBytes(tableWorkbook([broken], [FORM]))).rejects.toThrow('the connection is lost');
  });
});
