import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { done, refused, type Result } from '../domain/failure.ts';
import { processMark } from './process-mark.ts';
import { giveTo, type ServiceOwner } from './service-owner.ts';
import { askPort, freePort, lastLines, waitUntil } from './waiting.ts';

/** Where one private Redis lives: `place` holds the data, `home` the log and the note of its port. */
export interface RedisPlace {
  readonly home: string;
  readonly place: string;
  readonly owner: ServiceOwner;
}

const READY_MS = 60_000;
const STOP_MS = 30_000;
/** A Redis whose starter died in between may not listen yet. */
const SECOND_LOOK_MS = 500;

function dataFolder({ place }: RedisPlace): string {
  return join(place, 'redis');
}

function logFile({ home }: RedisPlace): string {
  return join(home, 'redis.log');
}

function portFile({ home }: RedisPlace): string {
  return join(home, 'redis.port');
}

/** `redis-server`, or `valkey-server`, on PATH; null when there is neither. */
export function redisProgram(): string | null {
  for (const name of ['redis-server', 'valkey-server']) {
    for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
      const path = join(folder, name);
      if (folder !== '' && existsSync(path)) return path;
    }
  }
  return null;
}

interface Running {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** Asks whoever listens on the noted port whether it is the Redis of this folder; null when it is not, or nobody listens. */
async function running(at: RedisPlace): Promise<Running | null> {
  if (!existsSync(portFile(at)) || !existsSync(dataFolder(at))) return null;
  const port = Number(readFileSync(portFile(at), 'utf8'));
  if (!Number.isSafeInteger(port) || port <= 0 || port > 65_535) return null;
  const answer = await askPort(port, 'PING\r\nCONFIG GET dir\r\nINFO server\r\nQUIT\r\n');
  const pid = /process_id:(\d+)/.exec(answer ?? '')?.[1];
  if (answer === null || pid === undefined) return null;
  const isOurs = answer.includes(`\r\n${Buffer.from(realpathSync(dataFolder(at))).toString('latin1')}\r\n`);
  return isOurs ? { pid: Number(pid), port, isReady: answer.startsWith('+PONG') } : null;
}

function startServer(at: RedisPlace, program: string, port: number): () => boolean {
  mkdirSync(dataFolder(at), { recursive: true, mode: 0o700 });
  giveTo(at.owner, dataFolder(at));
  writeFileSync(portFile(at), String(port));
  const log = openSync(logFile(at), 'a', 0o600);
  const settings = ['--bind', '127.0.0.1', '--port', String(port), '--dir', dataFolder(at), '--appendonly', 'yes'];
  const server = spawn(program, [...settings, '--maxmemory-policy', 'noeviction', '--save', ''], {
    ...at.owner,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let hasEnded = false;
  server.once('error', () => (hasEnded = true)).once('exit', () => (hasEnded = true));
  server.unref();
  return () => hasEnded;
}

/**
 * Joins the private Redis of a place, or starts it, and returns its URL; null when this machine has no Redis. Call it under the
 * lock of the home. Refuses when it does not become ready.
 */
export async function useRedis(at: RedisPlace): Promise<Result<string | null>> {
  const program = redisProgram();
  if (program === null) return done(null);
  let now = await running(at);
  if (now === null && existsSync(portFile(at))) {
    await waitUntil(async () => (now = await running(at)) !== null, SECOND_LOOK_MS);
  }
  let hasEnded = (): boolean => false;
  if (now === null) hasEnded = startServer(at, program, await freePort());
  await waitUntil(async () => {
    now = await running(at);
    return hasEnded() || now?.isReady === true;
  }, READY_MS);
  if (now?.isReady === true) return done(`redis://127.0.0.1:${now.port}`);
  return refused(
    'local_redis_start',
    `Redis did not become ready; the end of ${logFile(at)} says: ${lastLines(logFile(at), 3)}`,
  );
}

/** Stops the private Redis of a place. Nothing happens when none runs. */
export async function stopRedis(at: RedisPlace): Promise<Result<null>> {
  const now = await running(at);
  if (now === null) return done(null);
  process.kill(now.pid, 'SIGTERM');
  if (await waitUntil(() => processMark(now.pid) === null, STOP_MS)) {
    rmSync(portFile(at), { force: true });
    return done(null);
  }
  return refused('local_redis_stop', `Redis does not stop; see the end of ${logFile(at)}, and end it by hand.`);
}
