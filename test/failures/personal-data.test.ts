import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Installation, chitra, newInstallation, startChitra } from '../support/chitra.ts';
import { smallFolder } from '../support/registry-folder.ts';

/**
 * Canaries: names, id numbers and accounts of people who do not exist, in good rows and in bad ones. They may stand in the
 * database and in the files for bank and post; nothing that is logged, queued, measured or shown about work may sing with them.
 */
const PERSONS = [
  'P1,024170998877,Hoàng Thị Yến Vàng,1970-05-06,F,07210,,0',
  'P2,024040776655,Chim Văn Hót,1940,M,07210,,0',
  // Bad rows: no such day, no such sex, no such commune.
  'P3,024099554433,Sẻ Thị Nâu,1970-02-31,F,07210,,0',
  'P4,024099332211,Cu Văn Gáy,1970,X,07210,,0',
  'P5,024099110099,Khướu Thị Bạc,1970,F,09999,,0',
];
const PAYEES = [
  'P1,2024-02,bank,970405,77001234567890,HOANG THI YEN VANG,,,',
  'P2,2025-07,post,,,,PP1,Sáo Văn Đá,024088123123',
  'P9,2025-07,bank,970405,66009876543210,KHONG CO AI,,,',
];
const CANARIES =
  /Hoàng Thị Yến|HOANG THI YEN|Chim Văn Hót|Sẻ Thị Nâu|Cu Văn Gáy|Khướu Thị Bạc|Sáo Văn Đá|KHONG CO AI|024170998877|024040776655|024099\d{6}|024088123123|7700123456|6600987654/i;

let at: Installation | null = null;
/** Everything that was said, by whom. */
const said: Record<string, string> = {};

function installation(): Installation {
  if (at === null) throw new Error('no installation');
  return at;
}

async function say(name: string, ...words: readonly string[]): Promise<number | null> {
  const answer = await chitra(installation(), ...words);
  said[name] = answer.stdout + answer.stderr;
  return answer.code;
}

async function asOwner(question: string): Promise<string> {
  const client = new pg.Client({ connectionString: installation().databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(question);
    return JSON.stringify(rows);
  } finally {
    await client.end();
  }
}

/** Every command that reaches Redis while `work` is done; the tables of the queue where there is no Redis. */
async function queueDuring(work: () => Promise<unknown>): Promise<string> {
  const { redisUrl } = installation();
  if (redisUrl === null) {
    await work();
    return asOwner(`SELECT query_to_xml('SELECT * FROM bullmq.job', true, false, '')::text AS jobs`);
  }
  const redis = new Redis(redisUrl);
  const monitor = await redis.monitor();
  const heard: string[] = [];
  monitor.on('monitor', (_time: string, words: readonly string[]) => heard.push(words.join(' ')));
  await work();
  const keys = await redis.keys('*');
  const dumps = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  monitor.disconnect();
  redis.disconnect();
  return [...heard, ...keys, ...dumps.map((dump) => dump?.toString('utf8') ?? '')].join('\n');
}

const PAGES = [
  '/',
  '/runs/2026-11-R01',
  '/runs/2026-11-R01/files',
  '/exceptions',
  '/persons?q=P1',
  '/persons/P1?month=2026-11',
  '/overpayments',
  '/settlement',
  '/imports',
  '/log',
  '/system',
  '/law',
  '/metrics',
  '/healthz',
  '/api/v1/runs',
  '/api/v1/exceptions',
];
const SECRET = 'mua thu la bay 2026';

/** The cookie of an auditor, signed in as a browser does. */
async function signedIn(address: string): Promise<string> {
  const file = join(mkdtempSync(join(tmpdir(), 'chitra-password-')), 'password');
  writeFileSync(file, SECRET);
  const words = ['--role', 'auditor', '--full-name', 'Kiểm toán', '--password-file', file];
  await say('user add', 'user', 'add', 'kiem.toan', ...words);
  const answer = await fetch(`${address}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: address, 'Sec-Fetch-Site': 'same-origin' },
    body: new URLSearchParams({ name: 'kiem.toan', password: SECRET }),
  });
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

/** What the console shows about work, and of persons while nobody gave a reason; and what it logs. */
async function pagesOf(paths: readonly string[]): Promise<string> {
  const server = startChitra(installation(), ['serve', '--port', '0']);
  let text = '';
  server.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part));
  server.stderr?.setEncoding('utf8').on('data', (part: string) => (text += part));
  const ended = once(server, 'close');
  while (!/http:\/\/[\d.]+:\d+/.test(text) && server.exitCode === null)
    await Promise.race([once(server.stdout ?? server, 'data'), ended]);
  const address = /http:\/\/[\d.]+:\d+/.exec(text)?.[0] ?? '';
  try {
    const cookie = await signedIn(address);
    for (const path of paths) {
      const page = await fetch(address + path, { headers: { cookie } });
      text += `\n${path} ${page.status} ${await page.text()}`;
    }
  } finally {
    server.kill('SIGTERM');
    await ended;
  }
  return text;
}

beforeAll(async () => {
  at = await newInstallation({ LOG_LEVEL: 'debug' });
  const folder = smallFolder({ persons: PERSONS, payees: PAYEES });
  await say('import', 'import', folder, '--actor', 'lan');
  said['queue'] = await queueDuring(async () => {
    await say('run', 'run', '--month', '2026-11', '--known-at', '2026-11-20', '--actor', 'lan');
    await say('approve', 'approve', '2026-11-R01', '--actor', 'minh');
  });
  await say('status', 'status');
  said['console'] = await pagesOf(PAGES);
}, 240_000);

afterAll(() => at?.drop());

describe('no name, id number or account', () => {
  test('the month was really worked, with good and bad rows, and much was said', () => {
    expect(said['import']).toContain('bad rows stand in');
    expect(said['run']).toContain('"msg":"work done"');
    expect(said['approve']).toContain('2026-11-R01');
    expect(said['queue']).toMatch(/item-?no/i);
    for (const path of PAGES.map((one) => `${one} 200`)) expect(said['console']).toContain(`\n${path} `);
  });

  test('the canaries are there to be found: in the registry, the rejects and the files for bank and post', async () => {
    expect(await asOwner('SELECT full_name, national_id FROM person')).toMatch(CANARIES);
    const rejects = /bad rows stand in (\S+\.csv)/.exec(said['import'] ?? '')?.[1] ?? '';
    expect(readFileSync(rejects, 'utf8')).toMatch(CANARIES);
  });

  test.each(['import', 'run', 'approve', 'queue', 'status', 'console'])('in what %s says', (name) => {
    expect(said[name]?.length).toBeGreaterThan(50);
    expect(CANARIES.exec(said[name] ?? '')).toBeNull();
  });

  test('in what the database keeps about work: runs, work items, exceptions', async () => {
    for (const table of ['run', 'work_item', 'run_exception', 'import_file', 'ledger_posting', 'worker', 'audit_entry'])
      expect(CANARIES.exec(await asOwner(`SELECT t::text AS row FROM ${table} t`))).toBeNull();
  });

  test('in an error of the database that quotes the row, and in the log of the server', async () => {
    await asOwner(`ALTER TABLE person ADD CONSTRAINT no_birds CHECK (full_name !~ 'Chim') NOT VALID`);
    const folder = smallFolder({ persons: ['P2,024040776655,Chim Văn Hót Hay,1941,M,07210,,0'], payees: PAYEES });
    expect(await say('broken import', 'import', folder, '--actor', 'lan')).toBe(1);
    expect(said['broken import']).toContain('23514');
    expect(said['broken import']).toMatch(/^\s+at /m);
    expect(CANARIES.exec(said['broken import'] ?? '')).toBeNull();
    const log = join(inject('testServices').home, 'postgres.log');
    const text = existsSync(log) ? readFileSync(log, 'utf8') : 'no log of ours';
    expect(text).not.toBe('');
    expect(CANARIES.exec(text)).toBeNull();
  });
});
