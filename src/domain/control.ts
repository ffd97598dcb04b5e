import type { HoldReason } from './payment.ts';

/** Findings about a person in a run. Holds block the payment; all others only warn until a province's settings say otherwise. */
export type Control = HoldReason | 'overpaid' | 'paid_after_death' | 'id_mismatch' | 'backdated_start';

export interface Finding {
  readonly control: Control;
  readonly severity: 'block' | 'warn';
  /** Vietnamese, then English; no name, id number or account. */
  readonly message: string;
}

const MESSAGES: Readonly<Record<Control, string>> = {
  officer_hold: 'Cán bộ tạm giữ; bỏ giữ bằng lệnh release. / Held by an officer; release it.',
  duplicate_person:
    'Số định danh trùng với người khác đang hưởng; xác minh rồi sửa sổ. / Another active person has the same national id; find out which is right and correct the registry.',
  death:
    'Đã ghi nhận chết; chờ người nhận (thân nhân, người lo mai táng) từ tháng sau tháng chết. / Recorded death; waits for a payee (heir, organiser) from a later month.',
  suspended:
    'Đang tạm dừng theo quyết định; chi lại sau khi hết tạm dừng. / Suspended by decision; paid by the first run after it.',
  no_payee:
    'Chưa có tài khoản hoặc điểm chi trả dùng được; bổ sung trong payees.csv. / No usable account or payment point; add one in payees.csv.',
  overpaid:
    'Đã chi nhiều hơn mức được hưởng; xem sổ chi thừa. / More was paid than is due; see the overpayment register.',
  paid_after_death: 'Có khoản chi cho tháng sau tháng chết. / Paid for months after the month of death.',
  id_mismatch:
    'Số định danh không khớp giới tính hoặc năm sinh. / The national id does not match sex or year of birth.',
  backdated_start:
    'Tháng hưởng trước tháng ký quyết định (không được từ 07/2025). / Starts before the month its decision was signed (not allowed since 2025-07).',
};

const BLOCKING: ReadonlySet<Control> = new Set<Control>([
  'officer_hold',
  'duplicate_person',
  'death',
  'suspended',
  'no_payee',
]);

/** The finding of a control. Sources of the holds: DOMAIN section 5; of the warnings: ND 335/2026 Đ8, Đ28 and inspection practice. */
export function findingOf(control: Control): Finding {
  return { control, severity: BLOCKING.has(control) ? 'block' : 'warn', message: MESSAGES[control] };
}

/**
 * Whether a 12-digit national id contradicts sex or year of birth: digit 4 is the century and sex (0/1 = 1900s male/female,
 * 2/3 = 2000s ...), digits 5-6 the year. Source: ND 137/2015 Đ13. Ids of another form say nothing here.
 */
export function contradictsNationalId(nationalId: string | null, sex: string, birthDate: string): boolean {
  if (nationalId === null || !/^\d{12}$/.test(nationalId)) return false;
  const centuryAndSex = nationalId.charCodeAt(3) - 48;
  const year = 1900 + 100 * Math.floor(centuryAndSex / 2) + Number(nationalId.slice(4, 6));
  return year !== Number(birthDate.slice(0, 4)) || (centuryAndSex % 2 === 1) !== (sex === 'F');
}
