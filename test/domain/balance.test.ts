import { describe, expect, test } from 'vitest';
import { type Issued, type Reconciliation, reconcile } from '../../src/domain/balance.ts';
import type { Family } from '../../src/domain/category.ts';
import type { DuePart } from '../../src/domain/entitlement.ts';
import { vnd } from '../../src/domain/money.ts';
import { type Month, month, monthsBetween } from '../../src/domain/month.ts';
import { aDay } from '../support/law.ts';
import { aPart } from '../support/lines.ts';

const WINDOW = monthsBetween(month(202609), month(202611));

function sent(ofMonth: number, amount: number, occasion: string, family: Family = 'MAIN'): Issued {
  return {
    family,
    month: month(ofMonth),
    kind: 'payment',
    amount: vnd(amount),
    isReturned: false,
    runMonth: null,
    communeCode: null,
    sentKnowing: 0,
    turns: [],
    knownOn: aDay('2026-10-20'),
    occasion,
    issue: occasion.startsWith('R') ? Number(occasion.slice(1)) : 0,
  };
}

function back(ofMonth: number, amount: number, occasion: string): Issued {
  return { ...sent(ofMonth, amount, occasion), isReturned: true };
}

/** Due only in October: these parts. */
function october(parts: readonly DuePart[], issued: readonly Issued[]): Reconciliation {
  return reconcile(WINDOW, (at: Month) => (at === 202610 ? parts : []), issued);
}

const amounts = (found: Reconciliation): string =>
  found.lines.map((line) => `${line.kind} ${line.amount} ${line.part.awardId} #${line.issue}`).join(', ');

describe('due - paid', () => {
  test('nothing due, nothing paid: nothing said', () => {
    expect(october([], [])).toEqual({ lines: [], balances: [] });
    expect(reconcile([], () => [], [])).toEqual({ lines: [], balances: [] });
  });

  test('a month that was due and is settled keeps its balance of 0', () => {
    const found = october([aPart('MAIN', 540)], [sent(202610, 540, '2026-10-10')]);
    expect(found.lines).toEqual([]);
    expect(found.balances).toEqual([
      { family: 'MAIN', month: 202610, due: 540, paid: 540, balance: 0, recovered: 0, recoveries: 0 },
    ]);
  });

  test('what is paid too much stands as a negative balance of its month and family, and is netted against nothing', () => {
    const found = reconcile(WINDOW, (at) => (at === 202611 ? [aPart('MAIN', 540), aPart('CARE', 540)] : []), [
      sent(202609, 500, '2026-09-10'),
      sent(202611, 600, '2026-11-10'),
    ]);
    expect(found.balances.map(({ family, month: at, balance }) => [family, at, balance])).toEqual([
      ['MAIN', 202609, -500],
      ['MAIN', 202611, -60],
      ['CARE', 202611, 540],
    ]);
    expect(amounts(found)).toBe('current 540 Q1 #1');
  });

  test('money of months outside the window is not looked at', () => {
    const issued = [sent(202608, 540, '2026-08-10'), sent(202612, 540, '2026-12-10')];
    expect(october([aPart('MAIN', 540)], issued)).toEqual(october([aPart('MAIN', 540)], []));
  });

  test('what was paid covers the parts in their order; the lines of the parts add up to the balance', () => {
    const parts = [aPart('MAIN', 540, 'Q1'), aPart('MAIN', 810, 'Q2')];
    expect(amounts(october(parts, [sent(202610, 500, 'd1')]))).toBe('arrears 40 Q1 #1, arrears 810 Q2 #1');
    expect(amounts(october(parts, [sent(202610, 540, 'd1')]))).toBe('arrears 810 Q2 #1');
    expect(amounts(october(parts, [sent(202610, 1250, 'd1')]))).toBe('arrears 100 Q2 #1');
    expect(amounts(october(parts, [sent(202610, 1350, 'd1')]))).toBe('');
  });
});

describe('what came back', () => {
  const due = [aPart('MAIN', 540)];

  test.each([
    ['once', [back(202610, 500, 'd1')], 'carried 500 Q1 #1, arrears 40 Q1 #1'],
    ['and was sent again', [back(202610, 500, 'd1'), sent(202610, 500, 'd2')], 'arrears 40 Q1 #1'],
    ['twice', [back(202610, 500, 'd1'), back(202610, 500, 'd2')], 'carried 500 Q1 #1, arrears 40 Q1 #1'],
    ['then all of it', [back(202610, 500, 'd1'), back(202610, 540, 'R1')], 'carried 540 Q1 #2'],
    ['in part', [sent(202610, 300, 'd1'), back(202610, 200, 'd1')], 'carried 200 Q1 #1, arrears 40 Q1 #1'],
    ['in two rows of one day', [back(202610, 300, 'd1'), back(202610, 240, 'd1')], 'carried 540 Q1 #1'],
    ['only the arrears', [sent(202610, 500, 'd1'), back(202610, 40, 'R1')], 'carried 40 Q1 #2'],
    ['only after the arrears went out', [back(202610, 500, 'd1'), sent(202610, 40, 'R1')], 'carried 500 Q1 #2'],
    ['and the arrears too', [back(202610, 500, 'd1'), back(202610, 40, 'R1')], 'carried 540 Q1 #2'],
    ['more than is due now', [back(202610, 900, 'd1')], 'carried 540 Q1 #1'],
  ])('%s', (_, issued, lines) => {
    expect(amounts(october(due, issued))).toBe(lines);
  });

  test('of another month or family: nothing carried here', () => {
    const issued = [back(202609, 540, 'd1'), { ...back(202610, 540, 'd1'), family: 'CARE' as const }];
    expect(amounts(october(due, issued))).toBe('arrears 540 Q1 #1');
  });

  test('of the run month itself: it is current all the same', () => {
    const found = reconcile(WINDOW, (at) => (at === 202611 ? due : []), [back(202611, 540, 'R1')]);
    expect(amounts(found)).toBe('current 540 Q1 #2');
  });
});

describe('the number of an issue', () => {
  test('follows the highest of the same person, family and month, returned or not', () => {
    const due = [aPart('MAIN', 540)];
    expect(amounts(october(due, [sent(202610, 100, 'R1'), back(202610, 440, 'R2')]))).toBe('carried 440 Q1 #3');
    expect(amounts(october(due, [sent(202609, 100, 'R7'), sent(202610, 100, '2026-10-10')]))).toBe('arrears 440 Q1 #1');
  });
});
