import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvRow } from '../../src/formats/csv-text.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { hasLibreOffice, recalculated } from '../support/libreoffice.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE, paid } from '../support/village.ts';
import { openWorkbook } from '../support/workbook-cells.ts';

const SHEETS: readonly (readonly [string, string])[] = [
  ['Tổng hợp', 'summary'],
  ['Kỳ chi', 'runs'],
  ['Đối chiếu bốn bên', 'four-ways'],
  ['Biến động', 'bridge'],
  ['Biến động theo xã', 'bridge-by-commune'],
  ['Theo đối tượng', 'by-category'],
  ['Theo tháng hưởng', 'by-month'],
  ['Tạm giữ', 'held'],
  ['Chi thừa, thu hồi', 'overpaid'],
  ['Ngoại lệ', 'exceptions'],
  ['Trả lại', 'returns'],
  ['So sánh 12 tháng', 'comparison'],
  ['Mẫu kiểm tra', 'sample'],
  ['Sổ cái', 'trial-balance'],
  ['Tệp và niêm phong', 'files'],
  ['Chi tiết', 'lines'],
];

let office: Office;
let november: Run;
let december: Run;

/** Writes the report of a month by the command line; answers its path and the folder of the CSV files. */
async function written(
  month: string,
  name: string,
  ...more: readonly string[]
): Promise<{ book: string; csv: string }> {
  const paths = { book: join(office.at.out, `${name}.xlsx`), csv: join(office.at.out, name) };
  const answer = await chitra(office.at, 'report', month, '--out', paths.book, '--csv', paths.csv, ...more);
  expect(answer.stderr).toBe('');
  expect(answer.code).toBe(0);
  return paths;
}

function cellsOf(csv: string, file: string): string[][] {
  const rows: string[][] = parse(readFileSync(join(csv, `${file}.csv`), 'utf8'));
  return rows.slice(1);
}

/** A cell as CSV has it: the value of a formula, not its text. */
function valueOf(cell: ExcelJS.Cell): string {
  if (cell.formula !== undefined && cell.formula !== '') return String(cell.result ?? 0);
  return cell.value === null ? '' : cell.text;
}

/** The rows of a sheet from the first below the headings, as CSV, cut to as many as the CSV file has. */
function asCsv(sheet: ExcelJS.Worksheet, rows: number): string {
  const columns = sheet.columnCount;
  const lines: string[] = [];
  for (let at = 5; at < 5 + rows; at++) {
    const cells: string[] = [];
    for (let column = 1; column <= columns; column++) cells.push(valueOf(sheet.getCell(at, column)));
    lines.push(csvRow(cells));
  }
  return lines.join('');
}

/** The formulas that LibreOffice works out to something else, or what is wrong when there are hardly any. */
async function otherResults(bytes: Uint8Array): Promise<string[]> {
  const [ours, theirs] = [await openWorkbook(bytes), await openWorkbook(recalculated(bytes))];
  const others: string[] = [];
  let formulas = 0;
  for (const sheet of ours.worksheets)
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.formula === undefined || cell.formula === '') return;
        formulas += 1;
        const [left, right] = [cell.result ?? 0, theirs.getWorksheet(sheet.name)?.getCell(cell.address).result ?? 0];
        if (left !== right)
          others.push(`${sheet.name} ${cell.address} ${cell.formula}: ${String(left)}, not ${String(right)}`);
      }),
    );
  return formulas > 60 ? others : [...others, `only ${formulas} formulas`];
}

beforeAll(async () => {
  office = await openOffice();
  await office.load({
    ...VILLAGE,
    persons: [
      ...(VILLAGE.persons ?? []),
      'P5,024200012349,Đỗ Văn Năm,2000-01-01,M,07210,,0',
      'P6,024200012350,=Cao Thị Sáu,2000-01-01,F,07210,,0',
    ],
    awards: [
      ...(VILLAGE.awards ?? []),
      'A5,P5,SA8,5/QĐ,2024-01-15,2024-02,,,',
      'A6,P6,SA6N,6/QĐ,2024-01-15,2024-02,,,',
    ],
    payees: [
      ...(VILLAGE.payees ?? []),
      'P5,2024-02,bank,970405,0099999999,DO VAN NAM,,,',
      'P6,2024-02,bank,970436,0088888888,CAO THI SAU,,,',
      'P6,2026-11,bank,970405,0099999999,DO VAN NAM,,,',
    ],
    disbursements: [
      ...(VILLAGE.disbursements ?? []),
      ...paid('P5', 'MAIN', ['2026-07', '2026-08', '2026-09'], 750_000),
      'P5-again,P5,MAIN,2026-09,750000,2026-09-20,bank,paid',
      ...paid('P6', 'MAIN', ['2026-07', '2026-08', '2026-09', '2026-10'], 750_000),
    ],
  });
  november = await office.pay();
  await office.settle(november, [
    '{P1},returned,2026-11-10,,Lỗi hệ thống',
    '{P2},paid,2026-11-09,,',
    '{P5},paid,2026-11-09,,',
  ]);
  december = await office.pay({ month: '2026-12', knownAt: '2026-11-24' });
}, 120_000);

afterAll(() => office.close());

describe('the reconciliation workbook', () => {
  test('CSV holds the rows of every sheet, cell by cell', async () => {
    const { book, csv } = await written('2026-11', 'november');
    const workbook = await openWorkbook(readFileSync(book));
    expect(workbook.worksheets.map((sheet) => sheet.name)).toEqual(SHEETS.map(([name]) => name));
    expect(readdirSync(csv).toSorted()).toEqual(SHEETS.map(([, file]) => `${file}.csv`).toSorted());
    for (const [name, file] of SHEETS) {
      const [heading = '', ...lines] = readFileSync(join(csv, `${file}.csv`), 'utf8')
        .trimEnd()
        .split('\n');
      const sheet = workbook.getWorksheet(name);
      expect(heading.split(',')).toHaveLength(sheet?.columnCount ?? 0);
      const text = lines.length === 0 ? '' : `${lines.join('\n')}\n`;
      expect(sheet === undefined ? null : asCsv(sheet, lines.length)).toBe(text);
    }
  });

  test('every control agrees, and the summary says what was signed', async () => {
    const { csv } = await written('2026-11', 'november-checks');
    const summary = cellsOf(csv, 'summary');
    const controls = summary.slice(summary.findIndex(([item]) => item === 'Đối chiếu / controls') + 1);
    expect(controls.map((row) => row.at(-1))).toEqual(controls.map(() => '✔'));
    expect(controls.length).toBeGreaterThan(8);
    const signed = summary.find(([item]) => item?.startsWith('Số tiền đã duyệt') === true);
    expect(Number(signed?.[1])).toBe(november.totals?.amount);
  });

  test('categories that tell of HIV stand under a neutral code, also their article, and no account stands whole', async () => {
    const { csv, book } = await written('2026-11', 'november-neutral');
    const texts = readdirSync(csv).map((file) => readFileSync(join(csv, file), 'utf8'));
    const sheets = (await openWorkbook(readFileSync(book))).worksheets.map((sheet) =>
      JSON.stringify(sheet.getSheetValues()),
    );
    for (const text of [...texts, ...sheets]) {
      expect(text).not.toMatch(/HIV|SA3\b|SA8\b/);
      expect(text).not.toContain('0012345678');
    }
    const line = cellsOf(csv, 'lines').find((row) => row[2] === 'P5');
    expect(line?.[8]).toBe('SAX');
    expect(line?.[14]).toBe('ND 335/2026 Đ5, Đ6; mức chuẩn ND 335/2026 Đ4');
    expect(cellsOf(csv, 'lines').find((row) => row[2] === 'P1')?.[18]).toBe('••••5678');
  });

  test('what came back says why, what happens next, and which run sent it again', async () => {
    const { csv } = await written('2026-11', 'november-returns');
    expect(cellsOf(csv, 'returns').map((row) => [row[2], row[7], row[9], row[10], row.at(-1)])).toEqual([
      ['P1', 'hoàn trả / returned', 'Lỗi hệ thống', 'Đã chi lại / sent again', december.runId],
    ]);
  });

  test('the comparison finds a month sent twice, an account changed and one account for two', async () => {
    const { csv } = await written('2026-11', 'november-comparison');
    const found = cellsOf(csv, 'comparison').map(([finding = '', person, , month, times]) => [
      finding.split(' / ')[1],
      person,
      month,
      times,
    ]);
    expect(found).toEqual([
      ['one month sent twice', 'P5', '2026-09', '2'],
      ['account changed, then paid', 'P6', '2026-11', ''],
      ['one account for several', 'P5', '2026-11', '2'],
      ['one account for several', 'P6', '2026-11', '2'],
    ]);
  });

  test('the same seed draws the same sample, another seed another order', async () => {
    const [once, again, other] = [
      await written('2026-11', 'seed-1', '--seed', 'mười', '--sample', '2'),
      await written('2026-11', 'seed-2', '--seed', 'mười', '--sample', '2'),
      await written('2026-11', 'seed-3', '--seed', 'khác', '--sample', '2'),
    ].map(({ csv }) => cellsOf(csv, 'sample').map((row) => [row[1], row[2], row[9]]));
    expect(once).toEqual(again);
    expect(once).not.toEqual(other);
    expect(once?.filter(([stratum]) => stratum?.includes('random'))).toHaveLength(2);
  });

  test('the same books give the same bytes', async () => {
    const [once, again] = [await written('2026-11', 'bytes-1'), await written('2026-11', 'bytes-2')];
    expect(readFileSync(again.book).equals(readFileSync(once.book))).toBe(true);
  });

  test(`LibreOffice works every formula out to the same value${hasLibreOffice ? '' : ' (NOT TESTED: it is not on this machine)'}`, async () => {
    const { book } = await written('2026-12', 'december');
    // Where the build server checks, .ci/run installs it.
    const missing = process.env['CI'] === 'true' ? ['LibreOffice is missing'] : [];
    expect(hasLibreOffice ? await otherResults(readFileSync(book)) : missing).toEqual([]);
  }, 180_000);
});

describe('a report that cannot be written', () => {
  test('is refused with what to do', async () => {
    const out = join(office.at.out, 'none.xlsx');
    const none = await chitra(office.at, 'report', '2030-01', '--out', out);
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('chitra run --month 2030-01')]);
    const wrong = await chitra(office.at, 'report', '2026-11', '--out', out, '--sample', 'nhiều');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--sample')]);
  });
});
