import { createHash, hash } from 'node:crypto';
import { type Hash, type Sha256, leafHash, merkleRoot } from '../domain/merkle.ts';
import { addVnd, type Vnd, vnd, ZERO_VND } from '../domain/money.ts';
import { blockRoots, communesOfRun, lastLedgerRoot, postedTotals, sealBooks } from '../store/approval.ts';
import { eachRow } from '../store/bulk.ts';
import { type Client, inTransaction } from '../store/database.ts';
import { type PostingRows, postingsOfRange, saveBlock } from '../store/ledger.ts';
import { uncoverCommunes } from '../store/run-opening.ts';
import { type Run, getRun, lockBooks, lockRun } from '../store/runs.ts';
import { type Claim, addItems, finishItem, holdFence } from '../store/work.ts';
import type { Context } from './context.ts';

const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'binary');

const RECOVERY = Buffer.from('\trecovery\t');

/** What a posting adds to the money that goes out, in VND: a recovery takes it away. The amount is the last cell of a row. */
function amountOfRow(row: Buffer): Vnd {
  const amount = Number(row.toString('latin1', row.lastIndexOf(9) + 1));
  return vnd(row.includes(RECOVERY) ? 0 - amount : amount);
}

/** Merkle root (RFC 6962) of posting rows, and the sum in VND of what goes out by them; a leaf is a row without its line feed. */
export function sealRows(rows: PostingRows): {
  readonly root: string;
  readonly postings: number;
  readonly amount: Vnd;
} {
  let [postings, amount] = [0, ZERO_VND];
  function* leaves(): Generator<Hash> {
    for (const row of eachRow(rows)) {
      postings += 1;
      amount = addVnd(amount, amountOfRow(row));
      yield leafHash(row, sha256);
    }
  }
  const root = Buffer.from(merkleRoot(leaves(), sha256), 'latin1').toString('hex');
  return { root, postings, amount };
}

/** The root of a run: the Merkle root over its blocks' roots, chained to the root of the run issued before it. */
export function chainRoots(blocks: readonly string[], previous: string): string {
  const root = merkleRoot(
    blocks.map((block) => leafHash(Buffer.from(block, 'hex'), sha256)),
    sha256,
  );
  return createHash('sha256').update(Buffer.from(previous, 'hex')).update(root, 'latin1').digest('hex');
}

async function sealRun(client: Client, run: Run): Promise<void> {
  const posted = await postedTotals(client, run.runNo);
  if (posted.amount !== run.totals?.amount)
    throw new RangeError('the ledger of the run does not add up to what was signed');
  const last = await lastLedgerRoot(client);
  await sealBooks(
    client,
    run.runNo,
    last.issueNo + 1,
    chainRoots(await blockRoots(client, run.runNo), last.root),
    last.root,
  );
  await uncoverCommunes(client, run.runNo);
  const communes = await communesOfRun(client, run.runNo);
  const items = communes.map((code, at) => ({ ordinal: at + 1, firstKey: code, lastKey: code }));
  await addItems(client, run.runNo, 'files', items);
}

/** Posts the ledger of one range of persons as a sealed block. The last block seals the run's books and asks for the files. */
export async function issueShard(context: Context, claim: Claim): Promise<void> {
  const run = await getRun(context.database, claim.runNo);
  const rows = await postingsOfRange(context.database, run, claim.ordinal, claim);

  const seal = sealRows(rows);

  await inTransaction(context.database, async (client) => {
    await holdFence(client, claim);
    await saveBlock(
      client,
      run.runNo,
      { block: claim.ordinal, firstKey: claim.firstKey, lastKey: claim.lastKey, ...seal },
      rows,
    );
    // Why the books before the run: opening and approving lock in this order too.
    await lockBooks(client);
    const isLast = await finishItem(client, claim, { postings: seal.postings });
    if (isLast) await sealRun(client, await lockRun(client, run.runNo));
  });
}
