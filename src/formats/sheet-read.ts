/** One cell as it stands in the sheet: a text, or a number as it is written. */
export interface SheetCell {
  readonly text: string;
  readonly isNumber: boolean;
  /** What it shows is computed when somebody opens it. */
  readonly isFormula: boolean;
}

export interface SheetRow {
  readonly row: number;
  /** Not shown and not printed. */
  readonly isHidden: boolean;
  /** By the letters of the column. Empty cells are left out. */
  readonly cells: ReadonlyMap<string, SheetCell>;
}

/** The sheet is none that this reader can follow to its end. */
export class UnreadableSheet extends Error {
  override readonly name = 'UnreadableSheet';
}

// The longest honest row of ours is 4 KiB.
const LONGEST_ROW = 1 << 20;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return ENTITIES[name] ?? whole;
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

/** All texts of a run of <t> elements, one after the other. */
function textsIn(xml: string): string {
  let text = '';
  for (const [, part = ''] of xml.matchAll(/<t(?:\s[^>]*)?>([^<]*)<\/t>/g)) text += part;
  return decoded(text);
}

function cellOf(attributes: string, body: string, shared: readonly string[]): SheetCell {
  const type = /\st="([^"]*)"/.exec(attributes)?.[1] ?? 'n';
  const isFormula = /<f[\s>/]/.test(body);
  if (type === 'inlineStr') return { text: textsIn(body), isNumber: false, isFormula };
  const value = decoded(/<v(?:\s[^>]*)?>([^<]*)<\/v>/.exec(body)?.[1] ?? '');
  if (type === 's') return { text: shared[Number(value)] ?? '', isNumber: false, isFormula };
  return { text: value, isNumber: type === 'n' && value !== '', isFormula };
}

function rowOf(attributes: string, body: string, shared: readonly string[]): SheetRow {
  const cells = new Map<string, SheetCell>();
  for (const [, inside = '', content] of body.matchAll(/<c((?:\s[^>]*?)?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const column = /\sr="([A-Z]+)\d+"/.exec(inside)?.[1];
    if (column === undefined || cells.has(column)) throw new UnreadableSheet('a cell without a place, or one twice');
    if (content !== undefined) cells.set(column, cellOf(inside, content, shared));
  }
  const row = Number(/\sr="(\d{1,7})"/.exec(attributes)?.[1]);
  if (!Number.isInteger(row)) throw new UnreadableSheet('a row without a number');
  return { row, isHidden: /\s(?:hidden="(?:1|true)"|ht="0(?:\.0+)?")/.test(attributes), cells };
}

/** Where the next row begins; -1 when there is none, or the text ends within its name. Other elements begin with these letters too. */
function rowStart(text: string, from: number): number {
  for (let at = text.indexOf('<row', from); at >= 0; at = text.indexOf('<row', at + 4)) {
    const next = text[at + 4] ?? '';
    if (next === '' || /[\s>/]/.test(next)) return at;
  }
  return -1;
}

/** The end of a row that begins at `start`: of its tag, and of all of it; null when more text is needed. */
function rowEnd(text: string, start: number): { readonly tag: number; readonly end: number } | null {
  const tag = text.indexOf('>', start);
  if (tag < 0) return null;
  if (text[tag - 1] === '/') return { tag, end: tag + 1 };
  const close = text.indexOf('</row>', tag);
  return close < 0 ? null : { tag, end: close + '</row>'.length };
}

/** XML without comments, CDATA and document types: behind one of these a row could hide from this reader or from a spreadsheet. */
function plainXml(text: string): string {
  if (text.includes('<!')) throw new UnreadableSheet('a comment, CDATA or a document type');
  return text;
}

/** The text of chunks in UTF-8. Throws UnreadableSheet for other bytes. */
export async function* decodedChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const text = (chunk: Uint8Array | undefined): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw new UnreadableSheet('not UTF-8');
    }
  };
  for await (const chunk of chunks) yield text(chunk);
  yield text(undefined);
}

/**
 * The rows of a worksheet (ECMA-376 part 1, 18.3), one after the other: memory holds one chunk and one row. Reads what is written without a
 * prefix of the namespace, as our workbooks and those of Excel are. Refuses (throws UnreadableSheet) what it could read in another way
 * than a spreadsheet does, rows that do not go down the sheet, and a sheet that ends early.
 */
export async function* sheetRows(
  chunks: AsyncIterable<Uint8Array>,
  shared: readonly string[],
): AsyncGenerator<SheetRow, undefined> {
  let [text, last, isOver] = ['', 0, false];
  for await (const more of decodedChunks(chunks)) {
    text = plainXml(text + more);
    let at = 0;
    for (;;) {
      const start = rowStart(text, at);
      const found = start < 0 ? null : rowEnd(text, start);
      if (found === null) break;
      const row = rowOf(text.slice(start + 4, found.tag), text.slice(found.tag + 1, found.end), shared);
      if (row.row <= last) throw new UnreadableSheet('rows that do not go down the sheet');
      last = row.row;
      yield row;
      at = found.end;
    }
    isOver ||= text.includes('</worksheet>');
    const open = rowStart(text, at);
    text = text.slice(open < 0 ? Math.max(at, text.length - 16) : open);
    if (text.length > LONGEST_ROW) throw new UnreadableSheet('a row without an end');
  }
  if (!isOver) throw new UnreadableSheet('the sheet ends early');
}

/** The shared texts of a workbook by their number. */
export function sharedTexts(xml: string): readonly string[] {
  return [...plainXml(xml).matchAll(/<si>(.*?)<\/si>|<si\/>/gs)].map(([, body = '']) => textsIn(body));
}
