import { type BankSheet, type FileForm, type ListTemplate, showsWord } from '../domain/bank-sheet.ts';
import type { BankOrder, BankPayment } from './bank-order.ts';
import { listTexts } from './bank-template.ts';
import { spreadsheetCell } from './csv-text.ts';
import { bankText } from './latin-text.ts';

/** Why a payment cannot go into a bank's form. Reasons name nobody. */
export type BankFault =
  | 'account_missing'
  | 'account_form'
  | 'name_missing'
  | 'name_letters'
  | 'name_too_long'
  | 'amount_too_high'
  | 'bank_not_listed'
  | 'text_too_long';

/** What each reason says, in Vietnamese and English. */
export const BANK_FAULT_TEXT: Readonly<Record<BankFault, string>> = {
  account_missing: 'thiếu số tài khoản (no account)',
  account_form: 'số tài khoản không đúng dạng hoặc quá dài (account form or length)',
  name_missing: 'thiếu tên chủ tài khoản (no account holder)',
  name_letters: 'tên có ký tự ngân hàng không nhận (letters that banks do not take)',
  name_too_long: 'tên dài quá giới hạn của ngân hàng (name too long)',
  amount_too_high: 'số tiền vượt giới hạn một giao dịch (above the limit of one payment)',
  bank_not_listed: 'chưa có mã của ngân hàng nhận trong phiếu ngân hàng (the receiving bank has no code)',
  text_too_long: 'nội dung dài quá giới hạn của mẫu (a text is too long for the form)',
};

/** The asked bank's sheet, its form, and what the file says besides its payments. */
export interface CheckedForm {
  readonly sheet: BankSheet;
  readonly form: FileForm;
  readonly order: Omit<BankOrder, 'payments'>;
}

function nameFault(name: string, limit: number | null): BankFault | null {
  const text = bankText(name);
  if (text === '') return 'name_missing';
  if (text.includes('?')) return 'name_letters';
  return limit !== null && text.length > limit ? 'name_too_long' : null;
}

function templateFault(template: ListTemplate, texts: readonly (string | null)[]): BankFault | null {
  for (const [at, column] of template.columns.entries()) {
    const text = texts[at] ?? null;
    if (text === null) return 'bank_not_listed';
    // A spreadsheet would run it as a formula; what keeps it from doing so would be part of the name at the bank.
    if (column.cell === 'text' && spreadsheetCell(text) !== text) return 'name_letters';
    if (column.max !== null && text.length > column.max)
      return showsWord(column, 'account_name') ? 'name_too_long' : 'text_too_long';
  }
  return null;
}

/**
 * Why a bank would refuse a payment, and with it the whole file; null: it takes it. Looked at: account (digits, length), name (empty, letters,
 * length as written), amount (VND), whether the form can name the receiving bank. Nothing is ever cut to fit.
 */
export function checkPayment(checked: CheckedForm, payment: BankPayment): BankFault | null {
  return paymentCheck(checked)(payment);
}

/** `checkPayment` for many payments of one order: what all of them share is worked out once. */
export function paymentCheck({ sheet, form, order }: CheckedForm): (payment: BankPayment) => BankFault | null {
  const isInBank = order.debtor.bank.bin === order.provider.bin;
  const textsOf = form.kind === 'list' ? listTexts(form.template, { ...order, payments: [] }) : null;
  return (payment) => {
    const fault = fieldFault(sheet, form, isInBank, payment);
    if (fault !== null || form.kind !== 'list' || textsOf === null) return fault;
    return templateFault(form.template, textsOf(payment, sheet.limits.rows));
  };
}

function fieldFault(
  sheet: BankSheet,
  form: FileForm,
  isInBank: boolean,
  { accountNo, accountName, amount }: BankPayment,
): BankFault | null {
  if (accountNo === '') return 'account_missing';
  if (!/^\d{6,34}$/.test(accountNo) || (!isInBank && accountNo.length > sheet.limits.accountDigits))
    return 'account_form';
  const name = nameFault(accountName, form.kind === 'list' ? null : form.profile.nameLimit);
  if (name !== null) return name;
  const limit = isInBank ? sheet.limits.inBankAmount : sheet.limits.interBankAmount;
  if (limit !== null && amount > limit) return 'amount_too_high';
  if (sheet.limits.total !== null && amount > sheet.limits.total) return 'amount_too_high';
  return null;
}
