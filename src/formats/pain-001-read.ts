import { type Result, done, refused } from '../domain/failure.ts';
import { placeOfMessageId } from '../domain/payment-ids.ts';
import { type ListCount, type ListReading, type TakePayments, listCount, listedAmount } from './payout-reading.ts';

// Why patterns and no XML reader: this is our own layout, a line for each part, and whatever is written otherwise is not ours.
const HEAD =
  /^<GrpHdr><MsgId>([^<]+)<\/MsgId><CreDtTm>[^<]+<\/CreDtTm><NbOfTxs>(\d+)<\/NbOfTxs><CtrlSum>(\d+)<\/CtrlSum>.*<\/GrpHdr>$/;
const BLOCK =
  /^<PmtInf><PmtInfId>([^<]+)<\/PmtInfId><PmtMtd>TRF<\/PmtMtd><BtchBookg>true<\/BtchBookg><NbOfTxs>(\d+)<\/NbOfTxs><CtrlSum>(\d+)<\/CtrlSum>.*<\/DbtrAgt>$/;
const PAYMENT =
  /^<CdtTrfTxInf><PmtId><InstrId>([^<]+)<\/InstrId><EndToEndId>([^<]+)<\/EndToEndId>(?:<UETR>[^<]+<\/UETR>)?<\/PmtId><Amt><InstdAmt Ccy="VND">([^<]+)<\/InstdAmt><\/Amt><CdtrAgt>.*<MmbId>(\d{6})<\/MmbId><\/ClrSysMmbId><\/FinInstnId><\/CdtrAgt><Cdtr><Nm>[^<]+<\/Nm><\/Cdtr><CdtrAcct><Id><Othr><Id>\d+<\/Id><\/Othr><\/Id><\/CdtrAcct>.*<\/CdtTrfTxInf>$/;
const ROOT = /^<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain\.001\.001\.\d{2}"><CstmrCdtTrfInitn>$/;
const ID = /^CT\d{2}\d{6}R\d{2,}\d{9}$/;

/** What a header or a block says of itself. */
interface Stated {
  readonly row: number;
  readonly count: string;
  readonly sum: string;
}

interface Place {
  part: 'head' | 'blocks' | 'payments' | 'foot';
  messageId: string;
  bank: string | null;
  header: Stated | null;
  block: (Stated & { readonly countBefore: number; readonly sumBefore: number }) | null;
}

function compare(list: ListCount, stated: Stated, count: number, sum: number): void {
  if (stated.sum !== String(sum))
    list.fault('total_differs', stated.row, 'tổng trong thông điệp không khớp (the control sum differs)');
  if (stated.count !== String(count))
    list.fault('count_differs', stated.row, 'số giao dịch không khớp (the number of transactions differs)');
}

function payment(line: string, row: number, place: Place, list: ListCount): void {
  const [, , id = '', amount = '', bank = ''] = PAYMENT.exec(line) ?? [];
  const value = listedAmount(amount);
  if (!ID.test(id) || value === null) {
    list.fault('unreadable_row', row, 'dòng không phải khoản chi (the line is no payment)');
    return;
  }
  place.bank ??= bank;
  if (bank !== place.bank) list.fault('other_bank', row, 'ngân hàng khác (another bank than the others)');
  list.add({ row, id, amount: value });
}

function blockLine(line: string, row: number, place: Place, list: ListCount): boolean {
  const [, id = '', count = '', sum = ''] = BLOCK.exec(line) ?? [];
  if (line === '</CstmrCdtTrfInitn></Document>') {
    place.part = 'foot';
    return true;
  }
  if (!id.startsWith(`${place.messageId}-B`)) return false;
  place.block = { row, count, sum, countBefore: list.payments(), sumBefore: list.amount() };
  place.part = 'payments';
  return true;
}

/** Takes one line; false: it stands where no line of ours would. */
function readLine(line: string, row: number, place: Place, list: ListCount): boolean {
  if (row === 1) return line === '<?xml version="1.0" encoding="UTF-8"?>';
  if (row === 2) return ROOT.test(line);
  if (place.part === 'head') {
    const [, id = '', count = '', sum = ''] = HEAD.exec(line) ?? [];
    [place.part, place.messageId, place.header] = ['blocks', id, { row, count, sum }];
    return id !== '';
  }
  if (place.part === 'blocks') return blockLine(line, row, place, list);
  if (place.part === 'foot') return line === '';
  if (line !== '</PmtInf>') payment(line, row, place, list);
  else if (place.block !== null) {
    const { countBefore, sumBefore } = place.block;
    compare(list, place.block, list.payments() - countBefore, list.amount() - sumBefore);
    place.part = 'blocks';
  }
  return true;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/**
 * Reads a pain.001 of ours back as the bank will: every payment's end-to-end id and amount (VND). Faults are lines that are no payments, another
 * bank than the others, a payment twice, counts and sums of message and blocks that differ, a message that ends early. Refuses what is not in
 * our layout.
 */
export function readPain001(bytes: Uint8Array, take: TakePayments): Result<ListReading> {
  const list = listCount(take);
  const place: Place = { part: 'head', messageId: '', bank: null, header: null, block: null };
  const lines = textOf(bytes)?.split('\n') ?? [];
  for (const [at, line] of lines.entries())
    if (!readLine(line, at + 1, place, list))
      return refused(
        'not_our_list',
        `dòng ${at + 1} không theo mẫu pain.001 của chương trình (no pain.001 of ours: line ${at + 1})`,
      );
  if (place.header === null)
    return refused('not_our_list', 'không phải pain.001 của chương trình (no pain.001 of ours)');
  compare(list, place.header, list.payments(), list.amount());
  if (place.part !== 'foot') list.fault('no_total', 0, 'thông điệp bị cắt (the message ends early)');
  return done(list.finish(place.bank, placeOfMessageId(place.messageId)?.communeCode ?? null));
}
