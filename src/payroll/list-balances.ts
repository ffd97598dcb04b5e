import { type MonthBalance, reconcile } from '../domain/balance.ts';
import { dueFor } from '../domain/entitlement.ts';
import { lawKnownAt } from '../domain/law.ts';
import { formatMonth, monthsBetween } from '../domain/month.ts';
import { csvRow, spreadsheetCell } from '../formats/csv-text.ts';
import { inTransaction } from '../store/database.ts';
import { booksNow, cutIntoShards } from '../store/run-opening.ts';
import type { BooksView, Run } from '../store/runs.ts';
import { loadFacts } from '../store/shard-facts.ts';
import type { Context } from './context.ts';
import { lawOfRun } from './law-in-force.ts';

/** One person's months. */
interface PersonBalances {
  readonly personId: string;
  readonly balances: readonly MonthBalance[];
}

function byFamilyThenMonth(a: MonthBalance, b: MonthBalance): number {
  return a.family === b.family ? a.month - b.month : a.family < b.family ? -1 : 1;
}

/** The books as they stand now, over the window and with the law of a run. */
async function viewNow(context: Context, run: Run): Promise<BooksView> {
  const now = await inTransaction(context.database, booksNow);
  return { ...run, ...now, runNo: 0, recomputeFrom: run.windowFrom };
}

async function* personBalances(context: Context, run: Run): AsyncGenerator<readonly PersonBalances[]> {
  const view = await viewNow(context, run);
  const { catalogue } = await lawOfRun(context.law, context.database, run);
  const law = lawKnownAt(catalogue, view.knownAt, view.windowFrom, view.month);
  const window = monthsBetween(view.windowFrom, view.month);
  const ranges = await inTransaction(context.database, (client) => cutIntoShards(client, view.communes, null));
  for (const range of ranges) {
    const persons: PersonBalances[] = [];
    for (const facts of await loadFacts(context.database, view, range)) {
      const dueOf = (month: (typeof window)[number]): ReturnType<typeof dueFor> =>
        dueFor(law, facts.claimant, facts.awards, month);
      const { balances } = reconcile(window, dueOf, facts.issued, facts.refunds);
      persons.push({ personId: facts.personId, balances: balances.toSorted(byFamilyThenMonth) });
    }
    yield persons;
  }
}

/**
 * Due, paid and balance (VND) of every person, family and month of a run's window, with registry, books and outcomes as they
 * stand now and the law as the run knew it. CSV rows in the order of person, family, month; one range of persons in memory.
 */
export async function* listBalances(context: Context, run: Run): AsyncGenerator<string> {
  yield csvRow(['person_id', 'family', 'month', 'due', 'paid', 'balance']);
  for await (const persons of personBalances(context, run)) {
    yield persons
      .flatMap(({ personId, balances }) =>
        balances
          .filter((one) => one.due !== 0 || one.paid !== 0)
          .map((one) =>
            csvRow([
              spreadsheetCell(personId),
              one.family,
              formatMonth(one.month),
              String(one.due),
              String(one.paid),
              String(one.balance),
            ]),
          ),
      )
      .join('');
  }
}

/**
 * The overpayment register as it stands now: what was paid above what is due, how much of it was taken or handed back, and what
 * is still out (VND), by person, family and month. CSV rows in that order.
 */
export async function* listOverpayments(context: Context, run: Run): AsyncGenerator<string> {
  yield csvRow(['person_id', 'family', 'month', 'amount', 'recovered', 'outstanding']);
  for await (const persons of personBalances(context, run)) {
    yield persons
      .flatMap(({ personId, balances }) =>
        balances
          .filter((one) => one.balance < 0 || one.recovered > 0)
          .map((one) => {
            const outstanding = Math.max(0, 0 - one.balance);
            const amount = outstanding + one.recovered;
            return csvRow([
              spreadsheetCell(personId),
              one.family,
              formatMonth(one.month),
              String(amount),
              String(one.recovered),
              String(outstanding),
            ]);
          }),
      )
      .join('');
  }
}
