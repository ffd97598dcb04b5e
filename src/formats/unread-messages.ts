import type { XmlAttributes } from './xml-token.ts';

/** Messages that are not read but that people are sent, by their bodies: what they are, in both languages. */
const UNREAD: ReadonlyMap<string, readonly [kind: string, vi: string, en: string]> = new Map([
  ['FIToFIPmtStsRpt', ['pacs.002', 'báo cáo trạng thái giữa các ngân hàng', 'payment status report between banks']],
  ['PmtRtr', ['pacs.004', 'trả lại tiền giữa các ngân hàng', 'payment return']],
  ['FIToFICstmrCdtTrf', ['pacs.008', 'lệnh chuyển tiền giữa các ngân hàng', 'credit transfer between banks']],
  ['CstmrPmtRvsl', ['pain.007', 'yêu cầu đảo lệnh thanh toán', 'payment reversal']],
  ['CdtrPmtActvtnReq', ['pain.013', 'yêu cầu trả tiền', 'request to pay']],
  ['RsltnOfInvstgtn', ['camt.029', 'kết quả tra soát', 'resolution of investigation']],
  ['CstmrPmtCxlReq', ['camt.055', 'yêu cầu hủy lệnh của khách hàng', 'cancellation request of a customer']],
  ['FIToFIPmtCxlReq', ['camt.056', 'yêu cầu hủy lệnh giữa các ngân hàng', 'cancellation request between banks']],
]);

const READ = /^(pain\.00[128]|camt\.05[234])$/;

/** A message as people are told of it. */
export interface UnreadMessage {
  readonly vi: string;
  readonly en: string;
}

function described(kind: string): UnreadMessage {
  for (const [one, vi, en] of UNREAD.values())
    if (one === kind) return { vi: `${kind} (${vi})`, en: `${kind} (${en})` };
  return { vi: kind, en: kind };
}

/** The message that is not read and whose body is named so: PmtRtr, PmtRtrV02, pacs.004.001.01; null: none that is known. */
export function unreadBody(name: string): UnreadMessage | null {
  const kind = UNREAD.get(name.replace(/V\d\d$/, ''))?.[0] ?? /^([a-z]{4}\.\d{3})\.\d{3}\.\d{2}$/.exec(name)?.[1];
  return kind === undefined || READ.test(kind) ? null : described(kind);
}

/** The message that is not read and that a namespace names; null: none does. */
export function unreadNamespace(attributes: XmlAttributes): UnreadMessage | null {
  for (const [name, value] of attributes) {
    const kind = /:((?:pain|pacs|camt|acmt|remt)\.\d{3})\.\d{3}\.\d{2}$/.exec(value)?.[1];
    if ((name === 'xmlns' || name.startsWith('xmlns:')) && kind !== undefined && !READ.test(kind))
      return described(kind);
  }
  return null;
}

/** That a message is not read, and what to ask for instead. */
export function unreadSentence({ vi, en }: UnreadMessage): string {
  return `Đây là ${vi}, loại không đọc được; hãy xin ngân hàng pain.002, camt.053 hoặc camt.054. / This is ${en}, which is not read; ask the bank for pain.002, camt.053 or camt.054.`;
}

const MT_NAMES: ReadonlyMap<string, UnreadMessage> = new Map([
  ['940', { vi: 'MT940 (sao kê của SWIFT)', en: 'MT940 (customer statement of SWIFT)' }],
  ['942', { vi: 'MT942 (báo cáo trong ngày của SWIFT)', en: 'MT942 (interim transaction report of SWIFT)' }],
]);

function mtNumber(text: string): string {
  const [, said] = /\{2:[IO](\d{3})/.exec(text) ?? [];
  if (said !== undefined) return said;
  // Why these: a report of the day says its floor limit and moment, a statement its balances.
  if (/^:(?:34F|13D):/m.test(text)) return '942';
  return /^:6[02][FM]:/m.test(text) ? '940' : '';
}

/**
 * The message of SWIFT (MT) that a text begins as, `:20:` or `{1:F01`; null: it is none. Source: SWIFT standards MT, category 9: MT940 has
 * balances in 60a and 62a, MT942 a floor limit in 34F.
 */
export function unreadText(head: Uint8Array): UnreadMessage | null {
  const decoded = new TextDecoder().decode(head.subarray(0, 8192)).trimStart();
  // Why the first sign: an interface of SWIFT begins each message with the control character SOH.
  const text = decoded.charCodeAt(0) === 1 ? decoded.slice(1) : decoded;
  if (!text.startsWith(':20:') && !text.startsWith('{1:F01')) return null;
  const number = mtNumber(text);
  const name = `MT${number} (SWIFT)`;
  return MT_NAMES.get(number) ?? { vi: name, en: name };
}
