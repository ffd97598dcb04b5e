import { deflateSync } from 'node:zlib';

/** A TrueType font as PDF texts are set in it. Widths in thousandths of the size. */
export interface PdfFont {
  readonly name: string;
  readonly isItalic: boolean;
  readonly isBold: boolean;
  /** The font's file, packed. */
  readonly packed: Uint8Array;
  readonly unpackedLength: number;
  readonly box: readonly number[];
  readonly ascent: number;
  readonly descent: number;
  /** By number of the glyph. */
  readonly glyphWidths: readonly number[];
  /** The letter of each glyph that stands for one. */
  readonly letters: ReadonlyMap<number, number>;
  /** By code of the letter, and how the letter stands in a string of a page. What the font lacks is a question mark. */
  readonly widths: Uint16Array;
  readonly shown: readonly string[];
}

/** The faces of a paper. */
export interface PdfFonts {
  readonly regular: PdfFont;
  readonly bold: PdfFont;
  readonly italic: PdfFont;
}

// Letters beyond are not in our fonts.
const CODES = 0x2200;
const UNKNOWN = 0x3f;

function tablesOf(view: DataView): ReadonlyMap<string, DataView> {
  const tables = new Map<string, DataView>();
  for (let at = 12, left = view.getUint16(4); left > 0; at += 16, left -= 1) {
    const name = [0, 1, 2, 3].map((sign) => String.fromCharCode(view.getUint8(at + sign))).join('');
    tables.set(name, new DataView(view.buffer, view.byteOffset + view.getUint32(at + 8), view.getUint32(at + 12)));
  }
  return tables;
}

/** Glyphs by letter: a character map of format 12. */
function glyphsByLetter(cmap: DataView): ReadonlyMap<number, number> {
  const start = cmap.getUint32(8);
  if (cmap.getUint16(start) !== 12) throw new Error('the font has no character map of format 12');
  const glyphs = new Map<number, number>();
  for (let left = cmap.getUint32(start + 12), at = start + 16; left > 0; left -= 1, at += 12) {
    const [from, to, glyph] = [cmap.getUint32(at), cmap.getUint32(at + 4), cmap.getUint32(at + 8)];
    for (let code = from; code <= to; code += 1) glyphs.set(code, glyph + code - from);
  }
  return glyphs;
}

/** A glyph in a literal string: two bytes, those that mean something there escaped. */
function shownGlyph(glyph: number): string {
  return [glyph >> 8, glyph & 0xff]
    .map((byte) => {
      if (byte === 0x0d) return '\\r';
      const sign = String.fromCharCode(byte);
      return sign === '(' || sign === ')' || sign === '\\' ? `\\${sign}` : sign;
    })
    .join('');
}

/** Reads a font that scripts/make-fonts.ts wrote. Refuses (throws: a bug) other files. Source: ISO/IEC 14496-22. */
export function pdfFont(bytes: Uint8Array, name: string): PdfFont {
  const tables = tablesOf(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const [head, hhea, hmtx, cmap] = ['head', 'hhea', 'hmtx', 'cmap'].map((table) => tables.get(table));
  if (head === undefined || hhea === undefined || hmtx === undefined || cmap === undefined)
    throw new Error(`${name} is no font of ours`);
  const scaled = (units: number): number => Math.round((units * 1000) / head.getUint16(18));
  const glyphWidths = Array.from({ length: hhea.getUint16(34) }, (_, glyph) => scaled(hmtx.getUint16(glyph * 4)));
  const glyphs = glyphsByLetter(cmap);
  const glyphOf = (code: number): number => glyphs.get(code) ?? glyphs.get(UNKNOWN) ?? 0;
  const codes = Array.from({ length: CODES }, (_, code) => code);
  return {
    name,
    isItalic: name.endsWith('Italic'),
    isBold: name.endsWith('Bold'),
    packed: deflateSync(bytes, { level: 9 }),
    unpackedLength: bytes.length,
    box: [36, 38, 40, 42].map((at) => scaled(head.getInt16(at))),
    ascent: scaled(hhea.getInt16(4)),
    descent: scaled(hhea.getInt16(6)),
    glyphWidths,
    letters: new Map([...glyphs].map(([code, glyph]) => [glyph, code])),
    widths: Uint16Array.from(codes, (code) => glyphWidths[glyphOf(code)] ?? 0),
    shown: codes.map((code) => shownGlyph(glyphOf(code))),
  };
}

function isSecondHalf(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** How wide a text is, in points. */
export function textWidth(font: PdfFont, text: string, size: number): number {
  let width = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < CODES) width += font.widths[code] ?? 0;
    else if (!isSecondHalf(code)) width += font.widths[UNKNOWN] ?? 0;
  }
  return (width * size) / 1000;
}

/** A text as it stands between the brackets of a string in a page, one sign a byte. */
export function shownText(font: PdfFont, text: string): string {
  let shown = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < CODES) shown += font.shown[code] ?? '';
    else if (!isSecondHalf(code)) shown += font.shown[UNKNOWN] ?? '';
  }
  return shown;
}

/** The faces of Tinos from their files. Make them once: reading takes some milliseconds. */
export function tinosFonts(files: Readonly<Record<keyof PdfFonts, Uint8Array>>): PdfFonts {
  return {
    regular: pdfFont(files.regular, 'Tinos'),
    bold: pdfFont(files.bold, 'Tinos-Bold'),
    italic: pdfFont(files.italic, 'Tinos-Italic'),
  };
}
