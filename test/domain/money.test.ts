import { describe, expect, test } from 'vitest';
import { ZERO_VND, addVnd, parseVnd, subtractVnd, sumVnd, timesTenths, vnd } from '../../src/domain/money.ts';

describe('whole VND', () => {
  test('sums and differences, also below 0', () => {
    expect(addVnd(vnd(540_000), vnd(80_000))).toBe(620_000);
    expect(subtractVnd(vnd(500_000), vnd(540_000))).toBe(-40_000);
    expect(sumVnd([vnd(1), vnd(2), vnd(3)])).toBe(6);
    expect(sumVnd([])).toBe(ZERO_VND);
  });

  test.each([0.5, Number.NaN, Infinity, 2 ** 53])('%d is no amount', (amount) => {
    expect(() => vnd(amount)).toThrow(RangeError);
  });

  test('a sum that can no longer be exact is an error, not an estimate', () => {
    const most = vnd(Number.MAX_SAFE_INTEGER);
    expect(() => addVnd(most, vnd(1))).toThrow(RangeError);
    expect(() => sumVnd([most, most])).toThrow(RangeError);
    expect(() => subtractVnd(vnd(-1), most)).toThrow(RangeError);
  });
});

describe('standard times coefficient', () => {
  test.each([
    [540_000, 10, 540_000],
    [540_000, 25, 1_350_000],
    [360_000, 15, 540_000],
    [500_000, 200, 10_000_000],
    [700_000, 0, 0],
    [540_010, 15, 810_015],
  ])('%d × %d/10 = %d', (standard, tenths, amount) => {
    expect(timesTenths(vnd(standard), tenths)).toBe(amount);
  });

  test.each([
    [540_001, 15],
    [333_333, 25],
    [1, 1],
  ])('%d × %d/10 is no whole number of đồng: refused', (standard, tenths) => {
    expect(() => timesTenths(vnd(standard), tenths)).toThrow('standard times coefficient is not a whole number');
  });
});

describe('amounts as text', () => {
  test.each([
    ['0', 0],
    ['540000', 540_000],
    ['540.000', 540_000],
    ['1,080,000', 1_080_000],
    ['10.800.000', 10_800_000],
    ['007', 7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%s', (text, amount) => {
    expect(parseVnd(text)).toBe(amount);
  });

  test.each(
    '|-5|+5|1.5|540.00|5400.000|1.080,000|1,080.000|540 000|1e6|0x10|540000đ|9007199254740992|٥٤٠|.000|1..000'.split(
      '|',
    ),
  )('"%s" is refused', (text) => {
    expect(parseVnd(text)).toBeNull();
  });
});
