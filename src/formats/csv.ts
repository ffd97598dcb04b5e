import { isUtf8 } from 'node:buffer';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';

export type Delimiter = ',' | ';';

/** One record. `row` counts records from 1 (the header), blank lines included, as a spreadsheet numbers them. */
export interface CsvRow {
  readonly row: number;
  readonly cells: readonly string[];
  /** True where quotes do not close: `cells` then holds the one line as it stands, and reading goes on with the next line. */
  readonly brokenQuotes: boolean;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
/** A quoted cell may hold line breaks, but no honest one holds more; beyond this a quote was forgotten. */
const MAX_LINES_IN_RECORD = 20;
/** When no end of a record is found within so many bytes, lines are read one by one. */
const PATIENCE_BYTES = 1 << 18;
const MAX_LINE_BYTES = 1 << 20;

/** The bytes cannot be read as a table of text. The sentence names the line where that is known, never the content. */
export class UnreadableText extends Error {
  readonly code: 'wrong_encoding' | 'line_too_long';
  constructor(code: 'wrong_encoding' | 'line_too_long', message: string) {
    super(message);
    this.name = 'UnreadableText';
    this.code = code;
  }
}

const ENCODING_HELP = 'hãy lưu lại tệp với mã UTF-8 (save the file as UTF-8)';

/** Refuses (throws UnreadableText) bytes of whole lines that are not UTF-8: UTF-16, TCVN3, VNI, Windows-1258. */
export function checkUtf8(lines: Uint8Array, firstLine: number): void {
  if (isUtf8(lines) && !lines.includes(0)) return;
  let line = firstLine;
  for (let start = 0; start < lines.length; line += 1) {
    const end = endOfLine(lines, start);
    const bytes = lines.subarray(start, end);
    if (!isUtf8(bytes) || bytes.includes(0)) break;
    start = end;
  }
  throw new UnreadableText(
    'wrong_encoding',
    `dòng ${line} không phải UTF-8 (line ${line} is not UTF-8): ${ENCODING_HELP}`,
  );
}

/** Reads all of a file and refuses (throws UnreadableText, naming the line) what is not UTF-8. */
export async function checkEncoding(
  chunks: AsyncIterable<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void,
): Promise<void> {
  let rest: Uint8Array = new Uint8Array();
  let line = 1;
  for await (const chunk of chunks) {
    onChunk(chunk);
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const end = bytes.lastIndexOf(LINE_FEED) + 1;
    checkUtf8(bytes.subarray(0, end), line);
    line += countLines(bytes.subarray(0, end));
    rest = bytes.subarray(end);
    if (rest.length > MAX_LINE_BYTES) throw tooLong(line);
  }
  checkUtf8(rest, line);
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}

function tooLong(line: number): UnreadableText {
  return new UnreadableText(
    'line_too_long',
    `dòng ${line} dài hơn 1 MiB (line ${line} is longer than 1 MiB): đây không phải tệp CSV (this is no CSV file)`,
  );
}

function endOfLine(bytes: Uint8Array, from: number): number {
  const at = bytes.indexOf(LINE_FEED, from);
  return at < 0 ? bytes.length : at + 1;
}

/** The last end of a line outside quotes, counted from the start of a record; 0 when there is none. */
function endOfRecords(bytes: Uint8Array): number {
  let quote = bytes.indexOf(QUOTE);
  if (quote < 0) return bytes.lastIndexOf(LINE_FEED) + 1;
  let end = 0;
  for (let at = 0; ;) {
    const outside = bytes.subarray(at, quote < 0 ? bytes.length : quote).lastIndexOf(LINE_FEED);
    if (outside >= 0) end = at + outside + 1;
    if (quote < 0) return end;
    const closing = bytes.indexOf(QUOTE, quote + 1);
    if (closing < 0) return end;
    at = closing + 1;
    quote = bytes.indexOf(QUOTE, at);
  }
}

function parseRecords(bytes: Uint8Array, delimiter: Delimiter): string[][] {
  return parse(bytes, { delimiter, relax_column_count: true, record_delimiter: ['\r\n', '\n'] });
}

/** Records of bytes without a quote: every line is a record. Why: most blocks are such, and this is six times quicker. */
function plainRecords(bytes: Uint8Array, delimiter: Delimiter): string[][] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const lines = (text.includes('\r\n') ? text.replaceAll('\r\n', '\n') : text).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => line.split(delimiter));
}

/** The code of the parser's complaint, or the records of these bytes. */
function tryRecords(bytes: Uint8Array, delimiter: Delimiter): string[][] | string {
  if (!bytes.includes(QUOTE)) return plainRecords(bytes, delimiter);
  try {
    return parseRecords(bytes, delimiter);
  } catch (error) {
    if (error instanceof CsvError) return error.code;
    throw error;
  }
}

const LINE_BREAK = /[\n\r]/;

function hasLineBreak(records: readonly (readonly string[])[]): boolean {
  return records.some((cells) => cells.some((cell) => LINE_BREAK.test(cell)));
}

/** A record over several lines that has the wrong number of cells, or a whole row inside a cell: a quote was forgotten. */
function swallowsRows(cells: readonly string[], form: CsvForm): boolean {
  const broken = cells.filter((cell) => LINE_BREAK.test(cell));
  if (broken.length === 0) return false;
  const isRow = (line: string): boolean => form.columns > 1 && line.split(form.delimiter).length >= form.columns;
  return cells.length !== form.columns || broken.some((cell) => cell.split('\n').slice(1).some(isRow));
}

interface Lines {
  readonly rows: CsvRow[];
  /** Bytes whose rows are decided. */
  readonly used: number;
}

/** Reads line by line, so that a line with broken quotes costs that line only. Stops where more bytes are needed. */
function readCarefully(bytes: Uint8Array, firstRow: number, form: CsvForm, isLast: boolean): Lines {
  const rows: CsvRow[] = [];
  let start = 0;
  while (start < bytes.length) {
    let end = endOfLine(bytes, start);
    let answer = tryRecords(bytes.subarray(start, end), form.delimiter);
    for (
      let lines = 1;
      answer === 'CSV_QUOTE_NOT_CLOSED' && lines < MAX_LINES_IN_RECORD && end < bytes.length;
      lines += 1
    ) {
      end = endOfLine(bytes, end);
      answer = tryRecords(bytes.subarray(start, end), form.delimiter);
    }
    const isOpen = answer === 'CSV_QUOTE_NOT_CLOSED';
    if (!isLast && (bytes[end - 1] !== LINE_FEED || (isOpen && end === bytes.length))) break;
    const cells = typeof answer === 'string' ? undefined : answer[0];
    if (cells !== undefined && !swallowsRows(cells, form)) {
      rows.push({ row: firstRow + rows.length, cells, brokenQuotes: false });
      start = end;
    } else {
      const next = endOfLine(bytes, start);
      const line = new TextDecoder().decode(bytes.subarray(start, next)).replace(/\r?\n$/, '');
      rows.push({ row: firstRow + rows.length, cells: [line], brokenQuotes: true });
      start = next;
    }
  }
  return { rows, used: start };
}

/** How a file separates its cells, and how many its header has. */
export interface CsvForm {
  readonly delimiter: Delimiter;
  readonly columns: number;
}

/** Comma or semicolon, whichever splits the header into more cells. */
function formOf(header: Uint8Array): CsvForm {
  const commas = tryRecords(header, ',');
  const semicolons = tryRecords(header, ';');
  const count = (answer: string[][] | string): number => (typeof answer === 'string' ? 0 : (answer[0]?.length ?? 0));
  return count(semicolons) > count(commas)
    ? { delimiter: ';', columns: count(semicolons) }
    : { delimiter: ',', columns: count(commas) };
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function read(bytes: Uint8Array, firstRow: number, form: CsvForm, isLast: boolean): Lines {
  const end = isLast ? bytes.length : endOfRecords(bytes);
  if (end > 0) {
    const records = tryRecords(bytes.subarray(0, end), form.delimiter);
    if (typeof records !== 'string' && !hasLineBreak(records)) {
      return { rows: records.map((cells, at) => ({ row: firstRow + at, cells, brokenQuotes: false })), used: end };
    }
    return readCarefully(bytes, firstRow, form, isLast);
  }
  return bytes.length < PATIENCE_BYTES ? { rows: [], used: 0 } : readCarefully(bytes, firstRow, form, isLast);
}

/** Rows of a CSV file in blocks; the first row of the first block is the header. Comma or semicolon, LF or CRLF, with or
 * without byte order mark. RFC 4180, except that line breaks inside quotes end after 20 lines. The same bytes give the
 * same rows wherever the chunks are cut. Refuses (throws UnreadableText) what is not UTF-8 and a line beyond 1 MiB. */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<{ readonly form: CsvForm; readonly rows: readonly CsvRow[] }> {
  let rest: Uint8Array = new Uint8Array();
  let form: CsvForm | null = null;
  let nextRow = 1;
  let atStart = true;
  const take = (isLast: boolean): CsvRow[] => {
    if (atStart && (rest.length >= 3 || isLast)) [rest, atStart] = [withoutMark(rest), false];
    if (atStart || (!isLast && !rest.includes(LINE_FEED))) return [];
    form ??= formOf(rest.subarray(0, endOfLine(rest, 0)));
    const whole = isLast ? rest.length : rest.lastIndexOf(LINE_FEED) + 1;
    checkUtf8(rest.subarray(0, whole), nextRow);
    const { rows, used } = read(rest, nextRow, form, isLast);
    rest = rest.subarray(used);
    nextRow += rows.length;
    return rows;
  };
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const rows = take(false);
    if (form !== null && rows.length > 0) yield { form, rows };
    if (rest.length > MAX_LINE_BYTES && !rest.includes(LINE_FEED)) throw tooLong(nextRow);
  }
  const rows = take(true);
  if (form !== null && rows.length > 0) yield { form, rows };
}
