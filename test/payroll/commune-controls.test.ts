import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inTransaction } from '../../src/store/database.ts';
import { communeFindings } from '../../src/store/commune-controls.ts';
import type { Run } from '../../src/store/runs.ts';
import { type Office, openOffice } from '../support/office.ts';

const MONTHS = Array.from({ length: 10 }, (_, at) => `2026-${String(at + 1).padStart(2, '0')}`);
const PEOPLE = Array.from({ length: 120 }, (_, at) => at + 1);

let office: Office;

/** 120 people of 86 years with a social pension in each of two communes, paid in cash since January; `A` and `B` name the communes. */
function lists(): Parameters<Office['load']>[0] {
  const everybody = [
    ['A', '07210'],
    ['B', '07228'],
  ].flatMap(([letter = '', commune = '']) => PEOPLE.map((at) => [`${letter}${at}`, commune] as const));
  return {
    communes: ['07210,Phường Bắc Giang,ward,24,', '07228,Phường Đa Mai,ward,24,'],
    payment_points: ['PP1,Bưu điện,07210,VNPOST'],
    persons: everybody.map(([id, commune], at) => `${id},,Người ${at},1940-02-03,M,${commune},,0`),
    awards: everybody.map(([id]) => `Q${id},${id},SP75,1/QĐ,2025-07-01,2025-07,,,`),
    payees: everybody.map(([id]) => `${id},2025-07,post,,,,PP1,,`),
    disbursements: everybody.flatMap(([id]) =>
      MONTHS.map((month) => `${id}-${month},${id},MAIN,${month},500000,${month}-05,post,paid`),
    ),
  };
}

/** What is found about communes, as `07210 unchanged_list`. */
async function found(run: Run): Promise<string[]> {
  const rows = await office.ask(
    `SELECT commune_code || ' ' || control AS text FROM run_exception WHERE run_no = $1 AND person_id = '' ORDER BY 1`,
    run.runNo,
  );
  return rows.map((row) => String(row['text']));
}

const BOTH = ['07210 all_collected', '07210 unchanged_list', '07228 all_collected', '07228 unchanged_list'];

beforeEach(async () => {
  office = await openOffice();
  await office.load(lists());
});

afterEach(() => office.close());

test('a list that lost nobody, and cash that everybody always collected: rows without a person, counted with the others', async () => {
  const run = await office.run();
  expect(await found(run)).toEqual(BOTH);
  const [row] = await office.ask(
    `SELECT severity, message FROM run_exception WHERE run_no = $1 AND control = 'unchanged_list' AND commune_code = '07210'`,
    run.runNo,
  );
  expect(row?.['severity']).toBe('warn');
  // 120 people of 86 years at 120 deaths a year among 1,000, in 10 months.
  expect(row?.['message']).toContain('(10 tháng / months, 120 người / persons, 12.0 dự kiến / expected)');
  const [counted] = await office.ask('SELECT count(*)::int AS rows FROM run_exception WHERE run_no = $1', run.runNo);
  expect(run.totals?.exceptions).toBe(counted?.['rows']);
});

describe('a list that shrank is no finding (C7):', () => {
  test.each([
    ['a death', { persons: ['A1,,Người 0,1940-02-03,M,07210,2026-03-09,0'] }],
    ['an award that ended', { awards: ['QA1,A1,SP75,1/QĐ,2025-07-01,2025-07,2026-05,,'] }],
    ['a suspension', { suspensions: ['QA1,2026-06,2026-07,9/QĐ,'] }],
    ['somebody who moved away', { stays: ['A1,2026-04,07210,0'] }],
  ])('%s', async (_what, files) => {
    await office.load(files);
    expect((await found(await office.run())).filter((row) => row.includes('unchanged'))).toEqual([
      '07228 unchanged_list',
    ]);
  });

  test('but an award that another one followed, or one that ended long ago, is no loss', async () => {
    await office.load({
      awards: [
        'QA1,A1,SP75,1/QĐ,2025-07-01,2025-07,2026-05,,',
        'QA1b,A1,SA5A,2/QĐ,2026-06-01,2026-06,,,',
        'QA2b,A2,SA5A,2/QĐ,2020-06-01,2020-06,2025-06,,',
      ],
    });
    expect((await found(await office.run())).filter((row) => row.includes('unchanged'))).toHaveLength(2);
  });
});

test('one payment that was not collected clears a commune; cash of the months before does not count (C12)', async () => {
  await office.load({ disbursements: ['B7-2026-07,B7,MAIN,2026-07,500000,2026-07-05,post,returned'] });
  expect((await found(await office.run())).filter((row) => row.includes('collected'))).toEqual(['07210 all_collected']);
  await office.load({ disbursements: ['A7-2026-02,A7,MAIN,2026-02,500000,2026-02-05,post,returned'] });
  expect((await found(await office.run())).filter((row) => row.includes('collected'))).toEqual(['07210 all_collected']);
});

test('months of runs count once all their outcomes are known, and clear the commune where one did not collect (C12)', async () => {
  const november = await office.pay();
  const december = { month: '2026-12', knownAt: '2026-11-20' };
  expect((await found(await office.run(december))).filter((row) => row.includes('collected'))).toEqual([]);
  const collected = (letter: string): string[] => PEOPLE.map((at) => `{${letter}${at}},paid,2026-11-20,,`);
  await office.settle(november, [...collected('A'), ...collected('B').slice(1), '{B1},uncollected,2026-11-20,,']);
  expect((await found(await office.run(december))).filter((row) => row.includes('collected'))).toEqual([
    '07210 all_collected',
  ]);
});

test('a run of some communes tells of these only, and a small list says nothing', async () => {
  const some = await office.run({ communes: ['07228'] });
  expect(await found(some)).toEqual(['07228 all_collected', '07228 unchanged_list']);
  const { database, law } = office.context;
  const few = { ...some, windowFrom: some.month };
  const rows = await inTransaction(database, (client) => communeFindings(client, few, law.catalogue.controls));
  expect(rows.map((row) => row.found.control)).toEqual(['all_collected']);
});
