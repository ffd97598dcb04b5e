import { type Family, FAMILIES, type Month, dueOf, monthOf } from './law.ts';
import { type Life, type Line, accountOf, cameBack, factsIn, fileOf, payeeOf, rowOf, sumOf } from './life.ts';
import type { OrderRow } from './facts.ts';

/** What a run is about: its month, the day whose law it knows, and its communes (empty: all). */
export interface Act {
  readonly month: Month;
  readonly known: string;
  readonly communes: readonly string[];
}

/** The books of one family and month: what was kept, and how much of what came back was not sent again. */
interface Books {
  readonly paid: number;
  readonly waiting: number;
  /** Taken back by recovery lines and refunds. */
  readonly recovered: number;
}

/** What is owed now for one family and month, beside the books. */
export interface Balance extends Books {
  readonly family: Family;
  readonly month: Month;
  readonly due: number;
}

/** Money that went out together for one family and month, when, and when it came back; times of imported history are 0. */
interface Sending {
  amount: number;
  readonly sentAt: number;
  readonly backAt: number | null;
}

/**
 * What came back and was not sent again. A run sends all that is missing, so what it does not send of it is no longer owed. Of
 * imported history nobody knows when it came back: what was sent later, if it was as much, sent it again.
 */
function waitingOf(sendings: readonly Sending[]): number {
  let waiting = 0;
  for (const [place, { amount, sentAt, backAt }] of sendings.entries()) {
    if (backAt === null) continue;
    const later = sendings.slice(place + 1);
    const isSentAgain = later.some((one) => (sentAt === 0 ? one.amount >= amount : one.sentAt > backAt));
    if (!isSentAgain) waiting += amount;
  }
  return waiting;
}

/** Everything that was sent, taken or handed back, or came back, by family and month. */
function booksOf(life: Life, file: readonly string[]): Map<string, Books> {
  const sendings = new Map<string, Sending[]>();
  const taken = new Map<string, number>();
  const isOurs = (row: { readonly person: string }): boolean => file.includes(row.person);
  const add = (key: string, sending: Sending): void => {
    const all = sendings.get(key) ?? [];
    const last = all.at(-1);
    if (last !== undefined && last.sentAt > 0 && last.sentAt === sending.sentAt) last.amount += sending.amount;
    else all.push(sending);
    sendings.set(key, all);
  };
  for (const row of [...life.past.values()].filter(isOurs).sort((one, other) => (one.day < other.day ? -1 : 1)))
    add(`${row.family} ${row.month}`, { amount: row.amount, sentAt: 0, backAt: row.isReturned ? 0 : null });
  for (const issue of life.issues.filter(isOurs))
    for (const { family, month, kind, amount } of issue.lines) {
      const key = `${family} ${month}`;
      const { sentAt } = issue;
      if (kind !== 'recovery') add(key, { amount, sentAt, backAt: cameBack(issue) ? issue.backAt : null });
      else if (!cameBack(issue)) taken.set(key, (taken.get(key) ?? 0) - amount);
    }
  for (const { family, month, amount } of [...life.refunds.values()].filter(isOurs))
    taken.set(`${family} ${month}`, (taken.get(`${family} ${month}`) ?? 0) + amount);
  const books = new Map<string, Books>();
  for (const key of new Set([...sendings.keys(), ...taken.keys()])) {
    const all = sendings.get(key) ?? [];
    const recovered = taken.get(key) ?? 0;
    let paid = -recovered;
    for (const one of all) if (one.backAt === null) paid += one.amount;
    books.set(key, { paid, waiting: waitingOf(all), recovered });
  }
  return books;
}

/** Due, paid and what came back of every family and month from `first` to the run's month. */
export function balancesOf(life: Life, person: string, first: Month, act: Act): Balance[] {
  const file = fileOf(life, person);
  if (file.length === 0) return [];
  const balances: Balance[] = [];
  const books = booksOf(life, file);
  const grants = [...life.awards.values()].filter((award) => file.includes(award.person));
  const { birth, death } = rowOf(life, person);
  for (let month = first; month <= act.month; month += 1) {
    const { pension, commune } = factsIn(life, person, month);
    const due = dueOf(grants, { birth, death, pension, commune }, month, act.known);
    for (const family of FAMILIES) {
      const book = books.get(`${family} ${month}`) ?? { paid: 0, waiting: 0, recovered: 0 };
      balances.push({ family, month, due: due[family], ...book });
    }
  }
  return balances;
}

/** Alive, a file of its own, and an award in force in the month. */
function isActive(life: Life, person: string, month: Month): boolean {
  const { death } = rowOf(life, person);
  if (fileOf(life, person).length === 0 || (death !== '' && monthOf(death) < month)) return false;
  const file = fileOf(life, person);
  for (const award of life.awards.values())
    if (file.includes(award.person) && award.start <= month && (award.end === null || month <= award.end)) return true;
  return false;
}

function isDuplicate(life: Life, person: string, month: Month): boolean {
  const { nationalId } = rowOf(life, person);
  if (nationalId === '' || !isActive(life, person, month)) return false;
  for (const other of life.persons.keys())
    if (other !== person && rowOf(life, other).nationalId === nationalId && isActive(life, other, month)) return true;
  return false;
}

/** Why the money of a family waits; empty: it does not. */
function holdOf(life: Life, person: string, family: Family, month: Month): string {
  const officer = life.officer.get(person);
  if (officer === 'hold') return 'officer_hold';
  if (isDuplicate(life, person, month)) return 'duplicate_person';
  const payee = payeeOf(life, person, month);
  const { death } = rowOf(life, person);
  // An heir is a payee from a month after the death; an officer may release it too, but never to an account from before.
  const isHeir = payee !== null && death !== '' && payee.from > monthOf(death);
  if (death !== '' && !isHeir && !(officer === 'release' && payee?.channel === 'post')) return 'death';
  for (const { award, from, to } of life.suspensions.values()) {
    const suspended = life.awards.get(award);
    if (suspended === undefined || !fileOf(life, person).includes(suspended.person)) continue;
    const ofFamily = suspended.category === 'FUN' ? 'ONEOFF' : suspended.category.startsWith('CS') ? 'CARE' : 'MAIN';
    if (ofFamily === family && from <= month && (to === null || month <= to)) return 'suspended';
  }
  if (payee === null || !payee.isUsable) return 'no_payee';
  return isRefused(life, person, accountOf(payee)) ? 'account_returned' : '';
}

/** The bank said of the last payment that the account is closed, it still is the one on record, and no officer let it go since. */
function isRefused(life: Life, person: string, account: string): boolean {
  const last = life.issues.findLast((issue) => issue.person === person && sumOf(issue.lines) > 0);
  if (last === undefined || account === '' || last.account !== account) return false;
  return last.outcome === 'returned' && last.closedAt > (life.releasedAt.get(person) ?? 0);
}

/** What an order has taken in all, and in runs of one month, from payments that did not come back. */
function takenBy(life: Life, order: OrderRow, month: Month): { all: number; inMonth: number } {
  const taken = { all: 0, inMonth: 0 };
  for (const issue of life.issues) {
    for (const line of issue.lines) {
      if (line.decision !== `${order.person} ${order.decision}` || cameBack(issue)) continue;
      taken.all -= line.amount;
      if (issue.month === month) taken.inMonth -= line.amount;
    }
  }
  return taken;
}

/** Recovery lines: every order in turn takes from what is paid out now, for the oldest months that were overpaid. */
function recoveriesOf(life: Life, file: readonly string[], act: Act, balances: Balance[], lines: Line[]): Line[] {
  const found: Line[] = [];
  const orders = [...life.orders.values()].filter((order) => file.includes(order.person) && order.from <= act.month);
  orders.sort((a, b) => a.from - b.from || (a.decision < b.decision ? -1 : 1));
  for (const order of orders) {
    const { family } = order;
    const taken = takenBy(life, order, act.month);
    let free = 0;
    for (const line of [...lines, ...found]) if (line.family === family && line.hold === '') free += line.amount;
    let take = Math.min(order.monthly - taken.inMonth, order.total - taken.all, free);
    for (const balance of balances) {
      if (balance.family !== family) continue;
      let overpaid = balance.paid - balance.due;
      for (const line of found) if (line.family === family && line.month === balance.month) overpaid += line.amount;
      const part = Math.min(take, overpaid);
      if (part <= 0) continue;
      take -= part;
      const decision = `${order.person} ${order.decision}`;
      found.push({ family, month: balance.month, kind: 'recovery', amount: -part, hold: '', decision });
    }
  }
  return found;
}

/** The lines of a run for one registration. */
export function linesOf(life: Life, person: string, first: Month, act: Act): Line[] {
  const { commune } = rowOf(life, person);
  if (act.communes.length > 0 && !act.communes.includes(commune)) return [];
  const lines: Line[] = [];
  const balances = balancesOf(life, person, first, act);
  for (const { family, month, due, paid, waiting } of balances) {
    const missing = due - paid;
    if (missing <= 0) continue;
    const hold = holdOf(life, person, family, act.month);
    const add = (kind: Line['kind'], amount: number): void => {
      if (amount > 0) lines.push({ family, month, kind, amount, hold, decision: '' });
    };
    // Below 0 more came back than had gone out: the bank returned what the person also handed back. That belongs to no award.
    const excess = Math.max(0, -paid);
    const again = excess + Math.min(missing - excess, waiting);
    if (month === act.month) add('current', missing);
    else {
      add('carried', again);
      add('arrears', missing - again);
    }
  }
  return [...lines, ...recoveriesOf(life, fileOf(life, person), act, balances, lines)];
}
