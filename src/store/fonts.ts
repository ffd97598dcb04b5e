import { readFileSync } from 'node:fs';

/** The files of the faces that papers are printed in. */
export interface FontFiles {
  readonly regular: Uint8Array;
  readonly bold: Uint8Array;
  readonly italic: Uint8Array;
}

function fontFile(face: string): Uint8Array {
  return readFileSync(new URL(`../formats/fonts/tinos-${face}.ttf`, import.meta.url));
}

/** Reads the fonts of printed papers, which come with the program. */
export function readFontFiles(): FontFiles {
  return { regular: fontFile('regular'), bold: fontFile('bold'), italic: fontFile('italic') };
}
