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
  offset: { vi: 'bù trừ hết, không chuyển tiền', en: 'set off, no money sent' },
});

const ACCOUNTS: Readonly<Record<string, Label>> = {
  expense: { vi: 'chi trợ giúp xã hội', en: 'assistance granted' },
  'liability:payable': { vi: 'phải trả người hưởng', en: 'payable to people' },
  'receivable:overpayment': { vi: 'phải thu chi thừa', en: 'overpayments to get back' },
  transit: { vi: 'đang chuyển', en: 'on its way' },
  held: { vi: 'tiền tại đơn vị chi trả', en: 'money with the provider' },
  treasury: { vi: 'kho bạc', en: 'treasury' },
};

/** An account of the ledger; what follows the first colon of some (family and category, or provider) is said as it is. */
export function accountLabel(account: string): Label {
  const whole = ACCOUNTS[account];
  if (whole !== undefined) return whole;
  const [kind = '', ...rest] = account.split(':');
  const label = ACCOUNTS[kind];
  if (label === undefined) return { vi: account, en: account };
  return { vi: `${label.vi} ${rest.join(' ')}`, en: `${label.en} ${rest.join(' ')}` };
}

/** The events of the ledger. */
export const eventLabel = lookup({
  accrue: { vi: 'ghi nhận phải chi', en: 'entitlement booked' },
  issue: { vi: 'chi ra', en: 'issued' },
  overpaid: { vi: 'phát hiện chi thừa', en: 'overpayment found' },
  recovery: { vi: 'thu hồi', en: 'recovery' },
  recovery_back: { vi: 'thu hồi bị hoàn lại', en: 'recovery undone' },
  refund: { vi: 'người hưởng nộp lại', en: 'handed back by the person' },
  confirm: { vi: 'đã nhận', en: 'arrived' },
  return: { vi: 'hoàn trả', en: 'returned' },
  uncollect: { vi: 'chưa nhận', en: 'not collected' },
  draw: { vi: 'rút dự toán', en: 'drawn at the treasury' },
  hand_back: { vi: 'đơn vị chi trả nộp lại kho bạc', en: 'handed back to the treasury' },
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
