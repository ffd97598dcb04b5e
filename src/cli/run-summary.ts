import { formatMonth } from '../domain/month.ts';
import { grouped } from '../labels/numbers.ts';
import type { Run } from '../store/runs.ts';

/** The JSON answer of `run` and `approve`; amounts in VND. */
export function runJson(run: Run): Record<string, string | number> {
  const totals = run.totals;
  return {
    run_id: run.runId,
    month: formatMonth(run.month),
    known_at: run.knownAt,
    kind: run.kind,
    status: run.status,
    persons: totals?.persons ?? 0,
    payments: totals?.payments ?? 0,
    amount: totals?.amount ?? 0,
    current: totals?.current ?? 0,
    arrears: totals?.arrears ?? 0,
    carried: totals?.carried ?? 0,
    held_persons: totals?.heldPersons ?? 0,
    held_amount: totals?.heldAmount ?? 0,
    overpaid_amount: totals?.overpaidAmount ?? 0,
    exceptions: totals?.exceptions ?? 0,
  };
}

const STATUS_LABELS: Readonly<Record<Run['status'], string>> = {
  queued: 'chờ tính / queued',
  computing: 'đang tính / computing',
  draft: 'dự thảo, chờ duyệt / draft, waits for approval',
  approved: 'đã duyệt, đang phát hành / approved, being issued',
  issued: 'đã phát hành / issued',
  settled: 'đã quyết toán / settled',
  closed: 'đóng, không có gì phải chi / closed, nothing to pay',
  rejected: 'bị từ chối / rejected',
  failed: 'lỗi / failed',
};

/** The same for people: Vietnamese with English beside it. */
export function runText(run: Run): string {
  const totals = run.totals;
  const rows: [string, string][] = [
    ['Đợt chi trả / run', `${run.runId} (${run.kind === 'regular' ? 'chính / regular' : 'bổ sung / supplementary'})`],
    ['Trạng thái / status', STATUS_LABELS[run.status]],
    ['Luật biết đến ngày / law known at', run.knownAt],
  ];
  if (totals !== null) {
    rows.push(
      ['Số khoản chi / payments', grouped(totals.payments)],
      ['Tổng tiền / amount (VND)', grouped(totals.amount)],
      ['  tháng này / current', grouped(totals.current)],
      ['  truy lĩnh / arrears', grouped(totals.arrears)],
      ['  chưa nhận tháng trước / carried over', grouped(totals.carried)],
      ['Tạm giữ / held', `${grouped(totals.heldPersons)} người / people, ${grouped(totals.heldAmount)} VND`],
      ['Chi thừa / overpaid', `${grouped(totals.overpaidAmount)} VND`],
      ['Cần xem xét / exceptions', grouped(totals.exceptions)],
    );
  }
  if (run.failure !== null) rows.push(['Lỗi / failure', run.failure]);
  return rows.map(([label, value]) => `${label.padEnd(40)} ${value}`).join('\n');
}
