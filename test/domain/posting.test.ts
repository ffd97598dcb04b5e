import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Vnd, vnd } from '../../src/domain/money.ts';
import { type BookedLine, type PersonBooks, type Posting, postingsOf } from '../../src/domain/posting.ts';
import { aMonth } from '../support/law.ts';

const NOVEMBER = aMonth('2026-11');
const NOBODY: PersonBooks = {
  communeCode: '07210',
  provider: 'VNPOST',
  lines: [],
  overpaid: [],
  balances: [],
  refunds: [],
};

function line(amount: number, more: Partial<BookedLine> = {}): BookedLine {
  const plain = { family: 'MAIN', month: NOVEMBER, issue: 1, part: 0, category: 'SA6N', isHeld: false } as const;
  return { ...plain, isRecovery: amount < 0, amount: vnd(amount), ...more };
}

const PLACE = { family: 'MAIN', month: NOVEMBER, category: 'SA6N', communeCode: '07210' } as const;

/** An entry in few words: event, category, VND, and + where the expense is booked with it. */
function said(postings: readonly Posting[]): string[] {
  return postings.map((one) => `${one.event}${one.accrues ? '+' : ''} ${one.category} ${one.amount}`);
}

describe('the entries of one person in a run', () => {
  test('money for a month of which the books knew nothing: booked and issued in one entry', () => {
    const postings = postingsOf({ ...NOBODY, lines: [line(810_000)] }, 7);
    expect(said(postings)).toEqual(['issue+ SA6N 810000']);
    expect(postings[0]).toMatchObject({ cause: 0, issue: 1, part: 0, provider: 'VNPOST', communeCode: '07210' });
  });

  test('what waits is owed, but does not go out', () => {
    const postings = postingsOf({ ...NOBODY, lines: [line(810_000, { isHeld: true })] }, 7);
    expect(said(postings)).toEqual(['accrue SA6N 810000']);
    expect(postings[0]).toMatchObject({ cause: 7, issue: 0, provider: '' });
  });

  test('held before, released now: it goes out, nothing is booked twice', () => {
    const balances = [{ ...PLACE, payable: vnd(810_000), receivable: vnd(0) }];
    expect(said(postingsOf({ ...NOBODY, balances, lines: [line(810_000)] }, 7))).toEqual(['issue SA6N 810000']);
  });

  test('came back, and the law raised it meanwhile: the difference is booked', () => {
    const balances = [{ ...PLACE, payable: vnd(750_000), receivable: vnd(0) }];
    const lines = [line(750_000, { issue: 2 }), line(60_000, { issue: 2, part: 1 })];
    expect(said(postingsOf({ ...NOBODY, balances, lines }, 7))).toEqual([
      'accrue SA6N 60000',
      'issue SA6N 750000',
      'issue SA6N 60000',
    ]);
  });

  test('came back, and is due no more: the expense is taken back in red', () => {
    const balances = [{ ...PLACE, payable: vnd(750_000), receivable: vnd(0) }];
    expect(said(postingsOf({ ...NOBODY, balances }, 7))).toEqual(['accrue SA6N -750000']);
  });

  test('paid too much: less expense, and the person owes it; when it is recovered, the debt goes', () => {
    const overpaid = [{ ...PLACE, amount: vnd(500_000) }];
    const found = postingsOf({ ...NOBODY, overpaid }, 7);
    expect(said(found)).toEqual(['accrue SA6N -500000', 'overpaid SA6N 500000']);
    const balances = [{ ...PLACE, payable: vnd(0), receivable: vnd(500_000) }];
    const december = line(540_000, { month: aMonth('2026-12') });
    const taken = postingsOf({ ...NOBODY, balances, overpaid, lines: [december, line(-200_000)] }, 8);
    expect(said(taken)).toEqual(['recovery SA6N 200000', 'issue+ SA6N 540000']);
  });

  test('handed back by the person: the debt goes, the treasury has it', () => {
    const balances = [{ ...PLACE, payable: vnd(0), receivable: vnd(500_000) }];
    const refunds = [{ family: 'MAIN', month: NOVEMBER, amount: vnd(500_000) } as const];
    expect(said(postingsOf({ ...NOBODY, balances, refunds }, 9))).toEqual(['refund SA6N 500000']);
  });

  test('handed back though the bank had returned it too: owed to the person again', () => {
    const balances = [{ ...PLACE, payable: vnd(500_000), receivable: vnd(0) }];
    const refunds = [{ family: 'MAIN', month: NOVEMBER, amount: vnd(500_000) } as const];
    const lines = [line(500_000, { issue: 2 }), line(500_000, { issue: 2, part: 1, category: '' })];
    expect(said(postingsOf({ ...NOBODY, balances, refunds, lines }, 9))).toEqual([
      'overpaid SA6N 500000',
      'refund SA6N 500000',
      'issue SA6N 500000',
      'issue SA6N 500000',
    ]);
  });

  test('moved to another commune with money open: the expense moves with the person', () => {
    const balances = [{ ...PLACE, communeCode: '07228', payable: vnd(750_000), receivable: vnd(0) }];
    const postings = postingsOf({ ...NOBODY, balances, lines: [line(750_000, { issue: 2 })] }, 7);
    expect(postings.map((one) => [one.event, one.communeCode, one.amount])).toEqual([
      ['accrue', '07228', -750_000],
      ['issue', '07210', 750_000],
    ]);
  });
});

const amount = fc.integer({ min: 0, max: 5 }).map((n): Vnd => vnd(n * 100_000));
const someMonth = fc.constantFrom(aMonth('2026-10'), NOVEMBER);
const category = fc.constantFrom('SA6N', 'SP75');
const commune = fc.constantFrom('07210', '07228');
const account = { family: fc.constant('MAIN' as const), month: someMonth, category, communeCode: commune };

/** Whatever a person's books may say. */
const anyBooks = fc.record({
  communeCode: commune,
  provider: fc.constant('VNPOST'),
  lines: fc.array(
    fc.record({ month: someMonth, category, amount, isHeld: fc.boolean(), part: fc.nat(3) }).map((one): BookedLine => ({
      family: 'MAIN',
      issue: 1,
      isRecovery: false,
      ...one,
    })),
    { maxLength: 4 },
  ),
  overpaid: fc.array(fc.record({ ...account, amount }), { maxLength: 2 }),
  balances: fc.array(fc.record({ ...account, payable: amount, receivable: amount }), { maxLength: 4 }),
  refunds: fc.array(fc.record({ family: fc.constant('MAIN' as const), month: someMonth, amount }), { maxLength: 2 }),
});

/** What a posting adds to what is owed to the person and by the person: the accounts of ledger_leg, written down once more. */
function effect({ event, accrues, amount: moved }: Posting): { readonly payable: number; readonly receivable: number } {
  if (event === 'accrue') return { payable: moved, receivable: 0 };
  if (event === 'issue') return { payable: accrues ? 0 : 0 - moved, receivable: 0 };
  if (event === 'overpaid') return { payable: moved, receivable: moved };
  if (event === 'refund' || event === 'recovery') return { payable: 0, receivable: 0 - moved };
  throw new Error(`a run does not enter ${event}`);
}

test('after the run the books say what the run said: open is what waits, and what was overpaid', () => {
  fc.assert(
    fc.property(anyBooks, (books) => {
      const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
      for (const month of [aMonth('2026-10'), NOVEMBER]) {
        const of = <T extends { readonly month: number }>(all: readonly T[]): T[] =>
          all.filter((one) => one.month === month);
        const effects = of(postingsOf(books, 3)).map(effect);
        const payable = sum(of(books.balances).map((one) => one.payable)) + sum(effects.map((one) => one.payable));
        const receivable =
          sum(of(books.balances).map((one) => one.receivable)) + sum(effects.map((one) => one.receivable));
        expect(payable).toBe(
          sum(
            of(books.lines)
              .filter((one) => one.isHeld)
              .map((one) => one.amount),
          ),
        );
        expect(receivable).toBe(sum(of(books.overpaid).map((one) => one.amount)));
      }
    }),
    { numRuns: 2000 },
  );
});
