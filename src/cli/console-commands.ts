import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Services } from '../start.ts';
import type { ConsoleSettings } from '../web/visit.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
/** What is kept of an answer, and of what was said beside it, in characters. */
const KEPT_ANSWER = 2_000_000;
const KEPT_WORDS = 4000;

/**
 * Long work of the console is a command of the command line, in a process of its own: pages stay quick, and the audit log tells of it as of any
 * other. It ends with this process.
 */
export function startCommandWith(
  services: Services,
  environment: NodeJS.ProcessEnv = process.env,
): ConsoleSettings['startCommand'] {
  return (words, caller, onProgress) => {
    const env = {
      ...environment,
      DATABASE_URL: services.databaseUrl,
      ...(services.redisUrl === null ? {} : { REDIS_URL: services.redisUrl }),
      CHITRA_ACTOR: caller.actor,
      CHITRA_CALLED_FROM: `console ${caller.from}`,
    };
    const child = spawn(process.execPath, [...process.execArgv, MAIN, ...words], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let [printed, said] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      if (printed.length < KEPT_ANSWER) printed += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said = (said + part).slice(-KEPT_WORDS);
      const line = part.trim().split('\n').at(-1) ?? '';
      if (line !== '') onProgress(line.slice(0, 200));
    });
    const ended = new Promise<{ exitCode: number; printed: string; said: string }>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => resolve({ exitCode: code ?? 1, printed, said }));
    });
    return { ended, stop: () => child.kill('SIGTERM') };
  };
}
