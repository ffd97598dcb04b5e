import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { readConfig } from '../../src/config.ts';
import { parseDate, parseMonth } from '../../src/domain/month.ts';
import { NO_TRAIL } from '../../src/payroll/audit-trail.ts';
import { approveRun } from '../../src/payroll/approve-run.ts';
import type { Context } from '../../src/payroll/context.ts';
import { openRun } from '../../src/payroll/open-run.ts';
import { type Opened, openContext } from '../../src/start.ts';
import { exportTable } from '../../src/store/exports.ts';
import { type Run, getRun } from '../../src/store/runs.ts';
import { type Fault, type Scene, WORKER_SESSIONS, doFault } from './faults.ts';
import type { OwnRedis } from './own-redis.ts';
import { workforceOf } from './workforce.ts';

/** How one month is worked through. */
export interface MonthPlan {
  readonly databaseUrl: string;
  /** Null: the queue is kept in PostgreSQL. */
  readonly redis: OwnRedis | null;
  readonly shardPersons: number;
  readonly leaseMs: number;
  readonly faults: readonly Fault[];
  /** Faults while computing, and again while issuing and writing files. */
  readonly perPhase: number;
  readonly seed: number;
  /** Worker processes; 2 when not given. */
  readonly workers?: number;
  /** Time zone of the workers' clocks; that of this process when not given. */
  readonly zone?: string;
}

/** What came of it: everything that must be the same whatever happened on the way. */
export interface MonthOutcome {
  readonly totals: string;
  readonly ledger: string;
  /** Hash of the lines, and of every file of the payout folder by its path. */
  readonly lines: string;
  readonly files: Readonly<Record<string, string>>;
}

export interface WorkedMonth {
  readonly outcome: MonthOutcome;
  /** Rows of the ledger that pay the same person, family and month a second time. */
  readonly paidTwice: number;
  readonly faults: readonly Fault[];
  readonly overlaps: number;
  /** Most milliseconds from the last fault of a phase to its end. */
  readonly recoveryMs: number;
  readonly folder: string;
}

const PATIENCE_MS = 90_000;

/** Mulberry32: a small generator of numbers that are the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function environmentOf(plan: MonthPlan, out: string): Record<string, string> {
  return {
    DATABASE_URL: plan.databaseUrl,
    ...(plan.redis === null ? { CHITRA_QUEUE: 'postgres' } : { REDIS_URL: plan.redis.url }),
    CHITRA_OUT: out,
    CHITRA_LEASE_MS: String(plan.leaseMs),
    CHITRA_SHARD_PERSONS: String(plan.shardPersons),
    LOG_LEVEL: 'silent',
  };
}

async function contextOf(environment: Record<string, string>): Promise<Opened<Context>> {
  const config = readConfig(environment);
  if (!config.ok) throw new Error(config.failure.message);
  const services = {
    databaseUrl: config.value.databaseUrl ?? '',
    redisUrl: config.value.redisUrl,
    release: () => Promise.resolve(),
  };
  const opened = await openContext({ config: config.value, trail: NO_TRAIL }, services);
  if (!opened.ok) throw new Error(opened.failure.message);
  return opened.value;
}

/** Lets faults happen until they are used up, and waits until the phase is over; nobody but the workers moves it on. */
async function phase(
  plan: MonthPlan,
  scene: Scene,
  runNo: number,
  isOver: (run: Run) => boolean,
): Promise<{ faults: Fault[]; recoveryMs: number }> {
  const faults: Fault[] = [];
  let lastFaultAt = performance.now();
  for (;;) {
    const run = await getRun(scene.database, runNo);
    if (isOver(run)) return { faults, recoveryMs: Math.round(performance.now() - lastFaultAt) };
    if (run.status === 'failed') throw new Error(`the run failed: ${run.failure}`);
    const { rows } = await scene.database.pool.query<{ begun: boolean }>(
      `SELECT EXISTS (SELECT FROM work_item WHERE run_no = $1 AND state <> 'waiting') AS begun`,
      [runNo],
    );
    if (rows[0]?.begun === true && faults.length < plan.perPhase) {
      const fault = plan.faults[Math.floor(scene.random() * plan.faults.length)] ?? 'kill';
      faults.push(fault);
      await doFault(fault, scene);
      lastFaultAt = performance.now();
    }
    if (performance.now() - lastFaultAt > PATIENCE_MS)
      throw new Error(`the run does not end by itself; the last faults were ${faults.join(', ')}`);
    await pause(Math.floor(scene.random() * 250));
  }
}

/** Without the head of the books, and hashes and signatures of files: they cover when the run was opened and approved, and which key signed. */
function withoutHead(manifest: string): string {
  const value: Record<string, unknown> = JSON.parse(manifest, (name, field: unknown) =>
    name === 'signature' || name === 'sha256' ? '' : field,
  );
  const kept = Object.entries(value).filter(([name]) => !name.includes('ledger'));
  return JSON.stringify(Object.fromEntries(kept));
}

/** What two runs of the same month have in common: not the moment of the approval, which messages carry, and not what was signed. */
function sharedContent(path: string, bytes: Buffer): Buffer | string {
  if (path.endsWith('/manifest.json')) return withoutHead(bytes.toString('utf8'));
  if (path.endsWith('.xml')) return bytes.toString('utf8').replace(/<CreDtTm>[^<]*</, '<CreDtTm><');
  return path.endsWith('.sig') ? String(bytes.length) : bytes;
}

function hashesIn(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('heads/'))
    .sort();
  const content = (path: string): Buffer | string => sharedContent(path, readFileSync(join(folder, path)));
  return Object.fromEntries(paths.map((path) => [path, createHash('sha256').update(content(path)).digest('hex')]));
}

async function ledgerHash(context: Context): Promise<string> {
  const { rows } = await context.database.pool.query<{ hash: string }>(
    `SELECT encode(sha256(convert_to(string_agg(concat_ws(' ', person_id, family, month, issue, event, part, run_no, commune_code, provider, category, accrues, amount), E'\\n'
       ORDER BY person_id, family, month, issue, event, part, cause), 'UTF8')), 'hex') AS hash FROM ledger_posting`,
  );
  return rows[0]?.hash ?? '';
}

async function linesHash(context: Context, runNo: number): Promise<string> {
  const hash = createHash('sha256');
  const sink = new Writable({
    write: (chunk: Uint8Array, _encoding, next) => {
      hash.update(chunk);
      next();
    },
  });
  await exportTable(context.database, 'lines', [runNo], sink);
  return hash.digest('hex');
}

async function paidTwice(context: Context): Promise<number> {
  const { rows } = await context.database.pool.query<{ twice: number }>(
    `SELECT count(*) AS twice FROM (
       SELECT FROM ledger_posting GROUP BY person_id, family, month, issue, event, part HAVING count(*) > 1) t`,
  );
  return rows[0]?.twice ?? 0;
}

function must<T>(result: { ok: true; value: T } | { ok: false; failure: { message: string } }): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** Opens November 2026, lets workers compute it, approves it, and lets them issue it, with faults on the way. The folder stays. */
export async function workMonth(plan: MonthPlan): Promise<WorkedMonth> {
  const out = mkdtempSync(join(tmpdir(), 'chitra-chaos-out-'));
  const environment = environmentOf(plan, out);
  const opened = await contextOf(environment);
  const context = opened.value;
  const zone = plan.zone === undefined ? {} : { TZ: plan.zone };
  const workers = new URL(plan.databaseUrl);
  workers.searchParams.set('application_name', WORKER_SESSIONS);
  const workforce = workforceOf(
    { ...process.env, ...environment, ...zone, DATABASE_URL: workers.href },
    plan.workers ?? 2,
  );
  const { databaseUrl, redis } = plan;
  const random = randomOf(plan.seed);
  const scene: Scene = { database: context.database, databaseUrl, redis, workforce, random, overlaps: 0 };
  const [month, knownAt] = [parseMonth('2026-11'), parseDate('2026-10-20')];
  if (month === null || knownAt === null) throw new Error('no month');
  try {
    const runNo = must(await openRun(context, { month, knownAt, communes: null, full: false, actor: 'an' }));
    const computed = await phase(plan, scene, runNo, (run) => run.status === 'draft');
    const draft = await getRun(context.database, runNo);
    must(await approveRun(context, draft.runId, 'binh'));
    const issued = await phase(plan, scene, runNo, (run) => run.manifestSha256 !== null);
    await workforce.dismiss();
    const run = await getRun(context.database, runNo);
    return {
      outcome: {
        totals: JSON.stringify(run.totals),
        ledger: await ledgerHash(context),
        lines: await linesHash(context, runNo),
        files: hashesIn(out),
      },
      paidTwice: await paidTwice(context),
      faults: [...computed.faults, ...issued.faults],
      overlaps: scene.overlaps,
      recoveryMs: Math.max(computed.recoveryMs, issued.recoveryMs),
      folder: join(out, '2026-11', run.runId),
    };
  } catch (error) {
    rmSync(out, { recursive: true, force: true });
    throw error;
  } finally {
    await workforce.dismiss();
    await opened.close();
  }
}
