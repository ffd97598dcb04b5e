import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PersonFacts } from '../../src/domain/payslip.ts';
import { addHoldEvent } from '../../src/store/holds.ts';
import type { Run } from '../../src/store/runs.ts';
import { loadFacts } from '../../src/store/shard-facts.ts';
import { registryDesk } from '../support/registry-desk.ts';
import { SMALL_REGISTRY, smallFolder } from '../support/registry-folder.ts';
import { issueRun, openedRun } from '../support/registry-runs.ts';

const { database, imported } = registryDesk();

/** Every id lies between these. */
const EVERYBODY = { firstKey: '!', lastKey: '\u{10FFFF}' };

async function factsOf(run: Run): Promise<Map<string, PersonFacts>> {
  return new Map([...(await loadFacts(database(), run, EVERYBODY))].map((facts) => [facts.personId, facts]));
}

const DIED = SMALL_REGISTRY.persons.map((line) => line.replace(/^(P1.*,07210),,/, '$1,2026-10-02,'));

const hold = (personId: string, action: 'hold' | 'release'): Promise<void> =>
  addHoldEvent(database(), { personId, action, reason: 'test', actor: 'an' });

describe('the facts of a shard', () => {
  test('persons, awards, payees', async () => {
    await imported(smallFolder());
    const facts = await factsOf(await openedRun(database()));
    expect([...facts.keys()]).toEqual(['P1', 'P2']);
    expect(facts.get('P1')).toMatchObject({
      claimant: { birthMonth: 197005, deathMonth: null, pension: 0, communeCode: '07210' },
      nationalId: '024170012345',
      birthDate: '1970-05-06',
      awards: [{ awardId: 'A1', category: 'SA6N', startMonth: 202402, endMonth: null, quantity: 1 }],
      payees: [{ channel: 'bank', bankBin: '970405', hasAccount: true, paymentPoint: null }],
      holds: { deathMonth: null, isDuplicate: false, officer: null, suspended: new Set() },
    });
    expect(facts.get('P1')?.signedMonths).toEqual(new Map([['A1', 202401]]));
    expect(facts.get('P2')).toMatchObject({
      nationalId: null,
      birthDate: '1940',
      payees: [{ channel: 'post', bankBin: null, hasAccount: false, paymentPoint: 'PP1', pointProvider: 'VNPOST' }],
      issued: [{ family: 'MAIN', month: 202609, amount: 500_000, isReturned: true, issue: 0 }],
    });
  });

  test('history by day where something came back, then what runs issued, by issue', async () => {
    const disbursements = [
      'D1,P1,MAIN,2026-10,750000,2026-10-15,bank,paid',
      'D2,P1,MAIN,2026-10,750000,2026-10-05,bank,returned',
      'D3,P1,MAIN,2026-10,10000,2026-10-15,bank,paid',
    ];
    await imported(smallFolder({ disbursements }));
    await issueRun(database(), await openedRun(database()), [
      ['P1', 'MAIN', 202610, 40_000, 1],
      ['P1', 'CARE', 202610, 7, 1],
    ]);
    const before = await openedRun(database());
    await issueRun(database(), await openedRun(database()), [['P1', 'MAIN', 202610, 60_000, 2]]);
    const after = await openedRun(database());
    const known = async (run: Run): Promise<unknown> =>
      (await factsOf(run))
        .get('P1')
        ?.issued.filter((one) => one.family === 'MAIN')
        .map(({ amount, isReturned, occasion, issue }) => [amount, isReturned, occasion, issue]);
    const history = [
      [750_000, true, '2026-10-05', 0],
      [750_000, false, '2026-10-15', 0],
      [10_000, false, '2026-10-15', 0],
    ];
    expect(await known(before)).toEqual([...history, [40_000, false, '1', 1]]);
    expect(await known(after)).toEqual([...history, [40_000, false, '1', 1], [60_000, false, '2', 2]]);
  });

  test('as the registry stood when the run was opened, whatever is imported later', async () => {
    const communes = [...SMALL_REGISTRY.communes, '07213,Xã Khác,commune,24,'];
    await imported(smallFolder({ communes }));
    const before = await openedRun(database());
    const persons = DIED.map((line) => line.replace('07210', '07213'));
    // The very next batch is one of persons.
    await imported(join(smallFolder({ persons }), 'persons.csv'));
    await imported(
      smallFolder({
        communes,
        persons,
        awards: ['A1,P2,SA6D,12/QĐ,2024-01-15,2024-02,,1,'],
        payees: ['P1,2024-02,bank,970436,0099999999,,,,'],
        disbursements: ['D1,P1,MAIN,2026-10,1,2026-10-05,bank,returned'],
      }),
    );
    const [old, now] = [await factsOf(before), await factsOf(await openedRun(database()))];
    expect(old.get('P1')).toMatchObject({
      claimant: { deathMonth: null, communeCode: '07210' },
      awards: [{ category: 'SA6N' }],
      payees: [{ bankBin: '970405' }],
      issued: [{ amount: 750_000, isReturned: false }],
    });
    expect(now.get('P1')).toMatchObject({
      claimant: { deathMonth: 202610, communeCode: '07213' },
      awards: [],
      payees: [{ bankBin: '970436' }],
      issued: [{ amount: 1, isReturned: true }],
    });
    expect(
      now
        .get('P2')
        ?.awards.map((award) => award.category)
        .toSorted(),
    ).toEqual(['SA6D', 'SP75']);
  });

  test('a run of some communes finds its people, whatever signs their ids are made of', async () => {
    // By the bytes of UTF-8 the ids order A, Đ, ﬀ, 😀; by JavaScript's units 😀 comes before ﬀ.
    const ids = ['A1', 'Đ1', '\u{FB00}1', '\u{1F600}1', '\u{1F600}2'];
    const here = new Set(['Đ1', '\u{1F600}1']);
    await imported(
      smallFolder({
        communes: [...SMALL_REGISTRY.communes, '07213,Xã Khác,commune,24,'],
        persons: ids.map((id) => `${id},,X,1970,F,${here.has(id) ? '07213' : '07210'},,0`),
        awards: ids.map((id) => `Q${id},${id},SA6N,1/QĐ,2024-01-15,2024-02,,1,`),
        payees: ids.map((id) => `${id},2024-02,bank,970405,0012345678,,,,`),
        disbursements: ids.map((id) => `D${id},${id},MAIN,2026-10,750000,2026-10-05,bank,paid`),
        suspensions: [],
        recoveries: [],
      }),
    );
    const facts = await factsOf(await openedRun(database(), { communes: ['07213'] }));
    expect([...facts.keys()]).toEqual([...here]);
    for (const id of here)
      expect(facts.get(id)).toMatchObject({
        awards: [{ awardId: `Q${id}` }],
        payees: [{ bankBin: '970405' }],
        issued: [{ amount: 750_000 }],
      });
  });
});

describe('holds', () => {
  test('a suspension holds the family of its award in the months from and to, and until further notice', async () => {
    const cases = [
      ['SA6N', '2026-05,2026-10', []],
      ['SA6N', '2026-05,2026-11', ['MAIN']],
      ['SA6N', '2026-11,2026-11', ['MAIN']],
      ['CS6', '2026-11,', ['CARE']],
      ['SA6N', '2026-12,', []],
    ] as const;
    const each = (line: (id: number, category: string, months: string) => string): string[] =>
      cases.map(([category, months], id) => line(id, category, months));
    await imported(
      smallFolder({
        persons: each((id) => `P${id},,X,1970,F,07210,,0`),
        awards: each((id, category) => `A${id},P${id},${category},12/QĐ,2024-01-15,2024-02,,1,`),
        suspensions: each((id, _, months) => `A${id},${months},3/QĐ,vắng mặt`),
        payees: [],
        disbursements: [],
        recoveries: [],
      }),
    );
    const facts = await factsOf(await openedRun(database()));
    const found = cases.map(([, months], id) => [months, [...(facts.get(`P${id}`)?.holds.suspended ?? [])]]);
    expect(found).toEqual(cases.map(([, months, families]) => [months, families]));
  });

  test('the latest event of an officer counts, up to the opening of the run', async () => {
    await imported(smallFolder());
    await hold('P1', 'hold');
    const held = await openedRun(database());
    await hold('P1', 'release');
    expect((await factsOf(held)).get('P1')?.holds.officer).toBe('hold');
    expect((await factsOf(await openedRun(database()))).get('P1')?.holds.officer).toBe('release');
    await hold('P1', 'hold');
    expect((await factsOf(await openedRun(database()))).get('P1')?.holds.officer).toBe('hold');
  });

  test('a release from before the death was recorded does not let a dead person be paid; one after it does', async () => {
    await imported(smallFolder());
    await hold('P1', 'hold');
    await hold('P1', 'release');
    await imported(join(smallFolder({ persons: DIED }), 'persons.csv'));
    expect((await factsOf(await openedRun(database()))).get('P1')?.holds).toMatchObject({
      deathMonth: 202610,
      officer: null,
    });
    await hold('P1', 'release');
    const persons = DIED.map((line) => line.replace('Hoa', 'Hòa'));
    await imported(join(smallFolder({ persons }), 'persons.csv'));
    expect((await factsOf(await openedRun(database()))).get('P1')?.holds).toMatchObject({
      deathMonth: 202610,
      officer: 'release',
    });
  });
});
