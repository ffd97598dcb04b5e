import { parseArgs } from 'node:util';

export interface BenchOptions {
  readonly people: number;
  readonly seed: number;
  /** The folder to work in and to leave behind; null: a temporary one, removed at the end. */
  readonly keep: string | null;
  /** The file whose section is written. */
  readonly report: string;
}

export const USAGE = 'npm run bench -- --people N [--seed S] [--keep DIR] [--report FILE]';

const FLAGS = {
  people: { type: 'string' },
  seed: { type: 'string', default: '2026' },
  keep: { type: 'string' },
  report: { type: 'string', default: 'BENCHMARKS.md' },
} as const;

function parsed(args: readonly string[]): Partial<Record<keyof typeof FLAGS, string>> | null {
  try {
    return parseArgs({ args: [...args], options: FLAGS, allowPositionals: false }).values;
  } catch {
    return null;
  }
}

/** Reads the command line; a sentence that says what is wrong when it cannot be followed. */
export function readBenchOptions(args: readonly string[]): BenchOptions | string {
  const flags = parsed(args);
  if (flags === null) return `An argument is not known or has no value. Usage: ${USAGE}`;
  const people = /^\d{4,8}$/.test(flags.people ?? '') ? Number(flags.people) : 0;
  if (people < 1000 || people > 10_000_000)
    return `--people must be a whole number from 1000 to 10000000. Usage: ${USAGE}`;
  const seed = /^\d{1,10}$/.test(flags.seed ?? '') ? Number(flags.seed) : Number.NaN;
  if (!(seed <= 4_294_967_295)) return '--seed must be a whole number from 0 to 4294967295.';
  if (flags.keep === '' || flags.report === '') return `--keep and --report need a name. Usage: ${USAGE}`;
  return { people, seed, keep: flags.keep ?? null, report: flags.report ?? 'BENCHMARKS.md' };
}
