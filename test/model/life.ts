import type {
  AwardRow,
  Facts,
  OrderRow,
  PastRow,
  PayeeRow,
  PersonRow,
  RefundRow,
  StayRow,
  SuspensionRow,
} from './facts.ts';
import type { Family, Month } from './law.ts';

/** A line of a run. `decision`: the order of a recovery line. */
export interface Line {
  readonly family: Family;
  readonly month: Month;
  readonly kind: 'current' | 'arrears' | 'carried' | 'recovery';
  readonly amount: number;
  readonly hold: string;
  readonly decision: string;
}

export type Outcome = 'issued' | 'paid' | 'uncollected' | 'returned';
const STRENGTH: readonly Outcome[] = ['issued', 'paid', 'uncollected', 'returned'];

/** What one run sent to one person: lines without a hold, in one payment; a payment of 0 is none and has no outcome. */
export interface Issue {
  readonly run: number;
  readonly month: Month;
  readonly person: string;
  readonly lines: readonly Line[];
  readonly sentAt: number;
  outcome: Outcome;
  /** The bank account it was sent to; empty: cash. */
  readonly account: string;
  /** When the bank last said that this account is closed; 0: never, or a person said something else since. */
  closedAt: number;
  /** When it came back the last time. */
  backAt: number;
  readonly heard: Set<string>;
}

/** All that is known about one person, under one or two registrations, and what was sent. */
export interface Life {
  readonly persons: Map<string, PersonRow>;
  readonly stays: Map<string, StayRow>;
  /** Whose file a registration belongs to. */
  readonly merges: Map<string, string>;
  readonly awards: Map<string, AwardRow>;
  readonly suspensions: Map<string, SuspensionRow>;
  readonly payees: Map<string, PayeeRow>;
  readonly past: Map<string, PastRow>;
  readonly orders: Map<string, OrderRow>;
  readonly refunds: Map<string, RefundRow>;
  /** The latest act of an officer. */
  readonly officer: Map<string, 'hold' | 'release'>;
  /** When an officer last released a person's money. */
  readonly releasedAt: Map<string, number>;
  readonly issues: Issue[];
  /** Counts what happens: a later number is later. */
  clock: number;
}

export function newLife(): Life {
  return {
    persons: new Map(),
    stays: new Map(),
    merges: new Map(),
    awards: new Map(),
    suspensions: new Map(),
    payees: new Map(),
    past: new Map(),
    orders: new Map(),
    refunds: new Map(),
    officer: new Map(),
    releasedAt: new Map(),
    issues: [],
    clock: 0,
  };
}

/** The row in force of a registration. */
export function rowOf(life: Life, person: string): PersonRow {
  const row = life.persons.get(person);
  if (row === undefined) throw new Error(`nobody knows ${person}`);
  return row;
}

/** Commune and pension in a month: those of the first stay that reaches it, else those of now. */
export function factsIn(
  life: Life,
  person: string,
  month: Month,
): { readonly commune: string; readonly pension: number } {
  let first: StayRow | null = null;
  for (const stay of life.stays.values())
    if (stay.person === person && stay.until >= month && (first === null || stay.until < first.until)) first = stay;
  return first ?? rowOf(life, person);
}

/** An import, and then what officers do. */
export function learn(life: Life, facts: Facts): void {
  for (const row of facts.persons) {
    // A release speaks of the death that was known when it was given, not of one recorded later.
    const isNewDeath = row.death !== '' && (life.persons.get(row.person)?.death ?? '') === '';
    if (isNewDeath && life.officer.get(row.person) === 'release') life.officer.delete(row.person);
    life.persons.set(row.person, row);
  }
  for (const row of facts.stays) life.stays.set(`${row.person} ${row.until}`, row);
  for (const row of facts.merges) life.merges.set(row.person, row.into);
  for (const row of facts.awards) life.awards.set(row.award, row);
  for (const row of facts.suspensions) life.suspensions.set(`${row.award} ${row.from}`, row);
  for (const row of facts.payees) life.payees.set(`${row.person} ${row.from}`, row);
  for (const row of facts.past) life.past.set(row.reference, row);
  for (const row of facts.orders) life.orders.set(`${row.person} ${row.decision}`, row);
  for (const row of facts.refunds) life.refunds.set(row.reference, row);
  for (const { person, action } of facts.officer) {
    life.clock += 1;
    life.officer.set(person, action);
    if (action === 'release') life.releasedAt.set(person, life.clock);
  }
}

/** The payee of a person in a month: the latest that has begun. */
export function payeeOf(life: Life, person: string, month: Month): PayeeRow | null {
  let payee = null;
  for (const row of life.payees.values())
    if (row.person === person && row.from <= month && (payee === null || row.from > payee.from)) payee = row;
  return payee;
}

/** The usable bank account of a payee; empty: none. */
export function accountOf(payee: PayeeRow | null): string {
  return payee !== null && payee.channel === 'bank' && payee.isUsable ? `${payee.person} ${payee.from}` : '';
}

/** The payments of a run go out. */
export function send(life: Life, run: number, month: Month, lines: ReadonlyMap<string, readonly Line[]>): void {
  life.clock += 1;
  const [sentAt, outcome]: [number, Outcome] = [life.clock, 'issued'];
  for (const [person, all] of lines) {
    const free = all.filter((line) => line.hold === '');
    const account = accountOf(payeeOf(life, person, month));
    const nothing = { closedAt: 0, backAt: 0, heard: new Set<string>() };
    if (free.length > 0) life.issues.push({ run, month, person, lines: free, sentAt, outcome, account, ...nothing });
  }
}

/** What became of a payment, by a person's word. */
export function correct(life: Life, issue: Issue, outcome: Outcome): void {
  life.clock += 1;
  const wasBack = cameBack(issue);
  issue.outcome = outcome;
  issue.closedAt = 0;
  if (!wasBack && cameBack(issue)) issue.backAt = life.clock;
}

/** A row of a settlement file: the strongest event since the last correction counts; the same event twice is one. */
export function hear(life: Life, issue: Issue, outcome: Outcome, day: string): void {
  const event = `${outcome} ${day}`;
  if (issue.heard.has(event)) return;
  issue.heard.add(event);
  const isClosed = outcome === 'returned';
  if (STRENGTH.indexOf(outcome) > STRENGTH.indexOf(issue.outcome)) correct(life, issue, outcome);
  if (!isClosed || issue.outcome !== 'returned') return;
  life.clock += 1;
  issue.closedAt = life.clock;
}

/** Whether the money of a payment is with the office again. */
export function cameBack(issue: Issue): boolean {
  return issue.outcome === 'returned' || issue.outcome === 'uncollected';
}

export function sumOf(lines: readonly Line[]): number {
  let sum = 0;
  for (const line of lines) sum += line.amount;
  return sum;
}

/** The registrations that are one person's file, the person first; none for who was merged into another. */
export function fileOf(life: Life, person: string): string[] {
  if ((life.merges.get(person) ?? '') !== '') return [];
  return [person, ...[...life.persons.keys()].filter((other) => life.merges.get(other) === person)];
}
