import { type Answer, SILENT } from '../domain/answer.ts';
import { namedPayment } from '../domain/payment-ids.ts';
import { paymentInContent } from './bank-return.ts';
import type { IsoIds, IsoMovement, IsoStatus } from './iso-message.ts';

/** What a line says that is none of our business: another payment of the account, a fee, money that came in. */
export const FOREIGN = 'other';

const PAID: ReadonlySet<string> = new Set(['ACCC', 'ACSC', 'CPUC']);
const REFUSED: ReadonlySet<string> = new Set(['RJCT', 'CANC', 'EXPR']);
const TAKEN: ReadonlySet<string> = new Set([
  'ACTC',
  'ACCP',
  'ACSP',
  'ACWC',
  'ACWP',
  'ACFC',
  'ACPT',
  'ACIS',
  'ACPC',
  'RCVD',
  'PATC',
  'PDNG',
  'PDCR',
  'PRES',
  'PART',
  'BLCK',
]);

/** Whole VND of an amount as it stands in a message (540000, 540000.00); null: none. */
function wholeVnd(text: string): string | null {
  return /^0*(\d{1,15})(?:\.0*)?$/.exec(text)?.[1] ?? null;
}

function fault(code: string, message: string): Pick<Answer, 'fault'> {
  return { fault: { code, message } };
}

const OTHER_CURRENCY = fault('other_currency', 'tiền khác đồng Việt Nam (another currency than VND)');
const BAD_AMOUNT = fault('bad_amount', 'số tiền không phải số đồng nguyên (no whole amount of VND)');
const IDS_DISAGREE = fault('ids_disagree', 'các mã chỉ hai khoản khác nhau (its ids name two payments)');

/** The ids of a line with the payment they name, or the text of the transfer; what names none keeps what stands there. */
function named(
  province: string,
  ids: IsoIds,
  content: string,
): Pick<Answer, keyof IsoIds> & { readonly isOurs: boolean } {
  const payment = namedPayment(province, ids) ?? (disagree(province, ids) ? null : paymentInContent(province, content));
  const { messageId, blockId, instructionId, endToEndId, uetr } = ids;
  return { messageId, blockId, instructionId, endToEndId: payment ?? endToEndId, uetr, isOurs: payment !== null };
}

function disagree(province: string, ids: IsoIds): boolean {
  const alone = { uetr: '', endToEndId: '', instructionId: '' };
  const found = [
    namedPayment(province, { ...alone, uetr: ids.uetr }),
    namedPayment(province, { ...alone, endToEndId: ids.endToEndId }),
    namedPayment(province, { ...alone, instructionId: ids.instructionId }),
  ].filter((one) => one !== null);
  return new Set(found).size > 1;
}

/** Whether a line speaks of one payment at all. */
function namesPayment({ instructionId, endToEndId, uetr }: IsoIds): boolean {
  return [instructionId, endToEndId, uetr].some((id) => id !== '' && id !== 'NOTPROVIDED');
}

function wordOf({ level, status }: IsoStatus): Pick<Answer, 'status' | 'fault'> {
  if (REFUSED.has(status)) return { status: 'returned', fault: null };
  // Why not at the level of a file: there it says that our account was debited, not that anybody was paid.
  if (status === 'ACSC' && level !== 'line') return { status: 'pending', fault: null };
  if (PAID.has(status)) return { status: 'paid', fault: null };
  if (TAKEN.has(status)) return { status: 'pending', fault: null };
  return { status, ...fault('unknown_status', 'trạng thái không có trong danh mục (a status that no list knows)') };
}

const SCOPES = { group: 'message', block: 'block', line: 'payment' } as const;

function reasonIn(code: string, text: string): string {
  return [code, text].filter((part) => part !== '').join(' ');
}

/**
 * What a status of pain.002 says of payments: RJCT that they came back, ACCC (and ACSC of a line) that they were paid, everything else
 * that nothing is known yet. Null: it says nothing of its own (a line without a status, PART, an empty group): the level above, or the lines, speak.
 * Source: ISO 20022 external payment status codes.
 */
export function answerOfStatus(province: string, status: IsoStatus): Answer | null {
  if (status.status === '' || status.status === 'PART') return null;
  const { isOurs: _, ...ids } = named(province, status, '');
  const amount = status.level === 'line' && status.amount !== '' ? wholeVnd(status.amount) : null;
  const answer: Answer = {
    ...SILENT,
    ...ids,
    ...wordOf(status),
    row: status.row,
    scope: SCOPES[status.level],
    date: status.date === '' ? null : status.date,
    amount,
    reasonList: 'status',
    reason: reasonIn(status.reasons[0] ?? '', status.text),
  };
  if (answer.fault !== null) return answer;
  if (status.level === 'line' && status.currency !== '' && status.currency !== 'VND')
    return { ...answer, ...OTHER_CURRENCY };
  if (status.level === 'line' && status.amount !== '' && amount === null) return { ...answer, ...BAD_AMOUNT };
  return status.level === 'line' && disagree(province, status) ? { ...answer, ...IDS_DISAGREE } : answer;
}

function meaningOf(movement: IsoMovement): Pick<Answer, 'status' | 'fault'> {
  if (!movement.isBooked) return { status: 'pending', fault: null };
  if (movement.direction === 'credit') return { status: 'returned', fault: null };
  if (!movement.isReturn) return { status: 'paid', fault: null };
  return {
    status: 'reversed',
    ...fault('reversed', 'ngân hàng ghi nợ lại một khoản đã trả về (the bank took back what it had returned)'),
  };
}

function scopeOf(movement: IsoMovement): Answer['scope'] {
  if (namesPayment(movement)) return 'payment';
  const isNamed = (id: string): boolean => id !== '' && id !== 'NOTPROVIDED';
  if (isNamed(movement.blockId)) return 'block';
  return isNamed(movement.messageId) ? 'message' : 'payment';
}

function namesFile({ messageId, blockId }: IsoIds): boolean {
  return /^CT\d{8}R\d{2,}-/i.test(messageId) || /^CT\d{8}R\d{2,}-/i.test(blockId);
}

function looksOurs({ endToEndId }: IsoIds): boolean {
  return /^CT\d{8}R/i.test(endToEndId);
}

/**
 * What a booking of a statement or notification says of payments: a debit that they were paid, a credit that they came back, what is not booked
 * yet that nothing is known. A booking of a whole file (no payment named) speaks of all its payments. What names nothing of ours is
 * another business of the account, except a return: whose it is a person must find out.
 */
export function answerOfMovement(province: string, movement: IsoMovement): Answer {
  const { isOurs, ...ids } = named(province, movement, movement.text);
  const amount = wholeVnd(movement.amount);
  const day = movement.bookedOn === '' ? movement.valueOn : movement.bookedOn;
  const answer: Answer = {
    ...SILENT,
    ...ids,
    ...meaningOf(movement),
    row: movement.row,
    scope: isOurs ? 'payment' : scopeOf(movement),
    date: day === '' ? null : day,
    amount,
    reasonList: movement.isReturn ? 'return' : 'own',
    reason: movement.direction === 'credit' ? reasonIn(movement.returnReason, movement.text) : movement.returnReason,
  };
  const isSpokenOf =
    isOurs || looksOurs(ids) || namesFile(ids) || (movement.isReturn && movement.direction === 'credit');
  if (!isSpokenOf) return { ...answer, status: FOREIGN, reason: '', fault: null };
  if (disagree(province, movement)) return { ...answer, ...IDS_DISAGREE };
  if (movement.currency !== '' && movement.currency !== 'VND') return { ...answer, ...OTHER_CURRENCY };
  return amount === null ? { ...answer, ...BAD_AMOUNT } : answer;
}
