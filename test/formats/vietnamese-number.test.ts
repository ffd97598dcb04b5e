import { describe, expect, test } from 'vitest';
import { vnd } from '../../src/domain/money.ts';
import { month, parseDate } from '../../src/domain/month.ts';
import { groupedNumber, groupedVnd, localDate, localMonth } from '../../src/formats/vietnamese-number.ts';

describe('numbers and dates as Vietnamese papers write them', () => {
  test.each([
    [0, '0'],
    [999, '999'],
    [1_000, '1.000'],
    [1_005_000, '1.005.000'],
    [36_450_000_000, '36.450.000.000'],
    [9_007_199_254_740_991, '9.007.199.254.740.991'],
    [-540_000, '-540.000'],
  ])('%i', (amount, text) => {
    expect(groupedVnd(vnd(amount))).toBe(text);
  });

  test('a fraction is a bug', () => {
    expect(() => groupedNumber(0.5)).toThrow('whole numbers');
  });

  test('days and months', () => {
    const day = parseDate('2026-10-05');
    expect(day && localDate(day)).toBe('05/10/2026');
    expect(localMonth(month(202607))).toBe('07/2026');
  });
});
