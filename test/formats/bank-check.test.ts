import { describe, expect, test } from 'vitest';
import { formFor, sheetOf } from '../../src/domain/bank-sheet.ts';
import { BANK_FAULT_TEXT, type BankFault, checkPayment } from '../../src/formats/bank-check.ts';
import type { BankOrder, BankPayment } from '../../src/formats/bank-order.ts';
import { AGRIBANK, VIETINBANK, aPayment, anOrder } from '../support/bank-order.ts';
import { bankBook } from '../support/bank-sheets.ts';

const BOOK = bankBook();

function fault(order: BankOrder, payment: BankPayment): BankFault | null {
  const asked = order.debtor.bank.bin;
  return checkPayment({ sheet: sheetOf(BOOK, asked), form: formFor(BOOK, asked, order.provider.bin), order }, payment);
}

const BY_MESSAGE = anOrder({ debtor: { ...anOrder().debtor, bank: AGRIBANK }, provider: VIETINBANK });
const BY_LIST = anOrder();
const IN_BANK = anOrder({ provider: VIETINBANK });

describe('a payment that a bank would refuse, and with it the whole file', () => {
  test.each([
    ['a good one', aPayment(1, 'Nguyễn Thị Hoa', 499_999_999), null],
    ['no account', aPayment(1, 'NGUYEN THI HOA', 1, ''), 'account_missing'],
    ['letters in the account', aPayment(1, 'NGUYEN THI HOA', 1, '00123A5678'), 'account_form'],
    ['a short account', aPayment(1, 'NGUYEN THI HOA', 1, '12345'), 'account_form'],
    ['a long account', aPayment(1, 'NGUYEN THI HOA', 1, '1'.repeat(20)), 'account_form'],
    ['no name', aPayment(1, ' \u0301', 1), 'name_missing'],
    ['a letter without a plain form', aPayment(1, 'Ałan', 1), 'name_letters'],
    ['NAPAS’ limit', aPayment(1, 'NGUYEN THI HOA', 500_000_000), 'amount_too_high'],
  ] as const)('%s', (_, payment, expected) => {
    expect(fault(BY_MESSAGE, payment)).toBe(expected);
    expect(fault(BY_LIST, payment)).toBe(expected);
  });

  test('a name is as long as the form allows: 140 in a message, 50 in a list, by its plain letters', () => {
    const named = (length: number): BankPayment => aPayment(1, 'Ấ'.repeat(length), 1);
    expect([fault(BY_MESSAGE, named(140)), fault(BY_MESSAGE, named(141))]).toEqual([null, 'name_too_long']);
    expect([fault(BY_LIST, named(50)), fault(BY_LIST, named(51))]).toEqual([null, 'name_too_long']);
  });

  test('what a spreadsheet would run as a formula is no name for a list', () => {
    expect(fault(BY_LIST, aPayment(1, '+Đỗ Văn Đức', 1))).toBe('name_letters');
    expect(fault(BY_MESSAGE, aPayment(1, '+Đỗ Văn Đức', 1))).toBe(null);
  });

  test('at its own accounts a bank has no such limit', () => {
    expect(fault(IN_BANK, aPayment(1, 'NGUYEN THI HOA', 500_000_000))).toBe(null);
  });

  test('a list that names banks by clearing code cannot name one without', () => {
    const unknown = anOrder({ provider: { bin: '970999', name: '970999', citad: null, bic: null } });
    expect(fault(unknown, aPayment(1, 'NGUYEN THI HOA', 1))).toBe('bank_not_listed');
  });

  test('every reason has a sentence in both languages', () => {
    for (const text of Object.values(BANK_FAULT_TEXT)) expect(text).toMatch(/^.+ \([a-z ]+\)$/);
  });
});
