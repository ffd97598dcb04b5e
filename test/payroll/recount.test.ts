import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatheredProvince } from '../../scripts/chaos/province.ts';
import { CATEGORIES } from '../../src/domain/category.ts';
import { chitra, type Installation, newInstallation, runAnswer, type RunAnswer } from '../support/chitra.ts';
import { hashesIn, manifestIn, type PaidOut, paidOutIn, textOf } from '../support/payout-folder.ts';
import { type Cells, csvRows, recount, type Recount } from '../support/recount.ts';

// A sample province through the real command line, queue and worker processes, against a count in plain loops over its files.
const folder = mkdtempSync(join(tmpdir(), 'chitra-province-'));
let at: Installation;
let expected: Recount;
let draft: RunAnswer;
let issued: RunAnswer;
let paidOut: PaidOut[];

const exports = new Map<string, Cells[]>();

async function exported(what: string): Promise<Cells[]> {
  const path = join(folder, `${what}.export`);
  if (!exports.has(what)) {
    await chitra(at, 'export', what, '--run', issued.run_id, '--out', path);
    exports.set(what, csvRows(path));
  }
  return exports.get(what) ?? [];
}

beforeAll(async () => {
  gatheredProvince(join(folder, 'in'), 2000, 11);
  expected = recount(join(folder, 'in'), '2026-11', '2026-10-20');
  at = await newInstallation({ CHITRA_SHARD_PERSONS: '300' });
  await chitra(at, 'import', join(folder, 'in'), '--strict', '--actor', 'an');
  draft = await runAnswer(at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'an');
  issued = await runAnswer(at, 'approve', draft.run_id, '--actor', 'binh');
  paidOut = await paidOutIn(issued.folder);
});

afterAll(async () => {
  await at.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('the sample province counted again in plain loops', () => {
  test('the sample has something of everything', () => {
    const reasons = new Set([...expected.missing.values()].flatMap((one) => one.holds));
    expect([...reasons].sort()).toEqual(['death', 'duplicate_person', 'no_payee', 'suspended']);
    expect(Object.entries(expected.totals).filter(([, amount]) => amount <= 0)).toEqual([]);
  });

  test('every total of the draft and of the issued run', () => {
    expect(draft).toMatchObject({ ...expected.totals, status: 'draft', kind: 'regular' });
    expect(issued).toMatchObject({ ...expected.totals, status: 'issued' });
    expect(draft.current + draft.arrears + draft.carried).toBe(draft.amount);
  });

  test('every person, family and month, row by row', async () => {
    const byKey = new Map<string, Record<string, number>>();
    const wrongHolds: string[] = [];
    for (const row of await exported('lines')) {
      const key = `${row['person_id']} ${row['family']} ${row['entitlement_month']}`;
      const sums = byKey.get(key) ?? { current: 0, arrears: 0, carried: 0 };
      const kind = row['kind'] ?? '';
      sums[kind] = (sums[kind] ?? 0) + Number(row['amount']);
      byKey.set(key, sums);
      // One reason is named; it must be one of those that the recount found.
      const holds = expected.missing.get(key)?.holds ?? [];
      const hold = row['hold_reason'] ?? '';
      if (hold === '' ? holds.length > 0 : !holds.includes(hold)) wrongHolds.push(`${key}: ${hold}`);
    }
    expect(wrongHolds).toEqual([]);
    const wanted = [...expected.missing].map(([key, { current, arrears, carried }]) => [
      key,
      { current, arrears, carried },
    ]);
    expect(Object.fromEntries(byKey)).toEqual(Object.fromEntries(wanted));
  });

  test('every line names an award of the person, and its amount follows from standard and coefficient', async () => {
    const awards = new Map(csvRows(join(folder, 'in/awards.csv')).map((award) => [award['award_id'], award]));
    const whole = new Map<string, number>();
    for (const row of await exported('lines')) {
      const award = awards.get(row['award_id'] ?? '');
      expect(award?.['person_id']).toBe(row['person_id']);
      expect(award?.['category']).toBe(row['category']);
      expect(row['legal_basis']).toMatch(/ND \d+\/\d{4}/);
      const full = (Number(row['standard']) * Math.round(Number(row['coefficient']) * 10)) / 10;
      expect(Number(row['amount'])).toBeLessThanOrEqual(full);
      const key = `${row['person_id']} ${row['family']} ${row['entitlement_month']}`;
      if (row['kind'] === 'current') whole.set(key, (whole.get(key) ?? 0) + full);
    }
    expect([...whole].filter(([key, full]) => full !== expected.missing.get(key)?.due)).toEqual([]);
  });

  test('the overpayment register', async () => {
    const rows = await exported('overpayments');
    const found = rows.map((row) => [`${row['person_id']} ${row['family']} ${row['month']}`, Number(row['amount'])]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected.overpaid));
  });

  test('every payment: to whom, how, and how much', async () => {
    const rows = (await exported('payments')).filter((row) => row['status'] !== 'held');
    expect(new Set(rows.map((row) => row['end_to_end_id'])).size).toBe(rows.length);
    const found = rows.map((row) => [
      row['person_id'],
      [row['commune_code'], row['channel'], row['provider'], Number(row['amount'])],
    ]);
    const wanted = [...expected.payments.values()].map((one) => [
      one.person,
      [one.commune, one.channel, one.provider, one.amount],
    ]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });
});

function sumsBy<T>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  amountOf: (row: T) => number,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const row of rows) sums[keyOf(row)] = (sums[keyOf(row)] ?? 0) + amountOf(row);
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe('the files, read back from disk', () => {
  test('pay every person once, to the account or at the point that the registry names', async () => {
    const rows = await exported('payments');
    const personOf = new Map(
      rows.flatMap((row) => [row['end_to_end_id'], row['payment_id']].map((id) => [id, row['person_id']])),
    );
    expect(new Set(paidOut.map((one) => one.id)).size).toBe(paidOut.length);
    const found = paidOut.map((one) => {
      const [folderName = '', , name = ''] = one.path.split('/');
      // A list of the post names the person beside the payment, a list of a bank the account.
      const to = folderName === 'post' ? [one.to, name.replace('.xlsx', '')] : ['', one.to];
      return [personOf.get(one.id) ?? '', [one.commune, one.provider, ...to, one.amount]];
    });
    const wanted = [...expected.payments.values()].map((one) => [
      one.person,
      [one.commune, one.provider, one.point === '' ? '' : one.person, one.point + one.account, one.amount],
    ]);
    expect(paidOut).toHaveLength(wanted.length);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
  });

  test('sums by provider and commune: files, manifest, payments and ledger are one', async () => {
    const wanted = sumsBy(
      [...expected.payments.values()],
      (one) => `${one.provider} ${one.commune}`,
      (one) => one.amount,
    );
    const manifest = manifestIn(issued.folder);
    const inFiles = sumsBy(
      paidOut,
      (one) => `${one.provider} ${one.commune}`,
      (one) => one.amount,
    );
    const inManifest = sumsBy(
      manifest.files,
      (file) => `${file.provider} ${file.commune_code}`,
      (file) => file.amount,
    );
    expect(inFiles).toEqual(wanted);
    expect(inManifest).toEqual(wanted);
    const ledger = await exported('ledger');
    const net = (row: Readonly<Record<string, string>>): number => Number(row['credit']) - Number(row['debit']);
    const onTheWay = ledger.filter((row) => (row['account'] ?? '').startsWith('transit:'));
    expect(sumsBy(onTheWay, (row) => row['commune_code'] ?? '', net)).toEqual(
      sumsBy(
        [...expected.payments.values()],
        (one) => one.commune,
        (one) => one.amount,
      ),
    );
    const sumOf = (column: string): number => ledger.reduce((sum, row) => sum + Number(row[column]), 0);
    expect(sumOf('debit')).toBe(sumOf('credit'));
    const drawn = ledger.filter((row) => row['account'] === 'treasury').reduce((sum, row) => sum + net(row), 0);
    expect(drawn).toBe(issued.amount);
  });

  test('the manifest names every file on disk with its hash, size, count and sum', () => {
    const manifest = manifestIn(issued.folder);
    const { 'manifest.json': ownHash, ...all } = hashesIn(issued.folder);
    const others = Object.fromEntries(Object.entries(all).filter(([path]) => !path.endsWith('.sig')));
    expect(Object.keys(all).filter((path) => path.endsWith('.sig'))).toEqual(
      Object.keys(others).map((path) => `${path}.sig`),
    );
    expect(ownHash).toBe(issued.manifest_sha256);
    expect(Object.fromEntries(manifest.files.map((file) => [file.path, file.sha256]))).toEqual(others);
    const count = sumsBy(
      paidOut,
      (one) => one.path,
      () => 1,
    );
    const amount = sumsBy(
      paidOut,
      (one) => one.path,
      (one) => one.amount,
    );
    const lists = manifest.files.filter((file) => file.kind !== 'post-list-pdf');
    expect(Object.fromEntries(lists.map((file) => [file.path, file.payments]))).toEqual(count);
    expect(Object.fromEntries(lists.map((file) => [file.path, file.amount]))).toEqual(amount);
    // A paper for each list of the post, with no payments of its own.
    const papers = manifest.files.filter((file) => file.kind === 'post-list-pdf');
    const posts = lists.filter((file) => file.kind === 'post-list').map((file) => file.path.replace('.xlsx', '.pdf'));
    expect(papers.map((file) => [file.path, file.payments, file.amount])).toEqual(posts.map((path) => [path, 0, 0]));
    expect(manifest).toMatchObject({ run_id: issued.run_id, payments: issued.payments, amount: issued.amount });
    expect(manifest.ledger_root).toBe(issued.ledger_root);
  });

  test('no category stands in any of them', async () => {
    const codes = new RegExp(String.raw`(?<![A-Z0-9])(${CATEGORIES.join('|')})(?![A-Z0-9])`);
    const naming: string[] = [];
    for (const path of Object.keys(hashesIn(issued.folder))) {
      // Signatures are bytes that can spell anything.
      const text = path.endsWith('.sig') ? '' : await textOf(issued.folder, path);
      if (codes.test(text.replaceAll(/"signature": "[^"]*"/g, ''))) naming.push(path);
    }
    expect(naming).toEqual([]);
  });

  test('`files` writes the same bytes again, in another zone of the clock too', async () => {
    const elsewhere = join(folder, 'again');
    const again = { ...at, environment: { ...at.environment, TZ: 'America/Los_Angeles' } };
    expect((await chitra(again, 'files', issued.run_id, '--out', elsewhere)).code).toBe(0);
    expect(hashesIn(join(elsewhere, '2026-11', issued.run_id))).toEqual(hashesIn(issued.folder));
  });

  test('a second run of the month finds nothing to pay', async () => {
    const second = await runAnswer(at, 'run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'an');
    expect(second).toMatchObject({ status: 'closed', kind: 'supplementary', payments: 0, amount: 0 });
    expect(second.held_amount).toBe(issued.held_amount);
  });
});
