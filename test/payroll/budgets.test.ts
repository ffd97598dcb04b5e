import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { approveRun } from '../../src/payroll/approve-run.ts';
import { confirmProposal, correctOutcome } from '../../src/payroll/correct-outcome.ts';
import { importRegistry } from '../../src/payroll/import-registry.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { aDay } from '../support/law.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { ways } from '../support/written-files.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

/** commune, family, year: budget, reserved, used, given back, left. */
async function budgets(): Promise<string[]> {
  const out = join(office.at.out, 'budgets.csv');
  expect((await chitra(office.at, 'export', 'budgets', '--out', out)).code).toBe(0);
  const [header, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(header).toBe('commune_code,family,year,budget,reserved,used,given_back,left');
  return rows;
}

/** Loads budgets one by one, not strictly; answers the codes of refused rows. */
async function setBudgets(...lines: readonly string[]): Promise<string[]> {
  const path = join(office.at.out, 'budgets.csv');
  writeFileSync(path, ['commune_code,family,year,amount,decision_no', ...lines, ''].join('\n'));
  const rejectsPath = join(office.at.out, 'rejects.csv');
  const options = { path, actor: 'an', today: aDay('2026-10-20'), out: office.at.out, rejectsPath };
  const { rejected } = granted(await importRegistry(office.context.database, options));
  if (rejected === 0) return [];
  return readFileSync(rejectsPath, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(',').slice(1, 4).join(' '));
}

async function correct(run: Run, personId: string, status: 'paid' | 'returned'): Promise<void> {
  const paymentId = await office.endToEndId(run, personId);
  const corrected = granted(
    await correctOutcome(office.context, {
      paymentId,
      status,
      date: aDay('2026-11-28'),
      reason: 'sao kê',
      actor: 'dung',
    }),
  );
  if (corrected.state === 'proposed')
    granted(await confirmProposal(office.context, { proposalNo: corrected.proposalNo, actor: 'em' }));
}

describe('what becomes of a budget', () => {
  test('reserved when approved, used when it arrived, released when it came back', async () => {
    await office.load({ budgets: ['07210,MAIN,2026,2000000,1/QĐ', '07228,MAIN,2026,700000,1/QĐ'] });
    const draft = await office.run();
    expect(await budgets()).toEqual(['07210,MAIN,2026,2000000,0,0,0,2000000', '07228,MAIN,2026,700000,0,0,0,700000']);
    const november = await office.approve(draft);
    expect(await budgets()).toEqual([
      '07210,MAIN,2026,2000000,1750000,0,0,250000',
      '07228,MAIN,2026,700000,700000,0,0,0',
    ]);
    await office.settle(november, [
      '{P1},paid,2026-11-05,,',
      '{P2},returned,2026-11-05,,',
      '{P4},uncollected,2026-11-20,,',
    ]);
    expect(await budgets()).toEqual([
      '07210,MAIN,2026,2000000,0,1050000,0,950000',
      '07228,MAIN,2026,700000,0,0,0,700000',
    ]);
    // The bank takes a confirmation back; then the post says that the money had arrived after all.
    await correct(november, 'P1', 'returned');
    await correct(november, 'P2', 'paid');
    expect(await budgets()).toEqual([
      '07210,MAIN,2026,2000000,0,700000,0,1300000',
      '07228,MAIN,2026,700000,0,0,0,700000',
    ]);
  });

  test('what is taken back for a month of the year is given back; for an earlier year it is not', async () => {
    await office.load({
      budgets: ['07210,MAIN,2026,99000000,1/QĐ', '07228,MAIN,2026,99000000,1/QĐ', '07210,MAIN,2027,99000000,2/QĐ'],
      disbursements: ['X1,P2,MAIN,2026-09,100000,2026-09-06,post,paid'],
      recoveries: ['P2,9/QĐ,MAIN,60000,60000,2026-11'],
    });
    // P2 was paid 500,000 and 100,000 for September, when 540,000 were due: 60,000 too much, taken back in November.
    const november = await office.pay();
    const [taken] = await office.ask(
      `SELECT -sum(amount)::int AS taken FROM run_line WHERE run_no = $1 AND kind = 'recovery'`,
      november.runNo,
    );
    expect(taken).toEqual({ taken: 60_000 });
    // Lines of 07210: P1 1,050,000, P2 540,000 and 3 × 40,000. The part of P2 that was set off is used at once.
    expect((await budgets())[0]).toBe('07210,MAIN,2026,99000000,1650000,60000,60000,97350000');
    await office.settle(november, ['{P1},paid,2026-11-05,,', '{P2},returned,2026-11-05,,']);
    expect((await budgets())[0]).toBe('07210,MAIN,2026,99000000,0,1050000,0,97950000');
    // The next run takes it again, in December; then in January what was overpaid for a month of 2026 comes in by hand.
    const december = await office.pay({ month: '2026-12', knownAt: '2026-11-28' });
    await office.settle(december, ['{P1},paid,2026-12-05,,', '{P2},paid,2026-12-05,,']);
    expect((await budgets())[0]).toBe('07210,MAIN,2026,99000000,0,3060000,60000,96000000');
    await office.load({ refunds: ['PT1,P1,MAIN,2026-12,810000,2027-01-03'] });
    await office.pay({ month: '2027-01', knownAt: '2026-12-28' });
    expect((await budgets()).find((row) => row.startsWith('07210,MAIN,2027'))).toMatch(
      /^07210,MAIN,2027,99000000,\d+,0,0,/,
    );
  });

  test('who has none is not limited; status and reconcile name them once anybody has one', async () => {
    await office.pay();
    expect((await chitra(office.at, 'status')).stdout).not.toContain('dự toán');
    expect((await ways(office)).unbudgeted).toEqual([]);
    await office.load({ budgets: ['07210,MAIN,2026,1750000,1/QĐ'] });
    const without = [{ communeCode: '07228', family: 'MAIN', year: 2026 }];
    expect((await ways(office)).unbudgeted).toEqual(without);
    expect((await chitra(office.at, 'status')).stdout).toContain('07228 MAIN 2026');
    expect((await chitra(office.at, 'reconcile', '2026-11')).stdout).toContain('07228 MAIN 2026');
    expect(await budgets()).toEqual(['07210,MAIN,2026,1750000,1750000,0,0,0', '07228,MAIN,2026,,700000,0,0,']);
  });
});

describe('a run that would overdraw', () => {
  test('is refused with what is missing, and approved when the budget was raised', async () => {
    await office.load({ budgets: ['07210,MAIN,2026,1749999,1/QĐ', '07228,MAIN,2026,0,1/QĐ'] });
    const draft = await office.run();
    const refusal = refusalOf(await approveRun(office.context, draft.runId, 'binh'));
    expect(refusal).toEqual({
      code: 'over_budget',
      message:
        'Kỳ chi 2026-11-R01 vượt dự toán (would overdraw the budget): 07210 MAIN 2026: dự toán (budget) 1.749.999, đã giữ và dùng (reserved and used) 0, cần (needed) 1.750.000, thiếu (short) 1; 07228 MAIN 2026: dự toán (budget) 0, đã giữ và dùng (reserved and used) 0, cần (needed) 700.000, thiếu (short) 700.000. Bổ sung dự toán (raise it: budgets.csv, chitra import) hoặc từ chối (or chitra reject 2026-11-R01).',
    });
    expect(await office.ask('SELECT status FROM run')).toEqual([{ status: 'draft' }]);
    await office.load({ budgets: ['07210,MAIN,2026,1750000,2/QĐ', '07228,MAIN,2026,700000,2/QĐ'] });
    await office.approve(draft);
    expect(await budgets()).toEqual(['07210,MAIN,2026,1750000,1750000,0,0,0', '07228,MAIN,2026,700000,700000,0,0,0']);
    // Nothing is left, so December is refused; what came back makes room for as much.
    const december = await office.run({ month: '2026-12', knownAt: '2026-11-28' });
    expect(refusalOf(await approveRun(office.context, december.runId, 'binh')).code).toBe('over_budget');
  });

  test('is refused by the database too, whoever writes there', async () => {
    await office.load({ budgets: ['07228,MAIN,2026,699999,1/QĐ'] });
    const draft = await office.run();
    const approve = `UPDATE run SET status = 'approved', approver = 'x', approved_at = now(), signed_payments = payments, signed_amount = amount, signed_sha256 = content_sha256 WHERE run_no = $1`;
    await expect(office.ask(approve, draft.runNo)).rejects.toThrow('a budget would be overdrawn');
  });
});

describe('budgets.csv', () => {
  test('is loaded like any other file: again changes nothing, history is kept, bad rows are told', async () => {
    expect(
      await setBudgets(
        '07210,MAIN,2026,5000000,1/QĐ',
        '99999,MAIN,2026,1,1/QĐ',
        '07210,X,2026,1,1/QĐ',
        '07210,CARE,2026,-1,1/QĐ',
        '07210,CARE,26,1,1/QĐ',
      ),
    ).toEqual(['3 commune_code unknown_commune', '4 family bad_family', '5 amount bad_amount', '6 year bad_year']);
    expect(await setBudgets('07210,MAIN,2026,5.000.000,1/QĐ')).toEqual([]);
    expect(await office.ask('SELECT FROM budget_history')).toEqual([]);
    expect(await setBudgets('07210,MAIN,2026,6000000,2/QĐ')).toEqual([]);
    expect(await office.ask('SELECT amount::int, decision_no FROM budget_history')).toEqual([
      { amount: 5_000_000, decision_no: '1/QĐ' },
    ]);
  });

  test('sets no budget below what is reserved and used, and the database takes none from anybody', async () => {
    await office.pay();
    expect(await setBudgets('07210,MAIN,2026,1749999,1/QĐ', '07228,MAIN,2026,700000,1/QĐ')).toEqual([
      '2 amount below_use',
    ]);
    expect(await setBudgets('07228,MAIN,2026,699999,2/QĐ')).toEqual(['2 amount below_use']);
    for (const sql of [
      `UPDATE budget SET amount = 699999 WHERE commune_code = '07228'`,
      `INSERT INTO budget VALUES ('07210', 'MAIN', 2026, 1, 'x', 1, 1)`,
    ])
      await expect(office.ask(sql)).rejects.toThrow('below what is reserved and used');
    expect(await budgets()).toEqual(['07210,MAIN,2026,,1750000,0,0,', '07228,MAIN,2026,700000,700000,0,0,0']);
  });
});
