import { setTimeout as pause } from 'node:timers/promises';
import { waitUntil } from '../../src/local/waiting.ts';
import type { Database } from '../../src/store/database.ts';
import type { OwnRedis } from './own-redis.ts';
import { execute, withTableLocked } from './province.ts';
import type { Workforce } from './workforce.ts';

/**
 * kill: kill -9 of one worker. freeze: SIGSTOP of all workers while they hold work, until others took it over; then SIGCONT.
 * flush and restart: Redis forgets everything, the second time by dying. terminate: the workers' sessions are cut.
 */
export const FAULTS = ['kill', 'freeze', 'flush', 'restart', 'terminate'] as const;
export type Fault = (typeof FAULTS)[number];

/** Name of the workers' sessions, so that only they are cut. */
export const WORKER_SESSIONS = 'chaos-worker';

/** Everything a fault may touch: services and processes of this round alone. */
export interface Scene {
  readonly database: Database;
  readonly databaseUrl: string;
  readonly redis: OwnRedis | null;
  readonly workforce: Workforce;
  /** A number from 0 (included) to 1, from the seed. */
  readonly random: () => number;
  /** How often a frozen worker woke up after its work had been taken over. */
  overlaps: number;
}

const PATIENCE_MS = 6000;
const TAKEOVER_MS = 20_000;
const ZOMBIE_MS = 500;

/** Work that somebody holds without being inside a transaction about it: work that can be taken over. */
async function heldFences(database: Database): Promise<Map<number, number>> {
  const { rows } = await database.pool.query<{ item_no: number; fence: number }>(
    `SELECT item_no, fence FROM work_item WHERE state = 'running' FOR UPDATE SKIP LOCKED`,
  );
  return new Map(rows.map((row) => [row.item_no, row.fence]));
}

async function isTakenOver(database: Database, held: ReadonlyMap<number, number>): Promise<boolean> {
  const { rows } = await database.pool.query<{ item_no: number; fence: number }>(
    'SELECT item_no, fence FROM work_item WHERE item_no = ANY($1)',
    [[...held.keys()]],
  );
  return rows.some((row) => row.fence > (held.get(row.item_no) ?? row.fence));
}

/** What each stage reads after it took a piece of work and before it saves: who locks it holds the worker there. */
const READ_BY_STAGE = {
  compute: 'award',
  check: 'run_line',
  issue: 'run_line',
  files: 'payment',
  seal: 'payout_file',
} as const;

async function nextStage(database: Database): Promise<keyof typeof READ_BY_STAGE> {
  const { rows } = await database.pool.query<{ stage: keyof typeof READ_BY_STAGE }>(
    `SELECT stage FROM work_item WHERE state <> 'done' ORDER BY item_no LIMIT 1`,
  );
  return rows[0]?.stage ?? 'seal';
}

/** Stops the workers in the middle of work that they hold; answers who sleeps and what they hold. */
async function fallAsleep(scene: Scene): Promise<{ frozen: readonly number[]; held: Map<number, number> }> {
  const { database, workforce } = scene;
  const table = READ_BY_STAGE[await nextStage(database)];
  return withTableLocked(scene.databaseUrl, table, async () => {
    await waitUntil(async () => (await heldFences(database)).size > 0, PATIENCE_MS);
    const frozen = workforce.living();
    for (const pid of frozen) workforce.signal(pid, 'SIGSTOP');
    // Asked now: what they hold, they hold asleep.
    return { frozen, held: await heldFences(database) };
  });
}

async function freeze(scene: Scene): Promise<void> {
  const { database, workforce } = scene;
  const { frozen, held } = await fallAsleep(scene);
  for (const _ of frozen) workforce.hire();
  if (held.size > 0 && (await waitUntil(() => isTakenOver(database, held), TAKEOVER_MS))) scene.overlaps += 1;
  for (const pid of frozen) workforce.signal(pid, 'SIGCONT');
  await pause(ZOMBIE_MS);
  for (const pid of frozen) workforce.retire(pid);
}

/** Does one fault, and returns when it is done; what it broke mends itself. */
export async function doFault(fault: Fault, scene: Scene): Promise<void> {
  const living = scene.workforce.living();
  switch (fault) {
    case 'kill':
      scene.workforce.signal(living[Math.floor(scene.random() * living.length)] ?? 0, 'SIGKILL');
      return;
    case 'freeze':
      return freeze(scene);
    case 'flush':
      return scene.redis?.flush();
    case 'restart':
      return scene.redis?.restart();
    case 'terminate':
      return execute(
        scene.databaseUrl,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1',
        [WORKER_SESSIONS],
      );
  }
}
