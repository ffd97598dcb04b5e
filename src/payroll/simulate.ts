import { join } from 'node:path';
import type { Award } from '../domain/award.ts';
import { type Catalogue, firstMonthOf } from '../domain/catalogue.ts';
import { FAMILIES, isCategory } from '../domain/category.ts';
import { type DuePart, dueFor } from '../domain/entitlement.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { lawKnownAt } from '../domain/law.ts';
import { vnd } from '../domain/money.ts';
import { formatMonth, type IsoDate, type Month, month, monthOf } from '../domain/month.ts';
import type { Claimant } from '../domain/person.ts';
import { csvRow } from '../formats/csv-text.ts';
import { rowReader } from '../formats/registry-rows.ts';
import { type BadCell, type RegistryTable, type RegistryValues, TABLE_FORMS } from '../formats/registry-tables.ts';
import { folderEntries } from '../store/files.ts';
import { checkHeader, findSources } from './registry-source.ts';

/** What is simulated: one month, with the law known on one day, for a folder with persons.csv and awards.csv. */
export interface SimulateOptions {
  readonly folder: string;
  readonly month: Month;
  readonly knownAt: IsoDate;
}

/** A bad cell with its file and row (the header is row 1). */
export interface BadFileCell extends BadCell {
  readonly file: string;
  readonly row: number;
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

interface Read {
  readonly row: number;
  readonly values: RegistryValues;
}

/** The rows of one file by key, the later of equal keys; bad rows go to `bad`. */
async function rowsByKey(
  path: string,
  table: RegistryTable,
  latestYear: number,
  bad: BadFileCell[],
): Promise<Result<Map<string, Read>>> {
  const found = await findSources(path);
  if (!found.ok) return found;
  const rows = new Map<string, Read>();
  for (const source of found.value.sources) {
    const header = await checkHeader(source, latestYear);
    if (!header.ok) return header;
    let read: ReturnType<typeof rowReader> | null = null;
    for await (const block of source.rows()) {
      for (const row of block) {
        if (read === null) read = rowReader(TABLE_FORMS[table], row.cells, latestYear);
        else if (read.ok && row.cells.some((cell) => cell.trim() !== '')) {
          const reading = read.value.read(row);
          if (reading.ok) rows.set(reading.values[0] ?? '', { row: row.row, values: reading.values });
          else bad.push(...reading.faults.map((fault) => ({ file: source.fileName, row: row.row, ...fault })));
        }
      }
    }
  }
  return done(rows);
}

function claimantOf(values: RegistryValues): Claimant {
  const [birth, commune, death, pension] = [values[3], values[5], values[6], values[7]];
  return {
    birthMonth: monthOf(birth ?? ''),
    deathMonth: death === null || death === undefined ? null : monthOf(death),
    pension: vnd(Number(pension)),
    communeCode: commune ?? '',
    earlier: [],
  };
}

function awardOf(values: RegistryValues): Award | null {
  const [awardId, category, start, end] = [values[0] ?? '', values[2] ?? '', values[5], values[6]];
  const cared = values[8] ?? null;
  if (!isCategory(category)) return null;
  return {
    awardId,
    category,
    startMonth: month(Number(start)),
    endMonth: end === null || end === undefined ? null : month(Number(end)),
    quantity: Number(values[7]),
    caredBirthMonth: cared === null ? null : monthOf(cared),
  };
}

/** Awards by person; an award of nobody is a bad row. */
function awardsByPerson(
  awards: ReadonlyMap<string, Read>,
  persons: ReadonlyMap<string, Read>,
  bad: BadFileCell[],
): Map<string, Award[]> {
  const byPerson = new Map<string, Award[]>();
  for (const { row, values } of awards.values()) {
    const personId = values[1] ?? '';
    const award = awardOf(values);
    if (!persons.has(personId)) {
      const message = 'Không có đối tượng này trong persons.csv (unknown person)';
      bad.push({ file: 'awards.csv', row, column: 'person_id', code: 'unknown_person', message });
    } else if (award !== null) {
      byPerson.set(personId, [...(byPerson.get(personId) ?? []), award]);
    }
  }
  return byPerson;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

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

/**
 * Amounts due (VND) in one month, straight from persons.csv and awards.csv: no database, no queue, no payments. Sorted by
 * person, family, award; the same files give the same bytes. Bad rows are listed and left out. Refuses a month before
 * the first month of the catalogue, a folder without the two files, and headers that lack a column.
 */
export async function simulate(catalogue: Catalogue, options: SimulateOptions): Promise<Result<Simulation>> {
  const { folder, month: at, knownAt } = options;
  const first = firstMonthOf(catalogue);
  if (at < first) {
    return refused(
      'month_before_law',
      `Tháng ${formatMonth(at)} trước tháng đầu tiên của danh mục (before the first month of the catalogue): ${formatMonth(first)}`,
    );
  }
  const names = await folderEntries(folder);
  const missing = ['persons.csv', 'awards.csv'].filter((name) => !Array.isArray(names) || !names.includes(name));
  if (missing.length > 0) return refused('not_found', `${folder}: thiếu tệp (missing file) ${missing.join(', ')}`);
  const bad: BadFileCell[] = [];
  const latestYear = Math.max(Number(knownAt.slice(0, 4)), Math.floor(at / 100)) + 1;
  const persons = await rowsByKey(join(folder, 'persons.csv'), 'persons', latestYear, bad);
  if (!persons.ok) return persons;
  const awards = await rowsByKey(join(folder, 'awards.csv'), 'awards', latestYear, bad);
  if (!awards.ok) return awards;
  const byPerson = awardsByPerson(awards.value, persons.value, bad);
  const law = lawKnownAt(catalogue, knownAt, at, at);
  const chunks = function* (): Generator<string> {
    yield csvRow(COLUMNS);
    for (const personId of [...byPerson.keys()].sort(compareTexts)) {
      const person = persons.value.get(personId);
      if (person === undefined) continue;
      const parts = dueFor(law, claimantOf(person.values), byPerson.get(personId) ?? [], at);
      yield [...parts]
        .sort(byFamilyThenAward)
        .map((part) => partLine(personId, at, part))
        .join('');
    }
  };
  bad.sort((a, b) => compareTexts(b.file, a.file) || a.row - b.row);
  return done({ chunks, persons: persons.value.size, bad });
}
