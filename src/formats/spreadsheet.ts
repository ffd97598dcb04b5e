import type ExcelJS from 'exceljs';
import { type ModelRow, readModelRow, withRows } from './sheet-rows.ts';
import type { Column, Line, Sheet } from './sheet.ts';
import type { TableForm } from './table.ts';
import { type PackedEntry, type ZipEntry, packEntry, readZip, writePacked } from './zip.ts';

const FONT = 'Times New Roman';
const BODY_SIZE = 12;
const THIN: Partial<ExcelJS.Border> = { style: 'thin', color: { argb: 'FF808080' } };
const GRID: Partial<ExcelJS.Borders> = { top: THIN, left: THIN, bottom: THIN, right: THIN };
const FORMATS: Readonly<Record<Column['kind'], Partial<ExcelJS.Style>>> = {
  // The format @ keeps account and id numbers text also when somebody edits the cell.
  text: { numFmt: '@', alignment: { vertical: 'middle', horizontal: 'left', wrapText: true, indent: 1 } },
  centred: { numFmt: '@', alignment: { vertical: 'middle', horizontal: 'center' } },
  count: { numFmt: '#,##0', alignment: { vertical: 'middle', horizontal: 'center' } },
  money: { numFmt: '#,##0;-#,##0;"–"', alignment: { vertical: 'middle', horizontal: 'right', indent: 1 } },
};

function writeLines(sheet: ExcelJS.Worksheet, lines: readonly Line[], firstRow: number): void {
  lines.forEach((line, index) => {
    const at = firstRow + index;
    if (line.height !== undefined) sheet.getRow(at).height = line.height;
    for (const piece of line.pieces) {
      const cell = sheet.getCell(at, piece.from);
      cell.value = piece.text;
      const { bold = false, italic = false, underline = false, size = BODY_SIZE, align = 'left' } = piece;
      cell.style = {
        font: { name: FONT, size, bold, italic, underline },
        alignment: { horizontal: align, vertical: 'middle', wrapText: true },
      };
      if (piece.to > piece.from) sheet.mergeCells(at, piece.from, at, piece.to);
    }
  });
}

function headingRows(columns: readonly Column[]): number {
  const hasGroups = columns.some((column) => column.group !== undefined);
  const hasLegend = columns.some((column) => column.legend !== undefined);
  return 1 + (hasGroups ? 1 : 0) + (hasLegend ? 1 : 0);
}

function headingCell(cell: ExcelJS.Cell, text: string, isLegend: boolean): void {
  cell.value = text;
  cell.style = {
    font: { name: FONT, size: isLegend ? 9 : 11, bold: !isLegend, italic: isLegend },
    alignment: { horizontal: 'center', vertical: 'middle', wrapText: true },
    border: GRID,
    fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDEDED' } },
  };
}

function writeHeadings(sheet: ExcelJS.Worksheet, columns: readonly Column[], firstRow: number): void {
  const hasGroups = columns.some((column) => column.group !== undefined);
  const headingRow = hasGroups ? firstRow + 1 : firstRow;
  columns.forEach(({ heading, group, legend }, index) => {
    const at = index + 1;
    headingCell(sheet.getCell(headingRow, at), heading, false);
    if (hasGroups) headingCell(sheet.getCell(firstRow, at), group ?? heading, false);
    if (legend !== undefined) headingCell(sheet.getCell(headingRow + 1, at), legend, true);
    if (!hasGroups) return;
    if (group === undefined) sheet.mergeCells(firstRow, at, headingRow, at);
    else if (columns[index + 1]?.group !== group) {
      const start = columns.findIndex((column) => column.group === group) + 1;
      if (start < at) sheet.mergeCells(firstRow, start, firstRow, at);
    }
  });
  sheet.getRow(headingRow).height = 34;
}

function bodyCell(cell: ExcelJS.Cell, kind: Column['kind'], isBold: boolean): void {
  cell.style = { ...FORMATS[kind], border: GRID, font: { name: FONT, size: BODY_SIZE, bold: isBold } };
}

function writeModelRow(sheet: ExcelJS.Worksheet, table: Sheet, at: number): void {
  const row = sheet.getRow(at);
  if (table.rowHeight !== undefined) row.height = table.rowHeight;
  table.columns.forEach((column, index) => bodyCell(row.getCell(index + 1), column.kind, false));
}

function writeTotals(sheet: ExcelJS.Worksheet, table: Sheet, firstRow: number): void {
  table.totals.forEach((total, index) => {
    const row = sheet.getRow(firstRow + index);
    row.height = 24;
    table.columns.forEach((column, at) => {
      const cell = row.getCell(at + 1);
      bodyCell(cell, column.kind, true);
      cell.value = at < total.labelTo ? null : (total.values[at - total.labelTo] ?? null);
    });
    const label = row.getCell(1);
    label.value = total.label;
    label.alignment = { vertical: 'middle', horizontal: 'center' };
    if (total.labelTo > 1) sheet.mergeCells(firstRow + index, 1, firstRow + index, total.labelTo);
  });
}

// Excel reads & as the start of a code in footers.
function printSetup(
  sheet: ExcelJS.Worksheet,
  table: Pick<Sheet, 'columns' | 'print'>,
  headingAt: number,
  lastRow: number | null,
): void {
  const printed = table.print.columns ?? table.columns.length;
  const lastColumn = sheet.getColumn(printed).letter;
  const headings = headingRows(table.columns);
  sheet.pageSetup = {
    paperSize: 9,
    orientation: table.print.landscape ? 'landscape' : 'portrait',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
    horizontalCentered: true,
    margins: { left: 0.4, right: 0.4, top: 0.45, bottom: 0.6, header: 0.2, footer: 0.3 },
    printTitlesRow: `${headingAt}:${headingAt + headings - 1}`,
    // The library puts the first $ of each corner itself. Without a last row all of the sheet is printed.
    ...(lastRow === null ? {} : { printArea: `A$1:${lastColumn}$${lastRow}` }),
  };
  const footer = table.print.footer.replaceAll('&', '&&');
  sheet.headerFooter.oddFooter = `&L&"${FONT}"&9${footer}&R&"${FONT}"&9Trang &P/&N`;
  sheet.views = [{ state: 'frozen', ySplit: headingAt + headings - 1, showGridLines: false }];
}

/** Everything but the rows, which are filled in later between an empty first and last one. Returns the first row's number. */
function writeFrame(book: ExcelJS.Workbook, table: Sheet): number {
  const sheet = book.addWorksheet(table.name);
  sheet.columns = table.columns.map(({ width }) => ({ width }));
  const headingAt = table.above.length + 1;
  const firstRow = headingAt + headingRows(table.columns);
  const totalsAt = firstRow + table.rows.length;
  const belowAt = totalsAt + table.totals.length;
  writeLines(sheet, table.above, 1);
  writeHeadings(sheet, table.columns, headingAt);
  if (table.rows.length > 0) {
    writeModelRow(sheet, table, firstRow);
    writeModelRow(sheet, table, totalsAt - 1);
  }
  writeTotals(sheet, table, totalsAt);
  writeLines(sheet, table.below, belowAt);
  printSetup(sheet, table, headingAt, Math.max(belowAt + table.below.length - 1, 1));
  return firstRow;
}

async function emptyBook(): Promise<ExcelJS.Workbook> {
  // Why here: loading exceljs takes longer than most commands, and most write no workbook.
  const { default: exceljs } = await import('exceljs');
  const book = new exceljs.Workbook();
  book.creator = 'chitra';
  book.lastModifiedBy = 'chitra';
  book.created = new Date(Date.UTC(1980, 0, 1));
  book.modified = book.created;
  return book;
}

async function entriesOf(book: ExcelJS.Workbook): Promise<readonly ZipEntry[]> {
  // Why stored: the entries are taken out again at once and packed by us.
  return readZip(new Uint8Array(await book.xlsx.writeBuffer({ zip: { compression: 'STORE' } })));
}

function sheetNumber(entry: ZipEntry): number {
  return Number(/^xl\/worksheets\/sheet(\d+)\.xml$/.exec(entry.name)?.[1] ?? 0);
}

// The last part of each name that is no sheet: theme, formats and relations are the same in all lists of a form.
const PARTS = new Map<string, { readonly data: Uint8Array; readonly packed: PackedEntry }>();

function packedPart(entry: ZipEntry): PackedEntry {
  if (sheetNumber(entry) > 0) return packEntry(entry);
  const last = PARTS.get(entry.name);
  if (last !== undefined && Buffer.compare(last.data, entry.data) === 0) return last.packed;
  const packed = packEntry(entry);
  PARTS.set(entry.name, { data: Uint8Array.from(entry.data), packed });
  return packed;
}

/**
 * An .xlsx workbook (ECMA-376) from values. The same values give the same bytes at any time: no property and no entry of
 * the archive carries a clock. Refuses (throws: a bug) sheets of the same name, as the file format does.
 */
export async function spreadsheet(sheets: readonly Sheet[]): Promise<Uint8Array> {
  const book = await emptyBook();
  const firstRows = sheets.map((sheet) => writeFrame(book, sheet));
  const filled = (await entriesOf(book)).map((entry) => {
    const index = sheetNumber(entry) - 1;
    const [table, firstRow] = [sheets[index], firstRows[index]];
    if (table === undefined || firstRow === undefined) return entry;
    return { name: entry.name, data: withRows(entry.data, firstRow, table.rows) };
  });
  return writePacked(filled.map(packedPart));
}

/** The XML of a sheet around its rows, and the formats of rows, sums and notes. */
export interface TableFrame {
  readonly head: string;
  readonly firstRow: number;
  readonly body: ModelRow;
  readonly bold: ModelRow;
  readonly note: ModelRow;
  readonly tail: string;
}

/** What a workbook needs besides the rows: a frame for each sheet, and the parts of the archive that are no sheets. */
export interface TableFrames {
  readonly frames: readonly TableFrame[];
  readonly others: readonly ZipEntry[];
}

function writeTableFrame(book: ExcelJS.Workbook, form: TableForm): number {
  const sheet = book.addWorksheet(form.name);
  sheet.columns = form.columns.map(({ width }) => ({ width }));
  const headingAt = form.above.length + 1;
  const headings = headingRows(form.columns);
  const firstRow = headingAt + headings;
  writeLines(sheet, form.above, 1);
  writeHeadings(sheet, form.columns, headingAt);
  const wrapText = form.rowHeight !== undefined;
  if (form.rowHeight !== undefined) sheet.getRow(firstRow).height = form.rowHeight;
  form.columns.forEach(({ kind }, index) => {
    for (const [row, isBold] of [
      [firstRow, false],
      [firstRow + 1, true],
    ] as const) {
      const cell = sheet.getCell(row, index + 1);
      bodyCell(cell, kind, isBold);
      if (kind === 'text') cell.alignment = { ...FORMATS.text.alignment, wrapText };
    }
    // Without a border and without breaks, so that a long sentence runs on over the empty cells beside it.
    sheet.getCell(firstRow + 2, index + 1).style = { font: { name: FONT, size: BODY_SIZE, italic: true } };
  });
  const last = sheet.getColumn(form.columns.length).letter;
  sheet.autoFilter = `A${firstRow - 1}:${last}${firstRow}`;
  const print = { landscape: true, footer: form.footer };
  printSetup(sheet, { columns: form.columns, print }, headingAt, null);
  if (form.pagesWide !== undefined) {
    sheet.pageSetup.fitToWidth = form.pagesWide;
    sheet.pageSetup.printTitlesColumn = 'A:C';
  }
  return firstRow;
}

function tableFrame(xml: string, firstRow: number): TableFrame {
  const at = (row: number): number => xml.indexOf(`<row r="${row}"`);
  const model = (row: number): ModelRow => readModelRow(xml.slice(at(row), xml.indexOf('</row>', at(row))));
  if (at(firstRow) < 0 || at(firstRow + 2) < 0) throw new Error('the frame of a sheet has no rows to copy');
  return {
    // The stated size of the sheet would be wrong as soon as rows are filled in; readers do without.
    head: xml.slice(0, at(firstRow)).replace(/<dimension [^>]*>/, ''),
    firstRow,
    body: model(firstRow),
    bold: model(firstRow + 1),
    note: model(firstRow + 2),
    tail: xml.slice(xml.indexOf('</sheetData>')),
  };
}

/** Frames for sheets of these forms, in this order. The same forms in front give the same frames, whatever follows them. */
export async function tableFrames(forms: readonly TableForm[]): Promise<TableFrames> {
  const book = await emptyBook();
  const firstRows = forms.map((form) => writeTableFrame(book, form));
  const entries = await entriesOf(book);
  const xml = new Map(entries.map((entry) => [sheetNumber(entry), new TextDecoder().decode(entry.data)]));
  return {
    frames: firstRows.map((firstRow, index) => tableFrame(xml.get(index + 1) ?? '', firstRow)),
    others: entries.filter((entry) => sheetNumber(entry) === 0),
  };
}
