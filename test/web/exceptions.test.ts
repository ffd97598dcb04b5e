import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXCEPTIONS_A_PAGE } from '../../src/store/exception-list.ts';
import type { Guest } from '../support/console.ts';
import { TWO_COMMUNES_PERSONAL, type TwoCommunes, openTwoCommunes } from '../support/two-communes.ts';

let at: TwoCommunes;
let mai: Guest;
let chi: Guest;
let nam: Guest;

beforeAll(async () => {
  at = await openTwoCommunes();
  mai = await at.web.guest('mai', 'officer');
  chi = await at.web.guest('chi', 'officer');
  nam = await at.web.guest('nam', 'approver');
}, 60_000);
afterAll(() => at.close());

const CASE = '/exceptions/no_payee/P3';

describe('the queue', () => {
  test('counts by control, names what to do and what waits; nobody by name', async () => {
    const page = await mai.text('/exceptions');
    for (const piece of ['Chưa có nơi nhận tiền', 'P3', 'L. T. L.', 'Việc cần làm', '○ chưa ai nhận', at.run.runId])
      expect(page).toContain(piece);
    expect(page).not.toMatch(TWO_COMMUNES_PERSONAL);
  });

  test('filters stand in the address; CSV and JSON have the same rows', async () => {
    const filters = 'severity=block&commune=07228';
    const page = await mai.text(`/exceptions?${filters}`);
    expect(page).toContain('L. T. L.');
    const program = await at.web.program('mai');
    const json: { exceptions: { person_id: string; control: string }[] } = JSON.parse(
      await (await program.get(`/api/v1/exceptions?${filters}`)).text(),
    );
    const csv = (await (await mai.get(`/exceptions.csv?${filters}`)).text()).trim().split('\n');
    expect(csv[0]).toBe('run_id,person_id,commune_code,control,severity,held_amount,state,owner,message');
    expect(csv.slice(1).map((line) => line.split(',').slice(1, 4))).toEqual(
      json.exceptions.map((one) => [one.person_id, '07228', one.control]),
    );
    expect(json.exceptions.map((one) => [one.person_id, one.control])).toContainEqual(['P3', 'no_payee']);
    expect(await mai.text('/exceptions?severity=block&commune=07210')).not.toContain('L. T. L.');
    expect(await mai.text('/exceptions?run=2031-01-R01')).toContain('unknown_run');
    expect(await mai.text('/exceptions?severity=huge')).toContain('bad_field');
  });

  test('is paged by key: every finding stands on one page', async () => {
    const more = EXCEPTIONS_A_PAGE + 5;
    await at.office.unguarded(
      `INSERT INTO run_exception (run_no, person_id, control, commune_code, severity, message)
       SELECT ${at.run.runNo}, 'Q' || lpad(n::text, 3, '0'), 'id_mismatch', '07210', 'warn', 'thử / test' FROM generate_series(1, ${more}) n`,
    );
    const first = await (await mai.get('/exceptions?control=id_mismatch')).text();
    const next = /rel="next" href="([^"]*)"/.exec(first)?.[1]?.replaceAll('&amp;', '&');
    const second = await (await mai.get(next ?? '')).text();
    const idsOf = (page: string): string[] =>
      [...page.matchAll(/href="\/persons\/(Q\d+)"/g)].map((one) => one[1] ?? '');
    expect([...idsOf(first), ...idsOf(second)]).toEqual(
      Array.from({ length: more }, (_, n) => `Q${String(n + 1).padStart(3, '0')}`),
    );
    expect(idsOf(first)).toHaveLength(EXCEPTIONS_A_PAGE);
    const csv = await (await mai.get('/exceptions.csv?control=id_mismatch')).text();
    expect(csv.trim().split('\n')).toHaveLength(more + 1);
  });
});

describe('a case', () => {
  test('is taken, commented, resolved and opened again; each leaves an event and an entry in the audit log', async () => {
    expect((await mai.post(`${CASE}/take`)).headers.get('Location')).toBe(CASE);
    expect((await mai.post(`${CASE}/take`)).status).toBe(409);
    expect((await nam.post(`${CASE}/comment`, { note: 'Đã gọi <i>xã</i>' })).status).toBe(303);
    expect((await chi.post(`${CASE}/resolve`, { note: 'xong' })).status).toBe(409);
    expect((await mai.post(`${CASE}/resolve`, { note: '' })).status).toBe(422);
    expect((await mai.post(`${CASE}/resolve`, { note: 'Đã có tài khoản' })).status).toBe(303);
    expect((await mai.post(`${CASE}/take`)).status).toBe(409);
    const page = await (await chi.get(CASE)).text();
    expect(page).toContain('● ');
    expect(page).toContain('Đã gọi &lt;i&gt;xã&lt;/i&gt;');
    expect(await mai.text('/exceptions?state=resolved&owner=mai')).toContain('P3');
    expect(await mai.text('/exceptions?state=open&control=no_payee')).not.toContain('L. T. L.');
    expect((await chi.post(`${CASE}/reopen`)).status).toBe(303);
    const events = await at.office.ask('SELECT action, actor FROM case_event ORDER BY event_no');
    expect(events.map((one) => [one['action'], one['actor']])).toEqual([
      ['take', 'mai'],
      ['comment', 'nam'],
      ['resolve', 'mai'],
      ['reopen', 'chi'],
    ]);
    const log = await at.office.ask(
      `SELECT DISTINCT command, what::text AS what FROM audit_entry WHERE command LIKE 'web case%' AND outcome = 'done' ORDER BY 1`,
    );
    expect(log.map((one) => one['command'])).toEqual([
      'web case-comment',
      'web case-reopen',
      'web case-resolve',
      'web case-take',
    ]);
    expect(JSON.stringify(log)).not.toContain('gọi');
  });

  test('on an old page is not acted on', async () => {
    const program = await at.web.program('mai');
    const { last_event: seen }: { last_event: number } = JSON.parse(await (await program.get(`/api/v1${CASE}`)).text());
    expect((await chi.post(`${CASE}/take`, { seen: String(seen) })).status).toBe(303);
    const late = await mai.post(`${CASE}/take`, { seen: String(seen) });
    expect(late.status).toBe(409);
    expect(await late.text()).toContain('case_changed');
  });

  test('is not taken by approvers and auditors; one that no run found is none', async () => {
    expect((await nam.post(`${CASE}/take`)).status).toBe(403);
    const tra = await at.web.guest('tra', 'auditor');
    expect((await tra.post(`${CASE}/comment`, { note: 'x' })).status).toBe(403);
    expect((await tra.get(CASE)).status).toBe(200);
    expect((await mai.get('/exceptions/no_payee/P1')).status).toBe(404);
    expect((await mai.post('/exceptions/no_payee/P1/take')).status).toBe(404);
  });
});
