import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { printedFonts } from '../../scripts/fonts/faces.ts';

test('the fonts of printed papers are those of the npm package, byte for byte, with their licence', async () => {
  const fonts = await printedFonts();
  expect([...fonts.keys()].toSorted()).toEqual(['OFL.txt', 'tinos-bold.ttf', 'tinos-italic.ttf', 'tinos-regular.ttf']);
  const committed = (file: string): Buffer => readFileSync(new URL(`../../src/formats/fonts/${file}`, import.meta.url));
  expect([...fonts].filter(([file, bytes]) => !committed(file).equals(bytes)).map(([file]) => file)).toEqual([]);
});
