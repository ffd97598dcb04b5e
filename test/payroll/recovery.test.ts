import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listBalances, listOverpayments } from '../../src/payroll/list-balances.ts';
import type { Run } from '../../src/store/runs.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE, paid } from '../support/village.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

const DECEMBER = { month: '2026-12', knownAt: '2026-11-24' };
const JANUARY = { month: '2027-01', knownAt: '2026-12-24' };
/** P1's award ended in August 2026: September to November were paid for nothing. */
const ENDED = { awards: ['A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,2026-08,,', 'A9,P1,SA6N,9/QĐ,2026-12-01,2026-12,,,'] };

async function linesOf(run: Run, personId: string): Promise<(readonly unknown[])[]> {
  return (await office.lines(run)).filter(([who]) => who === personId).map(([, , at, kind, vnd]) => [at, kind, vnd]);
}

async function rowsOf(rows: AsyncGenerator<string>): Promise<string[]> {
  const texts: string[] = [];
  for await (const text of rows) texts.push(text);
  return texts.join('').trim().split('\n').slice(1);
}

const registerOf = (run: Run): Promise<string[]> => rowsOf(listOverpayments(office.context, run));
const balancesOf = (run: Run): Promise<string[]> => rowsOf(listBalances(office.context, run));

describe('a recovery order', () => {
  test('takes its instalment of the oldest overpaid month, month after month, and nothing more', async () => {
    await office.pay();
    await office.load({ ...ENDED, recoveries: ['P1,5/QĐ-TH,MAIN,1000000,600000,2026-12'] });
    const december = await office.pay(DECEMBER);
    expect(december.totals).toMatchObject({ recovered: 600_000, overpaidAmount: 810_000 * 3 });
    expect(await linesOf(december, 'P1')).toEqual([
      [202609, 'recovery', -600_000],
      [202612, 'current', 810_000],
    ]);
    expect(
      await office.ask(`SELECT amount::int FROM payment WHERE person_id = 'P1' AND run_no = $1`, december.runNo),
    ).toEqual([{ amount: 210_000 }]);
    expect(await registerOf(december)).toEqual([
      'P1,MAIN,2026-09,810000,600000,210000',
      'P1,MAIN,2026-10,810000,0,810000',
      'P1,MAIN,2026-11,810000,0,810000',
    ]);
    const again = await office.run(DECEMBER);
    expect(again).toMatchObject({ status: 'closed', totals: { payments: 0, recovered: 0 } });
    const january = await office.pay(JANUARY);
    // Why 210,000 and 190,000: the order's total of 1,000,000 is reached.
    expect(await linesOf(january, 'P1')).toEqual([
      [202609, 'recovery', -210_000],
      [202610, 'recovery', -190_000],
      [202701, 'current', 810_000],
    ]);
    const february = await office.pay({ month: '2027-02', knownAt: '2027-01-24' });
    expect(await linesOf(february, 'P1')).toEqual([[202702, 'current', 810_000]]);
  });

  test('never takes more than is paid: what takes all of it sends nothing, and settles both months', async () => {
    await office.pay();
    await office.load({ ...ENDED, recoveries: ['P1,5/QĐ-TH,MAIN,9000000,2000000,2026-12'] });
    const december = await office.pay(DECEMBER);
    expect(await linesOf(december, 'P1')).toEqual([
      [202609, 'recovery', -810_000],
      [202612, 'current', 810_000],
    ]);
    // P2 and P4 are paid; P1 is settled without money.
    expect(december.totals).toMatchObject({ payments: 2, recovered: 810_000 });
    expect(
      await office.ask('SELECT sum(payments)::int AS n FROM payout_file WHERE run_no = $1', december.runNo),
    ).toEqual([{ n: 2 }]);
    expect((await balancesOf(december)).filter((row) => row.startsWith('P1,MAIN,2026-12'))).toEqual([
      'P1,MAIN,2026-12,810000,810000,0',
    ]);
  });

  test('in a payment that came back was not taken: the same is owed and taken again', async () => {
    await office.pay();
    await office.load({ ...ENDED, recoveries: ['P1,5/QĐ-TH,MAIN,600000,600000,2026-12'] });
    const december = await office.pay(DECEMBER);
    await office.settle(december, ['{P1},returned,2026-12-08,,AM04']);
    expect((await registerOf(december))[0]).toBe('P1,MAIN,2026-09,810000,0,810000');
    const january = await office.pay(JANUARY);
    expect(await linesOf(january, 'P1')).toEqual([
      [202609, 'recovery', -600_000],
      [202612, 'carried', 810_000],
      [202701, 'current', 810_000],
    ]);
  });

  test('takes nothing of another family, of a held line, before its month, or where nothing is overpaid', async () => {
    await office.load({
      recoveries: ['P2,6/QĐ-TH,MAIN,500000,100000,2026-11', 'P1,5/QĐ-TH,CARE,500000,100000,2026-11'],
    });
    const november = await office.pay();
    expect(november.totals).toMatchObject({ recovered: 0 });
    await office.load({
      ...ENDED,
      recoveries: ['P1,7/QĐ-TH,MAIN,500000,100000,2027-01', 'P1,8/QĐ-TH,MAIN,500000,100000,2026-12'],
      suspensions: ['A9,2026-12,2026-12,1/TD,kiểm tra'],
    });
    const december = await office.pay(DECEMBER);
    expect(await linesOf(december, 'P1')).toEqual([[202612, 'current', 810_000]]);
    expect(december.totals).toMatchObject({ recovered: 0, heldAmount: 810_000 + (await heldOfP3()) });
  });

  async function heldOfP3(): Promise<number> {
    const rows = await office.ask(
      `SELECT sum(amount)::int AS held FROM run_line WHERE person_id = 'P3' AND run_no = (SELECT max(run_no) FROM run)`,
    );
    return Number(rows[0]?.['held']);
  }
});

describe('a refund', () => {
  test('reduces what was paid for its month, in balances and register; the next run owes nothing for it', async () => {
    const november = await office.pay();
    await office.load({
      ...ENDED,
      refunds: ['PT1,P1,MAIN,2026-09,810000,2026-11-20', 'PT2,P1,MAIN,2026-10,300000,2026-11-20'],
    });
    expect(await registerOf(november)).toEqual([
      'P1,MAIN,2026-09,810000,810000,0',
      'P1,MAIN,2026-10,810000,300000,510000',
      'P1,MAIN,2026-11,810000,0,810000',
    ]);
    const december = await office.pay(DECEMBER);
    expect(await linesOf(december, 'P1')).toEqual([[202612, 'current', 810_000]]);
    expect((await balancesOf(december)).filter((row) => row.startsWith('P1,MAIN'))).toEqual([
      'P1,MAIN,2026-07,810000,810000,0',
      'P1,MAIN,2026-08,810000,810000,0',
      'P1,MAIN,2026-10,0,510000,-510000',
      'P1,MAIN,2026-11,0,810000,-810000',
      'P1,MAIN,2026-12,810000,810000,0',
    ]);
  });

  test('of money that turns out to have been due is paid again as arrears', async () => {
    await office.load({
      disbursements: paid('P2', 'CARE', ['2026-10'], 100_000),
      refunds: ['PT1,P2,MAIN,2026-10,500000,2026-11-20'],
    });
    const november = await office.run();
    expect((await linesOf(november, 'P2')).filter(([at]) => at === 202610)).toEqual([[202610, 'arrears', 540_000]]);
  });
});
