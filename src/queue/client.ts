import {
  type JobsOptions,
  Queue,
  type QueueOptions,
  Worker,
  type WorkerOptions,
  createPostgresBackend,
  withBackend,
} from 'bullmq';
import { Redis } from 'ioredis';
import { type Result, done, refused } from '../domain/failure.ts';
import type { WorkHint } from '../domain/run.ts';
import { jobIdOf } from './catalogue.ts';

export interface Handlers {
  workItem(itemNo: number): Promise<void>;
  openMonth(): Promise<void>;
}

/** The queue as the program needs it: hints that there is work. Nothing in it is ever the only copy of anything. */
export interface WorkQueue {
  readonly backend: 'redis' | 'postgres';
  enqueue(hints: readonly WorkHint[]): Promise<void>;
  /** Takes jobs until the answered function is called; it waits for the jobs in hand. */
  work(handlers: Handlers, concurrency: number): Promise<() => Promise<void>>;
  /** Makes `open-month` come at a minute of a day of each month, by the clock of a time zone. */
  scheduleMonthly(cron: string, timeZone: string): Promise<void>;
  waiting(): Promise<number>;
  close(): Promise<void>;
}

export interface QueueSettings {
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  /** Keeps installations that share a Redis apart. */
  readonly installationId: string;
  readonly lockMs: number;
}

const QUEUE_NAME = 'payroll';
const REDIS_PATIENCE_MS = 5000;
// Why: finished jobs are of no use (the tables know), retries belong to the database, a stall is never final.
const JOB_OPTIONS = { attempts: 1, removeOnComplete: true, removeOnFail: true } as const;

interface NamedJob {
  readonly name: string;
  readonly data: unknown;
}

// Why not BullMQ's own types: they differ by backend, and this is all that is used of them.
interface QueueOfBackend {
  addBulk(jobs: (NamedJob & { opts: JobsOptions })[]): Promise<unknown>;
  upsertJobScheduler(
    id: string,
    repeat: { pattern: string; tz: string },
    job: NamedJob & { opts: JobsOptions },
  ): Promise<unknown>;
  getWaitingCount(): Promise<number>;
  close(): Promise<void>;
  on(event: 'error', listener: () => void): unknown;
}

interface WorkerOfBackend {
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
  on(event: 'error', listener: () => void): unknown;
}

interface Parts {
  readonly backend: 'redis' | 'postgres';
  readonly queue: QueueOfBackend;
  makeWorker(processor: (job: NamedJob) => Promise<void>, concurrency: number): WorkerOfBackend;
  close(): Promise<void>;
}

function workerOptions(settings: QueueSettings, concurrency: number): Omit<WorkerOptions, 'connection'> {
  return {
    concurrency,
    lockDuration: settings.lockMs,
    stalledInterval: settings.lockMs,
    maxStalledCount: 1_000_000,
    drainDelay: 1,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  };
}

function itemNoOf(data: unknown): number {
  if (typeof data === 'object' && data !== null && 'itemNo' in data && typeof data.itemNo === 'number')
    return data.itemNo;
  throw new TypeError('a work-item job without an item number');
}

function queueOf(parts: Parts): WorkQueue {
  parts.queue.on('error', () => undefined);
  return {
    backend: parts.backend,
    async enqueue(hints) {
      await parts.queue.addBulk(
        hints.map((hint) => ({
          name: 'work-item',
          data: { itemNo: hint.itemNo },
          opts: { ...JOB_OPTIONS, jobId: jobIdOf(hint) },
        })),
      );
    },
    async work(handlers, concurrency) {
      const worker = parts.makeWorker(
        (job) => (job.name === 'open-month' ? handlers.openMonth() : handlers.workItem(itemNoOf(job.data))),
        concurrency,
      );
      worker.on('error', () => undefined);
      await worker.waitUntilReady();
      return () => worker.close();
    },
    async scheduleMonthly(cron, timeZone) {
      await parts.queue.upsertJobScheduler(
        'monthly',
        { pattern: cron, tz: timeZone },
        { name: 'open-month', data: {}, opts: JOB_OPTIONS },
      );
    },
    waiting: () => parts.queue.getWaitingCount(),
    close: () => parts.close(),
  };
}

function redisParts(settings: QueueSettings, redisUrl: string, commands: Redis): Parts {
  const options: QueueOptions = {
    connection: commands,
    prefix: `chitra-${settings.installationId}`,
    skipVersionCheck: true,
  };
  const queue = new Queue(QUEUE_NAME, options);
  const blocking: Redis[] = [];
  return {
    backend: 'redis',
    queue,
    makeWorker(processor, concurrency) {
      const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
      connection.on('error', () => undefined);
      blocking.push(connection);
      return new Worker(QUEUE_NAME, processor, { ...workerOptions(settings, concurrency), ...options, connection });
    },
    async close() {
      await queue.close();
      for (const connection of [...blocking, commands]) connection.disconnect();
    },
  };
}

function postgresParts(settings: QueueSettings): Parts {
  const classes = withBackend(createPostgresBackend);
  const connection = { connectionString: settings.databaseUrl, schema: 'bullmq', migrate: true, max: 4 };
  const queue = new classes.Queue(QUEUE_NAME, { connection });
  return {
    backend: 'postgres',
    queue,
    makeWorker: (processor, concurrency) =>
      new classes.Worker(QUEUE_NAME, processor, { ...workerOptions(settings, concurrency), connection }),
    close: () => queue.close(),
  };
}

/** A connection that fails at once while Redis is away (the sweeper tries again), proved by a PING; null: no answer in time. */
async function reachRedis(redisUrl: string): Promise<Redis | null> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, connectTimeout: REDIS_PATIENCE_MS, lazyConnect: true });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
    return redis;
  } catch {
    redis.disconnect();
    return null;
  }
}

async function evictionPolicy(redis: Redis): Promise<string> {
  try {
    const answer: unknown = await redis.config('GET', 'maxmemory-policy');
    return Array.isArray(answer) ? String(answer[1]) : 'noeviction';
  } catch {
    return 'noeviction'; // Why: hosted Redis often forbids CONFIG; then its operator answers for the policy.
  }
}

/** Opens the queue on Redis, or on PostgreSQL when no Redis is given. Refuses a Redis that is away or may drop jobs. */
export async function openQueue(settings: QueueSettings): Promise<Result<WorkQueue>> {
  if (settings.redisUrl === null) return done(queueOf(postgresParts(settings)));
  const redis = await reachRedis(settings.redisUrl);
  if (redis === null) {
    return refused(
      'redis_unreachable',
      'Redis cannot be reached. Check REDIS_URL and that Redis is running, or unset REDIS_URL.',
    );
  }
  const policy = await evictionPolicy(redis);
  if (policy !== 'noeviction') {
    redis.disconnect();
    return refused('redis_evicts', `Redis would throw jobs away (maxmemory-policy ${policy}). Set it to noeviction.`);
  }
  return done(queueOf(redisParts(settings, settings.redisUrl, redis)));
}
