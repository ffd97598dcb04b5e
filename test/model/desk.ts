import type {
  AwardRow,
  Facts,
  OfficerAct,
  OrderRow,
  PastRow,
  PayeeRow,
  PersonRow,
  StayRow,
  MergeRow,
  SuspensionRow,
} from './facts.ts';
import type { Family, Month } from './law.ts';

/** What is known of an import before anybody looks at what is overpaid. */
export type Written = Omit<Facts, 'orders' | 'refunds'>;

/** Money to be handed back, or an order to take it back: the amounts depend on what is overpaid by then. */
export type Wish =
  | { kind: 'refund'; at: number; person: string; family: Family; percent: number; reference: string }
  | { kind: 'order'; at: number; order: Omit<OrderRow, 'total'>; percent: number };

interface Rows {
  readonly persons: PersonRow;
  readonly stays: StayRow;
  readonly merges: MergeRow;
  readonly awards: AwardRow;
  readonly suspensions: SuspensionRow;
  readonly payees: PayeeRow;
  readonly past: PastRow;
}

type Tables = { readonly [K in keyof Rows]: Map<string, Rows[K]> };

function noRows(): Tables {
  return {
    persons: new Map(),
    stays: new Map(),
    merges: new Map(),
    awards: new Map(),
    suspensions: new Map(),
    payees: new Map(),
    past: new Map(),
  };
}

/** The registry of one person as a clerk keeps it: all that stands in it, and what was written since the last import. */
export interface Desk {
  /** The person's id, P and the number; a second registration is called Z and the number. */
  readonly name: string;
  readonly number: number;
  readonly all: Tables;
  readonly now: Tables;
  officer: OfficerAct[];
  isHeld: boolean;
  readonly wishes: Wish[];
}

export function newDesk(number: number): Desk {
  return { name: `P${number}`, number, all: noRows(), now: noRows(), officer: [], isHeld: false, wishes: [] };
}

/** Writes a row; an earlier one with the same key is replaced. */
export function write<K extends keyof Rows>(desk: Desk, table: K, key: string, row: Rows[K]): void {
  desk.all[table].set(key, row);
  desk.now[table].set(key, row);
}

export function changePerson(desk: Desk, changes: Partial<PersonRow>, person = desk.name): void {
  const row = desk.all.persons.get(person);
  if (row !== undefined) write(desk, 'persons', person, { ...row, ...changes });
}

/** Commune or pension changes from a month on; what held before stays on record. */
export function changeFrom(desk: Desk, from: Month, changes: { commune?: string; pension?: number }): void {
  const person = desk.name;
  const row = desk.all.persons.get(person);
  if (row === undefined) return;
  const stays = [...desk.all.stays.values()].filter((stay) => stay.person === person);
  stays.sort((one, other) => one.until - other.until);
  const { commune, pension } = stays.find((stay) => stay.until >= from - 1) ?? row;
  write(desk, 'stays', `${person} ${from - 1}`, { person, until: from - 1, commune, pension });
  for (const stay of stays)
    if (stay.until >= from) write(desk, 'stays', `${person} ${stay.until}`, { ...stay, ...changes });
  changePerson(desk, changes);
}

/** One of the awards that stand in the registry. */
export function pickAward(desk: Desk, which: number): AwardRow | undefined {
  const awards = [...desk.all.awards.values()];
  return awards[which % Math.max(1, awards.length)];
}

/** A decision of a month; `caredBirth` is asked for by some categories only. */
export function aGrant(person: string, category: string, start: Month, signed: string): Omit<AwardRow, 'award'> {
  return { person, category, signed, start, end: null, quantity: 1, caredBirth: '2018-06-01' };
}

export function grant(desk: Desk, award: Omit<AwardRow, 'award'>): void {
  const id = `${award.person}-A${desk.all.awards.size + 1}`;
  write(desk, 'awards', id, { award: id, ...award });
}

/** Changes an award where that leaves it a month at least. */
export function changeAward(desk: Desk, row: AwardRow | undefined, changes: Partial<AwardRow>): void {
  if (row === undefined) return;
  const changed = { ...row, ...changes };
  if (changed.end === null || changed.end >= changed.start) write(desk, 'awards', row.award, changed);
}

export function writePayee(desk: Desk, row: PayeeRow): void {
  write(desk, 'payees', `${row.person} ${row.from}`, row);
}

/** Closes the import of one time. */
export function closeImport(desk: Desk): Written {
  const { persons, stays, merges, awards, suspensions, payees, past } = desk.now;
  const written = {
    persons: [...persons.values()],
    stays: [...stays.values()],
    merges: [...merges.values()],
    awards: [...awards.values()],
    suspensions: [...suspensions.values()],
    payees: [...payees.values()],
    past: [...past.values()],
    officer: desk.officer,
  };
  for (const table of [persons, stays, merges, awards, suspensions, payees, past]) table.clear();
  desk.officer = [];
  return written;
}
