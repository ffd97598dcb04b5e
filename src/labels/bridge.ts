import type { BridgeStep } from '../domain/bridge.ts';
import type { Label } from './label.ts';

/** What the steps from last month's list to what a run pays are called, in their order. */
export const BRIDGE_LABELS: Readonly<Record<BridgeStep, Label>> = {
  last_month: { vi: 'Danh sách tháng trước', en: "last month's list" },
  new: { vi: 'Mới hưởng', en: 'new' },
  resumed: { vi: 'Hưởng lại', en: 'back on the list' },
  moved_in: { vi: 'Chuyển đến', en: 'moved in' },
  moved_out: { vi: 'Chuyển đi', en: 'moved out' },
  standard: { vi: 'Thay đổi mức chuẩn', en: 'standard changed' },
  age: { vi: 'Đến tuổi, hết tuổi', en: 'age' },
  regraded: { vi: 'Điều chỉnh mức', en: 'regraded' },
  died: { vi: 'Chết', en: 'died' },
  ended: { vi: 'Thôi hưởng', en: 'ended' },
  suspended: { vi: 'Tạm dừng', en: 'suspended' },
  held: { vi: 'Tạm giữ', en: 'held' },
  other: { vi: 'Lý do khác', en: 'other' },
  issued_before: { vi: 'Đã chi ở đợt trước trong tháng', en: 'issued before in this month' },
  arrears: { vi: 'Truy lĩnh', en: 'arrears' },
  carried: { vi: 'Trả lại, chi lại', en: 'returned and sent again' },
  oneoff: { vi: 'Chi một lần', en: 'one-off payments' },
  recovery: { vi: 'Thu hồi', en: 'recovered' },
};
