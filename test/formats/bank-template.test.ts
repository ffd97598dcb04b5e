import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ListTemplate, formFor } from '../../src/domain/bank-sheet.ts';
import { bankList } from '../../src/formats/bank-list.ts';
import type { BankOrder } from '../../src/formats/bank-order.ts';
import { bankListWriter } from '../../src/formats/bank-template.ts';
import { DIFFERENCE_CODES } from '../../src/formats/four-ways-text.ts';
import { type ListedPayment, readPayoutList } from '../../src/formats/payout-read.ts';
import { readZip, writeZip } from '../../src/formats/zip.ts';
import { AGRIBANK, VIETINBANK, anOrder } from '../support/bank-order.ts';
import { bankBook, sheetText } from '../support/bank-sheets.ts';
import { openWorkbook, workbookCells } from '../support/workbook-cells.ts';

const GENERIC = { name: 'a.yaml', text: sheetText('970405', 'asks_by: list', 'template: generic') };
const BOOK = bankBook(GENERIC);

const bankTemplateList = (template: ListTemplate, order: BankOrder): Uint8Array => bankListWriter(template)(order);

function templateOf(asked: string, provider: string): ListTemplate {
  const form = formFor(BOOK, asked, provider);
  if (form.kind !== 'list') throw new Error(`${asked} is not asked by a list`);
  return form.template;
}

const IN_BANK = anOrder({ provider: VIETINBANK });
const INTER_BANK = anOrder();

/** Everything that a workbook shows, a line a row. */
async function grid(bytes: Uint8Array): Promise<string> {
  const sheets = await workbookCells(bytes);
  return [...sheets]
    .map(([name, rows]) => [`[${name}]`, ...Array.from(rows, (row) => (row ?? []).join('|')), ''].join('\n'))
    .join('\n');
}

function golden(name: string): string {
  return readFileSync(new URL(`../golden/${name}`, import.meta.url), 'utf8');
}

describe('lists in the forms of banks', () => {
  test.each([
    ['970415', IN_BANK, 'vietinbank-in-bank.txt'],
    ['970415', INTER_BANK, 'vietinbank-inter-bank.txt'],
    ['970416', INTER_BANK, 'acb-inter-bank.txt'],
    ['970422', INTER_BANK, 'mb-inter-bank.txt'],
  ])('%s: %#', async (asked, order: BankOrder, name) => {
    const bytes = bankTemplateList(templateOf(asked, order.provider.bin), { ...order });
    expect(await grid(bytes)).toBe(golden(name));
    expect(bankTemplateList(templateOf(asked, order.provider.bin), { ...order })).toEqual(bytes);
  });

  test('the generic template is the program’s own CSV, to the byte', () => {
    const { month, payments } = INTER_BANK;
    const own = bankList({ month, bankBin: '970405', communeCode: '07210', entries: payments });
    expect(Buffer.from(bankTemplateList(templateOf('970405', '970405'), INTER_BANK)).toString()).toBe(
      Buffer.from(own).toString(),
    );
  });

  test('VietinBank’s: headings in row 3, ids and accounts are text (@), amounts #,##0, and a hidden sheet says which form', async () => {
    const book = await openWorkbook(bankTemplateList(templateOf('970415', '970405'), INTER_BANK));
    const [sheet, info] = book.worksheets;
    expect([sheet?.getCell('A3').value, sheet?.getCell('A4').value]).toEqual(['STT', 1]);
    expect([sheet?.getCell('F4').value, sheet?.getCell('F4').numFmt]).toEqual(['0012345678901', '@']);
    expect([sheet?.getCell('E4').value, sheet?.getCell('E4').numFmt]).toEqual([1_050_000, '#,##0']);
    expect(sheet?.getCell('G4').value).toBe('01204009-AGRIBANK');
    expect([info?.name, info?.state, info?.getCell('A1').value]).toEqual(['Info', 'hidden', 'SAI-1.0']);
  });

  test('a CSV has separator, byte order mark and line ends as its template says', () => {
    const text = [
      'template:',
      '  name: excel',
      '  file: csv',
      '  separator: ";"',
      '  bom: "true"',
      '  line_end: crlf',
      '  columns:',
      '    - { heading: "Họ; tên", value: "{account_name}", letters: vietnamese }',
      '    - { heading: TK, value: "{account_no}" }',
      '    - { heading: Tien, value: "{amount}", cell: amount }',
      '    - { heading: Noi dung, value: "{content}" }',
    ].join('\n');
    const book = bankBook(
      { name: 'e.yaml', text },
      { name: 'f.yaml', text: sheetText('970405', 'asks_by: list', 'template: excel') },
    );
    const form = formFor(book, '970405', '970405');
    if (form.kind !== 'list') throw new Error('no list');
    const bytes = bankTemplateList(form.template, { ...INTER_BANK, provider: AGRIBANK });
    expect(Buffer.from(bytes).toString().split('\r\n').slice(0, 2)).toEqual([
      '\uFEFF"Họ; tên";TK;Tien;Noi dung',
      'Nguyễn Thị Hoa;0012345678901;1050000;CHI TRA TRO CAP XA HOI THANG 11/2026 1R01000000001',
    ]);
  });
});

async function read(
  bytes: Uint8Array,
  template: ListTemplate,
): Promise<{ codes: string[]; payments: ListedPayment[] }> {
  const payments: ListedPayment[] = [];
  const result = await readPayoutList('bank-list', bytes, (some) => payments.push(...some), template);
  if (!result.ok) return { codes: [result.failure.code], payments };
  const codes = [...new Set(result.value.faults.map((fault) => fault.code))].sort();
  expect(DIFFERENCE_CODES).toEqual(expect.arrayContaining(codes.map((code) => `list_${code}`)));
  return { codes, payments };
}

function withSheet(bytes: Uint8Array, change: (xml: string) => string): Uint8Array {
  return writeZip(
    readZip(bytes).map(({ name, data }) => {
      const xml = Buffer.from(data).toString();
      const after = name === 'xl/worksheets/sheet1.xml' ? change(xml) : xml;
      return { name, data: Buffer.from(after) };
    }),
  );
}

describe('read back', () => {
  test.each(['970415', '970436', '970416', '970407', '970422'])(
    '%s: every payment to the last đồng, in-bank and inter-bank',
    async (asked) => {
      for (const provider of [asked, '970405']) {
        const template = templateOf(asked, provider);
        const order = provider === asked ? { ...INTER_BANK, provider: { ...VIETINBANK, bin: asked } } : INTER_BANK;
        const { codes, payments } = await read(bankTemplateList(template, order), template);
        expect(codes).toEqual([]);
        expect(payments.map(({ id, amount }) => [id, amount])).toEqual(
          order.payments.map((one) => [one.endToEndId, one.amount]),
        );
      }
    },
  );

  test('without a column for the id, by the end of the content', async () => {
    const template = templateOf('970415', '970405');
    const columns = template.columns.filter((column) => column.heading !== 'Mã nhân viên/Staff Code');
    const without = { ...template, columns };
    const { codes, payments } = await read(bankTemplateList(without, INTER_BANK), without);
    expect(codes).toEqual([]);
    expect(payments.map(({ id }) => id)).toEqual(['R01000000001', 'R01000000007', 'R01000000031']);
  });

  const acb = templateOf('970416', '970405');
  test.each([
    ['an amount', (xml: string) => xml.replace('<v>540000</v>', '<v>540001</v>'), ['total_differs']],
    [
      'an amount as text',
      (xml: string) =>
        xml.replace(/<c r="E3" s="2"><v>540000<\/v><\/c>/, '<c r="E3" t="inlineStr"><is><t>540000</t></is></c>'),
      ['number_jumps', 'total_differs', 'unreadable_row'],
    ],
    ['a row taken out', (xml: string) => xml.replace(/<row r="3">.*?<\/row>/, ''), ['number_jumps', 'total_differs']],
    ['a row hidden', (xml: string) => xml.replace('<row r="3">', '<row r="3" hidden="1">'), ['hidden_row']],
    [
      'a formula',
      (xml: string) => xml.replace('<v>540000</v>', '<f>540000</f><v>540000</v>'),
      ['number_jumps', 'total_differs', 'unreadable_row'],
    ],
    [
      'a row below the total',
      (xml: string) => xml.replace('</sheetData>', '<row r="9"><c r="A9"><v>1</v></c></row></sheetData>'),
      ['row_below_total'],
    ],
    ['no total', (xml: string) => xml.replace(/<row r="5">.*?<\/row>/, ''), ['no_total']],
    ['another heading', (xml: string) => xml.replace('TEN THU HUONG', 'TEN'), ['not_our_list']],
  ])('%s is found', async (_, change, codes) => {
    const bytes = bankTemplateList(acb, INTER_BANK);
    const changed = withSheet(bytes, change);
    expect(Buffer.from(changed).equals(Buffer.from(bytes))).toBe(false);
    expect((await read(changed, acb)).codes).toEqual(codes);
  });

  test('a sheet more, and what is no archive', async () => {
    const parts = [
      ...readZip(bankTemplateList(acb, INTER_BANK)),
      { name: 'xl/worksheets/sheet2.xml', data: Buffer.from('<worksheet/>') },
    ];
    expect((await read(writeZip(parts), acb)).codes).toEqual(['unreadable_list']);
    expect((await read(Buffer.from('PK'), acb)).codes).toEqual(['unreadable_list']);
  });
});
