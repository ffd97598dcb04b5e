import { describe, expect, test } from 'vitest';

import { type RuleEntry, STANDARDS } from '../../src/domain/catalogue.ts';
import { CATEGORIES } from '../../src/domain/category.ts';
import { coverageFaults } from '../../src/domain/coverage.ts';
import { lawKnownAt } from '../../src/domain/law.ts';
import { type IsoDate, type Month, monthsBetween } from '../../src/domain/month.ts';
import { aDay, aMonth, shippedCatalogue } from '../support/law.ts';

const catalogue = shippedCatalogue();
const MONTHS = monthsBetween(aMonth('2021-07'), aMonth('2031-12'));
const DAYS = [
  '2021-07-01',
  '2023-03-20',
  '2024-07-01',
  '2025-06-30',
  '2025-07-01',
  '2026-10-04',
  '2026-10-05',
  '2031-12-20',
];

/** Rules no other rule of the list precedes, found by comparing every pair. */
function governing(rules: readonly RuleEntry[], month: Month, knownAt: IsoDate): RuleEntry[] {
  const known = rules.filter((rule) => rule.inForce <= knownAt && rule.fromMonth <= month);
  const isBefore = (a: RuleEntry, b: RuleEntry): boolean =>
    a.fromMonth < b.fromMonth || (a.fromMonth === b.fromMonth && a.inForce < b.inForce);
  return known.filter((rule) => !known.some((other) => isBefore(rule, other)));
}

describe.each(CATEGORIES)('%s', (category) => {
  const rules = catalogue.rules.get(category) ?? [];

  test.each(DAYS)('has exactly one rule for every month from 2021-07 to 2031-12, law known on %s', (day) => {
    for (const month of MONTHS) {
      const found = governing(rules, month, aDay(day));
      expect(found, `${category} in ${month}`).toHaveLength(1);
      const isCompiled = lawKnownAt(catalogue, aDay(day), month, month).months[0]?.places[0]?.has(category);
      expect(isCompiled, `${category} in ${month}`).toBe(found[0]?.terms !== null);
    }
  });

  test('has exactly one band for every age from 0 to 130', () => {
    for (const { terms } of rules) {
      if (terms === null) continue;
      const begins = [0, ...terms.bands.map((band) => band.belowAge ?? Infinity)];
      for (let age = 0; age <= 130; age += 1) {
        const bands = terms.bands.filter((band, at) => age >= (begins[at] ?? 0) && age < (band.belowAge ?? Infinity));
        expect(bands, `age ${age}`).toHaveLength(1);
      }
    }
  });
});

test('every value says from which month, in force when, and where it stands', () => {
  const entries = [
    ...[...catalogue.rules.values()].flat(),
    ...STANDARDS.flatMap((standard) => catalogue.standards[standard]),
    ...catalogue.combinations,
  ];
  expect(entries.length).toBeGreaterThan(50);
  for (const entry of entries) {
    expect(entry.document).toMatch(/^ND (20\/2021|76\/2024|176\/2025|335\/2026)$/);
    expect(entry.article).not.toBe('');
    expect(entry.inForce >= '2021-07-01' && entry.fromMonth >= 202107).toBe(true);
  }
});

describe('coverage faults', () => {
  test('there are none in the catalogue as shipped, with any of the provincial files', () => {
    for (const province of [null, '31-hai-phong.yaml', '79-ho-chi-minh.yaml', 'example.yaml']) {
      expect(coverageFaults(shippedCatalogue(province))).toEqual([]);
    }
  });

  test('a category that loses its first rule is named with the first month it is missing in', () => {
    const rules = new Map(catalogue.rules).set('SA7', (catalogue.rules.get('SA7') ?? []).slice(1));
    expect(coverageFaults({ ...catalogue, rules })).toEqual([
      { list: 'SA7', message: 'no rule for 2021-07 with the law known on 2021-07-01' },
    ]);
  });

  test('a rule that pays a standard which is not in force is named', () => {
    const standards = { ...catalogue.standards, SP: catalogue.standards.SP.slice(0, 1) };
    const message = 'a rule whose standard is not in force for 2025-07 with the law known on 2025-07-01';
    expect(coverageFaults({ ...catalogue, standards })).toEqual([
      { list: 'SP75', message },
      { list: 'SP70', message },
    ]);
  });

  test('two entries for the same months and day are named', () => {
    const [first] = catalogue.combinations;
    const combinations = first ? [...catalogue.combinations, first] : [];
    expect(coverageFaults({ ...catalogue, combinations })).toEqual([
      { list: 'combination', message: 'two entries from 2021-07, in force 2021-07-01: which one governs is not said' },
    ]);
  });
});
