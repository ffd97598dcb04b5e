/** SHA-256 of bytes; given by the caller because the domain has no packages. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

function concat(prefix: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(1 + parts.reduce((size, part) => size + part.length, 0));
  whole[0] = prefix;
  let at = 1;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The hash of one entry: SHA-256(0x00 || entry). Source: RFC 6962 section 2.1. */
export function leafHash(entry: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(concat(0, entry));
}

/** The hash of two subtrees: SHA-256(0x01 || left || right). Source: RFC 6962 section 2.1. */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  return sha256(concat(1, left, right));
}

/**
 * The Merkle tree hash of leaves in their order; of none: SHA-256 of nothing. Source: RFC 6962 section 2.1.
 * Level by level: an odd node at the end moves up as it is, which gives the same tree as the standard's recursive split.
 */
export function merkleRoot(leaves: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  let level = leaves;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      if (left !== undefined) above.push(right === undefined ? left : nodeHash(left, right, sha256));
    }
    level = above;
  }
  return level[0] ?? sha256(new Uint8Array());
}
