import type { Law } from '../domain/law.ts';
import { deskFor } from '../domain/law-on.ts';
import { type Month, monthsBetween } from '../domain/month.ts';
import { type Desk, type Payslip, type PersonFacts, payslipOf } from '../domain/payslip.ts';
import { inTransaction } from '../store/database.ts';
import { type BooksView, getRun } from '../store/runs.ts';
import { loadFacts } from '../store/shard-facts.ts';
import { basisNumbers, saveShardResults, shardResults } from '../store/shard-results.ts';
import { type Claim, addItems, finishItem, holdFence } from '../store/work.ts';
import type { Context } from './context.ts';
import { lawOfRun } from './law-in-force.ts';

/** The window of a run: all of it, and the part that is computed for persons in whose past nothing changed. */
export interface Windows {
  readonly whole: readonly Month[];
  readonly recent: readonly Month[];
}

/** The windows of a run. */
export function windowsOf(view: BooksView): Windows {
  return {
    whole: monthsBetween(view.windowFrom, view.month),
    recent: monthsBetween(view.recomputeFrom, view.month),
  };
}

function* payslips(
  facts: Iterable<PersonFacts>,
  law: Law,
  windows: Windows,
  desk: Desk,
): Generator<readonly [PersonFacts, Payslip], undefined> {
  for (const person of facts)
    yield [person, payslipOf(law, person.isWhole ? windows.whole : windows.recent, person, desk)];
}

/** Computes the payslips of one range of persons and stores them in one transaction. The last shard asks for the check. */
export async function computeShard(context: Context, claim: Claim): Promise<void> {
  const run = await getRun(context.database, claim.runNo);
  const { catalogue } = await lawOfRun(context.law, context.database, run);
  const facts = await loadFacts(context.database, run, claim);
  const bases = await basisNumbers(context.database);

  const desk = deskFor(catalogue, run.windowFrom, run.month);
  const slips = payslips(facts, desk.lawOn(run.knownAt), windowsOf(run), desk);
  const results = shardResults(run, claim, slips, bases, catalogue.controls);

  await inTransaction(context.database, async (client) => {
    await holdFence(client, claim);
    await saveShardResults(client, results);
    if (await finishItem(client, claim, results.totals, results.sums))
      await addItems(client, run.runNo, 'check', [{ ordinal: 1, firstKey: '', lastKey: '' }]);
  });
}
