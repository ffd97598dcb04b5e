import { FAMILIES, type Family } from '../domain/category.ts';
import { month } from '../domain/month.ts';
import { vnd } from '../domain/money.ts';
import type { BookedLine, PersonBooks, Posting } from '../domain/posting.ts';
import { copyText, eachRow, readCopyText } from './bulk.ts';
import type { BookRows } from './ledger.ts';

type Rows = ReadonlyMap<string, string[][]>;

function byPerson(answer: Buffer): Rows {
  const rows = new Map<string, string[][]>();
  for (const bytes of eachRow(answer)) {
    const row = bytes.toString('utf8').split('\t');
    const person = row[0] ?? '';
    const own = rows.get(person);
    if (own === undefined) rows.set(person, [row]);
    else own.push(row);
  }
  return rows;
}

function familyOf(cell: string | undefined): Family {
  const found = FAMILIES.find((one) => one === cell);
  if (found === undefined) throw new RangeError('a family the program does not know stands in the database');
  return found;
}

function text(cell: string | undefined): string {
  return readCopyText(cell ?? '') ?? '';
}

function lineOf([, family, at, issue, part, isRecovery, category, amount, isHeld]: readonly string[]): BookedLine {
  return {
    family: familyOf(family),
    month: month(Number(at)),
    issue: Number(issue),
    part: Number(part),
    isRecovery: isRecovery === 't',
    category: category ?? '',
    amount: vnd(Number(amount)),
    isHeld: isHeld === 't',
  };
}

const NONE: readonly string[][] = [];

function booksOf(
  lines: readonly string[][],
  overpaid: readonly string[][],
  balances: readonly string[][],
  refunds: readonly string[][],
): PersonBooks {
  const first = lines[0];
  return {
    communeCode: text(first?.[9] ?? overpaid[0]?.[4] ?? balances[0]?.[4]),
    provider: text(first?.[10]),
    lines: lines.map(lineOf),
    overpaid: overpaid.map(([, family, at, category, commune, amount]) => ({
      family: familyOf(family),
      month: month(Number(at)),
      category: category ?? '',
      communeCode: text(commune),
      amount: vnd(Number(amount)),
    })),
    balances: balances.map(([, family, at, category, commune, payable, receivable]) => ({
      family: familyOf(family),
      month: month(Number(at)),
      category: category ?? '',
      communeCode: text(commune),
      payable: vnd(Number(payable)),
      receivable: vnd(Number(receivable)),
    })),
    refunds: refunds.map(([, family, at, amount]) => ({
      family: familyOf(family),
      month: month(Number(at)),
      amount: vnd(Number(amount)),
    })),
  };
}

/** Rows of an answer one by one. Why the text as a whole: a string made for each row costs as much as the row. */
function* rowsIn(answer: Buffer): Generator<string[], undefined> {
  const all = answer.toString('utf8');
  let from = 0;
  for (let to = all.indexOf('\n'); to >= 0; to = all.indexOf('\n', from)) {
    yield all.slice(from, to).split('\t');
    from = to + 1;
  }
}

/** The lines of a range, person by person. */
function* linesByPerson(answer: Buffer): Generator<readonly [string, readonly string[][]], undefined> {
  let own: string[][] = [];
  for (const row of rowsIn(answer)) {
    const person = own[0]?.[0];
    if (person !== undefined && person !== row[0]) {
      yield [person, own];
      own = [];
    }
    own.push(row);
  }
  const last = own[0]?.[0];
  if (last !== undefined) yield [last, own];
}

/** Ids in the order of the database (bytes of UTF-8). */
function inOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(text(a)), Buffer.from(text(b)));
}

/** Every person of a range who brings something into the books, in the order of the database; ids in COPY text form. */
export function* personsOf(rows: BookRows): Generator<readonly [string, PersonBooks]> {
  const open = [rows.overpaid, rows.balances, rows.refunds].map(byPerson);
  const others = [...new Set(open.flatMap((one) => [...one.keys()]))].sort(inOrder);
  const books = (id: string, lines: readonly string[][]): readonly [string, PersonBooks] => {
    const [overpaid = NONE, balances = NONE, refunds = NONE] = open.map((one) => one.get(id) ?? NONE);
    return [id, booksOf(lines, overpaid, balances, refunds)];
  };
  let next = 0;
  for (const [id, lines] of linesByPerson(rows.lines)) {
    for (let other = others[next]; other !== undefined && inOrder(other, id) <= 0; other = others[++next])
      if (other !== id) yield books(other, NONE);
    yield books(id, lines);
  }
  for (const other of others.slice(next)) yield books(other, NONE);
}

/** A posting as a row of ledger_posting in COPY text form; `person` is in that form already. Null: it belongs to no run. */
export function postingRow(
  person: string,
  one: Omit<Posting, 'family'> & { readonly family: string },
  runNo: number | null,
  chapterNo: number,
  block: number,
): string {
  const { family, month: at, issue, event, part, cause, communeCode, provider, category, accrues, amount } = one;
  return `${person}\t${family}\t${at}\t${issue}\t${event}\t${part}\t${cause}\t${runNo ?? '\\N'}\t${chapterNo}\t${block}\t${copyText(communeCode)}\t${copyText(provider)}\t${copyText(category)}\t${accrues ? 't' : 'f'}\t${amount}\n`;
}
