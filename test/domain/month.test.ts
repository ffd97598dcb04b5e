import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Month,
  addMonths,
  formatMonth,
  month,
  monthIndex,
  monthOf,
  monthsBetween,
  parseDate,
  parseMonth,
} from '../../src/domain/month.ts';

describe('months', () => {
  test.each([
    [202611, 0, 202611],
    [202611, 1, 202612],
    [202612, 1, 202701],
    [202601, -1, 202512],
    [202611, 14, 202801],
    [202611, -23, 202412],
    [202611, -24, 202411],
    [190001, 0, 190001],
    [299911, 1, 299912],
  ])('%i + %i = %i', (from, count, to) => {
    expect(addMonths(month(from), count)).toBe(to);
  });

  test.each([0, 202600, 202613, 189912, 300001, 202611.5, -202611, Number.NaN])('%d is no month', (value) => {
    expect(() => month(value)).toThrow(RangeError);
  });

  test('a month before 1900 or after 2999 is refused, not wrapped', () => {
    expect(() => addMonths(month(190001), -1)).toThrow(RangeError);
    expect(() => addMonths(month(299912), 1)).toThrow(RangeError);
  });

  test('adding goes back and forth, and steps are the difference of indexes', () => {
    const anyMonth = fc
      .tuple(fc.integer({ min: 1950, max: 2100 }), fc.integer({ min: 1, max: 12 }))
      .map(([year, inYear]): Month => month(year * 100 + inYear));
    fc.assert(
      fc.property(anyMonth, fc.integer({ min: -600, max: 600 }), (from, count) => {
        const to = addMonths(from, count);
        expect(addMonths(to, -count)).toBe(from);
        expect(monthIndex(to) - monthIndex(from)).toBe(count);
        expect(parseMonth(formatMonth(to))).toBe(to);
      }),
    );
  });

  test('months between, both ends included', () => {
    expect(monthsBetween(month(202611), month(202702))).toEqual([202611, 202612, 202701, 202702]);
    expect(monthsBetween(month(202611), month(202611))).toEqual([202611]);
    expect(monthsBetween(month(202611), month(202610))).toEqual([]);
    expect(monthsBetween(month(299911), month(299912))).toEqual([299911, 299912]);
  });

  test.each([
    ['2026-11', 202611],
    ['11/2026', 202611],
    ['1900-01', 190001],
  ])('reads %s', (text, value) => {
    expect(parseMonth(text)).toBe(value);
  });

  test.each(
    '|2026-13|2026-00|13/2026|2026-1|1/2026|202611|2026/11|11-2026|2026-11-01|1899-12|3000-01| 2026-11'.split('|'),
  )('refuses "%s"', (text) => {
    expect(parseMonth(text)).toBeNull();
  });
});

describe('days', () => {
  test.each([
    ['2026-11-23', '2026-11-23'],
    ['23/11/2026', '2026-11-23'],
    ['2024-02-29', '2024-02-29'],
    ['2000-02-29', '2000-02-29'],
    ['2026-12-31', '2026-12-31'],
  ])('reads %s', (text, day) => {
    expect(parseDate(text)).toBe(day);
  });

  test.each(
    '|2026-02-29|1900-02-29|2100-02-29|2026-04-31|31/09/2026|2026-13-01|2026-00-10|2026-11-00|1/1/2026|2026-1-1|11/23/2026|1899-12-31|3000-01-01|2026-11-23T00:00'.split(
      '|',
    ),
  )('refuses "%s"', (text) => {
    expect(parseDate(text)).toBeNull();
  });

  test.each([
    ['1990-05-06', 199005],
    ['1990-05', 199005],
    ['1990', 199001],
  ])('the month of %s', (date, value) => {
    expect(monthOf(date)).toBe(value);
  });

  test.each(['', 'x', '90', '1990-13', '1990-5', '19905', '1990-05-0', '1899'])('no month in "%s"', (date) => {
    expect(() => monthOf(date)).toThrow(RangeError);
  });
});
