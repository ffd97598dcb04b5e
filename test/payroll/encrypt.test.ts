import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encryptFiles } from '../../src/payroll/encrypt-files.ts';
import { folderOf } from '../../src/payroll/write-payout-files.ts';
import type { Run } from '../../src/store/runs.ts';
import { BANK_TOWN } from '../support/bank-town.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { csvRows } from '../support/recount.ts';
import { changeText } from '../support/written-files.ts';

const hasGpg = spawnSync('gpg', ['--version']).status === 0;
if (!hasGpg && process.env['CI'] === 'true') throw new Error('gpg is not installed: apt-get install gnupg');
if (!hasGpg) process.stderr.write('encryption is not held against gpg: it is not installed\n');

let office: Office;
let run: Run;
/** The bank's own key ring. */
let bank: string;

function gpg(...words: readonly string[]): Buffer {
  return execFileSync('gpg', ['--batch', '--quiet', '--no-tty', ...words], {
    env: { ...process.env, GNUPGHOME: bank },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

beforeAll(async () => {
  office = await openOffice();
  await office.load(BANK_TOWN);
  run = await office.pay();
  if (!hasGpg) return;
  bank = mkdtempSync(join(tmpdir(), 'gpg-'));
  chmodSync(bank, 0o700);
  gpg('--passphrase', '', '--quick-gen-key', 'bank@example.vn', 'default', 'default', 'never');
  writeFileSync(join(bank, 'bank.asc'), gpg('--armor', '--export', 'bank@example.vn'));
  writeFileSync(join(bank, 'bank.gpg'), gpg('--export', 'bank@example.vn'));
  writeFileSync(join(bank, 'private.asc'), gpg('--armor', '--export-secret-keys', 'bank@example.vn'));
}, 120_000);

afterAll(async () => {
  await office.close();
  if (!hasGpg) return;
  spawnSync('gpgconf', ['--kill', 'all'], { env: { ...process.env, GNUPGHOME: bank } });
  rmSync(bank, { recursive: true, force: true });
});

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), 'chitra-pgp-'));
}

function encrypted(
  key: string,
  folder: string,
  changes: { bank?: string; runId?: string } = {},
): ReturnType<typeof encryptFiles> {
  const request = { runId: run.runId, bank: '970415', keyPath: join(bank, key), folder, ...changes };
  return encryptFiles({ ...office.context }, request);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

describe.runIf(hasGpg)('files for a bank', () => {
  test.each(['bank.asc', 'bank.gpg'])(
    'are what gpg decrypts with the bank’s key (%s), and the index says which',
    async (key) => {
      const folder = emptyFolder();
      const { files, fingerprint } = granted(await encrypted(key, folder));
      expect(gpg('--with-colons', '--fingerprint', 'bank@example.vn').toString()).toContain(fingerprint);
      const rows = csvRows(join(folder, 'index.csv'));
      expect(rows.map((row) => row['path'])).toEqual([
        'bank/970415/07210.xlsx',
        'bank/970415/07228.xlsx',
        'bank/970418/07210.xlsx',
        'bank/970436/07228-by-hand.csv',
        'bank/970999/07228-by-hand.csv',
      ]);
      expect(files).toBe(rows.length);
      for (const row of rows) {
        const [path = '', packed = ''] = [row['path'], row['encrypted_path']];
        const written = readFileSync(join(folderOf(office.context.out, run), path));
        expect(gpg('--decrypt', join(folder, packed)).equals(written)).toBe(true);
        expect([row['sha256'], row['encrypted_sha256'], row['key_fingerprint']]).toEqual([
          sha256(written),
          sha256(readFileSync(join(folder, packed))),
          fingerprint,
        ]);
        expect(readFileSync(join(folder, `${path}.sig`))).toHaveLength(64);
      }
    },
  );

  test.each([
    ['a private key', 'private.asc', {}, 'bad_bank_key'],
    ['no key', 'pubring.kbx', {}, 'bad_bank_key'],
    ['no file', 'nowhere', {}, 'bad_bank_key'],
    ['another bank', 'bank.asc', { bank: '970403' }, 'no_files'],
    ['no run', 'bank.asc', { runId: '2030-01-R01' }, 'unknown_run'],
  ])('%s is refused', async (_, key, changes, code) => {
    expect(refusalOf(await encrypted(key, emptyFolder(), changes))).toMatchObject({ code });
  });

  test('a folder that holds something, and a file that was changed', async () => {
    expect(refusalOf(await encrypted('bank.asc', bank))).toMatchObject({ code: 'folder_not_empty' });
    const path = join(folderOf(office.context.out, run), 'bank/970436/07228-by-hand.csv');
    const before = readFileSync(path);
    changeText(path, (text) => text.replace('0351000000006', '0351000000007'));
    expect(refusalOf(await encrypted('bank.asc', emptyFolder()))).toMatchObject({ code: 'file_changed' });
    writeFileSync(path, before);
  });
});
