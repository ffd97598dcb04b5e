import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Result } from '../../src/domain/failure.ts';
import { paymentContent } from '../../src/formats/bank-list.ts';
import { type SettleSummary, settleFile } from '../../src/payroll/settle-outcomes.ts';
import type { Run } from '../../src/store/runs.ts';
import { aMonth } from '../support/law.ts';
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

/** The person's id where the name stands in brackets of some kind; no payment where there was no run. */
async function idOf(person: string): Promise<string> {
  return november === null ? '' : office.endToEndId(november, person);
}

/** Loads a list of these rows; `{P1}` stands for the end-to-end id of P1's payment, `[P1]` for its payment id, `(P1)` for the content of the transfer. */
async function settled(name: string, rows: readonly string[]): Promise<Result<SettleSummary>> {
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
  return settleFile(office.context, { path, actor: 'chi', format: null });
}

async function outcomes(): Promise<unknown[]> {
  return (
    await office.ask(
      'SELECT person_id, status, outcome_date::text AS day, reason FROM outcome_event ORDER BY person_id, event_no',
    )
  ).map((row) => Object.values(row));
}

describe('a list that a bank sends back', () => {
  beforeEach(async () => {
    await office.load({
      payees: [
        'P2,2025-07,bank,970405,0012345679,TRAN VAN BINH,,,',
        'P4,2024-02,bank,970405,0012345680,PHAM THI MAI,,,',
      ],
    });
    november = await office.pay();
  });

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

describe('a list that a post office sends back', () => {
  beforeEach(async () => {
    await office.load({ payees: ['P1,2024-02,post,,,,PP1,,'] });
    november = await office.pay();
  });

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

test('what is no answer at all is refused with what a list needs', async () => {
  const list = await settled('khac.csv', ['a,b,c', '1,2,3']);
  expect(refusalOf(list)).toMatchObject({ code: expect.stringMatching(/column|header/) });
  expect(await outcomes()).toEqual([]);
});

test('a request to pay answers nothing', async () => {
  const list = await settled('lenh.xml', [
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn><GrpHdr><MsgId>M</MsgId>',
    '<CreDtTm>2026-11-05T09:00:00+07:00</CreDtTm><NbOfTxs>0</NbOfTxs></GrpHdr></CstmrCdtTrfInitn></Document>',
  ]);
  expect(refusalOf(list).code).toBe('not_an_answer');
});
