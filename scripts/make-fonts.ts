import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { printedFonts } from './fonts/faces.ts';

/**
 * `node scripts/make-fonts.ts` makes the fonts of printed papers (src/formats/fonts/) again from the npm package: the letters that names and
 * papers here need, without the hints that printers do not read. Source: Tinos, SIL Open Font License 1.1, no reserved font name.
 */
const folder = fileURLToPath(new URL('../src/formats/fonts/', import.meta.url));
await mkdir(folder, { recursive: true });
for (const [file, bytes] of await printedFonts()) await writeFile(`${folder}${file}`, bytes);
