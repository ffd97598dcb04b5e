import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sentencesOf } from '../../src/payroll/four-ways-answer.ts';
import type { Run } from '../../src/store/runs.ts';
import { csvFromAgribank } from '../support/bank-sheets.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';
import { BANK, POST, changeText, codes, pathOf, repack, ways } from '../support/written-files.ts';

let office: Office;
let november: Run;

beforeEach(async () => {
  office = await openOffice(csvFromAgribank());
  await office.load(VILLAGE);
  november = await office.pay();
});

afterEach(() => office.close());

const at = (file: string): string => pathOf(office, november, file);

describe('what somebody did to a written file is found', () => {
  test('an amount in a bank list', async () => {
    changeText(at(BANK), (text) => text.replace(',1050000,', ',1050001,'));
    expect(sentencesOf(await ways(office))).toEqual([
      '07210 970405 2026-11-R01/bank/970405/07210.csv: tệp đã bị sửa, không đúng mã băm khi lập (the file was changed since it was written) [file_changed]',
      '07210 970405 2026-11-R01/bank/970405/07210.csv: tệp cộng 1.050.001, khi lập 1.050.000 (the file adds up to, when it was written) [file_amount_is_recorded]',
      '07210 970405 2026-11-R01-000000001 2026-11-R01/bank/970405/07210.csv:2: tệp ghi 1.050.001, khoản chi 1.050.000 (amount in the file, payment) [amount_differs]',
      '07210 970405: danh sách đã gửi 1.050.001, khoản chi 1.050.000 (instructed by the files, payments) [instructed_is_payments]',
      '07210 970405: danh sách đã gửi 1.050.001, đã chi + trả lại + chưa nhận + chưa rõ 1.050.000 (instructed, outcomes) [instructed_has_outcomes]',
    ]);
  });

  test('an account in a bank list: the sums agree, the file does not', async () => {
    changeText(at(BANK), (text) => text.replace('0012345678', '0012345679'));
    expect(await codes(office)).toEqual(['file_changed']);
  });

  test('a row taken out of a bank list', async () => {
    changeText(at(BANK), (text) => `${text.split('\n')[0]}\n`);
    expect(await codes(office)).toEqual(
      expect.arrayContaining(['payment_without_file', 'file_count_is_recorded', 'instructed_is_payments']),
    );
  });

  test('a row doubled, with a running number of its own', async () => {
    changeText(at(BANK), (text) => text + (text.split('\n')[1] ?? '').replace(/^1,/, '2,').concat('\n'));
    expect(await codes(office)).toEqual(
      expect.arrayContaining(['list_twice', 'payment_twice', 'instructed_is_payments']),
    );
  });

  test('a payment that nobody has', async () => {
    changeText(at(BANK), (text) => text.replace('R01000000001', 'R01000000077'));
    expect(await codes(office)).toEqual(expect.arrayContaining(['row_without_payment', 'payment_without_file']));
  });

  test('an amount with all its totals and words in a list of the post, packed again', async () => {
    repack(at(POST), 'sheet1.xml', (xml) =>
      xml.replaceAll('<v>540000</v>', '<v>550000</v>').replaceAll('<v>700000</v>', '<v>710000</v>'),
    );
    repack(at(POST), 'sharedStrings.xml', (xml) => xml.replace('Bảy trăm nghìn', 'Bảy trăm mười nghìn'));
    expect(await codes(office)).toEqual([
      'amount_differs',
      'file_amount_is_recorded',
      'file_changed',
      'instructed_has_outcomes',
      'instructed_is_payments',
    ]);
  });

  test('a list of the post packed again, with nothing changed in it', async () => {
    repack(at(POST), 'core.xml', (xml) => `${xml}\n`);
    expect(await codes(office)).toEqual(['file_changed']);
  });

  test('one byte of a list of the post', async () => {
    const bytes = readFileSync(at(POST));
    const place = bytes.indexOf('xl/worksheets/sheet1.xml') + 200;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(at(POST), bytes);
    expect(await codes(office)).toEqual(
      expect.arrayContaining(['file_changed', 'file_unreadable', 'payment_without_file']),
    );
  });

  test('a file taken away, one that nobody recorded, and another manifest', async () => {
    rmSync(at(POST));
    mkdirSync(dirname(at('bank/970999/07210.csv')), { recursive: true });
    writeFileSync(at('bank/970999/07210.csv'), readFileSync(at(BANK)));
    changeText(at('manifest.json'), (text) => text.replace('2026-11', '2026-10'));
    expect((await ways(office)).differences.map((one) => `${one.code} ${one.subject}`)).toEqual(
      expect.arrayContaining([
        'file_missing 2026-11-R01/post/07228/PP2.xlsx',
        'file_nobody_recorded 2026-11-R01/bank/970999/07210.csv',
        'file_changed 2026-11-R01/manifest.json',
      ]),
    );
  });

  test('the list of one commune in place of another', async () => {
    writeFileSync(at(POST), readFileSync(at('post/07210/PP1.xlsx')));
    expect(await codes(office)).toEqual(
      expect.arrayContaining(['file_of_another', 'payment_twice', 'payment_without_file']),
    );
  });
});

describe('what somebody did to the tables, as their owner, is found', () => {
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
    await office.unguarded(sql);
    expect(await codes(office)).toEqual([...expected].sort());
  });
});
