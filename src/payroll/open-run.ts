import { firstMonthOf } from '../domain/catalogue.ts';
import { lawKnownAt, legalBases } from '../domain/law.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { type IsoDate, type Month, formatMonth } from '../domain/month.ts';
import { canRun, runIdOf } from '../domain/run.ts';
import { keepLawTexts } from '../store/amendments.ts';
import { type Client, inTransaction } from '../store/database.ts';
import {
  type NewRun,
  communeCodes,
  coverCommunes,
  cutIntoShards,
  firstMonthOfBooks,
  frozenNow,
  insertRun,
  liveRunsOf,
  markDuplicates,
  restartRun,
  writeLegalBases,
} from '../store/run-opening.ts';
import { type Run, lockBooks, lockRun } from '../store/runs.ts';
import { addItems } from '../store/work.ts';
import type { Context } from './context.ts';
import { lawInForce } from './law-in-force.ts';

export interface RunRequest {
  readonly month: Month;
  readonly knownAt: IsoDate;
  /** Null: the whole province. */
  readonly communes: readonly string[] | null;
  readonly actor: string;
}

function sameScope(run: Run, request: RunRequest): boolean {
  return (
    run.month === request.month && (run.communes ?? ['*']).join() === (request.communes?.toSorted() ?? ['*']).join()
  );
}

function isUnchanged(run: Run, frozen: NewRun): boolean {
  return (
    (run.status === 'queued' || run.status === 'computing') &&
    run.knownAt === frozen.knownAt &&
    run.maker === frozen.maker &&
    run.registryBatch === frozen.registryBatch &&
    run.lastHoldEvent === frozen.lastHoldEvent &&
    run.issuedRuns === frozen.issuedRuns &&
    run.catalogueSha256 === frozen.catalogueSha256
  );
}

/** The communes of the request, or a refusal that names those the registry does not know. */
async function scopeOf(client: Client, request: RunRequest): Promise<Result<readonly string[]>> {
  const known = await communeCodes(client);
  if (known.length === 0)
    return refused('empty_registry', 'The registry is empty. Import it first: chitra import FOLDER');
  const unknown = request.communes?.filter((code) => !known.includes(code)) ?? [];
  if (unknown.length > 0) {
    return refused(
      'unknown_commune',
      `The registry has no commune ${unknown.join(', ')}. Check --communes or import communes.csv.`,
    );
  }
  return done(request.communes ?? known);
}

async function freeze(context: Context, client: Client, request: RunRequest): Promise<Result<NewRun>> {
  const registryBatch = await lockBooks(client);
  const first = await firstMonthOfBooks(client, registryBatch);
  if (first !== null && request.month < first) {
    return refused(
      'month_before_books',
      `The books begin with ${formatMonth(first)}; ${formatMonth(request.month)} is closed.`,
    );
  }
  const frozen = await frozenNow(client, request.month, request.communes);
  const begin = first ?? request.month;
  // Why: where no law says what was due, everything that was paid would look overpaid.
  const lawBegins = firstMonthOf(context.law.catalogue);
  const sequence = frozen.runsOfMonth + 1;
  return done({
    runId: runIdOf(request.month, sequence),
    month: request.month,
    sequence,
    kind: frozen.isMonthIssued ? 'supplementary' : 'regular',
    province: context.province,
    communes: request.communes?.toSorted() ?? null,
    knownAt: request.knownAt,
    windowFrom: begin < lawBegins ? lawBegins : begin,
    catalogueSha256: context.law.sha256,
    registryBatch,
    lastHoldEvent: frozen.lastHoldEvent,
    issuedRuns: frozen.issuedRuns,
    maker: request.actor,
  });
}

async function writeWork(
  context: Context,
  client: Client,
  runNo: number,
  run: NewRun,
  communes: readonly string[],
): Promise<void> {
  await coverCommunes(client, runNo, communes);
  await markDuplicates(client, runNo, run.month);
  await keepLawTexts(client, context.law.sha256, context.law.texts);
  await writeLegalBases(client, legalBases(lawKnownAt(context.law.catalogue, run.knownAt, run.windowFrom, run.month)));
  const shards = await cutIntoShards(client, run.communes, context.shardPersons);
  if (shards.length > 0) await addItems(client, runNo, 'compute', shards);
  else await addItems(client, runNo, 'check', [{ ordinal: 1, firstKey: '', lastKey: '' }]);
}

/** Opens a run inside a transaction of the caller: see openRun. */
export async function openRunWithin(given: Context, client: Client, request: RunRequest): Promise<Result<number>> {
  await lockBooks(client);
  const law = await lawInForce(given.law, client);
  if (!law.ok) return law;
  const context = { ...given, law: law.value };
  const possible = canRun(request.month, request.knownAt, firstMonthOf(context.law.catalogue));
  if (!possible.ok) return possible;
  const frozen = await freeze(context, client, request);
  if (!frozen.ok) return frozen;
  const scope = await scopeOf(client, request);
  if (!scope.ok) return scope;
  const live = await Promise.all((await liveRunsOf(client, scope.value)).map((runNo) => lockRun(client, runNo)));
  const same = live.find((run) => sameScope(run, request));
  const other = live.find((run) => run !== same);
  if (other !== undefined) {
    return refused(
      'run_in_the_way',
      `Run ${other.runId} covers some of these communes and is ${other.status}. Approve or reject it first.`,
    );
  }
  if (same?.status === 'approved') {
    return refused('run_being_issued', `Run ${same.runId} is being issued. Wait until it is issued: chitra status`);
  }
  if (same !== undefined && isUnchanged(same, frozen.value)) return done(same.runNo);
  if (same !== undefined) await restartRun(client, same.runNo, frozen.value);
  const runNo = same?.runNo ?? (await insertRun(client, frozen.value));
  await writeWork(context, client, runNo, frozen.value, scope.value);
  return done(runNo);
}

/**
 * Opens the run of a month: freezes what is known (law, registry, holds, books), and writes one row of work per shard. A draft of
 * the same scope is computed again; one that is being computed from the same facts is joined. Answers the run's number.
 * Refuses a month that cannot be run, unknown communes, and communes that another unfinished run covers.
 */
export async function openRun(context: Context, request: RunRequest): Promise<Result<number>> {
  return inTransaction(context.database, (client) => openRunWithin(context, client, request));
}
