import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import type { Context } from '../payroll/context.ts';
import type { Services } from '../start.ts';
import { livingWorkers } from '../store/workers.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const SEEN_WITHIN_SECONDS = 5;

/** Worker processes that a command keeps for as long as it needs them. */
export interface OwnWorkers {
  /** Starts as many as are wanted if none lives, again after they died. */
  keepAlive(): Promise<void>;
  stop(): Promise<void>;
}

function startWorker(services: Services): ChildProcess {
  const env = {
    ...process.env,
    DATABASE_URL: services.databaseUrl,
    ...(services.redisUrl === null ? {} : { REDIS_URL: services.redisUrl }),
  };
  // Why ipc: when this process dies, however hard, the channel closes and the worker ends.
  return spawn(process.execPath, [...process.execArgv, MAIN, 'worker', '--with-parent'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

/** Watches over workers of this command; those that somebody else runs are used when they live. */
export function ownWorkers(context: Context, config: Config, services: Services): OwnWorkers {
  let children: ChildProcess[] = [];
  return {
    async keepAlive() {
      children = children.filter((child) => child.exitCode === null && child.signalCode === null);
      if (children.length > 0 || (await livingWorkers(context.database, SEEN_WITHIN_SECONDS)) > 0) return;
      children = Array.from({ length: config.workers }, () => startWorker(services));
    },
    async stop() {
      const living = children.filter((child) => child.exitCode === null && child.signalCode === null);
      await Promise.all(
        living.map((child) => {
          const ended = once(child, 'exit');
          child.kill('SIGTERM');
          return ended;
        }),
      );
    },
  };
}
