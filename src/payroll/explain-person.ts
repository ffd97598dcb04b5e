import { type MonthBalance, reconcile } from '../domain/balance.ts';
import { type Catalogue, entryFor } from '../domain/catalogue.ts';
import { FAMILIES, type Family, familyOf } from '../domain/category.ts';
import { dueFor } from '../domain/entitlement.ts';
import { type Result, done } from '../domain/failure.ts';
import { deskFor } from '../domain/law-on.ts';
import { sourceText } from '../domain/level.ts';
import { type Month, monthIndex, monthsBetween } from '../domain/month.ts';
import { type Payee, payeeIn } from '../domain/payment.ts';
import { type Payslip, type PayslipLine, type PersonFacts, payslipOf } from '../domain/payslip.ts';
import { stayIn } from '../domain/person.ts';
import { type AwardReason, reasonsFor } from '../domain/reason.ts';
import type { Instalment, RecoveryOrder } from '../domain/recovery.ts';
import { type Client, type Database, inTransaction } from '../store/database.ts';
import {
  type PersonFile,
  type StoryFile,
  type StoryLine,
  type StoryOutcome,
  type StoryPosting,
  filesOfPayments,
  linesOfPersons,
  liveRunOf,
  outcomesOfPersons,
  postingsOfPersons,
  twinsOf,
} from '../store/person-story.ts';
import {
  type HoldEvent,
  type PlaceName,
  holdsOfPersons,
  placeNames,
  versionsOfPersons,
} from '../store/person-versions.ts';
import { loadFacts } from '../store/shard-facts.ts';
import { type ExplainRequest, type Opening, openStory } from './open-story.ts';
import { type Change, changesOf } from './person-changes.ts';

/** Due, paid and balance of one family for the month, and what was paid too much. VND. */
export interface FamilySum extends MonthBalance {
  readonly overpaid: number;
  readonly outstanding: number;
}

/** What the next run would do about the month if it were made now. */
export interface NextRun {
  readonly month: Month;
  /** A run of that month that waits for approval already; null: none. */
  readonly runId: string | null;
  readonly lines: readonly PayslipLine[];
  readonly instalments: readonly Instalment[];
}

/** Why an amount: everything that is known about a person and a month. */
export interface Explanation {
  readonly request: ExplainRequest;
  readonly file: PersonFile;
  readonly facts: PersonFacts;
  readonly communeCode: string;
  readonly pension: number;
  /** At the end of the month, in months. */
  readonly ageMonths: number;
  readonly payee: Payee | null;
  readonly awards: readonly AwardReason[];
  /** The text by which the law pays nothing for a category any more, or not yet, by award. */
  readonly endedBy: ReadonlyMap<string, string>;
  readonly changes: readonly Change[];
  readonly holds: readonly HoldEvent[];
  readonly twins: readonly string[];
  readonly lines: readonly StoryLine[];
  readonly files: readonly StoryFile[];
  readonly outcomes: readonly StoryOutcome[];
  readonly postings: readonly StoryPosting[];
  readonly orders: readonly RecoveryOrder[];
  readonly sums: readonly FamilySum[];
  /** Every month of the books in which something is due or was paid, the latest first. */
  readonly months: readonly MonthBalance[];
  readonly next: NextRun;
  readonly places: readonly PlaceName[];
}

/** What tables alone tell; everything but the computation. */
type Told = Pick<
  Explanation,
  'changes' | 'holds' | 'lines' | 'files' | 'outcomes' | 'postings' | 'places' | 'twins'
> & {
  readonly live: Awaited<ReturnType<typeof liveRunOf>>;
};

async function readTold(
  client: Client,
  opening: Opening,
  facts: PersonFacts,
  request: ExplainRequest,
): Promise<Omit<Told, 'twins'>> {
  const { file } = opening;
  const { month, timeZone } = request;
  const ids = [file.personId, ...file.merged];
  const lines = await linesOfPersons(client, ids, month);
  const runNos = [...new Set(lines.map((line) => line.runNo))];
  return {
    changes: changesOf(await versionsOfPersons(client, ids, month, timeZone), request.names),
    holds: await holdsOfPersons(client, ids, timeZone),
    lines,
    outcomes: await outcomesOfPersons(client, ids, runNos, timeZone),
    postings: await postingsOfPersons(client, ids, month, timeZone),
    places: await placeNames(client, ids),
    files: await filesOfPayments(client, ids, runNos),
    live: await liveRunOf(client, facts.claimant.communeCode),
  };
}

/** The texts that end, or do not begin yet, what awards without a rule ask for. */
function endingTexts(
  catalogue: Catalogue,
  reasons: readonly AwardReason[],
  request: ExplainRequest,
): Map<string, string> {
  return new Map(
    reasons.flatMap(({ award, reason }) => {
      if (reason.code !== 'no_rule') return [];
      const entry = entryFor(catalogue.rules.get(award.category) ?? [], request.month, request.knownAt);
      return entry === null ? [] : [[award.awardId, sourceText(entry)]];
    }),
  );
}

/** Paying awards first, by family; then the others, the latest first. */
function inReadingOrder(reasons: readonly AwardReason[]): readonly AwardReason[] {
  const rank = ({ award, reason }: AwardReason): number =>
    reason.code === 'pays' ? FAMILIES.indexOf(familyOf(award.category)) : FAMILIES.length;
  return reasons.toSorted(
    (a, b) =>
      rank(a) - rank(b) || b.award.startMonth - a.award.startMonth || (a.award.awardId < b.award.awardId ? -1 : 1),
  );
}

function sumsOf(balances: readonly MonthBalance[], month: Month): readonly FamilySum[] {
  const found = new Map<Family, MonthBalance>(
    balances.filter((one) => one.month === month).map((one) => [one.family, one]),
  );
  return FAMILIES.flatMap((family) => {
    const balance = found.get(family);
    if (balance === undefined) return [];
    const outstanding = Math.max(0, 0 - balance.balance);
    return [{ ...balance, outstanding, overpaid: outstanding + balance.recovered }];
  });
}

function nextRunOf(slip: Payslip, window: readonly Month[], month: Month, told: Told): NextRun {
  const next = window.at(-1) ?? month;
  return {
    month: next,
    runId: told.live !== null && told.live.month === next ? told.live.runId : null,
    lines: slip.lines.filter((line) => line.month === month),
    instalments: slip.instalments.filter((one) => one.month === month),
  };
}

/**
 * Why a person was paid what for a month: the law and what it makes of every award, what changed, what was paid and what became
 * of it, and what the next run would do. Everything as it stands now; the law as known on a day. Reads only, and a fixed number
 * of questions. `everywhere`: the whole of the books, where `database` sees a few communes only. What the computation needs is read
 * there, so that it comes to what a run comes to; what is told is read where the reader may. Who is shown must be looked up before.
 * Refuses an unknown person, and a month before the law or outside the books.
 */
export async function explainPerson(
  database: Database,
  catalogue: Catalogue,
  request: ExplainRequest,
  everywhere: Database = database,
): Promise<Result<Explanation>> {
  const opening = await inTransaction(everywhere, (client) => openStory(client, catalogue, request));
  if (!opening.ok) return opening;
  const { file, view } = opening.value;
  const { month } = request;
  const [known] = [...(await loadFacts(everywhere, view, { firstKey: file.personId, lastKey: file.personId }))];
  if (known === undefined) throw new RangeError('a registered person has no facts');
  const read = await inTransaction(database, (client) => readTold(client, opening.value, known, request));
  const twins = await inTransaction(everywhere, (client) => twinsOf(client, file, view.month, view.registryBatch));
  const told = { ...read, twins };

  const facts = { ...known, holds: { ...known.holds, isDuplicate: told.twins.length > 0 } };
  const desk = deskFor(catalogue, view.windowFrom, view.month);
  const law = desk.lawOn(view.knownAt);
  const window = monthsBetween(view.windowFrom, view.month);
  const { balances } = reconcile(
    window,
    (at) => dueFor(law, facts.claimant, facts.awards, at),
    facts.issued,
    facts.refunds,
  );
  const awards = inReadingOrder(reasonsFor(law, facts.claimant, facts.awards, month));
  const stay = stayIn(facts.claimant, month);
  return done({
    request,
    file,
    facts,
    communeCode: stay.communeCode,
    pension: stay.pension,
    ageMonths: monthIndex(month) - monthIndex(facts.claimant.birthMonth),
    payee: payeeIn(facts.payees, month),
    awards,
    endedBy: endingTexts(catalogue, awards, request),
    ...told,
    orders: facts.orders,
    sums: sumsOf(balances, month),
    months: balances
      .filter((one) => one.due !== 0 || one.paid !== 0 || one.recovered !== 0)
      .toSorted((a, b) => b.month - a.month || FAMILIES.indexOf(a.family) - FAMILIES.indexOf(b.family)),
    next: nextRunOf(payslipOf(law, window, facts, desk), window, month, told),
  });
}
