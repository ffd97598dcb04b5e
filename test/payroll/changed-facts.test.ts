import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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
const JANUARY = { month: '2027-01', knownAt: '2026-12-24' };
const PERSON = 'P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F';

async function linesOf(run: Run, personId: string): Promise<(readonly unknown[])[]> {
  return (await office.lines(run))
    .filter(([who]) => who === personId)
    .map(([, , at, kind, vnd, hold]) => [at, kind, vnd, hold]);
}

async function overpaidOf(run: Run, personId: string): Promise<unknown[]> {
  const rows = await office.ask(
    'SELECT month, amount::int FROM run_overpayment WHERE run_no = $1 AND person_id = $2 ORDER BY month',
    run.runNo,
    personId,
  );
  return rows.map((row) => [row['month'], row['amount']]);
}

/** Steps of the bridge of one commune: step, people, VND. */
async function bridgeOf(run: Run, commune: string): Promise<unknown[]> {
  const rows = await office.ask(
    'SELECT step, people, amount::int FROM run_bridge WHERE run_no = $1 AND commune_code = $2 ORDER BY step',
    run.runNo,
    commune,
  );
  return rows.map((row) => [row['step'], row['people'], row['amount']]);
}

describe('a fact that changes, and the lines it causes', () => {
  test('a move: the new commune pays from then on, once, and the bridge shows both sides', async () => {
    await office.load({ persons: [`${PERSON},07228,,0`], stays: ['P1,2026-11,07210,0'] });
    const december = await office.pay(DECEMBER);
    expect(await linesOf(december, 'P1')).toEqual([[202612, 'current', 810_000, null]]);
    expect(
      await office.ask(`SELECT commune_code FROM payment WHERE person_id = 'P1' AND run_no = $1`, december.runNo),
    ).toEqual([{ commune_code: '07228' }]);
    expect(await bridgeOf(december, '07210')).toEqual([
      ['last_month', 2, 1_350_000],
      ['moved_out', -1, -810_000],
    ]);
    expect(await bridgeOf(december, '07228')).toEqual([
      ['last_month', 1, 540_000],
      ['moved_in', 1, 810_000],
    ]);
  });

  test('a death reported late: the months after it are overpaid; revoked, they never were', async () => {
    await office.load({ persons: [`${PERSON},07210,2026-09-20,0`] });
    const december = await office.run(DECEMBER);
    expect(await linesOf(december, 'P1')).toEqual([]);
    expect(await overpaidOf(december, 'P1')).toEqual([
      [202610, 810_000],
      [202611, 810_000],
    ]);
    expect(await bridgeOf(december, '07210')).toContainEqual(['died', -1, -810_000]);
    await office.load({ persons: [`${PERSON},07210,,0`] });
    const corrected = await office.pay(DECEMBER);
    expect(await overpaidOf(corrected, 'P1')).toEqual([]);
    expect(await linesOf(corrected, 'P1')).toEqual([[202612, 'current', 810_000, null]]);
  });

  test('a death revoked after a month without money: that month is arrears', async () => {
    await office.load({ persons: [`${PERSON},07210,2026-11-30,0`] });
    await office.pay(DECEMBER);
    await office.load({ persons: [`${PERSON},07210,,0`] });
    const january = await office.pay(JANUARY);
    expect(await linesOf(january, 'P1')).toEqual([
      [202612, 'arrears', 810_000, null],
      [202701, 'current', 810_000, null],
    ]);
    expect(await bridgeOf(january, '07210')).toContainEqual(['resumed', 1, 810_000]);
  });

  test('a second death is not let out by the release that was about the first', async () => {
    await office.load({ payees: ['P1,2024-02,post,,,,PP1,,'], persons: [`${PERSON},07210,2026-12-03,0`] });
    await office.hold('P1', 'release');
    expect(await linesOf(await office.run(DECEMBER), 'P1')).toEqual([[202612, 'current', 810_000, null]]);
    await office.load({ persons: [`${PERSON},07210,,0`] });
    await office.load({ persons: [`${PERSON},07210,2026-12-20,0`] });
    expect(await linesOf(await office.run(DECEMBER), 'P1')).toEqual([[202612, 'current', 810_000, 'death']]);
  });

  test('who was paid by two communes in one month is one person on the next bridge, in both communes with the money', async () => {
    await office.pay({ ...DECEMBER, communes: ['07210'] });
    await office.load({ persons: [`${PERSON},07228,,0`], awards: ['A1,P1,SA6D,1/QĐ,2024-01-15,2024-02,,,'] });
    const rest = await office.pay(DECEMBER);
    expect((await linesOf(rest, 'P1')).at(-1)).toEqual([202612, 'current', 270_000, null]);
    const january = await office.run(JANUARY);
    expect(january).toMatchObject({ status: 'draft', failure: null });
    expect(await bridgeOf(january, '07210')).toEqual([
      ['last_month', 1, 1_350_000],
      ['moved_out', 0, -810_000],
    ]);
    expect(await bridgeOf(january, '07228')).toEqual([
      ['last_month', 2, 810_000],
      ['moved_in', 0, 810_000],
    ]);
  });

  test('an award ended backwards: overpaid; an award regraded backwards: arrears', async () => {
    await office.load({
      awards: ['A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,2026-09,,', 'A4,P4,SA4,4/QĐ,2024-01-15,2024-02,,2,'],
    });
    const december = await office.pay(DECEMBER);
    expect(await overpaidOf(december, 'P1')).toEqual([
      [202610, 810_000],
      [202611, 810_000],
    ]);
    expect(await linesOf(december, 'P4')).toEqual([
      ...[202607, 202608, 202609, 202610, 202611].map((at) => [at, 'arrears', 540_000, null]),
      [202612, 'current', 1_080_000, null],
    ]);
    expect(await bridgeOf(december, '07210')).toContainEqual(['ended', -1, -810_000]);
    expect(await bridgeOf(december, '07228')).toContainEqual(['regraded', 0, 540_000]);
  });

  test('a pension that begins in December says nothing about the months before it', async () => {
    await office.load({
      persons: ['P2,024040012346,Trần Văn Bình,1940-02-03,M,07210,,3000000'],
      stays: ['P2,2026-11,07210,0'],
    });
    const december = await office.pay(DECEMBER);
    expect(await linesOf(december, 'P2')).toEqual([]);
    expect(await overpaidOf(december, 'P2')).toEqual([]);
  });

  test('an id number corrected: no line changes; two with the same number wait until one is corrected', async () => {
    await office.load({
      persons: [
        'P1,024170012346,Nguyễn Thị Hoa,1970-05-06,F,07210,,0',
        'P4,024170012346,Phạm Thị Mai,1990-01-01,F,07228,,0',
      ],
    });
    const held = await office.pay(DECEMBER);
    expect(await linesOf(held, 'P1')).toEqual([[202612, 'current', 810_000, 'duplicate_person']]);
    await office.load({ persons: ['P4,024190012348,Phạm Thị Mai,1990-01-01,F,07228,,0'] });
    const freed = await office.pay(DECEMBER);
    expect(await linesOf(freed, 'P1')).toEqual([[202612, 'current', 810_000, null]]);
    expect(await linesOf(freed, 'P4')).toEqual([[202612, 'current', 540_000, null]]);
  });
});

describe('two files of one person, merged', () => {
  const TWICE = {
    persons: ['P9,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07228,,0'],
    awards: ['A9,P9,SA6N,9/QĐ,2026-08-10,2026-09,,,'],
    disbursements: paid('P9', 'MAIN', ['2026-09', '2026-10'], 750_000),
  };

  test('what both got counts as one: paid twice is overpaid, and one is paid from then on', async () => {
    await office.load({ ...TWICE, payees: ['P9,2026-09,post,,,,PP2,,'] });
    const held = await office.pay(DECEMBER);
    expect(await linesOf(held, 'P1')).toEqual([[202612, 'current', 810_000, 'duplicate_person']]);
    await office.load({ merges: ['P9,P1'] });
    const merged = await office.pay(DECEMBER);
    expect(await linesOf(merged, 'P9')).toEqual([]);
    expect(await linesOf(merged, 'P1')).toEqual([[202612, 'current', 810_000, null]]);
    expect(await overpaidOf(merged, 'P1')).toEqual([
      [202609, 750_000],
      [202610, 750_000],
    ]);
  });

  test('a merge taken back: each stands alone again', async () => {
    await office.load({ ...TWICE, merges: ['P9,P1'] });
    await office.pay(DECEMBER);
    await office.load({
      merges: ['P9,'],
      persons: ['P9,024170099999,Nguyễn Thị Hòa,1970-05-06,F,07228,,0'],
      payees: ['P9,2026-09,post,,,,PP2,,'],
    });
    const january = await office.pay(JANUARY);
    expect(await overpaidOf(january, 'P1')).toEqual([]);
    expect((await linesOf(january, 'P9')).at(-1)).toEqual([202701, 'current', 810_000, null]);
  });

  test('in a circle, or into themselves, they stand alone', async () => {
    await office.load({ ...TWICE, merges: ['P9,P1', 'P1,P9'] });
    const december = await office.run(DECEMBER);
    expect(await linesOf(december, 'P1')).toHaveLength(1);
    await expect(office.load({ merges: ['P1,P1'] })).rejects.toThrow('rejected');
    await expect(office.load({ merges: ['P1,NOBODY'] })).rejects.toThrow('rejected');
  });
});

test('november, the first month, is the pier of the bridge', async () => {
  expect(await bridgeOf(november, '07210')).toEqual([
    ['arrears', 0, 400_000],
    ['last_month', 2, 1_250_000],
    ['standard', 0, 100_000],
  ]);
  // P3 has no account: it was on October's list and is not on this one.
  expect(await bridgeOf(november, '07228')).toEqual([
    ['arrears', 0, 160_000],
    ['held', -1, -1_000_000],
    ['last_month', 2, 1_500_000],
    ['standard', 0, 40_000],
  ]);
});
