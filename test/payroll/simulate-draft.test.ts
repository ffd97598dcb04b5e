import { expect, test } from 'vitest';
import { dayForDraft, withDraft } from '../../src/payroll/draft-law.ts';
import { readLawBook } from '../../src/payroll/law-book.ts';
import { type DraftSimulation, simulateDraft } from '../../src/payroll/simulate-draft.ts';
import { aDraft, raiseOf } from '../support/draft.ts';
import { aDay, aMonth } from '../support/law.ts';
import { granted, refusalOf } from '../support/office.ts';
import { fileText, folderOf } from '../support/registry-folder.ts';

async function simulated(
  folder: string,
  text: string,
  month: string,
  knownAt = '2026-12-31',
): Promise<DraftSimulation> {
  const law = granted(await readLawBook('24', null));
  const options = { folder, month: aMonth(month), knownAt: aDay(knownAt) };
  return granted(await simulateDraft(law, granted(withDraft(law, aDraft(text))), options));
}

const rowsOf = ({ chunks }: DraftSimulation): string[] => [...chunks()].join('').trimEnd().split('\n').slice(1);

function folder(persons: readonly string[], awards: readonly string[]): string {
  return folderOf({ 'persons.csv': fileText('persons', persons), 'awards.csv': fileText('awards', awards) });
}

/** Two communes: severe disability (1.5), the same with care (CS6 x 2), a pensioner of 86, a child of 3. */
const HAMLET = folder(
  [
    'P1,,A,1970-05-06,F,07210,,0',
    'P2,,B,1980-05-06,M,07210,,0',
    'P3,,C,1940-02-01,F,07228,,0',
    'P4,,D,2023-01-01,F,07228,,0',
  ],
  [
    'A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,,1,',
    'A2,P2,SA6N,1/QĐ,2024-01-15,2024-02,,1,',
    'A3,P2,CS6,1/QĐ,2026-10-15,2026-10,,2,',
    'A4,P3,SP75,1/QĐ,2025-06-15,2025-07,,1,',
    'A5,P4,SA1,1/QĐ,2024-01-15,2024-02,,1,',
  ],
);

test('a raised standard: cost by commune and category, and arrears of the months before', async () => {
  const result = await simulated(HAMLET, raiseOf(600_000, '2026-09', '2026-12-01'), '2026-11');
  expect(rowsOf(result)).toEqual([
    // CS6: 2 x 60,000 more, and once more for October; SA6N: 1.5 x 60,000 for two, and for September and October.
    '07210,CS6,1,1080000,1,1200000,120000,1,120000,120000,0',
    '07210,SA6N,2,1620000,2,1800000,180000,2,360000,360000,0',
    '07228,SA1,1,1350000,1,1500000,150000,1,300000,300000,0',
    '07228,SP75,1,540000,1,540000,0,0,0,0,0',
  ]);
  // P2 stands in two rows and is one person.
  expect(result.total).toEqual({
    personsToday: 4,
    amountToday: 4_590_000,
    personsDraft: 4,
    amountDraft: 5_040_000,
    arrearsPersons: 3,
    arrearsDifference: 780_000,
    arrears: 780_000,
    overpaid: 0,
  });
  expect(result.pastFrom).toBe(202609);
});

test('a lowered coefficient and a later age: overpaid apart from arrears, nothing netted', async () => {
  const rule = (more: string): string =>
    `{ from_month: 2026-10, in_force: 2026-12-01, document: D, article: A, ${more} }`;
  const draft = `categories:
  SA6N: [${rule('standard: SA, bands: [{ coefficient: 1.0 }]')}]
  SP75: [${rule('standard: SP, from_age: 90, pension: below_national_sp, bands: [{ coefficient: 1.0 }]')}]
  SA1: [${rule('standard: SA, until_age: 16, bands: [{ coefficient: 3.0 }]')}]`;
  const result = await simulated(HAMLET, draft, '2026-11');
  expect(rowsOf(result)).toEqual([
    '07210,CS6,1,1080000,1,1080000,0,0,0,0,0',
    '07210,SA6N,2,1620000,2,1080000,-540000,2,-540000,0,540000',
    '07228,SA1,1,1350000,1,1620000,270000,1,270000,270000,0',
    '07228,SP75,1,540000,0,0,-540000,1,-540000,0,540000',
  ]);
  expect(result.total).toMatchObject({ arrearsDifference: -810_000, arrears: 270_000, overpaid: 1_080_000 });
});

test('who changes the category is owed the difference, once', async () => {
  const both = folder(
    ['P1,,A,1940-01-01,F,07210,,0'],
    ['A1,P1,SP75,1/QĐ,2025-06-15,2025-07,,1,', 'A2,P1,SA6N,1/QĐ,2025-06-15,2025-07,,1,'],
  );
  // Today SA6N is the higher: 2.0 x 540,000. By the draft the pension is 1,200,000.
  const draft = `standards: { SP: [{ from_month: 2026-10, in_force: 2026-12-01, document: D, article: A, amount: 1200000 }] }`;
  const result = await simulated(both, draft, '2026-11');
  expect(rowsOf(result)).toEqual([
    '07210,SA6N,1,1080000,0,0,-1080000,0,-1080000,0,0',
    '07210,SP75,0,0,1,1200000,1200000,1,1200000,120000,0',
  ]);
  expect(result.total).toMatchObject({ arrearsPersons: 1, arrearsDifference: 120_000, arrears: 120_000, overpaid: 0 });
});

test('a draft that begins with the month has no months before', async () => {
  const result = await simulated(HAMLET, raiseOf(600_000, '2026-11', '2026-12-01'), '2026-11');
  expect([result.pastFrom, result.total.arrearsPersons, result.total.arrears]).toEqual([null, 0, 0]);
});

test('the day by whose law a draft is looked at', () => {
  const draft = aDraft(raiseOf(600_000, '2026-09', '2026-12-01'));
  const [before, after] = [aDay('2026-11-20'), aDay('2027-01-05')];
  expect(granted(dayForDraft(null, before, draft))).toBe('2026-12-01');
  expect(granted(dayForDraft(null, after, draft))).toBe(after);
  expect(granted(dayForDraft(aDay('2026-12-10'), before, draft))).toBe('2026-12-10');
  expect(refusalOf(dayForDraft(before, before, draft)).code).toBe('draft_not_yet_law');
});
