import { RUN_STATUSES, type RunStatus } from '../domain/run.ts';
import type { Label } from './label.ts';

/** What a run is in, as a sentence tells it. */
export const STATUS_LABELS: Readonly<Record<RunStatus, Label>> = {
  queued: { vi: 'chờ tính', en: 'queued' },
  computing: { vi: 'đang tính', en: 'computing' },
  draft: { vi: 'dự thảo, chờ duyệt', en: 'draft, waits for approval' },
  approved: { vi: 'đã duyệt, đang phát hành', en: 'approved, being issued' },
  issued: { vi: 'đã phát hành', en: 'issued' },
  settled: { vi: 'đã quyết toán', en: 'settled' },
  closed: { vi: 'đã đóng', en: 'closed' },
  rejected: { vi: 'bị từ chối', en: 'rejected' },
  failed: { vi: 'lỗi', en: 'failed' },
};

export const KIND_LABELS: Readonly<Record<'regular' | 'supplementary', Label>> = {
  regular: { vi: 'chính', en: 'regular' },
  supplementary: { vi: 'bổ sung', en: 'supplementary' },
};

/** The stages of a run's work by their codes. */
export const STAGE_LABELS: Readonly<Record<string, Label>> = {
  compute: { vi: 'Tính mức chi', en: 'computing' },
  check: { vi: 'Đối chiếu', en: 'checking' },
  issue: { vi: 'Ghi sổ cái', en: 'posting the ledger' },
  files: { vi: 'Lập danh sách chi trả', en: 'writing payout files' },
  seal: { vi: 'Niêm phong', en: 'sealing' },
};

/** What a run is in, from a status as the database holds it. */
export function runStatusLabel(status: string): Label {
  const known = RUN_STATUSES.find((one) => one === status);
  return known === undefined ? { vi: status, en: status } : STATUS_LABELS[known];
}
