import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { month, parseDate } from '../../src/domain/month.ts';
import { NO_TRAIL } from '../../src/payroll/audit-trail.ts';
import { approveRun, rejectRun } from '../../src/payroll/approve-run.ts';
import type { Context } from '../../src/payroll/context.ts';
import { openRun } from '../../src/payroll/open-run.ts';
import { type Opened, findServices, openContext } from '../../src/start.ts';
import { type Installation, chitra, newInstallation } from '../support/chitra.ts';
import { type Guest, type TestConsole, openConsole } from '../support/console.ts';
import { threePersons } from '../support/three-persons.ts';

let at: Installation;
let web: TestConsole;
let office: Opened<Context>;
let lan: Guest;

const WATCH = { headers: { Authorization: 'Bearer mot-ma-du-dai-0123456789' } };

beforeAll(async () => {
  at = await newInstallation();
  const config = readConfig(at.environment);
  if (!config.ok) throw new Error(config.failure.message);
  const services = await findServices(config.value, { queue: true });
  if (!services.ok) throw new Error(services.failure.message);
  const opened = await openContext({ config: config.value, trail: NO_TRAIL }, services.value);
  if (!opened.ok) throw new Error(opened.failure.message);
  office = opened.value;
  web = await openConsole(at, { watchToken: 'mot-ma-du-dai-0123456789' });
  lan = await web.guest('lan', 'auditor');
});

afterAll(async () => {
  await web.close();
  await office.close();
  await at.drop();
});

describe('from an empty installation to a run under way', () => {
  test('people but no run', async () => {
    expect(await chitra(at, 'import', threePersons())).toMatchObject({ code: 0 });
    expect(await lan.text('/runs')).toContain('Chưa có đợt nào');
  });

  test('a run being computed: progress bars, a stream, and a page that loads again where there is no script', async () => {
    const knownAt = parseDate('2026-10-20');
    if (knownAt === null) throw new Error('no day');
    const request = { month: month(202611), knownAt, communes: null, full: false, actor: 'mai' };
    expect(await openRun(office.value, request)).toMatchObject({ ok: true });
    const page = await (await lan.get('/runs/2026-11-R01')).text();
    expect(page).toContain('<progress');
    expect(page).toContain('data-events="/runs/2026-11-R01/events"');
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="3" /></noscript>');
    expect(page).not.toContain('Tổng số');
    expect(await (await web.get('/metrics', WATCH)).text()).toContain('chitra_work_items{state="waiting"} 1\n');
  });

  test('the stream tells how far it is, and ends when the run is over', async () => {
    const answer = await lan.get('/runs/2026-11-R01/events');
    expect(answer.headers.get('Content-Type')).toContain('text/event-stream');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    expect(first?.value).toMatch(
      /^event: progress\ndata: \{"status":"queued","steps":\[\{"stage":"compute".*"done":0,"all":1,/,
    );
    expect(await rejectRun(office.value, '2026-11-R01', 'nam', 'thử')).toMatchObject({ ok: true });
    let rest = '';
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) rest += part.value;
    expect(rest).toMatch(/event: over\ndata: \{"status":"rejected"/);
  });

  test('work of a rejected run waits for nobody', async () => {
    expect(await (await web.get('/metrics', WATCH)).text()).toContain('chitra_work_items{state="waiting"} 0\n');
    const page = await (await lan.get('/runs/2026-11-R01')).text();
    expect(page).toContain('bị từ chối');
    expect(page).not.toContain('<progress');
  });
});

test('a draft: four ways are not yet there, the sums are', async () => {
  const made = await chitra(at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'mai', '--json');
  expect(made).toMatchObject({ code: 0 });
  expect((await lan.text('/runs/2026-11-R02')).match(/3\.300\.000 ✓ khớp/g)).toHaveLength(2);
});

test('an approved run being issued: its totals stay, and the remaining steps have progress bars again', async () => {
  expect(await approveRun(office.value, '2026-11-R02', 'nam')).toMatchObject({ ok: true });
  const page = await (await lan.get('/runs/2026-11-R02')).text();
  expect(page).toContain('data-status="approved"');
  expect(page).toContain('data-events="/runs/2026-11-R02/events"');
  expect(page).toMatch(/data-stage="issue" data-state="now"/);
  expect(page).toMatch(/data-stage="compute" data-state="done"/);
  expect(page).toContain('Tổng số');
});

test('the database is gone: 503 and a sentence, no stack and no address of it', async () => {
  const other = await newInstallation();
  const orphan = await openConsole(other, { watchToken: 'mot-ma-du-dai-0123456789' });
  await other.drop();
  expect((await orphan.get('/healthz')).status).toBe(200);
  const ready = await orphan.get('/readyz');
  expect(ready.status).toBe(503);
  expect(await ready.text()).toMatch(/database.* not answer.*Check that PostgreSQL/);
  for (const [path, headers] of [
    ['/', { cookie: 'chitra=x' }],
    ['/sign-in', {}],
    ['/api/v1/runs', { cookie: 'chitra=x' }],
    ['/metrics', WATCH.headers],
  ] as const) {
    const answer = await orphan.get(path, { headers });
    const text = await answer.text();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(text).toContain('PostgreSQL');
    expect(text).not.toMatch(/postgres:\/\/|node_modules|\bat \w+ \(/);
  }
  await orphan.close();
});
