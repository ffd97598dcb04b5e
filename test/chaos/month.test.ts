import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FAULTS, type Fault } from '../../scripts/chaos/faults.ts';
import { type MonthOutcome, type WorkedMonth, workMonth } from '../../scripts/chaos/month.ts';
import { type OwnRedis, ownRedis } from '../../scripts/chaos/own-redis.ts';
import { type LoadedProvince, loadProvince } from '../../scripts/chaos/province.ts';
import { redisProgram } from '../../src/local/redis.ts';
import { paidOutIn } from '../support/payout-folder.ts';
import { databaseUrlForTests } from '../support/services.ts';

// The same month again and again, each time disturbed in another way; CHITRA_CHAOS_SEED repeats a failure, scripts/chaos.ts soaks.
const PEOPLE = 1000;
const SEED = Number(process.env['CHITRA_CHAOS_SEED'] ?? '20261123');
const hasRedis = redisProgram() !== null;

let province: LoadedProvince;
let redis: OwnRedis | null;
let quiet: WorkedMonth;
const folders: string[] = [];

async function worked(faults: readonly Fault[], perPhase: number, queue: OwnRedis | null): Promise<WorkedMonth> {
  const databaseUrl = await province.copy();
  const plan = { databaseUrl, redis: queue, shardPersons: PEOPLE / 8, leaseMs: 800, faults, perPhase, seed: SEED };
  const month = await workMonth(plan);
  folders.push(join(month.folder, '../..'));
  return month;
}

/** Nothing of it may differ, whatever happened; the seed stands in the message of a failure. */
async function whatCameOf(
  month: WorkedMonth,
): Promise<MonthOutcome & { seed: number; paidTwice: number; inFilesTwice: number }> {
  const paidOut = await paidOutIn(month.folder);
  const inFilesTwice = paidOut.length - new Set(paidOut.map((one) => one.id)).size;
  return { ...month.outcome, seed: SEED, paidTwice: month.paidTwice, inFilesTwice };
}

beforeAll(async () => {
  redis = await ownRedis();
  province = await loadProvince(await databaseUrlForTests(), PEOPLE, 7);
  quiet = await worked([], 0, redis);
});

afterAll(async () => {
  await province.drop();
  await redis?.stop();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  for (const folder of folders.splice(1)) rmSync(folder, { recursive: true, force: true });
});

describe('a month of the province, computed, approved and issued', () => {
  test('undisturbed: every payment of the run stands once in the files', async () => {
    const paidOut = await paidOutIn(quiet.folder);
    const totals: { payments: number; amount: number } = JSON.parse(quiet.outcome.totals);
    expect(paidOut).toHaveLength(totals.payments);
    expect(paidOut.reduce((sum, one) => sum + one.amount, 0)).toBe(totals.amount);
    expect((await whatCameOf(quiet)).inFilesTwice).toBe(0);
  });

  test('cut into other shards, by one worker more, in another zone of the clock: the same lines and lists', async () => {
    const cut = { shardPersons: 77, leaseMs: 20_000, workers: 3, zone: 'America/Los_Angeles' };
    const databaseUrl = await province.copy();
    const month = await workMonth({ ...cut, databaseUrl, redis, faults: [], perPhase: 0, seed: SEED });
    folders.push(join(month.folder, '../..'));
    expect([month.outcome.totals, month.outcome.lines]).toEqual([quiet.outcome.totals, quiet.outcome.lines]);
    // The manifest names the root of the ledger, and blocks of the ledger are shards.
    const lists = (one: WorkedMonth): [string, string][] =>
      Object.entries(one.outcome.files).filter(([path]) => !path.endsWith('/manifest.json'));
    expect(lists(month)).toEqual(lists(quiet));
    expect(lists(month).length).toBeGreaterThan(30);
  });

  test('workers killed with kill -9', async () => {
    const month = await worked(['kill'], 3, redis);
    expect(month.faults).not.toEqual([]);
    expect(await whatCameOf(month)).toEqual(await whatCameOf(quiet));
  });

  test('workers frozen until others took their work over, then woken up', async () => {
    const month = await worked(['freeze'], 1, redis);
    // Once while computing, once while issuing: without an overlap this would prove nothing.
    expect(month.overlaps).toBe(2);
    expect(await whatCameOf(month)).toEqual(await whatCameOf(quiet));
  });

  test.skipIf(!hasRedis)('Redis emptied, and killed and come back empty', async () => {
    const month = await worked(['flush', 'restart'], 3, redis);
    expect(month.faults).not.toEqual([]);
    expect(await whatCameOf(month)).toEqual(await whatCameOf(quiet));
  });

  test('sessions of the workers cut by PostgreSQL, and all the rest', async () => {
    const month = await worked(hasRedis ? [...FAULTS, 'terminate', 'terminate'] : ['terminate', 'kill'], 4, redis);
    expect(month.faults).not.toEqual([]);
    expect(await whatCameOf(month)).toEqual(await whatCameOf(quiet));
  });

  test.skipIf(!hasRedis)('the queue kept in PostgreSQL, workers killed with kill -9', async () => {
    const month = await worked(['kill'], 3, null);
    expect(month.faults).not.toEqual([]);
    expect(await whatCameOf(month)).toEqual(await whatCameOf(quiet));
  });
});
