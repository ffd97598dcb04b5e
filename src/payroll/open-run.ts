import { hash } from 'node:crypto';
import { firstMonthOf } from '../domain/catalogue.ts';
import { controlsText } from '../domain/control.ts';
import { type Law, lawKnownAt, lawText, legalBases } from '../domain/law.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { type IsoDate, type Month, addMonths, formatMonth, month } from '../domain/month.ts';
import { GIVEN_BACK_BASIS } from '../domain/balance.ts';
import { RECOVERY_BASIS } from '../domain/recovery.ts';
import { canRun, runIdOf } from '../domain/run.ts';
import { keepLawTexts } from '../store/amendments.ts';
import { keepBankForms } from '../store/bank-forms.ts';
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
  restartRun,
  writeLegalBases,
} from '../store/run-opening.ts';
import { isMonthClosed } from '../store/outcomes.ts';
import { type Baseline, findBaseline, markDuplicates, markMerged, markRecompute } from '../store/run-marks.ts';
import { markFindings } from '../store/control-marks.ts';
import { type Run, lockBooks, lockRun } from '../store/runs.ts';
import { roleOfActor } from '../store/users.ts';
import { addItems } from '../store/work.ts';
import { type BankForms, formsInForce } from './bank-forms.ts';
import type { Context } from './context.ts';
import { lawInForce } from './law-in-force.ts';

export interface RunRequest {
  readonly month: Month;
  readonly knownAt: IsoDate;
  /** Null: the whole province. */
  readonly communes: readonly string[] | null;
  /** Compute every month of everybody; else the past of those only for whom something changed since the run before. */
  readonly full: boolean;
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
    run.lastOutcomeEvent === frozen.lastOutcomeEvent &&
    run.isFull === frozen.isFull &&
    run.catalogueSha256 === frozen.catalogueSha256 &&
    run.bankFormsSha256 === frozen.bankFormsSha256
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

/** The hash of each month of a law, by month as yyyymm. */
function lawHashes(law: Law): Record<string, string> {
  const months = law.months.map((_, at) =>
    month(Math.floor((law.firstIndex + at) / 12) * 100 + ((law.firstIndex + at) % 12) + 1),
  );
  return Object.fromEntries(months.map((at) => [String(at), hash('sha256', lawText(law, at)).slice(0, 16)]));
}

/** The first month after a baseline that must be computed for everybody: it is new, or its law changed since. */
function firstChange(baseline: Baseline, lawMonths: Readonly<Record<string, string>>, runMonth: Month): Month {
  const next = addMonths(baseline.month, 1);
  const changed = Object.keys(lawMonths)
    .filter((at) => baseline.lawMonths[at] !== lawMonths[at])
    .map(Number);
  return month(Math.min(runMonth, next, ...changed));
}

/** A context with the law and the forms of the banks in force now. */
interface Opening extends Context {
  readonly forms: BankForms;
}

/** A run to be opened, and the run it goes on from. */
interface Frozen extends NewRun {
  readonly baseline: Baseline | null;
}

async function freeze(context: Opening, client: Client, request: RunRequest): Promise<Result<Frozen>> {
  const registryBatch = await lockBooks(client);
  const first = await firstMonthOfBooks(client, registryBatch);
  if (first !== null && request.month < first) {
    return refused(
      'month_before_books',
      `The books begin with ${formatMonth(first)}; ${formatMonth(request.month)} is closed.`,
    );
  }
  if (await isMonthClosed(client, request.month)) {
    return refused(
      'month_closed',
      `Month ${formatMonth(request.month)} is closed. What is still owed for it is paid by the run of a later month.`,
    );
  }
  const frozen = await frozenNow(client, request.month, request.communes);
  const begin = first ?? request.month;
  // Why: where no law says what was due, everything that was paid would look overpaid.
  const lawBegins = firstMonthOf(context.law.catalogue);
  const windowFrom = begin < lawBegins ? lawBegins : begin;
  const lawMonths = lawHashes(lawKnownAt(context.law.catalogue, request.knownAt, windowFrom, request.month));
  const controlsSha256 = hash('sha256', controlsText(context.law.catalogue.controls));
  const baseline = request.full ? null : await findBaseline(client, { ...request, windowFrom, controlsSha256 });
  const sequence = frozen.runsOfMonth + 1;
  return done({
    runId: runIdOf(request.month, sequence),
    month: request.month,
    sequence,
    kind: frozen.isMonthIssued ? 'supplementary' : 'regular',
    province: context.province,
    communes: request.communes?.toSorted() ?? null,
    knownAt: request.knownAt,
    windowFrom,
    catalogueSha256: context.law.sha256,
    bankFormsSha256: context.forms.sha256,
    registryBatch,
    lastHoldEvent: frozen.lastHoldEvent,
    issuedRuns: frozen.issuedRuns,
    lastOutcomeEvent: frozen.lastOutcomeEvent,
    isFull: request.full,
    baselineRunNo: baseline?.runNo ?? null,
    recomputeFrom: baseline === null ? windowFrom : firstChange(baseline, lawMonths, request.month),
    lawMonths,
    controlsSha256,
    maker: request.actor,
    baseline,
  });
}

async function writeWork(
  context: Opening,
  client: Client,
  runNo: number,
  run: Frozen,
  communes: readonly string[],
): Promise<void> {
  await coverCommunes(client, runNo, communes);
  await markMerged(client, runNo, run.registryBatch);
  await markDuplicates(client, runNo, run.month);
  await markFindings(client, {
    runNo,
    month: run.month,
    windowFrom: run.windowFrom,
    rules: context.law.catalogue.controls,
    reasons: context.law.catalogue.reasons,
    lastHoldEvent: run.lastHoldEvent,
  });
  await keepLawTexts(client, context.law.sha256, context.law.texts);
  await keepBankForms(client, context.forms.sha256, context.forms.texts);
  if (run.baseline !== null) await markRecompute(client, runNo, run.baseline);
  const law = lawKnownAt(context.law.catalogue, run.knownAt, run.windowFrom, run.month);
  await writeLegalBases(client, [...legalBases(law), RECOVERY_BASIS, GIVEN_BACK_BASIS]);
  const shards = await cutIntoShards(client, run.communes, context.shardPersons);
  if (shards.length > 0) await addItems(client, runNo, 'compute', shards);
  else await addItems(client, runNo, 'check', [{ ordinal: 1, firstKey: '', lastKey: '' }]);
}

function notAnOfficer(actor: string, role: string): ReturnType<typeof refused> {
  return refused(
    'not_officer',
    `${actor} là ${role}: chỉ cán bộ lập mới lập đợt chi trả. / ${actor} is ${role} here; runs are made by officers.`,
  );
}

/** Opens a run inside a transaction of the caller: see openRun. */
export async function openRunWithin(given: Context, client: Client, request: RunRequest): Promise<Result<number>> {
  await lockBooks(client);
  const role = await roleOfActor(client, request.actor);
  if (role !== null && role !== 'officer') return notAnOfficer(request.actor, role);
  const law = await lawInForce(given.law, client);
  if (!law.ok) return law;
  const forms = formsInForce(given.banks);
  if (!forms.ok) return forms;
  const context = { ...given, law: law.value, forms: forms.value };
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
 * Refuses a month that cannot be run, sheets of banks with faults, unknown communes, and communes that another unfinished run covers.
 */
export async function openRun(context: Context, request: RunRequest): Promise<Result<number>> {
  return inTransaction(context.database, (client) => openRunWithin(context, client, request));
}
