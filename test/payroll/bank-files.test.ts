import { execFileSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { folderOf, rewriteFiles } from '../../src/payroll/write-payout-files.ts';
import type { Run } from '../../src/store/runs.ts';
import { banksFolder, sheetText } from '../support/bank-sheets.ts';
import { BANK_TOWN } from '../support/bank-town.ts';
import { type Office, granted, openOffice, refusalOf, openedRun } from '../support/office.ts';
import { hashesIn, paidOutIn } from '../support/payout-folder.ts';
import { schemaFaults, schemaMissing } from '../support/schemas.ts';
import { codes, ways, changeText } from '../support/written-files.ts';

let office: Office;

afterEach(() => office.close());

async function paidTown(settings: Readonly<Record<string, string>> = {}): Promise<Run> {
  office = await openOffice(settings);
  await office.load(BANK_TOWN);
  return office.pay();
}

function folder(run: Run): string {
  return folderOf(office.context.out, run);
}

function text(run: Run, path: string): string {
  return readFileSync(join(folder(run), path), 'utf8');
}

async function filesOf(run: Run): Promise<Record<string, unknown>[]> {
  return office.ask(
    `SELECT path, kind, payments, debtor_bank, debtor_account, message_id, by_hand FROM payout_file WHERE run_no = $1 ORDER BY path`,
    run.runNo,
  );
}

describe('who is asked to pay, and how', () => {
  test('the bank of those who are paid where the commune has an account there, else its main bank, else the bank itself by the commune’s code', async () => {
    const run = await paidTown();
    const short = (await filesOf(run)).map((file) => [
      file['path'],
      file['kind'],
      file['debtor_bank'],
      file['debtor_account'],
      file['by_hand'],
    ]);
    expect(short).toEqual([
      ['bank/970405/07210.xml', 'pain.001', '970405', '2600999000001', null],
      ['bank/970405/07246.xml', 'pain.001', '970405', null, null],
      ['bank/970415/07210.xlsx', 'bank-list', '970415', '112000000777', null],
      ['bank/970415/07228.xlsx', 'bank-list', '970415', '112000000888', null],
      ['bank/970418/07210.xlsx', 'bank-list', '970415', '112000000777', null],
      ['bank/970436/07228-by-hand.csv', 'bank-list', '970415', '112000000888', [6]],
      ['bank/970999/07228-by-hand.csv', 'bank-list', '970415', '112000000888', [7]],
    ]);
    expect(text(run, 'bank/970405/07246.xml')).toContain('<Id>07246</Id><SchmeNm><Prtry>COMMUNE</Prtry>');
    const out = await paidOutIn(folder(run));
    expect(out.map(({ id, to }) => `${id.slice(-1)} ${to}`).sort()).toEqual([
      '1 2600000000001',
      '2 2600000000002',
      '3 100000000003',
      '4 43210000000004',
      '5 100000000005',
      '6 0351000000006',
      '7 0000000007',
      '8 2600000000008',
    ]);
    const { rows } = await office.context.database.pool.query<{ path: string }>(
      'SELECT path FROM payment_in_file WHERE run_no = $1 ORDER BY ordinal',
      [run.runNo],
    );
    expect(rows.map((row) => row.path)).toEqual(
      [
        '970405/07210.xml',
        '970405/07210.xml',
        '970415/07210.xlsx',
        '970418/07210.xlsx',
        '970415/07228.xlsx',
        '970436/07228-by-hand.csv',
        '970999/07228-by-hand.csv',
        '970405/07246.xml',
      ].map((path) => `bank/${path}`),
    );
    expect((await ways(office)).differences).toEqual([]);
  });

  test('what a bank’s form cannot hold is seen before the approval, names nobody, and holds no money', async () => {
    office = await openOffice();
    await office.load(BANK_TOWN);
    const run = await office.run();
    const found = await office.ask(
      `SELECT person_id, commune_code, severity, message FROM run_exception WHERE run_no = $1 AND control = 'bank_form' ORDER BY person_id`,
      run.runNo,
    );
    expect(found.map((row) => [row['person_id'], row['commune_code'], row['severity']])).toEqual([
      ['P6', '07228', 'warn'],
      ['P7', '07228', 'warn'],
    ]);
    expect(String(found[0]?.['message'])).toContain('970415: tên có ký tự ngân hàng không nhận');
    expect(String(found[1]?.['message'])).toContain('970415: chưa có mã của ngân hàng nhận');
    expect(JSON.stringify(found)).not.toMatch(/Ałan|0351|0000000007/);
    expect(run.totals).toMatchObject({ payments: 8, heldPersons: 0 });
    const { rows } = await office.context.database.pool.query<{ n: number }>(
      'SELECT count(*) AS n FROM run_exception WHERE run_no = $1',
      [run.runNo],
    );
    expect(run.totals?.exceptions).toBe(rows[0]?.n);
  });

  test('a registry that says another account later changes no file of an approved run', async () => {
    const run = await paidTown();
    const before = hashesIn(folder(run));
    await office.load({ paying_accounts: ['07210,970405,2600999000009,UBND phường Bắc Giang,1007210,yes'] });
    granted(await rewriteFiles(office.context, run.runId, office.context.out, () => undefined));
    expect(hashesIn(folder(run))).toEqual(before);
  });
});

describe('messages', () => {
  test('are valid by the published schema, agree with themselves, and use no id twice', async () => {
    const limits = sheetText('970405', 'asks_by: pain.001', 'profile: pain.001.001.09', 'limits: { rows: "1" }');
    const run = await paidTown({ CHITRA_BANKS: banksFolder({ 'a.yaml': limits }) });
    const paths = (await filesOf(run)).map((file) => String(file['path'])).filter((path) => path.endsWith('.xml'));
    expect(paths).toEqual(['bank/970405/07210-2.xml', 'bank/970405/07210.xml', 'bank/970405/07246.xml']);
    const used = new Map<string, number>();
    const missing = schemaMissing('pain.001.001.09');
    if (missing !== null) process.stderr.write(`not held against the schema: ${missing}\n`);
    for (const path of paths) {
      const xml = text(run, path);
      expect(missing === null ? schemaFaults('pain.001.001.09', xml) : '').toBe('');
      const amounts = [...xml.matchAll(/<InstdAmt Ccy="VND">([^<]*)</g)].map(([, amount = '']) => amount);
      expect(amounts.every((amount) => /^[1-9]\d{0,8}$/.test(amount))).toBe(true);
      const sums = [...xml.matchAll(/<CtrlSum>(\d+)</g)].map(([, sum = '']) => BigInt(sum));
      expect(sums).toEqual(Array(2).fill(amounts.reduce((sum, amount) => sum + BigInt(amount), 0n)));
      expect([...xml.matchAll(/<NbOfTxs>(\d+)</g)].map(([, count]) => count)).toEqual(
        Array(2).fill(String(amounts.length)),
      );
      expect(xml).toMatch(/^[\n -~]*$/);
      for (const [, name = ''] of xml.matchAll(/<Nm>([^<]*)</g)) expect(name).toMatch(/^[A-Z0-9 /\-?:().,+]{1,140}$/);
      for (const [, tag, id = ''] of xml.matchAll(/<(MsgId|PmtInfId|InstrId|EndToEndId|UETR)>([^<]*)</g)) {
        expect(id).toMatch(tag === 'UETR' ? /^[0-9a-f-]{36}$/ : /^[A-Za-z0-9-]{1,35}$/);
        used.set(`${tag} ${id}`, (used.get(`${tag} ${id}`) ?? 0) + 1);
      }
      const [, created = '', day = ''] = /<CreDtTm>(.*?)<.*<Dt>(.*?)<\/Dt>/s.exec(xml) ?? [];
      expect(created).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+07:00$/);
      expect(day >= '2026-11-01' && day >= created.slice(0, 10)).toBe(true);
    }
    expect([...used.values()].every((times) => times === 1)).toBe(true);
    expect((await ways(office)).differences).toEqual([]);
  });

  test('are cut by money too, and the manifest adds up', async () => {
    const sheet = sheetText('970405', 'asks_by: list', 'template: generic', 'limits: { total: "1100000" }');
    const run = await paidTown({ CHITRA_BANKS: banksFolder({ 'a.yaml': sheet }) });
    const files = (await filesOf(run)).filter((file) => String(file['path']).startsWith('bank/970405'));
    expect(files.map((file) => [file['path'], file['payments'], file['message_id']])).toEqual([
      ['bank/970405/07210-2.csv', 1, 'CT24202611R01-970405-07210-2'],
      ['bank/970405/07210.csv', 1, 'CT24202611R01-970405-07210-1'],
      ['bank/970405/07246.csv', 1, 'CT24202611R01-970405-07246-1'],
    ]);
    const manifest: { amount: number; files: { amount: number; message_id: string | null; signature: string }[] } =
      JSON.parse(text(run, 'manifest.json'));
    expect(manifest.files.reduce((sum, file) => sum + file.amount, 0)).toBe(manifest.amount);
    expect(manifest.amount).toBe(run.totals?.amount);
    for (const file of manifest.files) expect(Buffer.from(file.signature, 'base64')).toHaveLength(64);
  });
});

describe('the forms of a run', () => {
  test('are those it was opened with, whatever a later version says', async () => {
    const run = await paidTown();
    const before = hashesIn(folder(run));
    const kept = await office.ask(
      'SELECT name FROM bank_form WHERE forms_sha256 = $1 ORDER BY position',
      run.bankFormsSha256,
    );
    expect(kept.map((row) => row['name'])).toContain('banks/970415-vietinbank.yaml');
    // Another process, in which VietinBank is asked otherwise.
    const later = { ...office.context, banks: { texts: [], read: new Map() } };
    granted(await rewriteFiles(later, run.runId, office.context.out, () => undefined));
    expect(hashesIn(folder(run))).toEqual(before);
  });

  test('that were altered in the database write nothing', async () => {
    const run = await paidTown();
    await office.unguarded(
      `UPDATE bank_form SET content = replace(content, '970415', '970416') WHERE name LIKE '%vietinbank%'`,
    );
    await expect(rewriteFiles(office.context, run.runId, office.context.out, () => undefined)).rejects.toThrow(
      'are not what they were',
    );
  });

  test('cannot be changed once it is approved', async () => {
    const run = await paidTown();
    await expect(
      office.context.database.pool.query(`UPDATE run SET bank_forms_sha256 = NULL WHERE run_no = $1`, [run.runNo]),
    ).rejects.toThrow('cannot be altered');
  });

  test('a run of an earlier version, without any, gets the generic CSV and no new fields', async () => {
    office = await openOffice();
    await office.load(BANK_TOWN);
    const draft = await office.run();
    await office.unguarded(`UPDATE run SET bank_forms_sha256 = NULL`);
    const run = await office.approve(draft);
    expect((await filesOf(run)).map((file) => [file['path'], file['debtor_bank'], file['message_id']])).toContainEqual([
      'bank/970436/07228.csv',
      null,
      null,
    ]);
    // Its files were written without signatures.
    await office.unguarded(`UPDATE payout_file SET signature = NULL, first_ordinal = NULL, last_ordinal = NULL`);
    granted(await rewriteFiles(office.context, run.runId, mkdtempSync(join(tmpdir(), 'chitra-old-')), () => undefined));
    expect(await codes(office)).toEqual([]);
  });

  test('with a fault refuse a run, and say which file and what', async () => {
    office = await openOffice({ CHITRA_BANKS: banksFolder({ 'a.yaml': sheetText('970405', 'asks_by: list') }) });
    await office.load(BANK_TOWN);
    expect(refusalOf(await openedRun(office))).toMatchObject({ code: 'banks_invalid' });
  });
});

describe('signatures', () => {
  test('of every file are beside it, and openssl verifies them with the key of the books', async () => {
    const run = await paidTown();
    const [key] = await office.ask('SELECT public_key FROM signing_key');
    const pem = join(office.context.out, 'key.pem');
    writeFileSync(pem, createPublicKey(String(key?.['public_key'])).export({ type: 'spki', format: 'pem' }));
    const verified = (path: string): string =>
      execFileSync(
        'openssl',
        ['pkeyutl', '-verify', '-pubin', '-inkey', pem, '-rawin', '-in', path, '-sigfile', `${path}.sig`],
        {
          encoding: 'utf8',
        },
      );
    const paths = (await filesOf(run)).map((file) => join(folder(run), String(file['path'])));
    for (const path of paths) expect(verified(path)).toContain('Signature Verified Successfully');
    changeText(join(folder(run), 'bank/970405/07210.xml'), (xml) => xml.replace('NGUYEN', 'NGUYEM'));
    expect(() => verified(join(folder(run), 'bank/970405/07210.xml'))).toThrow('Command failed');
  });

  test('taken away or exchanged are told, and are written again from the record', async () => {
    const run = await paidTown();
    const sig = join(folder(run), 'bank/970415/07210.xlsx.sig');
    const other = readFileSync(join(folder(run), 'bank/970405/07210.xml.sig'));
    const own = readFileSync(sig);
    writeFileSync(sig, other);
    expect(await codes(office)).toEqual(['file_signature']);
    granted(await rewriteFiles(office.context, run.runId, office.context.out, () => undefined));
    expect(readFileSync(sig)).toEqual(own);
    expect(await codes(office)).toEqual([]);
  });
});
