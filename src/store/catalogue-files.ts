import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';

const FOLDER = new URL('../catalogue/', import.meta.url);
const PROVINCES = new URL('../catalogue/provinces/', import.meta.url);

interface NamedText {
  readonly name: string;
  readonly text: string;
}

async function yamlNames(folder: URL): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
}

async function overlayText(province: string, overlay: string | null): Promise<NamedText | null | undefined> {
  if (overlay !== null) {
    try {
      return { name: `provinces/${basename(overlay)}`, text: await readFile(overlay, 'utf8') };
    } catch {
      return null;
    }
  }
  const name = (await yamlNames(PROVINCES)).find((one) => one.startsWith(`${province}-`));
  return name === undefined
    ? undefined
    : { name: `provinces/${name}`, text: await readFile(new URL(name, PROVINCES), 'utf8') };
}

/** The texts of the law catalogue in the order of their names, the overlay last; null when the named overlay cannot be read. */
export async function readCatalogueFiles(
  province: string,
  overlay: string | null,
): Promise<readonly NamedText[] | null> {
  const names = await yamlNames(FOLDER);
  const national = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(new URL(name, FOLDER), 'utf8') })),
  );
  const provincial = await overlayText(province, overlay);
  if (provincial === null) return null;
  return provincial === undefined ? national : [...national, provincial];
}
