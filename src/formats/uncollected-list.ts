import { type Vnd, sumVnd } from '../domain/money.ts';
import { type Month, formatMonth, monthIndex } from '../domain/month.ts';
import { amountInWords } from './amount-in-words.ts';
import { composed, inNameOrder } from './latin-text.ts';
import type { PdfFonts } from './pdf-font.ts';
import { sheetsPdf } from './pdf-sheet.ts';
import type { Cell, Column, Line, Piece, Sheet } from './sheet.ts';
import { spreadsheet } from './spreadsheet.ts';
import { groupedNumber, localMonth } from './vietnamese-number.ts';

/** A person who did not collect month after month. */
export interface UncollectedEntry {
  readonly personId: string;
  readonly fullName: string;
  /** YYYY. */
  readonly birthYear: string;
  /** The last four digits of the national id; empty when there is none. */
  readonly nationalIdEnd: string;
  /** Decisions by which assistance is paid now. */
  readonly decisions: string;
  /** Where the money waited; empty: the person is not paid in cash now. */
  readonly paymentPoint: string;
  readonly from: Month;
  readonly to: Month;
  /** Issued and not collected; VND. */
  readonly waiting: Vnd;
  /** As the post office said last; empty: not said. */
  readonly reason: string;
}

/** Those of one commune, whose chairman decides. */
export interface UncollectedCommune {
  readonly code: string;
  readonly name: string;
  readonly entries: readonly UncollectedEntry[];
}

/** What the control found in a run. */
export interface UncollectedList {
  readonly provinceName: string;
  readonly month: Month;
  readonly runId: string;
  /** Months in a row from which somebody is listed. */
  readonly leastMonths: number;
  /** The rule by which the chairman decides, as the catalogue names it: ND 335/2026, Đ9.1.a. */
  readonly rule: { readonly document: string; readonly article: string };
  readonly communes: readonly UncollectedCommune[];
}

const COLUMNS: readonly Column[] = [
  { heading: 'STT', width: 5.5, kind: 'count' },
  { heading: 'Mã đối tượng', width: 14, kind: 'centred' },
  { heading: 'Họ và tên', width: 25, kind: 'text' },
  { heading: 'Năm sinh', width: 7.5, kind: 'centred' },
  { heading: 'Số định danh\n(4 số cuối)', width: 12, kind: 'centred' },
  { heading: 'Quyết định hưởng', width: 18, kind: 'text' },
  { heading: 'Điểm chi trả', width: 19, kind: 'text' },
  { heading: 'Các tháng chưa nhận', width: 18, kind: 'centred' },
  { heading: 'Số tháng', width: 8, kind: 'count' },
  { heading: 'Số tiền đang chờ', width: 13.5, kind: 'money' },
  { heading: 'Lý do ghi gần nhất', width: 21, kind: 'text' },
  { heading: 'Quyết định của Chủ tịch\n(tạm dừng / tiếp tục chi)', width: 25, kind: 'text' },
];
const LAST = COLUMNS.length;

/** "Đ9.1.a" as papers write it: điểm a khoản 1 Điều 9. What has another form stays as it is. */
export function ruleInWords({ document, article }: UncollectedList['rule']): string {
  const decree = /^ND (\d+)\/(\d{4})$/.exec(document);
  const place = /^Đ(\d+)(?:\.(\d+))?(?:\.(\p{L}))?$/u.exec(article);
  if (decree === null || place === null) return `${document} ${article}`.trim();
  const [, clause, paragraph, point] = place;
  const words = [
    ...(point === undefined ? [] : [`điểm ${point}`]),
    ...(paragraph === undefined ? [] : [`khoản ${paragraph}`]),
    `Điều ${clause}`,
  ];
  return `${words.join(' ')} Nghị định số ${decree[1]}/${decree[2]}/NĐ-CP`;
}

function across(text: string, style: Partial<Piece> = {}): Line {
  return { pieces: [{ from: 1, to: LAST, text, ...style }] };
}

function pair(left: Omit<Piece, 'from' | 'to'>, right: Omit<Piece, 'from' | 'to'>): Line {
  return {
    pieces: [
      { ...left, from: 1, to: 5, align: 'center' },
      { ...right, from: 8, to: LAST, align: 'center' },
    ],
  };
}

function head(list: UncollectedList, office: string): readonly Line[] {
  const months = String(list.leastMonths).padStart(2, '0');
  const sheetTitle = `DANH SÁCH NGƯỜI KHÔNG NHẬN TRỢ CẤP TỪ ${months} THÁNG LIÊN TỤC`;
  return [
    pair({ text: list.provinceName.toUpperCase() }, { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true }),
    pair(
      { text: office.toUpperCase(), bold: true, rule: 0.4 },
      { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, underline: true },
    ),
    { pieces: [], height: 8 },
    { ...across(sheetTitle, { bold: true, size: 16, align: 'center' }), height: 26 },
    across('Trình Chủ tịch Ủy ban nhân dân cấp xã xem xét, quyết định tạm dừng chi trả', {
      bold: true,
      align: 'center',
    }),
    across(`Not collected month after month, for the chairman's decision · ${formatMonth(list.month)}`, {
      italic: true,
      size: 11,
      align: 'center',
    }),
    across(
      `Căn cứ ${ruleInWords(list.rule)}. Danh sách chi trả tháng ${localMonth(list.month)}, mã kỳ chi ${list.runId}. ` +
        'Đơn vị tính: đồng.',
      { size: 11 },
    ),
  ];
}

const SIGNERS: readonly (readonly [title: string, how: string, from: number, to: number])[] = [
  ['NGƯỜI LẬP BIỂU', '(Ký, ghi rõ họ tên)', 1, 4],
  ['CÔNG CHỨC PHỤ TRÁCH', '(Ký, ghi rõ họ tên)', 5, 8],
  ['CHỦ TỊCH UBND', '(Ký tên, đóng dấu)', 9, LAST],
];

function foot(entries: readonly UncollectedEntry[], total: Vnd): readonly Line[] {
  const date = '....................., ngày ....... tháng ....... năm ...........';
  const signers = (what: 0 | 1, style: Partial<Piece>): Line => ({
    pieces: SIGNERS.map((signer) => ({
      text: signer[what],
      from: signer[2],
      to: signer[3],
      align: 'center',
      ...style,
    })),
  });
  const words = amountInWords(total);
  return [
    {
      ...across(`Số người: ${groupedNumber(entries.length)}. Số tiền đang chờ bằng chữ: ${words}.`, { bold: true }),
      height: 24,
    },
    across(
      'Danh sách này không tự tạm dừng ai: chỉ quyết định của Chủ tịch mới có hiệu lực. This list suspends nobody; only a decision does.',
      { italic: true, size: 11 },
    ),
    { pieces: [{ from: 9, to: LAST, text: date, italic: true, align: 'center' }], height: 24 },
    signers(0, { bold: true }),
    signers(1, { italic: true, size: 11 }),
    { pieces: [], height: 80 },
  ];
}

function rowOf(entry: UncollectedEntry, index: number): readonly Cell[] {
  return [
    index + 1,
    entry.personId,
    composed(entry.fullName),
    entry.birthYear,
    entry.nationalIdEnd === '' ? null : `••••${entry.nationalIdEnd}`,
    entry.decisions,
    composed(entry.paymentPoint),
    `${localMonth(entry.from)} – ${localMonth(entry.to)}`,
    monthIndex(entry.to) - monthIndex(entry.from) + 1,
    entry.waiting,
    composed(entry.reason),
    null,
  ];
}

// A workbook allows 31 signs and none of these.
function sheetName(commune: UncollectedCommune): string {
  return `${commune.code} ${commune.name}`
    .replaceAll(/[\\/*?:[\]]/g, ' ')
    .slice(0, 31)
    .trim();
}

function sheetOf(list: UncollectedList, commune: UncollectedCommune): Sheet {
  const entries = inNameOrder(commune.entries);
  const total = sumVnd(entries.map((entry) => entry.waiting));
  return {
    name: sheetName(commune),
    above: head(list, `UBND ${commune.name}`),
    columns: COLUMNS,
    rows: entries.map(rowOf),
    rowHeight: 34,
    totals: [{ label: 'Tổng cộng', labelTo: 9, values: [total] }],
    below: foot(entries, total),
    print: { landscape: true, footer: `${commune.name} (${commune.code})  ·  ${list.runId}` },
  };
}

function emptySheet(list: UncollectedList): Sheet {
  const months = groupedNumber(list.leastMonths);
  const sentence =
    `Không có ai không nhận tiền từ ${months} tháng liên tục mà chưa tạm dừng. ` +
    `Nobody left the money uncollected for ${months} months in a row without being suspended.`;
  return {
    name: 'Không có ai',
    above: head(list, 'Ủy ban nhân dân'),
    columns: COLUMNS,
    rows: [],
    totals: [],
    below: [{ ...across(sentence, { bold: true }), height: 30 }],
    print: { landscape: true, footer: list.runId },
  };
}

/** The papers as tables of values, one a commune, in the order of their codes; nobody found: one that says so. VND. */
export function uncollectedSheets(list: UncollectedList): readonly Sheet[] {
  const communes = list.communes.filter((commune) => commune.entries.length > 0);
  if (communes.length === 0) return [emptySheet(list)];
  return communes.toSorted((a, b) => (a.code < b.code ? -1 : 1)).map((commune) => sheetOf(list, commune));
}

/**
 * Who did not collect for months in a row, for the chairman of each commune to decide on (.xlsx, a sheet a commune): months, money that waits,
 * the reason said last, room for the decision. No category of assistance. Source: ND 335/2026 Đ9.1. VND.
 */
export function uncollectedWorkbook(list: UncollectedList): Promise<Uint8Array> {
  return spreadsheet(uncollectedSheets(list));
}

/** The same papers ready to print (PDF, A4 landscape), each commune beginning on a page of its own. */
export function uncollectedPdf(list: UncollectedList, fonts: PdfFonts): Uint8Array {
  return sheetsPdf(`Danh sách không nhận trợ cấp ${formatMonth(list.month)}`, uncollectedSheets(list), fonts);
}
