import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWebToken } from '../../src/config.ts';
import { carriesToken, isLoopback } from '../../src/web/access.ts';
import { type Installation, chitra, newInstallation, startChitra } from '../support/chitra.ts';
import { type TestConsole, openConsole } from '../support/console.ts';

const TOKEN = 'mot-ma-du-dai-0123456789';
const basic = (pair: string): string => `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`;

describe('carriesToken', () => {
  test.each([
    ['Bearer', `Bearer ${TOKEN}`],
    ['bearer in any case', `bearer ${TOKEN}`],
    ['Basic password with a user name', basic(`mai:${TOKEN}`)],
    ['Basic password without one', basic(`:${TOKEN}`)],
  ])('accepts %s', (_name, header) => {
    expect(carriesToken(header, TOKEN)).toBe(true);
  });

  test.each([
    ['nothing', undefined],
    ['an empty header', ''],
    ['a part of it', `Bearer ${TOKEN.slice(0, -1)}`],
    ['more than it', `Bearer ${TOKEN}x`],
    ['the user name', basic(`${TOKEN}:`)],
    ['no colon', basic(TOKEN)],
    ['another scheme', `Digest ${TOKEN}`],
    ['the bare token', TOKEN],
  ])('refuses %s', (_name, header) => {
    expect(carriesToken(header, TOKEN)).toBe(false);
  });

  test('a colon in the token is part of it', () => {
    expect(carriesToken(basic('mai:a:b'), 'a:b')).toBe(true);
  });
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['localhost', true],
  ['::1', true],
  ['[::1]', true],
  ['0.0.0.0', false],
  ['::', false],
  ['10.0.0.5', false],
  ['127.0.0.1.example.com', false],
  ['localhost.example.com', false],
])('isLoopback(%s) is %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected);
});

describe('readWebToken', () => {
  test('from the variable or from the file it names', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'chitra-token-')), 'token');
    writeFileSync(file, `${TOKEN}\n`);
    expect(readWebToken({ CHITRA_WEB_TOKEN: TOKEN })).toEqual({ ok: true, value: TOKEN });
    expect(readWebToken({ CHITRA_WEB_TOKEN_FILE: file })).toEqual({ ok: true, value: TOKEN });
    expect(readWebToken({ CHITRA_WEB_TOKEN: '' })).toEqual({ ok: true, value: null });
  });

  test('refuses a short token and a missing file', () => {
    expect(readWebToken({ CHITRA_WEB_TOKEN: 'short' })).toMatchObject({ ok: false, failure: { code: 'weak_token' } });
    expect(readWebToken({ CHITRA_WEB_TOKEN_FILE: '/no/such/file' })).toMatchObject({ ok: false });
  });
});

describe('the console', () => {
  let at: Installation;
  let guarded: TestConsole;
  let open: TestConsole;

  beforeAll(async () => {
    at = await newInstallation();
    guarded = await openConsole(at, TOKEN);
    open = await openConsole(at);
  });

  afterAll(async () => {
    await guarded.close();
    await open.close();
    await at.drop();
  });

  test('with a token every page asks for it', async () => {
    for (const path of ['/', '/law', '/api/runs', '/metrics', '/assets/console.css', '/nothing']) {
      const answer = await guarded.get(path);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('WWW-Authenticate')).toContain('Basic realm="chitra"');
      const wrong = await guarded.get(path, { headers: { Authorization: 'Bearer wrong' } });
      expect(wrong.status).toBe(401);
    }
    const right = await guarded.get('/', { headers: { Authorization: basic(`mai:${TOKEN}`) } });
    expect(right.status).toBe(200);
  });

  test('with a token any host name is answered; healthz answers probes without it', async () => {
    const named = await guarded.get('http://console.example/', { headers: { Authorization: `Bearer ${TOKEN}` } });
    expect(named.status).toBe(200);
    expect((await guarded.get('/healthz')).status).toBe(200);
  });

  test('without a token only names of this machine are answered', async () => {
    expect((await open.get('http://127.0.0.1:8080/')).status).toBe(200);
    expect((await open.get('http://[::1]:8080/')).status).toBe(200);
    const rebound = await open.get('http://console.example/api/runs');
    expect(rebound.status).toBe(403);
    expect(await rebound.json()).toMatchObject({ code: 'other_host' });
  });

  test('chitra serve refuses a reachable host without a token, and says what to set', async () => {
    const answer = await chitra(at, 'serve', '--host', '0.0.0.0', '--port', '0');
    expect(answer).toMatchObject({ code: 1, stdout: '' });
    expect(answer.stderr).toContain('set CHITRA_WEB_TOKEN');
    expect(await chitra(at, 'serve', '--port', '99999')).toMatchObject({ code: 2 });
  });

  test('chitra serve answers on its address until it is stopped; a taken port is one sentence', async () => {
    const server = startChitra(at, ['serve', '--port', '0']);
    const address = await new Promise<string>((resolve) => {
      server.stdout?.setEncoding('utf8').on('data', (text: string) => resolve(/http:\S+/.exec(text)?.[0] ?? text));
    });
    expect(await (await fetch(`${address}healthz`)).text()).toBe('ok: database and queue answer\n');
    expect(await (await fetch(address)).text()).toContain('Danh sách còn trống');
    const second = await chitra(at, 'serve', '--port', new URL(address).port);
    expect(second).toMatchObject({ code: 1 });
    expect(second.stderr).toContain('Another program listens there');
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});
