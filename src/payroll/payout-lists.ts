import { createHash } from 'node:crypto';
import { endToEndIdOf, paymentIdOf } from '../domain/run.ts';
import { sumVnd } from '../domain/money.ts';
import { bankList } from '../formats/bank-list.ts';
import { postList } from '../formats/post-list.ts';
import { type Payout, type PayoutFile, payoutsOfCommune } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import type { Context } from './context.ts';

/** What lists are made from. */
export type ListPlace = Pick<Context, 'database' | 'provinceName'>;

/** A payout file in memory, and the line it gets in the manifest. */
export interface PayoutList {
  readonly file: PayoutFile;
  readonly content: Uint8Array;
}

export interface PlaceNames {
  readonly communes: ReadonlyMap<string, string>;
  readonly points: ReadonlyMap<string, string>;
}

function listed(
  path: string,
  kind: string,
  communeCode: string,
  payouts: readonly Payout[],
  content: Uint8Array,
): PayoutList {
  const sha256 = createHash('sha256').update(content).digest('hex');
  const amount = sumVnd(payouts.map((payout) => payout.amount));
  const provider = payouts[0]?.provider ?? '';
  return {
    file: { path, sha256, bytes: content.length, kind, provider, communeCode, payments: payouts.length, amount },
    content,
  };
}

function bankListOf(run: Run, communeCode: string, payouts: readonly Payout[]): PayoutList {
  const bankBin = payouts[0]?.provider ?? '';
  const entries = payouts.map((payout) => ({
    endToEndId: endToEndIdOf(run.province, run.runId, payout.ordinal),
    accountNo: payout.accountNo,
    accountName: payout.accountName,
    amount: payout.amount,
  }));
  const content = bankList({ month: run.month, bankBin, communeCode, entries });
  return listed(listPathOf(true, bankBin, '', communeCode), 'bank-list', communeCode, payouts, content);
}

async function postListOf(
  context: ListPlace,
  run: Run,
  communeCode: string,
  payouts: readonly Payout[],
  names: PlaceNames,
): Promise<PayoutList> {
  const { paymentPoint = '', provider = '' } = payouts[0] ?? {};
  const content = await postList({
    provinceName: context.provinceName,
    month: run.month,
    runId: run.runId,
    commune: { code: communeCode, name: names.communes.get(communeCode) ?? communeCode },
    point: { code: paymentPoint, name: names.points.get(paymentPoint) ?? paymentPoint, provider },
    entries: payouts.map((payout) => ({ ...payout, paymentId: paymentIdOf(run.runId, payout.ordinal) })),
  });
  return listed(listPathOf(false, provider, paymentPoint, communeCode), 'post-list', communeCode, payouts, content);
}

/** Why: a code from a file must not choose the folder it is written to. */
function fileName(code: string): string {
  return code.replaceAll(/[^A-Za-z0-9_-]/g, (sign) => `~${sign.codePointAt(0)?.toString(16)}`);
}

/** Where the list that names a payment stands in the folder of its run. */
export function listPathOf(isBank: boolean, provider: string, paymentPoint: string, communeCode: string): string {
  return isBank ? `bank/${provider}/${communeCode}.csv` : `post/${communeCode}/${fileName(paymentPoint)}.xlsx`;
}

/**
 * The payout files of one commune: a list per bank, and a list per payment point of the post, each made when the loop asks for it. What
 * they hold depends on nothing but what the database holds of an approved run: the same bytes whenever and wherever it is asked.
 */
export async function* payoutListsOf(
  context: ListPlace,
  run: Run,
  communeCode: string,
  names: PlaceNames,
): AsyncGenerator<PayoutList, undefined> {
  for (const payouts of await payoutsOfCommune(context.database, run, communeCode)) {
    yield payouts[0]?.channel === 'bank'
      ? bankListOf(run, communeCode, payouts)
      : await postListOf(context, run, communeCode, payouts, names);
  }
}
