import { type Result, done, refused } from '../domain/failure.ts';
import { type CsvRow, UnreadableText, readCsv } from './csv.ts';
import { type ListReading, type TakePayments, listCount, listedAmount } from './payout-reading.ts';

// Why not the writer's own list: who checks it must not take its word.
const HEADER = 'stt,end_to_end_id,account_no,account_name,bank_bin,amount,content';
const ID = /^CT\d{2}\d{6}R\d{2,}\d{9}$/;

/** What one line says; null: its form is not that of a payment. */
function lineOf({ cells, brokenQuotes }: CsvRow) {
  const [number = '', id = '', account = '', , bank = '', amount = ''] = cells;
  const value = listedAmount(amount);
  if (brokenQuotes || cells.length !== 7 || value === null || !ID.test(id) || account === '') return null;
  return { number, id, bank, amount: value };
}

/**
 * Reads a bank's CSV list as the bank will: every line's end-to-end id and amount (VND). Faults are lines that are no payments, running numbers
 * that jump (a line is missing), a payment or a bank that differs from the others, a payment twice. Refuses what is no list of ours.
 */
export async function readBankList(bytes: Uint8Array, take: TakePayments): Promise<Result<ListReading>> {
  const list = listCount(take);
  let [bin, rows]: [string | null, number] = [null, 0];
  try {
    for await (const block of readCsv([bytes])) {
      for (const line of block.rows) {
        rows += 1;
        if (rows === 1) {
          if (line.cells.join(',') === HEADER) continue;
          return refused('not_our_list', 'không phải danh sách gửi ngân hàng của chương trình (no bank list of ours)');
        }
        const payment = lineOf(line);
        if (payment === null) {
          list.fault('unreadable_row', line.row, 'dòng không phải khoản chi (the line is no payment)');
          continue;
        }
        bin ??= payment.bank;
        if (payment.bank !== bin) list.fault('other_bank', line.row, 'ngân hàng khác (another bank than the others)');
        if (payment.number !== String(rows - 1))
          list.fault('number_jumps', line.row, 'số thứ tự không liền (the running number jumps: a line is missing)');
        list.add({ row: line.row, id: payment.id, amount: payment.amount });
      }
    }
  } catch (error) {
    if (error instanceof UnreadableText) return refused(error.code, error.message);
    throw error;
  }
  if (rows === 0) return refused('not_our_list', 'tệp trống (the file is empty)');
  return done(list.finish(bin ?? '', null));
}
