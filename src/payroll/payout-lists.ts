import { createHash } from 'node:crypto';
import { endToEndIdOf, paymentIdOf } from '../domain/run.ts';
import { sumVnd } from '../domain/money.ts';
import { bankList } from '../formats/bank-list.ts';
import { postList } from '../formats/post-list.ts';
import { type Payout, type PayoutFile, payoutsOfCommune } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import type { Context } from './context.ts';

/** A payout file in memory, and the line it gets in the manifest. */
export interface PayoutList {
  readonly file: PayoutFile;
  readonly content: Uint8Array;
}

export interface PlaceNames {
  readonly communes: ReadonlyMap<string, string>;
  readonly points: ReadonlyMap<string, string>;
}

function grouped(payouts: readonly Payout[], keyOf: (payout: Payout) => string): [string, Payout[]][] {
  const groups = new Map<string, Payout[]>();
  for (const payout of payouts) {
    const key = keyOf(payout);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [payout]);
    else group.push(payout);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
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

function bankLists(run: Run, communeCode: string, payouts: readonly Payout[]): PayoutList[] {
  return grouped(payouts, (payout) => payout.provider).map(([bankBin, own]) => {
    const entries = own.map((payout) => ({
      endToEndId: endToEndIdOf(run.province, run.runId, payout.ordinal),
      accountNo: payout.accountNo,
      accountName: payout.accountName,
      amount: payout.amount,
    }));
    const content = bankList({ month: run.month, bankBin, communeCode, entries });
    return listed(`bank/${bankBin}/${communeCode}.csv`, 'bank-list', communeCode, own, content);
  });
}

async function postLists(
  context: Context,
  run: Run,
  communeCode: string,
  payouts: readonly Payout[],
  names: PlaceNames,
): Promise<PayoutList[]> {
  const lists: PayoutList[] = [];
  for (const [pointCode, own] of grouped(payouts, (payout) => payout.paymentPoint)) {
    const content = await postList({
      provinceName: context.provinceName,
      month: run.month,
      runId: run.runId,
      commune: { code: communeCode, name: names.communes.get(communeCode) ?? communeCode },
      point: { code: pointCode, name: names.points.get(pointCode) ?? pointCode, provider: own[0]?.provider ?? '' },
      entries: own.map((payout) => ({ ...payout, paymentId: paymentIdOf(run.runId, payout.ordinal) })),
    });
    lists.push(listed(`post/${communeCode}/${fileName(pointCode)}.xlsx`, 'post-list', communeCode, own, content));
  }
  return lists;
}

/** Why: a code from a file must not choose the folder it is written to. */
function fileName(code: string): string {
  return code.replaceAll(/[^A-Za-z0-9_-]/g, (sign) => `~${sign.codePointAt(0)?.toString(16)}`);
}

/**
 * The payout files of one commune: a list per bank, and a list per payment point of the post. A pure function of what the database
 * holds of an approved run: the same bytes whenever and wherever it is asked.
 */
export async function payoutListsOf(
  context: Context,
  run: Run,
  communeCode: string,
  names: PlaceNames,
): Promise<readonly PayoutList[]> {
  const payouts = await payoutsOfCommune(context.database, run, communeCode);
  const byBank = payouts.filter((payout) => payout.channel === 'bank');
  const byPost = payouts.filter((payout) => payout.channel === 'post');
  return [...bankLists(run, communeCode, byBank), ...(await postLists(context, run, communeCode, byPost, names))];
}
