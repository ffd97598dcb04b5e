import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
/** As scripts/chitra starts every process. */
const FLAGS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16', '--heap-growing-percent=100'];

/** `chitra serve` in a process of its own. */
export interface MeasuredConsole {
  readonly origin: string;
  /** The largest resident set so far, in MiB. */
  peakMib(): number;
  stop(): Promise<void>;
}

/** Starts it on any free port, and waits until it answers. */
export async function startConsole(environment: Readonly<Record<string, string>>): Promise<MeasuredConsole> {
  const served = spawn(process.execPath, [...FLAGS, MAIN, 'serve', '--port', '0'], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const origin = await new Promise<string>((resolve, reject) => {
    let printed = '';
    served.stdout.setEncoding('utf8').on('data', (part: string) => {
      printed += part;
      const address = /https?:\/\/[^\s/]+/.exec(printed)?.[0];
      if (address !== undefined) resolve(address);
    });
    served.once('exit', (code) => reject(new Error(`chitra serve ended with ${code}`)));
  });
  return {
    origin,
    peakMib: () => {
      const status = readFileSync(`/proc/${served.pid}/status`, 'utf8');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    },
    stop: async () => {
      const ended = once(served, 'exit');
      served.kill('SIGTERM');
      await ended;
    },
  };
}
