import { execFileSync } from 'node:child_process';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { appendFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filesBelow } from '../../src/store/files.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';
import { workbookCells } from '../support/workbook-cells.ts';

let office: Office;
let november: Run;

beforeAll(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  november = await office.pay();
  await office.settle(november, ['{P1},returned,2026-11-10,,=HYPERLINK(1)', '{P2},paid,2026-11-09,,']);
}, 120_000);

afterAll(() => office.close());

async function packed(name: string): Promise<{ folder: string; stderr: string; stdout: string }> {
  const folder = join(office.at.out, name);
  const { code, stderr, stdout } = await chitra(office.at, 'pack', '2026-11', '--out', folder);
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  return { folder, stderr, stdout };
}

async function contentOf(folder: string): Promise<Record<string, string>> {
  const paths = await filesBelow(folder);
  const hash = (path: string): string =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  return Object.fromEntries(paths.map((path) => [path, hash(path)]));
}

function sha256sum(folder: string, manifest: string): string {
  return execFileSync('sha256sum', ['-c', manifest], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
}

describe('the evidence pack of a month', () => {
  test('holds every part, each line of the manifests checks with sha256sum, and nothing is left out of them', async () => {
    const { folder, stdout } = await packed('pack-whole');
    const paths = await filesBelow(folder);
    const data = paths.filter((path) => path.startsWith('data/'));
    expect(sha256sum(folder, 'manifest-sha256.txt').trimEnd().split('\n')).toEqual(data.map((path) => `${path}: OK`));
    expect(sha256sum(folder, 'tagmanifest-sha256.txt')).toContain('manifest-sha256.txt: OK');
    for (const part of [
      'report-2026-11.xlsx',
      'form-09-2026-11.xlsx',
      'approvals.json',
      'received/000001.csv',
      'tables/lines.csv',
      'four-ways-read-back.csv',
    ])
      expect(data).toContain(`data/${part}`);
    expect(data.filter((path) => path.startsWith(`data/sent/2026-11/${november.runId}/`))).toHaveLength(11);
    expect(data).toContain(`data/banks/${november.bankFormsSha256}/01-banks-970405-agribank.yaml`);
    expect(
      data.filter((path) => path.startsWith(`data/law/${november.catalogueSha256}/program/`)).length,
    ).toBeGreaterThan(5);
    expect(stdout).toContain(
      createHash('sha256')
        .update(readFileSync(join(folder, 'tagmanifest-sha256.txt')))
        .digest('hex'),
    );
    expect(readFileSync(join(folder, 'bag-info.txt'), 'utf8')).toContain(
      `Payload-Oxum: ${data.reduce((sum, path) => sum + readFileSync(join(folder, path)).length, 0)}.${data.length}\n`,
    );
  });

  test('is signed by the key of the books', async () => {
    const { folder } = await packed('pack-signed');
    const text = readFileSync(join(folder, 'tagmanifest-sha256.txt'));
    const signature = Buffer.from(readFileSync(join(folder, 'tagmanifest-sha256.txt.sig'), 'utf8'), 'base64');
    const key = createPublicKey(readFileSync(join(folder, 'public-key.pem')));
    expect(verify(null, text, key, signature)).toBe(true);
    expect(verify(null, Buffer.concat([text, Buffer.from(' ')]), key, signature)).toBe(false);
    expect(readFileSync(join(folder, 'public-key.pem'), 'utf8')).toBe(office.context.signer.publicKey);
  });

  test('the same books give the same pack, also when files of the run are gone or were altered', async () => {
    const once = await packed('pack-once');
    const sent = join(office.at.out, '2026-11', november.runId);
    const list = (await filesBelow(sent)).find((path) => path.endsWith('.xml')) ?? '';
    appendFileSync(join(sent, list), '\n');
    const again = await packed('pack-again');
    expect(again.stderr).toContain(november.runId);
    rmSync(sent, { recursive: true });
    const gone = await packed('pack-gone');
    expect(await contentOf(again.folder)).toEqual(await contentOf(once.folder));
    expect(await contentOf(gone.folder)).toEqual(await contentOf(once.folder));
  });

  test('shows what came back as it was read, with the hash of the original', async () => {
    const { folder } = await packed('pack-received');
    const rows = readFileSync(join(folder, 'data/received/000001.csv'), 'utf8').trimEnd().split('\n');
    const [id] = [await office.endToEndId(november, 'P1')];
    expect(rows[1]).toBe(`2,${id},returned,2026-11-10,,'=HYPERLINK(1),`);
    const files = await office.ask('SELECT sha256 FROM settlement_file');
    expect(readFileSync(join(folder, 'data/received/index.csv'), 'utf8')).toContain(String(files[0]?.['sha256']));
  });

  test('is refused where it would mix with something, and for a month that is not issued', async () => {
    const { folder } = await packed('pack-refused');
    const full = await chitra(office.at, 'pack', '2026-11', '--out', folder);
    expect([full.code, full.stderr]).toEqual([1, expect.stringContaining('--out')]);
    const none = await chitra(office.at, 'pack', '2026-12', '--out', join(office.at.out, 'pack-none'));
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('chitra run --month 2026-12')]);
  });
});

describe('form 09', () => {
  test('names every payment to an account with the whole number, sums first, words below, and the changes', async () => {
    const path = join(office.at.out, 'form-09.xlsx');
    const { code, stderr } = await chitra(office.at, 'form09', '2026-11', '--out', path, '--unit', 'Phòng Văn hóa');
    expect([code, stderr]).toEqual([0, '']);
    const sheets = await workbookCells(readFileSync(path));
    expect([...sheets.keys()]).toEqual(['Mẫu 09 phần I', 'Mẫu 09 phần II']);
    const paid = sheets.get('Mẫu 09 phần I') ?? [];
    const heading = paid.findIndex(([first]) => first === 'STT');
    const id = await office.endToEndId(november, 'P1');
    expect(paid.slice(heading + 1, heading + 3).map((row) => [...row.slice(0, 5), row[9], row.at(-1)])).toEqual([
      ['', 'Tổng số', '', '', '1050000', '1050000', ''],
      ['1', 'NGUYEN THI HOA', '0012345678', 'Agribank', '1050000', '1050000', `${id} 07210`],
    ]);
    expect(paid.flat()).toContain('Tổng số tiền bằng chữ: Một triệu không trăm năm mươi nghìn đồng.');
    expect(paid.flat()).toContain('1. Đơn vị: Phòng Văn hóa');
    const changes = sheets.get('Mẫu 09 phần II') ?? [];
    const total = changes.find(([first]) => first === 'Tổng cộng');
    const [last] = await office.ask(`SELECT sum(amount) AS sum FROM run_bridge WHERE step = 'last_month'`);
    expect(Number(total?.[3])).toBe(Number(november.totals?.amount) - Number(last?.['sum']));
  });
});
