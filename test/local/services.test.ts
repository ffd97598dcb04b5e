import { spawn } from 'node:child_process';
import { existsSync, chmodSync, mkdirSync, readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postgresPrograms } from '../../src/local/postgres-programs.ts';
import { processMark } from '../../src/local/process-mark.ts';
import { redisProgram } from '../../src/local/redis.ts';
import { serviceOwner } from '../../src/local/service-owner.ts';
import { removeLocalServices } from '../../src/local/services.ts';
import { waitUntil } from '../../src/local/waiting.ts';
import {
  BOTH,
  POSTGRES,
  ask,
  askRedis,
  copyData,
  killAtOnce,
  newHome,
  postgresProcess,
  removeHome,
  servicesOf,
} from '../support/local-home.ts';
import { holdServices } from '../support/service-holder.ts';

const REDIS = { postgres: false, redis: true };
const RUNNING_LOOPS = `SELECT count(*)::int AS answer FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active'`;

const environment = { ...process.env };

let home = '';
let usedHome = '';

beforeAll(async () => {
  usedHome = newHome();
  await (await servicesOf(usedHome, POSTGRES)).release();
});

afterAll(() => removeHome(usedHome));

beforeEach(() => {
  home = newHome();
});

afterEach(async () => {
  process.env = { ...environment };
  await removeHome(home);
});

async function redisProcess(url: string): Promise<number> {
  return Number(/process_id:(\d+)/.exec((await askRedis(url, 'INFO server')) ?? '')?.[1]);
}

function kinds(): readonly string[] {
  const owner = serviceOwner();
  const programs = owner.ok ? postgresPrograms(owner.value) : owner;
  return programs.ok ? [...new Set(programs.value.map(({ from }) => from))] : [];
}

describe('with each PostgreSQL of this machine', () => {
  test.each(kinds())('%s: starts, keeps its data, stops', async (kind) => {
    process.env['CHITRA_POSTGRES'] = kind;
    const first = await servicesOf(home, POSTGRES);
    const version = Number(readFileSync(join(home, 'postgres', 'PG_VERSION'), 'utf8'));
    expect(await ask(first.databaseUrl, `SELECT current_setting('server_version_num')::int / 10000 AS answer`)).toBe(
      version,
    );
    expect(await ask(first.databaseUrl, `SELECT current_database() || ' ' || current_user AS answer`)).toBe(
      'chitra chitra',
    );
    expect(await ask(first.databaseUrl, `SELECT pg_encoding_to_char(encoding) AS answer FROM pg_database`)).toBe(
      'UTF8',
    );
    expect(await ask(first.databaseUrl, `SELECT current_setting('listen_addresses') AS answer`)).toBe('127.0.0.1');
    await ask(first.databaseUrl, `SELECT 1 AS answer INTO kept`);
    await first.release();
    await expect(ask(first.databaseUrl, 'SELECT 1 AS answer')).rejects.toThrow(/ECONNREFUSED/);
    const second = await servicesOf(home, POSTGRES);
    expect(await ask(second.databaseUrl, `SELECT answer FROM kept`)).toBe(1);
    await second.release();
  });
});

test('the embedded PostgreSQL came with the packages', () => {
  process.env['CHITRA_POSTGRES'] = 'embedded';
  expect(kinds()).toEqual(['embedded']);
});

test('fsync stays on unless a test says otherwise', async () => {
  copyData(usedHome, home);
  delete process.env['CHITRA_FSYNC'];
  const services = await servicesOf(home, POSTGRES);
  expect(await ask(services.databaseUrl, `SELECT current_setting('fsync') AS answer`)).toBe('on');
  expect(await ask(services.databaseUrl, `SELECT current_setting('synchronous_commit') AS answer`)).toBe('on');
  await services.release();
});

test('a second process joins, survives the first one leaving, and the last one stops the services', async () => {
  copyData(usedHome, home);
  const one = await holdServices(home);
  const two = await holdServices(home);
  const here = await servicesOf(home, BOTH);
  expect(one.addresses).toBe(`${here.databaseUrl} ${here.redisUrl ?? '(no Redis)'}`);
  expect(two.addresses).toBe(one.addresses);
  expect(await one.leave()).toBe(0);
  expect(await ask(here.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
  await here.release();
  await here.release();
  expect(await ask(here.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
  const server = postgresProcess(home);
  expect(await two.leave()).toBe(0);
  expect(processMark(server)).toBeNull();
  expect(readdirSync(join(home, 'users'))).toEqual([]);
  expect(await askRedis(here.redisUrl, 'PING')).toBeNull();
});

test('one process may use them twice; they stop when it has let go of both', async () => {
  copyData(usedHome, home);
  const [one, two] = await Promise.all([servicesOf(home, POSTGRES), servicesOf(home, BOTH)]);
  expect(two.databaseUrl).toBe(one.databaseUrl);
  expect(one.redisUrl).toBeNull();
  await one.release();
  expect(await ask(two.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
  await two.release();
  await expect(ask(two.databaseUrl, 'SELECT 1 AS answer')).rejects.toThrow(/ECONNREFUSED/);
});

test('four processes that start at the same moment get the same one server', async () => {
  const holders = await Promise.all([1, 2, 3, 4].map(() => holdServices(home)));
  expect(new Set(holders.map(({ addresses }) => addresses)).size).toBe(1);
  expect(holders[0]?.addresses).toMatch(/^postgres:/);
  expect(await Promise.all(holders.map((holder) => holder.leave()))).toEqual([0, 0, 0, 0]);
  expect(existsSync(join(home, 'postgres', 'postmaster.pid'))).toBe(false);
});

test('a signal ends a holder in order', async () => {
  copyData(usedHome, home);
  const holder = await holdServices(home, { CHITRA_POSTGRES: '' });
  const server = postgresProcess(home);
  holder.process.kill('SIGINT');
  expect(await holder.leave()).toBe(0);
  expect(processMark(server)).toBeNull();
});

test('after kill -9 of a user and of both servers the next user finds everything that was committed', async () => {
  copyData(usedHome, home);
  const holder = await holdServices(home);
  const [databaseUrl = '', redisUrl = ''] = holder.addresses.split(' ');
  await ask(databaseUrl, `SELECT 7 AS answer INTO kept`);
  await killAtOnce(postgresProcess(home));
  if (redisUrl.startsWith('redis:')) await killAtOnce(await redisProcess(redisUrl));
  holder.process.kill('SIGKILL');
  await holder.leave();
  const again = await servicesOf(home, BOTH);
  expect(await ask(again.databaseUrl, `SELECT answer FROM kept`)).toBe(7);
  await again.release();
});

test('servers whose user was killed are joined by the next one, and stopped by it', async () => {
  copyData(usedHome, home);
  const holder = await holdServices(home);
  holder.process.kill('SIGKILL');
  await holder.leave();
  const server = postgresProcess(home);
  const next = await servicesOf(home, BOTH);
  expect(holder.addresses).toContain(next.databaseUrl);
  await next.release();
  expect(processMark(server)).toBeNull();
});

test('a killed server whose last query still runs is waited for', async () => {
  copyData(usedHome, home);
  const services = await servicesOf(home, POSTGRES);
  // A loop that never looks up: it does not notice that its server is gone.
  const busy = `DO $$ DECLARE until timestamptz := clock_timestamp() + interval '3 s';
                BEGIN WHILE clock_timestamp() < until LOOP END LOOP; END $$`;
  const query = ask(services.databaseUrl, busy).catch(() => 'broken');
  await waitUntil(async () => (await ask(services.databaseUrl, RUNNING_LOOPS)) === 1, 10_000);
  await killAtOnce(postgresProcess(home));
  const again = await servicesOf(home, POSTGRES);
  expect(await ask(again.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
  await query;
  await again.release();
  await services.release();
});

test('an old postmaster.pid with the number of a living stranger of the same account is passed over', async () => {
  copyData(usedHome, home);
  const first = await servicesOf(home, POSTGRES);
  const note = join(home, 'postgres', 'postmaster.pid');
  const text = readFileSync(note, 'utf8');
  await first.release();
  const owner = serviceOwner();
  const stranger = spawn('sleep', ['60'], { ...(owner.ok ? owner.value : null), cwd: '/', stdio: 'ignore' });
  writeFileSync(note, text.replace(/^\d+/, String(stranger.pid)));
  const again = await servicesOf(home, POSTGRES);
  stranger.kill();
  expect(await ask(again.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
  await again.release();
});

test.runIf(redisProgram() !== null)(
  'an old note of a Redis port is passed over, whoever listens there now',
  async () => {
    copyData(usedHome, home);
    const database = await servicesOf(home, POSTGRES);
    writeFileSync(join(home, 'redis.port'), new URL(database.databaseUrl).port);
    mkdirSync(join(home, 'redis'), { mode: 0o700 });
    const services = await servicesOf(home, REDIS);
    expect(await askRedis(services.redisUrl, 'PING')).toBe('+PONG\r\n+OK\r\n');
    await services.release();
    await database.release();
  },
);

test.runIf(redisProgram() !== null)('Redis never evicts and keeps what it was told', async () => {
  const services = await servicesOf(home, REDIS);
  expect(services.databaseUrl).toBe('');
  const settings = await askRedis(services.redisUrl, 'CONFIG GET maxmemory-policy', 'CONFIG GET appendonly');
  expect(settings).toMatch(/noeviction[^]*yes/);
  await askRedis(services.redisUrl, 'SET kept 7');
  await services.release();
  const again = await servicesOf(home, REDIS);
  expect(await askRedis(again.redisUrl, 'GET kept')).toBe('$1\r\n7\r\n+OK\r\n');
  await again.release();
});

test('without a Redis program the address is null and PostgreSQL still starts', async () => {
  copyData(usedHome, home);
  const { PATH } = process.env;
  process.env['PATH'] = join(home, 'empty');
  const services = await servicesOf(home, BOTH);
  process.env['PATH'] = PATH;
  expect(services.redisUrl).toBeNull();
  expect(services.databaseUrl).toMatch(/^postgres:/);
  await services.release();
});

test.runIf(process.getuid?.() === 0)(
  'below a folder that only root may enter, the data lie where the server can reach them',
  async () => {
    chmodSync(home, 0o700);
    const services = await servicesOf(home, POSTGRES);
    const place = realpathSync(join(home, 'data-is-here'));
    expect(await ask(services.databaseUrl, `SELECT current_setting('data_directory') AS answer`)).toBe(
      join(place, 'postgres'),
    );
    expect(existsSync(join(home, 'postgres'))).toBe(false);
    await services.release();
    expect(await removeLocalServices(home)).toEqual({ ok: true, value: null });
    expect(existsSync(place)).toBe(false);
  },
);
