import type { ListTemplate } from '../domain/bank-sheet.ts';
import type { Vnd } from '../domain/money.ts';
import type { Cell } from './sheet.ts';
import { columnLetters } from './sheet-reference.ts';
import { type ModelRow, rowXml } from './sheet-rows.ts';
import { type PackedEntry, packEntry, writePacked } from './zip.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

// Formats of cells by number: 0 plain, 1 text (@), 2 amounts (#,##0), 3 whole numbers, 4 headings.
const STYLES =
  `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font>` +
  '<font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>';

const STYLE = { text: ' s="1"', amount: ' s="2"', whole: ' s="3"', heading: ' s="4"' } as const;

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function modelRow(styles: readonly string[]): ModelRow {
  return { attributes: '', cells: styles.map((style, at) => ({ column: columnLetters(at + 1), style })) };
}

function sheetNames({ sheet, hidden }: ListTemplate): { readonly name: string; readonly state: string }[] {
  return [{ name: sheet, state: '' }, ...(hidden === null ? [] : [{ name: hidden.sheet, state: ' state="hidden"' }])];
}

/** Every part of the archive but the sheet with the payments. */
function frameParts(template: ListTemplate): PackedEntry[] {
  const names = sheetNames(template);
  const numbers = names.map((_, at) => at + 1);
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const texts: Record<string, string> = {
    '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/>${numbers.map((at) => `<Override PartName="/xl/worksheets/sheet${at}.xml" ContentType="${TYPES}.worksheet+xml"/>`).join('')}</Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${names.map(({ name, state }, at) => `<sheet name="${attribute(name)}" sheetId="${at + 1}"${state} r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships">${numbers.map((at) => relation(`rId${at}`, 'worksheet', `worksheets/sheet${at}.xml`)).join('')}${relation(`rId${names.length + 1}`, 'styles', 'styles.xml')}</Relationships>`,
    'xl/styles.xml': STYLES,
  };
  if (template.hidden !== null)
    texts['xl/worksheets/sheet2.xml'] =
      `${XML}<worksheet xmlns="${MAIN}"><sheetData>${rowXml(modelRow([STYLE.text]), 1, [template.hidden.text])}</sheetData></worksheet>`;
  return Object.entries(texts).map(([name, text]) => packEntry({ name, data: new TextEncoder().encode(text) }));
}

/** The last row: its label in the first column of text, the sum in every column of amounts. */
function totalRow(template: ListTemplate, label: string, total: Vnd): Cell[] {
  const labelAt = template.columns.findIndex((column) => column.cell === 'text');
  return template.columns.map((column, at) => (column.cell === 'amount' ? total : at === labelAt ? label : null));
}

/** Writes a workbook: title, rows in the order of the columns, and their sum (VND). */
export type WorkbookWriter = (title: readonly string[], rows: readonly (readonly Cell[])[], total: Vnd) => Uint8Array;

/**
 * A writer of workbooks in a bank's form (ECMA-376): title, headings, one row a payment, and the sum where the form has one. Text cells have the
 * format @, amounts #,##0. Written without a library, and what all of them share is made once: a list costs little more than its CSV. The same
 * values give the same bytes.
 */
export function bankWorkbooks(template: ListTemplate): WorkbookWriter {
  const { columns, headerRow } = template;
  const frame = frameParts(template);
  const body = modelRow(columns.map((column) => STYLE[column.cell]));
  const heading = modelRow(columns.map(() => STYLE.heading));
  const widths = columns.map(
    ({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`,
  );
  const head = `${XML}<worksheet xmlns="${MAIN}"><cols>${widths.join('')}</cols><sheetData>`;
  const headings = rowXml(
    heading,
    headerRow,
    columns.map((column) => column.heading),
  );
  return (title, rows, total) => {
    const above = title.map((text, at) => rowXml(modelRow([STYLE.heading]), at + 1, [text]));
    const lines = rows.map((cells, at) => rowXml(body, headerRow + 1 + at, cells));
    const last = headerRow + 1 + rows.length;
    const sum = template.total === null ? '' : rowXml(body, last, totalRow(template, template.total, total));
    const text = [head, ...above, headings, ...lines, sum, '</sheetData></worksheet>'].join('');
    return writePacked([
      ...frame,
      packEntry({ name: 'xl/worksheets/sheet1.xml', data: new TextEncoder().encode(text) }),
    ]);
  };
}
