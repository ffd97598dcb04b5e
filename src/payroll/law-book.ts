import { createHash } from 'node:crypto';
import { type Result, done, refused } from '../domain/failure.ts';
import { type CatalogueFile, readCatalogue } from '../formats/catalogue-file.ts';
import { readCatalogueFiles } from '../store/catalogue-files.ts';
import type { LawBook, LawTexts } from './context.ts';

/** The hash that names exactly this law: every file with its name, amendment by amendment. */
export function lawHash({ program, amendments }: LawTexts): string {
  const hash = createHash('sha256');
  for (const [at, files] of [program, ...amendments].entries()) {
    if (at > 0) hash.update(`amendment ${at}\0`);
    for (const file of files) hash.update(`${file.name}\0${file.text}\0`);
  }
  return hash.digest('hex');
}

/** The hash of an amendment by itself: of its texts, whatever its files are called. */
export function amendmentHash(files: readonly CatalogueFile[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.text}\0`);
  return hash.digest('hex');
}

/**
 * The law of these texts. Books made from the same book (`known`) share what was read before. Refuses (`catalogue_invalid`) as
 * readCatalogue does, and (`other_province`) an overlay of another province where the program brings none. The
 * first `settled` amendments may say what the program says by now.
 */
export function lawOf(known: LawBook, texts: LawTexts, settled: number): Result<LawBook> {
  const sha256 = lawHash(texts);
  const before = known.shelf.get(sha256);
  if (before !== undefined) return done(before);
  const catalogue = readCatalogue(texts.program, texts.amendments, settled);
  if (!catalogue.ok) return catalogue;
  const code = catalogue.value.province?.code;
  if (known.catalogue.province === null && code !== undefined && code !== known.province) {
    return refused(
      'other_province',
      `Bản sửa đổi thuộc tỉnh ${code}, không phải tỉnh ${known.province} / the amendment is of province ${code}, but CHITRA_PROVINCE is ${known.province}.`,
    );
  }
  const book = { ...known, catalogue: catalogue.value, sha256, texts };
  known.shelf.set(sha256, book);
  return done(book);
}

/**
 * Reads the program's own catalogue of law: the national files, and the provincial overlay of `province` if there is one, or the
 * one named. Refuses a catalogue that is not valid, with the file and the entry. The hash names exactly this law.
 */
export async function readLawBook(province: string, overlay: string | null): Promise<Result<LawBook>> {
  const files: readonly CatalogueFile[] | null = await readCatalogueFiles(province, overlay);
  if (files === null)
    return refused('missing_overlay', `The provincial overlay ${overlay ?? ''} cannot be read. Check CHITRA_OVERLAY.`);
  const catalogue = readCatalogue(files);
  if (!catalogue.ok) return catalogue;
  const texts = { program: files, amendments: [] };
  const book: LawBook = {
    province,
    catalogue: catalogue.value,
    sha256: lawHash(texts),
    texts,
    shelf: new Map(),
  };
  book.shelf.set(book.sha256, book);
  return done(book);
}
