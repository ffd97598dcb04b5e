import { addVnd, subtractVnd, sumVnd, type Vnd } from '../domain/money.ts';
import { formatMonth, type Month } from '../domain/month.ts';
import { amountInWords } from './amount-in-words.ts';
import { composed, inNameOrder } from './latin-text.ts';
import type { Cell, Column, Line, Piece, Sheet } from './sheet.ts';
import { spreadsheet } from './spreadsheet.ts';
import { groupedNumber, localMonth } from './vietnamese-number.ts';

/** One person's payment in cash. Amounts in VND; `amount` = current + arrears + carried - recovered. */
export interface PostEntry {
  readonly paymentId: string;
  readonly personId: string;
  readonly fullName: string;
  /** YYYY. */
  readonly birthYear: string;
  /** The last four digits of the national id; empty when there is none. */
  readonly nationalIdEnd: string;
  /** Who collects in the person's place; empty: the person. */
  readonly collector: string;
  readonly current: Vnd;
  readonly arrears: Vnd;
  /** Number of months the arrears are for. */
  readonly arrearsMonths: number;
  /** Issued in earlier months and not collected. */
  readonly carried: Vnd;
  /** Taken back by recovery orders. */
  readonly recovered: Vnd;
  readonly amount: Vnd;
}

/** What one payment point pays in cash to the people of one commune for one month. */
export interface PostList {
  readonly provinceName: string;
  readonly month: Month;
  readonly runId: string;
  readonly commune: { readonly code: string; readonly name: string };
  readonly point: { readonly code: string; readonly name: string; readonly provider: string };
  readonly entries: readonly PostEntry[];
}

// The last column is not printed: whoever sends the list back as a file can name each payment by it.
const COLUMNS: readonly Column[] = [
  { heading: 'STT', legend: '1', width: 5.5, kind: 'count' },
  { heading: 'Mã đối tượng', legend: '2', width: 14, kind: 'centred' },
  { heading: 'Họ và tên', legend: '3', width: 26, kind: 'text' },
  { heading: 'Năm sinh', legend: '4', width: 8, kind: 'centred' },
  { heading: 'Số định danh\n(4 số cuối)', legend: '5', width: 12.5, kind: 'centred' },
  { heading: 'Người nhận thay', legend: '6', width: 20, kind: 'text' },
  { heading: 'Tháng này', legend: '7', width: 12.5, kind: 'money' },
  { heading: 'Số tháng', group: 'Truy lĩnh', legend: '8', width: 7, kind: 'count' },
  { heading: 'Số tiền', group: 'Truy lĩnh', legend: '9', width: 12.5, kind: 'money' },
  { heading: 'Chưa nhận tháng trước', legend: '10', width: 14, kind: 'money' },
  { heading: 'Tổng nhận', legend: '11 = 7 + 9 + 10', width: 14, kind: 'money' },
  { heading: 'Ký nhận\n(ký, ghi rõ họ tên)', legend: '12', width: 24, kind: 'text' },
  { heading: 'Ngày nhận', legend: '13', width: 11, kind: 'centred' },
  { heading: 'Ghi chú', legend: '14', width: 14, kind: 'text' },
  { heading: 'Mã khoản chi', legend: '15', width: 28, kind: 'text' },
];
const PRINTED = COLUMNS.length - 1;

function checked(entries: readonly PostEntry[]): void {
  const paymentIds = new Set(entries.map((entry) => entry.paymentId));
  if (paymentIds.size !== entries.length) throw new Error('post list: one payment stands twice');
  for (const { amount, current, arrears, carried, recovered } of entries) {
    if (amount <= 0) throw new RangeError('post list: a payment must be more than 0 VND');
    if (amount !== subtractVnd(addVnd(addVnd(current, arrears), carried), recovered)) {
      throw new RangeError(
        'post list: a payment is not the sum of this month, arrears and carried, less what is taken back',
      );
    }
  }
}

function rowOf(entry: PostEntry, index: number): readonly Cell[] {
  return [
    index + 1,
    entry.personId,
    composed(entry.fullName),
    entry.birthYear,
    entry.nationalIdEnd === '' ? null : `••••${entry.nationalIdEnd}`,
    composed(entry.collector),
    entry.current,
    entry.arrearsMonths === 0 ? null : entry.arrearsMonths,
    entry.arrears,
    entry.carried,
    entry.amount,
    null,
    null,
    entry.recovered > 0 ? `Trừ thu hồi ${groupedNumber(entry.recovered)}` : null,
    entry.paymentId,
  ];
}

function pair(left: Omit<Piece, 'from' | 'to'>, right: Omit<Piece, 'from' | 'to'>): Line {
  return {
    pieces: [
      { ...left, from: 1, to: 5, align: 'center' },
      { ...right, from: 9, to: PRINTED, align: 'center' },
    ],
  };
}

function across(text: string, style: Partial<Piece>): Line {
  return { pieces: [{ from: 1, to: PRINTED, text, ...style }] };
}

/** The motto of official papers (ND 30/2020, appendix I) at the right, who issues the list at the left. */
function head(list: PostList): readonly Line[] {
  const { commune, point } = list;
  const month = localMonth(list.month);
  return [
    pair({ text: list.provinceName.toUpperCase() }, { text: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', bold: true }),
    pair(
      { text: `UBND ${commune.name}`.toUpperCase(), bold: true, rule: 0.4 },
      { text: 'Độc lập - Tự do - Hạnh phúc', bold: true, underline: true },
    ),
    { pieces: [], height: 8 },
    {
      ...across(`DANH SÁCH CHI TRẢ TRỢ CẤP XÃ HỘI THÁNG ${month}`, { bold: true, size: 16, align: 'center' }),
      height: 26,
    },
    across(`Monthly payment list · ${formatMonth(list.month)}`, { italic: true, size: 11, align: 'center' }),
    across(`Điểm chi trả: ${point.name} (${point.code})  ·  Tổ chức chi trả: ${point.provider}`, {
      bold: true,
      align: 'center',
    }),
    {
      pieces: [
        { from: 1, to: 9, text: `Mã xã, phường: ${commune.code}  ·  Mã kỳ chi: ${list.runId}`, size: 11 },
        { from: 10, to: PRINTED, text: 'Đơn vị tính: đồng', italic: true, size: 11, align: 'right' },
      ],
    },
  ];
}

const SIGNERS: readonly (readonly [title: string, how: string, from: number, to: number])[] = [
  ['NGƯỜI LẬP BIỂU', '(Ký, ghi rõ họ tên)', 1, 3],
  ['KẾ TOÁN', '(Ký, ghi rõ họ tên)', 4, 6],
  ['CHỦ TỊCH UBND', '(Ký tên, đóng dấu)', 7, 9],
  ['NHÂN VIÊN CHI TRẢ', '(Ký, ghi rõ họ tên)', 10, 11],
  ['NGƯỜI GIÁM SÁT', '(Ký, ghi rõ họ tên)', 12, PRINTED],
];

function foot(entries: readonly PostEntry[], total: Vnd): readonly Line[] {
  const dots = '.'.repeat(24);
  return [
    { ...across(`Tổng số tiền bằng chữ: ${amountInWords(total)}.`, { bold: true, italic: true }), height: 24 },
    across(`Số người trong danh sách: ${groupedNumber(entries.length)} người.`, {}),
    {
      pieces: [
        { from: 1, to: 4, text: `Số người đã nhận: ${dots}` },
        { from: 5, to: 8, text: `Số người chưa nhận: ${dots}` },
        { from: 9, to: 11, text: `Số tiền đã chi: ${dots}` },
        { from: 12, to: PRINTED, text: `Số tiền nộp lại: ${dots}` },
      ],
      height: 26,
    },
    {
      pieces: [
        {
          from: 10,
          to: PRINTED,
          text: '....................., ngày ....... tháng ....... năm ...........',
          italic: true,
          align: 'center',
        },
      ],
      height: 22,
    },
    { pieces: SIGNERS.map(([text, , from, to]) => ({ text, from, to, bold: true, align: 'center' })) },
    { pieces: SIGNERS.map(([, text, from, to]) => ({ text, from, to, italic: true, size: 11, align: 'center' })) },
    { pieces: [], height: 80 },
  ];
}

/** The list as a table of values: what is printed, in print order. Refuses what `postList` refuses. */
export function postListSheet(list: PostList): Sheet {
  checked(list.entries);
  const entries = inNameOrder(list.entries);
  const total = sumVnd(entries.map((entry) => entry.amount));
  const sums = {
    current: sumVnd(entries.map((entry) => entry.current)),
    arrears: sumVnd(entries.map((entry) => entry.arrears)),
    carried: sumVnd(entries.map((entry) => entry.carried)),
  };
  return {
    name: 'Danh sách chi trả',
    above: head(list),
    columns: COLUMNS,
    rows: entries.map(rowOf),
    rowHeight: 30,
    totals: [{ label: 'Tổng cộng', labelTo: 6, values: [sums.current, null, sums.arrears, sums.carried, total] }],
    below: foot(entries, total),
    print: {
      landscape: true,
      footer: `${list.commune.name} · ${list.point.name} (${list.point.code}) · ${list.runId}`,
      columns: PRINTED,
    },
  };
}

/**
 * The list a post office pays and collects signatures from, as .xlsx: sorted as Vietnamese lists are, totals in figures and
 * in words, amounts in VND. It names no category and no decision: neighbours read it.
 * Refuses (throws: a bug) a payment that is not the sum of its parts, is not more than 0, or stands twice. `sheet`: what postListSheet made of the
 * list, from who has it already.
 */
export function postList(list: PostList, sheet: Sheet = postListSheet(list)): Promise<Uint8Array> {
  return spreadsheet([sheet]);
}
