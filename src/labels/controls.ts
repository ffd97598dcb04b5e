import { type Control, type ControlBook, isControl, ruleOf, ruleText } from '../domain/control.ts';
import type { Label } from './label.ts';

const CONTROL_LABELS: Readonly<Record<Control, Label>> = {
  officer_hold: { vi: 'Cán bộ tạm giữ', en: 'held by an officer' },
  duplicate_person: { vi: 'Trùng số định danh', en: 'duplicate person' },
  death: { vi: 'Đã ghi nhận chết', en: 'recorded death' },
  suspended: { vi: 'Tạm dừng theo quyết định', en: 'suspended by decision' },
  no_payee: { vi: 'Chưa có nơi nhận tiền', en: 'no usable account or payment point' },
  account_returned: { vi: 'Tài khoản bị trả lại, chưa đổi', en: 'account refused and not changed yet' },
  return_to_ask: { vi: 'Khoản trả lại cần xác minh', en: 'came back: to be cleared up first' },
  overpaid: { vi: 'Chi thừa', en: 'overpaid' },
  paid_after_death: { vi: 'Chi sau tháng chết', en: 'paid after death' },
  id_mismatch: { vi: 'Số định danh không khớp', en: 'id does not match' },
  backdated_start: { vi: 'Hưởng trước tháng quyết định', en: 'starts before its decision' },
  sa_and_sp_paid: { vi: 'Chi cả trợ cấp xã hội và hưu trí xã hội', en: 'assistance and social pension both paid' },
  paid_twice: { vi: 'Chi hai lần một tháng', en: 'one month paid twice' },
  rate_not_by_rule: { vi: 'Số đã chi khác quy định', en: 'paid otherwise than by the rules' },
  age_not_reached: { vi: 'Chưa đủ tuổi', en: 'age not reached' },
  age_limit_passed: { vi: 'Quá tuổi, chưa thôi hưởng', en: 'age limit passed, award open' },
  pension_excludes: { vi: 'Có lương hưu', en: 'a pension excludes it' },
  funeral_without_death: { vi: 'Mai táng nhưng chưa ghi nhận chết', en: 'funeral without a recorded death' },
  paid_after_funeral: { vi: 'Chi sau mai táng', en: 'paid after the funeral' },
  probable_duplicate: { vi: 'Có thể trùng người', en: 'probably one person twice' },
  birth_date_edited: { vi: 'Sửa ngày sinh qua mốc tuổi', en: 'birth date edited across an age' },
  same_account: { vi: 'Chung tài khoản', en: 'one account for several persons' },
  account_changed: { vi: 'Mới đổi tài khoản, nhận truy lĩnh', en: 'arrears to a new account' },
  shared_collector: { vi: 'Một người nhận thay nhiều người', en: 'one collector for many' },
  uncollected_three_months: { vi: 'Không nhận tiền nhiều tháng', en: 'not collected for months' },
  bank_form: { vi: 'Không vào được mẫu ngân hàng', en: 'does not fit the bank’s form' },
  unchanged_list: { vi: 'Danh sách xã không giảm', en: 'the list never shrinks' },
  all_collected: { vi: 'Cả xã luôn nhận đủ tiền mặt', en: 'everybody always collects in cash' },
};

/** What a control or the reason of a hold is called; its code where the program does not know it. */
export function controlLabel(code: string): Label {
  return isControl(code) ? CONTROL_LABELS[code] : { vi: code, en: code };
}

/** What a control means, what to do about it and the rule behind it, in both languages; empty for an unknown code. */
export function controlAdvice(code: string, rules: ControlBook): string {
  if (!isControl(code)) return '';
  const rule = ruleOf(rules, code);
  return `${rule.vi} / ${rule.en} [${ruleText(rule)}]`;
}
