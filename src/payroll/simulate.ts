import { type Catalogue, firstMonthOf } from '../domain/catalogue.ts';
import { FAMILIES } from '../domain/category.ts';
import { type DuePart, dueFor } from '../domain/entitlement.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { lawKnownAt } from '../domain/law.ts';
import { formatMonth, type IsoDate, type Month } from '../domain/month.ts';
import { csvRow } from '../formats/csv-text.ts';
import { type BadFileCell, compareTexts, readSimulatedPersons } from './simulated-persons.ts';

/** What is simulated: one month, with the law known on one day, for a folder with persons.csv and awards.csv. */
export interface SimulateOptions {
  readonly folder: string;
  readonly month: Month;
  readonly knownAt: IsoDate;
}

/** The file's text in pieces, and what was not computed. */
export interface Simulation {
  readonly chunks: () => Iterable<string>;
  readonly persons: number;
  readonly bad: readonly BadFileCell[];
}

const COLUMNS = [
  'person_id',
  'family',
  'category',
  'award_id',
  'month',
  'standard',
  'coefficient',
  'amount',
  'legal_basis',
];

function byFamilyThenAward(a: DuePart, b: DuePart): number {
  return FAMILIES.indexOf(a.family) - FAMILIES.indexOf(b.family) || compareTexts(a.awardId, b.awardId);
}

function partLine(personId: string, at: Month, part: DuePart): string {
  const coefficient = `${Math.floor(part.coefficientTenths / 10)}.${part.coefficientTenths % 10}`;
  return csvRow([
    personId,
    part.family,
    part.category,
    part.awardId,
    formatMonth(at),
    String(part.standard),
    coefficient,
    String(part.amount),
    part.basis,
  ]);
}

/** The refusal of a month before the first month of a catalogue, or null. */
export function beforeLaw(catalogue: Catalogue, at: Month): ReturnType<typeof refused> | null {
  const first = firstMonthOf(catalogue);
  if (at >= first) return null;
  return refused(
    'month_before_law',
    `Tháng ${formatMonth(at)} trước tháng đầu tiên của danh mục (before the first month of the catalogue): ${formatMonth(first)}`,
  );
}

/**
 * Amounts due (VND) in one month, straight from persons.csv and awards.csv: no database, no queue, no payments. Sorted by
 * person, family, award; the same files give the same bytes. Bad rows are listed and left out. Refuses a month before
 * the first month of the catalogue, a folder without the two files, and headers that lack a column.
 */
export async function simulate(catalogue: Catalogue, options: SimulateOptions): Promise<Result<Simulation>> {
  const { folder, month: at, knownAt } = options;
  const before = beforeLaw(catalogue, at);
  if (before !== null) return before;
  const read = await readSimulatedPersons(folder, at, knownAt);
  if (!read.ok) return read;
  const law = lawKnownAt(catalogue, knownAt, at, at);
  const chunks = function* (): Generator<string> {
    yield csvRow(COLUMNS);
    for (const { personId, claimant, awards } of read.value.withAwards()) {
      yield [...dueFor(law, claimant, awards, at)]
        .sort(byFamilyThenAward)
        .map((part) => partLine(personId, at, part))
        .join('');
    }
  };
  return done({ chunks, persons: read.value.persons, bad: read.value.bad });
}
