import { bilingual } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import { KIND_LABELS, STATUS_LABELS } from '../labels/runs.ts';
import type { Run } from '../store/runs.ts';

/** A run for people: Vietnamese with English beside it. */
export function runText(run: Run): string {
  const totals = run.totals;
  const rows: [string, string][] = [
    ['Đợt chi trả / run', `${run.runId} (${bilingual(KIND_LABELS[run.kind])})`],
    ['Trạng thái / status', bilingual(STATUS_LABELS[run.status])],
    ['Luật biết đến ngày / law known at', run.knownAt],
  ];
  if (totals !== null) {
    rows.push(
      ['Số khoản chi / payments', grouped(totals.payments)],
      ['Tổng tiền / amount (VND)', grouped(totals.amount)],
      ['  tháng này / current', grouped(totals.current)],
      ['  truy lĩnh / arrears', grouped(totals.arrears)],
      ['  chưa nhận tháng trước / carried over', grouped(totals.carried)],
      ...(totals.recovered > 0
        ? [['  trừ thu hồi / recovered', grouped(totals.recovered)] satisfies [string, string]]
        : []),
      ['Tạm giữ / held', `${grouped(totals.heldPersons)} người / people, ${grouped(totals.heldAmount)} VND`],
      ['Chi thừa / overpaid', `${grouped(totals.overpaidAmount)} VND`],
      ['Cần xem xét / exceptions', grouped(totals.exceptions)],
    );
  }
  if (run.failure !== null) rows.push(['Lỗi / failure', run.failure]);
  return rows.map(([label, value]) => `${label.padEnd(40)} ${value}`).join('\n');
}
