import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Result } from '../../src/domain/failure.ts';
import { paymentContent } from '../../src/formats/bank-list.ts';
import type { Sheet } from '../../src/formats/sheet.ts';
import { spreadsheet } from '../../src/formats/spreadsheet.ts';
import { type SettleSummary, settleFile } from '../../src/payroll/settle-outcomes.ts';
import type { Run } from '../../src/store/runs.ts';
import { bookingNotice, statusReport } from '../support/bank-answers.ts';
import { A_DAY_TO_COME, aDay, aMonth } from '../support/law.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let november: Run | null = null;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(async () => {
  november = null;
  await office.close();
});

const ALL_BY_BANK = {
  payees: ['P2,2025-07,bank,970405,0012345679,TRAN VAN BINH,,,', 'P4,2024-02,bank,970405,0012345680,PHAM THI MAI,,,'],
};
const ALL_BY_POST = { payees: ['P1,2024-02,post,,,,PP1,,'] };

/** The end-to-end id of a person's payment; November is paid when it is first asked for. */
async function idOf(person: string): Promise<string> {
  november ??= await office.pay();
  return office.endToEndId(november, person);
}

/** A sheet of a workbook with this row on top. */
function aSheet(cells: readonly string[]): Sheet {
  const columns = cells.map((heading) => ({ heading, width: 20, kind: 'text' as const }));
  const print = { landscape: false, footer: '' };
  return { name: 'Sheet1', above: [], columns, rows: [], totals: [], below: [], print };
}

/** Loads a list of these rows; `{P1}` stands for the end-to-end id of P1's payment, `[P1]` for its payment id, `(P1)` for the content of the transfer. */
async function settled(name: string, rows: readonly string[], today = A_DAY_TO_COME): Promise<Result<SettleSummary>> {
  let text = `${rows.join('\n')}\n`;
  for (const person of ['P1', 'P2', 'P4']) {
    const id = await idOf(person);
    text = text
      .replaceAll(`{${person}}`, id)
      .replaceAll(`[${person}]`, `${november?.runId ?? ''}-${id.slice(-9)}`)
      .replaceAll(`(${person})`, paymentContent(aMonth('2026-11'), id));
  }
  const path = join(office.at.out, name);
  writeFileSync(path, text);
  return settleFile(office.context, { path, actor: 'chi', format: null, today });
}

async function outcomes(): Promise<unknown[]> {
  return (
    await office.ask(
      'SELECT person_id, status, outcome_date::text AS day, reason FROM outcome_event ORDER BY person_id, event_no',
    )
  ).map((row) => Object.values(row));
}

describe('a list that a bank sends back', () => {
  beforeEach(() => office.load(ALL_BY_BANK));

  test('by the form of the bank: ids, words, reasons', async () => {
    const summary = granted(
      await settled('vietinbank.csv', [
        'KET QUA CHI LUONG;;;;;;',
        'STT;Mã nhân viên/Staff Code;Tên người thụ hưởng (*);Số tiền;Tài khoản hưởng;Trạng thái;Lý do',
        '1;{P1};NGUYEN THI HOA;1.050.000;0012345678;Thất bại;Số tài khoản không tồn tại',
        '2;{P2};TRAN VAN BINH;700.000;0012345679;Thành công;',
        '3;{P4};PHAM THI MAI;700.000;0012345680;Đang xử lý;',
        ';;Tổng cộng;2.450.000;;;',
      ]),
    );
    expect(summary).toMatchObject({
      format: 'bank-return',
      rows: 3,
      matched: 3,
      paid: 1,
      returned: 1,
      pending: 1,
      unmatched: 0,
      problems: [],
    });
    expect(await outcomes()).toEqual([
      ['P1', 'returned', null, 'Số tài khoản không tồn tại'],
      ['P2', 'paid', null, ''],
    ]);
    const december = await office.run({ month: '2026-12', knownAt: '2026-11-24' });
    expect((await office.lines(december)).filter(([who]) => who === 'P1').map((line) => line[5])).toContain(
      'account_returned',
    );
  });

  test('payments are found by the content of the transfer where the list has no id of ours', async () => {
    const summary = granted(
      await settled('vcb.csv', [
        'STT,SO TAI KHOAN,TEN NGUOI HUONG,SO TIEN,NOI DUNG,TRANG THAI,LY DO',
        '1,0012345678,NGUYEN THI HOA,1050000,(P1),THANH CONG,',
        '2,0012345679,TRAN VAN BINH,700001,(P2),THANH CONG,',
        '3,0012345681,AI DO,700000,CHUYEN TIEN,THANH CONG,',
        '4,0012345680,PHAM THI MAI,700000,(P4),KHONG RO,',
      ]),
    );
    expect(summary).toMatchObject({ format: 'bank-return', rows: 4, matched: 2, paid: 1 });
    expect(summary.problems.map((one) => [one.row, one.code])).toEqual([
      [3, 'amount_differs'],
      [4, 'missing_id'],
      [5, 'unknown_status'],
    ]);
  });

  test('that says two things of one payment is loaded nowhere', async () => {
    const list = await settled('twice.csv', [
      'STT,MA NHAN VIEN,SO TIEN,TRANG THAI',
      '1,{P1},1050000,THANH CONG',
      '2,{P1},1050000,THAT BAI',
    ]);
    expect(refusalOf(list).code).toBe('untrusted_file');
    expect(await outcomes()).toEqual([]);
  });
});

test('a list of a bank whose total contradicts its rows is loaded nowhere', async () => {
  const list = await settled('cut-off.csv', [
    'STT,MA NHAN VIEN,SO TIEN,TRANG THAI',
    '1,{P1},1050000,THANH CONG',
    'Tổng cộng,,1.750.000,',
  ]);
  expect(refusalOf(list)).toMatchObject({
    code: 'untrusted_file',
    message: expect.stringContaining('total_differs: dòng 3'),
  });
  expect(await outcomes()).toEqual([]);
});

test('a list of a bank that names a payment twice pays it once and says so', async () => {
  const rows = ['STT,MA NHAN VIEN,SO TIEN,TRANG THAI', '1,{P1},1050000,THANH CONG', '2,{P1},1050000,THANH CONG'];
  const summary = granted(await settled('doubled.csv', rows));
  expect(summary).toMatchObject({ rows: 2, paid: 1, problems: [{ row: 3, code: 'twice' }] });
  expect(await outcomes()).toEqual([['P1', 'paid', null, '']]);
});

describe('an outcome of a day that is still to come is a fault', () => {
  const notice = bookingNotice('N1', '2026-11-09', '5500111222333', [
    { direction: 'DBIT', amount: 1_050_000, day: '2026-11-08', endToEndId: '{P1}' },
    { direction: 'DBIT', amount: 700_000, day: '2026-11-09', endToEndId: '{P2}' },
    { direction: 'DBIT', amount: 700_000, day: '2026-11-09', endToEndId: '{P4}', status: 'PDNG' },
  ]);
  test.each<[string, readonly string[]]>([
    ['settlement.csv', ['end_to_end_id,status,date,amount,reason', '{P1},paid,2026-11-08,,', '{P2},paid,2026-11-09,,']],
    [
      'bank.csv',
      [
        'STT,MA NHAN VIEN,SO TIEN,TRANG THAI,NGAY GIAO DICH',
        '1,{P1},1050000,THANH CONG,08/11/2026',
        '2,{P2},700000,THANH CONG,09/11/2026',
      ],
    ],
    ['post.csv', ['Mã khoản chi,Ngày nhận', '[P1],08/11/2026', '[P2],09/11/2026']],
    ['camt.xml', [notice]],
  ])('in %s', async (name, rows) => {
    await office.load(name === 'post.csv' ? ALL_BY_POST : ALL_BY_BANK);
    const summary = granted(await settled(name, rows, aDay('2026-11-08')));
    expect(summary.problems).toMatchObject([
      { code: 'future_date', message: expect.stringContaining('day that is still to come') },
    ]);
    expect((await outcomes()).map(String)).toEqual([expect.stringMatching(/^P1,paid,2026-11-08/)]);
  });

  test('in a status report', async () => {
    const report = statusReport('S1', '2026-11-09', {
      messageId: 'M',
      lines: [{ endToEndId: '{P1}', status: 'ACCC' }],
    });
    const summary = granted(await settled('pain.xml', [report], aDay('2026-11-08')));
    expect(summary.problems.map((one) => one.code)).toContain('future_date');
    expect(await outcomes()).toEqual([]);
  });
});

describe('a list that a post office sends back', () => {
  beforeEach(() => office.load(ALL_BY_POST));

  const HEADER = 'STT,Mã khoản chi,Họ và tên,Số tiền,Người nhận,Ngày nhận,Lý do chưa nhận,Nộp lại';

  test('collected with collector and day, not collected with a reason, not known', async () => {
    const summary = granted(
      await settled('buu-dien.csv', [
        HEADER,
        '1,[P2],Trần Văn Bình,700.000,Trần Văn Bình,08/11/2026,,',
        '2,[P4],Phạm Thị Mai,700.000,,,đã chết,700.000',
        '3,[P1],Nguyễn Thị Hoa,1.050.000,,,,',
      ]),
    );
    expect(summary).toMatchObject({ format: 'post-result', rows: 3, matched: 3, paid: 1, uncollected: 1, pending: 1 });
    expect(summary.problems.map((one) => one.code)).toEqual(['handed_back']);
    expect(await outcomes()).toEqual([
      ['P2', 'paid', '2026-11-08', 'Người nhận: Trần Văn Bình'],
      ['P4', 'uncollected', null, 'đã chết'],
    ]);
    const december = await office.run({ month: '2026-12', knownAt: '2026-11-24' });
    expect((await office.lines(december)).filter(([who]) => who === 'P4').map((line) => line[5])).toContain(
      'return_to_ask',
    );
  });

  test('whose totals contradict its rows is loaded nowhere', async () => {
    const list = await settled('sai-tong.csv', [
      HEADER,
      '1,[P2],Trần Văn Bình,700.000,Trần Văn Bình,08/11/2026,,',
      '2,[P4],Phạm Thị Mai,700.000,,,vắng mặt,700.000',
      'Tổng cộng,,,1.300.000,,,,',
    ]);
    expect(refusalOf(list).code).toBe('untrusted_file');
    expect(await outcomes()).toEqual([]);
  });
});

describe('what is no answer at all', () => {
  test('is refused with what each of the three lists needs, and nothing of its rows', async () => {
    const { code, message } = refusalOf(await settled('khac.csv', ['NGUYEN VAN BI MAT,024099001234,1000', 'x,y,z']));
    expect(code).toBe('missing_column');
    for (const needed of ['end_to_end_id, status', 'Mã nhân viên', 'Trạng thái', 'Mã khoản chi', 'Ngày nhận'])
      expect(message).toContain(needed);
    expect(message).toContain('the first row is no heading');
    expect(message).not.toMatch(/BI MAT|0240|1000/);
    expect(await outcomes()).toEqual([]);
  });

  test('but has headings of a settlement.csv: the one with a slip of the pen is shown', async () => {
    const rows = ['end_to_end_id,statsu,date,amount,reason', '{P1},returned,2026-11-06,,'];
    const { code, message } = refusalOf(await settled('settlement.csv', rows));
    expect(code).toBe('missing_column');
    expect(message).toContain('missing columns): status');
    expect(message).toContain('statsu');
    expect(message).toContain('Mã khoản chi');
    expect(await outcomes()).toEqual([]);
  });

  test('as a workbook: no row of it is told either', async () => {
    const path = join(office.at.out, 'khac.xlsx');
    writeFileSync(path, await spreadsheet([aSheet(['NGUYỄN VĂN BÍ MẬT', 'Xã Xuân Lương', 'Đã chi'])]));
    const list = await settleFile(office.context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME });
    const { code, message } = refusalOf(list);
    expect(code).toBe('missing_column');
    expect(message).toContain('Mã nhân viên');
    expect(message).toContain('end_to_end_id, status');
    expect(message).not.toMatch(/BÍ MẬT/i);
  });

  test('but names payments: the sentence says that what became of them is missing', async () => {
    const { code, message } = refusalOf(await settled('ma.csv', ['Mã khoản chi,Họ và tên,Số tiền', '[P1],Bí Mật,1']));
    expect(code).toBe('missing_column');
    expect(message).not.toContain('Bí Mật');
    expect(message).toContain('Trạng thái');
  });
});

test('a request to pay answers nothing', async () => {
  const list = await settled('lenh.xml', [
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId>',
    '<CreDtTm>2026-11-05T09:00:00+07:00</CreDtTm><NbOfTxs>0</NbOfTxs></GrpHdr></CstmrCdtTrfInitn></Document>',
  ]);
  expect(refusalOf(list).code).toBe('not_an_answer');
});
