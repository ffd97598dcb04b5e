import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type FreshDatabase, freshDatabase } from './database.ts';
import { redisUrlForTests } from './services.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

/** An installation of a test's own: an empty database, the queue beside it, and a folder for files. */
export interface Installation {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly out: string;
  /** What the command line finds in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** Makes one; `settings` are added to the environment of its commands and workers. */
export async function newInstallation(settings: Readonly<Record<string, string>> = {}): Promise<Installation> {
  const database: FreshDatabase = await freshDatabase();
  const redisUrl = await redisUrlForTests();
  const out = mkdtempSync(join(tmpdir(), 'chitra-out-'));
  const environment = {
    DATABASE_URL: database.url,
    ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }),
    CHITRA_HOME: inject('testServices').home,
    CHITRA_OUT: out,
    LOG_LEVEL: 'silent',
    ...settings,
  };
  return {
    databaseUrl: database.url,
    redisUrl,
    out,
    environment,
    drop: async () => {
      await database.drop();
      rmSync(out, { recursive: true, force: true });
    },
  };
}

/** Starts a command without waiting for it, as a shell would. */
export function startChitra(at: Installation, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...words], {
    env: { ...process.env, ...at.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Waits for a command that was started. */
export async function answerOf(command: ChildProcess): Promise<Answer> {
  let stdout = '';
  let stderr = '';
  command.stdout?.setEncoding('utf8').on('data', (part: string) => (stdout += part));
  command.stderr?.setEncoding('utf8').on('data', (part: string) => (stderr += part));
  await once(command, 'close');
  return { code: command.exitCode, stdout, stderr };
}

/** Runs one command of the command line to its end. */
export function chitra(at: Installation, ...words: readonly string[]): Promise<Answer> {
  return answerOf(startChitra(at, words));
}

/** The JSON answer of `run` and `approve`. */
export interface RunAnswer {
  readonly run_id: string;
  readonly kind: string;
  readonly status: string;
  readonly persons: number;
  readonly payments: number;
  readonly amount: number;
  readonly current: number;
  readonly arrears: number;
  readonly carried: number;
  readonly held_persons: number;
  readonly held_amount: number;
  readonly overpaid_amount: number;
  readonly folder: string;
  readonly ledger_root: string;
  readonly manifest_sha256: string;
}

/** The answer of a command that must end well and speak JSON; otherwise an error with what it said instead. */
export async function runAnswer(at: Installation, ...words: readonly string[]): Promise<RunAnswer> {
  const { code, stdout, stderr } = await chitra(at, ...words, '--json');
  if (code !== 0) throw new Error(`chitra ${words.join(' ')} ended with ${code}: ${stderr}`);
  const answer: RunAnswer = JSON.parse(stdout);
  return answer;
}
