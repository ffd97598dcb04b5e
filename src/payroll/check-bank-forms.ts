import { type BankBook, type ListTemplate, showsWord } from '../domain/bank-sheet.ts';
import { type ControlBook, findingOf } from '../domain/control.ts';
import { parseDate } from '../domain/month.ts';
import type { PayingAccount } from '../domain/paying-account.ts';
import { vnd } from '../domain/money.ts';
import { BANK_FAULT_TEXT, checkPayment } from '../formats/bank-check.ts';
import { type PlainPayment, banksOfRun, savePaymentFindings, unplainPayments } from '../store/bank-checks.ts';
import type { Client } from '../store/database.ts';
import { payingAccounts } from '../store/paying-accounts.ts';
import type { Run } from '../store/runs.ts';
import type { BankForms } from './bank-forms.ts';
import { type AskFacts, type BankAsk, askOf, bankPayment, faultOf } from './bank-orders.ts';

const CONTROL = 'bank_form';
const NOBODY = { personId: '', communeCode: '', ordinal: 1 };

function leastOf(values: readonly (number | null)[], otherwise: number): number {
  return values.reduce<number>((least, value) => Math.min(least, value ?? least), otherwise);
}

function templatesOf(book: BankBook): readonly ListTemplate[] {
  return [book.others, ...book.sheets.values()].flatMap(({ inBank, interBank }) =>
    [inBank ?? [], interBank ?? []].flat(),
  );
}

function widths(book: BankBook, word: 'account_name' | 'account_no'): (number | null)[] {
  return templatesOf(book).flatMap(({ columns }) =>
    columns.filter((column) => showsWord(column, word)).map((column) => column.max),
  );
}

/** A day that stands for the approval, which is still to come: no form depends on it. */
function factsOf(run: Run, communeCode: string, accounts: readonly PayingAccount[], provider: string): AskFacts {
  const executesOn = parseDate(run.knownAt) ?? run.knownAt;
  const moment = { createdAt: '', executesOn };
  return { run, moment, communeCode, communeName: communeCode, accounts, provider };
}

function refusesPlain(run: Run, ask: BankAsk): boolean {
  const payment = { ...NOBODY, accountNo: '123456', accountName: 'AN', amount: vnd(1) };
  const { endToEndId, paymentId, uetr } = bankPayment(run, { ...EMPTY_PAYOUT, ...payment });
  return checkPayment(ask, { endToEndId, paymentId, uetr, ...payment }) !== null;
}

const EMPTY_PAYOUT = {
  ...NOBODY,
  channel: 'bank',
  provider: '',
  paymentPoint: '',
  amount: vnd(1),
  current: vnd(1),
  arrears: vnd(0),
  carried: vnd(0),
  recovered: vnd(0),
  arrearsMonths: 0,
  fullName: '',
  birthYear: '',
  nationalIdEnd: '',
  accountNo: '',
  accountName: '',
  collector: '',
} as const;

/** What passes every form that the run may use. */
function plainOf(
  forms: BankForms,
  run: Run,
  providers: readonly string[],
  accounts: ReadonlyMap<string, readonly PayingAccount[]>,
): PlainPayment {
  const { book } = forms;
  const limits = [book.others, ...book.sheets.values()].map((sheet) => sheet.limits);
  const amounts = limits.flatMap((limit) => [limit.inBankAmount, limit.interBankAmount, limit.total]);
  const amount = leastOf(amounts, Number.MAX_SAFE_INTEGER);
  // Each bank that anybody may ask stands for all communes that ask it.
  const askable = new Map([...accounts.values()].flat().map((account) => [account.bankBin, account]));
  const hasNoAccount: readonly PayingAccount[] = [];
  const asked = [hasNoAccount, ...[...askable.values()].map((account) => [account])];
  return {
    nameLength: leastOf(
      [...widths(book, 'account_name'), ...[...book.profiles.values()].map((one) => one.nameLimit)],
      140,
    ),
    accountLength: leastOf([...widths(book, 'account_no'), ...limits.map((limit) => limit.accountDigits)], 19),
    amount: amount === Number.MAX_SAFE_INTEGER ? null : amount,
    otherBanks: providers.filter((provider) =>
      asked.some((own) => refusesPlain(run, askOf(forms, factsOf(run, '00000', own, provider)))),
    ),
  };
}

/**
 * Looks at every payment to an account as the bank that will be asked would: what does not go into its form is a finding about the person, seen
 * before the approval. Such a payment is not held: it goes into a list of its own that a person pays by hand. Answers how many there are.
 */
export async function checkBankForms(client: Client, run: Run, forms: BankForms, rules: ControlBook): Promise<number> {
  const providers = await banksOfRun(client, run.runNo);
  if (providers.length === 0) return 0;
  const accounts = await payingAccounts(client, run, null);
  const asks = new Map<string, BankAsk>();
  const askFor = (communeCode: string, provider: string): BankAsk => {
    const key = `${communeCode} ${provider}`;
    const ask = asks.get(key) ?? askOf(forms, factsOf(run, communeCode, accounts.get(communeCode) ?? [], provider));
    asks.set(key, ask);
    return ask;
  };
  const findings = (await unplainPayments(client, run, plainOf(forms, run, providers, accounts))).flatMap((payout) => {
    const { personId, communeCode, provider } = payout;
    const ask = askFor(communeCode, provider);
    const fault = faultOf(run, ask, payout);
    if (fault === null) return [];
    const detail = `${ask.asked.bankBin}: ${BANK_FAULT_TEXT[fault]}`;
    return [{ personId, communeCode, ...findingOf(rules, { control: CONTROL, detail }) }];
  });
  await savePaymentFindings(client, run.runNo, CONTROL, findings);
  return findings.length;
}
