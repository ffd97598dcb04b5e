import { createHash } from 'node:crypto';
import { type Result, done, refused } from '../domain/failure.ts';
import { type CatalogueFile, readCatalogue } from '../formats/catalogue-file.ts';
import { readCatalogueFiles } from '../store/catalogue-files.ts';
import type { LawBook } from './context.ts';

/**
 * Reads the catalogue of law: the national files, and the provincial overlay of `province` if there is one, or the one named.
 * Refuses a catalogue that is not valid, with the file and the entry. The hash names exactly this law.
 */
export async function readLawBook(province: string, overlay: string | null): Promise<Result<LawBook>> {
  const files: readonly CatalogueFile[] | null = await readCatalogueFiles(province, overlay);
  if (files === null)
    return refused('missing_overlay', `The provincial overlay ${overlay ?? ''} cannot be read. Check CHITRA_OVERLAY.`);
  const catalogue = readCatalogue(files);
  if (!catalogue.ok) return catalogue;
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file.name}\0${file.text}\0`);
  return done({ catalogue: catalogue.value, sha256: hash.digest('hex') });
}
