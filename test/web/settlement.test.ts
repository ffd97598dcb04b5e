import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../src/store/runs.ts';
import { type Guest, PASSWORD, type TestConsole, finishTasks, openConsole } from '../support/console.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let web: TestConsole;
let run: Run;
let mai: Guest;
let nam: Guest;
let xa: Guest;
let chuTich: Guest;
let kiem: Guest;

beforeAll(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  run = await office.pay();
  web = await openConsole(office.at);
  mai = await web.guest('mai', 'officer');
  nam = await web.guest('nam', 'approver');
  kiem = await web.guest('kiem', 'auditor');
  xa = await web.guest('can.bo.xa', 'officer', ['07228']);
  chuTich = await web.guest('chu.tich', 'approver', ['07228']);
}, 60_000);

afterAll(async () => {
  await web.close();
  await office.close();
});

async function results(...lines: readonly (readonly [string, string])[]): Promise<string> {
  const rows = await Promise.all(
    lines.map(async ([person, rest]) => `${person.length > 3 ? person : await office.endToEndId(run, person)},${rest}`),
  );
  return ['end_to_end_id,status,date,amount,reason', ...rows, ''].join('\n');
}

async function count(table: string): Promise<unknown> {
  return (await office.ask(`SELECT count(*)::int AS n FROM ${table}`))[0]?.['n'];
}

/** The payment id of a person. */
async function paymentId(person: string): Promise<string> {
  const [row] = await office.ask(
    `SELECT to_char(ordinal, 'FM000000000') AS n FROM payment WHERE person_id = $1`,
    person,
  );
  return `${run.runId}-${String(row?.['n'])}`;
}

describe('a result file', () => {
  test('is previewed with every row to look at, and loads nothing before somebody presses', async () => {
    const text = await results(['P1', 'paid,2026-10-19,,'], ['001234567890', 'paid,2026-10-19,,']);
    const sent = await mai.upload('/settlement', { 'ket-qua.csv': text });
    expect(sent.headers.get('Location')).toBe('/settlement/uploads/1');
    await finishTasks(web);
    const page = await (await mai.get('/settlement/uploads/1')).text();
    expect(page).toContain('unknown_payment');
    expect(page).toContain('action="/settlement/uploads/1/load"');
    expect(await count('settlement_file')).toBe(0);
    expect((await kiem.post('/settlement/uploads/1/load')).status).toBe(403);
    expect((await xa.post('/settlement/uploads/1/load')).status).toBe(404);
  });

  test('is loaded, listed, and its finding answered once, by an officer who sees it', async () => {
    expect((await mai.post('/settlement/uploads/1/load')).status).toBe(303);
    await finishTasks(web);
    expect(await count('settlement_file')).toBe(1);
    const page = await (await mai.get('/settlement/files/1')).text();
    expect(page).toContain('…7890');
    expect(page).not.toContain('001234567890');
    const reason = 'Mã gõ nhầm, ngân hàng gửi lại <script>alert(1)</script>';
    expect((await xa.post('/settlement/files/1/answer', { row: '3', reason })).status).toBe(403);
    expect((await kiem.post('/settlement/files/1/answer', { row: '3', reason })).status).toBe(403);
    expect((await mai.post('/settlement/files/1/answer', { row: '3', reason })).status).toBe(303);
    expect((await mai.post('/settlement/files/1/answer', { row: '3', reason })).status).toBe(409);
    const answered = await (await mai.get('/settlement/files/1')).text();
    expect(answered).toContain('&lt;script&gt;');
    expect(answered).not.toContain('<script>alert');
  });

  test('sums of the month follow: what is paid and what nobody answered', async () => {
    const page = await mai.text('/settlement');
    expect(page).toContain('Tháng 11/2026');
    const answer = await (await web.program('kiem')).get('/api/v1/settlement?month=2026-11');
    const api: { providers: Record<string, number>[] } = JSON.parse(await answer.text());
    const total = (name: string): number => api.providers.reduce((sum, one) => sum + (one[name] ?? 0), 0);
    expect(total('sent')).toBe(run.totals?.amount);
    expect(total('paid') + total('unanswered')).toBe(run.totals?.amount);
    expect(total('paid')).toBeGreaterThan(0);
  });
});

describe('a correction', () => {
  test('of a person of another commune is refused; of his own it waits for another person', async () => {
    const of = async (person: string): Promise<Record<string, string>> => ({
      payment: await paymentId(person),
      status: 'uncollected',
      reason: 'bưu điện báo vắng nhà',
    });
    expect((await xa.post('/settlement/correct', await of('P2'))).status).toBe(403);
    expect((await kiem.post('/settlement/correct', await of('P4'))).status).toBe(403);
    expect((await xa.post('/settlement/correct', await of('P4'))).status).toBe(303);
    expect((await mai.post('/settlement/correct', await of('P2'))).status).toBe(303);
    expect(await count('outcome_proposal')).toBe(2);
  });

  test('is confirmed by an approver who sees it, with his password', async () => {
    const at = (no: number): string => `/settlement/proposals/${no}/confirm`;
    expect((await mai.post(at(1), { password: PASSWORD })).status).toBe(403);
    expect((await chuTich.post(at(1), { password: 'khong phai mat khau' })).status).toBe(403);
    expect((await chuTich.post(at(2), { password: PASSWORD })).status).toBe(403);
    expect((await chuTich.post(at(1), { password: PASSWORD })).status).toBe(303);
    expect(await chuTich.text('/settlement')).toContain('Không có đề xuất nào chờ');
    expect(await nam.text('/settlement')).toContain('bưu điện báo vắng nhà');
    expect((await nam.post(at(2), { password: PASSWORD })).status).toBe(303);
    expect(await count('outcome_decision')).toBe(2);
  });
});

test('money handed back: not for another commune, not more than is held', async () => {
  const paper = { month: '2026-11', provider: 'VNPOST', commune: '07228', amount: '10.000', reference: 'NT-1' };
  expect((await xa.post('/settlement/hand-back', { ...paper, commune: '07210' })).status).toBe(403);
  expect((await xa.post('/settlement/hand-back', { ...paper, amount: '999.999.999' })).status).toBe(409);
  expect((await xa.post('/settlement/hand-back', { ...paper, amount: '0' })).status).toBe(422);
  expect((await xa.post('/settlement/hand-back', paper)).status).toBe(303);
  expect(await count('hand_back')).toBe(1);
});

test('a month is closed by an approver of the whole province, and says what is in the way', async () => {
  const wish = { month: '2026-11', password: PASSWORD };
  expect((await mai.post('/settlement/close', wish)).status).toBe(403);
  expect((await chuTich.post('/settlement/close', wish)).status).toBe(403);
  expect((await nam.post('/settlement/close', { ...wish, month: '2026-12' })).status).toBe(303);
  await finishTasks(web);
  expect(await nam.text('/settlement')).toContain('no run was issued');
  expect((await nam.post('/settlement/close', wish)).status).toBe(303);
  await finishTasks(web);
  expect(await office.ask('SELECT month, actor FROM closed_month')).toEqual([{ month: 202611, actor: 'nam' }]);
  expect(await mai.text('/settlement')).toContain('đã khóa (nam)');
}, 30_000);

test('everything stands in the log under its name', async () => {
  const rows = await office.ask(
    `SELECT DISTINCT actor || ' ' || command AS act FROM audit_entry WHERE outcome = 'done' AND (command LIKE 'web %' OR command IN ('settle', 'close')) ORDER BY 1`,
  );
  expect(rows.map(({ act }) => act)).toEqual(
    expect.arrayContaining([
      'can.bo.xa web correct',
      'can.bo.xa web hand-back',
      'chu.tich web confirm',
      'mai settle',
      'mai web answer',
      'mai web bring-results',
      'mai web load-results',
      'nam close',
      'nam web close',
    ]),
  );
});
