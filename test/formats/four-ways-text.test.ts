import { expect, test } from 'vitest';
import { IDENTITY_CODES, brokenIdentities, emptyRow } from '../../src/domain/four-ways.ts';
import { vnd } from '../../src/domain/money.ts';
import { DIFFERENCE_CODES, differenceText, figureName, fourWaysCsv } from '../../src/formats/four-ways-text.ts';

test.each(IDENTITY_CODES)('a broken identity has a sentence: %s', (code) => {
  expect(DIFFERENCE_CODES).toContain(code);
});

test('a difference says where, what, and both figures in đồng', () => {
  const row = {
    ...emptyRow('07210', 'VNPOST'),
    payments: vnd(1_080_000),
    ledger: vnd(1_080_000),
    calculated: vnd(1_080_000),
  };
  expect(brokenIdentities(row).map(differenceText)).toEqual([
    '07210 VNPOST: danh sách đã gửi 0, khoản chi 1.080.000 (instructed by the files, payments) [instructed_is_payments]',
    '07210 VNPOST: rút cho khoản chi 0, khoản chi 1.080.000 (drawn for payments, payments) [drawn_for_payments]',
    '07210 VNPOST: rút + còn giữ 0, khoản chi + để lại 1.080.000 (drawn and held, payments and left over) [drawn_and_held_pay]',
  ]);
});

test('a file has every figure under its name, one commune and provider a row', () => {
  const [header, row] = [...fourWaysCsv([{ ...emptyRow('07210', '=x'), heldNow: vnd(-5) }])];
  expect(header).toMatch(/^commune_code,provider,calculated,instructed,payments,ledger,.*,held_of_month,held_now\n$/);
  expect(row).toMatch(/^07210,'=x,0,.*,-5\n$/);
  expect(figureName('heldBeforeInBooks')).toBe('held_before_in_books');
});
