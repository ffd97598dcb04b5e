import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type IsoDate, parseDate } from '../../src/domain/month.ts';
import { monthDueOn } from '../../src/domain/run.ts';
import { openSigner } from '../../src/local/signing-key.ts';
import { openLog } from '../../src/log.ts';
import type { Context } from '../../src/payroll/context.ts';
import { openPress } from '../../src/payroll/press.ts';
import { readLawBook } from '../../src/payroll/law-book.ts';
import { openShelf } from '../../src/payroll/bank-forms.ts';
import { openDueMonth } from '../../src/payroll/open-due-month.ts';
import { openRun } from '../../src/payroll/open-run.ts';
import { openQueue } from '../../src/queue/client.ts';
import { openDatabase } from '../../src/store/database.ts';
import { listRuns } from '../../src/store/runs.ts';
import { insertScheduleSetting, listScheduleSettings, scheduleInForce } from '../../src/store/schedule-settings.ts';
import { cronOf } from '../../jobs/worker.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { redisUrlForTests } from '../support/services.ts';

function day(text: string): IsoDate {
  const date = parseDate(text);
  if (date === null) throw new Error('no such day');
  return date;
}

let fresh: FreshDatabase;
let context: Context;

beforeEach(async () => {
  fresh = await freshDatabase();
  const [database, law] = [await openDatabase(fresh.url), await readLawBook('24', null)];
  const redisUrl = await redisUrlForTests();
  const queue = await openQueue({ redisUrl, databaseUrl: fresh.url, installationId: 'schedule-test', lockMs: 5000 });
  if (!database.ok || !law.ok || !queue.ok) throw new Error('cannot open');
  const signer = openSigner(
    '',
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  );
  if (!signer.ok) throw new Error('no key');
  const shelf = await openShelf(null);
  if (!shelf.ok) throw new Error('no sheets of banks');
  const place = {
    province: '24',
    signer: signer.value,
    provinceName: 'Tỉnh Bắc Ninh',
    press: openPress(),
    out: 'unused',
    leaseMs: 5000,
    shardPersons: null,
    origin: '{}',
    banks: shelf.value,
  };
  context = { database: database.value, queue: queue.value, law: law.value, log: openLog('silent'), ...place };
  await context.database.pool.query(
    `INSERT INTO commune (code, name, kind, province_code, formed_from, batch_no, row_no) VALUES ('07210', 'Phường Bắc Giang', 'ward', '24', '', 1, 2)`,
  );
});

afterEach(async () => {
  await context.queue.close();
  await context.database.close();
  await fresh.drop();
});

async function opened(today: string, hour = 9): Promise<number | null> {
  const result = await openDueMonth(context, { today: day(today), hour }, { day: 20, hour: 6 });
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

test.each([
  ['2026-10-19', 202610],
  ['2026-10-20', 202611],
  ['2026-10-31', 202611],
  ['2026-11-01', 202611],
  ['2026-12-20', 202701],
])('on %s the list of %i is due', (today, month) => {
  expect(monthDueOn(day(today), 20)).toBe(month);
});

test('the 20th opens the next month, made by the scheduler, with the law of that day', async () => {
  expect(await opened('2026-10-20')).not.toBeNull();
  const runs = await listRuns(context.database, null);
  expect(runs).toMatchObject([{ runId: '2026-11-R01', maker: 'scheduler', knownAt: '2026-10-20', status: 'queued' }]);
});

test('a period runs once, however often the bell rings', async () => {
  expect(await opened('2026-10-20')).not.toBeNull();
  for (const today of ['2026-10-20', '2026-10-21', '2026-11-19']) expect(await opened(today)).toBeNull();
  expect(await listRuns(context.database, null)).toHaveLength(1);
});

test('eight schedulers at the same moment open one run', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => opened('2026-10-20')));
  expect(answers.filter((answer) => answer !== null)).toHaveLength(1);
  expect(await listRuns(context.database, null)).toHaveLength(1);
});

test('a missed day is caught up, still in the month itself', async () => {
  expect(await opened('2026-11-03')).not.toBeNull();
  expect(await listRuns(context.database, null)).toMatchObject([{ month: 202611, knownAt: '2026-11-03' }]);
});

test('a month that a person has run already is left alone', async () => {
  const request = { month: 202611, knownAt: day('2026-10-18'), communes: null, full: false, actor: 'an' };
  expect((await openRun(context, { ...request, month: monthDueOn(day('2026-10-20'), 20) })).ok).toBe(true);
  expect(await opened('2026-10-20')).toBeNull();
  expect(await listRuns(context.database, null)).toHaveLength(1);
});

test('on the day itself not before the hour', async () => {
  expect(await opened('2026-10-20', 5)).toBeNull();
  expect(await opened('2026-10-20', 6)).not.toBeNull();
});

test('what is set in the console counts before the machine: the latest, and off opens nothing', async () => {
  const { pool } = context.database;
  const machine = { day: 20, hour: 6 };
  expect(await scheduleInForce(pool, machine)).toEqual({ day: 20, hour: 6, isOn: true, actor: null });
  await insertScheduleSetting(pool, { isOn: true, day: 22, hour: 10, actor: 'nam' });
  expect(await opened('2026-10-22', 9)).toBeNull();
  await insertScheduleSetting(pool, { isOn: false, day: 22, hour: 10, actor: 'nam' });
  expect(await opened('2026-10-22', 10)).toBeNull();
  await insertScheduleSetting(pool, { isOn: true, day: 22, hour: 10, actor: 'lan' });
  expect(await opened('2026-10-22', 10)).not.toBeNull();
  expect((await listRuns(context.database, null)).map((run) => run.runId)).toEqual(['2026-11-R01']);
  expect(await scheduleInForce(pool, machine)).toEqual({ day: 22, hour: 10, isOn: true, actor: 'lan' });
  expect(await listScheduleSettings(pool, 2, 'Asia/Ho_Chi_Minh')).toMatchObject([
    { isOn: true, actor: 'lan' },
    { isOn: false, actor: 'nam' },
  ]);
});

test('the queue rings at the day and hour that are set', () => {
  expect(cronOf({ day: 22, hour: 10 })).toBe('0 10 22 * *');
});

test('the database refuses a second row for a month, whoever asks', async () => {
  await opened('2026-10-20');
  const again = context.database.pool.query(
    `INSERT INTO scheduled_month (month, due_on, run_no) VALUES (202611, '2026-10-20', 1)`,
  );
  await expect(again).rejects.toMatchObject({ code: '23505' });
});
