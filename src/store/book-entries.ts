import { FAMILIES, type Family } from '../domain/category.ts';
import { month } from '../domain/month.ts';
import { vnd } from '../domain/money.ts';
import type { BookedLine, PersonBooks, Posting } from '../domain/posting.ts';
import { copyText, eachRow, readCopyText } from './bulk.ts';
import type { BookRows } from './ledger.ts';

type Rows = Map<string, string[][]>;

function byPerson(answer: Buffer): Rows {
  const rows: Rows = new Map();
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

/** Every person of a range who brings something into the books, in the order of the database (bytes of UTF-8); ids in COPY text form. */
export function* personsOf(rows: BookRows): Generator<readonly [string, PersonBooks]> {
  const [lines, overpaid, balances, refunds] = [rows.lines, rows.overpaid, rows.balances, rows.refunds].map(byPerson);
  const persons = new Set([lines, overpaid, balances, refunds].flatMap((one) => [...(one?.keys() ?? [])]));
  const inOrder = [...persons]
    .map((id) => [Buffer.from(text(id)), id] as const)
    .sort(([a], [b]) => Buffer.compare(a, b));
  for (const [, id] of inOrder) {
    const of = (own: Rows | undefined): readonly string[][] => own?.get(id) ?? NONE;
    yield [id, booksOf(of(lines), of(overpaid), of(balances), of(refunds))];
  }
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
