import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestProject } from 'vitest/node';
import { removeLocalServices } from '../../src/local/services.ts';
import { dropTemplate } from './database.ts';
import { chooseServices, type TestServices } from './services.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServices: TestServices;
  }
}

/** Workers that are just ending still count as users of the local services for a moment. */
const PATIENCE = 100;

async function removeHome(home: string): Promise<void> {
  for (let attempt = 1; attempt <= PATIENCE; attempt += 1) {
    const removed = await removeLocalServices(home);
    if (removed.ok) return;
    if (attempt === PATIENCE) throw new Error(removed.failure.message);
    await pause(100);
  }
}

/** Decides once for all test files where PostgreSQL and Redis come from, says so, and takes everything away at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), 'chitra-test-'));
  // Open for the account that PostgreSQL runs as when the tests run as root.
  chmodSync(home, 0o755);
  const chosen = await chooseServices();
  process.stdout.write(`${chosen.sentences.join('\n')}\n`);
  const { databaseUrl, redisUrl } = chosen;
  const template = `chitra_template_${randomUUID().slice(0, 8)}`;
  project.provide('testServices', { home, databaseUrl, redisUrl, template });
  // No test may touch by accident what the environment names; and test data need not survive a power cut.
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'CHITRA_HOME', 'CHITRA_OUT']) delete process.env[name];
  process.env['CHITRA_FSYNC'] = 'off';
  // The command line is started hundreds of times: what Node compiled once is kept.
  process.env['NODE_COMPILE_CACHE'] = join(home, 'compiled');
  return async () => {
    await removeHome(home);
    if (databaseUrl !== null) await dropTemplate(databaseUrl, template);
    await chosen.stop();
    rmSync(home, { recursive: true, force: true });
  };
}
