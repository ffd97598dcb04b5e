import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../src/config.ts';
import type { Result } from '../src/domain/failure.ts';
import { removeLocalServices } from '../src/local/services.ts';
import { type Services, findServices } from '../src/start.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { type Figures, type Machine, goalsOf, summaryOf } from './bench/figures.ts';
import { measureFloor } from './bench/floor.ts';
import { measureMonth } from './bench/month.ts';
import { type BenchOptions, readBenchOptions } from './bench/options.ts';
import { goalTable, stepTable, withSection } from './bench/report.ts';
import { type Bench, findPostmaster, measureStep } from './bench/steps.ts';

const FLOOR_ROUNDS = 3;
const MAKE_PROVINCE = fileURLToPath(new URL('make-province.ts', import.meta.url));

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

async function machineOf(database: Database, services: Services, load: number): Promise<Machine> {
  const { rows } = await database.pool.query<{ version: string }>(
    `SELECT current_setting('server_version') AS version`,
  );
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGib: totalmem() / 2 ** 30,
    load,
    node: process.versions.node,
    postgres: rows[0]?.version ?? 'unknown',
    queue: services.redisUrl === null ? 'PostgreSQL' : 'Redis',
    settings: Object.entries(process.env).flatMap(([name, value]) =>
      /^(CHITRA_(?!HOME$|OUT$|ACTOR$)|NODE_OPTIONS$)/.test(name) ? [`${name}=${value}`] : [],
    ),
  };
}

/** A database of the benchmark's own: one that holds a registry already would be measured with it, and is left alone. */
async function emptyDatabase(url: string): Promise<Database> {
  const before = await openDatabase(url);
  if (before.ok) {
    await before.value.close();
    throw new Error('the database in DATABASE_URL holds chitra data: name an empty one that may be thrown away.');
  }
  valueOf(await migrate(url));
  return valueOf(await openDatabase(url, 2));
}

async function measure(options: BenchOptions, folder: string, services: Services, stop: AbortSignal): Promise<Figures> {
  const [load = 0] = loadavg();
  const database = await emptyDatabase(services.databaseUrl);
  try {
    const bench: Bench = {
      database,
      postmaster: await findPostmaster(database),
      environment: { CHITRA_HOME: join(folder, 'home'), CHITRA_OUT: join(folder, 'out') },
      notes: join(folder, 'notes'),
      stop,
    };
    const { people, seed } = options;
    const registry = join(folder, 'registry');
    const size = ['--people', String(people), '--seed', String(seed), '--out', registry];
    const generated = await measureStep(bench, 'make the sample province', [MAKE_PROVINCE, ...size]);
    const { runNo, ...month } = await measureMonth(bench, registry, folder);
    const floor = await measureFloor(bench, runNo, join(folder, 'floor'), FLOOR_ROUNDS);
    return {
      people,
      date: new Date().toISOString().slice(0, 10),
      command: `npm run bench -- --people ${people} --seed ${seed}`,
      machine: await machineOf(database, services, load),
      generate: generated.cost,
      ...month,
      floor: floor.rounds,
      outBytes: floor.outBytes,
      inBytes: floor.inBytes,
    };
  } finally {
    await database.close();
  }
}

function workFolder(options: BenchOptions): string {
  if (options.keep === null) {
    const folder = mkdtempSync(join(tmpdir(), 'chitra-bench-'));
    // Where root runs this, PostgreSQL runs as another account and must come here.
    chmodSync(folder, 0o755);
    return folder;
  }
  const folder = resolve(options.keep);
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new Error(`${folder} is not empty: name a new folder in --keep.`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

function tell(options: BenchOptions, figures: Figures): void {
  const before = existsSync(options.report) ? readFileSync(options.report, 'utf8') : '';
  writeFileSync(options.report, withSection(before, figures));
  const summary = summaryOf(figures);
  process.stdout.write(`\n${stepTable(figures)}\n\n${goalTable(summary)}\n\nWritten to ${options.report}.\n`);
  const missed = goalsOf(summary).filter(({ isMet }) => isMet === false);
  for (const { goal, measured } of missed) process.stdout.write(`GOAL MISSED: ${goal} (measured: ${measured})\n`);
  if (!figures.isSameFiles) process.stdout.write('WRONG: the payout files written again have other hashes.\n');
}

async function bench(options: BenchOptions, stop: AbortSignal): Promise<void> {
  const folder = workFolder(options);
  const home = join(folder, 'home');
  try {
    const config = valueOf(readConfig({ ...process.env, CHITRA_HOME: home }));
    const services = valueOf(await findServices(config, { queue: true }));
    try {
      tell(options, await measure(options, folder, services, stop));
    } finally {
      await services.release();
    }
  } finally {
    if (options.keep === null) {
      valueOf(await removeLocalServices(home));
      rmSync(folder, { recursive: true, force: true });
    } else {
      process.stderr.write(`bench: everything is kept in ${folder}\n`);
    }
  }
}

const options = readBenchOptions(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(`${options}\n`);
  process.exitCode = 2;
} else {
  const interrupt = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => interrupt.abort(new Error('interrupted; nothing was measured.')));
  try {
    await bench(options, interrupt.signal);
  } catch (error) {
    process.stderr.write(`bench: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
