import { generateKeyPairSync } from 'node:crypto';
import pg from 'pg';
import { chapterRoot, headAfter, headStatement } from '../../src/domain/seal.ts';
import { openSigner } from '../../src/local/signing-key.ts';
import { listBlocks, listChapters, readEvidence } from '../../src/store/chapters.ts';
import { leavesOf, rootOf, sha256 } from '../../src/store/row-hashes.ts';
import { listSeals } from '../../src/store/seals.ts';
import { type Office, granted } from './office.ts';
import type { Intruder } from './tampering.ts';

/**
 * Gives one person 1,000 VND more in the books and rewrites everything that stands over it: sums, hashes, roots, heads and
 * signatures, with another key. Nothing in the database is left that could tell.
 */
export async function forgeBooks(office: Office, intruder: Intruder): Promise<void> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const signer = granted(openSigner('', pem));
  const where = `event = 'issue' AND accrues AND chapter_no = 1`;
  await intruder.run(
    `UPDATE ledger_posting SET amount = amount + 1000 WHERE ctid = (SELECT ctid FROM ledger_posting WHERE ${where} AND person_id = 'P2' LIMIT 1)`,
  );
  await intruder.run(`UPDATE ledger_total SET amount = amount + 1000 WHERE ${where} AND category = 'SP75'`);
  await intruder.run(`INSERT INTO signing_key VALUES ('${signer.keyId}', '${signer.publicKey}')`);
  const client: pg.PoolClient = await office.context.database.pool.connect();
  try {
    const chapters = new Map((await listChapters(client)).map((one) => [one.chapterNo, one]));
    let previous = '';
    for (const old of await listSeals(client)) {
      const chapter = chapters.get(old.chapterNo);
      if (chapter === undefined) throw new Error('the books were broken before');
      for (const block of await listBlocks(client, chapter.chapterNo)) {
        const leaves = leavesOf([await readEvidence(client, chapter, block)]).bytes;
        await intruder.run(
          `UPDATE ledger_block SET leaves = '\\x${leaves.toString('hex')}', root = '${rootOf(leaves)}' WHERE chapter_no = ${chapter.chapterNo} AND kind = '${block.kind}' AND block = ${block.block}`,
        );
      }
      const root = chapterRoot(await listBlocks(client, chapter.chapterNo), sha256);
      const seal = { ...old, root, previousHead: previous, head: headAfter(previous, root, sha256) };
      const signature = signer.sign(Buffer.from(headStatement(office.context.province, seal)));
      await intruder.run(
        `UPDATE ledger_seal SET root = '${root}', previous_head = '${previous}', head = '${seal.head}', key_id = '${signer.keyId}', signature = '${signature}' WHERE seal_no = ${old.sealNo};
         UPDATE run SET ledger_root = '${seal.head}', previous_ledger_root = '${previous}' WHERE ledger_root = '${old.head}'`,
      );
      previous = seal.head;
    }
  } finally {
    client.release();
  }
}
