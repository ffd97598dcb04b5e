import { type Decimal, ZERO_DECIMAL, decimalText, isSame, minus, plus } from './decimal-text.ts';
import { type Balance, bounds } from './iso-balance.ts';
import { type IsoContext, checkedDay, missing } from './iso-checks.ts';
import type { Entry } from './iso-entry.ts';
import type { Place } from './iso-faults.ts';
import { type Fingerprint, mix, printText, restart } from './iso-ids.ts';
import { type StatementSums, type Summary, checkSummary, noSummary } from './iso-summary.ts';

/** A statement while it is read. */
export interface Statement {
  readonly statementNo: number;
  id: string;
  electronic: string;
  legal: string;
  page: string;
  /** Other pages belong to it, so that its totals are not those of what stands here. */
  isPart: boolean;
  iban: string;
  otherAccount: string;
  currency: string;
  from: string;
  to: string;
  readonly balances: Balance[];
  readonly summary: Summary;
  readonly sums: StatementSums;
  entries: number;
  details: number;
  /** An entry has no amount that can be added up, or one in another currency. */
  hasUnsummed: boolean;
  readonly print: Fingerprint;
}

/** How far the reading of the statements of a file has come. */
export interface StatementReport {
  readonly context: IsoContext;
  statements: number;
  movements: number;
  statement: Statement;
  entry: Entry;
  /** Of the last statement of an account: its number and closing balance, to which the next one joins. */
  readonly last: Map<string, { readonly sequence: number; readonly closing: Balance }>;
}

/** A statement of which nothing is known yet. */
export function newStatement(statementNo: number): Statement {
  const none = (): { count: number; sum: Decimal } => ({ count: 0, sum: ZERO_DECIMAL });
  const print = { left: 0, right: 0 };
  restart(print);
  return {
    statementNo,
    id: '',
    electronic: '',
    legal: '',
    page: '',
    isPart: false,
    iban: '',
    otherAccount: '',
    currency: '',
    from: '',
    to: '',
    balances: [],
    summary: noSummary(),
    sums: {
      credits: none(),
      debits: none(),
      allCredits: none(),
      allDebits: none(),
      reversedCredits: none(),
      reversedDebits: none(),
    },
    entries: 0,
    details: 0,
    hasUnsummed: false,
    print,
  };
}

/** Where a statement stands, for people. */
export function statementPlace({ statementNo }: Statement): Place {
  return { vi: `sao kê ${statementNo}`, en: `statement ${statementNo}` };
}

/** The account of a statement, by the most general of the ids that are said. */
export function accountOf({ iban, otherAccount }: Statement): string {
  return iban === '' ? otherAccount : iban;
}

/** Opening and closing balance, and whether the booked entries lead from one to the other; null: that cannot be said. */
function checkBalance({ context, statement }: StatementReport): {
  readonly opening: Balance | null;
  readonly closing: Balance | null;
  readonly isBalanced: boolean | null;
} {
  const { balances, sums, hasUnsummed, currency } = statement;
  const ofAccount = balances.filter((one) => one.currency === '' || currency === '' || one.currency === currency);
  const { opening, closing } = bounds(ofAccount);
  if (opening === null || closing === null) return { opening, closing, isBalanced: null };
  const expected = plus(opening.value, plus(sums.credits.sum, minus(sums.debits.sum)));
  const isBalanced = isSame(expected, closing.value);
  if (isBalanced || hasUnsummed) return { opening, closing, isBalanced: isBalanced || null };
  const difference = decimalText(plus(closing.value, minus(expected)));
  const [vi, en] = [
    `số dư đầu + ghi có - ghi nợ = ${decimalText(expected)}, số dư cuối ghi ${decimalText(closing.value)}, chênh ${difference}.`,
    `opening + credits - debits = ${decimalText(expected)}, the closing balance is ${decimalText(closing.value)}, it differs by ${difference}.`,
  ];
  // A report of the day may hold only what is new since the one before it.
  if (context.kind === 'camt.052' || statement.isPart)
    context.faults.warning('not_balanced', statementPlace(statement), vi, en);
  else context.faults.problem('not_balanced', statementPlace(statement), vi, en);
  return { opening, closing, isBalanced };
}

/** Says when a statement does not begin where the one with the number before it ended. */
function checkContinuity(report: StatementReport, opening: Balance | null, closing: Balance | null): void {
  const { context, statement, last } = report;
  const sequence = /^\d{1,15}$/.test(statement.electronic) ? Number(statement.electronic) : null;
  if (context.kind !== 'camt.053' || sequence === null || statement.isPart) return;
  const key = `${accountOf(statement)} ${statement.currency}`;
  const before = last.get(key);
  if (
    before !== undefined &&
    opening !== null &&
    before.sequence + 1 === sequence &&
    !isSame(before.closing.value, opening.value)
  )
    context.faults.problem(
      'not_continuous',
      statementPlace(statement),
      `số dư đầu ${opening.text} khác số dư cuối ${before.closing.text} của sao kê liền trước.`,
      `it opens at ${opening.text}, but the statement before it closed at ${before.closing.text}.`,
    );
  if (closing !== null) last.set(key, { sequence, closing });
}

function checkStatementOnce({ context, statement }: StatementReport): void {
  const { id, electronic, legal, page, print, balances } = statement;
  for (const one of balances) mix(print, one.text);
  const key = [accountOf(statement), id, electronic, legal, page].join('\n');
  const isNewContent = context.seen.add('statement content', `${key}\n${printText(print)}`);
  const isNew = id === '' || context.seen.add('statement', key);
  if (isNew && isNewContent) return;
  const where = statementPlace(statement);
  if (!isNewContent || context.kind === 'camt.053')
    context.faults.problem(
      'statement_twice',
      where,
      'sao kê cùng tài khoản và số hiệu đã có trong tệp.',
      'a statement of the same account and number stands in the file before.',
    );
  else
    context.faults.warning(
      'id_twice',
      where,
      'số hiệu báo cáo đã có trong tệp.',
      'the id of this report stands in the file before.',
    );
}

/** Checks a statement that was read to its end, and tells the sink. */
export function endStatement(report: StatementReport): void {
  const { context, statement } = report;
  const here = (): Place => statementPlace(statement);
  if (statement.id === '') missing(context, 'Id', here());
  if (accountOf(statement) === '') missing(context, 'Acct/Id', here());
  const { opening, closing, isBalanced } = checkBalance(report);
  if (context.kind === 'camt.053' && (opening === null || closing === null) && !statement.isPart)
    missing(context, opening === null ? 'Bal OPBD' : 'Bal CLBD', here());
  if (!statement.isPart && !statement.hasUnsummed) checkSummary(context, statement.summary, statement.sums, here());
  checkContinuity(report, opening, closing);
  checkStatementOnce(report);
  const day = (text: string): string => checkedDay(context, 'FrToDt', text, here);
  context.sink.statement?.({
    statementNo: statement.statementNo,
    id: statement.id,
    sequence: statement.electronic === '' ? statement.legal : statement.electronic,
    page: /^\d{1,15}$/.test(statement.page) ? Number(statement.page) : null,
    isPart: statement.isPart,
    account: accountOf(statement),
    currency: statement.currency,
    from: day(statement.from) || (opening?.date ?? ''),
    to: day(statement.to) || (closing?.date ?? ''),
    opening: opening?.text ?? null,
    closing: closing?.text ?? null,
    credits: decimalText(statement.sums.credits.sum),
    debits: decimalText(statement.sums.debits.sum),
    entries: statement.entries,
    details: statement.details,
    isBalanced,
  });
}
