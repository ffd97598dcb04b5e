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
} from '../store/bank-statements.ts';
import type { Client } from '../store/database.ts';
import { dropStatementRows } from '../store/settlement-stage.ts';

/** Whole VND with its sign; null where there is none, or no whole amount. */
function signedVnd(text: string | null): number | null {
  const whole = /^(-?\d{1,15})(?:\.0*)?$/.exec(text ?? '')?.[1];
  return whole === undefined ? null : Number(whole);
}

function keptOf(kind: string, one: IsoStatement): KeptStatement {
  const day = (text: string): string | null => (text === '' ? null : text);
  return {
    kind,
    account: one.account,
    id: one.id,
    sequence: one.sequence,
    from: day(one.from),
    to: day(one.to),
    opening: signedVnd(one.opening),
    closing: signedVnd(one.closing),
    credits: signedVnd(one.credits) ?? 0,
    debits: signedVnd(one.debits) ?? 0,
    entries: one.entries,
  };
}

/** Whether two statements of one name say the same; days and figures. */
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

/** Where the balances of an account do not go on from one statement to the next. */
async function gaps(client: Client, one: KeptStatement): Promise<SettlementNote[]> {
  if (one.kind !== 'camt.053') return [];
  const notes: SettlementNote[] = [];
  const before = one.from === null ? null : await closingBefore(client, one.account, one.from);
  if (before !== null && one.opening !== null && before !== one.opening)
    notes.push(gapNote('trước', before, one.opening));
  const after = one.to === null ? null : await openingAfter(client, one.account, one.to);
  if (after !== null && one.closing !== null && after !== one.closing) notes.push(gapNote('sau', one.closing, after));
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
    const before = await findStatement(client, one);
    if (before !== null && !isSame(before, one))
      return refused(
        'statement_differs',
        `Sao kê ${one.id} đã nạp với số liệu khác, không nạp gì (a statement of this name was loaded with other figures; nothing was loaded). Hỏi ngân hàng (ask the bank).`,
      );
    if (before === null) {
      notes.push(...(await gaps(client, one)));
      kept.push(one);
      continue;
    }
    await dropStatementRows(client, statement.statementNo);
    notes.push({
      code: 'statement_seen',
      message: `Sao kê ${one.id} đã nạp trước đây, bỏ qua (this statement was loaded before and is left out).`,
    });
  }
  return done({ kept, notes });
}

/** Keeps the statements of a file that was loaded. */
export async function keepStatements(client: Client, fileNo: number, kept: readonly KeptStatement[]): Promise<void> {
  for (const one of kept) await insertStatement(client, fileNo, one);
}
