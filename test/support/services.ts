import { spawnSync } from 'node:child_process';
import { inject } from 'vitest';
import { useLocalServices } from '../../src/local/services.ts';

/** Where the tests find their services. Null addresses: local ones, kept in `home` and started when the first test asks. */
export interface TestServices {
  readonly home: string;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** The migrated database of this test run that fresh ones are copied from. */
  readonly template: string;
}

interface Chosen {
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly sentences: readonly string[];
  stop(): Promise<void>;
}

const LOCAL_ONLY = 'local servers in a temporary folder, started when the first test needs them';

function dockerAnswers(): boolean {
  const { status, stdout } = spawnSync('docker', ['info', '--format', '{{.ServerVersion}}'], {
    encoding: 'utf8',
    timeout: 2000,
  });
  return status === 0 && stdout.trim() !== '';
}

/** Starts containers for what is not given. Loaded only here: most machines have no container engine. */
async function startContainers(needs: { database: boolean; redis: boolean }): Promise<Omit<Chosen, 'sentences'>> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const { RedisContainer } = await import('@testcontainers/redis');
  const postgres = needs.database
    ? await new PostgreSqlContainer('postgres:17-alpine').withCommand(['postgres', '-c', 'fsync=off']).start()
    : null;
  const stopPostgres = async (): Promise<void> => {
    await postgres?.stop();
  };
  try {
    const redis = needs.redis ? await new RedisContainer('redis:7-alpine').start() : null;
    return {
      databaseUrl: postgres?.getConnectionUri() ?? null,
      redisUrl: redis?.getConnectionUrl() ?? null,
      stop: async () => {
        await redis?.stop();
        await stopPostgres();
      },
    };
  } catch (error) {
    await stopPostgres();
    throw error;
  }
}

/**
 * In this order: TEST_DATABASE_URL or DATABASE_URL (new databases are made beside the one it names) and TEST_REDIS_URL (tests
 * empty it, so never REDIS_URL); containers where an engine answers within two seconds; local servers.
 */
export async function chooseServices(): Promise<Chosen> {
  const databaseUrl = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'] ?? null;
  const redisUrl = process.env['TEST_REDIS_URL'] ?? null;
  const given = { databaseUrl, redisUrl, stop: () => Promise.resolve() };
  const needs = { database: databaseUrl === null, redis: redisUrl === null };
  const say = (database: string, redis: string): string[] => [
    `tests: PostgreSQL from ${needs.database ? database : 'the address in the environment'}`,
    `tests: Redis from ${needs.redis ? redis : 'the address in TEST_REDIS_URL'}`,
  ];
  if (!needs.database && !needs.redis) return { ...given, sentences: say('', '') };
  const isForced = process.env['CHITRA_POSTGRES'] !== undefined;
  if (isForced || !dockerAnswers()) {
    const why = isForced ? 'CHITRA_POSTGRES asks for it' : 'no container engine answers; testcontainers are not used';
    return { ...given, sentences: say(`${LOCAL_ONLY} (${why})`, LOCAL_ONLY) };
  }
  try {
    const started = await startContainers(needs);
    return {
      databaseUrl: databaseUrl ?? started.databaseUrl,
      redisUrl: redisUrl ?? started.redisUrl,
      stop: () => started.stop(),
      sentences: say('a container (testcontainers)', 'a container (testcontainers)'),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown reason';
    return { ...given, sentences: say(`${LOCAL_ONLY} (a container engine answers, but: ${why})`, LOCAL_ONLY) };
  }
}

let local: ReturnType<typeof useLocalServices> | null = null;

/** Joins the local services of this test run; they end with the run, not with this file. */
async function localServices(): Promise<{ readonly databaseUrl: string; readonly redisUrl: string | null }> {
  local ??= useLocalServices(inject('testServices').home, { postgres: true, redis: true });
  const services = await local;
  if (!services.ok) throw new Error(services.failure.message);
  return services.value;
}

/** The address of a PostgreSQL where tests may make databases. */
export async function databaseUrlForTests(): Promise<string> {
  return inject('testServices').databaseUrl ?? (await localServices()).databaseUrl;
}

/** The address of a Redis that tests may empty; null where this machine has none. */
export async function redisUrlForTests(): Promise<string | null> {
  return inject('testServices').redisUrl ?? (await localServices()).redisUrl;
}
