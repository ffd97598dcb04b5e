import { type Hash, type Sha256, leafHash, merkleRoot } from './merkle.ts';

/** What a chapter's root covers of a block: what kind of rows, which, how many, and the root over their hashes (hexadecimal). */
export interface SealedBlock {
  readonly kind: string;
  readonly block: number;
  readonly firstKey: string;
  readonly lastKey: string;
  readonly rows: number;
  readonly root: string;
}

/** The seal of a chapter: its root, chained to the head before it. Roots and heads in hexadecimal; before the first seal the head is empty. */
export interface Seal {
  readonly sealNo: number;
  readonly chapterNo: number;
  readonly root: string;
  readonly previousHead: string;
  readonly head: string;
}

/** Bytes of a text of plain signs; a key of the database may hold others, which are written as their numbers. */
function bytesOf(text: string): Uint8Array {
  const plain = text.replaceAll(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

/** The entry that stands for a block in the tree of its chapter. Parts are separated by a sign that none of them can hold. */
export function blockEntry(block: SealedBlock): Uint8Array {
  const parts = [block.kind, block.block, block.firstKey, block.lastKey, block.rows, block.root];
  return bytesOf(parts.map((part) => String(part).replaceAll('|', '\\u007c')).join('|'));
}

/** One character a byte to hexadecimal. */
export function hexOf(hash: Hash): string {
  return Array.from(hash, (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** Hexadecimal to bytes. */
export function bytesOfHex(text: string): Uint8Array {
  return Uint8Array.from({ length: text.length / 2 }, (_, at) => Number.parseInt(text.slice(2 * at, 2 * at + 2), 16));
}

/** The root of a chapter: the Merkle root (RFC 6962) over its blocks, in the order given. */
export function chapterRoot(blocks: readonly SealedBlock[], sha256: Sha256): string {
  return hexOf(
    merkleRoot(
      blocks.map((block) => leafHash(blockEntry(block), sha256)),
      sha256,
    ),
  );
}

/** The head after a chapter: SHA-256(previous head || root). */
export function headAfter(previousHead: string, root: string, sha256: Sha256): string {
  return hexOf(sha256(Uint8Array.from([...bytesOfHex(previousHead), ...bytesOfHex(root)])));
}

/** The text that is signed: what an auditor keeps outside of the house. `province` is its two digits. */
export function headStatement(province: string, seal: Seal): string {
  return [
    'chitra ledger head 1',
    `province ${province}`,
    `seal ${seal.sealNo}`,
    `chapter ${seal.chapterNo}`,
    `root ${seal.root}`,
    `previous ${seal.previousHead === '' ? '-' : seal.previousHead}`,
    `head ${seal.head}`,
    '',
  ].join('\n');
}

/** Who signs the heads of the books. The key itself stays with whoever made this. */
export interface Signer {
  readonly keyId: string;
  /** PEM. */
  readonly publicKey: string;
  /** An ed25519 signature in base64. */
  readonly sign: (text: Uint8Array) => string;
}
