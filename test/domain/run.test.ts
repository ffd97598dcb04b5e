import { describe, expect, test } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { RUN_STATUSES, canRun, endToEndIdOf, monthDueOn, paymentIdOf, runIdOf } from '../../src/domain/run.ts';
import { aDay } from '../support/law.ts';

describe('names of a run and its payments', () => {
  test('say the month, the run, the province and the number', () => {
    expect(runIdOf(month(202611), 1)).toBe('2026-11-R01');
    expect(runIdOf(month(202601), 12)).toBe('2026-01-R12');
    expect(paymentIdOf('2026-11-R01', 100_007)).toBe('2026-11-R01-000100007');
    expect(endToEndIdOf('24', '2026-11-R01', 100_007)).toBe('CT24202611R01000100007');
  });

  test('an end-to-end id fits ISO 20022 (35 signs) and its bank-safe letters, also in the hundredth run', () => {
    expect(endToEndIdOf('24', runIdOf(month(202611), 100), 999_999_999)).toMatch(/^[A-Z0-9]{1,35}$/);
  });

  test('statuses are those of the interface', () => {
    expect(RUN_STATUSES.join(', ')).toBe(
      'queued, computing, draft, approved, issued, settled, closed, rejected, failed',
    );
  });
});

describe('which month can be run on a day', () => {
  const FIRST_LAW = month(202107);
  test.each([
    ['2026-10-01', 202611, null],
    ['2026-11-30', 202612, null],
    ['2026-12-31', 202701, null],
    ['2026-10-31', 202612, 'month_too_early'],
    ['2026-12-01', 202702, 'month_too_early'],
    ['2026-10-20', 202201, null],
    ['2026-10-20', 202107, null],
    ['2026-10-20', 202106, 'month_without_law'],
  ])('on %s the month %i: %s', (day, runMonth, refusal) => {
    const answer = canRun(month(runMonth), aDay(day), FIRST_LAW);
    expect(answer.ok ? null : answer.failure.code).toBe(refusal);
  });

  test('the refusal says what is possible', () => {
    const answer = canRun(month(202701), aDay('2026-10-31'), FIRST_LAW);
    expect(answer.ok ? '' : answer.failure.message).toContain('latest possible month is 2026-11');
  });

  test.each([
    ['2026-10-19', 202610],
    ['2026-10-20', 202611],
    ['2026-10-31', 202611],
    ['2026-11-01', 202611],
    ['2026-12-20', 202701],
  ])('on %s the list of %i is due', (day, due) => {
    expect(monthDueOn(aDay(day), 20)).toBe(due);
  });
});
