import type { Category } from '../../src/domain/category.ts';
import { monthText, type MonthCount } from './calendar.ts';
import { FAULTS, type Fault } from './faults.ts';
import { MADE_BY } from './folder.ts';
import { GROUPS } from './groups.ts';
import type { Options } from './options.ts';
import type { Dossier } from './tables.ts';

/** Counts and sums (VND) gathered while people are made. */
export interface Tally {
  readonly people: Map<Category, number>;
  readonly awards: Map<Category, number>;
  readonly planted: Map<Fault, number>;
  readonly paid: Map<string, number>;
  readonly returned: Map<string, number>;
}

/** A tally with every group and every kind of irregularity at 0. */
export function newTally(): Tally {
  return {
    people: new Map(GROUPS.map((group) => [group.category, 0])),
    awards: new Map(),
    planted: new Map(FAULTS.map((fault) => [fault, 0])),
    paid: new Map(),
    returned: new Map(),
  };
}

function add<Key>(counts: Map<Key, number>, key: Key, amount: number): void {
  counts.set(key, (counts.get(key) ?? 0) + amount);
}

/** Counts irregularities. */
export function countFaults(tally: Tally, faults: readonly Fault[]): void {
  for (const fault of faults) add(tally.planted, fault, 1);
}

/** Counts one person with everything that belongs to it. */
export function countDossier(tally: Tally, dossier: Dossier): void {
  add(tally.people, dossier.person.group.category, 1);
  for (const award of dossier.awards) add(tally.awards, award.category, 1);
  countFaults(tally, dossier.history.planted);
  for (const row of dossier.history.rows) add(tally[row.status], monthText(row.month), row.amount);
}

function sorted(counts: Map<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function frame(options: Options, isComplete: boolean): Record<string, unknown> {
  const month = (at: MonthCount): string => monthText(at);
  return {
    made_by: MADE_BY,
    complete: isComplete,
    province: '24',
    people: options.people,
    seed: options.seed,
    month: month(options.runMonth),
    history: { from: month(options.runMonth - options.history), to: month(options.runMonth - 1) },
  };
}

/** The summary of a sample that is still being written: marks the folder as ours. */
export function openingSummary(options: Options): string {
  return `${JSON.stringify(frame(options, false), null, 2)}\n`;
}

/** The summary of a finished sample: rows by file, people and awards by category, irregularities, VND by month of entitlement. */
export function closingSummary(options: Options, rows: Record<string, number>, tally: Tally): string {
  const summary = {
    ...frame(options, true),
    rows,
    people_by_main_category: Object.fromEntries(tally.people),
    awards_by_category: sorted(tally.awards),
    planted: Object.fromEntries(tally.planted),
    disbursed_vnd: { paid: sorted(tally.paid), returned: sorted(tally.returned) },
  };
  return `${JSON.stringify(summary, null, 2)}\n`;
}
