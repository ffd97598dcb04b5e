import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

/** Worker processes of one installation, with a supervisor that replaces whoever ends. */
export interface Workforce {
  /** Process ids of those that were started and have not ended. */
  living(): readonly number[];
  /** Starts one more; who dies later is replaced. */
  hire(): void;
  /** Sends a signal to one of ours; SIGKILL needs no waking up first. */
  signal(pid: number, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Ends one for good, in good order. */
  retire(pid: number): void;
  /** Ends all and waits until they are gone. */
  dismiss(): Promise<void>;
}

/** Starts `count` workers with this environment. */
export function workforceOf(environment: NodeJS.ProcessEnv, count: number): Workforce {
  const workers = new Map<number, ChildProcess>();
  const leaving = new Set<number>();
  let isOver = false;
  const hire = (): void => {
    if (isOver) return;
    const worker = spawn(process.execPath, [MAIN, 'worker'], { env: environment, stdio: 'ignore' });
    const pid = worker.pid ?? 0;
    workers.set(pid, worker);
    worker.once('exit', () => {
      workers.delete(pid);
      // A pause, as a supervisor makes: a worker that finds no Redis ends at once.
      if (!leaving.has(pid)) setTimeout(hire, 100).unref();
    });
  };
  for (let at = 0; at < count; at += 1) hire();
  return {
    living: () => [...workers.keys()].filter((pid) => !leaving.has(pid)),
    hire,
    signal: (pid, signal) => workers.get(pid)?.kill(signal),
    retire: (pid) => {
      leaving.add(pid);
      workers.get(pid)?.kill('SIGTERM');
    },
    dismiss: async () => {
      isOver = true;
      const all = [...workers.values()];
      const ended = all.map((worker) => once(worker, 'exit'));
      for (const worker of all) {
        worker.kill('SIGCONT');
        worker.kill('SIGTERM');
      }
      const impatient = setTimeout(() => all.forEach((worker) => worker.kill('SIGKILL')), 10_000);
      await Promise.all(ended);
      clearTimeout(impatient);
    },
  };
}
