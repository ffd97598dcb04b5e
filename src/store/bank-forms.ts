import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from './database.ts';

interface NamedText {
  readonly name: string;
  readonly text: string;
}

const FOLDER = fileURLToPath(new URL('../catalogue/banks/', import.meta.url));

async function yamlBelow(folder: string, named: (path: string) => string): Promise<readonly NamedText[]> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.yaml')).sort();
  return Promise.all(
    paths.map(async (path) => ({ name: named(path), text: await readFile(join(folder, path), 'utf8') })),
  );
}

/** The texts of the program's sheets of banks, those of the office's own folder last; null when that folder cannot be read. */
export async function readBankFiles(own: string | null): Promise<readonly NamedText[] | null> {
  const ours = await yamlBelow(FOLDER, (path) => `banks/${path}`);
  if (own === null) return ours;
  try {
    return [...ours, ...(await yamlBelow(own, (path) => join(basename(own), path)))];
  } catch {
    return null;
  }
}

/** Keeps the texts of the sheets under their hash; a second time nothing happens. */
export async function keepBankForms(client: Client, sha256: string, files: readonly NamedText[]): Promise<void> {
  await client.query(
    `INSERT INTO bank_form (forms_sha256, position, name, content)
     SELECT $1, place, name, content FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS t (name, content, place)
     WHERE NOT EXISTS (SELECT FROM bank_form WHERE forms_sha256 = $1) ON CONFLICT DO NOTHING`,
    [sha256, files.map((file) => file.name), files.map((file) => file.text)],
  );
}

/** The texts that were kept under a hash, in their order; empty: none. */
export async function findBankForms(client: Pick<Client, 'query'>, sha256: string): Promise<readonly NamedText[]> {
  const { rows } = await client.query<NamedText>(
    'SELECT name, content AS text FROM bank_form WHERE forms_sha256 = $1 ORDER BY position',
    [sha256],
  );
  return rows;
}
