import { createHash, hash } from 'node:crypto';
import { type Hash, type Sha256, leafHash } from '../domain/merkle.ts';
import { eachRow } from './bulk.ts';

/** SHA-256 as the domain wants it: one character a byte. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'binary');

const HASH_BYTES = 32;

/** The hashes of rows, one after the other. */
export interface Leaves {
  readonly rows: number;
  readonly bytes: Buffer;
}

/** The leaf hash (RFC 6962) of every row in COPY text form, each without its line feed. A chunk holds whole rows. */
export function leavesOf(chunks: readonly Uint8Array[]): Leaves {
  let bytes = Buffer.allocUnsafe(1 << 16);
  let rows = 0;
  for (const chunk of chunks) {
    for (const row of eachRow(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))) {
      if ((rows + 1) * HASH_BYTES > bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)]);
      bytes.write(leafHash(row, sha256), rows * HASH_BYTES, 'latin1');
      rows += 1;
    }
  }
  return { rows, bytes: bytes.subarray(0, rows * HASH_BYTES) };
}

/** Leaves one by one, as texts of one character a byte. */
export function* eachLeaf(leaves: Uint8Array): Generator<Hash> {
  const bytes = Buffer.from(leaves.buffer, leaves.byteOffset, leaves.byteLength);
  for (let at = 0; at < bytes.length; at += HASH_BYTES) yield bytes.toString('latin1', at, at + HASH_BYTES);
}

/**
 * The Merkle root (RFC 6962) over leaves, hexadecimal. Why not merkleRoot of the domain: a level of the tree is hashed in place, without a text for
 * each node. Who has no pair moves up as it is, which gives the tree of the standard.
 */
export function rootOf(leaves: Uint8Array): string {
  const level = Buffer.from(leaves);
  let count = level.length / HASH_BYTES;
  if (count === 0) return hash('sha256', level, 'hex');
  const node = Buffer.alloc(1 + 2 * HASH_BYTES, 1);
  while (count > 1) {
    const pairs = count >> 1;
    for (let at = 0; at < pairs; at++) {
      level.copy(node, 1, 2 * at * HASH_BYTES, (2 * at + 2) * HASH_BYTES);
      level.write(sha256(node), at * HASH_BYTES, 'latin1');
    }
    if (count % 2 === 1) level.copyWithin(pairs * HASH_BYTES, (count - 1) * HASH_BYTES, count * HASH_BYTES);
    count -= pairs;
  }
  return level.toString('hex', 0, HASH_BYTES);
}

/** SHA-256 of bytes, hexadecimal: over leaves that nobody needs a proof of inclusion from. */
export function flatHash(...parts: readonly Uint8Array[]): string {
  const whole = createHash('sha256');
  for (const part of parts) whole.update(part);
  return whole.digest('hex');
}
