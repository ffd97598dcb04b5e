import { firstMonthOf } from '../domain/catalogue.ts';
import { dueFor } from '../domain/entitlement.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { type Forecast, openForecast } from '../domain/forecast.ts';
import { deskFor } from '../domain/law-on.ts';
import { type IsoDate, type Month, formatMonth, monthsBetween } from '../domain/month.ts';
import { type PersonFacts, payslipOf } from '../domain/payslip.ts';
import { canRun } from '../domain/run.ts';
import { duplicatesNow, runBeingIssued } from '../store/books-view.ts';
import { type Client, type Database, inTransaction } from '../store/database.ts';
import { isMonthClosed } from '../store/outcomes.ts';
import { booksNow, communeCodes, cutIntoShards, firstMonthOfBooks, frozenNow } from '../store/run-opening.ts';
import type { BooksView, Run } from '../store/runs.ts';
import { loadFacts } from '../store/shard-facts.ts';
import type { KeyRange } from '../store/shard-queries.ts';
import type { LawBook } from './context.ts';

export interface DryRunRequest {
  readonly month: Month;
  readonly knownAt: IsoDate;
  /** Null: the whole province. */
  readonly communes: readonly string[] | null;
  readonly shardPersons: number | null;
}

/** What the run of the month would be if it were opened now, by each of the laws that were asked about. */
export interface DryRun {
  readonly kind: Run['kind'];
  readonly forecasts: readonly Forecast[];
}

interface View {
  readonly books: BooksView;
  readonly kind: Run['kind'];
  readonly ranges: readonly KeyRange[];
  readonly duplicates: ReadonlySet<string>;
}

/** The books as a run opened now would freeze them, or the refusal that it would meet. */
async function viewNow(client: Client, request: DryRunRequest): Promise<Result<View>> {
  const { month, knownAt, communes } = request;
  const known = await communeCodes(client);
  if (known.length === 0)
    return refused('empty_registry', 'The registry is empty. Import it first: chitra import FOLDER');
  const unknown = communes?.filter((code) => !known.includes(code)) ?? [];
  if (unknown.length > 0)
    return refused('unknown_commune', `The registry has no commune ${unknown.join(', ')}. Check --communes.`);
  const busy = await runBeingIssued(client, communes ?? known);
  if (busy !== null)
    return refused('run_being_issued', `Run ${busy} is being issued. Wait until it is issued: chitra status`);
  if (await isMonthClosed(client, month))
    return refused(
      'month_closed',
      `Month ${formatMonth(month)} is closed. What is still owed is paid by a later month.`,
    );
  const now = await booksNow(client);
  const first = await firstMonthOfBooks(client, now.registryBatch);
  if (first !== null && month < first)
    return refused(
      'month_before_books',
      `The books begin with ${formatMonth(first)}; ${formatMonth(month)} is closed.`,
    );
  const windowFrom = first ?? month;
  const { isMonthIssued } = await frozenNow(client, month, communes);
  return done({
    books: { runNo: 0, month, knownAt, windowFrom, recomputeFrom: windowFrom, communes, ...now },
    kind: isMonthIssued ? 'supplementary' : 'regular',
    ranges: await cutIntoShards(client, communes, request.shardPersons),
    duplicates: await duplicatesNow(client, month, now.registryBatch),
  });
}

/** Adds persons to a forecast by one law, compiled for the window that a run by it would have. */
function byLaw(
  { catalogue }: LawBook,
  { month: runMonth, knownAt, windowFrom }: BooksView,
  forecast: Forecast,
): (facts: PersonFacts) => void {
  const lawBegins = firstMonthOf(catalogue);
  const from = windowFrom < lawBegins ? lawBegins : windowFrom;
  const desk = deskFor(catalogue, from, runMonth);
  const law = desk.lawOn(knownAt);
  const window = monthsBetween(from, runMonth);
  // What comparing persons finds is marked only when a run is opened: a forecast holds no money for it.
  return (facts) => {
    forecast.add(facts, payslipOf(law, window, facts, desk), (month) =>
      dueFor(law, facts.claimant, facts.awards, month),
    );
  };
}

/**
 * What the run of a month would pay if it were opened now, by each of `laws`: from the database as it stands, without a queue
 * and without writing anything; a draft that waits for approval does not count. One range of persons in memory at a time.
 * Refuses what a run would be refused for: a month that cannot be run, unknown communes, an empty registry; and books that are
 * just being written (`run_being_issued`).
 */
export async function dryRun(
  database: Database,
  laws: readonly [LawBook, ...LawBook[]],
  request: DryRunRequest,
  progress: (done: number, all: number) => void,
): Promise<Result<DryRun>> {
  const possible = canRun(request.month, request.knownAt, firstMonthOf(laws[0].catalogue));
  if (!possible.ok) return possible;
  const view = await inTransaction(database, (client) => viewNow(client, request));
  if (!view.ok) return view;
  const { books, kind, ranges, duplicates } = view.value;
  const forecasts = laws.map(() => openForecast());
  const counters = forecasts.map((forecast, at) => byLaw(laws[at] ?? laws[0], books, forecast));
  for (const [at, range] of ranges.entries()) {
    for (const facts of await loadFacts(database, books, range)) {
      const holds = { ...facts.holds, isDuplicate: duplicates.has(facts.personId) };
      for (const count of counters) count({ ...facts, holds });
    }
    progress(at + 1, ranges.length);
  }
  return done({ kind, forecasts });
}
