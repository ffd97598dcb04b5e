import { type Vnd, ZERO_VND, addVnd, parseVnd } from '../domain/money.ts';
import type { FileProblem } from './iso-message.ts';
import { folded } from './post-result-header.ts';
import { type ResultRow, readMoney } from './post-result-row.ts';
import type { ListRow } from './post-result-table.ts';
import { groupedNumber } from './vietnamese-number.ts';

/** A figure that a list prints below or above its rows. */
type Figure = 'listed' | 'received' | 'notReceived' | 'paid' | 'unpaid' | 'handedBack';

const LABELS: readonly (readonly [label: RegExp, figure: Figure])[] = [
  [/^so (?:nguoi|doi tuong) (?:trong danh sach|phai chi)\b/, 'listed'],
  [/^so (?:nguoi|doi tuong) da (?:nhan|linh|chi)\b/, 'received'],
  [/^so (?:nguoi|doi tuong) chua (?:nhan|linh|chi)\b/, 'notReceived'],
  [/^so tien (?:da (?:chi|tra|nhan)|thuc chi)\b/, 'paid'],
  [/^so tien (?:chua (?:chi|tra|nhan)|con lai)\b/, 'unpaid'],
  [/^(?:so )?tien nop lai\b/, 'handedBack'],
];
const WORDS: Readonly<Record<Figure, string>> = {
  listed: 'số người trong danh sách (people listed)',
  received: 'số người đã nhận (people paid)',
  notReceived: 'số người chưa nhận (people not paid)',
  paid: 'số tiền đã chi (money paid)',
  unpaid: 'số tiền chưa chi (money not paid)',
  handedBack: 'số tiền nộp lại (money handed back)',
};
const TOTAL = /^(?:tong cong|tong so|tong|cong)$/;
const PARTIAL = /^(?:cong trang|luy ke|mang sang|cong cot)\b/;
const FOOT =
  /^(?:tong so tien|bang chu|so tien|so nguoi|nguoi lap|ke toan|chu tich|nhan vien|nguoi giam sat|ngay thang|thu quy|ky ghi ro|ngay \d)/;

/** The first text of a row, folded. */
export function labelOf(row: ListRow): string {
  return folded(row.cells.find((cell) => cell.text.trim() !== '')?.text ?? '');
}

/** Whether a row is no payment but a total, a sum of a page, or a line below the table. */
export function isFootRow(row: ListRow): boolean {
  const label = labelOf(row);
  return TOTAL.test(label) || PARTIAL.test(label) || FOOT.test(label) || figuresIn(row).length > 0;
}

/** What is printed behind a label: a number, null where nobody filled it in, or something unreadable. */
function figureAt(row: ListRow, at: number): Vnd | null | 'unreadable' {
  const text = row.cells[at]?.text ?? '';
  const behind = text
    .slice(text.indexOf(':') + 1 || text.length)
    .replaceAll(/\.{2,}|…+|_{2,}|\(.*\)/g, ' ')
    .trim();
  const next = row.cells.slice(at + 1).find((cell) => cell.text.trim() !== '');
  const isOwn = behind !== '' || next === undefined || !/^\s*\d/.test(next.text);
  const plain = (isOwn ? behind : next.text)
    .trim()
    .replace(/\s*(?:người|đối tượng|khoản|đồng|đ|₫|vnđ|vnd)?\.?$/i, '')
    .replaceAll(/(?<=\d) (?=\d{3})/g, '.');
  if (plain === '') return null;
  return parseVnd(plain) ?? 'unreadable';
}

function figuresIn(row: ListRow): readonly (readonly [figure: Figure, at: number])[] {
  return row.cells.flatMap((cell, at) => {
    const label = folded(cell.text.split(':')[0] ?? '');
    const found = LABELS.find(([pattern]) => pattern.test(label));
    return found === undefined ? [] : [[found[1], at] as const];
  });
}

/** What the rows of a list come to, for comparison with what it prints. */
interface Counted {
  people: number;
  faults: number;
  paid: number;
  uncollected: number;
  pending: number;
  amounts: Record<'paid' | 'uncollected' | 'pending', Vnd>;
  all: Vnd;
  sinceTotal: Vnd;
  backColumn: Vnd | null;
  isAmountKnown: boolean;
}

/** Adds up rows and compares the totals that are printed between and below them. */
export interface TotalsCheck {
  add(row: ResultRow): void;
  /** A row that is no payment. `amountAt`: the column of amounts. */
  foot(row: ListRow, amountAt: number | undefined): void;
  finish(): { readonly problems: readonly FileProblem[]; readonly handedBack: Vnd | null };
}

function differs(row: number, what: string, said: number, found: string): FileProblem {
  return {
    code: 'total_differs',
    message: `dòng ${row} (row ${row}): ${what} ghi ${groupedNumber(said)}, các dòng là ${found} (the list says ${groupedNumber(said)}, its rows ${found})`,
  };
}

/** What a figure may be, and by how much more because of rows with faults. Null: the rows do not tell. */
function allowed(
  figure: Figure,
  counted: Counted,
): { readonly right: readonly number[]; readonly more: number } | null {
  const { paid, uncollected, pending } = counted.amounts;
  if (figure === 'listed') return { right: [counted.people], more: 0 };
  if (figure === 'received') return { right: [counted.paid], more: counted.faults };
  // Whom nothing is said of may have been counted as not paid.
  if (figure === 'notReceived')
    return { right: [counted.uncollected, counted.uncollected + counted.pending], more: counted.faults };
  if (figure === 'handedBack' && counted.backColumn !== null) return { right: [counted.backColumn], more: 0 };
  if (!counted.isAmountKnown) return null;
  const more = counted.all - paid - uncollected - pending;
  if (figure === 'paid') return { right: [paid], more };
  const left = [uncollected, addVnd(uncollected, pending)];
  // The office may keep what nobody collected for the next month's list.
  return { right: figure === 'handedBack' ? [...left, 0] : left, more };
}

function count(counted: Counted, { answer, amount, handedBack }: ResultRow): void {
  counted.people += 1;
  if (amount === null) counted.isAmountKnown = false;
  const money = amount ?? ZERO_VND;
  counted.all = addVnd(counted.all, money);
  counted.sinceTotal = addVnd(counted.sinceTotal, money);
  if (handedBack !== null) counted.backColumn = addVnd(counted.backColumn ?? ZERO_VND, handedBack);
  if (answer.fault !== null) counted.faults += 1;
  else if (answer.status === 'paid' || answer.status === 'uncollected' || answer.status === 'pending') {
    counted[answer.status] += 1;
    counted.amounts[answer.status] = addVnd(counted.amounts[answer.status], money);
  }
}

/** Counts nothing yet. Money in VND. */
export function totalsCheck(): TotalsCheck {
  const counted: Counted = {
    people: 0,
    faults: 0,
    paid: 0,
    uncollected: 0,
    pending: 0,
    amounts: { paid: ZERO_VND, uncollected: ZERO_VND, pending: ZERO_VND },
    all: ZERO_VND,
    sinceTotal: ZERO_VND,
    backColumn: null,
    isAmountKnown: true,
  };
  const problems: FileProblem[] = [];
  const figures: { readonly row: number; readonly figure: Figure; readonly said: Vnd }[] = [];
  const totals: { readonly row: number; readonly said: Vnd; readonly since: Vnd; readonly isLast: boolean }[] = [];
  const unreadable = (row: number): void => {
    const message = `dòng ${row} (row ${row}): tổng không đọc được (a total cannot be read)`;
    problems.push({ code: 'unreadable_total', message });
  };
  return {
    add: (row) => count(counted, row),
    foot: (row, amountAt) => {
      for (const [figure, at] of figuresIn(row)) {
        const said = figureAt(row, at);
        if (said === 'unreadable') unreadable(row.row);
        else if (said !== null) figures.push({ row: row.row, figure, said });
      }
      const label = labelOf(row);
      const cell = amountAt === undefined ? undefined : row.cells[amountAt];
      if (!TOTAL.test(label) || cell === undefined) return;
      const said = readMoney(cell);
      if (said !== null && typeof said === 'object') unreadable(row.row);
      else if (said !== null) totals.push({ row: row.row, said, since: counted.sinceTotal, isLast: label !== 'cong' });
      counted.sinceTotal = ZERO_VND;
    },
    finish: () => {
      for (const { row, said, since, isLast } of totals)
        if (counted.isAmountKnown && said !== counted.all && (isLast || said !== since))
          problems.push(differs(row, 'tổng cộng (total)', said, groupedNumber(counted.all)));
      for (const { row, figure, said } of figures) {
        const rows = allowed(figure, counted);
        if (rows !== null && !rows.right.some((one) => said >= one && said <= one + rows.more))
          problems.push(differs(row, WORDS[figure], said, [...new Set(rows.right)].map(groupedNumber).join(' / ')));
      }
      const back = figures.find(({ figure }) => figure === 'handedBack')?.said ?? counted.backColumn;
      return { problems, handedBack: back };
    },
  };
}
