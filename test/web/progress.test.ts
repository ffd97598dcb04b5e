import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { month, parseDate } from '../../src/domain/month.ts';
import { NO_TRAIL } from '../../src/payroll/audit-trail.ts';
import { approveRun, rejectRun } from '../../src/payroll/approve-run.ts';
import type { Context } from '../../src/payroll/context.ts';
import { openRun } from '../../src/payroll/open-run.ts';
import { type Opened, findServices, openContext } from '../../src/start.ts';
import { type Installation, chitra, newInstallation } from '../support/chitra.ts';
import { type TestConsole, openConsole } from '../support/console.ts';
import { threePersons } from '../support/three-persons.ts';

let at: Installation;
let web: TestConsole;
let office: Opened<Context>;

beforeAll(async () => {
  at = await newInstallation();
  const config = readConfig(at.environment);
  if (!config.ok) throw new Error(config.failure.message);
  const services = await findServices(config.value, { queue: true });
  if (!services.ok) throw new Error(services.failure.message);
  const opened = await openContext({ config: config.value, trail: NO_TRAIL }, services.value);
  if (!opened.ok) throw new Error(opened.failure.message);
  office = opened.value;
  web = await openConsole(at);
});

afterAll(async () => {
  await web.close();
  await office.close();
  await at.drop();
});

describe('from an empty installation to a run under way', () => {
  test('an empty registry: the page says to import, with the command', async () => {
    const page = await (await web.get('/')).text();
    expect(page).toContain('Danh sách còn trống');
    expect(page).toContain('./scripts/chitra import');
  });

  test('people but no run: the page says to run the month that is due', async () => {
    expect(await chitra(at, 'import', threePersons())).toMatchObject({ code: 0 });
    expect(await (await web.get('/')).text()).toContain('./scripts/chitra run --month 2026-11');
  });

  test('a run being computed: progress bars, a stream, and a page that loads again where there is no script', async () => {
    const knownAt = parseDate('2026-10-20');
    if (knownAt === null) throw new Error('no day');
    const request = { month: month(202611), knownAt, communes: null, full: false, actor: 'mai' };
    expect(await openRun(office.value, request)).toMatchObject({ ok: true });
    const page = await (await web.get('/runs/2026-11-R01')).text();
    expect(page).toContain('<progress');
    expect(page).toContain('data-events="/runs/2026-11-R01/events"');
    expect(page).toContain('<noscript><meta http-equiv="refresh" content="3" /></noscript>');
    expect(page).not.toContain('Tổng số');
    expect(await (await web.get('/metrics')).text()).toContain('chitra_work_items{state="waiting"} 1\n');
  });

  test('the stream tells how far it is, and ends when the run is over', async () => {
    const answer = await web.get('/runs/2026-11-R01/events');
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
    expect(await (await web.get('/metrics')).text()).toContain('chitra_work_items{state="waiting"} 0\n');
    const page = await (await web.get('/runs/2026-11-R01')).text();
    expect(page).toContain('bị từ chối');
    expect(page).not.toContain('<progress');
  });
});

test('a draft: the first page says who may not approve it, and the command', async () => {
  const made = await chitra(at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'mai', '--json');
  expect(made).toMatchObject({ code: 0 });
  const page = await (await web.get('/')).text();
  expect(page).toContain('chờ duyệt (không phải mai)');
  expect(page).toContain('./scripts/chitra approve 2026-11-R02');
  const text = (await (await web.get('/runs/2026-11-R02')).text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');
  expect(text.match(/3\.300\.000 ✓ khớp/g)).toHaveLength(2);
});

test('an approved run being issued: its totals stay, and the remaining steps have progress bars again', async () => {
  expect(await approveRun(office.value, '2026-11-R02', 'nam')).toMatchObject({ ok: true });
  const page = await (await web.get('/runs/2026-11-R02')).text();
  expect(page).toContain('data-status="approved"');
  expect(page).toContain('data-events="/runs/2026-11-R02/events"');
  expect(page).toMatch(/data-stage="issue" data-state="now"/);
  expect(page).toMatch(/data-stage="compute" data-state="done"/);
  expect(page).toContain('Tổng số');
});

test('the database is gone: 503 and a sentence, no stack and no address of it', async () => {
  const other = await newInstallation();
  const orphan = await openConsole(other);
  await other.drop();
  const health = await orphan.get('/healthz');
  expect(health.status).toBe(503);
  expect(await health.text()).toMatch(/database.* not answer.*Check that PostgreSQL/);
  for (const path of ['/', '/law', '/runs/2026-11-R01', '/api/runs', '/metrics']) {
    const answer = await orphan.get(path);
    const text = await answer.text();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
    expect(text).toContain('PostgreSQL');
    expect(text).not.toMatch(/postgres:\/\/|node_modules|\bat \w+ \(/);
  }
  await orphan.close();
});
