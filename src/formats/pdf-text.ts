import { type PdfFont, textWidth } from './pdf-font.ts';

/** A text that was made to fit a width: lines and the size they are set in, in points. Nothing of it is left out. */
export interface FittedText {
  readonly lines: readonly string[];
  readonly size: number;
}

/** Room of a line of text, as a part of its size. */
export const LEADING = 1.15;
// Below this nobody reads it.
const SMALLEST = 5.5;
const MOST_SHRUNK = 0.75;

/** The longest beginnings of a word that fit, so that all of it stands there. Marks stay with their letter. */
function brokenWord(font: PdfFont, word: string, width: number, size: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  for (const [letter] of word.matchAll(/\P{M}?\p{M}*/gu)) {
    if (piece !== '' && textWidth(font, piece + letter, size) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}

function wrapped(font: PdfFont, text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/\s+/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(font, longer, size) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = brokenWord(font, word, width, size);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  return [...lines, line];
}

/** The size at which every word fits, as long as that is not much smaller; else the size itself, and words are broken. */
function sizeForWords(font: PdfFont, text: string, width: number, size: number): number {
  const widest = Math.max(...text.split(/\s+/).map((word) => textWidth(font, word, size)));
  if (widest <= width) return size;
  const smaller = Math.floor((size * width * 10) / widest) / 10;
  return smaller >= size * MOST_SHRUNK ? smaller : size;
}

/** Breaks a text into lines of a width between words; a word that is longer is set a little smaller, or broken too. */
export function wrappedText(font: PdfFont, text: string, width: number, size: number): FittedText {
  if (!text.includes('\n') && textWidth(font, text, size) <= width) return { lines: [text], size };
  const fitting = sizeForWords(font, text, width, size);
  return { lines: text.split('\n').flatMap((part) => wrapped(font, part, width, fitting)), size: fitting };
}

/** Sets a text smaller until it fits into one line; what would be too small to read is broken into lines. For figures and ids. */
export function shrunkText(font: PdfFont, text: string, width: number, size: number): FittedText {
  const needed = textWidth(font, text, size);
  if (needed <= width) return { lines: [text], size };
  const smaller = Math.floor((size * width * 10) / needed) / 10;
  return smaller >= SMALLEST ? { lines: [text], size: smaller } : wrappedText(font, text, width, SMALLEST);
}

/** How high the lines of a text are, in points. */
export function textHeight(text: FittedText): number {
  return text.lines.length * text.size * LEADING;
}
