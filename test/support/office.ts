import { join } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { work } from '../../jobs/worker.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Failure, Result } from '../../src/domain/failure.ts';
import { type RegistryTable, TABLE_FORMS } from '../../src/formats/registry-tables.ts';
import { NO_TRAIL } from '../../src/payroll/audit-trail.ts';
import { approveRun } from '../../src/payroll/approve-run.ts';
import type { Context } from '../../src/payroll/context.ts';
import { dispatchWork } from '../../src/payroll/do-work.ts';
import { holdPerson } from '../../src/payroll/hold-person.ts';
import { importRegistry } from '../../src/payroll/import-registry.ts';
import { openRun } from '../../src/payroll/open-run.ts';
import { type SettleSummary, settleFile } from '../../src/payroll/settle-outcomes.ts';
import { endToEndIdOf } from '../../src/domain/run.ts';
import { type Opened, openContext } from '../../src/start.ts';
import { type Run, getRun } from '../../src/store/runs.ts';
import { type Installation, newInstallation } from './chitra.ts';
import { A_DAY_TO_COME, aDay, aMonth } from './law.ts';

/** One line of a run, short enough to read in a test: person, family, month, kind, VND, why it waits. */
export type Line = readonly [string, string, number, string, number, string | null];

/** An office with a registry of its own and a worker inside the test's process; the queue is the real one. */
export interface Office {
  readonly at: Installation;
  readonly context: Context;
  /** Loads lines (without header) of registry files. */
  load(files: Partial<Record<RegistryTable, readonly string[]>>): Promise<void>;
  /** Makes the run of November 2026, or of another month, and waits until it is computed. */
  run(request?: RunWish): Promise<Run>;
  /** Approves as another person and waits until the files are there. */
  approve(run: Run, actor?: string): Promise<Run>;
  pay(request?: RunWish): Promise<Run>;
  hold(personId: string, action: 'hold' | 'release'): Promise<void>;
  /** Loads a settlement file of these lines (without header); `{P1}` stands for the end-to-end id of P1's payment in `run`. */
  settle(run: Run, lines: readonly string[]): Promise<SettleSummary>;
  /** What travels with a person's payment. */
  endToEndId(run: Run, personId: string): Promise<string>;
  lines(run: Run): Promise<Line[]>;
  /** Runs statements as the owner, with every guard of the database switched off. */
  unguarded(...statements: readonly string[]): Promise<void>;
  /** Rows of a question asked as the owner of the database. */
  ask(sql: string, ...values: readonly unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface RunWish {
  readonly month?: string;
  readonly knownAt?: string;
  readonly communes?: readonly string[];
  readonly full?: boolean;
  readonly actor?: string;
}

/** The value of a step that must not be refused. */
export function granted<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** The refusal of a step that must be refused. */
export function refusalOf<T>(result: Result<T>): Failure {
  if (result.ok) throw new Error('this should have been refused');
  return result.failure;
}

function requestOf(wish: RunWish): Parameters<typeof openRun>[1] {
  return {
    month: aMonth(wish.month ?? '2026-11'),
    knownAt: aDay(wish.knownAt ?? '2026-10-20'),
    communes: wish.communes ?? null,
    full: wish.full ?? false,
    actor: wish.actor ?? 'an',
  };
}

/** Opens a run as the command line does, without waiting for it. */
export function openedRun(office: Office, wish: RunWish = {}): Promise<Result<number>> {
  return openRun(office.context, requestOf(wish));
}

async function contextOf(at: Installation): Promise<{ config: Config; opened: Opened<Context> }> {
  const config = granted(readConfig(at.environment));
  const services = {
    databaseUrl: at.databaseUrl,
    redisUrl: config.queue === 'postgres' ? null : at.redisUrl,
    release: () => Promise.resolve(),
  };
  return { config, opened: granted(await openContext({ config, trail: NO_TRAIL }, services)) };
}

/** Waits for a run as the command line does: what fell out of the queue is put into it again. */
async function waitFor(context: Context, runNo: number, isOver: (run: Run) => boolean): Promise<Run> {
  for (;;) {
    const run = await getRun(context.database, runNo);
    if (isOver(run)) return run;
    await dispatchWork(context, 2000);
    await pause(20);
  }
}

export function isComputed(run: Run): boolean {
  return run.status !== 'queued' && run.status !== 'computing';
}

async function load(at: Installation, context: Context, files: Parameters<Office['load']>[0]): Promise<void> {
  const folder = join(at.out, 'in', String(performance.now()));
  mkdirSync(folder, { recursive: true });
  for (const [table, form] of Object.entries(TABLE_FORMS)) {
    const lines = Object.entries(files).find(([name]) => name === table)?.[1];
    const text = [form.columns.map(({ name }) => name).join(','), ...(lines ?? []), ''].join('\n');
    if (lines !== undefined) writeFileSync(join(folder, `${table}.csv`), text);
  }
  const options = { path: folder, actor: 'an', today: aDay('2026-10-20'), strict: true, out: at.out };
  const summary = granted(await importRegistry(context.database, options));
  if (!summary.saved) throw new Error(`${summary.rejected} rows were rejected: see ${summary.rejectsPath}`);
}

async function endToEndId(context: Context, run: Run, personId: string): Promise<string> {
  const { rows } = await context.database.pool.query<{ ordinal: number }>(
    'SELECT ordinal FROM payment WHERE run_no = $1 AND person_id = $2',
    [run.runNo, personId],
  );
  if (rows[0] === undefined) throw new Error(`${personId} has no payment in ${run.runId}`);
  return endToEndIdOf(run.province, run.runId, rows[0].ordinal);
}

async function settlementText(context: Context, run: Run, lines: readonly string[]): Promise<string> {
  const ids = new Map<string, string>();
  for (const [, personId = ''] of lines.join('\n').matchAll(/\{(\w+)\}/g))
    ids.set(personId, await endToEndId(context, run, personId));
  const filled = lines.map((line) => line.replaceAll(/\{(\w+)\}/g, (_, personId: string) => ids.get(personId) ?? ''));
  return ['end_to_end_id,status,date,amount,reason', ...filled, ''].join('\n');
}

/** Opens an office; `settings` as in the environment. With `workers: false` nothing moves by itself. */
export async function openOffice(settings: Readonly<Record<string, string>> = {}, workers = true): Promise<Office> {
  const at = await newInstallation(settings);
  const { config, opened } = await contextOf(at);
  const context = opened.value;
  const stop = new AbortController();
  const colleague = workers ? await contextOf(at) : null;
  const working = colleague === null ? null : work(colleague.opened.value, config, stop.signal);
  const owner = new pg.Client({ connectionString: at.databaseUrl });
  await owner.connect();
  const office: Office = {
    at,
    context,
    load: (files) => load(at, context, files),
    run: async (wish = {}) => waitFor(context, granted(await openRun(context, requestOf(wish))), isComputed),
    approve: async (run, actor = 'binh') =>
      waitFor(context, granted(await approveRun(context, run.runId, actor)), (now) => now.manifestSha256 !== null),
    pay: async (wish = {}) => office.approve(await office.run(wish)),
    endToEndId: (run, personId) => endToEndId(context, run, personId),
    settle: async (run, lines) => {
      const path = join(at.out, `settlement-${performance.now()}.csv`);
      writeFileSync(path, await settlementText(context, run, lines));
      return granted(await settleFile(context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME }));
    },
    hold: async (personId, action) => {
      granted(await holdPerson(context.database, { personId, action, reason: 'kiểm tra', actor: 'an' }));
    },
    lines: async (run) => {
      const { rows } = await context.database.pool.query<{ line: Line }>(
        `SELECT json_build_array(person_id, family, month, kind, amount, hold_reason) AS line FROM run_line WHERE run_no = $1
         ORDER BY person_id, family, month, part`,
        [run.runNo],
      );
      return rows.map((row) => row.line);
    },
    unguarded: async (...statements) => {
      const { rows } = await owner.query<{ name: string }>(
        `SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
      );
      const all = (what: string): string[] => rows.map(({ name }) => `ALTER TABLE ${name} ${what} TRIGGER USER`);
      const guards = await owner.query<{ sql: string }>(
        `SELECT format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', g.tgrelid::regclass, g.tgname) AS sql FROM pg_trigger g
         JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT g.tgisinternal`,
      );
      const enabled = guards.rows.map(({ sql }) => sql);
      for (const sql of ['BEGIN', ...all('DISABLE'), ...statements, ...enabled, 'COMMIT']) await owner.query(sql);
    },
    ask: async (sql, ...values) => (await owner.query<Record<string, unknown>>(sql, [...values])).rows,
    close: async () => {
      stop.abort();
      await working;
      await colleague?.opened.close();
      await opened.close();
      await owner.end();
      await at.drop();
    },
  };
  return office;
}
