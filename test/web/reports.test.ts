import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPORTS } from '../../src/web/pages/exports.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { type Guest, type TestConsole, finishTasks, openConsole } from '../support/console.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let web: TestConsole;
let run: Run;
let kiem: Guest;
let xa: Guest;
let admin: Guest;

beforeAll(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  run = await office.pay();
  web = await openConsole(office.at);
  kiem = await web.guest('kiem', 'auditor');
  xa = await web.guest('can.bo.xa', 'officer', ['07228']);
  admin = await web.guest('quan.tri', 'admin');
}, 60_000);

afterAll(async () => {
  await web.close();
  await office.close();
});

async function bytesOf(answer: Response): Promise<Buffer> {
  return Buffer.from(await answer.arrayBuffer());
}

describe('a report', () => {
  test('is asked for, made, and taken with its size and hash', async () => {
    for (const what of ['report', 'reconcile', 'form09', 'uncollected', 'pack'])
      expect((await kiem.post('/reports', { month: '2026-11', what })).status).toBe(303);
    expect(await (await kiem.get('/reports')).text()).toContain('data-reload');
    await finishTasks(web);
    const page = await (await kiem.get('/reports?month=2026-11')).text();
    expect(page).not.toContain('data-reload');
    expect(page).toContain('0 chênh lệch');
    const [, at = '', sha256 = ''] = /href="(\/tasks\/1\/file)"[\s\S]*?<code>([0-9a-f]{64})<\/code>/.exec(page) ?? [];
    const taken = await kiem.get(at);
    expect(taken.headers.get('Content-Disposition')).toContain('doi-chieu-2026-11.xlsx');
    expect(
      createHash('sha256')
        .update(await bytesOf(taken))
        .digest('hex'),
    ).toBe(sha256);
  }, 90_000);

  test('of several files comes as one archive', async () => {
    const zip = await bytesOf(await kiem.get('/tasks/5/files.zip'));
    expect(zip.subarray(0, 2).toString()).toBe('PK');
    expect(zip.toString('latin1')).toContain('tagmanifest-sha256.txt');
    expect((await kiem.get('/tasks/5/file')).status).toBe(404);
  });

  test('that cannot be made says why', async () => {
    await kiem.post('/reports', { month: '2031-01', what: 'report' });
    await finishTasks(web);
    expect(await (await kiem.get('/reports?month=2031-01')).text()).toContain('class="said"');
  });

  test('is about the whole province: not for a commune, and no admin sees money', async () => {
    expect((await xa.post('/reports', { month: '2026-11', what: 'report' })).status).toBe(403);
    expect((await xa.get('/tasks/1/file')).status).toBe(403);
    expect((await admin.get('/reports')).status).toBe(403);
    for (const path of ['/tasks/1/file', '/tasks/5/files.zip', '/api/v1/tasks/1'])
      expect((await admin.get(path)).status).toBe(404);
    expect(await xa.text('/reports')).toContain('payments.csv');
  });
});

describe('tables as CSV', () => {
  test.each(EXPORTS)('%s is what the command line writes', async (what) => {
    const out = join(office.at.out, `${what}.csv`);
    expect((await chitra(office.at, 'export', what, '--out', out, '--month', '2026-11')).code).toBe(0);
    const sent = await kiem.get(`/exports/${what}.csv?month=2026-11`);
    expect(sent.status).toBe(200);
    expect(await sent.text()).toBe(readFileSync(out, 'utf8'));
  });

  test.each(EXPORTS)('%s for a commune holds its own people only', async (what) => {
    const sent = await xa.get(`/exports/${what}.csv?month=2026-11`);
    expect(sent.status).toBe(200);
    const text = await sent.text();
    expect(text).not.toMatch(/\bP[12]\b|07210/);
  });

  test('is logged; an unknown run is refused; the audit log is for auditors and admins', async () => {
    const entries = await office.ask(
      `SELECT actor FROM audit_entry WHERE command = 'web export-payments' ORDER BY entry_no`,
    );
    expect(entries).toEqual([{ actor: 'kiem' }, { actor: 'can.bo.xa' }]);
    expect((await kiem.get('/exports/payments.csv?run=2031-01-R01')).status).toBe(404);
    expect(await (await admin.get('/exports/audit.csv')).text()).toContain('entry_no,at,login');
    expect((await xa.get('/exports/audit.csv')).status).toBe(403);
    expect((await admin.get('/exports/payments.csv')).status).toBe(403);
  });
});

describe('payout files', () => {
  const folder = (): string => join(office.at.out, '2026-11', run.runId);
  const at = (path: string): string => `/runs/${run.runId}/files/${path}`;

  test('come as they were recorded, one by one and all together', async () => {
    const path = 'bank/970405/07210.xml';
    expect(await bytesOf(await kiem.get(at(path)))).toEqual(readFileSync(join(folder(), path)));
    expect(await (await kiem.get(`/runs/${run.runId}/files`)).text()).toContain(at(path));
    const zip = await bytesOf(await kiem.get(`/runs/${run.runId}/files.zip`));
    expect(zip.toString('latin1')).toContain('manifest.json');
    const manifest = await bytesOf(await kiem.get(`/runs/${run.runId}/manifest.json`));
    expect(manifest).toEqual(readFileSync(join(folder(), 'manifest.json')));
  });

  test('nothing but recorded files is ever sent', async () => {
    for (const path of ['..%2F..%2F..%2Fetc%2Fpasswd', '%2Fetc%2Fpasswd', 'manifest.json', 'bank%2F..%2Fmanifest.json'])
      expect((await kiem.get(at(path))).status).toBe(404);
  });

  test('a commune takes its own only', async () => {
    expect((await xa.get(at('bank/970405/07210.xml'))).status).toBe(404);
    expect((await xa.get(at('post/07228/PP2.xlsx'))).status).toBe(200);
    expect((await xa.get(`/runs/${run.runId}/manifest.json`)).status).toBe(403);
    const zip = (await bytesOf(await xa.get(`/runs/${run.runId}/files.zip`))).toString('latin1');
    expect(zip).toContain('post/07228/PP2.xlsx');
    expect(zip).not.toContain('07210');
    expect(zip).not.toContain('manifest.json');
  });

  test('an altered file is not sent, and the answer says what to do', async () => {
    appendFileSync(join(folder(), 'bank/970405/07210.xml'), ' ');
    const answer = await kiem.get(at('bank/970405/07210.xml'));
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(`chitra files ${run.runId}`);
    expect((await kiem.get(`/runs/${run.runId}/files.zip`)).status).toBe(409);
  });
});
