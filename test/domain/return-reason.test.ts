import { describe, expect, test } from 'vitest';
import { foldedWords, reasonOf, reasonText } from '../../src/domain/return-reason.ts';
import { shippedCatalogue } from '../support/law.ts';

const { reasons } = shippedCatalogue();
const meant = (text: string): string | null => reasonOf(reasons, text)?.code ?? null;

describe('reasons why money comes back', () => {
  test.each([
    ['status:AC04', 'ACCOUNT_CLOSED', 'hold_until_account'],
    ['return:AC04 account closed', 'ACCOUNT_CLOSED', 'hold_until_account'],
    ['AC04', 'ACCOUNT_CLOSED', 'hold_until_account'],
    ['AC01', 'ACCOUNT_INVALID', 'hold_until_account'],
    ['MD07', 'DECEASED', 'stop_and_ask'],
    ['NOT_COLLECTED', 'NOT_COLLECTED', 'retry'],
    ['return:CNPC', 'NOT_COLLECTED', 'retry'],
    ['Đã chết ngày 02/11', 'DECEASED', 'stop_and_ask'],
    ['người hưởng ĐÃ MẤT', 'DECEASED', 'stop_and_ask'],
    ['Vắng mặt', 'NOT_COLLECTED', 'retry'],
    ['Tài khoản đã đóng', 'ACCOUNT_CLOSED', 'hold_until_account'],
    ['Số tài khoản không tồn tại', 'ACCOUNT_INVALID', 'hold_until_account'],
    ['đã chuyển đi nơi khác', 'MOVED', 'stop_and_ask'],
    ['status:MS03', 'UNSPECIFIED', 'stop_and_ask'],
    ['return:NOAS', 'UNSPECIFIED', 'stop_and_ask'],
    ['return:ED05', 'UNSPECIFIED', 'stop_and_ask'],
    ['Giao dịch tương tự đã tồn tại', 'DUPLICATE', 'stop_and_ask'],
  ])('%s is %s: %s', (text, code, next) => {
    expect(reasonOf(reasons, text)).toMatchObject({ code, next });
  });

  test('one code of two lists is not mistaken: AC14 is an account in the one, an agent in the other', () => {
    expect(meant('status:AC14')).toBe('ACCOUNT_TYPE');
    expect(meant('return:AC14')).toBe('BANK_CODE');
  });

  test.each([
    ['status:NARR tai khoan da dong', 'ACCOUNT_CLOSED', 'hold_until_account'],
    ['return:NARR Người hưởng đã chết', 'DECEASED', 'stop_and_ask'],
    ['NARR: qua gio', 'CUT_OFF', 'retry'],
    ['status:NARR', 'UNSPECIFIED', 'stop_and_ask'],
    ['return:NARR', 'UNSPECIFIED', 'stop_and_ask'],
    ['status:NARR see our letter', 'UNSPECIFIED', 'stop_and_ask'],
  ])('the words behind NARR decide before the code: %s is %s: %s', (text, code, next) => {
    expect(reasonOf(reasons, text)).toMatchObject({ code, next });
  });

  test('any other code decides before the words behind it', () => {
    expect(meant('status:MS03 tai khoan da dong')).toBe('UNSPECIFIED');
    expect(meant('return:AC01 da chet')).toBe('ACCOUNT_INVALID');
  });

  test.each(['', 'XX99', 'sao kê của ngân hàng', 'ACHETE', 'mất điện'])(
    'what nobody knows means nothing: "%s"',
    (text) => {
      expect(meant(text)).toBeNull();
    },
  );

  test('words are looked for whole, without marks and case', () => {
    expect(foldedWords('  Đã   CHẾT, ngày 2/11 ')).toBe('da chet ngay 2 11');
    expect(meant('khách sạn')).toBeNull();
  });

  test('a text carries the list of its code', () => {
    expect(reasonText('status', 'AC04')).toBe('status:AC04');
    expect(reasonText('own', 'vắng mặt')).toBe('vắng mặt');
    expect(reasonText('return', '')).toBe('');
  });

  test('every reason says in both languages what to do, who acts, and what the next run does', () => {
    expect(reasons.size).toBeGreaterThan(15);
    for (const one of reasons.values()) {
      expect(one.vi).toMatch(/[à-ỹ]/u);
      expect(one.en.length).toBeGreaterThan(20);
      expect(one.statusCodes.size + one.returnCodes.size + one.words.length).toBeGreaterThan(0);
    }
  });
});
