import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import type { IsoDate } from '../domain/month.ts';
import { UnreadableText, checkEncoding } from '../formats/csv.ts';
import { returnNeeds } from '../formats/bank-return.ts';
import { RESULT_NEEDS } from '../formats/post-result.ts';
import { SETTLEMENT_COLUMNS } from '../formats/settlement.ts';
import { fileChunks, folderEntries, startOf } from '../store/files.ts';
import { formsInForce } from './bank-forms.ts';
import type { Books } from './context.ts';
import { answerList, settlementCsv } from './settlement-lists.ts';
import { isoSource } from './settlement-messages.ts';
import type { SettlementSource } from './settlement-source.ts';

/** What a file turned out to be: by its first bytes. */
export type FileKind = 'xml' | 'workbook' | 'text';

function kindOf(start: Uint8Array): FileKind {
  if (start[0] === 0x50 && start[1] === 0x4b) return 'workbook';
  const isWide = (start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0xfe && start[1] === 0xff);
  const text = new TextDecoder(isWide ? (start[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8').decode(start);
  return text.trimStart().startsWith('<') ? 'xml' : 'text';
}

/** The hash of a file's bytes, and what it is; a text must be UTF-8. */
export async function identified(path: string): Promise<Result<{ readonly sha256: string; readonly kind: FileKind }>> {
  if ((await folderEntries(path)) !== 'file')
    return refused('not_found', `${path} không tồn tại hoặc không phải tệp (does not exist or is no file).`);
  const kind = kindOf(await startOf(path));
  const hash = createHash('sha256');
  if (kind !== 'text') {
    for await (const chunk of fileChunks(path)) hash.update(chunk);
    return done({ sha256: hash.digest('hex'), kind });
  }
  try {
    await checkEncoding(fileChunks(path), (chunk) => hash.update(chunk));
  } catch (error) {
    if (error instanceof UnreadableText) return refused(error.code, `${basename(path)}: ${error.message}`);
    throw error;
  }
  return done({ sha256: hash.digest('hex'), kind });
}

const SETTLEMENT_NEEDS = SETTLEMENT_COLUMNS.columns.map(({ name }) => name).join(', ');

/** The refusal of a file that is none of the lists: what stands in it as far as it may be told, and what each kind of list needs. */
function noList(kind: FileKind, told: string, { banks }: Pick<Books, 'banks'>): Result<never> {
  const forms = formsInForce(banks);
  if (!forms.ok) return forms;
  const lists = [
    `settlement.csv (CSV): ${SETTLEMENT_NEEDS}`,
    `danh sách của ngân hàng (a bank's list): ${returnNeeds(forms.value.book)}`,
    `danh sách của bưu điện (a post office's list): ${RESULT_NEEDS}`,
  ];
  // Why not for workbooks: a settlement.csv is a text, and what its header lacks says nothing of a workbook.
  const first = kind === 'text' ? 'Nếu là settlement.csv thì như trên (the above is for a settlement.csv). ' : '';
  return refused(
    'missing_column',
    `${told} ${first}Cần một trong ba loại danh sách (one of three kinds of lists is needed): ${lists.join('. ')}.`,
  );
}

/**
 * Opens a file that came back, on the day `today`: a message of ISO 20022, settlement.csv, or a list of a bank or post office. Refuses what it does not recognise, with
 * what it would need.
 */
export async function openSettlement(
  path: string,
  kind: FileKind,
  books: Pick<Books, 'province' | 'banks'>,
  today: IsoDate,
): Promise<Result<SettlementSource>> {
  if (kind === 'xml') return isoSource(path, books.province, today);
  const plain = kind === 'text' ? await settlementCsv(path, today) : null;
  if (plain?.ok === true) return plain;
  if (plain?.failure.code === 'missing_status') return noList(kind, plain.failure.message, books);
  const list = await answerList(path, books, today);
  const isNone = !list.ok && list.failure.code === 'missing_column';
  // A text with an id and a status in its header and no row: a list of a post office without payments, or a settlement.csv without its columns.
  const isEmpty = !list.ok && list.failure.code === 'no_payments' && plain?.failure.code === 'missing_column';
  if (list.ok || (!isNone && !isEmpty)) return list;
  if (plain !== null && plain.failure.code !== 'missing_column') return plain;
  const told = [isEmpty ? `${list.failure.message}.` : '', (plain ?? list).failure.message];
  return noList(kind, told.join(' ').trim(), books);
}
