import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Issued, type OwedPart, type Reconciliation, reconcile } from '../../src/domain/balance.ts';
import { FAMILIES, type Family } from '../../src/domain/category.ts';
import type { DuePart } from '../../src/domain/entitlement.ts';
import { type Month, month, monthsBetween } from '../../src/domain/month.ts';
import { vnd } from '../../src/domain/money.ts';
import { aDay } from '../support/law.ts';
import { aPart } from '../support/lines.ts';

// An independent model: plain texts and numbers, one account per family and month, nothing taken from src but the question.
const RUNS = { numRuns: 1000 };
const WINDOW = monthsBetween(month(202607), month(202611));
const RUN_MONTH = month(202611);
const EVERY_MONTH = [202605, 202606, ...WINDOW, 202612];

/** Parts of what is due, by month. */
type Due = ReadonlyMap<number, readonly DuePart[]>;

const amount = fc.integer({ min: 1, max: 30 }).map((tens) => tens * 10_000);
const anyFamily = fc.constantFrom(...FAMILIES);

const dueParts: fc.Arbitrary<readonly DuePart[]> = fc
  .array(fc.tuple(anyFamily, amount), { maxLength: 4 })
  .map((parts) => parts.map(([family, vndDue], at) => aPart(family, vndDue, `Q${at}`)));
const anyDue: fc.Arbitrary<Due> = fc
  .array(dueParts, { minLength: WINDOW.length, maxLength: WINDOW.length })
  .map((perMonth) => new Map(WINDOW.map((at, index) => [at, perMonth[index] ?? []])));

const historyRow: fc.Arbitrary<Issued> = fc
  .tuple(anyFamily, fc.constantFrom(...EVERY_MONTH), amount, fc.boolean(), fc.integer({ min: 1, max: 4 }))
  .map(([family, at, sent, isReturned, day]) => ({
    family,
    month: month(at),
    kind: 'payment',
    amount: vnd(sent),
    isReturned,
    runMonth: null,
    communeCode: null,
    sentKnowing: 0,
    turns: [],
    knownOn: aDay('2026-10-20'),
    occasion: `2026-12-0${day}`,
    issue: 0,
  }));
const anyHistory = fc
  .array(historyRow, { maxLength: 12 })
  .map((rows) => rows.toSorted((a, b) => (a.occasion < b.occasion ? -1 : a.occasion > b.occasion ? 1 : 0)));

const runOn = (due: Due, issued: readonly Issued[]): Reconciliation =>
  reconcile(WINDOW, (at) => due.get(at) ?? [], issued);

/** What a run issues when it is approved: its lines, under the numbers they carry. */
function issuedBy(found: Reconciliation, isReturned = false): Issued[] {
  return found.lines.map(({ family, month: at, amount: sent, issue }) => ({
    family,
    month: at,
    kind: 'payment',
    amount: sent,
    isReturned,
    runMonth: null,
    communeCode: null,
    sentKnowing: 0,
    turns: isReturned ? [1] : [],
    knownOn: aDay('2026-10-20'),
    occasion: String(issue),
    issue,
  }));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, one) => total + one, 0);
}

const inMonth = (family: Family, at: Month) => (one: { family: Family; month: Month }) =>
  one.family === family && one.month === at;

describe('due - paid', () => {
  test('per family and month: the lines are what is missing, the balance what is missing or too much', () => {
    fc.assert(
      fc.property(anyDue, anyHistory, (due, issued) => {
        const found = runOn(due, issued);
        for (const at of WINDOW)
          for (const family of FAMILIES) {
            const isIt = inMonth(family, at);
            const owed = sum((due.get(at) ?? []).filter((part) => part.family === family).map((part) => part.amount));
            const kept = sum(issued.filter((one) => isIt(one) && !one.isReturned).map((one) => one.amount));
            const lines = found.lines.filter(isIt);
            expect(sum(lines.map((line) => line.amount))).toBe(Math.max(0, owed - kept));
            const balance = {
              family,
              month: at,
              due: owed,
              paid: kept,
              balance: owed - kept,
              recovered: 0,
              recoveries: 0,
            };
            expect(found.balances.filter(isIt)).toEqual(owed === 0 && kept === 0 ? [] : [balance]);
          }
        expect(found.lines.every((line) => WINDOW.includes(line.month))).toBe(true);
      }),
      RUNS,
    );
  });

  test('a line is above 0, names a part that is due, and no award gets more than its part', () => {
    fc.assert(
      fc.property(anyDue, anyHistory, (due, issued) => {
        const given = new Map<OwedPart, number>();
        for (const { part, month: at, amount: missing } of runOn(due, issued).lines) {
          expect(missing).toBeGreaterThan(0);
          expect(due.get(at)).toContain(part);
          given.set(part, (given.get(part) ?? 0) + missing);
        }
        for (const [part, missing] of given) expect(missing).toBeLessThanOrEqual(part.amount);
      }),
      RUNS,
    );
  });
});

describe('kinds', () => {
  test('the run month is current, and only it; what was never issued is arrears; what is carried had come back', () => {
    fc.assert(
      fc.property(anyDue, anyHistory, (due, issued) => {
        const { lines } = runOn(due, issued);
        for (const line of lines) expect(line.kind === 'current').toBe(line.month === RUN_MONTH);
        for (const at of WINDOW.filter((one) => one !== RUN_MONTH))
          for (const family of FAMILIES) {
            const own = lines.filter(inMonth(family, at));
            const ofKind = (kind: string): number =>
              sum(own.filter((line) => line.kind === kind).map((line) => line.amount));
            const returned = sum(
              issued.filter((one) => inMonth(family, at)(one) && one.isReturned).map((one) => one.amount),
            );
            expect(ofKind('carried')).toBeLessThanOrEqual(returned);
            expect(ofKind('carried') + ofKind('arrears')).toBe(sum(own.map((line) => line.amount)));
          }
      }),
      RUNS,
    );
  });

  test('the books of an office: each month a raise perhaps, a run, and a return that the next run knows of', () => {
    const step = fc.record({ raise: fc.integer({ min: 0, max: 3 }), comesBack: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        let [owed, kept, waiting, number] = [100_000, 0, 0, 0];
        const issued: Issued[] = [];
        const july = month(202607);
        for (const { raise, comesBack } of steps) {
          owed += raise * 10_000;
          const due: Due = new Map([[202607, [aPart('MAIN', owed)]]]);
          const { lines } = runOn(due, issued);
          const missing = owed - kept;
          const carried = lines.filter((line) => line.kind === 'carried').map((line) => line.amount);
          expect(sum(carried)).toBe(waiting);
          expect(sum(lines.map((line) => line.amount))).toBe(missing);
          if (missing === 0) continue;
          number += 1;
          issued.push({
            family: 'MAIN',
            month: july,
            kind: 'payment',
            amount: vnd(missing),
            isReturned: comesBack,
            runMonth: null,
            communeCode: null,
            sentKnowing: number - 1,
            turns: comesBack ? [number] : [],
            knownOn: aDay('2026-10-20'),
            occasion: String(number),
            issue: number,
          });
          waiting = comesBack ? missing : 0;
          kept += comesBack ? 0 : missing;
        }
      }),
      RUNS,
    );
  });
});

describe('a re-run', () => {
  test('after everything was issued pays nothing, whatever the history, and overpayments stay as they were', () => {
    fc.assert(
      fc.property(anyDue, anyHistory, (due, issued) => {
        const first = runOn(due, issued);
        const second = runOn(due, [...issued, ...issuedBy(first)]);
        expect(second.lines).toEqual([]);
        const overpaid = (found: Reconciliation): unknown => found.balances.filter((one) => one.balance < 0);
        expect(overpaid(second)).toEqual(overpaid(first));
      }),
      RUNS,
    );
  });

  test('after everything came back finds the same amounts again, all of them carried or current, under the next numbers', () => {
    fc.assert(
      fc.property(anyDue, anyHistory, (due, issued) => {
        const first = runOn(due, issued);
        const second = runOn(due, [...issued, ...issuedBy(first, true)]);
        const keyed = (found: Reconciliation, later: number): string[] => {
          const sums = new Map<string, number>();
          for (const line of found.lines) {
            const key = `${line.family} ${line.month} ${line.part.awardId} #${line.issue + later}`;
            sums.set(key, (sums.get(key) ?? 0) + line.amount);
          }
          return [...sums].map(([key, missing]) => `${key} ${missing}`).sort();
        };
        expect(keyed(second, 0)).toEqual(keyed(first, 1));
        expect(second.lines.filter((line) => line.kind === 'arrears')).toEqual([]);
      }),
      RUNS,
    );
  });

  test('from the same books carries the same numbers: one for all lines of a family and month', () => {
    fc.assert(
      fc.property(anyDue, anyHistory, (due, issued) => {
        const first = runOn(due, issued);
        expect(runOn(due, issued)).toEqual(first);
        expect(first.lines.every((line) => line.issue === 1)).toBe(true);
      }),
      RUNS,
    );
  });
});

test('the order of rows of history does not matter where nothing came back, nor within one day', () => {
  const shuffled = fc.tuple(anyDue, anyHistory).chain(([due, issued]) =>
    fc.record({
      due: fc.constant(due),
      issued: fc.constant(issued),
      other: fc.shuffledSubarray(issued, { minLength: issued.length }),
    }),
  );
  fc.assert(
    fc.property(shuffled, ({ due, issued, other }) => {
      const kept = (rows: readonly Issued[]): Issued[] => rows.filter((one) => !one.isReturned);
      expect(runOn(due, kept(other))).toEqual(runOn(due, kept(issued)));
      const oneDay = (rows: readonly Issued[]): Issued[] => rows.map((one) => ({ ...one, occasion: '2026-12-01' }));
      expect(runOn(due, oneDay(other))).toEqual(runOn(due, oneDay(issued)));
    }),
    RUNS,
  );
});
