import { type Decimal, ZERO_DECIMAL, decimalText, isSame, minus, plus, size } from './decimal-text.ts';
import { type IsoAmount, type IsoContext, checkId, checkUetr, checkedAmount, isSaid } from './iso-checks.ts';
import { type Charges, type Detail, noCharges, noDetail, ownAmount } from './iso-detail.ts';
import type { Place } from './iso-faults.ts';
import { type Fingerprint, mix, restart } from './iso-ids.ts';
import type { IsoMovement } from './iso-message.ts';

/** A booking while it is read. */
export interface Entry {
  statementNo: number;
  entryNo: number;
  amount: IsoAmount;
  direction: string;
  isReversal: boolean;
  status: string;
  bookedOn: string;
  valueOn: string;
  reference: string;
  bankReference: string;
  /** RRTN in its bank transaction code. */
  hasReturnCode: boolean;
  text: string;
  readonly charges: Charges;
  /** Btch/NbOfTxs; 0: not said. */
  batch: number;
  batchSum: Decimal | null;
  /** Btch/MsgId and Btch/PmtInfId: whose payments it books where it names none. */
  batchMessageId: string;
  batchBlockId: string;
  details: number;
  /** Signed as the entry: a detail of the other direction counts below 0. */
  detailSum: Decimal;
  /** The same with every detail in the direction of the entry, and how many details name the other one. */
  oneWaySum: Decimal;
  otherWay: number;
  detailCharges: Decimal;
  /** What the amounts of details rest on; `none`: one of them cannot be compared. */
  basis: 'booked' | 'instructed' | 'none';
  /** The last detail: whether it is the only one is known when the next one begins, or the entry ends. */
  pending: Detail | null;
  hasId: boolean;
  readonly print: Fingerprint;
}

/** A booking of which nothing is known yet. */
export function newEntry(statementNo: number, entryNo: number): Entry {
  const print = { left: 0, right: 0 };
  restart(print);
  return {
    statementNo,
    entryNo,
    amount: { text: '', currency: '' },
    direction: '',
    isReversal: false,
    status: '',
    bookedOn: '',
    valueOn: '',
    reference: '',
    bankReference: '',
    hasReturnCode: false,
    text: '',
    charges: noCharges(),
    batch: 0,
    batchSum: null,
    batchMessageId: '',
    batchBlockId: '',
    details: 0,
    detailSum: ZERO_DECIMAL,
    oneWaySum: ZERO_DECIMAL,
    otherWay: 0,
    detailCharges: ZERO_DECIMAL,
    basis: 'booked',
    pending: null,
    hasId: false,
    print,
  };
}

/** Where an entry stands, for people. */
export function entryPlace({ statementNo, entryNo }: Entry): Place {
  return { vi: `sao kê ${statementNo}, bút toán ${entryNo}`, en: `statement ${statementNo}, entry ${entryNo}` };
}

/** Booked: BOOK, or no status said. */
export function isBooked({ status }: Entry): boolean {
  return status === '' || /^BOOK(?:ED)?$/i.test(status);
}

function directionOf(indicator: string): 'credit' | 'debit' {
  return indicator === 'CRDT' ? 'credit' : 'debit';
}

function addDetail(context: IsoContext, entry: Entry, detail: Detail, isOnly: boolean): void {
  const here = (): Place => entryPlace(entry);
  const { amount, basis } = ownAmount(detail, isOnly ? entry.amount : null);
  const isOther = detail.direction !== '' && detail.direction !== entry.direction;
  entry.details += 1;
  entry.otherWay += isOther ? 1 : 0;
  const value = amount === null ? null : checkedAmount(context, amount, 'any', here);
  if (value === null || amount?.currency !== entry.amount.currency) entry.basis = 'none';
  else {
    if (basis === 'instructed' && entry.basis === 'booked') entry.basis = 'instructed';
    entry.detailSum = plus(entry.detailSum, isOther ? minus(value) : value);
    entry.oneWaySum = plus(entry.oneWaySum, value);
  }
  entry.detailCharges = plus(entry.detailCharges, detail.charges.sum);
  checkUetr(context, detail.uetr, here);
  checkId(context, 'EndToEndId', detail.endToEndId, here);
  for (const text of [
    detail.messageId,
    detail.blockId,
    detail.instructionId,
    detail.endToEndId,
    detail.uetr,
    detail.bankReference,
  ]) {
    entry.hasId ||= isSaid(text);
    mix(entry.print, text);
  }
  for (const text of [detail.transactionId, amount?.text ?? '', detail.direction, detail.reason, detail.text])
    mix(entry.print, text);
}

/** The movement of an entry, or of one payment in it. */
function movement(entry: Entry, detail: Detail, row: number, isOnly: boolean): IsoMovement {
  const own = ownAmount(detail, isOnly ? entry.amount : null).amount;
  const takesEntry = own === null ? isOnly : isOnly && own.currency !== entry.amount.currency;
  const amount = takesEntry ? entry.amount : (own ?? { text: '', currency: entry.amount.currency });
  const said = [detail.returnText, detail.text, detail.text === '' && isOnly ? entry.text : ''];
  return {
    row,
    statementNo: entry.statementNo,
    entryNo: entry.entryNo,
    isBooked: isBooked(entry),
    direction: directionOf(isOnly || detail.direction === '' ? entry.direction : detail.direction),
    isReturn: entry.hasReturnCode || entry.isReversal || detail.hasReturnCode || detail.hasReturn,
    returnReason: detail.reason,
    text: said.filter((text) => text !== '').join(' '),
    bookedOn: entry.bookedOn,
    valueOn: entry.valueOn,
    amount: amount.text,
    currency: amount.currency,
    entryReference: entry.reference,
    bankReference: entry.bankReference === '' ? detail.bankReference : entry.bankReference,
    batch: isOnly && entry.batch > 1 ? entry.batch : null,
    messageId: detail.messageId === '' ? entry.batchMessageId : detail.messageId,
    blockId: detail.blockId === '' ? entry.batchBlockId : detail.blockId,
    instructionId: detail.instructionId,
    endToEndId: detail.endToEndId,
    uetr: detail.uetr,
  };
}

/** Takes the detail that is pending, now that it is known whether it is the only one of its entry. */
export function flushDetail(context: IsoContext, entry: Entry, row: number, isOnly: boolean): boolean {
  const { pending } = entry;
  if (pending === null) return false;
  entry.pending = null;
  addDetail(context, entry, pending, isOnly);
  context.sink.movement?.(movement(entry, pending, row, isOnly));
  return true;
}

/** Whether two amounts differ by nothing, or by the charges that the entry tells of. */
function agrees(entry: Entry, sum: Decimal, value: Decimal): boolean {
  const difference = size(plus(value, minus(sum)));
  const { charges, detailCharges } = entry;
  const allowed = [ZERO_DECIMAL, charges.sum, detailCharges, plus(charges.sum, detailCharges)];
  return allowed.some((one) => isSame(difference, size(one)));
}

/**
 * Says when details contradict the direction of their entry: they add up only in its direction, or only against it, or all of them name the
 * other one. Of a single detail the entry counts. Why several are a problem: they were told one by one, in the direction each of them names,
 * before the entry ended. Details of both directions that come to the entry are a netted booking.
 */
function isOtherDirection(context: IsoContext, entry: Entry, value: Decimal): boolean {
  const { details, otherWay, detailSum, oneWaySum, basis } = entry;
  const isSummed = basis !== 'none';
  if (otherWay === 0 || (isSummed && agrees(entry, detailSum, value))) return false;
  const agreesOneWay = !isSummed || agrees(entry, oneWaySum, value);
  if (details === 1 && agreesOneWay)
    context.faults.warning(
      'detail_direction',
      entryPlace(entry),
      'giao dịch ghi chiều ngược với bút toán; lấy chiều của bút toán.',
      'the transaction names the other direction than the entry; the entry counts.',
    );
  if (details === 1) return agreesOneWay;
  if (otherWay < details && !(isSummed && (agreesOneWay || agrees(entry, minus(detailSum), value)))) return false;
  context.faults.problem(
    'detail_direction',
    entryPlace(entry),
    'các giao dịch ghi chiều ngược với bút toán; không rõ tiền vào hay ra.',
    'transactions name the other direction than the entry; nobody can say whether money came in or went out.',
  );
  return true;
}

function checkDetails(context: IsoContext, entry: Entry, value: Decimal): void {
  const { details, detailSum, basis, batch, batchSum } = entry;
  if (details > 1 && batch > 0 && batch !== details)
    context.faults.problem(
      'batch_count',
      entryPlace(entry),
      `Btch/NbOfTxs ghi ${batch} giao dịch, thực có ${details}.`,
      `Btch/NbOfTxs says ${batch} transactions, there are ${details}.`,
    );
  if (isOtherDirection(context, entry, value) || details === 0 || basis === 'none') return;
  if (details > 1 && batchSum !== null && !isSame(batchSum, size(detailSum)) && !agrees(entry, batchSum, value))
    context.faults.problem(
      'batch_sum',
      entryPlace(entry),
      `Btch/TtlAmt ghi ${decimalText(batchSum)}, các giao dịch cộng lại ${decimalText(detailSum)}.`,
      `Btch/TtlAmt says ${decimalText(batchSum)}, the transactions come to ${decimalText(detailSum)}.`,
    );
  if (agrees(entry, detailSum, value)) return;
  const [vi, en] = [
    `các giao dịch cộng lại ${decimalText(detailSum)}, bút toán ghi ${decimalText(value)}.`,
    `the transactions come to ${decimalText(detailSum)}, the entry says ${decimalText(value)}.`,
  ];
  // What was instructed may differ from what was booked, by charges of banks on the way that nobody tells of.
  if (basis === 'instructed') context.faults.warning('instructed_differs', entryPlace(entry), vi, en);
  else context.faults.problem('details_differ', entryPlace(entry), vi, en);
}

/** Checks a booking that was read to its end; its amount, or null when there is none that can be added up. */
export function checkedEntry(context: IsoContext, entry: Entry): Decimal | null {
  const here = (): Place => entryPlace(entry);
  const value = checkedAmount(context, entry.amount, 'any', here);
  if (entry.direction !== 'CRDT' && entry.direction !== 'DBIT') {
    context.faults.problem('no_direction', here(), 'không rõ ghi có hay ghi nợ.', 'neither credit nor debit is said.');
    return null;
  }
  if (value !== null) checkDetails(context, entry, value);
  return value;
}

/** The one movement of an entry without details. */
export function plainMovement(entry: Entry, row: number): IsoMovement {
  return movement(entry, noDetail(), row, true);
}

/** Ends the fingerprint of an entry: everything that was read of it. */
export function closePrint(entry: Entry): void {
  const { print, amount, direction, status, bookedOn, valueOn, reference, bankReference, text } = entry;
  entry.hasId ||= isSaid(bankReference) || isSaid(reference);
  for (const one of [
    amount.text,
    amount.currency,
    direction,
    status,
    bookedOn,
    valueOn,
    reference,
    bankReference,
    text,
  ])
    mix(print, one);
}
