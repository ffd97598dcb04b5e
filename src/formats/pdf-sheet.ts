import { type Vnd, ZERO_VND, addVnd, vnd } from '../domain/money.ts';
import { type Canvas, SIDES, canvas } from './pdf-canvas.ts';
import { type PdfPage, pdfFile } from './pdf-file.ts';
import { type PdfFonts, textWidth } from './pdf-font.ts';
import { type Grid, drawHead, drawLine, gridOf, headHeight, lineHeight } from './pdf-grid.ts';
import { type PageRows, pagesOf } from './pdf-pages.ts';
import { type LaidRow, TOTAL_HEIGHT, drawColumns, drawRow, drawRule, drawTotal, laidRow } from './pdf-rows.ts';
import { shrunkText } from './pdf-text.ts';
import type { Line, Sheet, TotalRow } from './sheet.ts';

/** Sums of the printed columns that add up; VND. */
type Sums = readonly Vnd[];

/** What adds up in a table: its columns from 0, and what its last row says of them. */
interface Summed {
  readonly total: TotalRow;
  readonly columns: readonly number[];
}

const ROW_HEIGHT = 22;
const FROM_SHEET = 0.8;
const FOOTER_SIZE = 8;
const FOOTER_AT = 34;
const FOOTER_HEIGHT = 18;
// No row may be so high that it fills a first page by itself.
const HIGHEST_ROW = 250;
const LABELS = { page: 'Cộng trang', running: 'Lũy kế', brought: 'Mang sang' } as const;

function summedOf({ totals: [total], columns }: Sheet): Summed | null {
  if (total === undefined) return null;
  const at = columns.map((_, index) => index);
  return { total, columns: at.filter((index) => typeof total.values[index - total.labelTo] === 'number') };
}

function sumsOf(sheet: Sheet, { columns }: Summed, { from, to }: PageRows): Sums {
  return columns.map((column) => {
    let sum = ZERO_VND;
    for (const row of sheet.rows.slice(from, to)) {
      const value = row[column] ?? null;
      if (typeof value === 'string') throw new TypeError('a column that adds up holds a text');
      if (value !== null) sum = addVnd(sum, vnd(value));
    }
    return sum;
  });
}

/** What the rows come to before each page, and behind the last. */
function runningSums(sheet: Sheet, summed: Summed, pages: readonly PageRows[]): readonly Sums[] {
  const running: Sums[] = [summed.columns.map(() => ZERO_VND)];
  for (const page of pages) {
    const before = running.at(-1) ?? [];
    running.push(sumsOf(sheet, summed, page).map((sum, at) => addVnd(before[at] ?? ZERO_VND, sum)));
  }
  return running;
}

function sumRow({ total, columns }: Summed, label: string, sums: Sums): TotalRow {
  const values = total.values.map((_, index) => {
    const at = columns.indexOf(total.labelTo + index);
    return at < 0 ? null : (sums[at] ?? null);
  });
  return { label, labelTo: total.labelTo, values };
}

function heightOf(grid: Grid, lines: readonly Line[]): number {
  return lines.reduce((sum, line) => sum + lineHeight(grid, line), 0);
}

function drawLines(page: Canvas, grid: Grid, lines: readonly Line[], y: number): number {
  let at = y;
  for (const line of lines) {
    drawLine(page, grid, line, at);
    at -= lineHeight(grid, line);
  }
  return at;
}

function drawFooter(page: Canvas, grid: Grid, left: string, right: string): void {
  const { paper, fonts } = grid;
  const place = { x: paper.left, y: FOOTER_AT, height: FOOTER_HEIGHT };
  const width = paper.width - paper.left - paper.right;
  const room = textWidth(fonts.regular, right, FOOTER_SIZE) + 2 * SIDES;
  const text = shrunkText(fonts.italic, left, width - room, FOOTER_SIZE);
  page.textIn({ ...place, width: width - room }, text, 'italic', 'left');
  page.textIn({ ...place, width }, { lines: [right], size: FOOTER_SIZE }, 'regular', 'right');
}

/** A sheet that was laid out: its rows, and which of them stand on which page. */
interface LaidSheet {
  readonly sheet: Sheet;
  readonly grid: Grid;
  /** Height of the head of the table, in points. */
  readonly headed: number;
  readonly rows: readonly LaidRow[];
  readonly pages: readonly PageRows[];
  readonly summed: Summed | null;
  readonly running: readonly Sums[];
}

function laidSheet(sheet: Sheet, fonts: PdfFonts): LaidSheet {
  const grid = gridOf(sheet, fonts);
  const summed = summedOf(sheet);
  const least = sheet.rowHeight === undefined ? ROW_HEIGHT : sheet.rowHeight * FROM_SHEET;
  const rows = sheet.rows.map((cells) => laidRow(grid, cells, least, HIGHEST_ROW));
  const sums = summed === null ? 0 : TOTAL_HEIGHT;
  const headed = headHeight(grid);
  const body = grid.paper.height - grid.paper.top - grid.paper.bottom - headed - 2 * sums;
  const room = {
    first: body - heightOf(grid, sheet.above),
    next: body - sums,
    closing: heightOf(grid, sheet.below),
  };
  const pages = pagesOf(
    rows.map((row) => row.height),
    room,
  );
  return {
    sheet,
    grid,
    headed,
    rows,
    pages,
    summed,
    running: summed === null ? [] : runningSums(sheet, summed, pages),
  };
}

/** The sums at the foot of a page: of the page, and of all rows so far or of the whole table. */
function closingSums({ sheet, pages, summed, running: sums }: LaidSheet, at: number): readonly TotalRow[] {
  const rows = pages[at];
  if (summed === null || rows === undefined) return [];
  const page = sumRow(summed, LABELS.page, sumsOf(sheet, summed, rows));
  const running = sumRow(summed, LABELS.running, sums[at + 1] ?? []);
  if (at < pages.length - 1) return [page, running];
  if (running.values.some((value, index) => value !== (summed.total.values[index] ?? null)))
    throw new RangeError('a printed total is not the sum of its rows');
  return [page, summed.total];
}

function drawPage(laid: LaidSheet, at: number, head: string): PdfPage {
  const { sheet, grid, rows, pages, summed, running } = laid;
  const { paper, fonts } = grid;
  const page = canvas(fonts);
  const { from, to } = pages[at] ?? { from: 0, to: 0 };
  let y = paper.height - paper.top;
  if (at === 0) y = drawLines(page, grid, sheet.above, y);
  page.form(head, y);
  y -= laid.headed;
  const sum = (total: TotalRow): void => {
    drawTotal(page, grid, total, y);
    drawColumns(page, grid, total.labelTo, y, y - TOTAL_HEIGHT);
    y -= TOTAL_HEIGHT;
  };
  if (at > 0 && summed !== null) sum(sumRow(summed, LABELS.brought, running[at] ?? []));
  const top = y;
  for (const row of rows.slice(from, to)) {
    drawRow(page, grid, row, y);
    y -= row.height;
  }
  drawColumns(page, grid, 1, top, y);
  drawRule(page, grid, y);
  for (const total of closingSums(laid, at)) sum(total);
  if (at === pages.length - 1) drawLines(page, grid, sheet.below, y);
  drawFooter(page, grid, sheet.print.footer, `Trang ${at + 1}/${pages.length}`);
  return { width: paper.width, height: paper.height, content: page.content() };
}

/**
 * Sheets as a PDF to print: A4, the head of the table, what was brought forward and the sums on every page, page x/y of each sheet. Rows and
 * figures are those of the workbook with the same sheets. Long texts are broken or set smaller, never cut. The same sheets and fonts give
 * the same bytes. Refuses (throws: a bug) a total that is not the sum of its rows. VND.
 */
export function sheetsPdf(title: string, sheets: readonly Sheet[], fonts: PdfFonts): Uint8Array {
  const pages: PdfPage[] = [];
  const forms = new Map<string, PdfPage>();
  const names = new Map<string, string>();
  for (const sheet of sheets) {
    const laid = laidSheet(sheet, fonts);
    const drawn = canvas(fonts);
    drawHead(drawn, laid.grid);
    const content = drawn.content();
    const name = names.get(content) ?? `H${names.size}`;
    names.set(content, name);
    forms.set(name, { width: laid.grid.paper.width, height: laid.grid.paper.height, content });
    laid.pages.forEach((_, at) => pages.push(drawPage(laid, at, name)));
  }
  return pdfFile({ title, fonts, pages, forms });
}
