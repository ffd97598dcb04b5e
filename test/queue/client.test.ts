import { setTimeout as sleep } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type QueueSettings, type WorkQueue, openQueue } from '../../src/queue/client.ts';
import { freshDatabase } from '../support/database.ts';
import { redisUrlForTests } from '../support/services.ts';

async function withQueue(redisUrl: string | null, use: (queue: WorkQueue) => Promise<void>): Promise<void> {
  const database = await freshDatabase();
  const settings: QueueSettings = { redisUrl, databaseUrl: database.url, installationId: randomUUID(), lockMs: 5000 };
  const opened = await openQueue(settings);
  if (!opened.ok) throw new Error(opened.failure.message);
  try {
    await use(opened.value);
  } finally {
    await opened.value.close();
    await database.drop();
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !isTrue(); round++) await sleep(50);
}

const nothing = (): Promise<void> => Promise.resolve();

describe.each(['redis', 'postgres'] as const)('the queue on %s', (backend) => {
  const redisUrlOf = async (): Promise<string | null> => (backend === 'redis' ? redisUrlForTests() : null);

  test('hands every hint to a worker, and tells its backend', async ({ skip }) => {
    const redisUrl = await redisUrlOf();
    skip(backend === 'redis' && redisUrl === null, 'no redis-server on this machine');
    await withQueue(redisUrl, async (queue) => {
      const seen = new Set<number>();
      const workItem = (itemNo: number): Promise<void> => {
        seen.add(itemNo);
        return Promise.resolve();
      };
      const stop = await queue.work({ workItem, openMonth: nothing }, 2);
      await queue.enqueue(Array.from({ length: 50 }, (_, at) => ({ itemNo: at + 1, fence: 0 })));
      await until(() => seen.size === 50);
      await stop();
      expect(queue.backend).toBe(backend);
      expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
    });
  });

  test('the same work may be put in again after it was done: nothing in the queue remembers it', async ({ skip }) => {
    const redisUrl = await redisUrlOf();
    skip(backend === 'redis' && redisUrl === null, 'no redis-server on this machine');
    await withQueue(redisUrl, async (queue) => {
      let times = 0;
      const workItem = (): Promise<void> => {
        times += 1;
        return Promise.resolve();
      };
      const stop = await queue.work({ workItem, openMonth: nothing }, 1);
      for (const expected of [1, 2]) {
        await queue.enqueue([{ itemNo: 7, fence: 0 }]);
        await until(() => times === expected);
        await sleep(100);
      }
      await stop();
      expect(times).toBe(2);
    });
  });

  test('the scheduler rings, and setting it twice does not make it ring twice', async ({ skip }) => {
    const redisUrl = await redisUrlOf();
    skip(backend === 'redis' && redisUrl === null, 'no redis-server on this machine');
    await withQueue(redisUrl, async (queue) => {
      const rings: number[] = [];
      const openMonth = (): Promise<void> => {
        rings.push(Math.floor(performance.now() / 1000));
        return Promise.resolve();
      };
      const stop = await queue.work({ workItem: nothing, openMonth }, 1);
      await queue.scheduleMonthly('* * * * * *', 'Asia/Ho_Chi_Minh');
      await queue.scheduleMonthly('* * * * * *', 'Asia/Ho_Chi_Minh');
      await until(() => rings.length >= 3);
      await stop();
      const seconds = (rings.at(-1) ?? 0) - (rings[0] ?? 0);
      expect(rings.length).toBeGreaterThanOrEqual(3);
      expect(rings.length).toBeLessThanOrEqual(seconds + 2);
    });
  });
});

test('a Redis that is away is refused with a sentence, in seconds', async () => {
  const opened = await openQueue({
    redisUrl: 'redis://127.0.0.1:9',
    databaseUrl: '',
    installationId: 'x',
    lockMs: 5000,
  });
  expect(opened).toMatchObject({ ok: false, failure: { code: 'redis_unreachable' } });
});
