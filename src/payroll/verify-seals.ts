import { createPublicKey, verify } from 'node:crypto';
import { headAfter, headStatement } from '../domain/seal.ts';
import { type LedgerHead, readHead } from '../formats/ledger-head.ts';
import { sha256 } from '../store/row-hashes.ts';
import type { SignedSeal } from '../store/seals.ts';
import type { Finding } from './finding.ts';

/** Whether a signature is the key's. Why the texts are compared too: readers of keys and of base64 pass over signs that do not belong there. */
function isSigned(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey(publicKey);
    const bytes = Buffer.from(signature, 'base64');
    const isPlain =
      key.export({ type: 'spki', format: 'pem' }).toString() === publicKey && bytes.toString('base64') === signature;
    return isPlain && verify(null, Buffer.from(text), key, bytes);
  } catch {
    return false;
  }
}

function finding(code: string, seal: number, message: string): Finding {
  return { code, where: `seal ${seal}`, message };
}

/** Whether the seals follow each other without a gap, each head follows from the one before, and each signature is the key's. */
export function verifyChain(
  seals: readonly SignedSeal[],
  province: string,
  keys: ReadonlyMap<string, string>,
): readonly Finding[] {
  const findings: Finding[] = [];
  let previous = '';
  for (const [place, seal] of seals.entries()) {
    const number = place + 1;
    if (seal.sealNo !== number)
      return [...findings, finding('seal_missing', number, `Thiếu niêm phong ${number} (seal ${number} is missing).`)];
    if (seal.previousHead !== previous || seal.head !== headAfter(seal.previousHead, seal.root, sha256))
      findings.push(
        finding(
          'chain_broken',
          number,
          `Niêm phong ${number} không nối với niêm phong trước (does not follow from the seal before).`,
        ),
      );
    const key = keys.get(seal.keyId);
    if (key === undefined || !isSigned(key, headStatement(province, seal), seal.signature))
      findings.push(
        finding('signature_wrong', number, `Chữ ký của niêm phong ${number} sai (the signature is wrong).`),
      );
    previous = seal.head;
  }
  return findings;
}

/** Why a head that was kept outside of the database does not agree with the books, or null. */
function disagreement(head: LedgerHead, seals: readonly SignedSeal[]): string | null {
  if (!isSigned(head.publicKey, headStatement(head.province, head), head.signature))
    return 'chữ ký của tệp sai (the signature in the file is wrong)';
  const seal = seals[head.sealNo - 1];
  if (seal === undefined) return 'sổ ngắn hơn tệp (the books end before this head: entries are missing at their end)';
  return seal.head === head.head && seal.keyId === head.keyId && seal.signature === head.signature
    ? null
    : 'sổ đã được viết lại (the books were rewritten since: their head at this seal is another)';
}

/** A file in which a head was kept: its path and text; null: it is not there, or a folder holds none. */
export type HeadFile = readonly [path: string, text: string | null];

function whyWrong(text: string | null, seals: readonly SignedSeal[]): string | null {
  if (text === null) return 'không có đầu sổ nào ở đây (no head is kept here)';
  const head = readHead(text);
  return head.ok ? disagreement(head.value, seals) : head.failure.message;
}

/** Compares heads that were kept in files with the books. */
export function verifyHeads(files: readonly HeadFile[], seals: readonly SignedSeal[]): readonly Finding[] {
  return files.flatMap(([path, text]) => {
    const why = whyWrong(text, seals);
    const code = text === null ? 'head_missing' : 'head_differs';
    return why === null ? [] : [{ code, where: path, message: `${path}: ${why}.` }];
  });
}

/**
 * Keys that sealed something and are neither the office's own nor named by a head that was kept: whoever owns the database can add a key of his own and go on
 * with the chain by it. `trusted`: ids of keys.
 */
export function verifyKeys(seals: readonly SignedSeal[], trusted: ReadonlySet<string>): readonly Finding[] {
  const strange = new Map(seals.toReversed().map((seal) => [seal.keyId, seal.sealNo]));
  for (const key of trusted) strange.delete(key);
  return [...strange]
    .sort(([, one], [, other]) => one - other)
    .map(([key, seal]) =>
      finding(
        'key_unknown',
        seal,
        `Khóa ${key} không phải khóa của cơ quan (seals from ${seal} on are signed by a key that is neither the office's nor that of a kept head).`,
      ),
    );
}

/** The keys that heads kept outside name. */
export function keysOf(files: readonly HeadFile[]): readonly string[] {
  return files.flatMap(([, text]) => {
    const head = readHead(text ?? '');
    return head.ok ? [head.value.keyId] : [];
  });
}
