import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { dueFor } from '../../src/domain/entitlement.ts';
import { addMonths } from '../../src/domain/month.ts';
import { vnd } from '../../src/domain/money.ts';
import type { Claimant } from '../../src/domain/person.ts';
import { type AwardReason, type Reason, reasonsFor } from '../../src/domain/reason.ts';
import { aMonth } from '../support/law.ts';
import { type Question, awardOf, catalogues, claimantOf, lawAsked, question } from '../support/random-claims.ts';

const RUNS = { numRuns: 3000 };

/** Also people who lived elsewhere, with another pension, until shortly before or after the month asked about. */
const moved = fc.tuple(question, fc.constantFrom(null, -1, 0, 1), fc.constantFrom(0, 540_000));

function movedClaimant(asked: Question, until: number | null, pension: number): Claimant {
  const person = claimantOf(asked.person);
  if (until === null) return person;
  const stay = { untilMonth: addMonths(aMonth(asked.month), until), pension: vnd(pension), communeCode: '07627' };
  return { ...person, earlier: [stay] };
}

type Of<Code extends Reason['code']> = Extract<Reason, { code: Code }>;

/** The reason of one award, if it is of this kind. */
function ofKind<Code extends Reason['code']>(code: Code, { reason }: AwardReason): Of<Code>[] {
  const isOf = (one: Reason): one is Of<Code> => one.code === code;
  return isOf(reason) ? [reason] : [];
}

describe.each(catalogues)('reasons under $name', ({ catalogue }) => {
  test('what is said to pay is exactly what is due, and everything else has one reason', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(moved, ([asked, until, pension]) => {
        const law = lawAsked(catalogue, asked.known, asked.month);
        const [person, awards, at] = [
          movedClaimant(asked, until, pension),
          asked.awards.map(awardOf),
          aMonth(asked.month),
        ];
        const reasons = reasonsFor(law, person, awards, at);
        expect(reasons.map(({ award }) => award)).toEqual(awards);
        const paying = reasons.flatMap((one) => ofKind('pays', one));
        const due = dueFor(law, person, awards, at);
        expect(new Set(paying.map(({ part }) => part))).toEqual(new Set(due));
        expect(paying).toHaveLength(due.length);
        for (const { part, coefficientTenths, quantity, band } of paying) {
          expect(coefficientTenths * quantity).toBe(part.coefficientTenths);
          expect((part.standard * coefficientTenths * quantity) / 10).toBe(part.amount);
          expect(
            band === null || (band.fromMonths <= band.ageMonths && band.ageMonths < (band.belowMonths ?? Infinity)),
          ).toBe(true);
        }
        for (const { reason } of reasons) seen.add(reason.code);
      }),
      RUNS,
    );
    // Awards without the birth date of the cared person are refused at import, and no catalogue pays 0.
    expect([...seen].sort()).toEqual(
      'dead ended lost no_rule not_begun once pays pension replaced too_old too_young'.split(' '),
    );
  });

  test('a reason is true: without the fact it names, it is gone', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const law = lawAsked(catalogue, asked.known, asked.month);
        const [person, at] = [claimantOf(asked.person), aMonth(asked.month)];
        const awards = asked.awards.map(awardOf);
        for (const one of reasonsFor(law, person, awards, at)) {
          const { award } = one;
          const again = (who: Claimant, changes = {}): string =>
            reasonsFor(law, who, [{ ...award, ...changes }], at)[0]?.reason.code ?? '';
          for (const { code } of ofKind('not_begun', one)) expect(again(person, { startMonth: at })).not.toBe(code);
          for (const { code } of ofKind('ended', one)) expect(again(person, { endMonth: null })).not.toBe(code);
          for (const { code } of ofKind('once', one)) expect(again(person, { startMonth: at })).not.toBe(code);
          for (const { code } of ofKind('dead', one)) expect(again({ ...person, deathMonth: null })).not.toBe(code);
          for (const { pension, below } of ofKind('pension', one)) {
            expect(pension).toBeGreaterThanOrEqual(below);
            expect(again({ ...person, pension: vnd(below - 1) })).not.toBe('pension');
          }
          for (const { ageMonths, limitMonths } of ofKind('too_young', one))
            expect(ageMonths).toBeLessThan(limitMonths);
          for (const { ageMonths, limitMonths } of ofKind('too_old', one))
            expect(ageMonths).toBeGreaterThan(limitMonths);
          for (const { part, against } of ofKind('lost', one)) {
            expect(again(person)).toBe('pays');
            expect(against.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThanOrEqual(part.amount);
          }
          for (const { part, against } of ofKind('replaced', one)) {
            expect(part.category).not.toBe('FAC');
            expect(against.map(({ category }) => category)).toEqual(['FAC']);
          }
        }
      }),
      RUNS,
    );
  });

  test('no award has a reason in the law of another month', () => {
    const law = lawAsked(catalogue, '2026-11-20', '2026-11');
    expect(() =>
      reasonsFor(law, claimantOf({ birth: '1970', death: '', pension: 0, commune: '07210' }), [], aMonth('2026-12')),
    ).toThrow(RangeError);
  });
});
