import type { DeadlineState, DeadlineStep } from '../domain/calendar.ts';
import type { Label } from './label.ts';

/** What is to be done by a deadline. */
export const DEADLINE_LABELS: Readonly<Record<DeadlineStep, Label>> = {
  list: { vi: 'Lập danh sách chi trả', en: 'the list is made' },
  approval: { vi: 'Duyệt danh sách', en: 'the list is approved' },
  issue: { vi: 'Rút dự toán, gửi tệp cho ngân hàng và bưu điện', en: 'money drawn, files sent' },
  results: { vi: 'Nhận kết quả chi trả', en: 'results are back' },
  close: { vi: 'Quyết toán, khóa tháng', en: 'the month is settled and closed' },
};

/** Where a deadline stands. */
export const DEADLINE_STATE_LABELS: Readonly<Record<DeadlineState, Label>> = {
  done: { vi: 'xong', en: 'done' },
  later: { vi: 'chưa tới', en: 'later' },
  due: { vi: 'đến hạn', en: 'due' },
  late: { vi: 'quá hạn', en: 'late' },
};
