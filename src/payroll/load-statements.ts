import { type Result, done, refused } from '../domain/failure.ts';
import type { SettlementNote } from '../domain/settlement.ts';
import type { IsoStatement } from '../formats/iso-message.ts';
import { groupedNumber } from '../formats/vietnamese-number.ts';
import {
  type KeptStatement,
  closingBefore,
  findStatement,
  insertStatement,
  openingAfter,
  overlapping,
} from '../store/bank-statements.ts';
import type { Client } from '../store/database.ts';
import { dropStatementRows } from '../store/settlement-stage.ts';

/** Whole VND with its sign; null where there is none, or no whole amount. */
function signedVnd(text: string | null): number | null {
  const whole = /^(-?\d{1,15})(?:\.0*)?$/.exec(text ?? '')?.[1];
  return whole === undefined ? null : Number(whole);
}

/** Balances of a page are those of the whole statement, or of nothing: a page by itself proves none. */
function keptOf(kind: string, one: IsoStatement): KeptStatement {
  const day = (text: string): string | null => (text === '' ? null : text);
  return {
    kind,
    account: one.account,
    id: one.id,
    sequence: one.sequence,
    page: one.isPart ? (one.page ?? 1) : 0,
    from: day(one.from),
    to: day(one.to),
    opening: one.isPart ? null : signedVnd(one.opening),
    closing: one.isPart ? null : signedVnd(one.closing),
    credits: signedVnd(one.credits) ?? 0,
    debits: signedVnd(one.debits) ?? 0,
    entries: one.entries,
  };
}

function isSameName(one: KeptStatement, other: KeptStatement): boolean {
  const name = ({ account, id, sequence, page }: KeptStatement): string =>
    JSON.stringify([account, id, sequence, page]);
  return name(one) === name(other);
}

/** Whether two statements say the same; days and figures. */
function isSame(one: KeptStatement, other: KeptStatement): boolean {
  const figures = ({ from, to, opening, closing, credits, debits, entries }: KeptStatement): string =>
    JSON.stringify([from, to, opening, closing, credits, debits, entries]);
  return figures(one) === figures(other);
}

function gapNote(where: string, expected: number, found: number): SettlementNote {
  const figures = `${groupedNumber(expected)} / ${groupedNumber(found)}`;
  return {
    code: 'statement_gap',
    message: `Số dư không nối tiếp sao kê ${where}: ${figures} đ; thiếu một sao kê? (the balance does not go on from the statement ${where === 'trước' ? 'before' : 'after'}: is one missing?)`,
  };
}

/** Where the balances of an account do not go on from one statement to the next, and where two of them speak of the same days. */
async function neighbours(client: Client, one: KeptStatement): Promise<SettlementNote[]> {
  if (one.kind !== 'camt.053' || one.page > 0 || one.from === null || one.to === null) return [];
  const notes: SettlementNote[] = [];
  const before = await closingBefore(client, one.account, one.from);
  if (before !== null && one.opening !== null && before !== one.opening)
    notes.push(gapNote('trước', before, one.opening));
  const after = await openingAfter(client, one.account, one.to);
  if (after !== null && one.closing !== null && after !== one.closing) notes.push(gapNote('sau', one.closing, after));
  const others = await overlapping(client, one);
  if (others.length > 0)
    notes.push({
      code: 'statement_overlaps',
      message: `Sao kê ${one.id} và ${others.join(', ')} cùng ngày nhưng không nối tiếp; hỏi ngân hàng (these statements speak of the same days and do not go on from each other; ask the bank).`,
    });
  return notes;
}

/**
 * Takes the statements of a staged file: one that was loaded before is left out and said, one whose balances do not go on from its neighbours is
 * said. Refuses a statement of a known name with other figures: nobody could say which is the bank's.
 */
export async function takeStatements(
  client: Client,
  format: string,
  statements: readonly IsoStatement[],
): Promise<Result<{ readonly kept: readonly KeptStatement[]; readonly notes: readonly SettlementNote[] }>> {
  const [kept, notes]: [KeptStatement[], SettlementNote[]] = [[], []];
  for (const statement of statements) {
    if (statement.currency !== '' && statement.currency !== 'VND') continue;
    const one = keptOf(format, statement);
    const before = kept.find((other) => isSameName(one, other)) ?? (await findStatement(client, one));
    if (before !== null && !isSame(before, one))
      return refused(
        'statement_differs',
        `Sao kê ${one.id} đã nạp với số liệu khác, không nạp gì (a statement of this name was loaded with other figures; nothing was loaded). Hỏi ngân hàng (ask the bank).`,
      );
    if (before === null) {
      notes.push(...(await neighbours(client, one)));
      kept.push(one);
      continue;
    }
    await dropStatementRows(client, statement.statementNo);
    notes.push({
      code: 'statement_seen',
      message:
        before.id === one.id
          ? `Sao kê ${one.id} đã nạp trước đây, bỏ qua (this statement was loaded before and is left out).`
          : `Sao kê ${one.id} đã nạp trước đây với tên ${before.id}, bỏ qua (this statement was loaded before as ${before.id} and is left out).`,
    });
  }
  return done({ kept, notes });
}

/** Keeps the statements of a file that was loaded. */
export async function keepStatements(client: Client, fileNo: number, kept: readonly KeptStatement[]): Promise<void> {
  for (const one of kept) await insertStatement(client, fileNo, one);
}
