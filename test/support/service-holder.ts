import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/local-services.ts', import.meta.url));

/** Another process that uses the services of a home, as `scripts/demo` does. */
export interface ServiceHolder {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  /** The line with the addresses; empty when they could not be had. */
  readonly addresses: string;
  /** Lets go, and waits until the process is gone and nobody holds its output open. */
  leave(): Promise<number | null>;
}

/** Starts a process that holds the services of `home`, and waits until it has them. */
export async function holdServices(home: string, environment: NodeJS.ProcessEnv = {}): Promise<ServiceHolder> {
  const child = spawn(process.execPath, [SCRIPT, 'hold', home], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  child.stderr.resume();
  let addresses = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (addresses += part));
  while (!addresses.includes('\n') && child.exitCode === null) {
    await Promise.race([once(child.stdout, 'data'), closed]);
  }
  return {
    process: child,
    addresses: addresses.trim(),
    leave: async () => {
      child.stdin.end();
      await closed;
      return child.exitCode;
    },
  };
}
