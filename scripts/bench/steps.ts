import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/store/database.ts';
import type { Cost } from './figures.ts';
import { cpuBetween, postmasterOf, serverCpu } from './servers.ts';

/** What measured steps share. */
export interface Bench {
  readonly database: Database;
  /** Of the server, when it runs on this machine. */
  readonly postmaster: number | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly notes: string;
  readonly stop: AbortSignal;
}

/** What a step answered on standard output, and what it cost. */
export interface Step {
  readonly answer: string;
  readonly cost: Cost;
}

/** As scripts/chitra starts the program. */
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16', '--heap-growing-percent=100'];

const HOOK = new URL('usage-hook.ts', import.meta.url).href;

/** Finds the server behind a database. */
export async function findPostmaster(database: Database): Promise<number | null> {
  const { rows } = await database.pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0] === undefined ? null : postmasterOf(rows[0].pid);
}

/** Brings dirty pages to disk, so that no part pays for the part before it. */
export async function checkpoint(database: Database): Promise<void> {
  const client = await database.pool.connect();
  try {
    await client.query('SET ROLE NONE; CHECKPOINT; SET ROLE chitra_app');
  } finally {
    client.release();
  }
}

interface Note {
  readonly cpu: number;
  readonly peakMib: number;
}

function isNote(value: unknown): value is Note {
  return typeof value === 'object' && value !== null && 'cpu' in value && 'peakMib' in value;
}

function readNotes(folder: string): Note[] {
  return readdirSync(folder).flatMap((name) => {
    const value: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return isNote(value) ? [value] : [];
  });
}

/** Runs one Node program of this checkout to its end; throws when it fails. Its progress goes to our standard error. */
async function runToEnd(bench: Bench, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...NODE_FLAGS, ...args], {
    env: {
      ...process.env,
      ...bench.environment,
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${HOOK}`.trim(),
      CHITRA_BENCH_NOTES: bench.notes,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = (): boolean => child.kill('SIGTERM');
  bench.stop.addEventListener('abort', end);
  let answer = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (answer += text));
  await once(child, 'close');
  bench.stop.removeEventListener('abort', end);
  bench.stop.throwIfAborted();
  if (child.exitCode === 0) return answer;
  throw new Error(`${args.join(' ')} ended with ${child.exitCode ?? child.signalCode}; nothing was measured.`);
}

/**
 * Runs one Node program of this checkout and measures it: wall from start to end of the process; CPU as each process of it notes
 * at its own end; the servers' CPU by two looks. Throws when the program fails.
 */
export async function measureStep(bench: Bench, name: string, args: readonly string[]): Promise<Step> {
  process.stderr.write(`\nbench: ${name}\n`);
  rmSync(bench.notes, { recursive: true, force: true });
  mkdirSync(bench.notes, { recursive: true });
  await checkpoint(bench.database);
  const before = serverCpu(bench.postmaster);
  const startedAt = performance.now();
  const answer = await runToEnd(bench, args);
  const wall = (performance.now() - startedAt) / 1000;
  const servers = cpuBetween(before, serverCpu(bench.postmaster));
  const notes = readNotes(bench.notes);
  const cpu = notes.reduce((sum, note) => sum + note.cpu, 0);
  const peakMib = Math.max(...notes.map((note) => note.peakMib));
  process.stderr.write(`bench: ${name} took ${wall.toFixed(2)} s\n`);
  return { answer, cost: { wall, cpu, ...servers, peakMib } };
}

/** Measures work of this process itself, without the start of a process. */
export async function measureHere(bench: Bench, work: () => Promise<unknown>): Promise<Cost> {
  await checkpoint(bench.database);
  const before = serverCpu(bench.postmaster);
  const own = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const wall = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(own);
  return { wall, cpu: (user + system) / 1e6, ...cpuBetween(before, serverCpu(bench.postmaster)), peakMib: null };
}
