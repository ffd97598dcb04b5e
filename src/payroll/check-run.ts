import { inTransaction } from '../store/database.ts';
import { contentHashOf } from '../store/run-content.ts';
import { uncoverCommunes } from '../store/run-opening.ts';
import { type ControlTotals, beginComputing, controlTotals, failRun, writeTotals } from '../store/run-totals.ts';
import { communeFindings, saveCommuneFindings } from '../store/commune-controls.ts';
import { keepBlocks } from '../store/control-blocks.ts';
import { bridgeOfShards, lastMonthList, paidByCommune, saveBridge } from '../store/run-bridge.ts';
import { saveSums, sumsOfShards } from '../store/run-sums.ts';
import { getRun, lockRun } from '../store/runs.ts';
import { refreshComputed } from '../store/statistics.ts';
import { type Claim, finishItem, holdFence } from '../store/work.ts';
import { type Step, noteStep } from './audit-step.ts';
import { formsOfRun } from './bank-forms.ts';
import { checkBankForms } from './check-bank-forms.ts';
import { gapInBridge } from './close-bridge.ts';
import type { Context } from './context.ts';
import { lawOfRun } from './law-in-force.ts';

const COMPUTED: Pick<Step, 'actor' | 'command'> = { actor: 'worker', command: 'compute' };

/** The first control total that does not agree, as a sentence; null when all agree. VND. */
function disagreement({ shards, rows }: ControlTotals): string | null {
  const pairs = [
    ['payments', shards.payments, rows.payments],
    ['amount of payments', shards.amount, rows.amount],
    ['amount of lines without a hold', shards.amount, rows.freeLines],
    ['amount held', shards.heldAmount, rows.heldLines],
    [
      'current + arrears + carried - recovered',
      shards.current + shards.arrears + shards.carried - shards.recovered,
      rows.amount,
    ],
    ['amount of all lines', shards.lineAmount, rows.freeLines + rows.heldLines],
  ] as const;
  const wrong = pairs.find(([, one, other]) => one !== other);
  return wrong === undefined
    ? null
    : `Control totals differ: ${wrong[0]} is ${wrong[1]} by the shards and ${wrong[2]} by the rows. Run the month again.`;
}

/**
 * Adds the run up two ways and makes it a draft for a person to look at; a run that finds nothing to pay is closed at once.
 * The content hash covers every line and payment, shard by shard. Where two ways of adding up differ, or the bridge from last
 * month's list does not close, the run fails with a sentence that says where.
 */
export async function checkRun(context: Context, claim: Claim): Promise<void> {
  await refreshComputed(context.database);
  const view = await getRun(context.database, claim.runNo);
  const rules = (await lawOfRun(context.law, context.database, view)).catalogue.controls;
  const forms = await formsOfRun(context.database, context.banks, view);
  // Why not awaited here: this process adds up while the database does.
  const adding = sumsOfShards(context.database, claim.runNo);
  adding.catch(() => undefined);
  const totals = await controlTotals(context.database, claim.runNo);
  const bridge = await bridgeOfShards(context.database, claim.runNo);
  const lastMonth = await lastMonthList(context.database, view);
  const paid = await paidByCommune(context.database, claim.runNo);

  const wrong = disagreement(totals) ?? gapInBridge(bridge, lastMonth, paid);
  const contentSha256 = await contentHashOf(context.database.pool, claim.runNo);
  const sums = await adding;
  const hasPayments = totals.shards.payments > 0;

  await inTransaction(context.database, async (client) => {
    await holdFence(client, claim);
    const run = await lockRun(client, claim.runNo);
    await finishItem(client, claim, {});
    if (run.status !== 'computing' && run.status !== 'queued') return;
    await beginComputing(client, run.runNo);
    if (wrong !== null) {
      await failRun(client, run.runNo, wrong);
      await noteStep(context, client, { ...COMPUTED, what: { run: run.runId, status: 'failed' } });
      return;
    }
    await saveBridge(client, run.runNo, bridge);
    const found = await communeFindings(client, run, rules);
    await saveCommuneFindings(client, run.runNo, rules, found);
    await keepBlocks(client, run, rules);
    const unfit = forms === null ? 0 : await checkBankForms(client, run, forms, rules);
    await saveSums(client, run.runNo, sums);
    const shards = { ...totals.shards, exceptions: totals.shards.exceptions + found.length + unfit };
    const status = hasPayments ? 'draft' : 'closed';
    await writeTotals(client, run.runNo, status, shards, contentSha256);
    if (!hasPayments) await uncoverCommunes(client, run.runNo);
    await noteStep(context, client, { ...COMPUTED, what: { run: run.runId, status } });
  });
}
