import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { create } from 'fontkit';
import { glyphsNeeded, writeSubset } from './subset.ts';

const FACES = [
  { file: 'tinos-regular.ttf', from: '400Regular/Tinos_400Regular.ttf' },
  { file: 'tinos-bold.ttf', from: '700Bold/Tinos_700Bold.ttf' },
  { file: 'tinos-italic.ttf', from: '400Regular_Italic/Tinos_400Regular_Italic.ttf' },
] as const;

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

// ASCII, Latin-1, Latin Extended-A (names of Bahnar, Ede, Jarai), the horned letters, the apostrophe of names, marks that stand for
// themselves, the Vietnamese block, quotes, dashes, the sign of the đồng.
const LETTERS = [
  ...range(0x20, 0x7e),
  ...range(0xa0, 0x17f),
  0x1a0,
  0x1a1,
  0x1af,
  0x1b0,
  0x2bc,
  ...range(0x300, 0x304),
  0x306,
  0x309,
  0x30c,
  0x31b,
  0x323,
  ...range(0x1ea0, 0x1ef9),
  ...range(0x2013, 0x2014),
  ...range(0x2018, 0x2019),
  ...range(0x201c, 0x201d),
  0x2022,
  0x2026,
  0x20ab,
];

function packageFile(path: string): Promise<Buffer> {
  return readFile(fileURLToPath(import.meta.resolve(`@expo-google-fonts/tinos/${path}`)));
}

/** The fonts of printed papers by file name, and their licence. The same package gives the same bytes. */
export async function printedFonts(): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map([['OFL.txt', await packageFile('LICENSE_FONT')]]);
  for (const { file, from } of FACES) {
    const bytes = await packageFile(from);
    const font = create(bytes);
    if (!('glyphForCodePoint' in font)) throw new Error(`${from} is a collection of fonts, not one`);
    const letters = LETTERS.filter((letter) => font.hasGlyphForCodePoint(letter));
    files.set(
      file,
      writeSubset(
        bytes,
        glyphsNeeded(letters, (letter) => font.glyphForCodePoint(letter).id),
      ),
    );
  }
  return files;
}
