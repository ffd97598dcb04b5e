import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { removeLocalServices, useLocalServices } from '../../src/local/services.ts';
import { POSTGRES, ask, copyData, newHome, removeHome, servicesOf } from '../support/local-home.ts';

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

describe('refusals say what and where', () => {
  async function refusal(folder = home): Promise<string> {
    const services = await useLocalServices(folder, POSTGRES);
    if (services.ok) await services.value.release();
    return services.ok ? 'not refused' : `${services.failure.code}: ${services.failure.message}`;
  }

  test('a folder made by another PostgreSQL', async () => {
    copyData(usedHome, home);
    await (await servicesOf(home, POSTGRES)).release();
    writeFileSync(join(home, 'postgres', 'PG_VERSION'), '14\n');
    expect(await refusal()).toMatch(
      /^local_postgres_version: .*made by PostgreSQL 14, and this machine offers .*Install PostgreSQL 14/,
    );
  });

  test('a server that does not start, with the end of its log', async () => {
    copyData(usedHome, home);
    await (await servicesOf(home, POSTGRES)).release();
    writeFileSync(join(home, 'postgres', 'postgresql.auto.conf'), 'no_such_setting = 1\n');
    expect(await refusal()).toMatch(/^local_postgres_start: .*postgres\.log says: .*no_such_setting/);
    expect(readdirSync(join(home, 'users'))).toEqual([]);
  });

  test('a home that cannot be a folder', async () => {
    writeFileSync(join(home, 'file'), '');
    expect(await refusal(join(home, 'file', 'home'))).toMatch(/^local_folder: .*ENOTDIR.*CHITRA_HOME/);
  });

  test('a kind of PostgreSQL that does not exist', async () => {
    process.env['CHITRA_POSTGRES'] = 'sqlite';
    expect(await refusal()).toMatch(/^local_postgres_kind: .*"sqlite"/);
  });

  test('removing what somebody uses', async () => {
    copyData(usedHome, home);
    const services = await servicesOf(home, POSTGRES);
    const removed = await removeLocalServices(home);
    expect(removed).toMatchObject({ ok: false, failure: { code: 'local_in_use' } });
    expect(await ask(services.databaseUrl, 'SELECT 1 AS answer')).toBe(1);
    await services.release();
  });
});

test('removing takes everything away', async () => {
  copyData(usedHome, home);
  await servicesOf(home, POSTGRES).then((services) => services.release());
  expect(await removeLocalServices(home)).toEqual({ ok: true, value: null });
  expect(existsSync(home)).toBe(false);
});
