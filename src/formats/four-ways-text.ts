import { type Difference, FIGURES, type FourWaysRow } from '../domain/four-ways.ts';
import { csvRow, spreadsheetCell } from './csv-text.ts';
import { groupedNumber } from './vietnamese-number.ts';

/** What each code says of its two figures. `L` and `R` stand for them. */
const SENTENCES: Readonly<Record<string, string>> = {
  calculated_is_payments: 'tính theo dòng L, khoản chi R (calculated from lines, payments)',
  instructed_is_payments: 'danh sách đã gửi L, khoản chi R (instructed by the files, payments)',
  ledger_is_payments: 'sổ cái L, khoản chi R (issued in the books, payments)',
  instructed_has_outcomes: 'danh sách đã gửi L, đã chi + trả lại + chưa nhận + chưa rõ R (instructed, outcomes)',
  confirmed_is_paid: 'sổ cái đã chi L, kết quả đã chi R (confirmed in the books, paid)',
  came_back_is_returned:
    'sổ cái quay về L, kết quả trả lại và chưa nhận R (came back in the books, returned and uncollected)',
  on_the_way_is_unknown: 'sổ cái đang đi L, chưa có kết quả R (on the way in the books, without an outcome)',
  drawn_for_payments: 'rút cho khoản chi L, khoản chi R (drawn for payments, payments)',
  drawn_is_posted: 'đã rút L, sổ cái R (drawn, drawn in the books)',
  held_before_is_booked: 'còn giữ khi rút L, sổ cái R (held when it was drawn, by the books)',
  drawn_and_held_pay: 'rút + còn giữ L, khoản chi + để lại R (drawn and held, payments and left over)',
  held_is_drawn_less_paid: 'tổ chức giữ L, rút - đã chi - nộp lại R (held, drawn less paid less handed back)',
  signed_is_payments: 'đã duyệt L, khoản chi R (signed, payments)',
  trial_balance: 'bảng cân đối: nợ L, có R (trial balance: debit, credit)',
  totals_are_postings: 'sổ cái: cộng chương L, bút toán R (totals of chapters, postings)',
  file_missing: 'thiếu tệp (the file is missing): chitra files RUN',
  file_changed: 'tệp đã bị sửa, không đúng mã băm khi lập (the file was changed since it was written)',
  file_signature:
    'thiếu chữ ký bên cạnh tệp, hoặc chữ ký khác (the signature beside the file is missing or another): chitra files RUN',
  file_unreadable: 'không đọc được tệp (the file cannot be read)',
  file_nobody_recorded: 'tệp lạ, không ai được gửi (a file that nobody recorded: do not send it)',
  file_amount_is_recorded: 'tệp cộng L, khi lập R (the file adds up to, when it was written)',
  file_count_is_recorded: 'tệp có L khoản, khi lập R (payments in the file, when it was written)',
  file_of_another: 'tệp ghi xã hoặc tổ chức khác (the file names another commune or provider)',
  files_unfinished: 'tệp chi trả chưa lập xong (payout files are not finished): chitra approve RUN',
  list_unreadable_row: 'dòng không phải khoản chi (the row is no payment)',
  list_number_jumps: 'số thứ tự không liền, thiếu dòng (the running number jumps: a row is missing)',
  list_twice: 'một khoản chi có hai dòng (one payment stands twice)',
  list_other_run: 'khoản chi của kỳ khác (a payment of another run)',
  list_other_bank: 'ngân hàng khác (another bank than the others)',
  list_not_the_sum: 'tổng nhận không bằng các phần (the amount is not the sum of its parts)',
  list_hidden_row: 'dòng bị ẩn (the row is hidden)',
  list_total_differs: 'dòng tổng cộng không khớp (the printed total differs)',
  list_words_differ: 'số tiền bằng chữ không khớp (the amount in words differs)',
  list_count_differs: 'số người không khớp (the number of people differs)',
  list_row_below_total: 'có dòng sau tổng cộng (a row stands below the total)',
  list_no_total: 'danh sách không có tổng cộng (the list has no totals: its end is missing)',
  more_faults: 'còn L lỗi nữa trong tệp (more faults in the file)',
  payment_without_file: 'khoản chi R không có trong tệp nào (the payment is in no file)',
  row_without_payment: 'dòng L trong tệp không có khoản chi (the row has no payment)',
  payment_twice: 'khoản chi R, các tệp cộng L (the payment stands more than once in the files)',
  amount_differs: 'tệp ghi L, khoản chi R (amount in the file, payment)',
  more_payments: 'khoản chi nữa khác nhau (more payments differ)',
};

function figure(amount: number | null): string {
  return amount === null ? '-' : groupedNumber(amount);
}

/** Every code that has a sentence. */
export const DIFFERENCE_CODES: readonly string[] = Object.keys(SENTENCES);

/** One difference as a sentence: where, what, both figures in VND. It names no person. */
export function differenceText({ code, communeCode, provider, subject, left, right }: Difference): string {
  const sentence = (SENTENCES[code] ?? code).replaceAll(/\bL\b/g, figure(left)).replaceAll(/\bR\b/g, figure(right));
  const where = [communeCode, provider, subject].filter((part) => part !== '').join(' ');
  return `${where === '' ? '' : `${where}: `}${sentence} [${code}]`;
}

const SNAKE: Readonly<Record<string, string>> = Object.fromEntries(
  FIGURES.map((name) => [name, name.replaceAll(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)]),
);

/** The name of a figure in files and JSON: heldNow is held_now. */
export function figureName(name: string): string {
  return SNAKE[name] ?? name;
}

/** The table of a month as CSV: commune, provider, every figure (VND). */
export function* fourWaysCsv(rows: readonly FourWaysRow[]): Generator<string> {
  yield csvRow(['commune_code', 'provider', ...FIGURES.map(figureName)]);
  for (const row of rows)
    yield csvRow([row.communeCode, spreadsheetCell(row.provider), ...FIGURES.map((name) => String(row[name]))]);
}
