import { type Seal, chapterRoot, headAfter, headStatement } from '../domain/seal.ts';
import { auditHead } from '../store/audit.ts';
import { type Chapter, listBlocks, saveEvidence } from '../store/chapters.ts';
import type { Client } from '../store/database.ts';
import type { EvidenceKind } from '../store/evidence.ts';
import { sha256 } from '../store/row-hashes.ts';
import { type SignedSeal, insertSeal, lastSeal, writeTotals } from '../store/seals.ts';
import type { Books } from './context.ts';

/** The audit log up to now is sealed with the chapter by its last entry: its hash covers all entries before it. */
async function sealAuditLog(client: Client, chapter: Chapter): Promise<void> {
  const { entryNo } = await auditHead(client);
  if (entryNo === 0) return;
  const key = String(entryNo);
  await saveEvidence(client, chapter, { kind: 'audit', block: 1, firstKey: key, lastKey: key });
}

/**
 * Closes a chapter: its postings are added up, the evidence of the given kinds is hashed beside what was hashed already, and the root
 * over all of it is chained to the last head and signed. The caller holds the lock of the books, in the transaction that filled the chapter.
 */
export async function sealChapter(
  client: Client,
  books: Books,
  chapter: Chapter,
  kinds: readonly EvidenceKind[],
): Promise<SignedSeal> {
  const postings = await writeTotals(client, chapter.chapterNo);
  const all: readonly EvidenceKind[] = ['chapter', ...kinds, ...(postings > 0 ? (['total'] as const) : [])];
  for (const kind of all) await saveEvidence(client, chapter, { kind, block: 1, firstKey: '', lastKey: '' });
  await sealAuditLog(client, chapter);
  const blocks = await listBlocks(client, chapter.chapterNo);
  const last = await lastSeal(client);
  const previousHead = last?.head ?? '';
  const root = chapterRoot(blocks, sha256);
  const seal: Seal = {
    sealNo: (last?.sealNo ?? 0) + 1,
    chapterNo: chapter.chapterNo,
    root,
    previousHead,
    head: headAfter(previousHead, root, sha256),
  };
  const signed: SignedSeal = {
    ...seal,
    keyId: books.signer.keyId,
    signature: books.signer.sign(Buffer.from(headStatement(books.province, seal))),
  };
  await insertSeal(client, signed, books.signer.publicKey);
  return signed;
}
