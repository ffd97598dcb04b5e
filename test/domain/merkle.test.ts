import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type Hash, type Sha256, inclusionPath, leafHash, merkleRoot, nodeHash } from '../../src/domain/merkle.ts';

const sha256: Sha256 = (data) => createHash('sha256').update(data).digest('binary');
const hex = (hash: Hash): string => Buffer.from(hash, 'latin1').toString('hex');
const rootOf = (entries: readonly Uint8Array[]): string =>
  hex(
    merkleRoot(
      entries.map((entry) => leafHash(entry, sha256)),
      sha256,
    ),
  );

// The test tree of Certificate Transparency (reference implementation of RFC 6962): eight entries, and the root after each.
const ENTRIES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((entry) => Buffer.from(entry, 'hex'));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('merkle tree hash (RFC 6962 section 2.1)', () => {
  test.each(ROOTS.map((root, size) => [size, root] as const))('the standard tree of %i entries', (size, root) => {
    expect(rootOf(ENTRIES.slice(0, size))).toBe(root);
  });

  test('of no entry: the hash of nothing; of one: its leaf hash', () => {
    expect(hex(merkleRoot([], sha256))).toBe(hex(sha256(new Uint8Array())));
    const leaf = leafHash(Buffer.from('một'), sha256);
    expect(hex(merkleRoot([leaf], sha256))).toBe(hex(leaf));
  });

  test('agrees with the recursive definition of the standard for 0 to 200 entries', () => {
    const leaves = Array.from({ length: 200 }, (_, at) => leafHash(Buffer.from(`posting ${at}`), sha256));
    const recursive = (part: readonly Hash[]): Hash => {
      const [first] = part;
      if (first === undefined) return sha256(new Uint8Array());
      if (part.length === 1) return first;
      let split = 1;
      while (split * 2 < part.length) split *= 2;
      return nodeHash(recursive(part.slice(0, split)), recursive(part.slice(split)), sha256);
    };
    for (let size = 0; size <= leaves.length; size++)
      expect(hex(merkleRoot(leaves.slice(0, size), sha256)), `${size} leaves`).toBe(
        hex(recursive(leaves.slice(0, size))),
      );
  });

  test('a leaf is never taken for a node, and order matters', () => {
    const [a, b] = [leafHash(Buffer.from('a'), sha256), leafHash(Buffer.from('b'), sha256)];
    expect(hex(leafHash(Buffer.from(a + b, 'latin1'), sha256))).not.toBe(hex(nodeHash(a, b, sha256)));
    expect(hex(nodeHash(a, b, sha256))).not.toBe(hex(nodeHash(b, a, sha256)));
  });
});

describe('the path from a leaf to the root (RFC 6962 section 2.1.1)', () => {
  const leaves = ENTRIES.map((entry) => leafHash(entry, sha256));

  // Of the same test tree: place of the leaf, size of the tree, path.
  test.each([
    [0, 1, []],
    [
      0,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      8,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
    [
      1,
      5,
      [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('of leaf %i of %i', (at, size, path) => {
    expect(inclusionPath(leaves.slice(0, size), at, sha256).map(hex)).toEqual(path);
  });

  test('there is none to a leaf that is not there', () => {
    expect(() => inclusionPath(leaves, 8, sha256)).toThrow(RangeError);
  });
});
