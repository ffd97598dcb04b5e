import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FourWaysRow } from '../../src/domain/four-ways.ts';
import { closeMonth } from '../../src/payroll/close-month.ts';
import { correctOutcome } from '../../src/payroll/correct-outcome.ts';
import { fourWaysOf } from '../../src/payroll/four-ways.ts';
import { sentencesOf } from '../../src/payroll/four-ways-answer.ts';
import { folderOf } from '../../src/payroll/write-payout-files.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { aDay, aMonth } from '../support/law.ts';
import { csvFromAgribank } from '../support/bank-sheets.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';
import { BANK, changeText, pathOf, ways } from '../support/written-files.ts';

let office: Office;
let november: Run;

beforeEach(async () => {
  office = await openOffice(csvFromAgribank());
  await office.load(VILLAGE);
  november = await office.pay();
});

afterEach(() => office.close());

const at = (file: string): string => pathOf(office, november, file);

const figures = ({ calculated, instructed, payments, ledger, paid, returned, uncollected, unknown }: FourWaysRow) => [
  calculated,
  instructed,
  payments,
  ledger,
  paid,
  returned,
  uncollected,
  unknown,
];

describe('the four ways of a healthy month', () => {
  test('agree by commune and provider, before and after outcomes', async () => {
    const before = await ways(office);
    expect(sentencesOf(before)).toEqual([]);
    // P1 810,000 and 4 × 60,000 by bank; P2 540,000 and 4 × 40,000 by post; P4 the same in the other commune. P3 waits for a payee.
    expect(before.rows.map(({ communeCode, provider }) => `${communeCode} ${provider}`)).toEqual([
      '07210 970405',
      '07210 VNPOST',
      '07228 VNPOST',
    ]);
    expect(before.rows.map((row) => [row.calculated, row.drawn, row.heldNow])).toEqual([
      [1_050_000, 1_050_000, 0],
      [700_000, 700_000, 0],
      [700_000, 700_000, 0],
    ]);
    await office.settle(november, [
      '{P1},paid,2026-11-05,,',
      '{P2},returned,2026-11-05,,',
      '{P4},uncollected,2026-11-20,,',
    ]);
    const after = await ways(office);
    expect(sentencesOf(after)).toEqual([]);
    expect(after.rows.map(figures)).toEqual([
      [1_050_000, 1_050_000, 1_050_000, 1_050_000, 1_050_000, 0, 0, 0],
      [700_000, 700_000, 700_000, 700_000, 0, 700_000, 0, 0],
      [700_000, 700_000, 700_000, 700_000, 0, 0, 700_000, 0],
    ]);
    expect(after.rows.map((row) => row.heldNow)).toEqual([0, 700_000, 700_000]);
  });

  test('agree through corrections, a second run of the month, recoveries and the next month', async () => {
    await office.settle(november, ['{P1},paid,2026-11-05,,', '{P2},returned,2026-11-05,,', '{P4},paid,2026-11-05,,']);
    await office.load({ payees: ['P3,2026-11,post,,,,PP2,,'] });
    const second = await office.pay();
    expect(second.totals?.payments).toBe(2);
    expect(sentencesOf(await ways(office))).toEqual([]);
    granted(
      await correctOutcome(office.context, {
        paymentId: await office.endToEndId(november, 'P2'),
        status: 'paid',
        date: aDay('2026-11-28'),
        reason: 'bưu điện báo nhầm',
        actor: 'dung',
      }),
    );
    expect(sentencesOf(await ways(office))).toEqual([]);
    await office.load({ recoveries: ['P2,9/QĐ,MAIN,700000,100000,2026-12'] });
    await office.pay({ month: '2026-12', knownAt: '2026-11-29' });
    expect(sentencesOf(await ways(office))).toEqual([]);
    const december = await ways(office, '2026-12');
    expect(sentencesOf(december)).toEqual([]);
    expect(december.total.calculated).toBe(december.total.instructed);
  });

  test('of a month without runs are refused', async () => {
    expect(refusalOf(await fourWaysOf(office.context, aMonth('2026-12'))).code).toBe('no_runs');
  });

  test('are found without the folder too: the files are made again, proved by their hashes, and it is said', async () => {
    rmSync(folderOf(office.context.out, november), { recursive: true });
    const found = await ways(office);
    expect(sentencesOf(found)).toEqual([]);
    expect(found).toMatchObject({ rewritten: ['2026-11-R01'], files: 3, payments: 3 });
    expect(existsSync(folderOf(office.context.out, november))).toBe(false);
  });
});

test('reconcile prints the table, writes it as CSV, and ends with 1 and a sentence for each difference', async () => {
  const out = join(office.at.out, 'ways.csv');
  const good = await chitra(office.at, 'reconcile', '2026-11', '--out', out);
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(good.stdout).toContain('0 chênh lệch');
  expect(good.stdout).toMatch(/07210 Agribank +1\.050\.000 +1\.050\.000 +0 +1\.050\.000/);
  expect(readFileSync(out, 'utf8').split('\n')[1]).toMatch(
    /^07210,970405,1050000,1050000,1050000,1050000,0,0,0,1050000,/,
  );
  changeText(at(BANK), (text) => text.replace(',1050000,', ',1050001,'));
  const bad = await chitra(office.at, 'reconcile', '2026-11', '--json');
  expect(bad.code).toBe(1);
  expect(bad.stderr.trimEnd().split('\n')).toHaveLength(5);
  const answer: { differences: unknown[]; total: Record<string, number> } = JSON.parse(bad.stdout);
  expect(answer.differences).toHaveLength(5);
  expect(answer.total).toMatchObject({ calculated: 2_450_000, instructed: 2_450_001, payments: 2_450_000 });
});

describe('a month is not closed', () => {
  const close = (month = '2026-11'): ReturnType<typeof closeMonth> => closeMonth(office.context, aMonth(month), 'dung');
  const allPaid = ['{P1},paid,2026-11-05,,', '{P2},paid,2026-11-05,,', '{P4},paid,2026-11-05,,'];

  test('while a file is changed, missing, or all of them are elsewhere; it says what and what to do', async () => {
    await office.settle(november, allPaid);
    const good = readFileSync(at(BANK));
    changeText(at(BANK), (text) => text.replace('0012345678', '0012345679'));
    const changed = refusalOf(await close());
    expect(changed.code).toBe('month_open');
    expect(changed.message.split('\n- ').slice(1)).toEqual([
      '07210 970405 2026-11-R01/bank/970405/07210.csv: tệp đã bị sửa, không đúng mã băm khi lập (the file was changed since it was written) [file_changed]',
    ]);
    rmSync(at(BANK));
    expect(refusalOf(await close()).message).toContain('[file_missing]');
    writeFileSync(at(BANK), good);
    rmSync(folderOf(office.context.out, november), { recursive: true });
    expect(refusalOf(await close()).message).toContain('chitra files RUN');
    expect((await chitra(office.at, 'files', november.runId)).code).toBe(0);
    expect(granted(await close())).toEqual({ stillHeld: 0 });
  });

  test('while an earlier month is open; what a provider still holds is told, and no reason', async () => {
    await office.settle(november, [
      '{P1},paid,2026-11-05,,',
      '{P2},paid,2026-11-05,,',
      '{P4},uncollected,2026-11-20,,',
    ]);
    const december = await office.pay({ month: '2026-12', knownAt: '2026-11-25' });
    await office.settle(december, [
      '{P1},paid,2026-12-05,,',
      '{P2},paid,2026-12-05,,',
      '{P4},uncollected,2026-12-20,,',
    ]);
    expect(
      refusalOf(await close('2026-12'))
        .message.split('\n- ')
        .slice(1),
    ).toEqual(['tháng trước chưa khóa (earlier months are open): 2026-11; khóa trước (close them first)']);
    granted(await close());
    const { code, stdout } = await chitra(office.at, 'close', '2026-12', '--actor', 'dung');
    expect(stdout).toContain('còn giữ 1.240.000 đ');
    expect(code).toBe(0);
  });

  test('while the books and the tables differ', async () => {
    await office.settle(november, allPaid);
    await office.unguarded(
      `UPDATE ledger_total SET amount = amount - 1 WHERE event = 'confirm' AND commune_code = '07228'`,
    );
    expect(refusalOf(await close()).message).toContain('[confirmed_is_paid]');
  });
});
