import type { Answer } from '../domain/answer.ts';
import { foldedWords } from '../domain/return-reason.ts';
import type { FileProblem } from './iso-message.ts';
import { readMoney } from './post-result-row.ts';
import type { ListRow } from './post-result-table.ts';

const BEGINS: ReadonlySet<string> = new Set(['tong', 'cong', 'total', 'sum', 'grand', 'subtotal']);
/** What else stands in the words of a total. */
const GOES_ON: ReadonlySet<string> = new Set(
  'tong cong so tien gia tri giao dich mon lenh dong khoan vnd d trang cot total sum amount of all transactions payments rows items'.split(
    ' ',
  ),
);
/** A total of what became of the payments; also a name that people have, so no row that says a status is one. */
const OUTCOMES: ReadonlySet<string> = new Set(
  'thanh cong that bai loi hoan tra tu choi success successful failed rejected'.split(' '),
);
const COUNTS = /\b(?:giao dich|mon|lenh|dong|khoan|transactions|payments|rows|items)\b/;

/** The cell of a row that says total, with its words; null: the row is none. `says`: the row says what became of a payment. */
function totalIn(row: ListRow, says: boolean): { readonly text: string; readonly words: string } | null {
  for (const { text } of row.cells) {
    const words = foldedWords(text);
    const [first = '', ...others] = words.split(' ');
    const isMore = (word: string): boolean => GOES_ON.has(word) || /^\d+$/.test(word) || (!says && OUTCOMES.has(word));
    // "Tống" is a family, "Tổng" is a total; without marks nobody can tell.
    if (BEGINS.has(first) && others.every(isMore) && !/^\s*tống/iu.test(text.normalize('NFC'))) return { text, words };
  }
  return null;
}

interface Total {
  readonly row: number;
  readonly said: bigint;
  /** Numbers of rows may stand where amounts do. */
  readonly isCount: boolean;
  /** Sum of the rows since the last total, where it may be one of a page. */
  readonly since: bigint | null;
}

/** Adds up the rows of a bank's list and compares the totals that it prints. VND. */
export interface ReturnTotals {
  /** A row that stands in the list as a payment, doubles and those with faults too. `amount`: null when it cannot be read. */
  add(answer: Answer): void;
  /** Takes a row that names no payment and no account when it is a total; false: it is none. `amountAt`: the column of amounts. */
  take(row: ListRow, amountAt: number | undefined, says: boolean): boolean;
  problems(): readonly FileProblem[];
}

function groupedText(amount: bigint): string {
  return String(amount).replaceAll(/\B(?=(?:\d{3})+$)/g, '.');
}

/** What the rows come to: all of them, those paid, those returned. */
interface Sums {
  all: bigint;
  paid: bigint;
  returned: bigint;
  sinceTotal: bigint;
  isKnown: boolean;
  readonly rows: { all: number; paid: number; returned: number };
}

function differs({ row, said }: Total, { all, paid, returned }: Sums): FileProblem {
  const [saidText, allText, paidText, backText] = [said, all, paid, returned].map(groupedText);
  return {
    code: 'total_differs',
    message: `dòng ${row} (row ${row}): tổng cộng ghi ${saidText}, phải là tổng mọi dòng ${allText}, hoặc đã chi ${paidText}, hoặc trả lại ${backText} (the total is neither that of all rows, nor of those paid, nor of those returned)`,
  };
}

function isRight({ said, isCount, since }: Total, { all, paid, returned, rows }: Sums): boolean {
  const counts = isCount ? [rows.all, rows.paid, rows.returned].map(BigInt) : [];
  return [all, paid, returned, since, ...counts].includes(said);
}

/**
 * Adds nothing yet. A total is right when it is the sum of all rows, of those paid or of those returned. Where the amount of a row cannot be read
 * no total is compared.
 */
export function returnTotals(): ReturnTotals {
  const rows = { all: 0, paid: 0, returned: 0 };
  const sums: Sums = { all: 0n, paid: 0n, returned: 0n, sinceTotal: 0n, isKnown: true, rows };
  const totals: Total[] = [];
  const unreadable: FileProblem[] = [];
  return {
    add: ({ status, amount, fault }) => {
      if (amount === null) sums.isKnown = false;
      const money = BigInt(amount ?? '0');
      sums.all += money;
      sums.sinceTotal += money;
      rows.all += 1;
      const isWord = fault?.code !== 'unknown_status';
      if (!isWord || (status !== 'paid' && status !== 'returned')) return;
      sums[status] += money;
      rows[status] += 1;
    },
    take: (row, amountAt, says) => {
      const total = totalIn(row, says);
      if (total === null) return false;
      const cell = amountAt === undefined ? undefined : row.cells[amountAt];
      const isApart = cell !== undefined && cell.text.trim() !== '' && cell.text !== total.text;
      const behind = total.text.split(':')[1] ?? '';
      const said = readMoney(isApart ? cell : { text: behind.trim(), isNumber: false });
      if (said === null && says) return false;
      const since = /^(?:cong|subtotal)\b/.test(total.words) ? sums.sinceTotal : null;
      sums.sinceTotal = 0n;
      if (typeof said === 'number')
        totals.push({ row: row.row, said: BigInt(said), isCount: COUNTS.test(total.words), since });
      else if (said !== null && isApart)
        unreadable.push({
          code: 'unreadable_total',
          message: `dòng ${row.row} (row ${row.row}): tổng không đọc được (a total cannot be read)`,
        });
      return true;
    },
    problems: () => {
      const wrong = sums.isKnown ? totals.filter((total) => !isRight(total, sums)) : [];
      return [...(sums.isKnown ? unreadable : []), ...wrong.map((total) => differs(total, sums))];
    },
  };
}
