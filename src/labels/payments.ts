import type { Label } from './label.ts';
import { providerName } from './providers.ts';

/** What a code of the books is called; codes that the program does not know stand for themselves. */
function lookup(labels: Readonly<Record<string, Label>>): (code: string) => Label {
  return (code) => (Object.hasOwn(labels, code) ? labels[code] : undefined) ?? { vi: code, en: code };
}

/** The kinds of a line. */
export const lineKindLabel = lookup({
  current: { vi: 'tháng này', en: 'current month' },
  arrears: { vi: 'truy lĩnh', en: 'arrears' },
  carried: { vi: 'chưa nhận, chuyển sang', en: 'came back, carried over' },
  recovery: { vi: 'thu hồi', en: 'recovery' },
});

/** What a payment is in, or what became of it. */
export const paymentStatusLabel = lookup({
  draft: { vi: 'dự thảo, chưa chi', en: 'draft, not paid' },
  held: { vi: 'tạm giữ', en: 'held' },
  issued: { vi: 'đã gửi đi, chưa có kết quả', en: 'sent, no outcome yet' },
  paid: { vi: 'đã chi', en: 'paid' },
  returned: { vi: 'hoàn trả', en: 'returned' },
  uncollected: { vi: 'chưa nhận', en: 'not collected' },
});

/** The accounts of the ledger. */
export const accountLabel = lookup({
  'expense:assistance': { vi: 'chi trợ giúp xã hội', en: 'assistance granted' },
  'liability:payable': { vi: 'phải trả người hưởng', en: 'payable to people' },
  'receivable:overpayment': { vi: 'phải thu chi thừa', en: 'overpayments to get back' },
});

/** The events of the ledger. */
export const eventLabel = lookup({
  issue: { vi: 'chi ra', en: 'issued' },
  recovery: { vi: 'thu hồi', en: 'recovery' },
});

/** By account or through the post. */
export const channelLabel = lookup({
  bank: { vi: 'tài khoản ngân hàng', en: 'bank account' },
  post: { vi: 'bưu điện', en: 'post' },
});

/** A way to the money: the bank's name, or the payment point with its name. */
export function routeText(provider: string | null, point: string | null, pointName: string | null): string {
  if (point === null) return provider === null ? '–' : providerName(provider);
  const name = pointName === null ? point : `${point} ${pointName}`;
  return provider === null || provider === 'VNPOST' ? name : `${name} (${providerName(provider)})`;
}
