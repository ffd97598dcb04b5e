import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RefAward, type RefPerson, referenceDue } from './reference-law.ts';

/**
 * What a run must come to, counted again from the registry files in plain loops: DOMAIN section 5 typed in by hand, with its own
 * CSV reader. It shares no code with src. Months and days are texts, amounts plain VND.
 */
export interface PersonMonth {
  person: string;
  family: string;
  month: string;
  due: number;
  paid: number;
  current: number;
  arrears: number;
  carried: number;
  /** Every reason why it waits; empty: it is paid. */
  holds: string[];
}

export interface ExpectedPayment {
  person: string;
  commune: string;
  channel: string;
  provider: string;
  point: string;
  account: string;
  amount: number;
}

export interface Recount {
  /** By `person family month`: everything where something is missing. */
  missing: Map<string, PersonMonth>;
  /** By `person family month`: VND paid too much. */
  overpaid: Map<string, number>;
  payments: Map<string, ExpectedPayment>;
  totals: Record<string, number>;
}

export type Cells = Record<string, string>;

/** Rows of a CSV file with quotes, comma and one header row. */
export function csvRows(path: string): Cells[] {
  const text = readFileSync(path, 'utf8');
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at);
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ',' || sign === '\n') {
      row.push(cell);
      cell = '';
      if (sign === '\n') {
        rows.push(row);
        row = [];
      }
    } else cell += sign;
  }
  const [names = [], ...body] = rows;
  return body.map((cells) => Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])));
}

function byColumn(rows: Cells[], column: string): Map<string, Cells[]> {
  const groups = new Map<string, Cells[]>();
  for (const row of rows) {
    const key = row[column] ?? '';
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

function monthsFrom(first: string, last: string): string[] {
  const months = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1)
    for (let at = 1; at <= 12; at += 1) {
      const text = `${year}-${at < 10 ? '0' : ''}${at}`;
      if (text >= first && text <= last) months.push(text);
    }
  return months;
}

interface Books {
  paid: number;
  /** Went out, came back, and did not go out again. */
  back: number;
}

function booksOf(history: Cells[], family: string, month: string): Books {
  const books = { paid: 0, back: 0 };
  const events = history.filter((one) => one['family'] === family && one['month'] === month);
  events.sort((a, b) => ((a['paid_on'] ?? '') < (b['paid_on'] ?? '') ? -1 : 1));
  for (const event of events) {
    const amount = Number(event['amount']);
    if (event['status'] === 'returned') books.back = Math.max(books.back, amount);
    else {
      books.paid += amount;
      books.back = Math.max(0, books.back - amount);
    }
  }
  return books;
}

function familyOfCategory(category: string): string {
  if (category === 'FUN' || category === 'FUN50') return 'ONEOFF';
  return category.slice(0, 2) === 'CS' ? 'CARE' : 'MAIN';
}

interface Registry {
  persons: Cells[];
  awards: Map<string, Cells[]>;
  suspensions: Map<string, Cells[]>;
  payees: Map<string, Cells[]>;
  history: Map<string, Cells[]>;
  providers: Map<string, string>;
}

function readRegistry(folder: string): Registry {
  const rows = (name: string): Cells[] => csvRows(join(folder, name));
  return {
    persons: rows('persons.csv'),
    awards: byColumn(rows('awards.csv'), 'person_id'),
    suspensions: byColumn(rows('suspensions.csv'), 'award_id'),
    payees: byColumn(rows('payees.csv'), 'person_id'),
    history: byColumn(rows('disbursements.csv'), 'person_id'),
    providers: new Map(rows('payment_points.csv').map((point) => [point['code'] ?? '', point['provider'] ?? ''])),
  };
}

/** Persons alive and on the list of a month who share a national id. */
function twins(registry: Registry, month: string): Set<string> {
  const active = registry.persons.filter((person) => {
    const death = (person['death_date'] ?? '').slice(0, 7);
    const awards = registry.awards.get(person['person_id'] ?? '') ?? [];
    const isListed = awards.some((award) => {
      const [start = '', end = ''] = [award['start_month'], award['end_month']];
      return start <= month && (end === '' || end >= month);
    });
    return person['national_id'] !== '' && isListed && (death === '' || death >= month);
  });
  const found = new Set<string>();
  for (const same of byColumn(active, 'national_id').values())
    if (same.length > 1) for (const person of same) found.add(person['person_id'] ?? '');
  return found;
}

function payeeOf(registry: Registry, person: string, month: string): Cells | null {
  let best: Cells | null = null;
  for (const payee of registry.payees.get(person) ?? []) {
    const from = payee['from_month'] ?? '';
    if (from <= month && (best === null || from > (best['from_month'] ?? ''))) best = payee;
  }
  return best;
}

function isUsable(payee: Cells | null, providers: Map<string, string>): boolean {
  if (payee === null) return false;
  if (payee['channel'] === 'bank') return payee['bank_bin'] !== '' && payee['account_no'] !== '';
  return providers.has(payee['payment_point'] ?? '');
}

/** Why a family of a person waits in the run of a month. */
function holdsOf(registry: Registry, person: Cells, family: string, month: string): string[] {
  const id = person['person_id'] ?? '';
  const death = (person['death_date'] ?? '').slice(0, 7);
  const payee = payeeOf(registry, id, month);
  const holds = [];
  if (death !== '' && (payee === null || (payee['from_month'] ?? '') <= death)) holds.push('death');
  for (const award of registry.awards.get(id) ?? []) {
    if (familyOfCategory(award['category'] ?? '') !== family) continue;
    for (const pause of registry.suspensions.get(award['award_id'] ?? '') ?? [])
      if ((pause['from_month'] ?? '') <= month && (pause['to_month'] === '' || (pause['to_month'] ?? '') >= month))
        holds.push('suspended');
  }
  if (!isUsable(payee, registry.providers)) holds.push('no_payee');
  return holds;
}

function refAwards(rows: Cells[]): RefAward[] {
  return rows.map((row) => ({
    id: row['award_id'] ?? '',
    category: row['category'] ?? '',
    start: row['start_month'] ?? '',
    end: row['end_month'] ?? '',
    quantity: row['quantity'] === '' ? 1 : Number(row['quantity']),
    caredBirth: row['cared_birth_date'] ?? '',
  }));
}

function countPerson(registry: Registry, person: Cells, months: string[], known: string, found: Recount): void {
  const id = person['person_id'] ?? '';
  const runMonth = months.at(-1) ?? '';
  const self: RefPerson = {
    birth: person['birth_date'] ?? '',
    death: person['death_date'] ?? '',
    pension: Number(person['pension_amount']),
    commune: person['commune_code'] ?? '',
  };
  const awards = refAwards(registry.awards.get(id) ?? []);
  for (const month of months) {
    const due = referenceDue(self, awards, month, known);
    for (const [family, amount] of Object.entries(due)) {
      const { paid, back } = booksOf(registry.history.get(id) ?? [], family, month);
      const key = `${id} ${family} ${month}`;
      if (paid > amount) found.overpaid.set(key, paid - amount);
      if (amount <= paid) continue;
      const missing = amount - paid;
      const isCurrent = month === runMonth;
      const carried = isCurrent ? 0 : Math.min(missing, back);
      const rest = missing - carried;
      found.missing.set(key, {
        person: id,
        family,
        month,
        due: amount,
        paid,
        carried,
        current: isCurrent ? rest : 0,
        arrears: isCurrent ? 0 : rest,
        holds: holdsOf(registry, person, family, runMonth),
      });
    }
  }
}

function addUp(registry: Registry, found: Recount, runMonth: string): void {
  const people = new Map(registry.persons.map((person) => [person['person_id'] ?? '', person]));
  const sums = { amount: 0, current: 0, arrears: 0, carried: 0, held_amount: 0, overpaid_amount: 0 };
  const [everybody, held] = [new Set<string>(), new Set<string>()];
  for (const one of found.missing.values()) {
    const amount = one.current + one.arrears + one.carried;
    everybody.add(one.person);
    if (one.holds.length > 0) {
      held.add(one.person);
      sums.held_amount += amount;
      continue;
    }
    sums.amount += amount;
    sums.current += one.current;
    sums.arrears += one.arrears;
    sums.carried += one.carried;
    const payee = payeeOf(registry, one.person, runMonth) ?? {};
    const point = payee['payment_point'] ?? '';
    const channel = payee['channel'] ?? '';
    found.payments.set(one.person, {
      person: one.person,
      commune: people.get(one.person)?.['commune_code'] ?? '',
      channel,
      provider: (channel === 'bank' ? payee['bank_bin'] : registry.providers.get(point)) ?? '',
      point: channel === 'bank' ? '' : point,
      account: channel === 'bank' ? (payee['account_no'] ?? '') : '',
      amount: (found.payments.get(one.person)?.amount ?? 0) + amount,
    });
  }
  for (const amount of found.overpaid.values()) sums.overpaid_amount += amount;
  found.totals = { persons: everybody.size, payments: found.payments.size, held_persons: held.size, ...sums };
}

/** Counts a first run of a month over a folder of registry files, with the law known on a day. */
export function recount(folder: string, runMonth: string, known: string): Recount {
  const registry = readRegistry(folder);
  let first = runMonth;
  for (const rows of registry.history.values())
    for (const row of rows) if ((row['month'] ?? '') < first) first = row['month'] ?? '';
  const found: Recount = { missing: new Map(), overpaid: new Map(), payments: new Map(), totals: {} };
  const months = monthsFrom(first, runMonth);
  for (const person of registry.persons) countPerson(registry, person, months, known, found);
  const doubles = twins(registry, runMonth);
  for (const one of found.missing.values()) if (doubles.has(one.person)) one.holds.push('duplicate_person');
  addUp(registry, found, runMonth);
  return found;
}
