import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Result } from '../../src/domain/failure.ts';
import { paymentContent } from '../../src/formats/bank-list.ts';
import { type Corrected, confirmProposal, correctOutcome } from '../../src/payroll/correct-outcome.ts';
import { settleFile } from '../../src/payroll/settle-outcomes.ts';
import { type Booking, type Statement, bookingNotice, statusReport } from '../support/bank-answers.ts';
import { ACCOUNT, type BankOffice, codes, openBankOffice, stated } from '../support/bank-office.ts';
import { A_DAY_TO_COME, aDay, aMonth } from '../support/law.ts';
import { granted } from '../support/office.ts';

let bank: BankOffice;
/** The days that a statement must cover to say that nothing was paid. */
let [day, last] = ['', ''];

beforeEach(async () => {
  bank = await openBankOffice();
  const [file] = await bank.office.ask(
    `SELECT executes_on::text AS day, (executes_on + 3)::text AS last FROM payout_file WHERE message_id IS NOT NULL`,
  );
  [day, last] = [String(file?.['day']), String(file?.['last'])];
});

afterEach(() => bank.office.close());

function said(id: string, status: 'paid' | 'returned', actor = 'lan'): Promise<Result<Corrected>> {
  const request = { paymentId: id, status, date: aDay('2026-12-01'), reason: 'không thấy tiền', actor };
  return correctOutcome(bank.office.context, request);
}

function covering(bookings: readonly Booking[], more: Partial<Statement> = {}): string {
  return stated(bookings, { id: 'S7', from: day, to: last, ...more });
}

async function isDecidedAlone(): Promise<boolean> {
  return granted(await said(bank.message, 'returned')).state === 'noted';
}

describe('a statement stands for the second person only when nothing in it can be the money', () => {
  test('small fees can not be', async () => {
    granted(await bank.settled(covering([{ direction: 'DBIT', amount: 5_500, day }])));
    expect(granted(await said(bank.message, 'returned'))).toEqual({ state: 'noted', statement: 'S7' });
  });

  test('one unnamed debit of the whole sum can be', async () => {
    granted(await bank.settled(covering([{ direction: 'DBIT', amount: 2_450_000, day }])));
    expect(await isDecidedAlone()).toBe(false);
  });

  test('a debit in the words of our transfer is the payment', async () => {
    const text = paymentContent(aMonth('2026-11'), bank.hoa);
    const file = covering([{ direction: 'DBIT', amount: 1_050_000, day, endToEndId: 'NOTPROVIDED', text }]);
    expect(granted(await bank.settled(file))).toMatchObject({ paid: 1, unmatched: 0 });
    expect(await bank.states()).toEqual({ P1: 'paid' });
  });

  test('a page of several, and a statement without balances, show nothing', async () => {
    const page = covering([]).replace(
      '</Id><CreDtTm>',
      '</Id><StmtPgntn><PgNb>1</PgNb><LastPgInd>false</LastPgInd></StmtPgntn><CreDtTm>',
    );
    granted(await bank.settled(page));
    expect(await isDecidedAlone()).toBe(false);
    const bare = covering([], { id: 'S8' }).replaceAll(/<Bal>.*?<\/Bal>/gs, '');
    granted(await bank.settled(bare));
    expect(granted(await said(bank.son, 'returned')).state).toBe('proposed');
  });
});

test('a debit that comes after people decided that nothing arrived is a finding, not a payment', async () => {
  granted(await said(bank.hoa, 'returned'));
  granted(await confirmProposal(bank.office.context, { proposalNo: 1, actor: 'mai' }));
  const late = stated([{ direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: bank.hoa }]);
  const summary = granted(await bank.settled(late));
  expect(summary).toMatchObject({ paid: 0 });
  expect(codes(summary)).toEqual(['paid_after_return']);
  expect(await bank.states()).toEqual({ P1: 'returned' });
});

test('a return that was overruled is no ground for one person to open the payment again', async () => {
  await bank.office.settle(bank.november, ['{P1},returned,2026-11-05,,']);
  expect(granted(await said(bank.hoa, 'paid')).state).toBe('noted');
  expect(granted(await said(bank.hoa, 'returned')).state).toBe('proposed');
});

test('the second person is another one, however the name is typed', async () => {
  granted(await said(bank.hoa, 'returned', 'Ấn'));
  const again = await confirmProposal(bank.office.context, { proposalNo: 1, actor: 'A\u0302\u0301n' });
  expect(again.ok).toBe(false);
  const query = `INSERT INTO outcome_decision (proposal_no, actor) VALUES (1, E'A\\u0302\\u0301N ')`;
  await expect(bank.office.context.database.pool.query(query)).rejects.toThrow(/same person/);
});

describe('who says it', () => {
  async function list(name: string, text: string): Promise<string[]> {
    const path = join(bank.office.at.out, name);
    writeFileSync(path, text);
    return codes(
      granted(await settleFile(bank.office.context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME })),
    );
  }

  test('a post office says nothing of a bank’s payment, a bank nothing of the post’s', async () => {
    const post = `Mã khoản chi;Ngày nhận;Lý do chưa nhận\n${bank.november.runId}-${bank.hoa.slice(-9)};;vắng mặt\n`;
    expect(await list('buu-dien.csv', post)).toEqual(['other_channel']);
    const binh = await bank.office.endToEndId(bank.november, 'P2');
    expect(await list('ngan-hang.csv', `MA NHAN VIEN,SO TIEN,TRANG THAI\n${binh},700000,THAT BAI\n`)).toEqual([
      'other_channel',
    ]);
    expect(await bank.states()).toEqual({});
  });

  test('a statement of another account says nothing of ours', async () => {
    const booking = { direction: 'DBIT', amount: 1_050_000, day: '2026-11-05', endToEndId: bank.hoa } as const;
    const summary = granted(await bank.settled(stated([booking], { account: '99999' })));
    expect(summary).toMatchObject({ paid: 0 });
    expect(codes(summary)).toEqual(['other_account']);
    expect(codes(granted(await bank.settled(bookingNotice('N1', '2026-11-06', `0${ACCOUNT}`, [booking]))))).toEqual([]);
  });
});

describe('the same again', () => {
  const booking = (more: Partial<Booking> = {}): Booking => ({
    direction: 'DBIT',
    amount: 1_050_000,
    day: '2026-11-05',
    endToEndId: bank.hoa,
    reference: '1',
    ...more,
  });

  test('a second debit of a payment is money to claim back', async () => {
    const summary = granted(await bank.settled(stated([booking(), booking({ reference: '2' })])));
    expect(summary).toMatchObject({ paid: 1 });
    expect(codes(summary)).toEqual(['booked_twice']);
    const next = stated([booking({ day: '2026-11-06' })], {
      id: 'S2',
      from: '2026-11-06',
      to: '2026-11-06',
      opening: 2_900_000,
    });
    expect(codes(granted(await bank.settled(next)))).toEqual(['booked_twice']);
  });

  test('a statement under another name is the same statement', async () => {
    granted(await bank.settled(stated([booking()])));
    const summary = granted(await bank.settled(stated([booking()], { id: 'S1-COPY' })));
    expect(summary).toMatchObject({ rows: 0 });
    expect(codes(summary)).toEqual(['statement_seen']);
  });

  test('another statement of the same days is said', async () => {
    granted(await bank.settled(stated([booking()])));
    const other = stated([booking({ endToEndId: bank.son, amount: 700_000 })], { id: 'S9', opening: 1_000_000 });
    expect(codes(granted(await bank.settled(other)))).toEqual(['statement_overlaps']);
  });

  test('a second return on another day says nothing new', async () => {
    await bank.office.settle(bank.november, ['{P1},paid,2026-11-05,,']);
    const first = await bank.office.settle(bank.november, ['{P1},returned,2026-11-09,,']);
    const second = await bank.office.settle(bank.november, ['{P1},returned,2026-11-10,,']);
    expect([codes(first), codes(second)]).toEqual([['returned_after_paid'], []]);
  });
});

test('a report of a file that asked for something else is taken, and said', async () => {
  const report = statusReport('STS-7', '2026-11-05', { messageId: bank.message, group: 'RJCT', groupReason: 'AM10' });
  const other = report.replace(
    '<GrpSts>',
    '<OrgnlNbOfTxs>7</OrgnlNbOfTxs><OrgnlCtrlSum>2450000.00</OrgnlCtrlSum><GrpSts>',
  );
  expect(codes(granted(await bank.settled(other)))).toEqual(['original_differs']);
  const same = report.replace(
    '<GrpSts>',
    '<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>2450000.00</OrgnlCtrlSum><GrpSts>',
  );
  expect(codes(granted(await bank.settled(same)))).toEqual([]);
});

test('a statement in two pages is loaded page by page', async () => {
  const page = (number: number, isLast: boolean, bookings: readonly Booking[]): string =>
    stated(bookings).replace(
      '</Id><CreDtTm>',
      `</Id><StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${isLast}</LastPgInd></StmtPgntn><CreDtTm>`,
    );
  const debit = (endToEndId: string, amount: number): Booking => ({
    direction: 'DBIT',
    amount,
    day: '2026-11-05',
    endToEndId,
  });
  expect(granted(await bank.settled(page(1, false, [debit(bank.hoa, 1_050_000)])))).toMatchObject({ paid: 1 });
  expect(granted(await bank.settled(page(2, true, [debit(bank.son, 700_000)])))).toMatchObject({ paid: 1 });
  expect(await bank.states()).toEqual({ P1: 'paid', P5: 'paid' });
});
