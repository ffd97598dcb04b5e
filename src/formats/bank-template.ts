import type { ListColumn, ListTemplate, ListWord, Pattern } from '../domain/bank-sheet.ts';
import { sumVnd } from '../domain/money.ts';
import { paymentContent } from './bank-list.ts';
import type { BankOrder, BankPayment } from './bank-order.ts';
import { type WorkbookWriter, bankWorkbooks } from './bank-workbook.ts';
import { spreadsheetCell } from './csv-text.ts';
import { bankText, composed } from './latin-text.ts';
import type { Cell } from './sheet.ts';
import { localMonth } from './vietnamese-number.ts';

const NAMES: ReadonlySet<ListWord> = new Set(['account_name', 'debtor_name', 'bank_name', 'asked_bank']);

/** What the words of a list mean for the whole of it; null: not known. */
function orderWords(order: BankOrder): Partial<Record<ListWord, string | null>> {
  const { debtor, provider, executesOn, month } = order;
  const [year = '', inYear = '', day = ''] = executesOn.split('-');
  return {
    bank_bin: provider.bin,
    bank_name: provider.name,
    bank_citad: provider.citad,
    asked_bank: debtor.bank.name,
    debtor_account: debtor.accountNo ?? debtor.communeCode,
    debtor_name: debtor.name,
    commune_code: debtor.communeCode,
    month: localMonth(month),
    date: `${day}/${inYear}/${year}`,
  };
}

function paymentWords(order: BankOrder, payment: BankPayment, row: number): Partial<Record<ListWord, string | null>> {
  return {
    row: String(row),
    end_to_end_id: payment.endToEndId,
    account_no: payment.accountNo,
    account_name: payment.accountName,
    amount: String(payment.amount),
    content: paymentContent(order.month, payment.endToEndId),
  };
}

type Words = Partial<Record<ListWord, string | null>>;

function wordText(words: Words, word: ListWord, letters: ListColumn['letters']): string | null {
  const text = words[word] ?? null;
  if (text === null || !NAMES.has(word)) return text;
  return letters === 'bank' ? bankText(text) : composed(text);
}

function patternText(pattern: Pattern, words: Words, letters: ListColumn['letters']): string | null {
  let text = '';
  for (const part of pattern) {
    const piece = typeof part === 'string' ? part : wordText(words, part.word, letters);
    if (piece === null) return null;
    text += piece;
  }
  return text;
}

/**
 * What a template prints of a payment of an order, column by column: null where it needs what nobody knows (the clearing code of a bank), else the
 * text. Columns that say the same in every row are worked out once. Whoever checks a payment asks the same function as whoever writes it.
 */
export function listTexts(
  template: ListTemplate,
  order: BankOrder,
): (payment: BankPayment, row: number) => (string | null)[] {
  const fixed = orderWords(order);
  const columns = template.columns.map(({ value, letters }) => {
    const same = patternText(value, fixed, letters);
    return (words: Words): string | null => same ?? patternText(value, words, letters);
  });
  return (payment, row) => {
    const words = { ...fixed, ...paymentWords(order, payment, row) };
    return columns.map((column) => column(words));
  };
}

function quoted(text: string, separator: string): string {
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvBytes(template: ListTemplate, order: BankOrder): Uint8Array {
  const { columns, separator, lineEnd } = template;
  const line = (cells: readonly string[]): string =>
    cells.map((cell) => quoted(cell, separator)).join(separator) + lineEnd;
  const texts = listTexts(template, order);
  const rows = order.payments.map((payment, at) =>
    line(
      texts(payment, at + 1).map((text, column) =>
        columns[column]?.cell === 'text' ? spreadsheetCell(text ?? '') : (text ?? ''),
      ),
    ),
  );
  const bom = template.bom ? '\uFEFF' : '';
  return new TextEncoder().encode(bom + line(columns.map((column) => column.heading)) + rows.join(''));
}

function workbookBytes(template: ListTemplate, write: WorkbookWriter, order: BankOrder): Uint8Array {
  const texts = listTexts(template, order);
  const title = template.title.map((pattern) => patternText(pattern, orderWords(order), 'bank') ?? '');
  const rows = order.payments.map((payment, at) =>
    texts(payment, at + 1).map((text, column): Cell =>
      template.columns[column]?.cell === 'text' ? (text ?? '') : Number(text ?? ''),
    ),
  );
  return write(title, rows, sumVnd(order.payments.map((payment) => payment.amount)));
}

/** Writes the list by which a bank is asked. */
export type ListWriter = (order: BankOrder) => Uint8Array;

/**
 * A writer of lists in the form of a template: payments in their order, amounts in whole VND as numbers, ids and accounts as text, names as the
 * column wants them. The same order gives the same bytes. What does not pass `checkPayment` may not be in it. Keep it: what all lists of a
 * template share is made once.
 */
export function bankListWriter(template: ListTemplate): ListWriter {
  if (template.file === 'csv') return (order) => csvBytes(template, order);
  const write = bankWorkbooks(template);
  return (order) => workbookBytes(template, write, order);
}
