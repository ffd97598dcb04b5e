import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { correctOutcome } from '../../src/payroll/correct-outcome.ts';
import { type TableExport, exportTable } from '../../src/store/exports.ts';
import type { Run } from '../../src/store/runs.ts';
import { aDay } from '../support/law.ts';
import { type Office, granted, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let november: Run;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  november = await office.pay();
});

afterEach(() => office.close());

const DECEMBER = { month: '2026-12', knownAt: '2026-11-24' };
const JANUARY = { month: '2027-01', knownAt: '2026-12-24' };

async function exported(what: TableExport, ...runs: readonly Run[]): Promise<string[]> {
  const chunks: string[] = [];
  const target = new Writable({
    write: (chunk: Buffer, _encoding, taken) => {
      chunks.push(chunk.toString('utf8'));
      taken();
    },
  });
  const runNos = runs.map((run) => run.runNo);
  await exportTable(office.context.database, what, runNos, target);
  return chunks.join('').trim().split('\n');
}

test('payments carry what became of them', async () => {
  await office.settle(november, ['{P1},paid,2026-11-05,,', '{P2},returned,2026-11-06,,']);
  const statuses = (await exported('payments', november)).slice(1).map((row) => [row.split(',')[2], row.split(',')[7]]);
  expect(statuses).toEqual([
    ['P1', 'paid'],
    ['P2', 'returned'],
    ['P3', 'held'],
    ['P4', 'issued'],
  ]);
});

test('exceptions hold what an officer must look at in files that came back', async () => {
  await office.settle(november, ['{P1},returned,2026-11-05,,', 'CT24202611R01000099999,paid,2026-11-05,,']);
  await office.settle(november, ['{P1},paid,2026-11-07,,']);
  const rows = (await exported('exceptions', november)).filter((row) => row.includes('settlement-'));
  expect(rows.map((row) => row.replace(/settlement-[\d.]+csv/, 'FILE'))).toEqual([
    ',,,unknown_payment,warn,"Tệp / file 1 FILE, dòng / row 3"',
    '2026-11-R01,P1,07210,paid_after_return,warn,"Tệp / file 2 FILE, dòng / row 2"',
  ]);
  const paymentId = await office.endToEndId(november, 'P1');
  const correction = { paymentId, status: 'paid', date: aDay('2026-11-07'), actor: 'dung', reason: 'sao kê' } as const;
  granted(await correctOutcome(office.context, correction));
  expect((await exported('exceptions', november)).filter((row) => row.includes('đã xem'))).toHaveLength(1);
});

describe('the draw', () => {
  test('is what a month pays, less what the provider still holds of earlier months', async () => {
    expect(await exported('draw', november)).toEqual([
      'month,commune_code,provider,payments,still_held,draw,left_over',
      '2026-11,07210,970405,1050000,0,1050000,0',
      '2026-11,07210,VNPOST,700000,0,700000,0',
      '2026-11,07228,VNPOST,700000,0,700000,0',
    ]);
    await office.settle(november, ['{P2},uncollected,2026-11-20,,', '{P4},uncollected,2026-11-20,,']);
    const december = await office.pay(DECEMBER);
    expect(await exported('draw', december)).toEqual([
      'month,commune_code,provider,payments,still_held,draw,left_over',
      '2026-12,07210,970405,810000,0,810000,0',
      '2026-12,07210,VNPOST,1240000,700000,540000,0',
      '2026-12,07228,VNPOST,1240000,700000,540000,0',
    ]);
    const january = await office.pay(JANUARY);
    expect(await exported('draw', january)).toEqual([
      'month,commune_code,provider,payments,still_held,draw,left_over',
      '2027-01,07210,970405,810000,0,810000,0',
      '2027-01,07210,VNPOST,540000,0,540000,0',
      '2027-01,07228,VNPOST,540000,0,540000,0',
    ]);
  });

  test('a correction that says it was paid takes it out of what is held; a later return counts where it became known', async () => {
    await office.settle(november, ['{P2},uncollected,2026-11-20,,', '{P4},uncollected,2026-11-20,,']);
    const paymentId = await office.endToEndId(november, 'P4');
    const correction = {
      paymentId,
      status: 'paid',
      date: aDay('2026-11-22'),
      actor: 'dung',
      reason: 'đã nhận',
    } as const;
    granted(await correctOutcome(office.context, correction));
    const december = await office.pay(DECEMBER);
    await office.settle(november, ['{P1},returned,2026-12-05,,']);
    const january = await office.pay(JANUARY);
    expect((await exported('draw', december)).slice(1)).toEqual([
      '2026-12,07210,970405,810000,0,810000,0',
      '2026-12,07210,VNPOST,1240000,700000,540000,0',
      '2026-12,07228,VNPOST,540000,0,540000,0',
    ]);
    expect((await exported('draw', january))[1]).toBe('2027-01,07210,970405,1860000,1050000,810000,0');
  });

  test('of a draft shows what would be drawn', async () => {
    await office.settle(november, ['{P2},uncollected,2026-11-20,,']);
    const draft = await office.run(DECEMBER);
    expect((await exported('draw', draft))[2]).toBe('2026-12,07210,VNPOST,1240000,700000,540000,0');
  });
});

test('bridge and changes are there for every run, sorted', async () => {
  await office.load({ awards: ['A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,2026-11,,'] });
  const december = await office.pay(DECEMBER);
  expect(await exported('bridge', december)).toEqual([
    'run_id,commune_code,step,people,amount',
    '2026-12-R01,07210,ended,-1,-810000',
    '2026-12-R01,07210,last_month,2,1350000',
    '2026-12-R01,07228,last_month,1,540000',
  ]);
  expect(await exported('changes', december)).toEqual([
    'run_id,person_id,commune_code,step,people,amount',
    '2026-12-R01,P1,07210,ended,-1,-810000',
  ]);
});
