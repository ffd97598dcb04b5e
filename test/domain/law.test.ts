import { describe, expect, test } from 'vitest';

import { entryFor, firstMonthOf } from '../../src/domain/catalogue.ts';
import { dueFor } from '../../src/domain/entitlement.ts';
import { lawKnownAt, legalBases } from '../../src/domain/law.ts';
import { aClaimant, aDay, aMonth, awardsOf, shippedCatalogue, someVnd } from '../support/law.ts';

const catalogue = shippedCatalogue();

describe('the law known on a day', () => {
  test('begins with July 2021', () => expect(firstMonthOf(catalogue)).toBe(202107));

  test('names rule and standard of every amount, sorted and once', () => {
    const bases = legalBases(lawKnownAt(catalogue, aDay('2026-11-20'), aMonth('2026-06'), aMonth('2026-11')));
    expect(bases).toContain('ND 335/2026 Đ6.1.e; mức chuẩn ND 335/2026 Đ4');
    expect(bases).toContain('ND 20/2021 Đ6.1.e; mức chuẩn ND 76/2024 Đ1');
    expect(bases).toEqual([...new Set(bases)].sort());
  });

  test('names the decree of the day before ND 335 came into force until that day', () => {
    const basisOn = (day: string): string | undefined => {
      const law = lawKnownAt(catalogue, aDay(day), aMonth('2026-07'), aMonth('2026-07'));
      return dueFor(law, aClaimant('1991-01-01'), awardsOf('SA6D/2020-01'), aMonth('2026-07'))[0]?.basis;
    };
    expect(basisOn('2026-10-04')).toBe('ND 20/2021 Đ6.1.e; mức chuẩn ND 76/2024 Đ1');
    expect(basisOn('2026-10-05')).toBe('ND 335/2026 Đ6.1.e; mức chuẩn ND 335/2026 Đ4');
  });

  test('names the resolution of the province where its level is the higher one', () => {
    const province = shippedCatalogue('79-ho-chi-minh.yaml');
    const law = lawKnownAt(province, aDay('2026-11-20'), aMonth('2025-08'), aMonth('2026-11'));
    const basisIn = (month: string): string | undefined =>
      dueFor(law, aClaimant('1948-01-01'), awardsOf('SP75/2025-07'), aMonth(month))[0]?.basis;
    expect(basisIn('2025-08')).toBe('ND 176/2025 Đ3; mức chuẩn ND 176/2025 Đ3');
    expect(basisIn('2026-11')).toContain('mức chuẩn NQ 35/2025/NQ-HĐND');
  });

  test('names the national standard where the level of the province equals it', () => {
    const amount = someVnd('540000');
    const source = { fromMonth: aMonth('2026-01'), inForce: aDay('2026-01-01'), document: 'NQ 1', article: 'Đ1' };
    const level = { ...source, gazette: null, reviewed: null, note: null, family: 'SA' as const, amount };
    const areas = [{ name: 'toàn tỉnh', communes: null, levels: [level] }];
    const province = { code: '24', name: 'Bắc Ninh', isExample: false, areas, severities: new Map() };
    const law = lawKnownAt({ ...catalogue, province }, aDay('2026-11-20'), aMonth('2026-06'), aMonth('2026-11'));
    const basisIn = (month: string): string | undefined =>
      dueFor(law, aClaimant('1991-01-01'), awardsOf('SA6D/2020-01'), aMonth(month))[0]?.basis;
    expect(basisIn('2026-06')).toBe('ND 20/2021 Đ6.1.e; mức chuẩn NQ 1 Đ1');
    expect(basisIn('2026-11')).toBe('ND 335/2026 Đ6.1.e; mức chuẩn ND 335/2026 Đ4');
  });

  test('of two entries for the same months takes the one that became law later, in any order of the list', () => {
    const [first] = catalogue.standards.SA;
    if (first === undefined) throw new Error('there is a standard');
    const later = { ...first, inForce: aDay('2022-03-01'), document: 'ND 1/2022' };
    for (const entries of [
      [first, later],
      [later, first],
    ]) {
      expect(entryFor(entries, aMonth('2021-07'), aDay('2022-02-28'))?.document).toBe('ND 20/2021');
      expect(entryFor(entries, aMonth('2021-07'), aDay('2022-03-01'))?.document).toBe('ND 1/2022');
    }
  });

  test('has no rule for months before July 2021, nor for a day before the first decree', () => {
    const law = lawKnownAt(catalogue, aDay('2026-11-20'), aMonth('2021-06'), aMonth('2021-07'));
    const awards = awardsOf('SA6D/2020-01');
    expect(dueFor(law, aClaimant('1991-01-01'), awards, aMonth('2021-06'))).toEqual([]);
    expect(dueFor(law, aClaimant('1991-01-01'), awards, aMonth('2021-07'))).toHaveLength(1);
    const early = lawKnownAt(catalogue, aDay('2021-06-30'), aMonth('2021-07'), aMonth('2021-07'));
    expect(dueFor(early, aClaimant('1991-01-01'), awards, aMonth('2021-07'))).toEqual([]);
    expect(legalBases(early)).toEqual([]);
  });

  test('a month outside its window is a bug and not 0 VND', () => {
    const law = lawKnownAt(catalogue, aDay('2026-11-20'), aMonth('2026-10'), aMonth('2026-11'));
    expect(() => dueFor(law, aClaimant('1991-01-01'), [], aMonth('2026-12'))).toThrow('2026');
    expect(() => dueFor(law, aClaimant('1991-01-01'), [], aMonth('2026-09'))).toThrow('2026');
  });

  test('equal amounts: SA before SP, then the order of categories, then the award id, whatever the order given', () => {
    const law = lawKnownAt(catalogue, aDay('2026-11-20'), aMonth('2026-11'), aMonth('2026-11'));
    const paid = (birth: string, cell: string): string[] =>
      dueFor(law, aClaimant(birth), awardsOf(cell), aMonth('2026-11')).map(
        (part) => `${part.category} ${part.awardId}`,
      );
    expect(paid('1950-01-01', 'SP75/2025-07;SA4/2025-01')).toEqual(['SA4 Q2']);
    expect(paid('1950-01-01', 'SP70/2025-07;SP75/2025-07')).toEqual(['SP75 Q2']);
    expect(paid('1991-01-01', 'SA8/2025-01;SA6N/2025-01')).toEqual(['SA6N Q2']);
    expect(paid('1991-01-01', 'SA6N/2025-01;SA6N/2024-01')).toEqual(['SA6N Q1']);
    expect(paid('1991-01-01', 'CS6/2025-01;SA8/2025-01;SA4/2025-01;FUN/2026-11')).toEqual([
      'SA4 Q3',
      'SA8 Q2',
      'CS6 Q1',
      'FUN Q4',
    ]);
  });
});

describe('readings of the law that a province may overrule are data', () => {
  const due = (changed: object, cell: string): string[] => {
    const combinations = catalogue.combinations.map((entry) => ({ ...entry, ...changed }));
    const law = lawKnownAt({ ...catalogue, combinations }, aDay('2026-11-20'), aMonth('2026-11'), aMonth('2026-11'));
    return dueFor(law, aClaimant('1950-01-01'), awardsOf(cell), aMonth('2026-11')).map(
      (part) => `${part.category} ${part.amount}`,
    );
  };

  test('SA4 together with the social pension', () => {
    const cell = 'SA4/2025-01//1;SP75/2025-07';
    expect(due({}, cell)).toEqual(['SA4 540000']);
    expect(due({ together: new Set(['SP75', 'SP70']) }, cell)).toEqual(['SA4 540000', 'SP75 540000']);
  });

  test('a facility that does not replace the other allowances', () => {
    const cell = 'FAC/2025-01;SA4/2025-01//4;SA6D/2025-01';
    expect(due({}, cell)).toEqual(['FAC 2160000']);
    expect(due({ replacesMain: new Set() }, cell)).toEqual(['SA4 2160000', 'SA6D 1350000']);
  });

  test('CS4 and CS5 both paid', () => {
    const cell = 'CS4/2025-01;CS5/2025-01';
    expect(due({}, cell)).toEqual(['CS5 1080000']);
    expect(due({ highestOnly: [] }, cell)).toEqual(['CS4 810000', 'CS5 1080000']);
  });
});
