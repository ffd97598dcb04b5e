import { type Result, refused } from '../domain/failure.ts';
import type { BankBook } from '../domain/bank-sheet.ts';
import { bankReturnIn, bankWorkbookIn, postResultIn } from './inspect-answers.ts';
import { ISO_MESSAGE } from './inspect-iso.ts';
import { BANK_LIST, POST_LIST, beginsAsZip } from './inspect-lists.ts';
import { SETTLEMENT_FILE } from './inspect-settlement.ts';
import type { FileBytes, Inspection, Recogniser } from './inspection.ts';
import { unreadSentence, unreadText } from './unread-messages.ts';

/** Every format that can be inspected; the first that recognises a file and can read it to its end tells of it. Why the filled list of a post office before the empty one: it is both. */
export function recognisersWith(province: string, book: BankBook): readonly Recogniser[] {
  return [
    ISO_MESSAGE,
    BANK_LIST,
    SETTLEMENT_FILE,
    bankReturnIn(province, book),
    postResultIn(province),
    POST_LIST,
    bankWorkbookIn(book),
  ];
}

const KNOWN = {
  vi: 'thông điệp ISO 20022 (pain.001, pain.002, pain.008, camt.052, camt.053, camt.054), danh sách gửi ngân hàng hoặc bưu điện, tệp kết quả',
  en: 'messages of ISO 20022 (pain.001, pain.002, pain.008, camt.052, camt.053, camt.054), lists for banks and post offices, result files',
};

/** The old binary workbook of Excel. */
function beginsAsOldWorkbook([first = 0, second = 0, third = 0, fourth = 0]: Uint8Array): boolean {
  return first === 0xd0 && second === 0xcf && third === 0x11 && fourth === 0xe0;
}

function unknown(head: Uint8Array): ReturnType<typeof refused> {
  if (head.length === 0)
    return refused('empty_file', 'Tệp trống; hãy xin lại tệp. / The file is empty; ask for it again.');
  if (beginsAsOldWorkbook(head))
    return refused(
      'old_workbook',
      'Tệp là sổ tính Excel cũ (.xls); hãy lưu lại thành .xlsx. / This is an old Excel workbook (.xls); save it as .xlsx.',
    );
  const message = unreadText(head);
  if (message !== null) return refused('unknown_format', unreadSentence(message));
  const [vi, en] = beginsAsZip(head)
    ? [
        'Sổ tính hoặc tệp nén này không phải loại nào đọc được',
        'This workbook or archive is of no kind that can be read',
      ]
    : ['Không nhận ra loại tệp này', 'This kind of file is not known'];
  return refused('unknown_format', `${vi}: ${KNOWN.vi}. / ${en}: ${KNOWN.en}.`);
}

/**
 * What a payment, status, statement or result file contains, recognised by its content. At most `mostListed` statuses, statements and returns are kept, all
 * are counted. Refuses what no format recognises, and what cannot be read to its end.
 */
export async function inspectBytes(
  file: FileBytes,
  mostListed: number,
  recognisers: readonly Recogniser[],
): Promise<Result<Inspection>> {
  let refusal: Result<Inspection> | null = null;
  for (const one of recognisers) {
    const read = one.recognise(file.head) ? await one.read(file, mostListed) : null;
    if (read?.ok === true) return read;
    refusal ??= read;
  }
  return refusal ?? unknown(file.head);
}
