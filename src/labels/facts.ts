import type { Label } from './label.ts';

/** What the rows of each registry file are about. */
const FILES: Readonly<Record<string, Label>> = {
  persons: { vi: 'Người hưởng', en: 'person' },
  merges: { vi: 'Gộp hồ sơ', en: 'merged registration' },
  stays: { vi: 'Nơi ở trước đây', en: 'earlier stay' },
  awards: { vi: 'Quyết định hưởng', en: 'award' },
  suspensions: { vi: 'Tạm dừng', en: 'suspension' },
  payees: { vi: 'Nơi nhận tiền', en: 'payee' },
  recoveries: { vi: 'Quyết định thu hồi', en: 'recovery order' },
  refunds: { vi: 'Nộp lại', en: 'refund' },
  disbursements: { vi: 'Đã chi trước đây', en: 'payment from before' },
};

const COLUMNS: Readonly<Record<string, Label>> = {
  person_id: { vi: 'người', en: 'person' },
  national_id: { vi: 'số định danh', en: 'id number' },
  full_name: { vi: 'họ tên', en: 'name' },
  birth_date: { vi: 'sinh', en: 'born' },
  sex: { vi: 'giới tính', en: 'sex' },
  commune_code: { vi: 'xã', en: 'commune' },
  death_date: { vi: 'chết', en: 'died' },
  pension_amount: { vi: 'lương hưu', en: 'pension' },
  category: { vi: 'diện', en: 'category' },
  decision_no: { vi: 'quyết định', en: 'decision' },
  decision_date: { vi: 'ngày ký', en: 'signed' },
  start_month: { vi: 'từ tháng', en: 'from' },
  end_month: { vi: 'đến tháng', en: 'until' },
  from_month: { vi: 'từ tháng', en: 'from' },
  to_month: { vi: 'đến tháng', en: 'until' },
  until_month: { vi: 'đến hết tháng', en: 'until' },
  quantity: { vi: 'số lượng', en: 'quantity' },
  cared_birth_date: { vi: 'người được chăm sóc sinh', en: 'cared-for person born' },
  award_id: { vi: 'quyết định hưởng', en: 'award' },
  reason: { vi: 'lý do', en: 'reason' },
  channel: { vi: 'qua', en: 'through' },
  bank_bin: { vi: 'ngân hàng', en: 'bank' },
  account_no: { vi: 'số tài khoản', en: 'account' },
  account_name: { vi: 'chủ tài khoản', en: 'account name' },
  payment_point: { vi: 'điểm chi trả', en: 'payment point' },
  collector_name: { vi: 'người nhận thay', en: 'collector' },
  collector_national_id: { vi: 'số định danh người nhận thay', en: 'id number of the collector' },
  family: { vi: 'khoản', en: 'family' },
  total: { vi: 'tổng', en: 'total' },
  monthly_amount: { vi: 'mỗi tháng', en: 'a month' },
  reference: { vi: 'chứng từ', en: 'reference' },
  month: { vi: 'cho tháng', en: 'for' },
  amount: { vi: 'số tiền', en: 'amount' },
  received_on: { vi: 'ngày nộp', en: 'received' },
  paid_on: { vi: 'ngày chi', en: 'paid on' },
  status: { vi: 'trạng thái', en: 'status' },
  merged_into: { vi: 'gộp vào', en: 'merged into' },
};

/** What the rows of a registry file are about; the file's name where the program has no other. */
export function fileLabel(name: string): Label {
  return FILES[name] ?? { vi: name, en: name };
}

/** What a column of a registry file is called; its name where the program has no other. */
export function columnLabel(name: string): Label {
  return COLUMNS[name] ?? { vi: name, en: name };
}
