import { describe, expect, test } from 'vitest';
import type { IsoDate } from '../../src/domain/month.ts';
import { type BankReturn, readBankReturn } from '../../src/formats/bank-return.ts';
import { bankBook } from '../support/bank-sheets.ts';
import { aDay } from '../support/law.ts';
import { granted } from '../support/office.ts';

const BOOK = bankBook();
const HEADER = 'STT,MA NHAN VIEN,TEN NGUOI HUONG,SO TAI KHOAN,SO TIEN,TRANG THAI,NGAY GIAO DICH';

async function reading(rows: readonly string[], today: IsoDate | null = null): Promise<BankReturn> {
  const bytes = new TextEncoder().encode(`${rows.join('\n')}\n`);
  const read = await readBankReturn(bytes, '24', BOOK, today);
  if (read === null) throw new Error('no form of a bank fits');
  return granted(read);
}

function row(ordinal: number, amount: string, status: string, day = ''): string {
  return `${ordinal},CT24202611R01${String(ordinal).padStart(9, '0')},AI DO,0012345678,${amount},${status},${day}`;
}

/** Three payments: 1,050,000 and 700,000 VND paid, 600,000 VND returned. */
const ROWS = [HEADER, row(1, '1050000', 'THANH CONG'), row(2, '700000', 'THANH CONG'), row(3, '600000', 'THAT BAI')];
const faultsOf = ({ answers }: BankReturn): unknown[] => answers.map((one) => one.fault?.code ?? one.status);
const codesOf = ({ problems }: BankReturn): string[] => problems.map((one) => one.code);

describe('the total of a list that a bank sends back', () => {
  test.each([
    [',,Tổng cộng,,2.350.000,,', 'all rows'],
    ['Cộng,,,,2350000,,', 'all rows'],
    [',,TONG CONG,,1.750.000,,', 'those paid'],
    [',,Total,,600000,,', 'those returned'],
    [',,Tổng thành công,,1.750.000,,', 'those paid'],
    ['Tổng số tiền: 2.350.000 VND,,,,,,', 'all rows, behind the words'],
    [',,Tổng số giao dịch,,3,,', 'how many rows'],
    [',,Tổng cộng,,,,', 'no amount'],
  ])('"%s" is right: %s', async (total) => {
    const list = await reading([...ROWS, total]);
    expect(list.problems).toEqual([]);
    expect(faultsOf(list)).toEqual(['paid', 'paid', 'returned']);
  });

  test.each([
    ',,Tổng cộng,,2.350.001,,',
    ',,TONG CONG,,1050000,,',
    'Total,,,,700000,,',
    'Cộng,,,,1,,',
    'Tổng số tiền: 3.000.000,,,,,,',
    ',,Tổng cộng,,3,,',
    ',,TONG CONG,,1050000,THANH CONG,',
  ])('"%s" contradicts the rows', async (total) => {
    expect(codesOf(await reading([...ROWS, total]))).toEqual(['total_differs']);
  });

  test('a list that was cut off is told from its total, with what the total may be', async () => {
    const { problems } = await reading([...ROWS.slice(0, 3), ',,Tổng cộng,,2.350.000,,']);
    expect(problems).toMatchObject([{ code: 'total_differs' }]);
    expect(problems[0]?.message).toMatch(/dòng 4 .*2\.350\.000.*mọi dòng 1\.750\.000.*đã chi 1\.750\.000.*trả lại 0/);
  });

  test('that is no number is told', async () => {
    expect(codesOf(await reading([...ROWS, ',,Tổng cộng,,abc,,']))).toEqual(['unreadable_total']);
  });

  test('sums of pages count the rows above them', async () => {
    const [header = '', first = '', ...others] = ROWS;
    const pages = (page: string): string[] => [
      header,
      first,
      page,
      ...others,
      'Cộng,,,,1300000,,',
      'Tổng,,,,2350000,,',
    ];
    expect(codesOf(await reading(pages('Cộng,,,,1050000,,')))).toEqual([]);
    expect(codesOf(await reading(pages('Cộng,,,,1050001,,')))).toEqual(['total_differs']);
  });

  test('a person who is called like a total is a person', async () => {
    const list = await reading([
      ...ROWS,
      '4,,TONG CONG,0012345679,700000,THANH CONG,',
      '5,,Tống Tiền,,700000,THANH CONG,',
      '6,CT24202611R01000000006,TONG SO TIEN,,100000,THANH CONG,',
    ]);
    expect(faultsOf(list).slice(3)).toEqual(['missing_id', 'missing_id', 'paid']);
    expect(list.problems).toEqual([]);
  });

  test('is not compared where the amount of a row cannot be read', async () => {
    const list = await reading([...ROWS, row(4, 'x', 'THANH CONG'), ',,Tổng cộng,,9.000.000,,']);
    expect(faultsOf(list)[3]).toBe('bad_amount');
    expect(list.problems).toEqual([]);
  });
});

describe('a payment that stands in the list again', () => {
  test('with the same status: the second row is kept as a fault', async () => {
    const list = await reading([...ROWS, row(2, '700000', 'THANH CONG'), row(2, '700000', 'THANH CONG')]);
    expect(faultsOf(list)).toEqual(['paid', 'paid', 'returned', 'twice', 'twice']);
    expect(list.problems).toEqual([]);
  });

  test('with another status: nothing of the list can be trusted', async () => {
    expect(codesOf(await reading([...ROWS, row(3, '600000', 'THANH CONG')]))).toEqual(['twice']);
  });
});

test('a day after today is a fault of an outcome, not of what is pending', async () => {
  const rows = [
    HEADER,
    row(1, '1', 'THANH CONG', '08/11/2026'),
    row(2, '1', 'THANH CONG', '09/11/2026'),
    row(3, '1', 'DANG XU LY', '09/11/2026'),
  ];
  expect(faultsOf(await reading(rows, aDay('2026-11-08')))).toEqual(['paid', 'future_date', 'pending']);
  expect(faultsOf(await reading(rows))).toEqual(['paid', 'paid', 'pending']);
});

test('the bank whose form a list has is told', async () => {
  expect((await reading(ROWS)).bank).toMatch(/^\d{6}$/);
});
