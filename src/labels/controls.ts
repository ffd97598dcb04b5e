import { type Control, findingOf } from '../domain/control.ts';
import type { Label } from './label.ts';

const CONTROL_LABELS: Readonly<Record<Control, Label>> = {
  officer_hold: { vi: 'Cán bộ tạm giữ', en: 'held by an officer' },
  duplicate_person: { vi: 'Trùng số định danh', en: 'duplicate person' },
  death: { vi: 'Đã ghi nhận chết', en: 'recorded death' },
  suspended: { vi: 'Tạm dừng theo quyết định', en: 'suspended by decision' },
  no_payee: { vi: 'Chưa có nơi nhận tiền', en: 'no usable account or payment point' },
  overpaid: { vi: 'Chi thừa', en: 'overpaid' },
  paid_after_death: { vi: 'Chi sau tháng chết', en: 'paid after death' },
  id_mismatch: { vi: 'Số định danh không khớp', en: 'id does not match' },
  backdated_start: { vi: 'Hưởng trước tháng quyết định', en: 'starts before its decision' },
};

function isControl(code: string): code is Control {
  return Object.hasOwn(CONTROL_LABELS, code);
}

/** What a control or the reason of a hold is called; its code where the program does not know it. */
export function controlLabel(code: string): Label {
  return isControl(code) ? CONTROL_LABELS[code] : { vi: code, en: code };
}

/** What a control means and what to do about it, in both languages; empty for an unknown code. */
export function controlAdvice(code: string): string {
  return isControl(code) ? findingOf(code).message : '';
}
