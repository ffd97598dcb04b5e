import { join } from 'node:path';
import type { Award } from '../domain/award.ts';
import { isCategory } from '../domain/category.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { vnd } from '../domain/money.ts';
import { type IsoDate, type Month, month, monthOf } from '../domain/month.ts';
import type { Claimant } from '../domain/person.ts';
import { rowReader } from '../formats/registry-rows.ts';
import { type BadCell, type RegistryTable, type RegistryValues, TABLE_FORMS } from '../formats/registry-tables.ts';
import { folderEntries } from '../store/files.ts';
import { checkHeader, findSources } from './registry-source.ts';

/** A bad cell with its file and row (the header is row 1). */
export interface BadFileCell extends BadCell {
  readonly file: string;
  readonly row: number;
}

/** Who is simulated, and what. */
export interface SimulatedPerson {
  readonly personId: string;
  readonly claimant: Claimant;
  readonly awards: readonly Award[];
}

/** The persons of a folder: all of them counted, those with an award in the order of their ids, and what could not be read. */
export interface SimulatedPersons {
  readonly persons: number;
  readonly withAwards: () => Generator<SimulatedPerson, undefined>;
  readonly bad: readonly BadFileCell[];
}

/** Texts in the order of their UTF-16 units, as files are sorted. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

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

/**
 * Reads persons.csv and awards.csv of a folder; bad rows are listed and left out. `at` and `knownAt` bound the years that dates
 * may lie in. Refuses a folder without the two files, and headers that lack a column.
 */
export async function readSimulatedPersons(
  folder: string,
  at: Month,
  knownAt: IsoDate,
): Promise<Result<SimulatedPersons>> {
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
  const withAwards = function* (): Generator<SimulatedPerson, undefined> {
    for (const personId of [...byPerson.keys()].sort(compareTexts)) {
      const person = persons.value.get(personId);
      if (person === undefined) continue;
      yield { personId, claimant: claimantOf(person.values), awards: byPerson.get(personId) ?? [] };
    }
  };
  bad.sort((a, b) => compareTexts(b.file, a.file) || a.row - b.row);
  return done({ persons: persons.value.size, withAwards, bad });
}
