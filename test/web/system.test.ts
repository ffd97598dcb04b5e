import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Installation, chitra, newInstallation } from '../support/chitra.ts';
import { type Guest, type TestConsole, finishTasks, openConsole } from '../support/console.ts';
import { PERSONAL, threePersons } from '../support/three-persons.ts';

let at: Installation;
let web: TestConsole;
let admin: Guest;
let mai: Guest;
let nam: Guest;
let kiem: Guest;
let xa: Guest;

beforeAll(async () => {
  at = await newInstallation();
  await chitra(at, 'import', threePersons(), '--actor', 'mai');
  web = await openConsole(at, { watchToken: 'mot-ma-dai-de-theo-doi' });
  admin = await web.guest('quan.tri', 'admin');
  mai = await web.guest('mai', 'officer');
  nam = await web.guest('nam', 'approver');
  kiem = await web.guest('kiem', 'auditor');
  xa = await web.guest('can.bo.xa', 'approver', ['07210']);
});

afterAll(async () => {
  await web.close();
  await at.drop();
});

describe('the calendar', () => {
  test('tells what is due of this month and the next, with the article', async () => {
    const page = await mai.text('/calendar');
    expect(page).toContain('Tháng 11/2026');
    expect(page).toContain('24/10/2026');
    expect(page).toContain('NĐ 335/2026/NĐ-CP Điều 28');
    expect(page).toMatch(/Lập danh sách chi trả the list is made 24\/10\/2026 ▶ đến hạn due còn 4 ngày/);
  });

  test('a list that is made is done', async () => {
    await mai.post('/runs', { month: '2026-11', known_at: '2026-10-20' });
    expect(await mai.text('/calendar')).toMatch(
      /Tháng 11\/2026.*Lập danh sách chi trả the list is made 24\/10\/2026 ▶/,
    );
    expect((await chitra(at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'mai')).code).toBe(0);
    expect(await mai.text('/calendar')).toMatch(
      /Tháng 11\/2026.*Lập danh sách chi trả the list is made 24\/10\/2026 ✓ xong/,
    );
  }, 60_000);

  test('the schedule is set by approvers and admins of the province, kept, and followed by the program', async () => {
    const wish = { on: 'on', day: '18', hour: '9' };
    for (const guest of [mai, kiem, xa]) expect((await guest.post('/calendar/schedule', wish)).status).toBe(403);
    expect((await nam.post('/calendar/schedule', { ...wish, day: '29' })).status).toBe(422);
    expect((await nam.post('/calendar/schedule', { ...wish, hour: '24' })).status).toBe(422);
    expect((await nam.post('/calendar/schedule', wish)).status).toBe(303);
    expect((await admin.post('/calendar/schedule', { day: '18', hour: '9' })).status).toBe(303);
    const page = await mai.text('/calendar');
    expect(page).toContain('tắt / off');
    expect(page).toContain('nam: ngày 18 tháng trước, 9:00');
    const status = JSON.parse((await chitra(at, 'status', '--json')).stdout);
    expect(status.schedule).toEqual({ on: false, day: 18, hour: 9, set_by: 'quan.tri' });
    expect((await chitra(at, 'status')).stdout).toContain('tắt / off');
  });
});

describe('the audit log', () => {
  test('newest first, filtered, page after page, and as CSV of what is seen', async () => {
    const all = await admin.text('/log');
    expect(all).toContain('web set-schedule');
    const of = await admin.text('/log?actor=nam&outcome=refused');
    expect(of).toContain('bad_field');
    expect(of).not.toContain('web run');
    const csv = await (await kiem.get('/log.csv?command=web+set-schedule')).text();
    expect(csv.split('\n')[0]).toBe('entry_no,at,actor,kind,command,what,outcome,begun_no,exit_code,code,origin,hash');
    expect(csv.trim().split('\n')).toHaveLength(11);
    expect(await admin.text('/log?from=2031-01-01')).toContain('Không có mục nào');
    expect(await admin.text('/log?from=hom-qua')).toContain('viết ngày dạng');
  });

  test('the next page goes on where this one ends', async () => {
    const program = await web.program('quan.tri');
    const read = async (path: string): Promise<{ entries: { entry_no: number }[]; next: number | null }> =>
      JSON.parse(await (await program.get(path)).text());
    for (let n = 0; n < 30; n++) await admin.post('/calendar/schedule', { day: '29', hour: '1' });
    const first = await read('/api/v1/log');
    const second = await read(`/api/v1/log?next=${first.next}`);
    expect(first.entries).toHaveLength(50);
    expect(second.entries[0]?.entry_no).toBe((first.entries.at(-1)?.entry_no ?? 0) - 1);
  });

  test('is not for officers, nor for a commune', async () => {
    expect((await mai.get('/log')).status).toBe(403);
    const ofCommune = await web.guest('kiem.xa', 'auditor', ['07210']);
    expect(await ofCommune.text('/log')).toContain('cả tỉnh');
    expect((await ofCommune.get('/log.csv')).status).toBe(403);
  });
});

describe('the system', () => {
  test('shows database, queue, disk and workers to everybody, and nothing personal', async () => {
    for (const guest of [admin, mai, kiem, xa]) {
      const page = await guest.text('/system');
      expect(page).toMatch(/Phiên bản version \d{4}\.\d+\.\d+/);
      expect(page).toContain('PostgreSQL');
      for (const personal of PERSONAL) expect(page).not.toContain(personal);
    }
  });

  test('verifies the books when an admin or auditor asks, and says what it found', async () => {
    for (const guest of [mai, nam, xa]) expect((await guest.post('/system/verify')).status).toBe(403);
    expect((await kiem.post('/system/verify')).status).toBe(303);
    await finishTasks(web);
    expect(await admin.text('/system')).toContain('✓ Nguyên vẹn');
    const program = await web.program('quan.tri');
    expect(await (await program.get('/api/v1/tasks/1')).json()).toMatchObject({ state: 'done', answer: { ok: true } });
    expect(await (await program.get('/api/v1/system')).json()).toMatchObject({ verified: true });
  }, 60_000);

  test('metrics: requests by route and status as a histogram, sessions, tasks; never a path or a person', async () => {
    await mai.get('/persons/NGUOI-1');
    const init = { headers: { Authorization: 'Bearer mot-ma-dai-de-theo-doi' } };
    const text = await (await web.get('/metrics', init)).text();
    expect(text).toMatch(
      /chitra_http_request_seconds_bucket\{method="GET",route="\/system",status="200",le="\+Inf"\} [1-9]/,
    );
    expect(text).toMatch(/chitra_http_request_seconds_count\{method="POST",route="\/system\/verify",status="403"\} 3/);
    expect(text).toContain('chitra_tasks{state="done"} 1\n');
    expect(text).toMatch(/chitra_sessions [1-9]/);
    expect(text).toContain('chitra_work_oldest_waiting_seconds 0\n');
    for (const personal of PERSONAL) expect(text).not.toContain(personal);
    expect((await web.get('/metrics')).status).toBe(401);
  });
});
