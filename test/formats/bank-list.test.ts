import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import { month } from '../../src/domain/month.ts';
import { bankList, bankListTotal, paymentContent, type BankList } from '../../src/formats/bank-list.ts';

const LIST: BankList = {
  month: month(202611),
  bankBin: '970415',
  communeCode: '07246',
  entries: [
    {
      endToEndId: 'CT24202611001-000000120',
      accountNo: '0000000120',
      accountName: '+Đỗ Văn Đức',
      amount: vnd(12_345_000),
    },
    {
      endToEndId: 'CT24202611001-000000007',
      accountNo: '0011004123456789012',
      accountName: 'Nguyễn Thị An',
      amount: vnd(1_080_000),
    },
    {
      endToEndId: 'CT24202611001-000000031',
      accountNo: '108000000031',
      accountName: 'H’Hen Niê',
      amount: vnd(970_000),
    },
  ],
};

describe('the list a bank pays from', () => {
  test('is the list typed by hand, to the byte', () => {
    const golden = readFileSync(new URL('../golden/bank-list-970415-07246.csv', import.meta.url));
    expect(Buffer.from(bankList(LIST)).toString()).toBe(golden.toString());
    expect(bankListTotal(LIST)).toBe(14_395_000);
  });

  test('does not depend on the order it is given', () => {
    expect(bankList({ ...LIST, entries: LIST.entries.toReversed() })).toEqual(bankList(LIST));
  });

  test('is empty but for its header when nobody is paid', () => {
    expect(
      Buffer.from(bankList({ ...LIST, entries: [] }))
        .toString()
        .split('\n'),
    ).toHaveLength(2);
  });

  test('the content never passes 50 characters and keeps the end of a long id', () => {
    const content = paymentContent(month(202611), 'CT-ABCDEFGHIJ0123456789012345');
    expect(content).toBe('CHI TRA TRO CAP XA HOI THANG 11/2026 3456789012345');
    expect(content).toHaveLength(50);
  });

  test('one end-to-end id twice, or an amount of 0, is a bug', () => {
    const [first] = LIST.entries;
    if (first === undefined) throw new Error('the list has an entry');
    expect(() => bankList({ ...LIST, entries: [...LIST.entries, first] })).toThrow('one end-to-end id twice');
    expect(() => bankList({ ...LIST, entries: [{ ...first, amount: vnd(0) }] })).toThrow('more than 0 VND');
  });
});
