import { type PdfFonts, tinosFonts } from '../formats/pdf-font.ts';
import { readFontFiles } from '../store/fonts.ts';

/** What papers are printed with. */
export interface Press {
  /** The fonts, read when the first paper is printed. */
  fonts(): PdfFonts;
}

/** A press for one process. Why kept: reading the fonts takes as long as printing five hundred rows. */
export function openPress(): Press {
  let fonts: PdfFonts | null = null;
  return { fonts: () => (fonts ??= tinosFonts(readFontFiles())) };
}
