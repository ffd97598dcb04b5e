import { basename, join } from 'node:path';
import { type AmendmentScope, type Reach, reachOf, scopeOf } from '../domain/amendment.ts';
import type { Catalogue, Sourced, Terms } from '../domain/catalogue.ts';
import { isCategory } from '../domain/category.ts';
import { entryLists } from '../domain/coverage.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import type { IsoDate } from '../domain/month.ts';
import { type CatalogueFile, readAmendment } from '../formats/catalogue-file.ts';
import { folderEntries, readWhole } from '../store/files.ts';
import type { LawBook } from './context.ts';
import { amendmentHash, lawOf } from './law-book.ts';

/** An amendment as its files say it, not yet beside any law. */
export interface Draft {
  readonly files: readonly CatalogueFile[];
  readonly sha256: string;
  readonly amendment: Catalogue;
  readonly scope: AmendmentScope;
}

/** A law with a draft added to it. */
export interface DraftLaw extends Draft {
  readonly law: LawBook;
}

/** One entry of a draft and the months that it governs beside all others of its list. */
export interface DraftEntry {
  readonly list: string;
  readonly entry: Sourced;
  readonly reach: Reach;
  /** Of a rule of a category; null: nothing is paid. Absent for other entries. */
  readonly terms?: Terms | null;
}

const LARGEST_FILE = 1 << 20;
const MOST_FILES = 50;

async function draftPaths(path: string): Promise<Result<readonly string[]>> {
  const entries = await folderEntries(path);
  if (entries === 'file') return done([path]);
  const names = (entries ?? []).filter((name) => /\.ya?ml$/i.test(name));
  if (names.length > 0 && names.length <= MOST_FILES) return done(names.map((name) => join(path, name)));
  return refused(
    'no_draft',
    `${path}: không có dự thảo danh mục nào / no draft of the catalogue is here: give a .yaml file, or a folder of 1 to ${MOST_FILES} of them (form: src/catalogue/standards.yaml).`,
  );
}

/** A draft of these files. Refuses what is not in the form of the catalogue, naming file and entry, and a draft without an entry. */
export function draftOf(files: readonly CatalogueFile[]): Result<Draft> {
  const amendment = readAmendment(files);
  if (!amendment.ok) return amendment;
  const scope = scopeOf(amendment.value);
  if (scope === null) throw new RangeError('an amendment without entries was read');
  return done({ files, sha256: amendmentHash(files), amendment: amendment.value, scope });
}

/** Reads a draft: one YAML file, or every .yaml of a folder in the order of their names. Refuses as draftOf, and what is not there. */
export async function readDraft(path: string): Promise<Result<Draft>> {
  const paths = await draftPaths(path);
  if (!paths.ok) return paths;
  const files: CatalogueFile[] = [];
  for (const one of paths.value) {
    const bytes = await readWhole(one, LARGEST_FILE);
    if (bytes === null)
      return refused('no_draft', `${one}: lớn hơn 1 MiB / is larger than 1 MiB and no draft of the catalogue.`);
    files.push({ name: basename(one).replaceAll('\\', '_'), text: new TextDecoder().decode(bytes) });
  }
  return draftOf(files);
}

/** A law with the draft added. Refuses an entry that edits an existing one, and a draft that leaves gaps. */
export function withDraft(law: LawBook, draft: Draft): Result<DraftLaw> {
  const { program, amendments } = law.texts;
  const whole = lawOf(law, { program, amendments: [...amendments, draft.files] }, amendments.length);
  return whole.ok ? done({ ...draft, law: whole.value }) : whole;
}

/** The entries of a draft in the order of their lists, each with the months that it governs. */
export function draftEntries({ amendment, law }: DraftLaw): readonly DraftEntry[] {
  const whole = entryLists(law.catalogue);
  return [...entryLists(amendment)].flatMap(([list, entries]) =>
    entries.map((entry, at) => {
      const rule = isCategory(list) ? amendment.rules.get(list)?.[at] : undefined;
      const reach = reachOf(entry, whole.get(list) ?? []);
      return { list, entry, reach, ...(rule === undefined ? {} : { terms: rule.terms }) };
    }),
  );
}

/**
 * The day by whose law a draft is looked at: the one given, else today or the day from which all of the draft is law, whichever is
 * later. Refuses a day on which nothing of the draft is law yet: every difference would be 0.
 */
export function dayForDraft(given: IsoDate | null, today: IsoDate, { scope }: Draft): Result<IsoDate> {
  if (given === null) return done(today > scope.lastDay ? today : scope.lastDay);
  if (given >= scope.firstDay) return done(given);
  return refused(
    'draft_not_yet_law',
    `Đến ngày ${given} chưa có gì của dự thảo có hiệu lực (sớm nhất ${scope.firstDay}) / nothing of the draft is law on ${given}: leave --known-at out, or give ${scope.firstDay} or later.`,
  );
}
