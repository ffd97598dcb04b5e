import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { processMark } from '../../src/local/process-mark.ts';
import {
  type LocalServices,
  removeLocalServices,
  type ServiceNeeds,
  useLocalServices,
} from '../../src/local/services.ts';
import { askPort, waitUntil } from '../../src/local/waiting.ts';

export const BOTH: ServiceNeeds = { postgres: true, redis: true };
export const POSTGRES: ServiceNeeds = { postgres: true, redis: false };

/** An empty home for local services. */
export function newHome(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chitra-services-'));
  // Open for the account that PostgreSQL runs as when the tests run as root.
  chmodSync(folder, 0o755);
  return folder;
}

/** Gives an empty home the database files of one that was used before: quicker than making new ones. */
export function copyData(usedHome: string, home: string): void {
  spawnSync('cp', ['-a', join(usedHome, 'postgres'), home], { stdio: 'inherit' });
}

/** Stops what runs in a home and removes it; an error when somebody still uses it. */
export async function removeHome(home: string): Promise<void> {
  const removed = await removeLocalServices(home);
  if (!removed.ok) throw new Error(removed.failure.message);
}

/** Uses the services of a home, or fails the test with the refusal. */
export async function servicesOf(home: string, needs: ServiceNeeds): Promise<LocalServices> {
  const services = await useLocalServices(home, needs);
  if (!services.ok) throw new Error(services.failure.message);
  return services.value;
}

/** The column `answer` of the first row, asked on a connection of its own. */
export async function ask(databaseUrl: string, question: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A server that is killed on purpose breaks the connections to it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(question);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

/** Sends commands to a Redis; null when nobody listens there. A machine without Redis has none that could still be running. */
export function askRedis(url: string | null, ...commands: readonly string[]): Promise<string | null> {
  const port = url === null ? 1 : Number(new URL(url).port);
  return askPort(port, [...commands, 'QUIT', ''].join('\r\n'));
}

/** The process of a home's PostgreSQL, as it wrote it down itself. */
export function postgresProcess(home: string): number {
  return Number(readFileSync(join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Ends a process with kill -9 and waits until it is gone. */
export async function killAtOnce(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await waitUntil(() => processMark(pid) === null, 10_000);
}
