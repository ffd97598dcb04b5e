import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Run } from '../../src/store/runs.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE, paid } from '../support/village.ts';

let office: Office;
let november: Run;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  november = await office.pay();
});

afterEach(() => office.close());

const DECEMBER = { month: '2026-12', knownAt: '2026-11-24' };

async function recomputed(run: Run): Promise<unknown[]> {
  const rows = await office.ask(
    `SELECT person_id FROM run_mark WHERE run_no = $1 AND mark = 'recompute' ORDER BY person_id`,
    run.runNo,
  );
  return rows.map((row) => row['person_id']);
}

test('only who has something open or changed is computed over the whole window', async () => {
  expect(november).toMatchObject({ baselineRunNo: null, recomputeFrom: 202607 });
  const december = await office.run(DECEMBER);
  expect(december).toMatchObject({ baselineRunNo: november.runNo, recomputeFrom: 202612 });
  // P3 waits for an account.
  expect(await recomputed(december)).toEqual(['P3']);
});

test.each([
  ['a fact of the person', { persons: ['P2,024040012346,Trần Văn Bình,1941-02-03,M,07210,,0'] }],
  ['an award', { awards: ['A2,P2,SP75,2/QĐ,2025-07-01,2025-08,,,'] }],
  ['history', { disbursements: paid('P2', 'MAIN', ['2026-08'], 510_000) }],
  ['a refund', { refunds: ['PT1,P2,MAIN,2026-08,1,2026-11-01'] }],
  ['a recovery order', { recoveries: ['P2,1/TH,MAIN,1,1,2026-12'] }],
  ['a stay', { stays: ['P2,2026-08,07228,0'] }],
  ['a merge, both sides', { merges: ['P4,P2'] }],
])('%s marks the person', async (_, files) => {
  await office.load(files);
  expect(await recomputed(await office.run(DECEMBER))).toContain('P2');
});

test('a payment that came back marks the person, a payment that was made does not', async () => {
  await office.settle(november, ['{P1},paid,2026-11-05,,', '{P2},returned,2026-11-05,,']);
  expect(await recomputed(await office.run(DECEMBER))).toEqual(['P2', 'P3']);
});

test('an account or a suspension only decides whether money goes out: nobody is marked', async () => {
  await office.load({ payees: ['P2,2026-12,post,,,,PP2,,'], suspensions: ['A1,2026-12,,1/TD,x'] });
  expect(await recomputed(await office.run(DECEMBER))).toEqual(['P3']);
});

test('a law that became known later is computed for everybody from the first month it changes', async () => {
  const early = await openOffice();
  try {
    const untilSeptember = VILLAGE.disbursements?.filter((row) => !row.includes('2026-10')) ?? [];
    await early.load({ ...VILLAGE, disbursements: untilSeptember });
    await early.pay({ month: '2026-10', knownAt: '2026-09-20' });
    const run = await early.pay({ month: '2026-11', knownAt: '2026-10-20' });
    expect(run).toMatchObject({ recomputeFrom: 202607 });
    expect(run.totals).toMatchObject({ arrears: (60_000 + 40_000 + 40_000) * 4 });
  } finally {
    await early.close();
  }
});

test('a full run right after finds nothing more, and is computed whole', async () => {
  await office.settle(november, ['{P4},returned,2026-11-05,,']);
  await office.load({ awards: ['A1,P1,SA6D,1/QĐ,2024-01-15,2024-02,,,'] });
  await office.pay(DECEMBER);
  const full = await office.run({ ...DECEMBER, full: true });
  expect(full).toMatchObject({ status: 'closed', isFull: true, baselineRunNo: null, recomputeFrom: 202607 });
  expect(full.totals).toMatchObject({ payments: 0, amount: 0 });
  expect(await office.lines(full)).toEqual((await office.lines(full)).filter(([who]) => who === 'P3'));
});

test('a draft made without the past and one made with it are the same, line by line', async () => {
  await office.settle(november, ['{P4},returned,2026-11-05,,']);
  await office.load({ persons: ['P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,2026-10-05,0'] });
  const short = await office.run(DECEMBER);
  const lines = await office.lines(short);
  const whole = await office.run({ ...DECEMBER, full: true });
  expect(whole).toMatchObject({ runId: short.runId, contentSha256: short.contentSha256 });
  expect(await office.lines(whole)).toEqual(lines);
});
