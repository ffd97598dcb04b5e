import { type BankSheet, type FileForm, formFor, sheetOf } from '../domain/bank-sheet.ts';
import type { Vnd } from '../domain/money.ts';
import { type Asked, type PayingAccount, askedBank } from '../domain/paying-account.ts';
import { type PaymentPlace, endToEndIdAt, messageIdOf, paymentIdAt, uetrOf } from '../domain/payment-ids.ts';
import { type BankFault, checkPayment, paymentCheck } from '../formats/bank-check.ts';
import type { BankOrder, BankPayment, NamedBank } from '../formats/bank-order.ts';
import type { RunMoment } from '../store/paying-accounts.ts';
import type { Payout } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import type { BankForms } from './bank-forms.ts';

/** Whom a commune asks to pay to accounts at a bank, in which form, and what the file says besides its payments. */
export interface BankAsk {
  readonly asked: Asked;
  readonly sheet: BankSheet;
  readonly form: FileForm;
  readonly order: Omit<BankOrder, 'payments'>;
}

function namedBank({ bin, name, citad, bic }: BankSheet): NamedBank {
  return { bin, name, citad, bic };
}

/** What a question to a bank is about. */
export interface AskFacts {
  readonly run: Run;
  readonly moment: RunMoment;
  readonly communeCode: string;
  readonly communeName: string;
  readonly accounts: readonly PayingAccount[];
  /** BIN of the bank where the accounts are. */
  readonly provider: string;
}

/** Which bank a commune asks to pay to accounts at a bank, and how. The message id is that of the first part. */
export function askOf({ book }: BankForms, facts: AskFacts): BankAsk {
  const { run, moment, communeCode, provider } = facts;
  const asked = askedBank(provider, facts.accounts);
  const sheet = sheetOf(book, asked.bankBin);
  const { province, runId } = run;
  return {
    asked,
    sheet,
    form: formFor(book, asked.bankBin, provider),
    order: {
      month: run.month,
      messageId: messageIdOf({ province, runId, provider, communeCode, part: 1 }),
      ...moment,
      debtor: {
        name: asked.account?.accountName ?? `UBND ${facts.communeName}`,
        accountNo: asked.account?.accountNo ?? null,
        communeCode,
        unitCode: asked.account?.unitCode ?? '',
        bank: namedBank(sheet),
      },
      provider: namedBank(sheetOf(book, provider)),
    },
  };
}

/** A payment as a bank is asked for it. */
export function bankPayment({ province, runId }: Run, payout: Payout): BankPayment {
  const place: PaymentPlace = { province, runId, ordinal: payout.ordinal };
  return {
    paymentId: paymentIdAt(place),
    endToEndId: endToEndIdAt(place),
    uetr: uetrOf(place),
    accountNo: payout.accountNo,
    accountName: payout.accountName,
    amount: payout.amount,
  };
}

/** Why a payment cannot go into the form of the bank that is asked; null: it can. */
export function faultOf(run: Run, ask: BankAsk, payout: Payout): BankFault | null {
  return checkPayment(ask, bankPayment(run, payout));
}

/** A payment as the database holds it and as a bank is asked for it. */
export interface AskedPayout {
  readonly payout: Payout;
  readonly payment: BankPayment;
  readonly amount: Vnd;
}

/** Parts payments at accounts of one bank into those that go into the form of the bank that is asked, and those that do not. */
export function splitByFault(
  run: Run,
  ask: BankAsk,
  payouts: readonly Payout[],
): { readonly fit: readonly AskedPayout[]; readonly rest: readonly Payout[] } {
  const check = paymentCheck(ask);
  const [fit, rest]: [AskedPayout[], Payout[]] = [[], []];
  for (const payout of payouts) {
    const payment = bankPayment(run, payout);
    if (check(payment) === null) fit.push({ payout, payment, amount: payout.amount });
    else rest.push(payout);
  }
  return { fit, rest };
}

/** Cuts payments into parts that a bank takes: so many rows, and so much money (VND) where it names a limit. */
export function* partsOf<T extends { readonly amount: Vnd }>(
  payments: readonly T[],
  { rows, total }: { readonly rows: number; readonly total: number | null },
): Generator<readonly T[], undefined> {
  let part: T[] = [];
  let sum = 0;
  for (const payment of payments) {
    const isFull = part.length === rows || (total !== null && part.length > 0 && sum + payment.amount > total);
    if (isFull) {
      yield part;
      [part, sum] = [[], 0];
    }
    part.push(payment);
    sum += payment.amount;
  }
  if (part.length > 0) yield part;
}
