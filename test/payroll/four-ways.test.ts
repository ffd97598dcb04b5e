import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FourWaysRow } from '../../src/domain/four-ways.ts';
import { readZip, writeZip } from '../../src/formats/zip.ts';
import { correctOutcome } from '../../src/payroll/correct-outcome.ts';
import { closeMonth } from '../../src/payroll/close-month.ts';
import { type FourWays, fourWaysOf } from '../../src/payroll/four-ways.ts';
import { sentencesOf } from '../../src/payroll/four-ways-answer.ts';
import { folderOf } from '../../src/payroll/write-payout-files.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { aDay, aMonth } from '../support/law.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let november: Run;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  november = await office.pay();
});

afterEach(() => office.close());

async function ways(month = '2026-11'): Promise<FourWays> {
  return granted(await fourWaysOf(office.context, aMonth(month)));
}

async function codes(): Promise<string[]> {
  return [...new Set((await ways()).differences.map((one) => one.code))].sort();
}

const BANK = 'bank/970405/07210.csv';
const POST = 'post/07228/PP2.xlsx';

function path(file: string): string {
  return join(folderOf(office.context.out, november), file);
}

function change(file: string, how: (text: string) => string): void {
  const [before] = [readFileSync(path(file), 'utf8')];
  const after = how(before);
  if (after === before) throw new Error(`nothing of ${file} was changed`);
  writeFileSync(path(file), after);
}

/** Packs a list of the post again, with its sheet or its texts changed. */
function repack(part: string, how: (xml: string) => string): void {
  const parts = readZip(readFileSync(path(POST))).map(({ name, data }) =>
    name.endsWith(part) ? { name, data: Buffer.from(how(Buffer.from(data).toString())) } : { name, data },
  );
  writeFileSync(path(POST), writeZip(parts));
}

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
    const before = await ways();
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
    const after = await ways();
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
    expect(sentencesOf(await ways())).toEqual([]);
    granted(
      await correctOutcome(office.context, {
        paymentId: await office.endToEndId(november, 'P2'),
        status: 'paid',
        date: aDay('2026-11-28'),
        reason: 'bưu điện báo nhầm',
        actor: 'dung',
      }),
    );
    expect(sentencesOf(await ways())).toEqual([]);
    await office.load({ recoveries: ['P2,9/QĐ,MAIN,700000,100000,2026-12'] });
    await office.pay({ month: '2026-12', knownAt: '2026-11-29' });
    expect(sentencesOf(await ways())).toEqual([]);
    const december = await ways('2026-12');
    expect(sentencesOf(december)).toEqual([]);
    expect(december.total.calculated).toBe(december.total.instructed);
  });

  test('of a month without runs are refused', async () => {
    expect(refusalOf(await fourWaysOf(office.context, aMonth('2026-12'))).code).toBe('no_runs');
  });

  test('are found without the folder too: the files are made again, proved by their hashes, and it is said', async () => {
    rmSync(folderOf(office.context.out, november), { recursive: true });
    const found = await ways();
    expect(sentencesOf(found)).toEqual([]);
    expect(found).toMatchObject({ rewritten: ['2026-11-R01'], files: 3, payments: 3 });
    expect(existsSync(folderOf(office.context.out, november))).toBe(false);
  });
});

describe('what somebody did to a written file is found', () => {
  test('an amount in a bank list', async () => {
    change(BANK, (text) => text.replace(',1050000,', ',1050001,'));
    expect(sentencesOf(await ways())).toEqual([
      '07210 970405 2026-11-R01/bank/970405/07210.csv: tệp đã bị sửa, không đúng mã băm khi lập (the file was changed since it was written) [file_changed]',
      '07210 970405 2026-11-R01/bank/970405/07210.csv: tệp cộng 1.050.001, khi lập 1.050.000 (the file adds up to, when it was written) [file_amount_is_recorded]',
      '07210 970405 2026-11-R01-000000001 2026-11-R01/bank/970405/07210.csv:2: tệp ghi 1.050.001, khoản chi 1.050.000 (amount in the file, payment) [amount_differs]',
      '07210 970405: danh sách đã gửi 1.050.001, khoản chi 1.050.000 (instructed by the files, payments) [instructed_is_payments]',
      '07210 970405: danh sách đã gửi 1.050.001, đã chi + trả lại + chưa nhận + chưa rõ 1.050.000 (instructed, outcomes) [instructed_has_outcomes]',
    ]);
  });

  test('an account in a bank list: the sums agree, the file does not', async () => {
    change(BANK, (text) => text.replace('0012345678', '0012345679'));
    expect(await codes()).toEqual(['file_changed']);
  });

  test('a row taken out of a bank list', async () => {
    change(BANK, (text) => `${text.split('\n')[0]}\n`);
    expect(await codes()).toEqual(
      expect.arrayContaining(['payment_without_file', 'file_count_is_recorded', 'instructed_is_payments']),
    );
  });

  test('a row doubled, with a running number of its own', async () => {
    change(BANK, (text) => text + (text.split('\n')[1] ?? '').replace(/^1,/, '2,').concat('\n'));
    expect(await codes()).toEqual(expect.arrayContaining(['list_twice', 'payment_twice', 'instructed_is_payments']));
  });

  test('a payment that nobody has', async () => {
    change(BANK, (text) => text.replace('R01000000001', 'R01000000077'));
    expect(await codes()).toEqual(expect.arrayContaining(['row_without_payment', 'payment_without_file']));
  });

  test('an amount with all its totals and words in a list of the post, packed again', async () => {
    repack('sheet1.xml', (xml) =>
      xml.replaceAll('<v>540000</v>', '<v>550000</v>').replaceAll('<v>700000</v>', '<v>710000</v>'),
    );
    repack('sharedStrings.xml', (xml) => xml.replace('Bảy trăm nghìn', 'Bảy trăm mười nghìn'));
    expect(await codes()).toEqual([
      'amount_differs',
      'file_amount_is_recorded',
      'file_changed',
      'instructed_has_outcomes',
      'instructed_is_payments',
    ]);
  });

  test('a list of the post packed again, with nothing changed in it', async () => {
    repack('core.xml', (xml) => `${xml}\n`);
    expect(await codes()).toEqual(['file_changed']);
  });

  test('one byte of a list of the post', async () => {
    const bytes = readFileSync(path(POST));
    const at = bytes.indexOf('xl/worksheets/sheet1.xml') + 200;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(path(POST), bytes);
    expect(await codes()).toEqual(expect.arrayContaining(['file_changed', 'file_unreadable', 'payment_without_file']));
  });

  test('a file taken away, one that nobody recorded, and another manifest', async () => {
    rmSync(path(POST));
    mkdirSync(dirname(path('bank/970999/07210.csv')), { recursive: true });
    writeFileSync(path('bank/970999/07210.csv'), readFileSync(path(BANK)));
    change('manifest.json', (text) => text.replace('2026-11', '2026-10'));
    expect((await ways()).differences.map((one) => `${one.code} ${one.subject}`)).toEqual(
      expect.arrayContaining([
        'file_missing 2026-11-R01/post/07228/PP2.xlsx',
        'file_nobody_recorded 2026-11-R01/bank/970999/07210.csv',
        'file_changed 2026-11-R01/manifest.json',
      ]),
    );
  });

  test('the list of one commune in place of another', async () => {
    writeFileSync(path(POST), readFileSync(path('post/07210/PP1.xlsx')));
    expect(await codes()).toEqual(expect.arrayContaining(['file_of_another', 'payment_twice', 'payment_without_file']));
  });
});

describe('what somebody did to the tables, as their owner, is found', () => {
  const asOwner = async (sql: string): Promise<void> => {
    await office.ask(`BEGIN; SET LOCAL session_replication_role = replica; ${sql}; COMMIT`);
  };

  test.each([
    [
      'a payment',
      `UPDATE payment SET amount = amount + 1000, current_amount = current_amount + 1000 WHERE person_id = 'P1'`,
      [
        'amount_differs',
        'calculated_is_payments',
        'drawn_and_held_pay',
        'drawn_for_payments',
        'instructed_has_outcomes',
        'instructed_is_payments',
        'ledger_is_payments',
        'on_the_way_is_unknown',
        'signed_is_payments',
      ],
    ],
    [
      'a line',
      `UPDATE run_line SET amount = amount + 1000 WHERE person_id = 'P1' AND kind = 'current'`,
      ['calculated_is_payments'],
    ],
    [
      'totals of the books',
      `UPDATE ledger_total SET amount = amount + 1000 WHERE event = 'issue' AND commune_code = '07228'`,
      ['ledger_is_payments', 'on_the_way_is_unknown', 'totals_are_postings'],
    ],
    [
      'a draw',
      `UPDATE run_draw SET held = 1000, draw = draw - 1000 WHERE commune_code = '07228'`,
      ['drawn_is_posted', 'held_before_is_booked', 'held_is_drawn_less_paid'],
    ],
    [
      'an outcome',
      `INSERT INTO outcome_event (run_no, person_id, status, outcome_date, reason, is_correction, status_after, actor) VALUES (1, 'P1', 'paid', '2026-11-05', 'x', true, 'paid', 'x')`,
      ['confirmed_is_paid', 'on_the_way_is_unknown', 'held_is_drawn_less_paid'],
    ],
    [
      'money handed back',
      `INSERT INTO hand_back (hand_back_no, reference, month, commune_code, provider, amount, received_on, actor) VALUES (1, 'x', 202611, '07228', 'VNPOST', 500, '2026-12-01', 'x')`,
      ['held_is_drawn_less_paid'],
    ],
  ])('%s', async (_, sql, expected) => {
    await asOwner(sql);
    expect(await codes()).toEqual([...expected].sort());
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
  change(BANK, (text) => text.replace(',1050000,', ',1050001,'));
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
    const good = readFileSync(path(BANK));
    change(BANK, (text) => text.replace('0012345678', '0012345679'));
    const changed = refusalOf(await close());
    expect(changed.code).toBe('month_open');
    expect(changed.message.split('\n- ').slice(1)).toEqual([
      '07210 970405 2026-11-R01/bank/970405/07210.csv: tệp đã bị sửa, không đúng mã băm khi lập (the file was changed since it was written) [file_changed]',
    ]);
    rmSync(path(BANK));
    expect(refusalOf(await close()).message).toContain('[file_missing]');
    writeFileSync(path(BANK), good);
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
    await office.ask(
      `BEGIN; SET LOCAL session_replication_role = replica; UPDATE ledger_total SET amount = amount - 1 WHERE event = 'confirm' AND commune_code = '07228'; COMMIT`,
    );
    expect(refusalOf(await close()).message).toContain('[confirmed_is_paid]');
  });
});
