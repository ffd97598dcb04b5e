import type { UserRole } from '../domain/user.ts';
import type { Label } from './label.ts';

/** What people may do in the console. */
export const ROLE_LABELS: Readonly<Record<UserRole, Label>> = {
  officer: { vi: 'cán bộ lập', en: 'officer' },
  approver: { vi: 'người duyệt', en: 'approver' },
  auditor: { vi: 'kiểm toán', en: 'auditor' },
  admin: { vi: 'quản trị', en: 'administrator' },
};
