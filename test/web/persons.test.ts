import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Guest, PASSWORD } from '../support/console.ts';
import { TWO_COMMUNES_PERSONAL, type TwoCommunes, openTwoCommunes } from '../support/two-communes.ts';

let at: TwoCommunes;
let mai: Guest;
let nam: Guest;
let tra: Guest;

beforeAll(async () => {
  at = await openTwoCommunes();
  mai = await at.web.guest('mai', 'officer');
  nam = await at.web.guest('nam', 'approver');
  tra = await at.web.guest('tra', 'auditor');
}, 60_000);
afterAll(() => at.close());

/** Entries of the audit log about an actor, newest last. */
async function logged(actor: string): Promise<Record<string, unknown>[]> {
  return at.office.ask(
    `SELECT command, what::text AS what, outcome FROM audit_entry WHERE actor = $1 ORDER BY entry_no`,
    actor,
  );
}

const REASON = 'Người hưởng hỏi tại quầy';

describe('search', () => {
  test.each([
    ['P1', 'P1'],
    ['024170012345', 'P1'],
    ['thi hoa', 'P1'],
    ['Thị Mai', 'P4'],
  ])('by %s finds %s, masked', async (words, personId) => {
    const answer = await mai.get(`/persons?q=${encodeURIComponent(words)}`);
    const page = await answer.text();
    expect(page).toContain(`href="/persons/${personId}"`);
    expect(page.replace(`value="${words}"`, '')).not.toMatch(TWO_COMMUNES_PERSONAL);
  });

  test('shows initials and the end of the number; what was searched by is logged, not the words', async () => {
    const page = await tra.text('/persons?q=thi+hoa&commune=07210&born=1970');
    expect(page).toContain('N. T. H.');
    expect(page).toContain('…345');
    const log = JSON.stringify(await logged('tra'));
    expect(log).toContain('web search');
    expect(log).toContain(String.raw`\"by\":\"name\"`);
    expect(log).not.toMatch(/hoa/i);
  });

  test('filters by commune and year; nobody is told so; a bad year is said', async () => {
    expect(await mai.text('/persons?q=thi+hoa&commune=07228')).toContain('Không tìm thấy ai');
    expect(await mai.text('/persons?q=thi+hoa&born=1971')).toContain('Không tìm thấy ai');
    expect(await mai.text('/persons?q=thi+hoa&born=71')).toContain('bad_field');
  });

  test('for programs, masked too', async () => {
    const program = await at.web.program('mai');
    const answer = await program.get('/api/v1/persons?q=P1');
    expect(await answer.json()).toEqual({
      persons: [
        expect.objectContaining({ person_id: 'P1', name: 'N. T. H.', national_id: '…345', commune_code: '07210' }),
      ],
      has_more: false,
    });
  });

  test('is not for administrators', async () => {
    const admin = await at.web.guest('quan', 'admin');
    expect([(await admin.get('/persons?q=P1')).status, (await admin.get('/persons/P1')).status]).toEqual([403, 403]);
  });
});

describe('the page of a person', () => {
  test('says why: due, law, decision, payment, file, answer, books, every month; names masked', async () => {
    const page = await mai.text('/persons/P1?month=2026-11');
    for (const piece of [
      'N. T. H.',
      '…345',
      '…678',
      '540.000 đ × 1,5 = 810.000 đ',
      'ND 335/2026',
      '1/QĐ',
      at.run.runId,
      'đã chi',
      '.xml',
      'khối / block',
      '10/2026',
    ])
      expect(page).toContain(piece);
    expect(page).not.toMatch(TWO_COMMUNES_PERSONAL);
  });

  test('tells of overpayments and orders, and of another month', async () => {
    const page = await mai.text('/persons/P9?month=2026-08');
    expect(page).toContain('77/QĐ-TH');
    expect(page).toContain('−500.000'.replace('−', '-'));
    expect(await mai.text('/persons/P1?month=1999-01')).toContain('Lỗi: Người hưởng P1');
  });

  test('escapes what the registry says', async () => {
    for (const path of ['/persons/PX', '/persons?q=PX', '/exceptions', '/overpayments']) {
      const page = await (await mai.get(path)).text();
      expect(page).not.toContain('<script>alert');
      expect(page).not.toContain('<b>8</b>');
    }
  });

  test('of nobody is not found', async () => {
    expect((await mai.get('/persons/P404')).status).toBe(404);
    const program = await at.web.program('mai');
    expect((await program.get('/api/v1/persons/P404')).status).toBe(404);
  });

  test('looking is logged', async () => {
    await tra.get('/persons/P2?month=2026-11');
    expect(await logged('tra')).toContainEqual({
      command: 'web person',
      what: '{"person":"P2","month":"2026-11"}',
      outcome: 'done',
    });
  });
});

describe('revealing', () => {
  test('needs a reason, shows to him who gave it only, and is logged without the reason', async () => {
    expect((await mai.post('/persons/P1/reveal', { reason: 'vì cần' })).status).toBe(409);
    expect((await mai.post('/persons/P1/reveal', { reason: REASON })).headers.get('Location')).toBe('/persons/P1');
    const page = await mai.text('/persons/P1');
    for (const piece of ['Nguyễn Thị Hoa', '024170012345', '0012345678']) expect(page).toContain(piece);
    expect(await nam.text('/persons/P1')).not.toMatch(TWO_COMMUNES_PERSONAL);
    expect(await mai.text('/persons/P4')).not.toMatch(TWO_COMMUNES_PERSONAL);
    const log = await logged('mai');
    expect(log).toContainEqual({ command: 'web reveal', what: '{"person":"P1"}', outcome: 'done' });
    expect(JSON.stringify(log)).not.toContain('quầy');
    expect(await at.office.ask('SELECT user_name, person_id, reason FROM reveal')).toEqual([
      { user_name: 'mai', person_id: 'P1', reason: REASON },
    ]);
  });

  test('is over after its time', async () => {
    await at.office.unguarded(`UPDATE reveal SET ends_at = now() - interval '1 second'`);
    expect(await mai.text('/persons/P1')).not.toMatch(TWO_COMMUNES_PERSONAL);
  });

  test('by a program shows to that program', async () => {
    const program = await at.web.program('tra');
    expect(await (await program.get('/api/v1/persons/P4')).text()).not.toMatch(TWO_COMMUNES_PERSONAL);
    expect((await program.post('/api/v1/persons/P4/reveal', { reason: REASON })).status).toBe(200);
    expect(await (await program.get('/api/v1/persons/P4')).text()).toContain('Phạm Thị Mai');
  });
});

describe('holds', () => {
  test('are made by officers and released by approvers with their password', async () => {
    expect((await nam.post('/persons/P1/hold', { reason: REASON })).status).toBe(403);
    expect((await mai.post('/persons/P1/hold', { reason: 'ngắn' })).status).toBe(409);
    expect((await mai.post('/persons/P1/hold', { reason: 'Chờ xác minh tài khoản' })).status).toBe(303);
    expect(await mai.text('/persons/P1')).toContain('Chờ xác minh tài khoản');
    expect((await mai.post('/persons/P1/hold', { reason: 'Chờ xác minh lần nữa' })).status).toBe(409);
    expect((await mai.post('/persons/P1/release', { reason: REASON, password: PASSWORD })).status).toBe(403);
    expect((await nam.post('/persons/P1/release', { reason: REASON, password: 'khong phai' })).status).toBe(403);
    expect((await nam.post('/persons/P1/release', { reason: REASON, password: PASSWORD })).status).toBe(303);
    expect(await at.office.ask(`SELECT action, actor FROM hold_event ORDER BY hold_event_no`)).toEqual([
      { action: 'hold', actor: 'mai' },
      { action: 'release', actor: 'nam' },
    ]);
    expect(await logged('nam')).toContainEqual({
      command: 'web release',
      what: '{"person":"P1"}',
      outcome: 'done',
    });
  });

  test('who held does not release, whatever role he has now', async () => {
    await at.office.ask(
      `INSERT INTO hold_event (person_id, action, reason, actor) VALUES ('P4', 'hold', 'chờ', 'Nam ')`,
    );
    const answer = await nam.post('/persons/P4/release', { reason: REASON, password: PASSWORD });
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('holder_releases');
  });
});
