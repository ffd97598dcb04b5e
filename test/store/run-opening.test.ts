import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { inTransaction } from '../../src/store/database.ts';
import { markDuplicates } from '../../src/store/run-marks.ts';
import { cutIntoShards, firstMonthOfBooks, frozenNow } from '../../src/store/run-opening.ts';
import { lockBooks } from '../../src/store/runs.ts';
import { registryDesk } from '../support/registry-desk.ts';
import { SMALL_REGISTRY, smallFolder } from '../support/registry-folder.ts';
import { closeRun, issueRun, openedRun } from '../support/registry-runs.ts';

const { database, imported, numbers } = registryDesk();

const firstMonth = (): Promise<number | null> =>
  inTransaction(database(), async (client) => firstMonthOfBooks(client, await lockBooks(client)));

describe('the first month of the books', () => {
  test('of an empty registry there is none', async () => {
    expect(await firstMonth()).toBeNull();
  });

  test('is the first month of imported history', async () => {
    await imported(smallFolder());
    expect(await firstMonth()).toBe(202609);
  });

  test('forgets a month that was a mistake and has been corrected', async () => {
    await imported(smallFolder({ disbursements: ['D1,P1,MAIN,2021-10,750000,2026-10-05,bank,paid'] }));
    expect(await firstMonth()).toBe(202110);
    await imported(join(smallFolder(), 'disbursements.csv'));
    expect(await firstMonth()).toBe(202609);
  });

  test('without history is the month of the first run that issued money, or found all of it on hold', async () => {
    await imported(smallFolder({ disbursements: [] }));
    await closeRun(database(), await openedRun(database(), { windowFrom: month(202607) }), 0);
    expect(await firstMonth()).toBeNull();
    await issueRun(database(), await openedRun(database(), { windowFrom: month(202610) }), []);
    expect(await firstMonth()).toBe(202610);
    await closeRun(database(), await openedRun(database(), { windowFrom: month(202608) }), 540_000);
    expect(await firstMonth()).toBe(202608);
  });
});

describe('a supplementary run', () => {
  test('follows an issued one of the same month and of the same communes', async () => {
    await imported(smallFolder());
    await issueRun(database(), await openedRun(database(), { communes: ['07210'] }), []);
    const isSupplementary = (of: number, communes: readonly string[] | null): Promise<boolean> =>
      inTransaction(database(), async (client) => (await frozenNow(client, month(of), communes)).isMonthIssued);
    expect(await isSupplementary(202611, ['07210'])).toBe(true);
    expect(await isSupplementary(202611, ['07210', '07213'])).toBe(true);
    expect(await isSupplementary(202611, null)).toBe(true);
    expect(await isSupplementary(202611, ['07213'])).toBe(false);
    expect(await isSupplementary(202612, ['07210'])).toBe(false);
  });
});

test('people listed twice are doubles where both are alive and have an award in the month of the run', async () => {
  // Two persons of one national id each; the first of them has an award without end.
  const pairs = [
    ['both with an award', 'SP75,13/QĐ,2025-06-15,2025-07,,,', '', true],
    ['one until this very month', 'SA6N,13/QĐ,2025-06-15,2025-07,2026-11,1,', '', true],
    ['one who moved: the old award has ended', 'SA6N,13/QĐ,2025-06-15,2025-07,2026-10,1,', '', false],
    ['an award still to come', 'SA6N,13/QĐ,2025-06-15,2026-12,,1,', '', false],
    ['died in the month', 'SP75,13/QĐ,2025-06-15,2025-07,,,', '2026-11-01', true],
    ['died before', 'SP75,13/QĐ,2025-06-15,2025-07,,,', '2026-10-31', false],
  ] as const;
  const persons = pairs.flatMap(([, , death], at) => [
    `A${at},02417001234${at},X,1970-05-06,F,07210,,0`,
    `B${at},02417001234${at},X,1970-05-06,F,07210,${death},0`,
  ]);
  const awards = pairs.flatMap(([, award], at) => [
    `QA${at},A${at},SA6N,1/QĐ,2024-01-15,2024-02,,1,`,
    `QB${at},B${at},${award}`,
  ]);
  const strangers = ['C1,,X,1970,F,07210,,0', 'C2,,X,1970,F,07210,,0'];
  const ofStrangers = ['QC1,C1,SA6N,1/QĐ,2024-01-15,2024-02,,1,', 'QC2,C2,SA6N,1/QĐ,2024-01-15,2024-02,,1,'];
  await imported(
    smallFolder({
      persons: [...persons, ...strangers],
      awards: [...awards, ...ofStrangers],
      suspensions: [],
      payees: [],
      disbursements: [],
      recoveries: [],
    }),
  );
  const { runNo } = await openedRun(database());
  await inTransaction(database(), (client) => markDuplicates(client, runNo, month(202611)));
  const marked = new Set((await numbers('SELECT person_id FROM run_mark')).flat());
  const found = pairs.map(([name], at) => [name, marked.has(`A${at}`), marked.has(`B${at}`)]);
  expect(found).toEqual(pairs.map(([name, , , isDouble]) => [name, isDouble, isDouble]));
  expect(marked.has('C1')).toBe(false);
});

test('shards cover everybody of the scope once, in the order of the database', async () => {
  const ids = ['a', 'b', 'Đ', '\u{FB00}', '\u{1F600}'];
  const persons = ids.map((id) => `${id},,X,1970,F,${id === 'b' ? '07213' : '07210'},,0`);
  const communes = [...SMALL_REGISTRY.communes, '07213,Xã Khác,commune,24,'];
  await imported(
    smallFolder({ communes, persons, awards: [], suspensions: [], payees: [], disbursements: [], recoveries: [] }),
  );
  const cut = (scope: readonly string[] | null): Promise<readonly (readonly [unknown, unknown])[]> =>
    inTransaction(database(), async (client) =>
      (await cutIntoShards(client, scope, 2)).map((shard) => [shard.firstKey, shard.lastKey] as const),
    );
  expect(await cut(null)).toEqual([
    ['a', 'b'],
    ['Đ', '\u{FB00}'],
    ['\u{1F600}', '\u{1F600}'],
  ]);
  expect(await cut(['07210'])).toEqual([
    ['a', 'Đ'],
    ['\u{FB00}', '\u{1F600}'],
  ]);
  expect(await cut(['07213'])).toEqual([['b', 'b']]);
});
