import type { ReturnStep } from '../domain/return-step.ts';
import type { Label } from './label.ts';

/** What happens next with a payment that came back. */
export const RETURN_STEP_LABELS: Readonly<Record<ReturnStep, Label>> = {
  sent_again: { vi: 'Đã chi lại', en: 'sent again' },
  waits: { vi: 'Đang tạm giữ: xem trang Tạm giữ', en: 'waits: see the sheet of held money' },
  new_account: {
    vi: 'Xác minh tài khoản, sửa payees.csv rồi chạy kỳ chi',
    en: 'check the account, mend payees.csv, then run',
  },
  ask_first: {
    vi: 'Xác minh lý do, rồi cho chi lại (release)',
    en: 'find out the reason, then let it go (release)',
  },
  death_to_check: { vi: 'Xác minh việc chết trước khi chi lại', en: 'check the death before it is sent again' },
  collect_later: {
    vi: 'Kỳ chi tới chi lại; ba tháng liền không nhận thì xem xét tạm dừng',
    en: 'next run sends it again; after three months consider suspension',
  },
  next_run: { vi: 'Kỳ chi tới chi lại', en: 'the next run sends it again' },
};
