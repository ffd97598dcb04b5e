import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Sheet } from '../../src/formats/sheet.ts';
import { spreadsheet } from '../../src/formats/spreadsheet.ts';
import { openWorkbook, workbookCells } from '../support/workbook-cells.ts';

function sheet(rows: Sheet['rows']): Sheet {
  return {
    name: 'Danh sách',
    above: [{ pieces: [{ text: 'TIÊU ĐỀ', from: 1, to: 4, bold: true }] }],
    columns: [
      { heading: 'Tài khoản', width: 20, kind: 'text' },
      { heading: 'Số tháng', group: 'Truy lĩnh', width: 8, kind: 'count' },
      { heading: 'Số tiền', group: 'Truy lĩnh', width: 12, kind: 'money' },
      { heading: 'Ghi chú', width: 12, kind: 'centred' },
    ],
    rows,
    totals: [{ label: 'Tổng cộng', labelTo: 2, values: [rows.length] }],
    below: [{ pieces: [{ text: 'Ký tên', from: 3, to: 4 }] }],
    print: { landscape: true, footer: 'A & B', columns: 3 },
  };
}

const ROWS = [
  ['0012345678901234567', 4, 160_000, 'x < y & "z"'],
  ['=HYPERLINK("http://a")', null, 0, ' hai\ndòng '],
  ['\u0001A\uD800B', 12, 9_007_199_254_740_991, null],
];

afterEach(() => {
  vi.useRealTimers();
});

describe('spreadsheets from values', () => {
  test('another reader finds every cell', async () => {
    const cells = (await workbookCells(await spreadsheet([sheet(ROWS)]))).get('Danh sách');
    expect(cells).toEqual([
      ['TIÊU ĐỀ', '', '', ''],
      ['Tài khoản', 'Truy lĩnh', '', 'Ghi chú'],
      ['', 'Số tháng', 'Số tiền', ''],
      ['0012345678901234567', '4', '160000', 'x < y & "z"'],
      [`'=HYPERLINK("http://a")`, '', '0', ' hai\ndòng '],
      ['AB', '12', '9007199254740991', ''],
      ['Tổng cộng', '', '3', ''],
      ['', '', 'Ký tên', ''],
    ]);
  });

  test.each([0, 1, 2, 300])('a table of %i rows', async (count) => {
    const rows = Array.from({ length: count }, (_, index) => [`0${index}`, index, 2 * index, null]);
    const cells = (await workbookCells(await spreadsheet([sheet(rows)]))).get('Danh sách') ?? [];
    expect(cells).toHaveLength(count + 5);
    expect(cells.slice(3, -2).map(([text, number]) => [text, number])).toEqual(
      rows.map(([text, number]) => [text, String(number)]),
    );
    expect(cells.at(-2)).toEqual(['Tổng cộng', '', String(count), '']);
  });

  test('every row has the formats of its columns, and prints on A4 with its headings', async () => {
    const book = await openWorkbook(await spreadsheet([sheet(ROWS), { ...sheet(ROWS), name: 'Hai' }]));
    const [first] = book.worksheets;
    for (const at of [4, 5, 6]) {
      expect(first?.getCell(at, 1).numFmt).toBe('@');
      expect(first?.getCell(at, 3).numFmt).toBe('#,##0;-#,##0;"–"');
      expect(first?.getCell(at, 4).border.left?.style).toBe('thin');
    }
    expect(first?.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: 'landscape',
      fitToWidth: 1,
      printTitlesRow: '2:3',
    });
    expect(first?.pageSetup.printArea).toBe('A1:C8');
    expect(first?.headerFooter.oddFooter).toContain('A && B&R');
    expect(book.worksheets.map(({ name }) => name)).toEqual(['Danh sách', 'Hai']);
  });

  test('the clock changes no byte', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 10, 20) });
    const before = await spreadsheet([sheet(ROWS)]);
    vi.setSystemTime(Date.UTC(2031, 1, 3, 4, 5, 6));
    const after = await spreadsheet([sheet(ROWS)]);
    expect(Buffer.from(after).equals(Buffer.from(before))).toBe(true);
  });
});
