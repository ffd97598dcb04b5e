import { type Award } from '../domain/award.ts';
import type { Issued, Refund } from '../domain/balance.ts';
import { FAMILIES, type Family, familyOf, isCategory } from '../domain/category.ts';
import { type IsoDate, type Month, month, monthOf, parseDate, parseMonth } from '../domain/month.ts';
import { vnd } from '../domain/money.ts';
import { type Control, isControl } from '../domain/control.ts';
import type { HoldFacts, Payee } from '../domain/payment.ts';
import type { PersonFacts } from '../domain/payslip.ts';
import type { Stay } from '../domain/person.ts';
import type { RecoveryOrder } from '../domain/recovery.ts';
import { readCopyText } from './bulk.ts';
import type { Database } from './database.ts';
import type { BooksView } from './runs.ts';
import { type KeyRange, type ShardRows, readShard } from './shard-queries.ts';

/** The rows of one answer, taken person by person in the order of their ids. */
type RowsOf = (personId: string) => string[][];

/** Why lazily: 100,000 rows split at once would stand in memory as a million strings. */
function* rowsIn(buffer: Buffer): Generator<string[], undefined> {
  const text = buffer.toString('utf8');
  let from = 0;
  for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
    yield text.slice(from, to).split('\t');
    from = to + 1;
  }
}

/** The order of the database (bytes of UTF-8): signs beyond U+FFFF come last, though the halves JavaScript keeps them in do not. */
function isBefore(a: string, b: string): boolean {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
  const isHalf = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
  return isHalf(left) === isHalf(right) ? a < b : isHalf(right);
}

function byPerson(buffer: Buffer): RowsOf {
  const rows = rowsIn(buffer);
  let row = rows.next().value;
  return (personId) => {
    while (row !== undefined && isBefore(row[0] ?? '', personId)) row = rows.next().value;
    const own: string[][] = [];
    while (row !== undefined && row[0] === personId) {
      own.push(row);
      row = rows.next().value;
    }
    return own;
  };
}

function nullable(cell: string | undefined): string | null {
  return cell === undefined || cell === '\\N' ? null : readCopyText(cell);
}

function monthCell(cell: string | undefined): Month {
  return month(Number(cell));
}

function dayCell(cell: string | undefined): IsoDate {
  const day = parseDate(cell ?? '');
  if (day === null) throw new RangeError('a day the program cannot read stands in the database');
  return day;
}

function family(cell: string | undefined): Family {
  const found = FAMILIES.find((one) => one === cell);
  if (found === undefined) throw new RangeError('a family the program does not know stands in the database');
  return found;
}

function awardOf(row: readonly string[]): Award {
  const [, awardId = '', category = '', start, end, quantity, cared] = row;
  if (!isCategory(category)) throw new RangeError('a category the program does not know stands in the database');
  const caredBirth = nullable(cared);
  return {
    awardId: readCopyText(awardId) ?? '',
    category,
    startMonth: monthCell(start),
    endMonth: end === undefined || end === '\\N' ? null : monthCell(end),
    quantity: Number(quantity),
    caredBirthMonth: caredBirth === null ? null : monthOf(caredBirth),
  };
}

function payeeOf(row: readonly string[]): Payee {
  const [, from, channel, bin, hasAccount, point, provider] = row;
  return {
    fromMonth: monthCell(from),
    channel: channel === 'bank' ? 'bank' : 'post',
    bankBin: nullable(bin),
    hasAccount: hasAccount === 't',
    paymentPoint: nullable(point),
    pointProvider: nullable(provider),
  };
}

const NO_TURNS: readonly number[] = [];

/** Imported history: person, family, month, amount, status, day. */
function historyOf(rows: readonly string[][]): Issued[] {
  const inOrder = rows.some((row) => row[4] === 'returned')
    ? rows.toSorted((a, b) => ((a[5] ?? '') < (b[5] ?? '') ? -1 : (a[5] ?? '') > (b[5] ?? '') ? 1 : 0))
    : rows;
  return inOrder.map((row) => ({
    family: family(row[1]),
    month: monthCell(row[2]),
    kind: 'payment',
    amount: vnd(Number(row[3])),
    isReturned: row[4] === 'returned',
    occasion: row[5] ?? '',
    knownOn: dayCell(row[5]),
    issue: 0,
    runMonth: null,
    communeCode: null,
    sentKnowing: 0,
    turns: NO_TURNS,
  }));
}

/** Postings of earlier runs: person, family, month, amount, status, issue, event, the run's month, commune, the day whose law and the outcome that the run knew last, by which it came back or was found paid. */
function postingOf(row: readonly string[]): Issued {
  return {
    family: family(row[1]),
    month: monthCell(row[2]),
    kind: row[6] === 'recovery' ? 'recovery' : 'payment',
    amount: vnd(Number(row[3])),
    isReturned: row[4] === 'returned',
    occasion: row[5] ?? '',
    knownOn: dayCell(row[9]),
    issue: Number(row[5]),
    runMonth: monthCell(row[7]),
    communeCode: row[8] ?? '',
    sentKnowing: Number(row[10]),
    turns: row[11] === undefined || row[11] === '\\N' ? NO_TURNS : row[11].split(',').map(Number),
  };
}

function refundOf(row: readonly string[]): Refund {
  return { family: family(row[1]), month: monthCell(row[2]), amount: vnd(Number(row[3])) };
}

function orderOf(row: readonly string[]): RecoveryOrder {
  const [, decisionNo = '', ofFamily, total, monthly, from, taken, takenNow] = row;
  return {
    decisionNo: readCopyText(decisionNo) ?? '',
    family: family(ofFamily),
    total: vnd(Number(total)),
    monthlyAmount: vnd(Number(monthly)),
    fromMonth: monthCell(from),
    taken: vnd(Number(taken)),
    takenThisMonth: vnd(Number(takenNow)),
  };
}

function stayOf(row: readonly string[]): Stay {
  return { untilMonth: monthCell(row[1]), communeCode: row[2] ?? '', pension: vnd(Number(row[3])) };
}

function claimantOf(row: readonly string[], stays: readonly string[][]): PersonFacts['claimant'] {
  const death = nullable(row[2]);
  return {
    birthMonth: monthOf(row[1] ?? ''),
    deathMonth: death === null ? null : monthOf(death),
    pension: vnd(Number(row[3])),
    communeCode: row[4] ?? '',
    earlier: stays.length === 0 ? NEVER_MOVED : stays.map(stayOf),
  };
}

const NEVER_MOVED: readonly never[] = [];

function signedMonthsOf(rows: readonly string[][]): Map<string, Month> {
  return new Map(
    rows.flatMap((row) => {
      const signed = parseMonth((row[7] ?? '').slice(0, 7));
      return signed === null ? [] : [[readCopyText(row[1] ?? '') ?? '', signed]];
    }),
  );
}

function holdsOf(deathMonth: Month | null, marks: ReadonlySet<string>, suspended: readonly string[][]): HoldFacts {
  return {
    deathMonth,
    isDuplicate: marks.has('duplicate'),
    officer: marks.has('hold') ? 'hold' : marks.has('release') ? 'release' : null,
    suspended: new Set(suspended.flatMap(([, category = '']) => (isCategory(category) ? [familyOf(category)] : []))),
  };
}

const RELEASED = 'released ';
const NOTHING_FOUND: ReadonlyMap<Control, string> = new Map();
const NOTHING_RELEASED: ReadonlySet<Control> = new Set();

/** Marks of controls, with what they are about, and of those whose hold was released. */
function findingsOf(rows: readonly string[][]): Pick<PersonFacts, 'found' | 'released'> {
  if (rows.length === 0) return { found: NOTHING_FOUND, released: NOTHING_RELEASED };
  const found = new Map<Control, string>();
  const released = new Set<Control>();
  for (const [, mark = '', detail] of rows) {
    const control = mark.startsWith(RELEASED) ? mark.slice(RELEASED.length) : mark;
    if (!isControl(control)) continue;
    if (control === mark) found.set(control, readCopyText(detail ?? '') ?? '');
    else released.add(control);
  }
  return { found, released };
}

function* factsIn(rows: ShardRows, isFull: boolean): Generator<PersonFacts, undefined> {
  const [awards, payees, stays] = [byPerson(rows.awards), byPerson(rows.payees), byPerson(rows.stays)];
  const [history, postings, refunds] = [byPerson(rows.history), byPerson(rows.postings), byPerson(rows.refunds)];
  const [orders, suspended, marked] = [byPerson(rows.orders), byPerson(rows.suspended), byPerson(rows.marks)];
  for (const row of rowsIn(rows.persons)) {
    const key = row[0] ?? '';
    const awardRows = awards(key);
    const markRows = marked(key);
    const marks = new Set(markRows.map(([, mark = '']) => mark));
    const claimant = claimantOf(row, stays(key));
    yield {
      personId: readCopyText(key) ?? '',
      claimant,
      nationalId: nullable(row[5]),
      sex: row[6] ?? '',
      birthDate: row[1] ?? '',
      awards: awardRows.map(awardOf),
      signedMonths: signedMonthsOf(awardRows),
      payees: payees(key).map(payeeOf),
      holds: holdsOf(claimant.deathMonth, marks, suspended(key)),
      issued: [...historyOf(history(key)), ...postings(key).map(postingOf)],
      refunds: refunds(key).map(refundOf),
      orders: orders(key).map(orderOf),
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
