import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Installation, newInstallation } from '../support/chitra.ts';
import { type Guest, type TestConsole, finishTasks, openConsole } from '../support/console.ts';

let at: Installation;
let web: TestConsole;
let mai: Guest;

beforeAll(async () => {
  at = await newInstallation();
  web = await openConsole(at);
  mai = await web.guest('mai', 'officer');
});

afterAll(async () => {
  await web.close();
  await at.drop();
});

const COMMUNES = 'code,name,kind,province_code,formed_from\n07210,Phường Bắc Giang,ward,24,\n';
const PERSONS = [
  'person_id,national_id,full_name,birth_date,sex,commune_code,death_date,pension_amount',
  'P1,024170012345,<script>alert(1)</script>,1970-05-06,F,07210,,0',
  'P2,,Trần Bình,ngày sinh 024170099999,M,07210,,0',
  '',
].join('\n');

async function persons(): Promise<number> {
  return (await web.context.database.pool.query('SELECT FROM person')).rowCount ?? 0;
}

async function bring(): Promise<string> {
  const answer = await mai.upload('/imports', { 'communes.csv': COMMUNES, 'persons.csv': PERSONS });
  return answer.headers.get('Location') ?? '';
}

test('a preview says what would change, names bad rows without what was typed, and changes nothing', async () => {
  const place = await bring();
  expect(await mai.text(place)).toContain('chờ đến lượt');
  expect((await mai.post(`${place}/load`)).status).toBe(409);
  await finishTasks(web);
  const page = await (await mai.get(place)).text();
  expect(page).toContain('persons.csv');
  expect(page).toContain('birth_date');
  expect(page).not.toContain('024170099999');
  expect(page).not.toContain('Trần Bình');
  expect(page).not.toContain('alert(1)');
  expect(page).toContain(`action="${place}/load"`);
  expect(await persons()).toBe(0);
});

test('what was previewed is loaded by one press, with the result, a history and the rejected rows', async () => {
  const place = '/imports/1';
  expect((await mai.post(`${place}/load`)).headers.get('Location')).toBe(place);
  expect((await mai.post(`${place}/load`)).status).toBe(409);
  await finishTasks(web);
  expect(await persons()).toBe(1);
  expect(await mai.text('/imports')).toMatch(/persons\.csv [0-9a-f]{12}… person mai [\d/ :]+ 2 1 0 1 /);
  const { rows } = await web.context.database.pool.query(`SELECT task_no FROM web_task WHERE command = 'import-load'`);
  const rejects = await mai.get(`/tasks/${rows[0].task_no}/file`);
  expect(rejects.headers.get('Content-Disposition')).toContain('rejects.csv');
  expect(await rejects.text()).toContain('024170099999');
  const kiem = await web.guest('kiem', 'auditor');
  expect((await kiem.get(`/tasks/${rows[0].task_no}/file`)).status).toBe(404);
  expect((await kiem.get(place)).status).toBe(200);
  expect((await kiem.post(`${place}/load`)).status).toBe(403);
});

test('the log knows who brought and loaded, and the command that did it', async () => {
  const { rows } = await web.context.database.pool.query(
    `SELECT DISTINCT command, actor FROM audit_entry WHERE actor = 'mai' AND command IN ('import', 'web bring-registry', 'web load-registry', 'web take-file') ORDER BY 1`,
  );
  expect(rows).toEqual(
    ['import', 'web bring-registry', 'web load-registry', 'web take-file'].map((command) => ({
      command,
      actor: 'mai',
    })),
  );
});

test('a file that changed since its preview is not loaded', async () => {
  const place = await bring();
  await finishTasks(web);
  appendFileSync(
    join(web.office.settings.folder, 'uploads', place.replace('/imports/', ''), 'persons.csv'),
    'P9,,X,1970,M,07210,,0\n',
  );
  const refused = await mai.post(`${place}/load`);
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain('không còn như lúc gửi lên');
  expect(await persons()).toBe(1);
});

test('a preview that is refused says why, and nothing can be loaded', async () => {
  const answer = await mai.upload('/imports', { 'nguoi.csv': PERSONS });
  const place = answer.headers.get('Location') ?? '';
  await finishTasks(web);
  const page = await (await mai.get(place)).text();
  expect(page).toContain('không phải tệp danh sách');
  expect(page).not.toContain(`${place}/load`);
  expect((await mai.post(`${place}/load`)).status).toBe(409);
});

test('filters, pages and a CSV of the history; a commune sees none of it', async () => {
  const { pool } = web.context.database;
  await pool.query(
    `INSERT INTO import_file (table_name, file_name, sha256, actor, finished_at) SELECT 'award', 'a' || n || '.csv', repeat('0', 64), 'lan', now() FROM generate_series(1, 60) n`,
  );
  const first = await (await mai.get('/imports?table=award')).text();
  expect(first).toContain('a60.csv');
  expect(first).not.toContain('a10.csv');
  const next = /href="(\/imports\?[^"]*next=\d+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(await (await mai.get(next)).text()).toContain('a10.csv');
  const csv = await (await mai.get('/imports.csv?table=award')).text();
  expect(csv.trim().split('\n')).toHaveLength(61);
  const xa = await web.guest('can.bo.xa', 'officer', ['07210']);
  expect(await xa.text('/imports')).toContain('cả tỉnh');
  expect((await xa.get('/imports/1')).status).toBe(404);
  expect((await xa.get('/imports.csv')).status).toBe(403);
});

test('a program brings, waits and loads', async () => {
  const program = await web.program('mai');
  const headers = { Authorization: program.Authorization, 'X-File-Name': 'communes.csv' };
  const sent = await web.get('/api/v1/imports', { method: 'POST', headers, body: COMMUNES });
  const { upload_no: no, task_no: task }: { upload_no: number; task_no: number } = JSON.parse(await sent.text());
  await finishTasks(web);
  expect(await (await program.get(`/api/v1/tasks/${task}`)).json()).toMatchObject({
    state: 'done',
    answer: { saved: false },
  });
  expect((await program.post(`/api/v1/imports/${no}/load`)).status).toBe(200);
  await finishTasks(web);
  expect(await (await program.get(`/api/v1/imports/${no}`)).json()).toMatchObject({ loaded: { saved: true } });
  expect(readFileSync(join(web.office.settings.folder, `uploads/${no}/communes.csv`), 'utf8')).toBe(COMMUNES);
});
