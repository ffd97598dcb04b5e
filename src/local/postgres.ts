import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { done, refused, type Result } from '../domain/failure.ts';
import { postgresPrograms, type PostgresPrograms } from './postgres-programs.ts';
import { processMark } from './process-mark.ts';
import { giveTo, type ServiceOwner } from './service-owner.ts';
import { freePort, lastLines, waitUntil } from './waiting.ts';

/** Where one private PostgreSQL lives: `place` holds the data, `home` the log. */
export interface PostgresPlace {
  readonly home: string;
  readonly place: string;
  readonly owner: ServiceOwner;
}

const READY_MS = 120_000;
const STOP_MS = 60_000;
const NAME = 'chitra';
const MEGABYTE = 1024 * 1024;

function dataFolder({ place }: PostgresPlace): string {
  return join(place, 'postgres');
}

function logFile({ home }: PostgresPlace): string {
  return join(home, 'postgres.log');
}

function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

/** The account to change to, for the options of a new process. */
function asOwner(owner: ServiceOwner): { uid?: number; gid?: number } {
  return owner ?? {};
}

/** The programs that made the data, or the preferred ones when there is none yet. Refuses data of a major that is not here. */
function fittingPrograms(at: PostgresPlace): Result<PostgresPrograms> {
  const programs = postgresPrograms(at.owner);
  if (!programs.ok) return programs;
  const versionFile = join(dataFolder(at), 'PG_VERSION');
  const [preferred] = programs.value;
  const made = existsSync(versionFile) ? Number(readFileSync(versionFile, 'utf8').trim()) : preferred?.major;
  const fitting = programs.value.find(({ major }) => major === made);
  if (fitting !== undefined) return done(fitting);
  const here = programs.value.map(({ major, from }) => `${major} (${from})`).join(', ');
  return refused(
    'local_postgres_version',
    `The database in ${dataFolder(at)} was made by PostgreSQL ${made ?? '?'}, and this machine offers ${here}. Install PostgreSQL ${made ?? '?'}, or move that folder away and start with an empty database.`,
  );
}

function runOnce(program: string, args: readonly string[], owner: ServiceOwner, input = ''): string | null {
  const run = spawnSync(program, args, { ...asOwner(owner), cwd: '/', env: environment(), encoding: 'utf8', input });
  if (run.status === 0) return null;
  return `${run.error?.message ?? ''} ${run.stderr ?? ''}`.trim().split('\n').slice(-3).join(' | ');
}

/** Makes an empty cluster beside the final place and moves it there when it is whole, so that a kill leaves no half one. */
function createCluster(at: PostgresPlace, { bin }: PostgresPrograms): Result<null> {
  const draft = `${dataFolder(at)}.new`;
  const initdb = (locale: string): string | null => {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    giveTo(at.owner, draft);
    const settings = ['--auth=trust', '-E', 'UTF8', `--locale=${locale}`, '--no-sync', '-U', NAME, '-D', draft];
    return runOnce(join(bin, 'initdb'), settings, at.owner);
  };
  const trouble =
    (initdb('C.UTF-8') === null ? null : initdb('C')) ??
    runOnce(join(bin, 'postgres'), ['--single', '-D', draft, 'postgres'], at.owner, `CREATE DATABASE ${NAME}\n`);
  if (trouble !== null) {
    rmSync(draft, { recursive: true, force: true });
    return refused('local_postgres_initdb', `PostgreSQL could not make its data folder ${dataFolder(at)}: ${trouble}`);
  }
  renameSync(draft, dataFolder(at));
  return done(null);
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
    ...(process.env['CHITRA_FSYNC'] === 'off' ? { fsync: 'off', full_page_writes: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

interface Running {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** Whether a process is the server of this data folder and not a later one with its number: a server works inside its folder. */
function isServerOf(at: PostgresPlace, pid: number): boolean {
  if (processMark(pid) === null) return false;
  if (existsSync('/proc/self/cwd')) {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === dataFolder(at);
    } catch {
      return false;
    }
  }
  return spawnSync('ps', ['-o', 'comm=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes('postgres');
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

function startServer(at: PostgresPlace, { bin }: PostgresPrograms, port: number): () => boolean {
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
  return () => hasEnded;
}

function url(port: number): string {
  return `postgres://${NAME}@127.0.0.1:${port}/${NAME}`;
}

/**
 * Joins the private PostgreSQL of a place, or starts it (and makes its data folder the first time), and returns its URL. Call it
 * under the lock of the home. Refuses when no fitting programs are here or the server does not become ready.
 */
export async function usePostgres(at: PostgresPlace): Promise<Result<string>> {
  let now = running(at);
  if (now === null) {
    const programs = fittingPrograms(at);
    if (!programs.ok) return programs;
    if (!existsSync(join(dataFolder(at), 'PG_VERSION'))) {
      const created = createCluster(at, programs.value);
      if (!created.ok) return created;
    }
    const hasEnded = startServer(at, programs.value, await freePort());
    await waitUntil(() => hasEnded() || running(at) !== null, READY_MS);
  }
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
