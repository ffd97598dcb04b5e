import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installation, type RunAnswer, chitra, newInstallation, runAnswer } from '../support/chitra.ts';
import { type Guest, type TestConsole, openConsole } from '../support/console.ts';
import { PERSONAL, threePersons } from '../support/three-persons.ts';

let at: Installation;
let web: TestConsole;
let lan: Guest;
let run: RunAnswer;

const WATCH = { Authorization: 'Bearer mot-ma-du-dai-0123456789' };

beforeAll(async () => {
  at = await newInstallation();
  await chitra(at, 'import', threePersons());
  await runAnswer(at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'mai');
  run = await runAnswer(at, 'approve', '2026-11-R01', '--actor', 'nam');
  web = await openConsole(at, { watchToken: 'mot-ma-du-dai-0123456789' });
  lan = await web.guest('lan', 'auditor');
});

afterAll(async () => {
  await web.close();
  await at.drop();
});

interface Amount {
  readonly amount: number;
}

interface RunDocument {
  readonly files: readonly { readonly path: string; readonly sha256: string; readonly amount: number }[];
  readonly by_provider: readonly Amount[];
  readonly by_month: readonly Amount[];
  readonly held: readonly Amount[];
}

async function runDocument(): Promise<RunDocument> {
  const document: RunDocument = JSON.parse(await (await lan.get('/api/v1/runs/2026-11-R01')).text());
  return document;
}

const EVERYWHERE = [
  '/',
  '/runs/2026-11-R01',
  '/runs/2026-11-R01/events',
  '/law',
  '/api/v1/runs',
  '/api/v1/runs/2026-11-R01',
  '/metrics',
  '/healthz',
  '/readyz',
  '/nothing',
  '/runs/2026-11-R99',
  '/assets/console.css',
];

describe('pages', () => {
  test('runs by month, with maker and approver', async () => {
    const text = await lan.text('/runs');
    expect(text).toContain('Tháng 11/2026');
    expect(text).toMatch(/2026-11-R01 chính regular đã phát hành issued mai → nam 2 3\.300\.000 2\.430\.000 0/);
  });

  test('a run: totals worked out by hand, the same sum from lines, payments, ledger and files', async () => {
    const text = await lan.text('/runs/2026-11-R01');
    expect(text).toContain('Tháng này current 1.350.000');
    expect(text).toContain('Truy lĩnh arrears 1.410.000');
    expect(text).toContain('chi lại carried over 540.000');
    expect(text.match(/3\.300\.000 ✓ khớp/g)).toHaveLength(4);
    expect(text).not.toContain('lệch');
    expect(text).toMatch(/09\/2026 810\.000 540\.000 10\/2026 600\.000 0 Cộng sum 1\.410\.000 540\.000/);
    expect(text).toMatch(/Chưa có nơi nhận tiền .* giữ tiền held 1 2\.430\.000/);
    expect(text).toMatch(/Phường Bắc Giang 07210 2 3\.300\.000 1\.680\.000 1\.620\.000/);
  });

  test('a run: every file with path, hash, payments and amount', async () => {
    const page = await (await lan.get('/runs/2026-11-R01/files')).text();
    const document = await runDocument();
    expect(document.files).toHaveLength(3);
    for (const file of document.files) {
      expect(page).toContain(file.path);
      expect(page).toContain(`title="${file.sha256}"`);
    }
  });

  test('a run that is through neither streams nor loads itself again', async () => {
    const page = await (await lan.get('/runs/2026-11-R01')).text();
    expect(page).not.toContain('data-events');
    expect(page).not.toContain('http-equiv="refresh"');
    expect(await (await lan.get('/runs/2026-11-R01/events')).text()).toMatch(/^event: over\n/);
  });

  test('the law of a day: in September the standard of July is 500,000, in October 540,000', async () => {
    expect(await lan.text('/law?date=2026-09-30')).toMatch(/SA6N Khuyết tật nặng .*? dưới 16 tuổi 2,0 1\.000\.000/);
    expect(await lan.text('/law?date=30/09/2026')).toContain(
      '07/2026 540.000 05/10/2026 ND 335/2026 Đ4 ▲ chưa có hiệu lực',
    );
    expect(await lan.text('/law?date=2026-10-05')).toMatch(/SA6N Khuyết tật nặng .*? dưới 16 tuổi 2,0 1\.080\.000/);
    expect(await lan.text('/law')).toContain('07/2026 540.000 05/10/2026 ND 335/2026 Đ4 ✓ đang áp dụng');
    expect(await lan.text('/law?date=2024-06-15')).toMatch(/SP75 .*? Không chi trong tháng này/);
  });

  test('a day that is none is said to be none', async () => {
    const answer = await lan.get('/law?date=2026-02-30');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Ngày không hợp lệ');
  });

  test('unknown addresses and runs are 404 pages, in the API one JSON sentence', async () => {
    for (const path of ['/nothing', '/runs/2026-11-R99', '/runs/2026-11-R99/events', '/assets/../app.ts']) {
      const answer = await lan.get(path);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('Không tìm thấy');
    }
    const answer = await lan.get('/api/v1/runs/2026-11-R99');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'unknown_run' });
  });

  test('what comes from the address is escaped', async () => {
    const page = await (await lan.get('/law?date=%3Cscript%3Ealert(1)%3C/script%3E')).text();
    expect(page).not.toContain('<script>alert');
  });
});

describe('API', () => {
  test('a run has the keys and values of the command line, and parts that add up to it', async () => {
    const document = await runDocument();
    const { folder: _folder, ...answered } = run;
    expect(document).toMatchObject(answered);
    const amountOf = (part: readonly Amount[]): number => part.reduce((sum, one) => sum + one.amount, 0);
    expect(amountOf(document.files)).toBe(run.amount);
    expect(amountOf(document.by_provider)).toBe(run.amount);
    expect(amountOf(document.by_month)).toBe(run.arrears + run.carried);
    expect(amountOf(document.held)).toBe(run.held_amount);
  });

  test('the list of runs', async () => {
    const document: unknown = await (await lan.get('/api/v1/runs')).json();
    expect(document).toMatchObject({
      runs: [{ run_id: '2026-11-R01', status: 'issued', amount: 3_300_000, maker: 'mai', approver: 'nam' }],
    });
  });

  test('metrics are Prometheus text', async () => {
    expect((await web.get('/metrics')).status).toBe(401);
    const answer = await web.get('/metrics', { headers: WATCH });
    expect(answer.headers.get('Content-Type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(lines).toContain('chitra_runs{status="issued"} 1');
    expect(lines).toContain('chitra_work_items{state="waiting"} 0');
    expect(lines).toContain('chitra_workers 0');
    for (const line of lines) expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.]+)$/);
  });

  test('healthz says that the process lives, readyz that it can work', async () => {
    expect(await (await web.get('/healthz')).text()).toBe('ok\n');
    const answer = await web.get('/readyz');
    expect([answer.status, await answer.text()]).toEqual([200, 'ok: database and queue answer\n']);
  });
});

describe('safety', () => {
  test.each(EVERYWHERE)('%s names nobody', async (path) => {
    const text = await (await lan.get(path, WATCH)).text();
    expect(text.length).toBeGreaterThan(2);
    for (const word of [...PERSONAL, 'Lê Canh']) expect(text.normalize('NFC')).not.toContain(word);
  });

  test.each(EVERYWHERE)('%s carries the security headers', async (path) => {
    const { headers } = await lan.get(path);
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none'; .*frame-ancestors 'none'$/);
    expect(headers.get('Content-Security-Policy')).not.toContain('unsafe');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('same-origin');
    expect(headers.get('Cache-Control')).toBe(path.startsWith('/assets/') ? 'max-age=3600' : 'no-store');
  });

  test('pages need nothing that the policy forbids, and nothing from elsewhere', async () => {
    for (const path of ['/', '/runs/2026-11-R01', '/law', '/nothing']) {
      const page = await (await lan.get(path)).text();
      expect(page).not.toMatch(/ style=| on[a-z]+=|<style|<script>|https?:\/\//);
    }
  });

  test.each(['PUT', 'PATCH', 'DELETE', 'OPTIONS'])('%s is not known here: 405', async (method) => {
    for (const path of ['/', '/runs/2026-11-R01', '/api/v1/runs', '/nothing']) {
      expect((await web.get(path, { method })).status).toBe(405);
    }
  });

  test('a host name that points at this machine is not answered', async () => {
    expect((await web.app.request('http://elsewhere.example:8080/sign-in')).status).toBe(403);
  });

  test.each(EVERYWHERE)('HEAD %s has no body', async (path) => {
    const answer = await web.get(path, { method: 'HEAD' });
    expect(await answer.text()).toBe('');
  });

  test('the database itself refuses changes by what pages read with', async () => {
    const reader = await web.office.readers.of(null);
    if (!reader.ok) throw new Error(reader.failure.message);
    await expect(reader.value.pool.query('DELETE FROM worker')).rejects.toThrow(/read-only transaction/);
  });
});
