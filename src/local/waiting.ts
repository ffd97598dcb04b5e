import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 15;

/** Asks every few milliseconds until the answer is yes (true) or the time is over (false). */
export async function waitUntil(isSo: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const until = performance.now() + milliseconds;
  while (!(await isSo())) {
    if (performance.now() > until) return false;
    await pause(PAUSE_MS);
  }
  return true;
}

/** A TCP port of the loopback address that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Sends `text` to a port of the loopback address and returns everything that comes back until it closes; null when nobody listens. */
export function askPort(port: number, text: string): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1', timeout: 2000 });
    const end = (): void => {
      socket.destroy();
      resolve(answer === '' ? null : answer);
    };
    socket.setEncoding('latin1');
    socket.on('connect', () => socket.write(text, 'latin1'));
    socket.on('data', (part: string) => (answer += part));
    socket.on('end', end).on('error', end).on('timeout', end);
  });
}

/** The last lines of a log file, for a sentence about why a service did not start. */
export function lastLines(path: string, count: number): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-count).join(' | ');
  } catch {
    return 'the log is empty';
  }
}
