import fc from 'fast-check';

import type { Award } from '../../src/domain/award.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import { CATEGORIES, isCategory } from '../../src/domain/category.ts';
import { type Law, lawKnownAt } from '../../src/domain/law.ts';
import { monthOf } from '../../src/domain/month.ts';
import { vnd } from '../../src/domain/money.ts';
import type { Claimant } from '../../src/domain/person.ts';
import { aDay, aMonth, shippedCatalogue } from './law.ts';
import { EXAMPLE_LEVELS, HO_CHI_MINH_LEVELS, type RefAward, type RefLevel, type RefPerson } from './reference-law.ts';

const two = (value: number): string => String(value).padStart(2, '0');

const months = (fromYear: number, toYear: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.integer({ min: fromYear, max: toYear }), fc.integer({ min: 1, max: 12 }))
    .map(([y, m]) => `${y}-${two(m)}`);

// Months and days around which the law changes come up more often than by chance.
const payMonth = fc.oneof(
  months(2021, 2031),
  fc.constantFrom('2021-06', '2021-07', '2024-06', '2024-07', '2025-06', '2025-07', '2025-09', '2026-06', '2026-07'),
  fc.constantFrom('2026-09', '2026-10', '2026-11', '2026-12', '2027-01'),
);
export const LAW_DAYS = [
  '2021-07-01',
  '2024-07-01',
  '2025-07-01',
  '2025-09-01',
  '2026-01-01',
  '2026-10-05',
  '2026-12-15',
];
const knownDay = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.tuple(months(2021, 2031), fc.integer({ min: 1, max: 28 })).map(([m, d]) => `${m}-${two(d)}`),
  },
  { weight: 1, arbitrary: fc.constantFrom(...LAW_DAYS, '2021-06-30', '2024-06-30', '2025-06-30', '2026-10-04') },
  { weight: 2, arbitrary: fc.constantFrom('2026-11-20', '2027-03-20') },
);

/** A birth date that lies a round number of years and at most a month from the month asked about, or any. */
function birthNear(month: string): fc.Arbitrary<string> {
  const ages = fc.constantFrom(0, 3, 4, 16, 22, 60, 70, 75, 80);
  const near = fc
    .tuple(ages, fc.integer({ min: -1, max: 1 }), fc.integer({ min: 1, max: 28 }))
    .map(([age, shift, day]) => {
      const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 - age * 12 + shift;
      return `${Math.floor(index / 12)}-${two((index % 12) + 1)}-${two(day)}`;
    });
  const precise = fc.tuple(months(1930, 2031), fc.integer({ min: 1, max: 28 })).map(([m, d]) => `${m}-${two(d)}`);
  const year = fc.integer({ min: 1930, max: 2025 }).map(String);
  const odd = fc.constantFrom('2024-02-29', '1952-02-29', '1960-12-31', '2010-01-01');
  return fc.oneof({ weight: 4, arbitrary: near }, precise, months(1930, 2025), year, odd);
}

function awardNear(month: string, at: number): fc.Arbitrary<RefAward> {
  const start = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('2018-01', month) }, months(2019, 2031));
  const end = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constant(month), months(2021, 2031));
  const category = fc.constantFrom(...CATEGORIES);
  return fc
    .record({ category, start, end, quantity: fc.integer({ min: 1, max: 4 }), caredBirth: birthNear(month) })
    .map((award) => ({
      ...award,
      id: `Q${at}`,
      caredBirth: award.category === 'CS1' || award.category === 'CS7' ? award.caredBirth : '',
    }));
}

/** A person with awards, and what is asked: a month, and the day whose law is known. */
export interface Question {
  month: string;
  known: string;
  person: RefPerson;
  awards: RefAward[];
}

export const question: fc.Arbitrary<Question> = payMonth.chain((month) =>
  fc.record({
    month: fc.constant(month),
    known: knownDay,
    person: fc.record({
      birth: birthNear(month),
      death: fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.constant(`${month}-03`), months(2021, 2031)),
      pension: fc.constantFrom(0, 0, 0, 1, 499_999, 500_000, 500_001, 539_999, 540_000, 600_000),
      commune: fc.constantFrom('07210', '07615', '07627', '09529'),
    }),
    awards: fc
      .integer({ min: 0, max: 5 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, at) => awardNear(month, at)))),
  }),
);

export function claimantOf(person: RefPerson): Claimant {
  return {
    birthMonth: monthOf(person.birth),
    deathMonth: person.death === '' ? null : monthOf(person.death),
    pension: vnd(person.pension),
    communeCode: person.commune,
    earlier: [],
  };
}

export function awardOf(award: RefAward): Award {
  if (!isCategory(award.category)) throw new Error(award.category);
  return {
    awardId: award.id,
    category: award.category,
    startMonth: aMonth(award.start),
    endMonth: award.end === '' ? null : aMonth(award.end),
    quantity: award.quantity,
    caredBirthMonth: award.caredBirth === '' ? null : monthOf(award.caredBirth),
  };
}

/** National law, and with levels of a province. */
export const catalogues = [
  { name: 'national law', catalogue: shippedCatalogue(), levels: [] },
  { name: 'the example province', catalogue: shippedCatalogue('example.yaml'), levels: EXAMPLE_LEVELS },
  { name: 'Ho Chi Minh City', catalogue: shippedCatalogue('79-ho-chi-minh.yaml'), levels: HO_CHI_MINH_LEVELS },
] satisfies { name: string; catalogue: Catalogue; levels: RefLevel[] }[];

export function lawAsked(catalogue: Catalogue, known: string, month: string): Law {
  return lawKnownAt(catalogue, aDay(known), aMonth(month), aMonth(month));
}
