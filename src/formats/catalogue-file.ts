import type { Catalogue } from '../domain/catalogue.ts';
import { refused, type Result } from '../domain/failure.ts';

export function readCatalogue(files: readonly { name: string; text: string }[]): Result<Catalogue> {
  return refused('catalogue_invalid', `${files.length} catalogue files were given and none can be read`);
}
