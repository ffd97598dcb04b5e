import { describe, expect, test } from 'vitest';
import { type Amended, amended, reachOf, scopeOf } from '../../src/domain/amendment.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { entryFor } from '../../src/domain/catalogue.ts';
import { readAmendment } from '../../src/formats/catalogue-file.ts';
import { DRAFT_TEXT, raiseOf } from '../support/draft.ts';
import { aDay, aMonth, shippedCatalogue } from '../support/law.ts';
import { granted } from '../support/office.ts';

function amendment(text: string): Catalogue {
  return granted(readAmendment([{ name: 'draft.yaml', text }]));
}

function added(text: string, mayRepeat = false, to = shippedCatalogue('example.yaml')): Amended {
  return amended(to, amendment(text), mayRepeat);
}

function area(name: string, communes: string, amount: number, month = '2026-12', code = '24'): string {
  return `province:
  code: ${code}
  name: P
  areas:
    - name: ${name}
      communes: ${communes}
      levels: [{ family: SA, from_month: ${month}, in_force: 2026-12-01, document: D, article: A, amount: ${amount} }]`;
}

const MOUNTAINS = '[07615, 07616, 07621, 07627]';

describe('an amendment', () => {
  test('says from when it counts, as a whole', () => {
    expect(scopeOf(amendment(DRAFT_TEXT))).toEqual({
      firstMonth: 202609,
      firstDay: '2026-10-15',
      lastDay: '2026-10-15',
      entries: 3,
    });
    expect(scopeOf({ ...shippedCatalogue(), standards: { SA: [], SP: [] }, rules: new Map(), combinations: [] })).toBe(
      null,
    );
  });

  test('is added behind what is there, and changes nothing of it', () => {
    const before = shippedCatalogue('example.yaml');
    const { catalogue, faults } = added(DRAFT_TEXT);
    expect(faults).toEqual([]);
    expect(before).toEqual(shippedCatalogue('example.yaml'));
    expect(catalogue.standards.SA.slice(0, -1)).toEqual(before.standards.SA);
    expect(catalogue.rules.get('CS6')).toEqual(before.rules.get('CS6'));
    const governs = (month: string, knownAt: string): number | null | undefined =>
      entryFor(catalogue.standards.SA, aMonth(month), aDay(knownAt))?.amount;
    expect(['2026-08', '2026-09', '2027-05'].map((month) => governs(month, '2026-11-01'))).toEqual([
      540_000, 600_000, 600_000,
    ]);
    expect(governs('2026-09', '2026-10-14')).toBe(540_000);
  });

  test('that repeats an entry is refused, unless it says the same and may', () => {
    const same = raiseOf(540_000, '2026-07', '2026-10-05');
    const other = raiseOf(550_000, '2026-07', '2026-10-05');
    expect(added(same).faults.map(({ list }) => list)).toEqual(['standard SA']);
    expect(added(same, true).faults).toEqual([]);
    expect(added(same, true).catalogue.standards.SA).toEqual(shippedCatalogue().standards.SA);
    expect(added(other, true).faults).toHaveLength(1);
  });

  test('may bring areas of its own, and levels to areas that are there', () => {
    const areas = (text: string): unknown[] =>
      (added(text).catalogue.province?.areas ?? []).map(({ name, levels }) => [name, levels.length]);
    expect(areas(area('vùng núi / mountain communes', MOUNTAINS, 700_000))).toEqual([
      ['toàn tỉnh / whole province', 2],
      ['vùng núi / mountain communes', 3],
    ]);
    expect(areas(area('hải đảo', '[07210]', 700_000)).at(-1)).toEqual(['hải đảo', 1]);
    expect(added(area('all', 'all', 700_000), false, shippedCatalogue()).catalogue.province?.areas).toHaveLength(1);
  });

  test('may not change the communes of an area, nor be of another province', () => {
    const faults = (text: string): unknown[] => added(text).faults.map(({ list }) => list);
    expect(faults(area('vùng núi / mountain communes', '[07615]', 700_000))).toEqual([
      'area vùng núi / mountain communes',
    ]);
    expect(faults(area('vùng núi / mountain communes', 'all', 700_000))).toEqual(['area vùng núi / mountain communes']);
    expect(faults(area('a', 'all', 700_000, '2026-12', '31'))).toEqual(['province']);
  });
});

test('an entry reaches until a later one takes over; the order of the list does not matter', () => {
  const { catalogue } = added(raiseOf(400_000, '2026-01', '2026-12-01'));
  const list = catalogue.standards.SA;
  const [own] = list.slice(-1);
  if (own === undefined) throw new Error('no entry');
  expect(reachOf(own, list)).toEqual({ from: 202601, before: 202607, isOvertaken: false });
  expect(reachOf(own, [...list, { ...own, inForce: aDay('2026-12-02') }].reverse())).toMatchObject({
    isOvertaken: true,
  });
  const last = list.find((entry) => entry.fromMonth === 202607);
  expect(last === undefined ? null : reachOf(last, list).before).toBe(null);
});
