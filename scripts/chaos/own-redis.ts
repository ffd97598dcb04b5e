import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { redisProgram } from '../../src/local/redis.ts';
import { askPort, freePort, waitUntil } from '../../src/local/waiting.ts';

/** A Redis that may be emptied and killed, because nobody else uses it. */
export interface OwnRedis {
  readonly url: string;
  /** Forgets everything. */
  flush(): Promise<void>;
  /** Ends with kill -9, and comes back empty on the same port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one that keeps nothing on disk; null where the machine has no Redis. */
export async function ownRedis(): Promise<OwnRedis | null> {
  const program = redisProgram();
  if (program === null) return null;
  const port = await freePort();
  const words = ['--bind', '127.0.0.1', '--port', String(port), '--save', '', '--appendonly', 'no'];
  let server: ChildProcess;
  const start = async (): Promise<void> => {
    server = spawn(program, [...words, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' });
    await waitUntil(async () => (await askPort(port, 'PING\r\nQUIT\r\n'))?.startsWith('+PONG') === true, 10_000);
  };
  const kill = async (): Promise<void> => {
    const ended = once(server, 'exit');
    server.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: async () => {
      await askPort(port, 'FLUSHALL\r\nQUIT\r\n');
    },
    restart: async () => {
      await kill();
      await start();
    },
    stop: kill,
  };
}
