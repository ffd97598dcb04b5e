import { type IsoDate, type Month, addMonths, formatMonth, parseDate } from './month.ts';

/** What is done of a month's work, as the books know it. */
export interface MonthProgress {
  /** A run of the month was computed: its list is there. */
  readonly isListMade: boolean;
  readonly isApproved: boolean;
  /** Every payout file is written. */
  readonly isIssued: boolean;
  /** Every payment that went out has an outcome. */
  readonly isAnswered: boolean;
  readonly isClosed: boolean;
}

/** Steps of a month that have a day. `close` has none by law; it is the office's own. */
export const DEADLINE_STEPS = ['list', 'approval', 'issue', 'results', 'close'] as const;
export type DeadlineStep = (typeof DEADLINE_STEPS)[number];

/** `later`: not done, and its day is more than a week away. */
export type DeadlineState = 'done' | 'later' | 'due' | 'late';

/** A step of a month and the last day for it. */
export interface Deadline {
  readonly step: DeadlineStep;
  readonly month: Month;
  /** The last day that is still in time. */
  readonly lastDay: IsoDate;
  readonly state: DeadlineState;
  /** Days from today to the last day; below 0: it is past. */
  readonly daysLeft: number;
  /** The article that sets it; null: none does. */
  readonly source: string | null;
}

const SOON = 7;
const NEW_LAW_FROM = '2026-10-05';

function dayOf(month: Month, day: string): IsoDate {
  const date = parseDate(`${formatMonth(month)}-${day}`);
  if (date === null) throw new RangeError('no such day');
  return date;
}

function lastDayOf(month: Month): IsoDate {
  const days = ['31', '30', '29', '28'].map((day) => parseDate(`${formatMonth(month)}-${day}`));
  const last = days.find((day) => day !== null);
  if (last === undefined || last === null) throw new RangeError('a month without days');
  return last;
}

/** Days since 1 March of year 0 by the Gregorian calendar. */
function dayNumber(date: IsoDate): number {
  const [year = 0, inYear = 0, day = 0] = date.split('-').map(Number);
  const shifted = inYear > 2 ? year : year - 1;
  const sinceMarch = inYear > 2 ? inYear - 3 : inYear + 9;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + Math.floor((153 * sinceMarch + 2) / 5) + day - 1;
}

/** Days from one day to another; below 0: the other lies before. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

const LAST_DAYS: Readonly<Record<DeadlineStep, (month: Month) => IsoDate>> = {
  list: (month) => dayOf(addMonths(month, -1), '24'),
  approval: (month) => dayOf(addMonths(month, -1), '24'),
  issue: (month) => dayOf(addMonths(month, -1), '24'),
  results: (month) => dayOf(month, '19'),
  close: lastDayOf,
};

function isDone(step: DeadlineStep, progress: MonthProgress): boolean {
  const done: Readonly<Record<DeadlineStep, boolean>> = {
    list: progress.isListMade,
    approval: progress.isApproved,
    issue: progress.isIssued,
    results: progress.isAnswered,
    close: progress.isClosed,
  };
  return done[step] || progress.isClosed;
}

function stateOf(isStepDone: boolean, daysLeft: number): DeadlineState {
  if (isStepDone) return 'done';
  if (daysLeft < 0) return 'late';
  return daysLeft <= SOON ? 'due' : 'later';
}

/**
 * The deadlines of a month as they stand on a day: list, approval and files before the 25th of the month before, results before the 20th of the month
 * itself (ND 20/2021 Đ34; from 2026-10-05 ND 335/2026 Đ28), closing by its last day (the office's own). A closed month has nothing left to do.
 */
export function deadlinesFor(month: Month, today: IsoDate, progress: MonthProgress): readonly Deadline[] {
  return DEADLINE_STEPS.map((step) => {
    const lastDay = LAST_DAYS[step](month);
    const daysLeft = daysBetween(today, lastDay);
    const law = lastDay >= NEW_LAW_FROM ? 'NĐ 335/2026/NĐ-CP Điều 28' : 'NĐ 20/2021/NĐ-CP Điều 34';
    const state = stateOf(isDone(step, progress), daysLeft);
    return { step, month, lastDay, state, daysLeft, source: step === 'close' ? null : law };
  });
}
