import { type Result, done, refused } from '../domain/failure.ts';
import { type Hash, inclusionPath, leafHash } from '../domain/merkle.ts';
import { blockEntry, headStatement, hexOf } from '../domain/seal.ts';
import { eachRow } from '../store/bulk.ts';
import { type Block, chapterOfRun, leavesOfBlock, listBlocks, readEvidence } from '../store/chapters.ts';
import { findPayment } from '../store/outcomes.ts';
import { eachLeaf, leavesOf, sha256 } from '../store/row-hashes.ts';
import { publicKeys, sealOf } from '../store/seals.ts';
import type { Books } from './context.ts';

/** A place in a tree and the hashes that lead from it to the root (hexadecimal, nearest first). */
interface Path {
  readonly index: number;
  readonly size: number;
  readonly path: readonly string[];
}

/** What proves that the entries of a payment are under a signed head: everything that is needed to check it, and nothing else. */
export interface PaymentProof {
  readonly proof: 'chitra payment proof 1';
  readonly payment: string;
  /** The rows of the books that issue the payment, each with its path to the root of its block. */
  readonly entries: readonly (Path & { readonly row: string })[];
  /** The block as it stands in its chapter, and its path to the chapter's root. */
  readonly block: Path & { readonly entry: string };
  readonly statement: string;
  readonly key: string;
  readonly signature: string;
  readonly public_key: string;
}

function pathIn(leaves: readonly Hash[], index: number): Path {
  return { index, size: leaves.length, path: inclusionPath(leaves, index, sha256).map(hexOf) };
}

/** Whether a posting row (COPY text form) issues money to a person, or takes it back from the payment. */
function isOfPayment(row: string, person: string): boolean {
  const cells = row.split('\t');
  return cells[0] === person && (cells[4] === 'issue' || cells[4] === 'recovery');
}

/**
 * The proof that a payment stands in the books under a signed head (RFC 6962 section 2.1.1). `paymentId`: payment id or end-to-end id. Refuses an unknown payment and
 * one that was not issued.
 */
export async function provePayment(books: Books, paymentId: string): Promise<Result<PaymentProof>> {
  const client = await books.database.pool.connect();
  try {
    const payment = await findPayment(client, paymentId);
    if (payment === null)
      return refused(
        'unknown_payment',
        `Không có khoản chi ${paymentId} (there is no such payment). See: chitra export payments`,
      );
    if (!payment.isIssued)
      return refused('not_issued', `Khoản chi ${paymentId} chưa được chi ra (was not issued): it is not in the books.`);
    const chapter = await chapterOfRun(client, 'run', payment.runNo);
    const seal = await sealOf(client, chapter.chapterNo);
    const blocks = await listBlocks(client, chapter.chapterNo);
    const person = payment.personId;
    const holds = (one: Omit<Block, 'leaves'>): boolean =>
      one.kind === 'posting' &&
      Buffer.compare(Buffer.from(one.firstKey), Buffer.from(person)) <= 0 &&
      Buffer.compare(Buffer.from(person), Buffer.from(one.lastKey)) <= 0;
    const at = blocks.findIndex(holds);
    const block = blocks[at];
    if (block === undefined || seal === null)
      return refused(
        'not_sealed',
        `Khoản chi ${paymentId} chưa được niêm phong (is not sealed yet). Try again when the run is issued.`,
      );
    const sealed = await leavesOfBlock(client, chapter.chapterNo, block);
    const stored = await readEvidence(client, chapter, block);
    if (!leavesOf([stored]).bytes.equals(sealed))
      return refused(
        'books_changed',
        'Sổ cái không còn như khi niêm phong (the books are not as they were sealed): chitra verify says where.',
      );
    const leaves = [...eachLeaf(sealed)];
    const rows = [...eachRow(stored)].map((row) => row.toString('utf8'));
    const entries = rows.flatMap((row, index) => (isOfPayment(row, person) ? [{ row, ...pathIn(leaves, index) }] : []));
    const tree = blocks.map((one) => leafHash(blockEntry(one), sha256));
    return done({
      proof: 'chitra payment proof 1',
      payment: paymentId,
      entries,
      block: { entry: Buffer.from(blockEntry(block)).toString('latin1'), ...pathIn(tree, at) },
      statement: headStatement(books.province, seal),
      key: seal.keyId,
      signature: seal.signature,
      public_key: (await publicKeys(client)).get(seal.keyId) ?? '',
    });
  } finally {
    client.release();
  }
}
