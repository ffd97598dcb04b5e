import { readFileSync } from 'node:fs';
import { type Result, done, refused } from './domain/failure.ts';

/** What is in force, read once from the environment. Null addresses: services kept on this machine are used. */
export interface Config {
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** Where the queue is kept; null: in Redis if there is one, else in PostgreSQL. */
  readonly queue: 'redis' | 'postgres' | null;
  /** Two-digit province code. */
  readonly province: string;
  readonly timeZone: string;
  readonly home: string;
  readonly out: string;
  readonly logLevel: string;
  /** A provincial overlay of the catalogue; null: the file of the province if there is one. */
  readonly overlay: string | null;
  /** A folder of bank sheets of the office's own; null: the program's only. */
  readonly banks: string | null;
  /** When the scheduler opens the next month: cron of minute hour day month weekday, in timeZone. */
  readonly scheduleDay: number;
  readonly scheduleHour: number;
  /** Persons in one shard of a run; null: chosen by the size of the registry. */
  readonly shardPersons: number | null;
  /** How long a worker may stay silent before another takes its shard over. */
  readonly leaseMs: number;
  /** Worker processes that a command starts when none is running. */
  readonly workers: number;
  /** The key that signs the books (PEM); null: one kept in home. A secret. */
  readonly signingKey: string | null;
  /** Who works: the office, or an auditor, who reads everything and changes nothing. */
  readonly role: 'app' | 'auditor';
}

export type Environment = Readonly<Record<string, string | undefined>>;

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** A secret from the variable itself or from the file that NAME_FILE names; a refusal when that file cannot be read. */
export function secret(env: Environment, name: string): Result<string | null> {
  const file = env[`${name}_FILE`];
  const value = env[name];
  if (file === undefined || file === '') return done(value === undefined || value === '' ? null : value);
  try {
    return done(readFileSync(file, 'utf8').trim());
  } catch {
    return refused('bad_setting', `The file that ${name}_FILE names cannot be read. Correct or unset it.`);
  }
}

/** A setting, or a default where it is not set. */
export function text(env: Environment, name: string, otherwise: string): string {
  const value = env[name];
  return value === undefined || value === '' ? otherwise : value;
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A whole number within bounds from the environment, or a refusal that names the variable. */
export function whole(
  env: Environment,
  name: string,
  otherwise: number,
  [least, most]: readonly [number, number],
): Result<number> {
  const given = text(env, name, String(otherwise));
  const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
  if (value >= least && value <= most) return done(value);
  return refused(
    'bad_setting',
    `${name}=${given} is not a whole number from ${least} to ${most}. Correct or unset it.`,
  );
}

/** Reads the settings of CONTRACT: environment first, then defaults. Refuses values that cannot be meant. */
export function readConfig(env: Environment): Result<Config> {
  const scheduleDay = whole(env, 'CHITRA_SCHEDULE_DAY', 20, [1, 28]);
  if (!scheduleDay.ok) return scheduleDay;
  const scheduleHour = whole(env, 'CHITRA_SCHEDULE_HOUR', 6, [0, 23]);
  if (!scheduleHour.ok) return scheduleHour;
  const shardPersons = whole(env, 'CHITRA_SHARD_PERSONS', 0, [0, 50_000]);
  if (!shardPersons.ok) return shardPersons;
  const leaseMs = whole(env, 'CHITRA_LEASE_MS', 20_000, [500, 600_000]);
  if (!leaseMs.ok) return leaseMs;
  const workers = whole(env, 'CHITRA_WORKERS', 2, [1, 64]);
  if (!workers.ok) return workers;
  const province = text(env, 'CHITRA_PROVINCE', '24');
  if (!/^\d{2}$/.test(province))
    return refused('bad_setting', `CHITRA_PROVINCE=${province} is not a two-digit province code.`);
  const timeZone = text(env, 'CHITRA_TZ', 'Asia/Ho_Chi_Minh');
  if (!isTimeZone(timeZone))
    return refused('bad_setting', `CHITRA_TZ=${timeZone} is not a known time zone. Example: Asia/Ho_Chi_Minh`);
  const queue = text(env, 'CHITRA_QUEUE', 'any');
  if (queue !== 'redis' && queue !== 'postgres' && queue !== 'any')
    return refused('bad_setting', `CHITRA_QUEUE=${queue}: use redis or postgres, or unset it.`);
  const logLevel = text(env, 'LOG_LEVEL', 'warn');
  if (!LOG_LEVELS.includes(logLevel))
    return refused('bad_setting', `LOG_LEVEL=${logLevel}: use one of ${LOG_LEVELS.join(', ')}.`);
  const role = text(env, 'CHITRA_ROLE', 'app');
  if (role !== 'app' && role !== 'auditor')
    return refused('bad_setting', `CHITRA_ROLE=${role}: use auditor, or unset it.`);
  const databaseUrl = secret(env, 'DATABASE_URL');
  if (!databaseUrl.ok) return databaseUrl;
  const redisUrl = secret(env, 'REDIS_URL');
  if (!redisUrl.ok) return redisUrl;
  const signingKey = secret(env, 'CHITRA_SIGNING_KEY');
  if (!signingKey.ok) return signingKey;
  return done({
    databaseUrl: databaseUrl.value,
    redisUrl: redisUrl.value,
    queue: queue === 'any' ? null : queue,
    province,
    timeZone,
    home: text(env, 'CHITRA_HOME', '.chitra'),
    out: text(env, 'CHITRA_OUT', 'out'),
    logLevel,
    overlay: text(env, 'CHITRA_OVERLAY', '') || null,
    banks: text(env, 'CHITRA_BANKS', '') || null,
    scheduleDay: scheduleDay.value,
    scheduleHour: scheduleHour.value,
    shardPersons: shardPersons.value === 0 ? null : shardPersons.value,
    leaseMs: leaseMs.value,
    workers: workers.value,
    signingKey: signingKey.value,
    role,
  });
}
