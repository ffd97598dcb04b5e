import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { done, refused, type Result } from '../domain/failure.ts';
import {
  NAME,
  type PostgresPlace,
  asOwner,
  createCluster,
  dataFolder,
  environment,
  fittingPrograms,
} from './postgres-cluster.ts';
import type { PostgresPrograms } from './postgres-programs.ts';
import { processMark } from './process-mark.ts';
import { freePort, lastLines, waitUntil } from './waiting.ts';

const START_ATTEMPTS = 10;
const READY_MS = 120_000;
const STOP_MS = 60_000;
const MEGABYTE = 1024 * 1024;

function logFile({ home }: PostgresPlace): string {
  return join(home, 'postgres.log');
}

/** `CHITRA_FSYNC=off` is for tests: then a kill -9 of the server still loses nothing, but a power cut may. */
function settings(at: PostgresPlace, port: number): string[] {
  const memory = Math.min(totalmem(), process.constrainedMemory() || totalmem());
  const shared = Math.max(16, Math.floor(Math.min(1024, memory / MEGABYTE / 8)));
  const values = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: dataFolder(at).length < 80 ? dataFolder(at) : '',
    shared_buffers: `${shared}MB`,
    work_mem: '64MB',
    maintenance_work_mem: '256MB',
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    max_connections: 100,
    jit: 'off',
    wal_compression: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Why: the details of an error quote the row, with names and id numbers.
    log_error_verbosity: 'terse',
    ...(process.env['CHITRA_FSYNC'] === 'off' ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

interface Running {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** The words a process was started with; empty when it is gone. Every account may read them, unlike its working folder. */
function commandLine(pid: number): string {
  if (!existsSync('/proc/self/cmdline')) {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Whether a process is the server of this data folder, and not a later one that was given its number. */
function isServerOf(at: PostgresPlace, pid: number): boolean {
  return processMark(pid) !== null && commandLine(pid).includes(` -D ${dataFolder(at)} `);
}

/** What the server itself writes into its folder; null when none runs. */
function running(at: PostgresPlace): Running | null {
  let lines: string[];
  try {
    lines = readFileSync(join(dataFolder(at), 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isSafeInteger(pid) || pid <= 0 || !isServerOf(at, pid)) return null;
  return { pid, port: Number(lines[3]), isReady: (lines[7] ?? '').trim() === 'ready' };
}

interface Started {
  hasEnded(): boolean;
  giveUp(): void;
}

/**
 * A note left by a killed server names a number that another process of the same account may have by now, or that a zombie still
 * holds; the server would then refuse to start. Its own parent's number it passes over, and still looks for surviving children.
 */
function defuseOldNote(at: PostgresPlace): void {
  const path = join(dataFolder(at), 'postmaster.pid');
  if (!existsSync(path)) return;
  const [, ...rest] = readFileSync(path, 'utf8').split('\n');
  writeFileSync(path, [String(process.pid), ...rest].join('\n'));
}

function startServer(at: PostgresPlace, { bin }: PostgresPrograms, port: number): Started {
  defuseOldNote(at);
  const log = openSync(logFile(at), 'a', 0o600);
  const server = spawn(join(bin, 'postgres'), ['-D', dataFolder(at), ...settings(at, port)], {
    ...asOwner(at.owner),
    cwd: '/',
    env: environment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let hasEnded = false;
  server.once('error', () => (hasEnded = true)).once('exit', () => (hasEnded = true));
  server.unref();
  return { hasEnded: () => hasEnded, giveUp: () => server.kill('SIGINT') };
}

function url(port: number): string {
  return `postgres://${NAME}@127.0.0.1:${port}/${NAME}`;
}

/**
 * Starts the server and waits until it is there. Tried again while something is still in use: the port that was free a moment
 * ago, or the memory of a killed server whose last query has not ended yet.
 */
async function startAndWait(at: PostgresPlace, programs: PostgresPrograms): Promise<void> {
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    const server = startServer(at, programs, await freePort());
    const isDecided = await waitUntil(() => server.hasEnded() || running(at)?.isReady === true, READY_MS);
    if (!isDecided) server.giveUp();
    if (!server.hasEnded() || !/(already|still) in use/.test(lastLines(logFile(at), 5))) return;
    await pause(1000);
  }
}

/**
 * Joins the private PostgreSQL of a place, or starts it (and makes its data folder the first time), and returns its URL. Call it
 * under the lock of the home. Refuses when no fitting programs are here or the server does not become ready.
 */
export async function usePostgres(at: PostgresPlace): Promise<Result<string>> {
  if (running(at) === null) {
    const programs = fittingPrograms(at);
    if (!programs.ok) return programs;
    const created = existsSync(join(dataFolder(at), 'PG_VERSION')) ? done(null) : createCluster(at, programs.value);
    if (!created.ok) return created;
    await startAndWait(at, programs.value);
  }
  let now = running(at);
  // Another process may have been killed while the server it started was not ready yet.
  await waitUntil(() => {
    now = running(at);
    return now === null || now.isReady;
  }, READY_MS);
  if (now?.isReady === true) return done(url(now.port));
  return refused(
    'local_postgres_start',
    `PostgreSQL did not become ready; the end of ${logFile(at)} says: ${lastLines(logFile(at), 3)}`,
  );
}

/** Stops the private PostgreSQL of a place (open sessions are ended). Nothing happens when none runs. */
export async function stopPostgres(at: PostgresPlace): Promise<Result<null>> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    const now = running(at);
    if (now === null) return done(null);
    process.kill(now.pid, signal);
    // The server takes its note away a moment before it ends.
    if (await waitUntil(() => processMark(now.pid) === null, STOP_MS)) return done(null);
  }
  return refused('local_postgres_stop', `PostgreSQL does not stop; see the end of ${logFile(at)}, and end it by hand.`);
}
