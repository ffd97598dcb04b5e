import { reconcile } from '../domain/balance.ts';
import { dueFor } from '../domain/entitlement.ts';
import { lawKnownAt } from '../domain/law.ts';
import { formatMonth, monthsBetween } from '../domain/month.ts';
import { csvRow } from '../formats/csv-text.ts';
import { computedRanges } from '../store/approval.ts';
import { inTransaction } from '../store/database.ts';
import type { Run } from '../store/runs.ts';
import { loadFacts } from '../store/shard-facts.ts';
import type { Context } from './context.ts';
import { lawOfRun } from './law-in-force.ts';

/**
 * Due, paid and balance (VND) of every person, family and month of a run's window, as the run saw them: before its own payments.
 * CSV rows in the order of person, family, month; one range of persons in memory at a time.
 */
export async function* listBalances(context: Context, run: Run): AsyncGenerator<string> {
  const { catalogue } = await lawOfRun(context.law, context.database, run);
  const law = lawKnownAt(catalogue, run.knownAt, run.windowFrom, run.month);
  const window = monthsBetween(run.windowFrom, run.month);
  yield csvRow(['person_id', 'family', 'month', 'due', 'paid', 'balance']);
  for (const range of await inTransaction(context.database, (client) => computedRanges(client, run.runNo))) {
    for (const facts of await loadFacts(context.database, run, range)) {
      const { balances } = reconcile(window, (month) => dueFor(law, facts.claimant, facts.awards, month), facts.issued);
      const sorted = balances.toSorted((a, b) =>
        a.family === b.family ? a.month - b.month : a.family < b.family ? -1 : 1,
      );
      yield sorted
        .map((one) =>
          csvRow([
            facts.personId,
            one.family,
            formatMonth(one.month),
            String(one.due),
            String(one.paid),
            String(one.balance),
          ]),
        )
        .join('');
    }
  }
}
