import { sumVnd, type Vnd } from '../domain/money.ts';
import type { Month } from '../domain/month.ts';
import { csvRow, spreadsheetCell } from './csv-text.ts';
import { bankText } from './latin-text.ts';
import { localMonth } from './vietnamese-number.ts';

export interface BankEntry {
  readonly endToEndId: string;
  /** Text, never a number: leading zeros belong to the account. */
  readonly accountNo: string;
  readonly accountName: string;
  /** VND, more than 0. */
  readonly amount: Vnd;
}

/** What one bank pays in one commune for one month. */
export interface BankList {
  readonly month: Month;
  readonly bankBin: string;
  readonly communeCode: string;
  readonly entries: readonly BankEntry[];
}

const COLUMNS = ['stt', 'end_to_end_id', 'account_no', 'account_name', 'bank_bin', 'amount', 'content'];

// NAPAS takes 50 characters of content.
const CONTENT_LIMIT = 50;

/**
 * What the beneficiary reads on the statement: capitals without marks, at most 50 characters (NAPAS), never a category.
 * Ends in the last part of the payment's end-to-end id, so that a returned transfer can be found by it.
 */
export function paymentContent(month: Month, endToEndId: string): string {
  const text = `CHI TRA TRO CAP XA HOI THANG ${localMonth(month)} `;
  const lastPart = (endToEndId.split(/[^A-Za-z0-9]/).at(-1) ?? '').toUpperCase();
  return text + lastPart.slice(-(CONTENT_LIMIT - text.length));
}

function checked(list: BankList): readonly BankEntry[] {
  const entries = [...list.entries].sort((a, b) => (a.endToEndId < b.endToEndId ? -1 : 1));
  const which = `bank list of ${list.bankBin} in commune ${list.communeCode}`;
  entries.forEach((entry, index) => {
    if (entry.amount <= 0) throw new RangeError(`${which}: a payment must be more than 0 VND`);
    if (entry.endToEndId === entries[index + 1]?.endToEndId) throw new Error(`${which}: one end-to-end id twice`);
  });
  return entries;
}

/** Sum of a bank list in VND. */
export function bankListTotal(list: BankList): Vnd {
  return sumVnd(list.entries.map((entry) => entry.amount));
}

/**
 * The CSV a bank pays from: sorted by end-to-end id, amounts in whole VND, names in ASCII capitals. No total row and no
 * byte order mark (the text is ASCII): totals stand in the manifest. Refuses (throws: a bug) amounts of 0 or less and
 * an end-to-end id that stands twice.
 */
export function bankList(list: BankList): Uint8Array {
  const rows = checked(list).map((entry, index) =>
    csvRow([
      String(index + 1),
      spreadsheetCell(entry.endToEndId),
      spreadsheetCell(entry.accountNo),
      spreadsheetCell(bankText(entry.accountName)),
      list.bankBin,
      String(entry.amount),
      paymentContent(list.month, entry.endToEndId),
    ]),
  );
  return new TextEncoder().encode(csvRow(COLUMNS) + rows.join(''));
}
