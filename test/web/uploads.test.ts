import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../src/web/listen.ts';
import { type Installation, newInstallation } from '../support/chitra.ts';
import { type Guest, ORIGIN, type TestConsole, formWith, openConsole } from '../support/console.ts';

const MEGABYTE = 1024 * 1024;
const CSV = 'code,name,kind,province_code,formed_from\n07210,Phường Bắc Giang,ward,24,\n';

let at: Installation;
let web: TestConsole;
let mai: Guest;

beforeAll(async () => {
  at = await newInstallation();
  web = await openConsole(at, { largestUpload: MEGABYTE });
  mai = await web.guest('mai', 'officer');
});

afterAll(async () => {
  await web.close();
  await at.drop();
});

function kept(): string[] {
  return readdirSync(join(web.office.settings.folder, 'uploads')).sort();
}

async function uploads(): Promise<number> {
  return (await web.context.database.pool.query('SELECT FROM upload')).rowCount ?? 0;
}

test('a file lies under its number as it came, with hash and size, and the log knows it by its hash', async () => {
  const answer = await mai.upload('/imports', { 'communes.csv': CSV });
  expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/imports/1']);
  expect(readFileSync(join(web.office.settings.folder, 'uploads/1/communes.csv'), 'utf8')).toBe(CSV);
  const sha256 = createHash('sha256').update(CSV).digest('hex');
  const { rows } = await web.context.database.pool.query('SELECT kind, file_name, sha256, bytes, actor FROM upload');
  const bytes = Buffer.byteLength(CSV);
  expect(rows).toEqual([{ kind: 'registry', file_name: 'communes.csv', sha256, bytes, actor: 'mai' }]);
  const log = await web.context.database.pool.query(
    `SELECT outcome, what FROM audit_entry WHERE command = 'web bring-registry' ORDER BY entry_no`,
  );
  expect(log.rows.map(({ outcome }) => outcome)).toEqual(['begun', 'done']);
  expect(log.rows[0].what).toContain(sha256);
});

test('several files of one form lie in one folder', async () => {
  const points = 'code,name,commune_code,provider\nPP1,Bưu điện,07210,VNPOST\n';
  const answer = await mai.upload('/imports', { 'communes.csv': CSV, 'payment_points.csv': points });
  const place = answer.headers.get('Location') ?? '';
  const folder = join(web.office.settings.folder, 'uploads', place.replace('/imports/', ''));
  expect(readdirSync(folder).sort()).toEqual(['communes.csv', 'payment_points.csv']);
});

test('the same form sent twice keeps one file', async () => {
  const before = await uploads();
  const once = { once: 'hai-lan' };
  const [first, second] = [
    await mai.upload('/imports', { 'communes.csv': CSV }, once),
    await mai.upload('/imports', { 'communes.csv': CSV }, once),
  ];
  expect(second.headers.get('Location')).toBe(first.headers.get('Location'));
  expect(await uploads()).toBe(before + 1);
});

describe('refused in words, and nothing is kept:', () => {
  test.each([
    ['no file', {}, 422, 'Chưa chọn tệp'],
    ['an empty file', { 'communes.csv': '' }, 422, 'Tệp trống'],
    ['a wrong ending', { 'communes.exe': 'MZ' }, 422, 'Cần tệp .csv, .xlsx'],
    ['only an ending', { '.csv': CSV }, 422, 'Cần tệp'],
    ['a path', { '../../etc/passwd.csv': CSV }, 422, 'đường dẫn'],
    ['a path of Windows', { 'C:\\x.csv': CSV }, 422, 'đường dẫn'],
    ['a hidden character', { 'a\u0000b.csv': CSV }, 422, 'ký tự ẩn'],
    ['a very long name', { [`${'a'.repeat(3000)}.csv`]: CSV }, 422, '150 ký tự'],
    ['two files of one name', { 'a.csv': CSV, 'A.csv': CSV }, 422, 'trùng tên'],
    ['more than may come', { 'communes.csv': new Uint8Array(MEGABYTE + 1) }, 413, 'lớn hơn 1 MB'],
    ['far more', { 'communes.csv': new Uint8Array(5 * MEGABYTE) }, 413, 'lớn hơn 1 MB'],
  ])('%s', async (_what, files: Readonly<Record<string, string | Uint8Array>>, status, words) => {
    const [folders, rows] = [kept(), await uploads()];
    const answer = await mai.upload('/imports', files);
    const page = await answer.text();
    expect(answer.status).toBe(status);
    expect(page).toContain('role="alert"');
    expect(page).toContain(words);
    expect([kept(), await uploads()]).toEqual([folders, rows]);
  });

  test('a second file where one is meant', async () => {
    const answer = await mai.upload('/settlement', { 'a.csv': CSV, 'b.csv': CSV });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('một tệp mỗi lần');
  });

  test('a form that breaks off', async () => {
    const answer = await web.get('/imports', {
      method: 'POST',
      headers: {
        cookie: mai.cookie,
        Origin: ORIGIN,
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': 'multipart/form-data; boundary=x',
      },
      body: `--x\r\nContent-Disposition: form-data; name="form_key"\r\n\r\n${mai.formKey}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="communes.csv"\r\n\r\ncode,na`,
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('không trọn vẹn');
  });

  test('a form that is none', async () => {
    expect((await mai.post('/imports')).status).toBe(415);
  });

  test.each([
    ['without the key of the session', () => formWith({}, { 'communes.csv': CSV })],
    ['with another key', () => formWith({ form_key: 'another' }, { 'communes.csv': CSV })],
    [
      'with the key behind the file',
      () => {
        const form = formWith({}, { 'communes.csv': CSV });
        form.append('form_key', mai.formKey);
        return form;
      },
    ],
  ])('%s', async (_what, form) => {
    const folders = kept();
    const headers = { cookie: mai.cookie, Origin: ORIGIN, 'Sec-Fetch-Site': 'same-origin' };
    const answer = await web.get('/imports', { method: 'POST', headers, body: form() });
    expect(answer.status).toBe(403);
    expect(kept()).toEqual(folders);
  });

  test('from another role, from a commune, from nobody', async () => {
    const nam = await web.guest('nam', 'approver');
    const xa = await web.guest('can.bo.xa', 'officer', ['07210']);
    expect((await nam.upload('/imports', { 'communes.csv': CSV })).status).toBe(403);
    const refused = await xa.upload('/imports', { 'communes.csv': CSV });
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('cả tỉnh');
    expect((await web.get('/imports', { method: 'POST', body: formWith({}, { 'a.csv': CSV }) })).status).toBe(303);
  });
});

test('a program brings a form, or the file itself with its name in a heading', async () => {
  const program = await web.program('mai');
  const { Authorization } = program;
  const form = await web.get('/api/v1/imports', {
    method: 'POST',
    headers: { Authorization },
    body: formWith({}, { 'communes.csv': CSV }),
  });
  expect(await form.json()).toMatchObject({ sha256: createHash('sha256').update(CSV).digest('hex') });
  const headers = { Authorization, 'Content-Type': 'text/csv', 'X-File-Name': 'communes.csv' };
  const raw = await web.get('/api/v1/imports', { method: 'POST', headers, body: CSV });
  expect(raw.status).toBe(200);
  const bad = { ...headers, 'X-File-Name': encodeURIComponent('../xã.csv') };
  const refusal = await web.get('/api/v1/imports', { method: 'POST', headers: bad, body: CSV });
  expect(await refusal.json()).toMatchObject({ status: 422, code: 'bad_file_name' });
});

test('200 MB over a real port: whoever sends sees the answer, and the memory stays flat', async () => {
  const listening = await listen('127.0.0.1', 0);
  if (!listening.ok) throw new Error(listening.failure.message);
  const { port } = listening.value;
  const host = `http://127.0.0.1:${port}`;
  const own = await openConsole(at, { largestUpload: MEGABYTE, origin: host });
  listening.value.answer(own.app);
  const before = process.memoryUsage().rss;
  let most = 0;
  let left = 200;
  const block = new Uint8Array(MEGABYTE).fill(97);
  const head = `--x\r\nContent-Disposition: form-data; name="form_key"\r\n\r\n${mai.formKey}\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="communes.csv"\r\n\r\n`;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from(head)),
    pull(controller) {
      most = Math.max(most, process.memoryUsage().rss);
      if (left-- > 0) controller.enqueue(block);
      else {
        controller.enqueue(Buffer.from('\r\n--x--\r\n'));
        controller.close();
      }
    },
  });
  const headers = { cookie: mai.cookie, Origin: host, 'Content-Type': 'multipart/form-data; boundary=x' };
  const init: RequestInit & { duplex: 'half' } = { method: 'POST', headers, body, duplex: 'half' };
  const sent = await fetch(`${host}/imports`, init);
  expect(sent.status).toBe(413);
  expect(await sent.text()).toContain('lớn hơn 1 MB');
  expect(left).toBe(-1);
  expect(most - before).toBeLessThan(120 * MEGABYTE);
  await own.close();
  await listening.value.close();
});
