import type { Family } from './category.ts';
import { type Vnd, ZERO_VND, addVnd, subtractVnd, sumVnd } from './money.ts';
import type { Month } from './month.ts';

/** What happens in the books. Which accounts each moves stands in the table ledger_leg. */
export type BookEvent =
  | 'accrue'
  | 'issue'
  | 'overpaid'
  | 'recovery'
  | 'recovery_back'
  | 'refund'
  | 'confirm'
  | 'return'
  | 'uncollect'
  | 'draw'
  | 'hand_back';

/** One entry of the books. `amount` in VND; below 0 it is a red entry, which takes back. */
export interface Posting {
  readonly family: Family;
  /** The month that the money is for. */
  readonly month: Month;
  readonly issue: number;
  readonly event: BookEvent;
  readonly part: number;
  /** 0 for what is issued; else the run that made the entry. */
  readonly cause: number;
  readonly communeCode: string;
  /** Empty where none has to do with it. */
  readonly provider: string;
  readonly category: string;
  /** An issue that books the expense as well: nothing of its month was booked before. */
  readonly accrues: boolean;
  readonly amount: Vnd;
}

/** A line of a run as the books take it. VND; what a recovery takes back is below 0. */
export interface BookedLine {
  readonly family: Family;
  readonly month: Month;
  readonly issue: number;
  readonly part: number;
  readonly isRecovery: boolean;
  readonly category: string;
  readonly amount: Vnd;
  readonly isHeld: boolean;
}

/** An amount of one person for a month, under a category, in a commune. */
export interface BookedAmount {
  readonly family: Family;
  readonly month: Month;
  readonly category: string;
  readonly communeCode: string;
  readonly amount: Vnd;
}

/** What the books say of one person before the run: owed to the person, and owed by the person. VND. */
export interface OpenBalance extends Omit<BookedAmount, 'amount'> {
  readonly payable: Vnd;
  readonly receivable: Vnd;
}

/** All that a run enters into the books for one person. */
export interface PersonBooks {
  readonly communeCode: string;
  readonly provider: string;
  readonly lines: readonly BookedLine[];
  /** Overpaid, as the run found it before its own recoveries. */
  readonly overpaid: readonly BookedAmount[];
  readonly balances: readonly OpenBalance[];
  /** Handed back by the person and not in the books yet; below 0: it was a mistake. */
  readonly refunds: readonly Omit<BookedAmount, 'category' | 'communeCode'>[];
}

interface Account {
  readonly family: Family;
  readonly month: Month;
  readonly category: string;
  readonly communeCode: string;
  lines: BookedLine[];
  overpaid: Vnd;
  payable: Vnd;
  receivable: Vnd;
}

type AccountKey = Pick<Account, 'family' | 'month' | 'category' | 'communeCode'>;

function accounts(): { all: Account[]; of: (key: AccountKey) => Account } {
  const all: Account[] = [];
  const of = ({ family, month, category, communeCode }: AccountKey): Account => {
    const known = all.find(
      (one) =>
        one.month === month && one.family === family && one.category === category && one.communeCode === communeCode,
    );
    if (known !== undefined) return known;
    const added: Account = {
      family,
      month,
      category,
      communeCode,
      lines: [],
      overpaid: ZERO_VND,
      payable: ZERO_VND,
      receivable: ZERO_VND,
    };
    all.push(added);
    return added;
  };
  return { all, of };
}

type Draft = Omit<Posting, 'part' | 'cause' | 'issue'>;

/** The account of a month that has to do with what a person owes; where there is none, one without a category. */
function owedAccount(all: readonly Account[], one: { family: Family; month: Month }): Account | undefined {
  const ofMonth = all.filter((account) => account.family === one.family && account.month === one.month);
  return ofMonth.find((account) => account.receivable > 0 || account.overpaid > 0) ?? ofMonth[0];
}

function draft(account: Account, event: BookEvent, amount: Vnd): Draft {
  const { family, month, category, communeCode } = account;
  return { family, month, event, communeCode, provider: '', category, accrues: false, amount };
}

/** The entries that bring an account to what the run says: what is owed is its lines, what is overpaid is what it found. */
function revise(account: Account): readonly Draft[] {
  const owed = sumVnd(account.lines.map((line) => line.amount));
  const due = subtractVnd(subtractVnd(owed, account.overpaid), subtractVnd(account.payable, account.receivable));
  const more = subtractVnd(account.overpaid, account.receivable);
  const entries = [draft(account, 'accrue', due), draft(account, 'overpaid', more)];
  return entries.filter((entry) => entry.amount !== 0);
}

function isFresh(account: Account): boolean {
  return account.payable === 0 && account.receivable === 0 && account.overpaid === 0;
}

function issued(person: PersonBooks, line: BookedLine, category: string, accrues: boolean): Posting {
  const { family, month, issue, part, amount } = line;
  const { communeCode, provider } = person;
  return { family, month, issue, event: 'issue', part, cause: 0, communeCode, provider, category, accrues, amount };
}

function taken(person: PersonBooks, line: BookedLine, category: string): Posting {
  const amount = subtractVnd(ZERO_VND, line.amount);
  return { ...issued(person, line, category, false), event: 'recovery', amount };
}

/** What the books and the run say of a person, month by month. A line without a category goes with the month's others. */
function filled(person: PersonBooks): readonly [Account[], (key: AccountKey) => Account] {
  const { all, of } = accounts();
  for (const one of person.overpaid) of(one).overpaid = addVnd(of(one).overpaid, one.amount);
  for (const one of person.balances) {
    const account = of(one);
    account.payable = addVnd(account.payable, one.payable);
    account.receivable = addVnd(account.receivable, one.receivable);
  }
  const { communeCode } = person;
  const payments = person.lines.filter((line) => !line.isRecovery);
  for (const line of payments) if (line.category !== '') of({ ...line, communeCode }).lines.push(line);
  for (const line of payments) {
    if (line.category !== '') continue;
    const account = all.find(
      (one) => one.month === line.month && one.family === line.family && one.communeCode === communeCode,
    );
    (account ?? of({ ...line, communeCode })).lines.push(line);
  }
  return [all, of];
}

function numbered(drafts: readonly Draft[], runNo: number): Posting[] {
  const seen = new Map<string, number>();
  return drafts.map((one) => {
    const key = `${one.family} ${one.month} ${one.event}`;
    const part = seen.get(key) ?? 0;
    seen.set(key, part + 1);
    return { ...one, issue: 0, part, cause: runNo };
  });
}

/** Whether the books knew nothing of the months of a person, and all of the money goes out. */
function isNew({ lines, overpaid, balances, refunds }: PersonBooks): boolean {
  return (
    overpaid.length + balances.length + refunds.length === 0 &&
    lines.every((line) => !line.isHeld && !line.isRecovery && line.category !== '')
  );
}

/** The order of the primary key of the books. */
function inOrder(a: Posting, b: Posting): number {
  if (a.family !== b.family) return a.family < b.family ? -1 : 1;
  if (a.month !== b.month) return a.month - b.month;
  if (a.issue !== b.issue) return a.issue - b.issue;
  if (a.event !== b.event) return a.event < b.event ? -1 : 1;
  return a.part - b.part || a.cause - b.cause;
}

/**
 * The entries of one person in a run, in the order of the books (VND). Lines of a month of which the books knew nothing are issued and accrued in one entry;
 * where something was open (held before, came back, overpaid) the expense is brought to what is due now by the difference, up or down,
 * and what was overpaid stands against the person until it is recovered or handed back.
 */
export function postingsOf(person: PersonBooks, runNo: number): readonly Posting[] {
  // Nearly everybody; the lines come in the order of the books.
  if (isNew(person)) return person.lines.map((line) => issued(person, line, line.category, true));
  const [all, of] = filled(person);
  const recoveries = person.lines.filter((line) => line.isRecovery);
  const drafts: Draft[] = [];
  for (const refund of person.refunds) {
    const account = owedAccount(all, refund) ?? of({ ...refund, category: '', communeCode: person.communeCode });
    account.receivable = subtractVnd(account.receivable, refund.amount);
    drafts.push(draft(account, 'refund', refund.amount));
  }
  const postings: Posting[] = [];
  for (const account of all) {
    const fresh = isFresh(account);
    const waiting = account.lines.filter((line) => line.isHeld);
    if (!fresh) drafts.push(...revise(account));
    else if (waiting.length > 0) drafts.push(draft(account, 'accrue', sumVnd(waiting.map((line) => line.amount))));
    for (const line of account.lines) if (!line.isHeld) postings.push(issued(person, line, account.category, fresh));
  }
  for (const line of recoveries) postings.push(taken(person, line, owedAccount(all, line)?.category ?? ''));
  return [...postings, ...numbered(drafts, runNo)].sort(inOrder);
}
