import { type PdfFont, type PdfFonts, shownText, textWidth } from './pdf-font.ts';
import { type FittedText, LEADING } from './pdf-text.ts';

/** Which face a text is set in. */
export type Face = keyof PdfFonts;

/** A rectangle of a page in points; y of its upper edge, counted from the bottom of the page. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Takes what is drawn on a page, one after the other. */
export interface Canvas {
  text(text: string, face: Face, size: number, x: number, y: number): void;
  /** A fitted text in the middle of a box, its lines at the left, in the middle or at the right. */
  textIn(box: Box, text: FittedText, face: Face, align: Align): void;
  line(fromX: number, fromY: number, toX: number, toY: number): void;
  /** A light grey ground. */
  ground(box: Box): void;
  /** What was drawn elsewhere once, its origin at y. */
  form(name: string, y: number): void;
  /** The operators, one sign a byte. Source: ISO 32000-1, annex A. */
  content(): string;
}

export type Align = 'left' | 'center' | 'right';

const NAMES: Readonly<Record<Face, string>> = { regular: 'R', bold: 'B', italic: 'I' };
// From the upper edge of a line to the feet of its letters, as a part of the line.
const FEET = 0.77;
const PADDING = 2.5;

function figure(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/** Room between the edge of a box and its text, both sides together, in points. */
export const SIDES = 2 * PADDING;

function startOf(box: Box, font: PdfFont, line: string, size: number, align: Align): number {
  if (align === 'left') return box.x + PADDING;
  const spare = box.width - textWidth(font, line, size);
  return align === 'right' ? box.x + spare - PADDING : box.x + spare / 2;
}

/** An empty page. */
export function canvas(fonts: PdfFonts): Canvas {
  const drawn: string[] = ['0.6 w'];
  let current = '';
  const text: Canvas['text'] = (words, face, size, x, y) => {
    if (words === '') return;
    const wanted = `/${NAMES[face]} ${figure(size)} Tf`;
    const set = wanted === current ? '' : `${wanted} `;
    current = wanted;
    drawn.push(`BT ${set}${figure(x)} ${figure(y)} Td (${shownText(fonts[face], words)}) Tj ET`);
  };
  return {
    text,
    textIn: (box, { lines, size }, face, align) => {
      const leading = size * LEADING;
      const top = box.y - (box.height - lines.length * leading) / 2;
      lines.forEach((line, at) => {
        text(line, face, size, startOf(box, fonts[face], line, size, align), top - leading * (at + FEET));
      });
    },
    line: (fromX, fromY, toX, toY) => {
      drawn.push(`${figure(fromX)} ${figure(fromY)} m ${figure(toX)} ${figure(toY)} l S`);
    },
    ground: ({ x, y, width, height }) => {
      drawn.push(`0.93 g ${figure(x)} ${figure(y - height)} ${figure(width)} ${figure(height)} re f 0 g`);
    },
    form: (name, y) => {
      drawn.push(`q 1 0 0 1 0 ${figure(y)} cm /${name} Do Q`);
    },
    content: () => drawn.join('\n'),
  };
}
