import { type Align, type Canvas, SIDES } from './pdf-canvas.ts';
import { type Grid, span } from './pdf-grid.ts';
import { type FittedText, LEADING, shrunkText, textHeight, wrappedText } from './pdf-text.ts';
import type { Cell, Column, TotalRow } from './sheet.ts';
import { groupedNumber } from './vietnamese-number.ts';

/** A row that was made to fit its columns; height in points. */
export interface LaidRow {
  readonly cells: readonly FittedText[];
  readonly height: number;
}

const ALIGNED: Readonly<Record<Column['kind'], Align>> = {
  text: 'left',
  centred: 'center',
  count: 'center',
  money: 'right',
};
const PADDING = 4;
/** A row of sums, in points. */
export const TOTAL_HEIGHT = 17;

/** A value as it is printed: figures with dots, no money as a dash. */
function printed(cell: Cell, kind: Column['kind']): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell;
  return kind === 'money' && cell === 0 ? '–' : groupedNumber(cell);
}

function laidCells(grid: Grid, cells: readonly Cell[], size: number): LaidRow {
  const fitted = grid.columns.map((column, at) => {
    const text = printed(cells[at] ?? null, column.kind);
    const width = (grid.edges[at + 1] ?? 0) - (grid.edges[at] ?? 0) - SIDES;
    return column.kind === 'text'
      ? wrappedText(grid.fonts.regular, text, width, size)
      : shrunkText(grid.fonts.regular, text, width, size);
  });
  let height = size * LEADING;
  for (const text of fitted) if (text.lines.length > 1) height = Math.max(height, textHeight(text));
  return { cells: fitted, height: height + PADDING };
}

/** Makes a row fit: long texts are broken into lines and the row grows, up to `most`; then it is set smaller. Nothing is cut. */
export function laidRow(grid: Grid, cells: readonly Cell[], least: number, most: number): LaidRow {
  let laid = laidCells(grid, cells, grid.size);
  for (let size = grid.size * 0.8; laid.height > most; size *= 0.8) laid = laidCells(grid, cells, size);
  return { cells: laid.cells, height: Math.max(laid.height, Math.min(least, most)) };
}

/** Draws a row below y, with the line under it. */
export function drawRow(page: Canvas, grid: Grid, row: LaidRow, y: number): void {
  row.cells.forEach((text, at) => {
    if (text.lines[0] === '') return;
    const x = grid.edges[at] ?? 0;
    const box = { x, y, width: (grid.edges[at + 1] ?? 0) - x, height: row.height };
    page.textIn(box, text, 'regular', ALIGNED[grid.columns[at]?.kind ?? 'text']);
  });
  drawRule(page, grid, y - row.height);
}

/** A line over the whole table. */
export function drawRule(page: Canvas, grid: Grid, y: number): void {
  page.line(grid.edges[0] ?? 0, y, grid.edges.at(-1) ?? 0, y);
}

/** The lines between columns `from` and the last, from y down to `bottom`, and the edge at the left. */
export function drawColumns(page: Canvas, grid: Grid, from: number, y: number, bottom: number): void {
  if (y <= bottom) return;
  const edges = [grid.edges[0] ?? 0, ...grid.edges.slice(Math.max(from, 1))];
  for (const x of edges) page.line(x, y, x, bottom);
}

/** Draws a row of sums below y: its label over the first columns, each sum in its column. */
export function drawTotal(page: Canvas, grid: Grid, total: TotalRow, y: number): void {
  const height = TOTAL_HEIGHT;
  const label = span(grid, 0, total.labelTo - 1);
  const text = shrunkText(grid.fonts.bold, total.label, label.width - SIDES, grid.size);
  page.textIn({ ...label, y, height }, text, 'bold', 'center');
  total.values.forEach((value, index) => {
    const at = total.labelTo + index;
    const column = grid.columns[at];
    if (column === undefined || value === null) return;
    const { x, width } = span(grid, at, at);
    const sum = shrunkText(grid.fonts.bold, printed(value, column.kind), width - SIDES, grid.size);
    page.textIn({ x, width, y, height }, sum, 'bold', ALIGNED[column.kind]);
  });
  drawRule(page, grid, y - height);
}
