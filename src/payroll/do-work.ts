import { errorCode } from '../log.ts';
import { type Claim, StaleFence, claimItem, giveBack, renewLease, takeUnsent } from '../store/work.ts';
import { inTransaction } from '../store/database.ts';
import { noteStep } from './audit-step.ts';
import { checkRun } from './check-run.ts';
import { computeShard } from './compute-shard.ts';
import type { Context } from './context.ts';
import { issueShard } from './issue-shard.ts';
import { sealFiles, writeCommuneFiles } from './write-payout-files.ts';

const STEPS = {
  compute: computeShard,
  check: checkRun,
  issue: issueShard,
  files: writeCommuneFiles,
  seal: sealFiles,
} as const satisfies Readonly<Record<Claim['stage'], (context: Context, claim: Claim) => Promise<void>>>;

/** Gives a piece of work back; when that stops its run, the audit log says so. */
function failOnce(context: Context, claim: Claim, code: string): Promise<void> {
  return inTransaction(context.database, async (client) => {
    const run = await giveBack(client, claim, code);
    if (run !== null) await noteStep(context, client, { actor: 'worker', command: claim.stage, what: { run, code } });
  });
}

async function doClaimed(context: Context, claim: Claim): Promise<void> {
  const fields = { item_no: claim.itemNo, stage: claim.stage, fence: claim.fence };
  const startedAt = performance.now();
  const heartbeat = setInterval(() => {
    renewLease(context.database, claim, context.leaseMs).catch(() => undefined);
  }, context.leaseMs / 3);
  try {
    await STEPS[claim.stage](context, claim);
    context.log.info('work done', { ...fields, ms: Math.round(performance.now() - startedAt) });
  } catch (error) {
    if (error instanceof StaleFence) {
      context.log.warn('work was taken over by another worker', fields);
      return;
    }
    context.log.error('work failed', { ...fields, code: errorCode(error) });
    await failOnce(context, claim, errorCode(error));
  } finally {
    clearInterval(heartbeat);
  }
}

/** Does one piece of work if it is there to be done; the queue may ask for it any number of times. */
export async function doWork(context: Context, itemNo: number): Promise<void> {
  const claim = await claimItem(context.database, itemNo, context.leaseMs);
  if (claim !== null) await doClaimed(context, claim);
}

/** Puts work into the queue that is not done and, as far as the database knows, not in it. Answers how many pieces. */
export async function dispatchWork(context: Context, resendAfterMs: number): Promise<number> {
  const hints = await takeUnsent(context.database, resendAfterMs);
  if (hints.length > 0) await context.queue.enqueue(hints);
  return hints.length;
}
