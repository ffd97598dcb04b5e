import { type Law, lawKnownAt } from '../domain/law.ts';
import { type Month, monthsBetween } from '../domain/month.ts';
import { type Payslip, type PersonFacts, payslipOf } from '../domain/payslip.ts';
import { inTransaction } from '../store/database.ts';
import { type BooksView, getRun } from '../store/runs.ts';
import { loadFacts } from '../store/shard-facts.ts';
import { basisNumbers, saveShardResults, shardResults } from '../store/shard-results.ts';
import { type Claim, addItems, finishItem, holdFence } from '../store/work.ts';
import type { Context } from './context.ts';

/** Thrown when this process knows another law than the run was opened with: the shard must be done by a worker of the right version. */
export class OtherLaw extends Error {
  override readonly name = 'OtherLaw';
}

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
): Generator<readonly [PersonFacts, Payslip], undefined> {
  for (const person of facts) yield [person, payslipOf(law, person.isWhole ? windows.whole : windows.recent, person)];
}

/** Computes the payslips of one range of persons and stores them in one transaction. The last shard asks for the check. */
export async function computeShard(context: Context, claim: Claim): Promise<void> {
  const run = await getRun(context.database, claim.runNo);
  if (run.catalogueSha256 !== context.law.sha256) throw new OtherLaw('this worker has another catalogue of law');
  const facts = await loadFacts(context.database, run, claim);
  const bases = await basisNumbers(context.database);

  const law = lawKnownAt(context.law.catalogue, run.knownAt, run.windowFrom, run.month);
  const results = shardResults(run, claim.ordinal, payslips(facts, law, windowsOf(run)), bases);

  await inTransaction(context.database, async (client) => {
    await holdFence(client, claim);
    await saveShardResults(client, results);
    if (await finishItem(client, claim, results.totals))
      await addItems(client, run.runNo, 'check', [{ ordinal: 1, firstKey: '', lastKey: '' }]);
  });
}
