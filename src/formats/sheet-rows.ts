import { spreadsheetCell } from './csv-text.ts';
import type { Cell, Formula } from './sheet.ts';

const XML_NAMES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);
// All but the characters of XML 1.0, 2.2.
const NOT_IN_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

// Nothing to escape, nothing to leave out: nearly every text.
const PLAIN = /^[\t\n\r\u0020-%'-;=?-\uD7FF\uE000-\uFFFD]*$/;

function xmlText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(NOT_IN_XML, '').replaceAll(/[&<>]/g, (sign) => XML_NAMES.get(sign) ?? '');
}

function formulaXml(reference: string, style: string, { formula, value }: Formula): string {
  const type = typeof value === 'number' ? '' : ' t="str"';
  return `<c r="${reference}"${style}${type}><f>${xmlText(formula)}</f><v>${xmlText(String(value))}</v></c>`;
}

function cellXml(reference: string, style: string, value: Cell | Formula): string {
  if (value === null || value === '') return `<c r="${reference}"${style}/>`;
  if (typeof value === 'number') return `<c r="${reference}"${style}><v>${value}</v></c>`;
  if (typeof value === 'object') return formulaXml(reference, style, value);
  const text = xmlText(spreadsheetCell(value));
  return `<c r="${reference}"${style} t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

interface ModelCell {
  readonly column: string;
  readonly style: string;
}

/** The formats of a row, read from one that exceljs wrote. */
export interface ModelRow {
  readonly attributes: string;
  readonly cells: readonly ModelCell[];
}

/** Reads the formats of a row from its XML. */
export function readModelRow(xml: string): ModelRow {
  const attributes = /^<row r="\d+"([^>]*?)\/?>/.exec(xml)?.[1] ?? '';
  const cells = [...xml.matchAll(/<c r="([A-Z]+)\d+"((?: s="\d+")?)/g)].map(([, column = '', style = '']) => ({
    column,
    style,
  }));
  return { attributes, cells };
}

/** One row of a worksheet in the formats of a model row. */
export function rowXml(model: ModelRow, at: number, values: readonly (Cell | Formula)[]): string {
  let cells = '';
  for (let index = 0; index < model.cells.length; index++) {
    const cell = model.cells[index];
    if (cell !== undefined) cells += cellXml(`${cell.column}${at}`, cell.style, values[index] ?? null);
  }
  return `<row r="${at}"${model.attributes}>${cells}</row>`;
}

const PART_CHARACTERS = 1 << 16;

/** Why in parts: one text of all rows would be many times as large as the workbook, and stand in memory beside its bytes. */
function* rowParts(model: ModelRow, firstRow: number, rows: readonly (readonly Cell[])[]): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  for (const [index, values] of rows.entries()) {
    text += rowXml(model, firstRow + index, values);
    if (text.length < PART_CHARACTERS) continue;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(text);
}

/**
 * Fills the rows of a table into the XML of a worksheet (ECMA-376 part 1, 18.3) that holds only an empty first and last
 * row of it: all rows take the formats of the first. About twenty times as fast as a library object per cell, and flat
 * in memory. Refuses (throws: a bug) a sheet without these two rows.
 */
export function withRows(sheet: Uint8Array, firstRow: number, rows: readonly (readonly Cell[])[]): Uint8Array {
  if (rows.length === 0) return sheet;
  const sheetXml = new TextDecoder().decode(sheet);
  const from = sheetXml.indexOf(`<row r="${firstRow}"`);
  const last = sheetXml.indexOf(`<row r="${firstRow + rows.length - 1}"`);
  const to = sheetXml.indexOf('</row>', last) + '</row>'.length;
  if (from < 0 || last < from || to < last) throw new Error('the sheet has no first and last row to fill');
  const model = readModelRow(sheetXml.slice(from, sheetXml.indexOf('</row>', from)));
  const [above, below] = [Buffer.from(sheetXml.slice(0, from)), Buffer.from(sheetXml.slice(to))];
  return Buffer.concat([above, ...rowParts(model, firstRow, rows), below]);
}
