import { type PostEntry, type PostList, postList } from '../../src/formats/post-list.ts';
import { readZip, writeZip } from '../../src/formats/zip.ts';
import { vnd } from '../../src/domain/money.ts';
import { month } from '../../src/domain/month.ts';

const SHEET = 'xl/worksheets/sheet1.xml';
/** The first row of payments of a list. */
export const FIRST_ROW = 11;

/** A payment of a list, some of them with every part of money. VND. */
export function postEntry(at: number, more: Partial<PostEntry> = {}): PostEntry {
  const [arrears, carried] = [at % 3 === 0 ? 320_000 : 0, at % 7 === 0 ? 540_000 : 0];
  return {
    paymentId: `2026-11-R01-${String(at).padStart(9, '0')}`,
    personId: `P${String(at).padStart(6, '0')}`,
    fullName: `Nguyễn Thị ${String.fromCodePoint(65 + (at % 26))}${at}`,
    birthYear: String(1930 + (at % 80)),
    nationalIdEnd: '1234',
    collector: at % 5 === 0 ? 'Trần Thị Thu (con)' : '',
    current: vnd(540_000),
    arrears: vnd(arrears),
    arrearsMonths: arrears === 0 ? 0 : 4,
    carried: vnd(carried),
    recovered: vnd(0),
    amount: vnd(540_000 + arrears + carried),
    ...more,
  };
}

/** A list of so many payments, in the order of their numbers when they share the given name. */
export function postListOf(count: number, more: (at: number) => Partial<PostEntry> = () => ({})): PostList {
  return {
    provinceName: 'Tỉnh Bắc Ninh',
    month: month(202611),
    runId: '2026-11-R01',
    commune: { code: '07246', name: 'Xã Xuân Lương' },
    point: { code: 'PP07246', name: 'Bưu điện xã Xuân Lương', provider: 'VNPOST' },
    entries: Array.from({ length: count }, (_, at) => postEntry(at + 1, more(at + 1))),
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

/** A workbook whose sheet was changed by somebody: as XML. */
export function withSheet(bytes: Uint8Array, change: (xml: Buffer) => Buffer): Uint8Array {
  return writeZip(
    readZip(bytes).map((part) => (part.name === SHEET ? { name: SHEET, data: change(Buffer.from(part.data)) } : part)),
  );
}

function filledCell(xml: string, place: string, value: string | number): string {
  const cell = new RegExp(`<c r="${place}"((?: s="\\d+")?)(?: t="\\w+")?(?:/>|>.*?</c>)`, 's');
  if (!cell.test(xml)) throw new Error(`the list has no cell ${place}`);
  return xml.replace(cell, (_, style: string) =>
    typeof value === 'number'
      ? `<c r="${place}"${style}><v>${value}</v></c>`
      : `<c r="${place}"${style} t="inlineStr"><is><t>${escaped(value)}</t></is></c>`,
  );
}

/** The workbook of a list with cells that somebody filled in: place (L11) -> text, or number. */
export async function filledList(
  list: PostList,
  cells: Readonly<Record<string, string | number>>,
): Promise<Uint8Array> {
  return withSheet(await postList(list), (sheet) => {
    let xml = sheet.toString('utf8');
    for (const [place, value] of Object.entries(cells)) xml = filledCell(xml, place, value);
    return Buffer.from(xml);
  });
}
