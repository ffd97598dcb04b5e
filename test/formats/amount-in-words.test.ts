import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import { amountInWords } from '../../src/formats/amount-in-words.ts';

describe('amounts in words', () => {
  test.each([
    [0, 'Không đồng'],
    [5, 'Năm đồng'],
    [10, 'Mười đồng'],
    [11, 'Mười một đồng'],
    [14, 'Mười bốn đồng'],
    [15, 'Mười lăm đồng'],
    [20, 'Hai mươi đồng'],
    [21, 'Hai mươi mốt đồng'],
    [24, 'Hai mươi tư đồng'],
    [25, 'Hai mươi lăm đồng'],
    [101, 'Một trăm linh một đồng'],
    [105, 'Một trăm linh năm đồng'],
    [110, 'Một trăm mười đồng'],
    [115, 'Một trăm mười lăm đồng'],
    [1_000, 'Một nghìn đồng'],
    [1_001, 'Một nghìn không trăm linh một đồng'],
    [1_005, 'Một nghìn không trăm linh năm đồng'],
    [10_000, 'Mười nghìn đồng'],
    [15_000, 'Mười lăm nghìn đồng'],
    [21_000, 'Hai mươi mốt nghìn đồng'],
    [101_000, 'Một trăm linh một nghìn đồng'],
    [540_000, 'Năm trăm bốn mươi nghìn đồng'],
    [810_000, 'Tám trăm mười nghìn đồng'],
    [1_000_005, 'Một triệu không trăm linh năm đồng'],
    [1_005_000, 'Một triệu không trăm linh năm nghìn đồng'],
    [1_050_000, 'Một triệu không trăm năm mươi nghìn đồng'],
    [1_500_000, 'Một triệu năm trăm nghìn đồng'],
    [1_000_000_000, 'Một tỷ đồng'],
    [1_000_000_005, 'Một tỷ không trăm linh năm đồng'],
    [36_450_000_000, 'Ba mươi sáu tỷ bốn trăm năm mươi triệu đồng'],
  ])('%i is %s', (amount, words) => {
    expect(amountInWords(vnd(amount))).toBe(words);
  });

  test('a negative amount is a bug', () => {
    expect(() => amountInWords(vnd(-1))).toThrow('0 VND or more');
  });
});

const DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'];

function tens(of: number, one: number): string {
  if (of === 0) return one === 0 ? '' : `linh ${DIGITS[one]}`;
  const head = of === 1 ? 'mười' : `${DIGITS[of]} mươi`;
  if (one === 0) return head;
  if (one === 5) return `${head} lăm`;
  if (of > 1 && one === 1) return `${head} mốt`;
  if (of > 1 && one === 4) return `${head} tư`;
  return `${head} ${DIGITS[one]}`;
}

// An own small speller by the rules of the language, below 10^12.
function spell(amount: number): string {
  if (amount === 0) return 'không';
  const said: string[] = [];
  for (const [size, name] of [
    [1e9, 'tỷ'],
    [1e6, 'triệu'],
    [1e3, 'nghìn'],
    [1, ''],
  ] as const) {
    const group = Math.floor(amount / size) % 1000;
    if (group === 0) continue;
    const [hundred, ten, one] = [Math.floor(group / 100), Math.floor(group / 10) % 10, group % 10];
    const isFirst = said.length === 0;
    const low = isFirst && hundred === 0 && ten === 0 ? (DIGITS[one] ?? '') : tens(ten, one);
    said.push(isFirst && hundred === 0 ? '' : `${DIGITS[hundred]} trăm`, low, name);
  }
  return said.filter((word) => word !== '').join(' ');
}

test('agrees with an independent speller up to 999 tỷ', () => {
  const amount = fc.oneof(
    fc.integer({ min: 0, max: 9_999 }),
    fc.integer({ min: 0, max: 999_999_999_999 }),
    fc.integer({ min: 0, max: 999_999 }).map((thousands) => thousands * 1000),
  );
  fc.assert(
    fc.property(amount, (value) => {
      expect(amountInWords(vnd(value)).toLowerCase()).toBe(`${spell(value)} đồng`);
    }),
    { numRuns: 3000 },
  );
});
