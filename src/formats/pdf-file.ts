import { deflateSync } from 'node:zlib';
import type { PdfFont, PdfFonts } from './pdf-font.ts';

/** One page: what is drawn on it (Canvas.content), in points. */
export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

/** What a file is made of. `forms`: what pages draw by name. */
export interface PdfParts {
  readonly title: string;
  readonly fonts: PdfFonts;
  readonly pages: readonly PdfPage[];
  readonly forms: ReadonlyMap<string, PdfPage>;
}

/** Objects by number, from 1. A number can be asked for before its object is known. */
interface Objects {
  reserve(): number;
  set(number: number, body: string | Buffer): void;
  add(body: string | Buffer): number;
  file(root: number, info: number): Buffer;
}

function objects(): Objects {
  const bodies: (string | Buffer)[] = [];
  const reserve = (): number => bodies.push('null');
  const set: Objects['set'] = (number, body) => {
    bodies[number - 1] = body;
  };
  return {
    reserve,
    set,
    add: (body) => {
      const number = reserve();
      set(number, body);
      return number;
    },
    file: (root, info) => {
      // Four bytes above 127 tell mail programs and editors that the file is not text.
      const parts = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
      let length = parts[0]?.length ?? 0;
      const places = bodies.map((body, at) => {
        const place = length;
        const whole = [Buffer.from(`${at + 1} 0 obj\n`), Buffer.from(body), Buffer.from('\nendobj\n')];
        parts.push(...whole);
        length += whole.reduce((sum, part) => sum + part.length, 0);
        return `${String(place).padStart(10, '0')} 00000 n \n`;
      });
      const size = bodies.length + 1;
      parts.push(
        Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}`),
        Buffer.from(`trailer\n<</Size ${size}/Root ${root} 0 R/Info ${info} 0 R>>\nstartxref\n${length}\n%%EOF\n`),
      );
      return Buffer.concat(parts);
    },
  };
}

function packedStream(entries: string, packed: Uint8Array): Buffer {
  const head = Buffer.from(`<<${entries}/Filter/FlateDecode/Length ${packed.length}>>\nstream\n`);
  return Buffer.concat([head, packed, Buffer.from('\nendstream')]);
}

function stream(entries: string, content: string): Buffer {
  return packedStream(entries, deflateSync(Buffer.from(content, 'latin1')));
}

function hex(code: number): string {
  return code.toString(16).toUpperCase().padStart(4, '0');
}

/** Text of the document's properties: UTF-16 with its mark. */
function textString(text: string): string {
  return `<FEFF${Array.from({ length: text.length }, (_, at) => hex(text.charCodeAt(at))).join('')}>`;
}

/** Which letter each glyph is, so that readers can search, copy and read aloud. Source: ISO 32000-1, 9.10.3. */
function toUnicode(font: PdfFont): string {
  const pairs = [...font.letters].map(([glyph, code]) => `<${hex(glyph)}> <${hex(code)}>`);
  const blocks: string[] = [];
  for (let at = 0; at < pairs.length; at += 100) {
    const some = pairs.slice(at, at + 100);
    blocks.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <FFFF> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}

// Why kept: making and packing it took half of the time of a paper of one page.
const UNICODES = new WeakMap<PdfFont, Buffer>();

function fontUnicode(font: PdfFont): Buffer {
  const known = UNICODES.get(font) ?? stream('', toUnicode(font));
  UNICODES.set(font, known);
  return known;
}

/** A font with its file, for strings of two bytes a glyph. Source: ISO 32000-1, 9.7. */
function addFont(all: Objects, font: PdfFont): number {
  // Six capitals mark a font that holds only some letters.
  const name = `CHITRA+${font.name}`;
  const file = all.add(packedStream(`/Length1 ${font.unpackedLength}`, font.packed));
  const flags = 2 + 4 + (font.isItalic ? 64 : 0);
  const descriptor = all.add(
    `<</Type/FontDescriptor/FontName/${name}/Flags ${flags}/FontBBox[${font.box.join(' ')}]` +
      `/ItalicAngle ${font.isItalic ? -12 : 0}/Ascent ${font.ascent}/Descent ${font.descent}` +
      `/CapHeight 662/StemV ${font.isBold ? 140 : 80}/FontFile2 ${file} 0 R>>`,
  );
  const descendant = all.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${name}/CIDToGIDMap/Identity` +
      '/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>' +
      `/FontDescriptor ${descriptor} 0 R/W[0[${font.glyphWidths.join(' ')}]]>>`,
  );
  const unicode = all.add(fontUnicode(font));
  return all.add(
    `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H` +
      `/DescendantFonts[${descendant} 0 R]/ToUnicode ${unicode} 0 R>>`,
  );
}

/**
 * A PDF 1.7 file (ISO 32000-1). The same parts give the same bytes: no time and no random id stands in it. Its fonts are inside, and its
 * text can be searched and copied.
 */
export function pdfFile({ title, fonts, pages, forms }: PdfParts): Uint8Array {
  const all = objects();
  const [catalog, tree] = [all.reserve(), all.reserve()];
  const info = all.add(`<</Title ${textString(title)}/Producer(chitra)>>`);
  const [regular, bold, italic] = [fonts.regular, fonts.bold, fonts.italic].map((font) => addFont(all, font));
  const fontEntry = `/Font<</R ${regular} 0 R/B ${bold} 0 R/I ${italic} 0 R>>`;
  const ofForms = all.add(`<<${fontEntry}>>`);
  const drawn = [...forms].map(([name, { width, height, content }]) => {
    const entries = `/Type/XObject/Subtype/Form/BBox[0 ${-height} ${width} 0]/Resources ${ofForms} 0 R`;
    return `/${name} ${all.add(stream(entries, content))} 0 R`;
  });
  const resources = all.add(`<<${fontEntry}/XObject<<${drawn.join('')}>>>>`);
  const kids = pages.map(({ width, height, content }) => {
    const body = all.add(stream('', content));
    return all.add(
      `<</Type/Page/Parent ${tree} 0 R/MediaBox[0 0 ${width} ${height}]/Resources ${resources} 0 R/Contents ${body} 0 R>>`,
    );
  });
  all.set(
    catalog,
    `<</Type/Catalog/Pages ${tree} 0 R/Lang(vi-VN)/ViewerPreferences<</DisplayDocTitle true/PrintScaling/None>>>>`,
  );
  all.set(tree, `<</Type/Pages/Count ${kids.length}/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`);
  return all.file(catalog, info);
}
