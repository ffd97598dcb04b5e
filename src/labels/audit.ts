import type { AuditKind, AuditOutcome } from '../domain/audit.ts';
import type { Label } from './label.ts';

/** How an entry of the audit log tells what became of a command. */
export const AUDIT_OUTCOME_LABELS: Readonly<Record<AuditOutcome, Label>> = {
  begun: { vi: 'bắt đầu', en: 'begun' },
  done: { vi: 'xong', en: 'done' },
  refused: { vi: 'bị từ chối', en: 'refused' },
  failed: { vi: 'lỗi', en: 'failed' },
  cut_off: { vi: 'đứt giữa chừng', en: 'cut off' },
};

/** What an entry of the audit log tells of. */
export const AUDIT_KIND_LABELS: Readonly<Record<AuditKind, Label>> = {
  read: { vi: 'xem', en: 'reads' },
  change: { vi: 'thay đổi', en: 'changes' },
  service: { vi: 'dịch vụ', en: 'service' },
  step: { vi: 'bước xử lý', en: 'step' },
  migration: { vi: 'phiên bản mới', en: 'new version' },
};
