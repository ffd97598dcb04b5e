import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { FAMILIES } from '../../src/domain/category.ts';
import { dueFor } from '../../src/domain/entitlement.ts';
import { legalBases } from '../../src/domain/law.ts';
import { aMonth, totals } from '../support/law.ts';
import { LAW_DAYS, awardOf, catalogues, claimantOf, lawAsked, question } from '../support/random-claims.ts';
import { referenceDue } from '../support/reference-law.ts';

const RUNS = { numRuns: 3000 };
describe.each(catalogues)('entitlement under $name', (of) => {
  test('agrees with the second reading of the law', () => {
    fc.assert(
      fc.property(question, ({ month, known, person, awards }) => {
        const parts = dueFor(
          lawAsked(of.catalogue, known, month),
          claimantOf(person),
          awards.map(awardOf),
          aMonth(month),
        );
        expect(totals(parts)).toEqual(referenceDue(person, awards, month, known, of.levels));
      }),
      RUNS,
    );
  });

  test('parts are above 0, in order, and explain themselves', () => {
    fc.assert(
      fc.property(question, ({ month, known, person, awards }) => {
        const law = lawAsked(of.catalogue, known, month);
        const parts = dueFor(law, claimantOf(person), awards.map(awardOf), aMonth(month));
        const bases = new Set(legalBases(law));
        for (const part of parts) {
          expect(part.amount).toBeGreaterThan(0);
          expect(part.amount * 10).toBe(part.standard * part.coefficientTenths);
          expect(bases.has(part.basis)).toBe(true);
        }
        const families = parts.map((part) => FAMILIES.indexOf(part.family));
        expect(families).toEqual([...families].sort((a, b) => a - b));
      }),
      RUNS,
    );
  });

  test('does not depend on the order of the awards', () => {
    const shuffled = question.chain((asked) =>
      fc.tuple(fc.constant(asked), fc.shuffledSubarray(asked.awards, { minLength: asked.awards.length })),
    );
    fc.assert(
      fc.property(shuffled, ([{ month, known, person, awards }, otherOrder]) => {
        const law = lawAsked(of.catalogue, known, month);
        const [who, at] = [claimantOf(person), aMonth(month)];
        const expected = dueFor(law, who, awards.map(awardOf), at);
        expect(dueFor(law, who, otherOrder.map(awardOf), at)).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('is the same for every day on which the same law is known', () => {
    fc.assert(
      fc.property(question, ({ month, known, person, awards }) => {
        const day = LAW_DAYS.filter((begin) => begin <= known).at(-1);
        if (day === undefined) return;
        const [who, held, at] = [claimantOf(person), awards.map(awardOf), aMonth(month)];
        expect(dueFor(lawAsked(of.catalogue, known, month), who, held, at)).toEqual(
          dueFor(lawAsked(of.catalogue, day, month), who, held, at),
        );
      }),
      RUNS,
    );
  });
});
