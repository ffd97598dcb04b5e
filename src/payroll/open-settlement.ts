import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import { UnreadableText, checkEncoding } from '../formats/csv.ts';
import { fileChunks, folderEntries, startOf } from '../store/files.ts';
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

/**
 * Opens a file that came back: a message of ISO 20022, settlement.csv, or a list of a bank or post office. Refuses what it does not recognise, with
 * what it would need.
 */
export async function openSettlement(
  path: string,
  kind: FileKind,
  { province, banks }: Pick<Books, 'province' | 'banks'>,
): Promise<Result<SettlementSource>> {
  if (kind === 'xml') return isoSource(path, province);
  const plain = kind === 'text' ? await settlementCsv(path) : null;
  if (plain?.ok === true) return plain;
  const list = await answerList(path, province, banks);
  // Why the first refusal: a text that is no list at all is most likely a settlement.csv with a wrong heading.
  return list.ok || plain === null ? list : plain;
}
