import { type Result, done, refused } from '../domain/failure.ts';
import { UnreadableText, readCsv } from './csv.ts';
import { type SheetRow, UnreadableSheet, decodedChunks, sharedTexts, sheetRows } from './sheet-read.ts';
import { type PackedPart, checkedParts } from './zip-check.ts';
import { DamagedPart, unpackedChunks } from './zip-part.ts';

/** A cell of a list that came back. */
export interface ListCell {
  readonly text: string;
  readonly isNumber: boolean;
}

/** A row of a list that came back, as a spreadsheet counts; cells by place, from 0. */
export interface ListRow {
  readonly row: number;
  readonly cells: readonly ListCell[];
  /** Its quotes do not close: all of it is one cell. */
  readonly isBroken: boolean;
}

/** The tables of a file: one of a CSV file, one a sheet of a workbook. */
export interface ListTables {
  readonly tables: readonly (readonly ListRow[])[];
  /** Days of the workbook are counted from 1904. */
  readonly startsIn1904: boolean;
}

const MOST_BYTES = 32 << 20;
const MOST_ROWS = 200_000;
const MOST_SHARED_BYTES = 64 << 20;
const WORKBOOK = 'xl/workbook.xml';
const SHARED = 'xl/sharedStrings.xml';
const SHEET = /^xl\/worksheets\/[^/]+\.xml$/;
const NOTHING: ListCell = { text: '', isNumber: false };

/** The list holds more rows than anybody pays at a payment point. */
class TooManyRows extends Error {
  override readonly name = 'TooManyRows';
}

function taken(rows: ListRow[], row: ListRow): void {
  if (rows.length >= MOST_ROWS) throw new TooManyRows('more rows than are read');
  rows.push(row);
}

/** 0 for A, 25 for Z, 26 for AA. */
function placeOf(letters: string): number {
  let place = 0;
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64;
  return place - 1;
}

function placed({ row, cells }: SheetRow): ListRow {
  const list: ListCell[] = [];
  for (const [letters, { text, isNumber }] of cells) {
    const place = placeOf(letters);
    // A sheet ends at XFD: what stands beyond no spreadsheet shows.
    if (place >= 16_384) throw new UnreadableSheet('a cell beyond the last column');
    while (list.length <= place) list.push(NOTHING);
    list[place] = { text, isNumber };
  }
  return { row, cells: list, isBroken: false };
}

async function wholeText(part: PackedPart | undefined): Promise<string> {
  if (part === undefined) return '';
  if (part.size > MOST_SHARED_BYTES) throw new UnreadableSheet('texts too long');
  let text = '';
  for await (const chunk of decodedChunks(unpackedChunks(part))) text += chunk;
  return text;
}

async function workbookTables(bytes: Uint8Array): Promise<Result<ListTables>> {
  const checked = await checkedParts(bytes, [WORKBOOK]);
  if (!checked.ok) return checked;
  const { parts, texts } = checked.value;
  const shared = sharedTexts(await wholeText(parts.get(SHARED)));
  const tables: ListRow[][] = [];
  for (const [name, part] of parts) {
    if (!SHEET.test(name)) continue;
    const rows: ListRow[] = [];
    for await (const row of sheetRows(unpackedChunks(part), shared)) taken(rows, placed(row));
    tables.push(rows);
  }
  const startsIn1904 = /<(?:\w+:)?workbookPr\s[^>]*date1904="(?:1|true)"/.test(texts.get(WORKBOOK) ?? '');
  return done({ tables, startsIn1904 });
}

async function csvTables(bytes: Uint8Array): Promise<Result<ListTables>> {
  const rows: ListRow[] = [];
  for await (const block of readCsv([bytes]))
    for (const { row, cells, brokenQuotes } of block.rows)
      taken(rows, { row, cells: cells.map((text) => ({ text, isNumber: false })), isBroken: brokenQuotes });
  return done({ tables: [rows], startsIn1904: false });
}

function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * The tables of a list that came back: .xlsx or CSV, known by its first bytes. Refuses more than 32 MiB or 200,000 rows, a damaged, encrypted or
 * swollen archive, a sheet that could be read in two ways, and text that is not UTF-8.
 */
export async function listTables(bytes: Uint8Array): Promise<Result<ListTables>> {
  if (bytes.length > MOST_BYTES)
    return refused(
      'file_too_large',
      'tệp lớn hơn 32 MiB (larger than 32 MiB): hãy gửi từng điểm chi trả một tệp (one file a payment point)',
    );
  try {
    return isArchive(bytes) ? await workbookTables(bytes) : await csvTables(bytes);
  } catch (error) {
    if (error instanceof TooManyRows)
      return refused('too_many_rows', 'tệp có hơn 200.000 dòng (more than 200,000 rows): hãy chia nhỏ (split it)');
    if (error instanceof UnreadableText) return refused(error.code, error.message);
    if (error instanceof UnreadableSheet || error instanceof DamagedPart)
      return refused(
        'unreadable_workbook',
        `không đọc được tệp .xlsx, hãy lưu lại dưới dạng CSV UTF-8 (the .xlsx file cannot be read: ${error.message}; save it as CSV UTF-8)`,
      );
    throw error;
  }
}
