import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatheredProvince } from '../../scripts/chaos/province.ts';
import { type Answer, chitra, type Installation, newInstallation, runAnswer } from '../support/chitra.ts';
import { DRAFT_TEXT } from '../support/draft.ts';
import { everyRow } from '../support/failure-case.ts';
import { type Cells, csvRows } from '../support/recount.ts';

// A sample province through the real command line: what a dry run shows is what the run pays once the draft is law.
const folder = mkdtempSync(join(tmpdir(), 'chitra-what-if-'));
const draft = join(folder, 'draft.yaml');
const MONTH = ['--month', '2026-11', '--known-at', '2026-10-20'];
let at: Installation;

interface Totals extends Record<string, number> {
  readonly amount: number;
}

interface DryRunAnswer {
  readonly kind: string;
  readonly today: Totals;
  readonly draft: Totals | null;
  readonly draft_sha256: string | null;
  readonly rows: readonly { readonly commune_code: string; readonly category: string }[];
}

async function said(...words: readonly string[]): Promise<Answer> {
  const answer = await chitra(at, ...words);
  if (answer.code !== 0) throw new Error(`${words.join(' ')}: ${answer.stderr}`);
  return answer;
}

async function dryRun(...words: readonly string[]): Promise<DryRunAnswer> {
  const answer: DryRunAnswer = JSON.parse((await said('run', ...MONTH, '--dry-run', '--json', ...words)).stdout);
  return answer;
}

beforeAll(async () => {
  gatheredProvince(join(folder, 'in'), 1500, 7);
  writeFileSync(draft, DRAFT_TEXT);
  at = await newInstallation({ CHITRA_SHARD_PERSONS: '200' });
  await said('import', join(folder, 'in'), '--strict', '--actor', 'an');
});

afterAll(async () => {
  await at.drop();
  rmSync(folder, { recursive: true, force: true });
});

function sum(rows: readonly Cells[], column: string): number {
  return rows.reduce((all, row) => all + Number(row[column]), 0);
}

test('a dry run, an activation by two, and the run', async () => {
  const before = await everyRow(at.databaseUrl);
  const out = join(folder, 'dry.csv');
  const asked = await dryRun('--catalogue', draft, '--out', out);
  expect(await everyRow(at.databaseUrl)).toEqual(before);
  const rows = csvRows(out);
  expect(rows.length).toBeGreaterThan(20);
  expect(rows.map((row) => `${row['commune_code']} ${row['category']}`)).toEqual(
    asked.rows.map((row) => `${row.commune_code} ${row.category}`),
  );
  expect(sum(rows, 'paid_amount_today')).toBe(asked.today.amount);
  expect(sum(rows, 'paid_amount_draft')).toBe(asked.draft?.amount);
  expect(sum(rows, 'difference')).toBe((asked.draft?.amount ?? 0) - asked.today.amount);
  expect(asked.draft?.['overpaid_amount']).toBeGreaterThan(asked.today['overpaid_amount'] ?? 0);

  const text = (await said('run', ...MONTH, '--dry-run', '--catalogue', draft)).stdout;
  expect(text).toContain('Tính thử, không ghi gì / dry run, nothing is written');
  expect(text).toContain(asked.draft_sha256);

  const today = await runAnswer(at, 'run', ...MONTH, '--actor', 'an');
  expect(asked.today).toMatchObject({ payments: today.payments, amount: today.amount, arrears: today.arrears });
  await said('catalogue', 'propose', draft, '--actor', 'lan');
  await said('catalogue', 'activate', '1', '--actor', 'minh');
  const paid = await runAnswer(at, 'run', ...MONTH, '--actor', 'an');
  const {
    run_id: runId,
    month,
    known_at: knownAt,
    kind,
    status,
    exceptions,
    ...totals
  } = {
    month: '',
    known_at: '',
    exceptions: 0,
    ...paid,
  };
  // Who must look at what is no part of a forecast.
  expect(exceptions).toBeGreaterThan(0);
  expect([runId, month, knownAt, status]).toEqual(['2026-11-R01', '2026-11', '2026-10-20', 'draft']);
  expect(asked.kind).toBe(kind);
  expect(asked.draft).toMatchObject(totals);

  // The same law now stands on the side of today; the draft cannot be added to it again.
  const after = await dryRun();
  expect(after.today).toEqual(asked.draft);
  expect([after.draft, after.draft_sha256]).toEqual([null, null]);
  const again = await chitra(at, 'run', ...MONTH, '--dry-run', '--catalogue', draft);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('entries are never edited')]);
});

test('list, status and config name the catalogue in force; what was proposed can be read again', async () => {
  const list = JSON.parse((await said('catalogue', 'list', '--json')).stdout);
  expect(list.amendments).toMatchObject([{ number: 1, proposed_by: 'lan', activated_by: 'minh', activation: 1 }]);
  expect(list.amendments[0].catalogue_sha256).toBe(list.catalogue_sha256);
  expect((await said('catalogue', 'list')).stdout).toContain(list.catalogue_sha256);
  const status = JSON.parse((await said('status', '--json')).stdout);
  expect(status.catalogue).toEqual(list);
  const config = JSON.parse((await said('config', '--json')).stdout);
  expect(config.catalogueOfProgram).toMatch(/^[0-9a-f]{64} /);
  expect(config.catalogueOfProgram).not.toContain(list.catalogue_sha256);
  await said('catalogue', 'show', '1', '--out', join(folder, 'shown'));
  expect(readFileSync(join(folder, 'shown/draft.yaml'), 'utf8')).toBe(DRAFT_TEXT);
  expect((await said('catalogue', 'show', '1')).stdout).toContain(DRAFT_TEXT);
});

test('simulate compares, and without a draft is what it was', async () => {
  const out = join(folder, 'compared.csv');
  const { stdout } = await said('simulate', join(folder, 'in'), ...MONTH, '--catalogue', draft, '--out', out);
  const rows = csvRows(out);
  expect(Object.keys(rows[0] ?? {}).slice(0, 9)).toEqual(
    'commune_code,category,persons_today,amount_today,persons_draft,amount_draft,difference,arrears_persons,arrears_difference'.split(
      ',',
    ),
  );
  expect(sum(rows, 'arrears_difference')).toBe(sum(rows, 'arrears_amount') - sum(rows, 'overpaid_amount'));
  expect(stdout).toContain('Chênh lệch một tháng / difference');
  const plain = join(folder, 'due.csv');
  await said('simulate', join(folder, 'in'), ...MONTH, '--out', plain);
  expect(sum(csvRows(plain), 'amount')).toBe(sum(rows, 'amount_today'));
});
