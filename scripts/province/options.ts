import { parseArgs } from 'node:util';
import { monthCount, SOCIAL_PENSION_START, type MonthCount } from './calendar.ts';

export interface Options {
  readonly people: number;
  readonly seed: number;
  readonly out: string;
  readonly runMonth: MonthCount;
  /** Months of history before the run month. */
  readonly history: number;
}

export const USAGE =
  'node scripts/make-province.ts --people N --seed S --out DIR [--month 2026-11] [--history 10] [--province 24]';

function wholeNumber(text: string | undefined, low: number, high: number): number | null {
  if (text === undefined || !/^\d{1,10}$/.test(text)) return null;
  const value = Number(text);
  return value >= low && value <= high ? value : null;
}

const FLAGS = {
  people: { type: 'string' },
  seed: { type: 'string', default: '1' },
  out: { type: 'string' },
  month: { type: 'string', default: '2026-11' },
  history: { type: 'string', default: '10' },
  province: { type: 'string', default: '24' },
} as const;

function parsed(args: readonly string[]): Partial<Record<keyof typeof FLAGS, string>> | null {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: false }).values;
  } catch {
    return null;
  }
}

/** Reads the command line; a sentence that says what is wrong and what to give instead when it cannot be followed. */
export function readOptions(args: readonly string[]): Options | string {
  const flags = parsed(args);
  if (!flags) return `An argument is not known or has no value. Usage: ${USAGE}`;
  const people = wholeNumber(flags.people, 1000, 10_000_000);
  if (people === null) return `--people must be a whole number from 1000 to 10000000. Usage: ${USAGE}`;
  const seed = wholeNumber(flags.seed, 0, 4_294_967_295);
  if (seed === null) return '--seed must be a whole number from 0 to 4294967295.';
  if (flags.out === undefined || flags.out === '') return `--out must name the folder to write to. Usage: ${USAGE}`;
  const history = wholeNumber(flags.history, 3, 36);
  if (history === null) return '--history must be a number of months from 3 to 36.';
  const parts = /^(20\d{2})-(0[1-9]|1[0-2])$/.exec(flags.month ?? '');
  const runMonth = parts ? monthCount(Number(parts[1]), Number(parts[2])) : null;
  if (runMonth === null || runMonth >= monthCount(2030, 1) || runMonth - history < SOCIAL_PENSION_START) {
    return '--month must be YYYY-MM before 2030, and its months of history must not begin before 2025-07.';
  }
  if (flags.province !== '24')
    return '--province must be 24 (Bắc Ninh): the communes of no other province are known here.';
  return { people, seed, out: flags.out, runMonth, history };
}
