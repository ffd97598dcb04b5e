import { describe, expect, test } from 'vitest';
import { deflateRawSync } from 'node:zlib';
import { bankList } from '../../src/formats/bank-list.ts';
import { DIFFERENCE_CODES } from '../../src/formats/four-ways-text.ts';
import { type ListedPayment, type ListReading, readPayoutList } from '../../src/formats/payout-read.ts';
import { type PostEntry, postList } from '../../src/formats/post-list.ts';
import { readZip, writeZip } from '../../src/formats/zip.ts';
import { vnd } from '../../src/domain/money.ts';
import { month } from '../../src/domain/month.ts';
import type { Result } from '../../src/domain/failure.ts';

const NOVEMBER = month(202611);

function entry(at: number, amount: number, recovered = 0): PostEntry {
  return {
    paymentId: `2026-11-R01-${String(at).padStart(9, '0')}`,
    personId: `P${at}`,
    fullName: `Nguyễn <Thị> & ${String.fromCodePoint(64 + (at % 26))}`,
    birthYear: '1950',
    nationalIdEnd: '1234',
    collector: '',
    current: vnd(amount),
    arrears: vnd(80_000),
    arrearsMonths: 1,
    carried: vnd(20_000),
    recovered: vnd(recovered),
    amount: vnd(amount + 100_000 - recovered),
  };
}

function postBytes(entries: readonly PostEntry[]): Promise<Uint8Array> {
  return postList({
    provinceName: 'Tỉnh Bắc Ninh',
    month: NOVEMBER,
    runId: '2026-11-R01',
    commune: { code: '07210', name: 'Phường Bắc Giang' },
    point: { code: 'PP1', name: 'Bưu điện (số 1)', provider: 'VNPOST' },
    entries,
  });
}

function bankText(): string {
  const entries = [1, 2, 3, 4].map((at) => ({
    endToEndId: `CT24202611R01${String(at).padStart(9, '0')}`,
    accountNo: '0012345678',
    accountName: 'NGUYEN, THI "HOA"',
    amount: vnd(540_000 * at),
  }));
  return new TextDecoder().decode(bankList({ month: NOVEMBER, bankBin: '970405', communeCode: '07210', entries }));
}

async function read(kind: string, bytes: Uint8Array): Promise<[Result<ListReading>, ListedPayment[]]> {
  const payments: ListedPayment[] = [];
  const result = await readPayoutList(kind, bytes, (some) => {
    payments.push(...some);
  });
  return [result, payments];
}

/** The codes of what is wrong with a list: its faults, or its refusal. */
async function wrongWith(kind: string, bytes: Uint8Array): Promise<string[]> {
  const [result] = await read(kind, bytes);
  if (!result.ok) return [result.failure.code];
  const codes = [...new Set(result.value.faults.map((fault) => fault.code))].sort();
  // Why here: a fault without a sentence of its own would reach an officer as a code.
  expect(DIFFERENCE_CODES).toEqual(expect.arrayContaining(codes.map((code) => `list_${code}`)));
  return codes;
}

/** The same workbook with one of its parts written otherwise. */
function withPart(bytes: Uint8Array, name: string, change: (xml: string) => string): Uint8Array {
  return writeZip(
    readZip(bytes).map((part) =>
      part.name === name ? { name, data: Buffer.from(change(Buffer.from(part.data).toString())) } : part,
    ),
  );
}

function rowXml(xml: string, row: number): string {
  return new RegExp(`<row r="${row}".*?</row>`, 's').exec(xml)?.[0] ?? '';
}

describe('a list of ours', () => {
  test('for a bank is read back to the last đồng', async () => {
    const [result, payments] = await read('bank-list', Buffer.from(bankText()));
    expect(result).toMatchObject({
      ok: true,
      value: { payments: 4, amount: 5_400_000, faultCount: 0, provider: '970405', communeCode: null },
    });
    expect(payments[3]).toEqual({ row: 5, id: 'CT24202611R01000000004', amount: 2_160_000 });
  });

  test('for the post is read back to the last đồng, in print order', async () => {
    const [result, payments] = await read('post-list', await postBytes([entry(2, 500_000), entry(1, 750_000, 50_000)]));
    expect(result).toMatchObject({
      ok: true,
      value: { payments: 2, amount: 1_400_000, faultCount: 0, provider: 'VNPOST', communeCode: '07210' },
    });
    expect(payments.map(({ id, amount }) => `${id} ${amount}`)).toEqual([
      '2026-11-R01-000000001 800000',
      '2026-11-R01-000000002 600000',
    ]);
  });

  test('of 20,000 people comes in blocks, and each row once', async () => {
    const entries = Array.from({ length: 20_000 }, (_, at) => entry(at + 1, 500_000));
    let largest = 0;
    const ids = new Set<string>();
    const result = await readPayoutList('post-list', await postBytes(entries), (some) => {
      largest = Math.max(largest, some.length);
      for (const { id } of some) ids.add(id);
    });
    expect(result).toMatchObject({ ok: true, value: { payments: 20_000, amount: 20_000 * 600_000, faultCount: 0 } });
    expect(ids.size).toBe(20_000);
    expect(largest).toBeLessThan(5000);
  });

  test('packed again in another way says the same', async () => {
    const bytes = await postBytes([entry(1, 500_000), entry(2, 500_000)]);
    const again = withPart(bytes, 'docProps/core.xml', (xml) => `${xml} `);
    expect(Buffer.compare(Buffer.from(again), Buffer.from(bytes))).not.toBe(0);
    expect(await wrongWith('post-list', again)).toEqual([]);
  });
});

const lines = (change: (rows: string[]) => string[]): string => {
  const [head = '', ...rows] = bankText().trimEnd().split('\n');
  return [head, ...change(rows), ''].join('\n');
};

test.each<[string, string, string[]]>([
  ['an amount with a sign', bankText().replace(',540000,', ',-540000,'), ['unreadable_row']],
  ['an amount with a fraction', bankText().replace(',540000,', ',540000.5,'), ['unreadable_row']],
  ['a row taken out', lines((rows) => rows.filter((_, at) => at !== 1)), ['number_jumps']],
  ['a row twice', lines((rows) => [rows[0] ?? '', ...rows]), ['number_jumps', 'twice']],
  ['a row of another run', bankText().replace('R01000000002', 'R02000000002'), ['other_run']],
  [
    'another bank',
    lines((rows) => rows.map((row, at) => (at === 2 ? row.replace('970405', '970436') : row))),
    ['other_bank'],
  ],
  ['a cell more', bankText().replace(',970405,', ',970405,x,'), ['unreadable_row']],
  ['quotes that do not close', bankText().replace('"NGUYEN', 'NG"UYEN'), ['unreadable_row']],
  ['another header', bankText().replace('stt', 'no'), ['not_our_list']],
  ['nothing', '', ['not_our_list']],
])('a bank list with %s is found', async (_, text, codes) => {
  expect(await wrongWith('bank-list', Buffer.from(text))).toEqual(expect.arrayContaining(codes));
});

const SHEET = 'xl/worksheets/sheet1.xml';
const TEXTS = 'xl/sharedStrings.xml';
// Rows of the list below: 11 to 13 are payments of 600,000 each, 14 the totals.
const cell = (place: string, value: string) => (xml: string) =>
  xml.replace(new RegExp(`(<c r="${place}"[^>]*>)<v>[^<]*</v>`), `$1${value}`);

test.each<[string, string, (xml: string) => string, string[]]>([
  ['an amount changed', SHEET, cell('K12', '<v>6000000</v>'), ['not_the_sum', 'total_differs', 'words_differ']],
  [
    'an amount and its total changed',
    SHEET,
    (xml) => cell('K14', '<v>7200000</v>')(cell('K12', '<v>6000000</v>')(xml)),
    ['not_the_sum', 'words_differ'],
  ],
  ['a total changed', SHEET, cell('K14', '<v>1800001</v>'), ['total_differs']],
  ['a formula for an amount', SHEET, cell('K12', '<f>1+1</f><v>600000</v>'), ['unreadable_row']],
  ['a fraction', SHEET, cell('K12', '<v>600000.4</v>'), ['unreadable_row']],
  ['a row taken out', SHEET, (xml) => xml.replace(rowXml(xml, 12), ''), ['number_jumps', 'count_differs']],
  ['a row doubled', SHEET, (xml) => xml.replace(rowXml(xml, 12), (row) => row + row), ['unreadable_list']],
  ['a row in place of another', SHEET, (xml) => xml.replace('R01-000000002<', 'R01-000000001<'), ['twice']],
  ['a row hidden', SHEET, (xml) => xml.replace('<row r="12"', '<row hidden="1" r="12"'), ['hidden_row']],
  [
    'a payment of another run',
    SHEET,
    (xml) => xml.replace('2026-11-R01-000000002', '2026-11-R09-000000002'),
    ['other_run'],
  ],
  [
    'a row below the totals',
    SHEET,
    (xml) =>
      xml.replace('<row r="16"', `<row r="15"><c r="O15"><v>1</v></c></row><row r="16"`).replace(rowXml(xml, 15), ''),
    ['row_below_total'],
  ],
  [
    'a comment around a row',
    SHEET,
    (xml) => xml.replace(rowXml(xml, 12), (row) => `<!--${row}-->`),
    ['unreadable_list'],
  ],
  ['no end', SHEET, (xml) => xml.slice(0, xml.indexOf('<row r="14"')), ['unreadable_list']],
  ['other words', TEXTS, (xml) => xml.replace('Một triệu', 'Hai triệu'), ['words_differ']],
  ['another number of people', TEXTS, (xml) => xml.replace('danh sách: 3', 'danh sách: 4'), ['count_differs']],
  ['a heading of its own', TEXTS, (xml) => xml.replace('Mã kỳ chi', 'Kỳ'), ['not_our_list']],
])('a post list with %s is found', async (_, part, change, codes) => {
  const bytes = await postBytes([1, 2, 3].map((at) => entry(at, 500_000)));
  const changed = withPart(bytes, part, change);
  expect(Buffer.compare(Buffer.from(changed), Buffer.from(bytes))).not.toBe(0);
  expect(await wrongWith('post-list', changed)).toEqual(expect.arrayContaining(codes));
});

describe('an archive', () => {
  test('with one byte changed is refused, wherever it is', async () => {
    const bytes = await postBytes([entry(1, 500_000)]);
    const sheet = readZip(bytes).find((one) => one.name === SHEET);
    const at = Buffer.from(bytes).indexOf(deflateRawSync(sheet?.data ?? Buffer.alloc(0), { level: 6 }).subarray(0, 64));
    const codes = new Set<string>();
    for (let byte = at; byte < at + 1200; byte += 37) {
      const changed = Buffer.from(bytes);
      changed[byte] = (changed[byte] ?? 0) ^ 0x10;
      for (const code of await wrongWith('post-list', changed)) codes.add(code);
    }
    expect([...codes]).toEqual(['unreadable_list']);
  });

  test('with a second sheet, with one name twice, or cut off, is none of ours', async () => {
    const bytes = await postBytes([entry(1, 500_000)]);
    const parts = readZip(bytes);
    const sheet = parts.find((one) => one.name === SHEET);
    const data = sheet?.data ?? Buffer.alloc(0);
    for (const changed of [
      writeZip([...parts, { name: 'xl/worksheets/sheet2.xml', data }]),
      writeZip([...parts, { name: SHEET, data }]),
      bytes.subarray(0, bytes.length - 40),
    ])
      expect(await wrongWith('post-list', changed)).toEqual(['not_our_list']);
  });
});
