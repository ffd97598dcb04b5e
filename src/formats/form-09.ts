import type { Vnd } from '../domain/money.ts';
import type { Month } from '../domain/month.ts';
import { amountInWords } from './amount-in-words.ts';
import type { Column, Formula, Line } from './sheet.ts';
import { type TableColumn, type TableForm, type TableNote, type TableRow, firstRowOf } from './table.ts';
import { LONGEST_SHEET } from './table-workbook.ts';
import { localMonth } from './vietnamese-number.ts';

function column(key: string, heading: string, width: number, kind: Column['kind'], isSummed = false): TableColumn {
  return { key, heading, width, kind, isSummed };
}

// The order and wording of the paper; assistance stands under "phụ cấp và trợ cấp khác", the others stay empty.
const PAID_COLUMNS = [
  column('line', 'STT', 8, 'count'),
  column('full_name', 'Họ và tên', 32, 'text'),
  column('account', 'Số tài khoản\nngười hưởng', 24, 'text'),
  column('bank', 'Tên ngân hàng', 20, 'text'),
  column('total', 'Tổng số', 20, 'money'),
  column('salary', 'Lương và phụ cấp\ntheo lương', 15, 'money'),
  column('wages', 'Tiền công\nlao động', 13, 'money'),
  column('income', 'Thu nhập\ntăng thêm', 13, 'money'),
  column('bonus', 'Tiền thưởng', 13, 'money'),
  column('allowance', 'Phụ cấp và\ntrợ cấp khác', 20, 'money'),
  column('lump_sum', 'Tiền khoán', 13, 'money'),
  column('scholarship', 'Học bổng', 13, 'money'),
  column('note', 'Ghi chú', 34, 'text'),
];

const CHANGE_COLUMNS = [
  column('line', 'STT', 8, 'count'),
  column('full_name', 'Họ và tên', 34, 'text'),
  column('title', 'Chức danh', 30, 'text'),
  column('amount', 'Số tiền thay đổi', 24, 'money', true),
  column('note', 'Ghi chú', 60, 'text'),
];

function across(to: number, text: string, style: Partial<Line['pieces'][number]> = {}): Line {
  return { pieces: [{ text, from: 1, to, ...style }] };
}

function head(month: Month, unit: string, to: number): readonly Line[] {
  return [
    across(
      to,
      'Mẫu số 09 (NĐ 11/2020/NĐ-CP)          Mã hiệu: ....................          Số: ....................',
      { align: 'right', italic: true },
    ),
    across(to, 'BẢNG THANH TOÁN CHO ĐỐI TƯỢNG THỤ HƯỞNG', { bold: true, size: 14, align: 'center' }),
    across(to, `Tháng ${localMonth(month)}`, { align: 'center' }),
    across(to, '(Kèm theo Giấy rút dự toán/Ủy nhiệm chi số: ............ ngày ..../..../........)', {
      italic: true,
      align: 'center',
    }),
    across(to, 'Tài khoản dự toán □          Tài khoản tiền gửi □', { align: 'center' }),
    across(to, `1. Đơn vị: ${unit}`),
    across(to, '2. Mã đơn vị: ....................'),
    across(to, '3. Tài khoản thanh toán của đơn vị mở tại ngân hàng thương mại: ....................'),
  ];
}

function form(name: string, above: readonly Line[], columns: readonly TableColumn[]): TableForm {
  return { name, above, columns, footer: 'Mẫu số 09, NĐ 11/2020/NĐ-CP' };
}

/** Part I of form 09: who is to be paid to which account. Source: ND 11/2020 Đ7, form 09. */
export function paidForm(month: Month, unit: string): TableForm {
  const to = PAID_COLUMNS.length;
  const above = [...head(month, unit, to), across(to, 'I. NỘI DUNG ĐỀ NGHỊ THANH TOÁN', { bold: true })];
  return form('Mẫu 09 phần I', above, PAID_COLUMNS);
}

/** Part II of form 09: what changed against the month before. */
export function changeForm(month: Month, unit: string): TableForm {
  const to = CHANGE_COLUMNS.length;
  const title = 'II. PHẦN THUYẾT MINH THAY ĐỔI SO VỚI THÁNG TRƯỚC';
  const above = [across(to, `Đơn vị: ${unit} · tháng ${localMonth(month)}`), across(to, title, { bold: true })];
  return form('Mẫu 09 phần II', above, CHANGE_COLUMNS);
}

/** The first row of part I: the paper has its sums above the people. `payments` rows follow it. VND. */
export function totalRow(paid: TableForm, payments: number, amount: number): TableRow {
  const [from, to] = [firstRowOf(paid) + 1, firstRowOf(paid) + payments];
  // A list that goes on in a second sheet cannot be added up by one range.
  const isOneSheet = payments > 0 && payments < LONGEST_SHEET;
  const sum = (letter: string): Formula | number =>
    isOneSheet ? { formula: `SUM(${letter}${from}:${letter}${to})`, value: amount } : amount;
  const cells = [null, 'Tổng số', null, null, sum('E'), null, null, null, null, sum('J'), null, null, null];
  return { cells, isBold: true };
}

const SIGNATURES: readonly TableNote[] = [
  '',
  'Ngày ..... tháng ..... năm .........',
  ['', 'NGƯỜI LẬP', '', 'KẾ TOÁN TRƯỞNG', 'THỦ TRƯỞNG ĐƠN VỊ'],
  ['', '(ký, ghi rõ họ tên)', '', '(ký, ghi rõ họ tên)', '(ký, ghi rõ họ tên, đóng dấu)'],
];

/** What stands below part I: the sum in words, and who signs. VND. */
export function paidNotes(amount: Vnd): readonly TableNote[] {
  return [`Tổng số tiền bằng chữ: ${amountInWords(amount)}.`, ...SIGNATURES];
}

/** What stands below part II. */
export function changeNotes(): readonly TableNote[] {
  const about = 'Cộng = số chi tháng này - danh sách tháng trước, cả chi qua tài khoản và tiền mặt.';
  return [about, ...SIGNATURES];
}
