import { firstMonthOf } from '../domain/catalogue.ts';
import { type Result, done } from '../domain/failure.ts';
import { type ComparedCell, type ComparedSums, lawComparison } from '../domain/law-comparison.ts';
import { lawKnownAt } from '../domain/law.ts';
import { type Month, addMonths, monthsBetween } from '../domain/month.ts';
import { csvRow } from '../formats/csv-text.ts';
import type { LawBook } from './context.ts';
import type { DraftLaw } from './draft-law.ts';
import { type SimulateOptions, beforeLaw } from './simulate.ts';
import { type BadFileCell, readSimulatedPersons } from './simulated-persons.ts';

/** What a draft would change: the file's text in pieces, the sums of all, and what was not computed. */
export interface DraftSimulation {
  readonly chunks: () => Iterable<string>;
  readonly total: ComparedSums;
  /** The first earlier month that was compared; null: the draft governs none. */
  readonly pastFrom: Month | null;
  readonly persons: number;
  readonly bad: readonly BadFileCell[];
}

const COLUMNS = [
  'commune_code',
  'category',
  'persons_today',
  'amount_today',
  'persons_draft',
  'amount_draft',
  'difference',
  'arrears_persons',
  'arrears_difference',
  'arrears_amount',
  'overpaid_amount',
];

function cellLine({ communeCode, category, sums }: ComparedCell): string {
  const figures = [
    sums.personsToday,
    sums.amountToday,
    sums.personsDraft,
    sums.amountDraft,
    sums.amountDraft - sums.amountToday,
    sums.arrearsPersons,
    sums.arrearsDifference,
    sums.arrears,
    sums.overpaid,
  ];
  return csvRow([communeCode, category, ...figures.map(String)]);
}

/**
 * What is due (VND) by today's law and by a draft beside it, straight from persons.csv and awards.csv, by commune and category: for
 * one month, and for the months before it from the first that the draft governs, as if everybody had been paid by today's law.
 * Both laws as known on the same day. Refuses what `simulate` refuses.
 */
export async function simulateDraft(
  today: LawBook,
  draft: DraftLaw,
  { folder, month: at, knownAt }: SimulateOptions,
): Promise<Result<DraftSimulation>> {
  const refusal = beforeLaw(today.catalogue, at);
  if (refusal !== null) return refusal;
  const read = await readSimulatedPersons(folder, at, knownAt);
  if (!read.ok) return read;
  const lawBegins = firstMonthOf(today.catalogue);
  const { firstMonth } = draft.scope;
  const past = monthsBetween(firstMonth < lawBegins ? lawBegins : firstMonth, addMonths(at, -1));
  const pastFrom = past[0] ?? null;
  const [old, fresh] = [today, draft.law].map(({ catalogue }) => lawKnownAt(catalogue, knownAt, pastFrom ?? at, at));
  if (old === undefined || fresh === undefined) throw new RangeError('two laws are compared');
  const comparison = lawComparison(old, fresh, at, past);
  for (const { claimant, awards } of read.value.withAwards()) comparison.add(claimant, awards);
  const chunks = function* (): Generator<string> {
    yield csvRow(COLUMNS);
    for (const cell of comparison.cells()) yield cellLine(cell);
  };
  return done({ chunks, total: comparison.total(), pastFrom, persons: read.value.persons, bad: read.value.bad });
}
