import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MonthProgress, daysBetween, deadlinesFor } from '../../src/domain/calendar.ts';
import { parseDate } from '../../src/domain/month.ts';
import { aDay, aMonth } from '../support/law.ts';

const NOTHING: MonthProgress = {
  isListMade: false,
  isApproved: false,
  isIssued: false,
  isAnswered: false,
  isClosed: false,
};

function states(today: string, progress: Partial<MonthProgress> = {}): string[] {
  return deadlinesFor(aMonth('2026-11'), aDay(today), { ...NOTHING, ...progress }).map(
    (one) => `${one.step} ${one.state}`,
  );
}

describe('November 2026', () => {
  test.each([
    ['2026-10-16', ['list later', 'approval later', 'issue later', 'results later', 'close later']],
    ['2026-10-17', ['list due', 'approval due', 'issue due', 'results later', 'close later']],
    ['2026-10-24', ['list due', 'approval due', 'issue due', 'results later', 'close later']],
    ['2026-10-25', ['list late', 'approval late', 'issue late', 'results later', 'close later']],
    ['2026-11-19', ['list late', 'approval late', 'issue late', 'results due', 'close later']],
    ['2026-11-20', ['list late', 'approval late', 'issue late', 'results late', 'close later']],
    ['2026-12-01', ['list late', 'approval late', 'issue late', 'results late', 'close late']],
  ])('with nothing done on %s', (today, expected) => {
    expect(states(today)).toEqual(expected);
  });

  test('what is done is done, however late', () => {
    expect(states('2026-12-24', { isListMade: true, isApproved: true, isIssued: true })).toEqual([
      'list done',
      'approval done',
      'issue done',
      'results late',
      'close late',
    ]);
    expect(states('2026-12-24', { isClosed: true }).every((one) => one.endsWith('done'))).toBe(true);
  });

  test('last days, days left and the article', () => {
    const [list, , , results, close] = deadlinesFor(aMonth('2026-11'), aDay('2026-10-20'), NOTHING);
    expect(list).toMatchObject({ lastDay: '2026-10-24', daysLeft: 4, source: 'NĐ 335/2026/NĐ-CP Điều 28' });
    expect(results).toMatchObject({ lastDay: '2026-11-19', daysLeft: 30 });
    expect(close).toMatchObject({ lastDay: '2026-11-30', source: null });
  });
});

test('before the new decree the old one sets the days; February ends where it ends', () => {
  const [list, , , , close] = deadlinesFor(aMonth('2024-02'), aDay('2024-02-01'), NOTHING);
  expect(list).toMatchObject({ lastDay: '2024-01-24', source: 'NĐ 20/2021/NĐ-CP Điều 34' });
  expect(close?.lastDay).toBe('2024-02-29');
});

test('days between two days are those of the calendar', () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, day, (a, b) => {
      const [from, to] = [parseDate(a.toISOString().slice(0, 10)), parseDate(b.toISOString().slice(0, 10))];
      if (from === null || to === null) throw new Error('no day');
      const expected = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
      expect(daysBetween(from, to)).toBe(expected);
    }),
  );
});
