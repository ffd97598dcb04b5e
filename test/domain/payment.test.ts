import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { vnd } from '../../src/domain/money.ts';
import { type HoldFacts, type Payee, holdOf, payeeIn, routeOf, sumOf } from '../../src/domain/payment.ts';
import { aLine } from '../support/lines.ts';

const BANK: Payee = {
  fromMonth: month(202401),
  channel: 'bank',
  bankBin: '970405',
  hasAccount: true,
  paymentPoint: null,
  pointProvider: null,
};
const POST: Payee = {
  ...BANK,
  channel: 'post',
  bankBin: null,
  hasAccount: false,
  paymentPoint: 'P01',
  pointProvider: 'VNPOST',
};
const FREE: HoldFacts = { deathMonth: null, isDuplicate: false, officer: null, suspended: new Set() };

describe('the payee in force', () => {
  const of = (from: number): Payee => ({ ...BANK, fromMonth: month(from) });

  test('is the latest that has begun, in whatever order they stand', () => {
    const payees = [of(202605), of(202612), of(202401), of(202611)];
    fc.assert(
      fc.property(fc.shuffledSubarray(payees, { minLength: 4 }), (shuffled) => {
        expect(payeeIn(shuffled, month(202611))?.fromMonth).toBe(202611);
        expect(payeeIn(shuffled, month(202610))?.fromMonth).toBe(202605);
        expect(payeeIn(shuffled, month(202312))).toBeNull();
      }),
    );
    expect(payeeIn([], month(202611))).toBeNull();
  });
});

describe('the way to a payee', () => {
  test('bank and post', () => {
    expect(routeOf(BANK)).toEqual({ channel: 'bank', provider: '970405', paymentPoint: null });
    expect(routeOf(POST)).toEqual({ channel: 'post', provider: 'VNPOST', paymentPoint: 'P01' });
  });

  test.each([
    ['no payee', null],
    ['a bank without an account', { ...BANK, hasAccount: false }],
    ['an account without a bank', { ...BANK, bankBin: null }],
    ['the post without a point', { ...POST, paymentPoint: null }],
    ['a point that nobody knows', { ...POST, pointProvider: null }],
    ['a bank whose account is missing, though a point is named', { ...POST, channel: 'bank' as const }],
  ])('none for %s', (_, payee) => {
    expect(routeOf(payee)).toBeNull();
    expect(holdOf('MAIN', FREE, payee)).toBe('no_payee');
  });
});

describe('recorded death', () => {
  const died: HoldFacts = { ...FREE, deathMonth: month(202610) };
  const released: HoldFacts = { ...died, officer: 'release' };
  const heir = { ...BANK, fromMonth: month(202611) };
  const sameMonth = { ...BANK, fromMonth: month(202610) };

  test.each([
    ['own account', died, BANK, 'death'],
    ['own account, released', released, BANK, 'death'],
    ['own post', died, POST, 'death'],
    ['own post, released', released, POST, null],
    ['payee in the month of death', died, sameMonth, 'death'],
    ['payee in the month of death, released', released, sameMonth, 'death'],
    ['heir from the month after', died, heir, null],
    ['nobody', died, null, 'death'],
    ['nobody, released', released, null, 'death'],
    ['heir without an account', died, { ...heir, hasAccount: false }, 'no_payee'],
    ['heir, but an officer holds', { ...died, officer: 'hold' as const }, heir, 'officer_hold'],
  ])('%s', (_, facts, payee, hold) => {
    for (const family of ['MAIN', 'CARE', 'ONEOFF'] as const) expect(holdOf(family, facts, payee)).toBe(hold);
  });
});

describe('other holds', () => {
  test('a suspension stops its family only', () => {
    const facts: HoldFacts = { ...FREE, suspended: new Set(['MAIN'] as const) };
    expect([holdOf('MAIN', facts, BANK), holdOf('CARE', facts, BANK)]).toEqual(['suspended', null]);
  });

  test('of several reasons the one an officer must clear first is named', () => {
    const all: HoldFacts = {
      deathMonth: month(202610),
      isDuplicate: true,
      officer: 'hold',
      suspended: new Set(['MAIN'] as const),
    };
    expect(holdOf('MAIN', all, null)).toBe('officer_hold');
    expect(holdOf('MAIN', { ...all, officer: null }, null)).toBe('duplicate_person');
    expect(holdOf('MAIN', { ...all, officer: 'release' }, null)).toBe('duplicate_person');
    expect(holdOf('MAIN', { ...all, officer: null, isDuplicate: false }, null)).toBe('death');
    expect(holdOf('MAIN', { ...FREE, suspended: all.suspended }, null)).toBe('suspended');
    expect(holdOf('MAIN', FREE, null)).toBe('no_payee');
    expect(holdOf('MAIN', { ...FREE, officer: 'release' }, BANK)).toBeNull();
  });
});

describe('the sum of a payment', () => {
  test('by kind; months of arrears are counted once, carried and current months not at all', () => {
    const lines = [
      aLine({ month: 202607, kind: 'arrears', amount: 40_000 }),
      aLine({ month: 202607, kind: 'arrears', amount: 60_000 }),
      aLine({ month: 202607, kind: 'arrears', amount: 5_000, family: 'CARE' }),
      aLine({ month: 202608, kind: 'arrears', amount: 80_000 }),
      aLine({ month: 202609, kind: 'carried', amount: 1_000_000 }),
      aLine({ month: 202611, kind: 'current', amount: 1_080_000 }),
    ];
    expect(sumOf(lines)).toEqual({
      amount: vnd(2_265_000),
      current: 1_080_000,
      arrears: 185_000,
      carried: 1_000_000,
      recovered: 0,
      arrearsMonths: 2,
    });
  });
});
