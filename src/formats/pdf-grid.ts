import type { Canvas, Face } from './pdf-canvas.ts';
import { SIDES } from './pdf-canvas.ts';
import { type PdfFonts, textWidth } from './pdf-font.ts';
import { LEADING, textHeight, wrappedText } from './pdf-text.ts';
import type { Column, Line, Piece, Sheet } from './sheet.ts';

/** A4, and where a table stands on it; points. */
export interface Paper {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A table's place on the paper: the edges of its columns, and the size of its text. */
export interface Grid {
  readonly paper: Paper;
  readonly fonts: PdfFonts;
  readonly columns: readonly Column[];
  readonly edges: readonly number[];
  readonly size: number;
}

const [SHORT, LONG] = [595.28, 841.89];
// Wider at the left, where papers are bound (ND 30/2020, appendix I).
const MARGINS = { left: 42, right: 28, top: 32, bottom: 40 };
const LARGEST = 10.5;
// Sheets are written for a page that is printed smaller.
const FROM_SHEET = 0.86;
const SHEET_SIZE = 12;

/** The paper of a sheet with its printed columns laid over the whole width. */
export function gridOf(sheet: Sheet, fonts: PdfFonts): Grid {
  const [width, height] = sheet.print.landscape ? [LONG, SHORT] : [SHORT, LONG];
  const columns = sheet.columns.slice(0, sheet.print.columns ?? sheet.columns.length);
  const scale = (width - MARGINS.left - MARGINS.right) / columns.reduce((sum, column) => sum + column.width, 0);
  const edges = [MARGINS.left];
  for (const column of columns) edges.push((edges.at(-1) ?? 0) + column.width * scale);
  return {
    paper: { width, height, ...MARGINS },
    fonts,
    columns,
    edges,
    size: Math.min(LARGEST, Math.round(scale * 24) / 10),
  };
}

/** From the left edge of column `from` to the right edge of column `to`, counted from 0. */
export function span(grid: Grid, from: number, to: number): { readonly x: number; readonly width: number } {
  const x = grid.edges[from] ?? 0;
  return { x, width: (grid.edges[to + 1] ?? grid.edges.at(-1) ?? 0) - x };
}

function faceOf(piece: Piece): Face {
  return piece.bold === true ? 'bold' : piece.italic === true ? 'italic' : 'regular';
}

function fittedPiece(grid: Grid, piece: Piece) {
  const place = span(grid, piece.from - 1, piece.to - 1);
  const size = Math.round((piece.size ?? SHEET_SIZE) * FROM_SHEET * 10) / 10;
  const text = wrappedText(grid.fonts[faceOf(piece)], piece.text, place.width - SIDES, size);
  return { place, text };
}

/** How high a line of text above or below the table is: as it asks, or what its texts need. */
export function lineHeight(grid: Grid, line: Line): number {
  const needed = line.pieces.map((piece) => textHeight(fittedPiece(grid, piece).text) + 2);
  return Math.max((line.height ?? 0) * FROM_SHEET, ...needed);
}

/** Draws a line of text above or below the table; y of its upper edge. */
export function drawLine(page: Canvas, grid: Grid, line: Line, y: number): void {
  const height = lineHeight(grid, line);
  for (const piece of line.pieces) {
    const { place, text } = fittedPiece(grid, piece);
    const face = faceOf(piece);
    page.textIn({ ...place, y, height }, text, face, piece.align ?? 'left');
    const rule = piece.underline === true ? 1 : (piece.rule ?? 0);
    if (rule === 0 || piece.align !== 'center') continue;
    const widest = Math.max(...text.lines.map((words) => textWidth(grid.fonts[face], words, text.size)));
    const middle = place.x + place.width / 2;
    const at = y - height / 2 - textHeight(text) / 2 - 0.5;
    page.line(middle - (widest * rule) / 2, at, middle + (widest * rule) / 2, at);
  }
}

const HEADING = { size: 0.92, legend: 0.8, padding: 5 };

/** A cell of the table's head. Columns from 0; y downwards from the upper edge of the head. */
interface HeadCell {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
  readonly face: Face;
}

function headingHeights(grid: Grid): { readonly group: number; readonly heading: number; readonly legend: number } {
  const { columns, fonts } = grid;
  const size = grid.size * HEADING.size;
  const row = size * LEADING + HEADING.padding;
  const group = columns.some((column) => column.group !== undefined) ? row : 0;
  const heights = columns.map((column, at) => {
    const text = wrappedText(fonts.bold, column.heading, span(grid, at, at).width - SIDES, size);
    return textHeight(text) + HEADING.padding - (column.group === undefined ? group : 0);
  });
  const legend = columns.some((column) => column.legend !== undefined) ? grid.size * HEADING.legend * LEADING + 3 : 0;
  return { group, heading: Math.max(row, ...heights), legend };
}

/** How high the head of the table is, in points. */
export function headHeight(grid: Grid): number {
  const { group, heading, legend } = headingHeights(grid);
  return group + heading + legend;
}

function headCells(grid: Grid): readonly HeadCell[] {
  const { columns } = grid;
  const { group, heading, legend } = headingHeights(grid);
  return columns.flatMap((column, at) => {
    const cells: HeadCell[] = [];
    const isFirst = column.group !== undefined && columns[at - 1]?.group !== column.group;
    if (column.group !== undefined && isFirst) {
      const last = columns.findLastIndex((other) => other.group === column.group);
      cells.push({ text: column.group, from: at, to: last, top: 0, bottom: group, face: 'bold' });
    }
    const top = column.group === undefined ? 0 : group;
    cells.push({ text: column.heading, from: at, to: at, top, bottom: group + heading, face: 'bold' });
    const [from, bottom] = [group + heading, group + heading + legend];
    if (legend > 0) cells.push({ text: column.legend ?? '', from: at, to: at, top: from, bottom, face: 'italic' });
    return cells;
  });
}

/** Draws the head of the table below y 0: what pages show as a form. */
export function drawHead(page: Canvas, grid: Grid): void {
  const height = headHeight(grid);
  const whole = span(grid, 0, grid.columns.length - 1);
  page.ground({ ...whole, y: 0, height });
  for (const cell of headCells(grid)) {
    const { x, width } = span(grid, cell.from, cell.to);
    const size = grid.size * (cell.face === 'bold' ? HEADING.size : HEADING.legend);
    const text = wrappedText(grid.fonts[cell.face], cell.text, width - SIDES, size);
    page.textIn({ x, width, y: -cell.top, height: cell.bottom - cell.top }, text, cell.face, 'center');
    page.line(x, -cell.top, x + width, -cell.top);
    page.line(x, -cell.top, x, -cell.bottom);
  }
  page.line(whole.x, -height, whole.x + whole.width, -height);
  page.line(whole.x + whole.width, 0, whole.x + whole.width, -height);
}
