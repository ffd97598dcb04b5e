import { createHash } from 'node:crypto';
import { endToEndIdOf, paymentIdOf } from '../domain/run.ts';
import { ZERO_VND, sumVnd } from '../domain/money.ts';
import { messageIdOf } from '../domain/payment-ids.ts';
import type { PayingAccount } from '../domain/paying-account.ts';
import { bankList } from '../formats/bank-list.ts';
import { pain001 } from '../formats/pain-001.ts';
import { type PostList, postList, postListSheet } from '../formats/post-list.ts';
import { postListPdf } from '../formats/post-print.ts';
import { type RunMoment, approvalMoment, payingAccounts } from '../store/paying-accounts.ts';
import { ASKS_NO_BANK, type Payout, type PayoutFile, payoutsOfCommune, placeNames } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import { type BankForms, type BankShelf, formsOfRun } from './bank-forms.ts';
import { type AskedPayout, type BankAsk, askOf, partsOf, splitByFault } from './bank-orders.ts';
import type { Context } from './context.ts';

/** What lists are made from. */
export type ListPlace = Pick<Context, 'database' | 'provinceName' | 'press'>;

/** A payout file in memory, and the line it gets in the manifest: without a signature, which whoever writes it first gives. */
export interface PayoutList {
  readonly file: PayoutFile;
  readonly content: Uint8Array;
}

export interface PlaceNames {
  readonly communes: ReadonlyMap<string, string>;
  readonly points: ReadonlyMap<string, string>;
}

/** An approved run with what all its lists need. */
export interface ListedRun {
  readonly run: Run;
  readonly names: PlaceNames;
  /** Null: the run is from before forms were kept; its banks get the generic CSV. */
  readonly forms: BankForms | null;
  readonly moment: RunMoment;
}

/** A run that has forms of its banks. */
type FormedRun = ListedRun & { readonly forms: BankForms };

/** Loads what the lists of an approved run need; forms that were read before are taken from the shelf. */
export async function listedRun(
  { database }: Pick<ListPlace, 'database'>,
  run: Run,
  shelf: BankShelf,
): Promise<ListedRun> {
  const forms = await formsOfRun(database, shelf, run);
  return { run, forms, names: await placeNames(database, run), moment: await approvalMoment(database, run) };
}

type FileWords = Pick<PayoutFile, 'path' | 'kind' | 'communeCode'> & Partial<PayoutFile>;

function listed(words: FileWords, payouts: readonly Payout[], content: Uint8Array): PayoutList {
  const ordinals = payouts.map((payout) => payout.ordinal);
  const file: PayoutFile = {
    ...ASKS_NO_BANK,
    sha256: createHash('sha256').update(content).digest('hex'),
    bytes: content.length,
    provider: payouts[0]?.provider ?? '',
    payments: payouts.length,
    amount: sumVnd(payouts.map((payout) => payout.amount)),
    firstOrdinal: ordinals.reduce((least, ordinal) => Math.min(least, ordinal)),
    lastOrdinal: ordinals.reduce((most, ordinal) => Math.max(most, ordinal)),
    ...words,
  };
  return { file, content };
}

/** The program's own CSV: for runs of earlier versions, and for what a bank's form cannot hold. */
function genericList(run: Run, payouts: readonly Payout[], words: FileWords): PayoutList {
  const entries = payouts.map((payout) => ({
    endToEndId: endToEndIdOf(run.province, run.runId, payout.ordinal),
    accountNo: payout.accountNo,
    accountName: payout.accountName,
    amount: payout.amount,
  }));
  const list = { month: run.month, bankBin: payouts[0]?.provider ?? '', communeCode: words.communeCode, entries };
  return listed(words, payouts, bankList(list));
}

/** One part of what a bank is asked, in its form. */
function bankPart({ run, forms }: FormedRun, ask: BankAsk, asked: readonly AskedPayout[], part: number): PayoutList {
  const { communeCode } = ask.order.debtor;
  const provider = ask.order.provider.bin;
  const { province, runId } = run;
  const messageId = messageIdOf({ province, runId, provider, communeCode, part });
  const order = { ...ask.order, messageId, payments: asked.map(({ payment }) => payment) };
  const isMessage = ask.form.kind === 'pain.001';
  const content =
    ask.form.kind === 'pain.001'
      ? Buffer.from([...pain001([order], ask.form.profile)].join(''))
      : forms.writerOf(ask.form.template)(order);
  const ending = ask.form.kind === 'pain.001' ? 'xml' : ask.form.template.file;
  const words: FileWords = {
    path: `bank/${provider}/${communeCode}${part === 1 ? '' : `-${part}`}.${ending}`,
    kind: isMessage ? 'pain.001' : 'bank-list',
    communeCode,
    messageId,
    debtorBank: ask.asked.bankBin,
    debtorAccount: ask.asked.account?.accountNo ?? null,
    executesOn: order.executesOn,
  };
  const payouts = asked.map(({ payout }) => payout);
  return listed(words, payouts, content);
}

function* bankLists(
  listing: FormedRun,
  communeCode: string,
  accounts: readonly PayingAccount[],
  payouts: readonly Payout[],
): Generator<PayoutList, undefined> {
  const { run, forms, moment, names } = listing;
  const provider = payouts[0]?.provider ?? '';
  const communeName = names.communes.get(communeCode) ?? communeCode;
  const ask = askOf(forms, { run, moment, communeCode, communeName, accounts, provider });
  const { fit, rest } = splitByFault(run, ask, payouts);
  let part = 0;
  for (const some of partsOf(fit, ask.sheet.limits)) yield bankPart(listing, ask, some, (part += 1));
  if (rest.length > 0)
    yield genericList(run, rest, {
      path: `bank/${provider}/${communeCode}-by-hand.csv`,
      kind: 'bank-list',
      communeCode,
      debtorBank: ask.asked.bankBin,
      debtorAccount: ask.asked.account?.accountNo ?? null,
      executesOn: moment.executesOn,
      byHand: rest.map((payout) => payout.ordinal),
    });
}

/** The list that a post office pays from, and the same as a paper: a copy, with no payments of its own. */
async function* postLists(
  { provinceName, press }: ListPlace,
  { run, names, forms }: ListedRun,
  communeCode: string,
  payouts: readonly Payout[],
): AsyncGenerator<PayoutList, undefined> {
  const { paymentPoint = '', provider = '' } = payouts[0] ?? {};
  const list: PostList = {
    provinceName,
    month: run.month,
    runId: run.runId,
    commune: { code: communeCode, name: names.communes.get(communeCode) ?? communeCode },
    point: { code: paymentPoint, name: names.points.get(paymentPoint) ?? paymentPoint, provider },
    entries: payouts.map((payout) => ({ ...payout, paymentId: paymentIdOf(run.runId, payout.ordinal) })),
  };
  const sheet = postListSheet(list);
  const path = postPathOf(paymentPoint, communeCode);
  yield listed({ path, kind: 'post-list', communeCode }, payouts, await postList(list, sheet));
  // Runs from before forms were kept had no papers.
  if (forms === null) return;
  const copy = { copyOf: path, payments: 0, amount: ZERO_VND };
  const words = { path: path.replace(/\.xlsx$/, '.pdf'), kind: 'post-list-pdf', communeCode, ...copy };
  yield listed(words, payouts, postListPdf(list, press.fonts(), sheet));
}

/** Why: a code from a file must not choose the folder it is written to. */
function fileName(code: string): string {
  return code.replaceAll(/[^A-Za-z0-9_-]/g, (sign) => `~${sign.codePointAt(0)?.toString(16)}`);
}

/** Where the list of a payment point stands in the folder of its run. */
export function postPathOf(paymentPoint: string, communeCode: string): string {
  return `post/${communeCode}/${fileName(paymentPoint)}.xlsx`;
}

/**
 * The payout files of one commune: for each bank the parts that the asked bank takes, and a list for what its form cannot hold; a list per payment
 * point of the post, and its paper; each made when the loop asks for it. What they hold depends on nothing but what the database holds of an approved run: the
 * same bytes whenever and wherever it is asked.
 */
export async function* payoutListsOf(
  context: ListPlace,
  listing: ListedRun,
  communeCode: string,
): AsyncGenerator<PayoutList, undefined> {
  const { run, forms } = listing;
  const accounts = (await payingAccounts(context.database.pool, run, communeCode)).get(communeCode) ?? [];
  for (const payouts of await payoutsOfCommune(context.database, run, communeCode)) {
    if (payouts[0]?.channel !== 'bank') yield* postLists(context, listing, communeCode, payouts);
    else if (forms !== null) yield* bankLists({ ...listing, forms }, communeCode, accounts, payouts);
    else {
      const path = `bank/${payouts[0].provider}/${communeCode}.csv`;
      yield genericList(run, payouts, { path, kind: 'bank-list', communeCode });
    }
  }
}
