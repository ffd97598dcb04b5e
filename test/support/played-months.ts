import { join } from 'node:path';
import { type RegistryTable, REGISTRY_TABLES } from '../../src/formats/registry-tables.ts';
import type { Run } from '../../src/store/runs.ts';
import { type Deed, calendar } from '../model/calendar.ts';
import type { Facts } from '../model/facts.ts';
import { BOOKS, FIRST, type Story } from '../model/histories.ts';
import { textOf } from '../model/law.ts';
import { type Life, type Line, learn, newLife, send } from '../model/life.ts';
import { type Act, linesOf } from '../model/payroll.ts';
import { registryLines } from '../model/rows.ts';
import { type Arrivals, arrivalsOf, factsAt } from '../model/story.ts';
import { type Office, openOffice } from './office.ts';
import {
  type Amounts,
  type Difference,
  compareBooks,
  compareLines,
  compareOutcomes,
  comparePayments,
} from './played-books.ts';
import { type Chance, chanceFrom, shuffled } from './played-chance.ts';
import { compareLedger, compareMoney, compareTrialBalance } from './played-ledger.ts';
import { type Sent, settlePayments } from './played-outcomes.ts';

/** A history that is played, under a number of its own. */
export interface Numbered {
  readonly number: number;
  readonly story: Story;
}

interface Played extends Numbered {
  readonly life: Life;
  readonly arrivals: Arrivals;
}

/** How histories are played. */
export interface Way {
  readonly seed: number;
  /** Rows of imports and settlements in another order, and files cut differently. */
  readonly isMixed: boolean;
  /** The run to stop after; left out: all 24 months. */
  readonly lastRun?: string;
  /** What else must be true after every step; left out: nothing. */
  readonly alsoCompare?: (office: Office) => Promise<readonly Difference[]>;
}

/** What came of it: differences of the first step that had any, and how much was compared. */
export interface Result {
  readonly differences: readonly Difference[];
  readonly runs: number;
  readonly lines: number;
  readonly payments: number;
  /** Due, paid and balance of everybody in the end, as the program says. */
  readonly balances: Amounts;
}

interface Game {
  readonly office: Office;
  readonly people: readonly Played[];
  readonly isMixed: boolean;
  readonly chance: Chance;
  /** The run made last. */
  act: Act;
  lastRun: string;
  /** Runs that sent something, and what the last of them paid: person, family and month. */
  readonly issued: number[];
  readonly paid: Set<string>;
  readonly sent: Map<string, Sent>;
  readonly settlementDays: string[];
  readonly count: { runs: number; lines: number; payments: number };
  balances: Amounts;
}

/** Whose imported history begins the window for everybody. */
const ANCHOR: Story = {
  category: 'SA6N',
  quantity: 1,
  birth: '1980-01-01',
  start: BOOKS,
  commune: '07210',
  pension: 0,
  payee: 'bank',
  past: { months: 3, offset: 0, isReturned: false },
  episodes: [],
};

const PLACES: Partial<Record<RegistryTable, readonly string[]>> = {
  communes: ['07210,Phường Bắc Giang,ward,24,', '07228,Phường Đa Mai,ward,24,', '07615,Xã Sơn Động,commune,24,'],
  payment_points: ['PP1,Bưu điện Bắc Giang,07210,VNPOST'],
};

async function load({ office, isMixed, chance }: Game, all: readonly Facts[]): Promise<void> {
  const tables = new Map<RegistryTable, string[]>();
  for (const facts of all)
    for (const [name, lines] of Object.entries(registryLines(facts))) {
      const table = REGISTRY_TABLES.find((one) => one === name);
      if (table !== undefined && lines.length > 0) tables.set(table, [...(tables.get(table) ?? []), ...lines]);
    }
  if (tables.size === 0) return;
  if (!isMixed) return office.load(Object.fromEntries(tables));
  // Every table in two parts and any order; but persons, and awards before their suspensions, come first: rows refer to them.
  const first: RegistryTable[] = ['persons', 'awards'];
  const rest = REGISTRY_TABLES.filter((table) => !first.includes(table));
  for (const table of [...first, ...shuffled(rest, chance)]) {
    const rows = shuffled(tables.get(table) ?? [], chance);
    if (rows.length === 0) continue;
    const cut = chance(rows.length + 1);
    await office.load({ [table]: rows.slice(0, cut) });
    await office.load({ [table]: rows.slice(cut) });
  }
}

async function learnFacts(game: Game, time: number): Promise<void> {
  const { office, people, act } = game;
  const all = people.map(({ arrivals, life }) => factsAt(arrivals, time, life, act));
  await load(game, all);
  for (const facts of all) for (const { person, action } of facts.officer) await office.hold(person, action);
  for (const [place, { life }] of people.entries()) {
    const facts = all[place];
    if (facts !== undefined) learn(life, facts);
  }
}

function expectedLines({ people }: Game, act: Act): Map<string, Line[]> {
  const found = new Map<string, Line[]>();
  for (const { life } of people)
    for (const person of life.persons.keys()) {
      const lines = linesOf(life, person, BOOKS, act);
      if (lines.length > 0) found.set(person, lines);
    }
  return found;
}

/** Approves a run and notes what it sends, in the program and in the model. */
async function sendOut(game: Game, run: Run, lines: ReadonlyMap<string, Line[]>): Promise<Difference[]> {
  const { office, people, act, sent, issued, count } = game;
  await office.approve(run);
  for (const [person, own] of lines)
    for (const { family, month, hold, amount } of own)
      if (hold === '' && amount > 0) game.paid.add(`${person} ${family} ${textOf(month)}`);
  for (const { life } of people) {
    const own = new Map([...life.persons.keys()].map((person) => [person, lines.get(person) ?? []]));
    send(life, issued.length, act.month, own);
  }
  const payments = await office.ask(
    'SELECT person_id, ordinal, amount FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND amount > 0',
    run.runNo,
  );
  for (const { person_id, ordinal, amount } of payments)
    sent.set(`${issued.length} ${String(person_id)}`, {
      endToEnd: `CT24${run.runId.replaceAll('-', '')}${String(ordinal).padStart(9, '0')}`,
      amount: Number(amount),
      settlement: game.settlementDays.length,
    });
  issued.push(run.runNo);
  count.payments += payments.length;
  return [
    ...(await comparePayments(office, run, lines)),
    ...(await compareLedger(office, run)),
    ...(await compareTrialBalance(office)),
  ];
}

async function makeRun(game: Game, act: Act, isFull: boolean): Promise<{ run: Run; lines: Map<string, Line[]> }> {
  const lines = expectedLines(game, act);
  const run = await game.office.run({
    month: textOf(act.month),
    knownAt: act.known,
    full: isFull,
    ...(act.communes.length > 0 ? { communes: act.communes } : {}),
  });
  game.act = act;
  game.lastRun = run.runId;
  game.count.runs += 1;
  game.count.lines += [...lines.values()].flat().length;
  return { run, lines };
}

/** A run pays, line by line, what the model says. */
async function pay(game: Game, act: Act): Promise<readonly Difference[]> {
  // Why here: a run that pays nobody leaves nothing that was just paid.
  game.paid.clear();
  const { run, lines } = await makeRun(game, act, false);
  const differences = await compareLines(game.office, run, lines);
  if (differences.length > 0) return differences;
  const pays = [...lines.values()].flat().some((line) => line.hold === '');
  if ((run.status === 'draft') !== pays)
    return [
      { number: 0, where: run.runId, model: pays ? 'draft' : 'closed', program: `${run.status} ${run.failure ?? ''}` },
    ];
  return pays ? sendOut(game, run, lines) : [];
}

/** A run after a run pays nothing; a full one shows the same books, too. */
async function payNothing(game: Game, act: Act, isFull: boolean): Promise<readonly Difference[]> {
  const { run, lines } = await makeRun(game, act, isFull);
  const differences = await compareLines(game.office, run, lines);
  if (differences.length > 0) return differences;
  const again = [...lines].filter(([, own]) => own.some((line) => line.hold === ''));
  if (again.length > 0)
    return again.map(([person]) => ({
      number: Number(person.slice(1)),
      where: `${run.runId}: ${person}`,
      model: 'the same run once more pays nothing',
      program: 'both pay',
    }));
  if (run.status !== 'closed')
    return [{ number: 0, where: run.runId, model: 'closed', program: `${run.status} ${run.failure ?? ''}` }];
  if (!isFull) return [];
  const lives = game.people.map(({ life }) => life);
  const { differences: wrong, balances } = await compareBooks(game.office, run, lives, act);
  game.balances = balances;
  // What was just paid brought no month above what is due for it.
  const above = [...game.paid].filter((key) => Number(balances.get(key)?.split(' ')[2] ?? 0) < 0);
  return [...wrong, ...above.map((key) => aboveDue(key, balances.get(key) ?? ''))];
}

function aboveDue(key: string, books: string): Difference {
  const number = Number(key.slice(1, key.indexOf(' ')));
  return { number, where: `paid above what is due: ${key}`, model: 'due, paid, balance', program: books };
}

/** In the end every payment is what the last word about it says. */
async function lookBack({ office, people, sent, issued }: Game): Promise<readonly Difference[]> {
  const model = new Map<string, string>();
  for (const { life } of people)
    for (const { run, person, outcome } of life.issues) {
      const payment = sent.get(`${run} ${person}`);
      if (payment !== undefined) model.set(`${person} ${payment.endToEnd}`, `${payment.amount} ${outcome}`);
    }
  return [
    ...(await compareOutcomes(office, issued, model)),
    ...(await compareTrialBalance(office)),
    ...(await compareMoney(office)),
  ];
}

async function perform(game: Game, deed: Deed): Promise<readonly Difference[]> {
  const { office, people, isMixed, chance, settlementDays } = game;
  switch (deed.kind) {
    case 'facts':
      await learnFacts(game, deed.time);
      break;
    case 'run':
      return pay(game, deed.act);
    case 'again':
      return payNothing(game, deed.act, deed.isFull);
    case 'settle':
      settlementDays.push(deed.day);
      await settlePayments(office, people, game.sent, settlementDays, { parts: isMixed ? 3 : 1, chance });
      break;
  }
  return [];
}

/** Plays the 24 months of all these persons in one office, step by step beside the model, until the first step that differs. */
export async function playMonths(stories: readonly Numbered[], way: Way): Promise<Result> {
  const { seed, isMixed, lastRun, alsoCompare } = way;
  const overlay = join(import.meta.dirname, '../../src/catalogue/provinces/example.yaml');
  const office = await openOffice({ CHITRA_OVERLAY: overlay, CHITRA_SHARD_PERSONS: isMixed ? '70' : '450' });
  const people = [{ number: 0, story: ANCHOR }, ...stories].map(({ number, story }) => {
    return { number, story, life: newLife(), arrivals: arrivalsOf(story, number) };
  });
  const count = { runs: 0, lines: 0, payments: 0 };
  const game: Game = {
    office,
    people,
    isMixed,
    chance: chanceFrom(seed),
    act: { month: FIRST - 1, known: '2025-06-20', communes: [] },
    lastRun: '',
    issued: [],
    paid: new Set(),
    sent: new Map(),
    settlementDays: [],
    count,
    balances: new Map(),
  };
  try {
    await office.load(PLACES);
    for (const deed of calendar()) {
      const differences = [...(await perform(game, deed)), ...((await alsoCompare?.(office)) ?? [])];
      if (differences.length > 0 || game.lastRun === lastRun) return { ...count, differences, balances: game.balances };
    }
    return { ...count, differences: await lookBack(game), balances: game.balances };
  } finally {
    await office.close();
  }
}
