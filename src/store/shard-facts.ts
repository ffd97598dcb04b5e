import type { Award } from '../domain/award.ts';
import type { Issued, Refund } from '../domain/balance.ts';
import { CATEGORIES, type Category, FAMILIES, type Family, familyOf } from '../domain/category.ts';
import { type Month, monthOf } from '../domain/month.ts';
import { type Vnd, vnd } from '../domain/money.ts';
import { type Control, isControl } from '../domain/control.ts';
import type { HoldFacts, Payee } from '../domain/payment.ts';
import type { PersonFacts } from '../domain/payslip.ts';
import type { Stay } from '../domain/person.ts';
import type { RecoveryOrder } from '../domain/recovery.ts';
import {
  type CopyRows,
  copyRows,
  dayOf,
  isNull,
  monthCell,
  ownRows,
  textOf,
  textOrNull,
  toNextRow,
  wholeOf,
  wordOf,
} from './copy-rows.ts';
import type { Database } from './database.ts';
import type { BooksView } from './runs.ts';
import { type KeyRange, type ShardRows, readShard } from './shard-queries.ts';

function family(rows: CopyRows, cell: number): Family {
  const found = wordOf(rows, cell, FAMILIES);
  if (found === null) throw new RangeError('a family the program does not know stands in the database');
  return found;
}

function category(rows: CopyRows, cell: number): Category {
  const found = wordOf(rows, cell, CATEGORIES);
  if (found === null) throw new RangeError('a category the program does not know stands in the database');
  return found;
}

function monthOrNull(rows: CopyRows, cell: number): Month | null {
  return isNull(rows, cell) ? null : monthCell(rows, cell);
}

function amount(rows: CopyRows, cell: number): Vnd {
  return vnd(wholeOf(rows, cell));
}

/** An award, and the month in which its decision was signed. */
interface SignedAward {
  readonly award: Award;
  readonly signed: Month;
}

function awardOf(row: CopyRows): SignedAward {
  const caredBirth = textOrNull(row, 6);
  const award = {
    awardId: textOf(row, 1),
    category: category(row, 2),
    startMonth: monthCell(row, 3),
    endMonth: monthOrNull(row, 4),
    quantity: wholeOf(row, 5),
    caredBirthMonth: caredBirth === null ? null : monthOf(caredBirth),
  };
  return { award, signed: monthOf(dayOf(row, 7)) };
}

function payeeOf(row: CopyRows): Payee {
  return {
    fromMonth: monthCell(row, 1),
    channel: wordOf(row, 2, ['bank']) ?? 'post',
    bankBin: textOrNull(row, 3),
    hasAccount: wordOf(row, 4, ['t']) !== null,
    paymentPoint: textOrNull(row, 5),
    pointProvider: textOrNull(row, 6),
  };
}

const NO_TURNS: readonly number[] = [];

function isReturned(row: CopyRows, cell: number): boolean {
  return wordOf(row, cell, ['returned']) !== null;
}

/** Imported history: person, family, month, amount, status, day. */
function historyOf(row: CopyRows): Issued {
  const day = dayOf(row, 5);
  return {
    family: family(row, 1),
    month: monthCell(row, 2),
    kind: 'payment',
    amount: amount(row, 3),
    isReturned: isReturned(row, 4),
    occasion: day,
    knownOn: day,
    issue: 0,
    runMonth: null,
    communeCode: null,
    sentKnowing: 0,
    turns: NO_TURNS,
  };
}

/** Postings of earlier runs: person, family, month, amount, status, issue, event, the run's month, commune, the day whose law and the outcome that the run knew last, by which it came back or was found paid. */
function postingOf(row: CopyRows): Issued {
  return {
    family: family(row, 1),
    month: monthCell(row, 2),
    kind: wordOf(row, 6, ['recovery']) ?? 'payment',
    amount: amount(row, 3),
    isReturned: isReturned(row, 4),
    occasion: textOf(row, 5),
    knownOn: dayOf(row, 9),
    issue: wholeOf(row, 5),
    runMonth: monthCell(row, 7),
    communeCode: textOf(row, 8),
    sentKnowing: wholeOf(row, 10),
    turns: isNull(row, 11) ? NO_TURNS : textOf(row, 11).split(',').map(Number),
  };
}

/** In the order in which it was issued. Why only then: most persons' history holds nothing that came back, and its order says nothing. */
function inOrder(history: readonly Issued[]): readonly Issued[] {
  return history.some((one) => one.isReturned)
    ? history.toSorted((a, b) => (a.occasion < b.occasion ? -1 : a.occasion > b.occasion ? 1 : 0))
    : history;
}

function refundOf(row: CopyRows): Refund {
  return { family: family(row, 1), month: monthCell(row, 2), amount: amount(row, 3) };
}

function orderOf(row: CopyRows): RecoveryOrder {
  return {
    decisionNo: textOf(row, 1),
    family: family(row, 2),
    total: amount(row, 3),
    monthlyAmount: amount(row, 4),
    fromMonth: monthCell(row, 5),
    taken: amount(row, 6),
    takenThisMonth: amount(row, 7),
  };
}

function stayOf(row: CopyRows): Stay {
  return { untilMonth: monthCell(row, 1), communeCode: textOf(row, 2), pension: amount(row, 3) };
}

function claimantOf(row: CopyRows, birthDate: string, earlier: readonly Stay[]): PersonFacts['claimant'] {
  return {
    birthMonth: monthOf(birthDate),
    deathMonth: isNull(row, 2) ? null : monthOf(dayOf(row, 2)),
    pension: amount(row, 3),
    communeCode: textOf(row, 4),
    earlier,
  };
}

const NO_FAMILY: ReadonlySet<Family> = new Set();

function holdsOf(deathMonth: Month | null, marks: ReadonlySet<string>, suspended: readonly Family[]): HoldFacts {
  return {
    deathMonth,
    isDuplicate: marks.has('duplicate'),
    officer: marks.has('hold') ? 'hold' : marks.has('release') ? 'release' : null,
    suspended: suspended.length === 0 ? NO_FAMILY : new Set(suspended),
  };
}

function suspendedFamily(row: CopyRows): Family {
  return familyOf(category(row, 1));
}

const RELEASED = 'released ';
const NOTHING_FOUND: ReadonlyMap<Control, string> = new Map();
const NOTHING_RELEASED: ReadonlySet<Control> = new Set();
const NO_MARKS: ReadonlySet<string> = new Set();

interface Mark {
  readonly mark: string;
  readonly detail: string;
}

function markOf(row: CopyRows): Mark {
  return { mark: textOf(row, 1), detail: textOf(row, 2) };
}

/** Marks of controls, with what they are about, and of those whose hold was released. */
function findingsOf(marks: readonly Mark[]): Pick<PersonFacts, 'found' | 'released'> {
  if (marks.length === 0) return { found: NOTHING_FOUND, released: NOTHING_RELEASED };
  const found = new Map<Control, string>();
  const released = new Set<Control>();
  for (const { mark, detail } of marks) {
    const control = mark.startsWith(RELEASED) ? mark.slice(RELEASED.length) : mark;
    if (!isControl(control)) continue;
    if (control === mark) found.set(control, detail);
    else released.add(control);
  }
  return { found, released };
}

function* factsIn(answers: ShardRows, isFull: boolean): Generator<PersonFacts, undefined> {
  const persons = copyRows(answers.persons);
  const [awards, payees, stays] = [copyRows(answers.awards), copyRows(answers.payees), copyRows(answers.stays)];
  const [history, postings] = [copyRows(answers.history), copyRows(answers.postings)];
  const [refunds, orders] = [copyRows(answers.refunds), copyRows(answers.orders)];
  const [suspended, marked] = [copyRows(answers.suspended), copyRows(answers.marks)];
  for (; persons.cells > 0; toNextRow(persons)) {
    const signedAwards = ownRows(awards, persons, awardOf);
    const markRows = ownRows(marked, persons, markOf);
    const marks = markRows.length === 0 ? NO_MARKS : new Set(markRows.map((one) => one.mark));
    const birthDate = textOf(persons, 1);
    const claimant = claimantOf(persons, birthDate, ownRows(stays, persons, stayOf));
    const imported = inOrder(ownRows(history, persons, historyOf));
    const posted = ownRows(postings, persons, postingOf);
    yield {
      personId: textOf(persons, 0),
      claimant,
      nationalId: textOrNull(persons, 5),
      sex: textOf(persons, 6),
      birthDate,
      awards: signedAwards.map((one) => one.award),
      signedMonths: new Map(signedAwards.map(({ award, signed }) => [award.awardId, signed])),
      payees: ownRows(payees, persons, payeeOf),
      holds: holdsOf(claimant.deathMonth, marks, ownRows(suspended, persons, suspendedFamily)),
      issued: posted.length === 0 ? imported : [...imported, ...posted],
      refunds: ownRows(refunds, persons, refundOf),
      orders: ownRows(orders, persons, orderOf),
      isWhole: isFull || marks.has('recompute'),
      ...findingsOf(markRows),
    };
  }
}

/**
 * The facts of all persons of a range, in the order of their ids, as registry and books stood when the run was opened. All rows
 * are read when it resolves; each person is made when the loop asks for it, so that one person at a time stands in memory.
 */
export async function loadFacts(database: Database, view: BooksView, range: KeyRange): Promise<Iterable<PersonFacts>> {
  const client = await database.pool.connect();
  try {
    return factsIn(await readShard(client, view, range), view.recomputeFrom <= view.windowFrom);
  } finally {
    client.release();
  }
}
