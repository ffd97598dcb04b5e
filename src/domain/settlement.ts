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

/** The sentence of a finding; Vietnamese, then English; no personal data. */
export function findingMessage(finding: string): string {
  const known = SETTLEMENT_FINDINGS.find((one) => one === finding);
  return known === undefined
    ? 'Dòng không đọc được; sửa rồi gửi lại trong tệp khác. / The row cannot be read; correct it and load it in another file.'
    : MESSAGES[known];
}
