/** A hash as a text of one character a byte (Latin-1): a tree makes millions, and an array for each would cost more than the hash. */
export type Hash = string;

/** SHA-256 of bytes; given by the caller because the domain has no packages. */
export type Sha256 = (data: Uint8Array) => Hash;

const HASH_LENGTH = 32;
/** What is hashed next. Its bytes mean nothing between two calls. */
let scratch = new Uint8Array(256);

function putHash(hash: Hash, at: number): void {
  for (let byte = 0; byte < HASH_LENGTH; byte++) scratch[at + byte] = hash.charCodeAt(byte);
}

/** The hash of one entry: SHA-256(0x00 || entry). Source: RFC 6962 section 2.1. */
export function leafHash(entry: Uint8Array, sha256: Sha256): Hash {
  if (scratch.length <= entry.length) scratch = new Uint8Array(2 * entry.length);
  scratch[0] = 0;
  scratch.set(entry, 1);
  return sha256(scratch.subarray(0, entry.length + 1));
}

/** The hash of two subtrees: SHA-256(0x01 || left || right). Source: RFC 6962 section 2.1. */
export function nodeHash(left: Hash, right: Hash, sha256: Sha256): Hash {
  scratch[0] = 1;
  putHash(left, 1);
  putHash(right, 1 + HASH_LENGTH);
  return sha256(scratch.subarray(0, 1 + 2 * HASH_LENGTH));
}

/**
 * The Merkle tree hash of leaves in their order; of none: SHA-256 of nothing. Source: RFC 6962 section 2.1.
 * Leaves are taken one by one: two full trees of the same size become one at once, as in a binary counter, so that only one tree of each size
 * is remembered. What is left at the end is joined from the right, which gives the same tree as the standard's recursive split.
 */
export function merkleRoot(leaves: Iterable<Hash>, sha256: Sha256): Hash {
  const trees: Hash[] = [];
  let count = 0;
  for (const leaf of leaves) {
    let tree = leaf;
    for (let size = ++count; size % 2 === 0; size /= 2) tree = nodeHash(trees.pop() ?? '', tree, sha256);
    trees.push(tree);
  }
  const smallest = trees.pop();
  if (smallest === undefined) return sha256(new Uint8Array());
  return trees.reduceRight((right, left) => nodeHash(left, right, sha256), smallest);
}

/** The largest power of two below n, for n > 1: where the standard splits a tree of n leaves. */
function splitOf(n: number): number {
  let size = 1;
  while (size * 2 < n) size *= 2;
  return size;
}

/**
 * The hashes that lead from leaf `at` of a tree to its root, nearest first: with them anybody can prove that the leaf is in it.
 * Source: RFC 6962 section 2.1.1.
 */
export function inclusionPath(leaves: readonly Hash[], at: number, sha256: Sha256): readonly Hash[] {
  if (at < 0 || at >= leaves.length) throw new RangeError(`leaf ${at} of ${leaves.length}`);
  if (leaves.length === 1) return [];
  const split = splitOf(leaves.length);
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return at < split
    ? [...inclusionPath(left, at, sha256), merkleRoot(right, sha256)]
    : [...inclusionPath(right, at - split, sha256), merkleRoot(left, sha256)];
}
