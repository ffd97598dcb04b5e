import { type Result, done, refused } from '../domain/failure.ts';
import { readBankList } from './bank-read.ts';
import { type FileBytes, type Inspection, type Recogniser, nothingIn } from './inspection.ts';
import type { FileProblem } from './iso-message.ts';
import type { ListReading, TakePayments } from './payout-reading.ts';
import { readPostList } from './post-read.ts';

/** A list is read in one piece; no list of ours comes near. */
const LARGEST = 1 << 28;
const TOO_LARGE = refused(
  'too_large',
  'Tệp lớn hơn 256 MiB; đây không phải danh sách chi trả. / The file is larger than 256 MiB; this is no payment list.',
);

const BANK_HEADER = 'stt,end_to_end_id,account_no,account_name,bank_bin,amount,content';

/** The first line of a file as text, without a byte order mark. */
export function firstLine(head: Uint8Array): string {
  const text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('utf8');
  const [line = ''] = (text.startsWith('\uFEFF') ? text.slice(1) : text).split(/\r?\n/, 1);
  return line;
}

/** Whether a file begins as a zip archive does, which every .xlsx workbook is. */
export function beginsAsZip([first = 0, second = 0, third = 0, fourth = 0]: Uint8Array): boolean {
  return first === 0x50 && second === 0x4b && third === 0x03 && fourth === 0x04;
}

function faultsOf({ faults, faultCount }: ListReading): FileProblem[] {
  const told = faults.map(({ code, row, message }) => ({
    code,
    message: row === 0 ? message : `dòng ${row} (row ${row}): ${message}`,
  }));
  const more = faultCount - faults.length;
  return more === 0 ? told : [...told, { code: 'more', message: `... và ${more} chỗ nữa. / ... and ${more} more.` }];
}

/** What a list that asks for payments contains. */
export function listInspection(format: string, list: ListReading): Inspection {
  const problems = faultsOf(list);
  if (list.payments === 0) problems.push({ code: 'empty', message: 'Danh sách trống. / The list is empty.' });
  const sum = String(list.amount);
  return {
    ...nothingIn(format),
    payments: { count: list.payments, sum, headerCount: null, headerSum: null },
    currencies: [{ name: 'VND', count: list.payments, sum }],
    problems,
  };
}

function reader(
  format: string,
  readList: (bytes: Uint8Array, take: TakePayments) => Promise<Result<ListReading>>,
): Recogniser['read'] {
  return async (file: FileBytes) => {
    const bytes = await file.whole(LARGEST);
    if (bytes === null) return TOO_LARGE;
    const list = await readList(bytes, () => {});
    if (list.ok) return done(listInspection(format, list.value));
    return list.failure.code === 'not_our_list' ? null : list;
  };
}

/** Our list for a bank (.csv). */
export const BANK_LIST: Recogniser = {
  format: 'bank-list',
  recognise: (head) => firstLine(head) === BANK_HEADER,
  read: reader('bank-list', readBankList),
};

/** Our list for a post office (.xlsx). */
export const POST_LIST: Recogniser = {
  format: 'post-list',
  recognise: beginsAsZip,
  read: reader('post-list', readPostList),
};
