import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { writeZip, readZip } from '../../src/formats/zip.ts';
import type { RawRow } from '../../src/formats/registry-rows.ts';
import { openWorkbook } from '../../src/formats/registry-workbook.ts';

async function bytesOf(fill: (workbook: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  fill(workbook);
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

async function rowsOf(bytes: Uint8Array, sheet: string): Promise<RawRow[]> {
  const workbook = await openWorkbook(bytes);
  if (!workbook.ok) throw new Error(workbook.failure.message);
  const rows: RawRow[] = [];
  for await (const block of workbook.value.rowsOf(sheet)) rows.push(...block);
  return rows;
}

const typed = (rows: readonly RawRow[], at: number): string[] =>
  (rows[at]?.cells ?? []).map((cell, column) => `${rows[at]?.kinds?.[column]}:${cell}`);

function fillCells(workbook: ExcelJS.Workbook): void {
  const sheet = workbook.addWorksheet('persons');
  sheet.addRow(['id', 'account', 'day', 'month', 'amount', 'rich', 'formula', 'error', 'dated formula']);
  const row = sheet.addRow(['007', 12345678, new Date(Date.UTC(1970, 4, 6)), '2026-11', 500000]);
  row.getCell(6).value = { richText: [{ text: 'Nguyễn ' }, { font: { bold: true }, text: 'Hoa' }] };
  row.getCell(7).value = { formula: '1+1', result: 2 };
  row.getCell(8).value = { error: '#N/A' };
  row.getCell(9).value = { formula: 'DATE(2026,11,30)', result: 46_356 };
  row.getCell(9).numFmt = 'dd/mm/yyyy';
  workbook.addWorksheet('awards').addRow(['x']);
}

const EXPECTED = [
  'text:007',
  'number:12345678',
  'date:1970-05-06',
  'text:2026-11',
  'number:500000',
  'text:Nguyễn Hoa',
  'number:2',
  'error:',
  'date:2026-11-30',
];

describe('cells', () => {
  test('keep their kinds: text, numbers, dates, rich text, results of formulas, errors', async () => {
    const rows = await rowsOf(await bytesOf(fillCells), 'persons');
    expect(rows.map(({ row }) => row)).toEqual([1, 2]);
    expect(typed(rows, 1)).toEqual(EXPECTED);
  });

  test('the sheets of a workbook are found by name, also with the absolute targets some programs write', async () => {
    const bytes = await bytesOf(fillCells);
    const absolute = writeZip(
      readZip(bytes).map(({ name, data }) => {
        if (name !== 'xl/_rels/workbook.xml.rels') return { name, data };
        return { name, data: Buffer.from(Buffer.from(data).toString().replaceAll('"worksheets/', '"/xl/worksheets/')) };
      }),
    );
    expect(typed(await rowsOf(absolute, 'persons'), 1)).toEqual(EXPECTED);
    expect((await rowsOf(absolute, 'awards')).map(({ cells }) => cells)).toEqual([['x']]);
  });

  test('days of the 1904 system are read as they are shown', async () => {
    const bytes = await bytesOf((workbook) => {
      workbook.properties.date1904 = true;
      const row = workbook.addWorksheet('persons').addRow([new Date(Date.UTC(2026, 10, 30))]);
      row.getCell(2).value = { formula: 'A1+1', result: 46_357 - 1462 };
      row.getCell(2).numFmt = 'yyyy-mm-dd';
    });
    expect(typed(await rowsOf(bytes, 'persons'), 0)).toEqual(['date:2026-11-30', 'date:2026-12-01']);
  });

  test('many days, from 1900 on, are those of the calendar', async () => {
    const days = Array.from({ length: 500 }, (_, at) => new Date(Date.UTC(1905, 0, 1 + at * 97)));
    const bytes = await bytesOf((workbook) => {
      const sheet = workbook.addWorksheet('persons');
      for (const day of days) sheet.addRow([day]);
    });
    const rows = await rowsOf(bytes, 'persons');
    expect(rows.map(({ cells }) => cells[0])).toEqual(days.map((day) => day.toISOString().slice(0, 10)));
  });
});

describe('files that are not opened', () => {
  const refusal = async (bytes: Uint8Array): Promise<string> => {
    const opened = await openWorkbook(bytes);
    return opened.ok ? 'opened' : opened.failure.code;
  };

  test('text, an empty file, a cut archive, an archive without a workbook', async () => {
    const bytes = await bytesOf(fillCells);
    expect(await refusal(Buffer.from('person_id,x\n'))).toBe('unreadable_workbook');
    expect(await refusal(new Uint8Array())).toBe('unreadable_workbook');
    expect(await refusal(bytes.subarray(0, bytes.length / 2))).toBe('unreadable_workbook');
    expect(await refusal(writeZip([{ name: 'a.txt', data: Buffer.from('x') }]))).toBe('unreadable_workbook');
  });

  test('a document type, which could expand without end', async () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]><workbook/>';
    expect(await refusal(writeZip([{ name: 'xl/workbook.xml', data: Buffer.from(bomb) }]))).toBe('unreadable_workbook');
  });

  test('a part that unpacks to far more than it is', async () => {
    const zeros = { name: 'xl/worksheets/sheet1.xml', data: Buffer.alloc(40 << 20) };
    expect(await refusal(writeZip([zeros]))).toBe('workbook_too_large');
  });

  test('a part that is longer than the archive says', async () => {
    const zip = Buffer.from(writeZip([{ name: 'xl/workbook.xml', data: Buffer.from('<workbook>      </workbook>') }]));
    const header = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    zip.writeUInt32LE(5, header + 24);
    expect(await refusal(zip)).toBe('unreadable_workbook');
  });
});
