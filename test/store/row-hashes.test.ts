import fc from 'fast-check';
import { expect, test } from 'vitest';
import { merkleRoot } from '../../src/domain/merkle.ts';
import { eachLeaf, leavesOf, rootOf, sha256 } from '../../src/store/row-hashes.ts';

test('the root of a block is the root of the domain, however many rows it has', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z\d]{0,80}$/), { maxLength: 70 }), (rows) => {
      const leaves = leavesOf([Buffer.from(rows.map((row) => `${row}\n`).join(''))]);
      const root = Buffer.from(merkleRoot(eachLeaf(leaves.bytes), sha256), 'latin1').toString('hex');
      expect(leaves.rows).toBe(rows.length);
      expect(rootOf(leaves.bytes)).toBe(root);
    }),
  );
});
