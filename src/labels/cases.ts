import type { Severity } from '../domain/control.ts';
import type { Label } from './label.ts';

/** What people did about a finding. */
export const CASE_STATE_LABELS: Readonly<Record<'open' | 'taken' | 'resolved', Label>> = {
  open: { vi: 'chưa xử lý', en: 'open' },
  taken: { vi: 'đang xử lý', en: 'taken' },
  resolved: { vi: 'đã xử lý', en: 'resolved' },
};

/** What a finding does to the money. */
export const SEVERITY_LABELS: Readonly<Record<Severity, Label>> = {
  block: { vi: 'giữ tiền', en: 'held' },
  warn: { vi: 'cảnh báo', en: 'warning' },
};
