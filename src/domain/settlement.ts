/** What a row of a settlement file can mean beside an outcome. The last two are taken; the others leave the payment as it was. */
export const SETTLEMENT_FINDINGS = [
  'unknown_payment',
  'not_issued',
  'amount_differs',
  'unknown_file',
  'batch_differs',
  'other_channel',
  'other_account',
  'booked_twice',
  'paid_after_return',
  'returned_after_paid',
  'returned_after_close',
] as const;
export type SettlementFinding = (typeof SETTLEMENT_FINDINGS)[number];

/** Rows of a settlement file by what became of them. rows = matched + unmatched. */
export interface SettlementCounts {
  readonly rows: number;
  /** Rows that name a payment of ours. */
  readonly matched: number;
  readonly paid: number;
  readonly returned: number;
  readonly uncollected: number;
  readonly unmatched: number;
  /** Rows that were taken but say nothing certain: sent, accepted, not booked yet. Absent: from before this was counted. */
  readonly pending?: number;
  /** What was found about the file as a whole: `statement_seen`, `statement_gap`, ... */
  readonly notes?: readonly SettlementNote[];
}

/** Something about a whole file that an officer should know; nothing is refused for it. The sentence names nobody. */
export interface SettlementNote {
  readonly code: string;
  readonly message: string;
}

const MESSAGES: Readonly<Record<SettlementFinding, string>> = {
  unknown_payment:
    'Không có khoản chi nào mang mã này; kiểm tra lại với nơi gửi tệp. / No payment has this id; ask who sent the file.',
  not_issued:
    'Khoản chi này chưa được chi ra (dự thảo, tạm giữ hoặc bằng 0). / This payment was not issued (draft, held, or 0).',
  amount_differs:
    'Số tiền khác với khoản đã chi; không ghi nhận, hãy xác minh. / The amount is not that of the payment; nothing was recorded, find out why.',
  unknown_file:
    'Không có tệp chi trả nào mang mã này; kiểm tra lại với ngân hàng. / No file of ours has this message id; ask the bank.',
  batch_differs:
    'Số tiền ghi nợ cả tệp không bằng tổng các khoản chưa trả lại; không ghi nhận, cần bảng kê từng khoản. / The booking of the whole file is not the sum of its payments; nothing was recorded, ask for the single bookings.',
  other_channel:
    'Tệp này của bên khác: ngân hàng không trả lời thay bưu điện và ngược lại; không ghi nhận. / The list is of the wrong side: a bank says nothing of money paid at the post, nor the other way round; nothing was recorded.',
  other_account:
    'Sao kê của tài khoản khác tài khoản đã chi; không ghi nhận, hỏi ngân hàng. / The statement is of another account than the one that was asked to pay; nothing was recorded, ask the bank.',
  booked_twice:
    'Ngân hàng ghi nợ khoản này hai lần; lần thứ hai không ghi nhận, đòi ngân hàng hoàn lại. / The bank debited this payment twice; the second time was not recorded, claim it back from the bank.',
  paid_after_return:
    'Khoản này đã ghi nhận hoàn trả, chưa nhận hoặc không đến; nếu đã chi lại thì có thể đã chi hai lần. Muốn đổi thành đã chi cần lệnh correct, có người và lý do. / It came back or was said not to have arrived; if it was sent again, it may be paid twice. To make it paid a person must correct it with a reason: chitra correct.',
  returned_after_paid:
    'Hoàn trả sau khi đã ghi nhận chi; số dư mở lại, kỳ sau chi tiếp. / Came back after it was recorded as paid; the balance is open again and the next run pays it.',
  returned_after_close:
    'Hoàn trả sau khi tháng đã khóa; số dư mở lại, kỳ sau chi tiếp. / Came back after the month was closed; the balance is open again and the next run pays it.',
};

/** Whether an officer must answer a finding before the month can be closed. */
export function needsAnswer(finding: string): boolean {
  return finding !== 'returned_after_paid' && finding !== 'returned_after_close';
}

const UNREADABLE =
  'Dòng không đọc được; sửa rồi gửi lại trong tệp khác. / The row cannot be read; correct it and load it in another file.';

/** What stands in a row that cannot be taken as it is, and what to do about it. */
const FAULTS: ReadonlyMap<string, string> = new Map([
  [
    'bad_amount',
    'Số tiền không phải số đồng nguyên; sửa số tiền (ví dụ 540000) rồi gửi lại trong tệp khác. / The amount is no whole number of VND; correct it (such as 540000) and load it in another file.',
  ],
  [
    'bad_date',
    'Ngày không đúng; sửa thành ngày/tháng/năm rồi gửi lại trong tệp khác. / This is no day; write day/month/year and load it in another file.',
  ],
  [
    'future_date',
    'Ngày ở tương lai nên chưa thể có kết quả; hỏi nơi gửi ngày đúng, gửi lại trong tệp khác. / The outcome is of a day that is still to come; ask the sender for the right day and load it in another file.',
  ],
  [
    'missing',
    'Thiếu mã giao dịch hoặc kết quả; điền vào rồi gửi lại trong tệp khác. / The id or the status is missing; fill it in and load it in another file.',
  ],
  [
    'missing_id',
    'Dòng không chỉ khoản chi nào của ta; hỏi nơi gửi mã khoản chi, gửi lại trong tệp khác. / The row names no payment of ours; ask the sender which one it is and load it in another file.',
  ],
  [
    'bad_id',
    'Mã khoản chi không đúng; đối chiếu với danh sách đã gửi, sửa mã rồi gửi lại trong tệp khác. / The id is none of this program; compare with the list that was sent, correct it and load it in another file.',
  ],
  [
    'unknown_status',
    'Trạng thái chưa biết; hỏi ngân hàng nghĩa của nó, hoặc thêm từ này vào returns: words trong mẫu của ngân hàng (CHITRA_BANKS), rồi gửi lại trong tệp khác. / The status is not known; ask the bank what it means, or add the word to `returns: words` of the sheet of the bank (CHITRA_BANKS), and load it in another file.',
  ],
  [
    'bad_status',
    'Kết quả không rõ; ghi đã chi, trả lại hoặc chưa nhận (paid, returned, uncollected) rồi gửi lại trong tệp khác. / The status is none that is known; write paid, returned or uncollected and load it in another file.',
  ],
  [
    'both',
    'Dòng nói hai điều trái nhau (đã nhận và chưa nhận, hoặc còn chờ); hỏi điểm chi trả rồi chỉ ghi một điều. / The row says two things (taken and not taken, or still waiting); ask the payment point and write only one.',
  ],
  [
    'twice',
    'Khoản chi đã có ở dòng trước của tệp, dòng này không tính; kiểm tra có phải trả hai lần không. / The payment stands in the file before, so this row does not count; find out whether it was paid twice.',
  ],
  [
    'other_run',
    'Khoản chi thuộc kỳ khác với danh sách; kiểm tra mã rồi gửi trong tệp của kỳ đó. / The payment belongs to another run than the list; check the id and load it in a file of that run.',
  ],
  [
    'unclear_remark',
    'Ghi chú không nói đã nhận hay chưa; hỏi điểm chi trả, ghi ngày nhận hoặc lý do chưa nhận. / The remark does not say whether the money was taken; ask the payment point, and write the day or the reason.',
  ],
  [
    'ids_disagree',
    'Các mã của dòng chỉ hai khoản chi khác nhau; hỏi ngân hàng khoản nào đúng. / The ids of the line name two payments; ask the bank which one it is.',
  ],
  [
    'other_currency',
    'Tiền khác đồng Việt Nam; không ghi nhận, hỏi ngân hàng. / Another currency than VND; nothing was recorded, ask the bank.',
  ],
  [
    'reversed',
    'Ngân hàng ghi nợ lại một khoản đã trả về; hỏi ngân hàng tiền đang ở đâu, rồi dùng lệnh chitra correct. / The bank took back what it had returned; ask where the money is, then: chitra correct.',
  ],
  [
    'broken_quotes',
    'Dấu nháy kép của dòng không đóng đúng chỗ; sửa dòng rồi gửi lại trong tệp khác. / The quotes of the row do not close; correct the row and load it in another file.',
  ],
  [
    'wrong_number_of_cells',
    'Dòng có số ô khác với tiêu đề (thường do dấu phẩy thừa); sửa rồi gửi lại trong tệp khác. / The row has another number of cells than the header (often a comma too many); correct it and load it in another file.',
  ],
  [
    'hidden_characters',
    'Dòng có ký tự ẩn hoặc ký tự hỏng; gõ lại ô đó rồi gửi lại trong tệp khác. / The row has hidden or damaged characters; type the cell again and load it in another file.',
  ],
  [
    'wrong_encoding',
    'Chữ còn ở phông cũ (TCVN3, VNI); chuyển sang Unicode rồi gửi lại trong tệp khác. / The text is in an old encoding (TCVN3, VNI); convert it to Unicode and load it in another file.',
  ],
  [
    'statement_seen',
    'Sao kê này đã nạp trước đây; không cần làm gì nếu các dòng như nhau. / This statement was loaded before; nothing is to be done when its rows are the same.',
  ],
  [
    'statement_gap',
    'Số dư đầu kỳ không nối tiếp sao kê trước; xin ngân hàng sao kê còn thiếu. / The opening balance does not follow the statement before; ask the bank for the one that is missing.',
  ],
  [
    'statement_differs',
    'Sao kê cùng số nhưng khác nội dung; hỏi ngân hàng bản nào đúng. / A statement of this number with other contents was loaded before; ask the bank which one is right.',
  ],
  [
    'statement_twice',
    'Sao kê có hai lần trong tệp; hỏi ngân hàng tệp đúng. / The statement stands twice in the file; ask the bank for the right file.',
  ],
]);

/** The sentence of a finding or of a fault of a row: what it is and what to do; Vietnamese, then English; no personal data. */
export function findingMessage(finding: string): string {
  const known = SETTLEMENT_FINDINGS.find((one) => one === finding);
  return known === undefined ? (FAULTS.get(finding) ?? UNREADABLE) : MESSAGES[known];
}
