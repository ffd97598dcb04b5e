import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMonths, formatMonth, month, monthsBetween } from '../../src/domain/month.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

const MONTHS = monthsBetween(month(202611), month(202810));

let office: Office;
const runs: Run[] = [];

/** What came back in a month: now the bank, now the post, now nothing; the rest arrived. */
function outcomes(at: number): readonly string[] {
  const [bank, post] = [at % 3 === 1 ? 'returned' : 'paid', at % 4 === 2 ? 'uncollected' : 'paid'];
  return [`{P1},${bank},,,${bank === 'returned' ? 'AM04 no funds' : ''}`, `{P2},${post},,,`];
}

beforeAll(async () => {
  office = await openOffice();
  // Mai's right ends in 2028-08 and a new decision begins in 2028-10.
  const awards = (VILLAGE.awards ?? []).map((line) =>
    line.replace(/^A4,(.*),2024-02,,1,$/, 'A4,$1,2024-02,2028-08,1,'),
  );
  await office.load({ ...VILLAGE, awards: [...awards, 'A4B,P4,SA4,9/QĐ,2028-10-01,2028-10,,1,'] });
  for (const [at, of] of MONTHS.entries()) {
    const wish = { month: formatMonth(of), knownAt: `${formatMonth(addMonths(of, -1))}-20` };
    const run = await office.pay(wish);
    await office.settle(run, outcomes(at));
    runs.push(run);
    // What came back in March 2027 is sent again in the same month.
    if (wish.month === '2027-03') runs.push(await office.pay(wish));
  }
}, 300_000);

afterAll(() => office.close());

async function tables(of: string): Promise<(file: string) => readonly Record<string, string>[]> {
  const folder = join(office.at.out, `tables-${of}`);
  const { code, stderr } = await chitra(office.at, 'report', of, '--out', `${folder}.xlsx`, '--csv', folder);
  expect([code, stderr]).toEqual([0, '']);
  return (file) => parse(readFileSync(join(folder, `${file}.csv`), 'utf8'), { columns: true });
}

describe('reports of an office of 24 months', () => {
  test.each(['2026-11', '2026-12', '2027-03', '2028-09', '2028-10'])('every control of %s agrees', async (of) => {
    const read = await tables(of);
    const controls = read('summary').filter(({ result }) => result !== '');
    expect(controls.length).toBeGreaterThan(8);
    expect(controls.filter(({ result }) => result !== '✔')).toEqual([]);
    const signed = read('lines').reduce((sum, line) => sum + Number(line['amount']), 0);
    const totals = runs.filter((run) => formatMonth(run.month) === of).map((run) => Number(run.totals?.amount));
    expect(totals).toHaveLength(of === '2027-03' ? 2 : 1);
    expect(signed).toBe(totals.reduce((sum, amount) => sum + amount, 0));
    for (const ways of read('four-ways')) expect(Number(ways['calculated_less_instructed'])).toBe(0);
  });

  test('what came back in a month was sent again by the next, and the list says so', async () => {
    const [first] = (await tables('2026-12'))('returns');
    expect([first?.['person_id'], first?.['next'], first?.['sent_again_by']]).toEqual([
      'P1',
      'Đã chi lại / sent again',
      '2027-01-R01',
    ]);
  });

  test('a month without a right between two that were paid is shown', async () => {
    const found = (await tables('2028-10'))('comparison').filter(
      ({ finding }) => finding?.includes('skipped') === true,
    );
    expect(found.map((row) => [row['person_id'], row['month']])).toEqual([['P4', '2028-09']]);
  });
});
