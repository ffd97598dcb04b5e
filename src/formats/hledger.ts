import { type Month, formatMonth } from '../domain/month.ts';

/** One amount of the books on its way from one account to another, in VND; below 0: a red entry. */
export interface JournalMove {
  readonly debit: string;
  readonly credit: string;
  readonly amount: string;
}

/** What a person (or a provider) moved in one block of a chapter: one transaction of the journal. */
export interface JournalEntry {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly code: string;
  readonly event: string;
  readonly tags: readonly (readonly [string, string])[];
  readonly moves: readonly JournalMove[];
}

/** What an account comes to, as the program added it up itself: the tools must come to the same. VND, debit less credit. */
export interface JournalBalance {
  readonly account: string;
  readonly balance: string;
}

/** What a tag or a code can hold: nothing that means something to the readers of journals. */
function plain(text: string): string {
  return text.replaceAll(/[\s,:;()|*!"'@=[\]{}]/g, '_');
}

/** The beginning of a journal: what it is, its commodity, and every account it uses, as `check --strict` demands. */
export function journalHead(month: Month | null, accounts: readonly string[]): string {
  return [
    `; chitra ledger${month === null ? '' : ` ${formatMonth(month)}`}: amounts in whole VND`,
    'commodity 1000. VND',
    ...accounts.map((account) => `account ${account}`),
    '',
    '',
  ].join('\n');
}

function posting(account: string, amount: string): string {
  return `    ${account}  ${amount} VND\n`;
}

function negative(amount: string): string {
  return amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
}

/** One transaction: both sides of every move, written out, so that each tool adds them up by itself. */
export function journalEntry(entry: JournalEntry): string {
  const tags = entry.tags
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}:${plain(value)}`)
    .join(', ');
  const sides = entry.moves.map(
    ({ debit, credit, amount }) => posting(debit, amount) + posting(credit, negative(amount)),
  );
  return `${entry.date} (${plain(entry.code)}) ${entry.event}  ; ${tags}\n${sides.join('')}\n`;
}

/** The end of a journal: a transaction that moves nothing and asserts what every account comes to. */
export function journalEnd(date: string, balances: readonly JournalBalance[]): string {
  if (balances.length === 0) return '';
  const lines = balances.map(({ account, balance }) => `    ${account}  0 VND = ${balance} VND\n`);
  return `${date} (totals) what the program itself adds up to\n${lines.join('')}`;
}
