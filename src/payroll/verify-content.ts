import type { Client } from '../store/database.ts';
import { flatHash } from '../store/row-hashes.ts';
import { type SignedBlock, contentHashOf, leavesOfShard, listSigned, rowsOfShard } from '../store/run-content.ts';
import type { Finding } from './finding.ts';
import { compareRows } from './verify-evidence.ts';

const HASH_BYTES = 32;

/** Compares the lines and payments of a shard with the hashes that its run's approver signed. */
export async function verifyShard(client: Client, block: SignedBlock): Promise<readonly Finding[]> {
  const where = `run ${block.runId} shard ${block.ordinal}`;
  const leaves = await leavesOfShard(client, block);
  if (flatHash(leaves) !== block.root || leaves.length !== HASH_BYTES * (block.lines + block.payments))
    return [{ code: 'content_changed', where, message: `${where}: mã băm bị sửa (its hashes were changed).` }];
  const rows = await rowsOfShard(client, block);
  const cut = HASH_BYTES * block.lines;
  const found = [
    compareRows(leaves.subarray(0, cut), rows.lines, 'line', `${where} lines`),
    compareRows(leaves.subarray(cut), rows.payments, 'payment', `${where} payments`),
  ];
  return found.filter((one) => one !== null);
}

/** Compares the hashes of every run's shards with the hash that its approver signed. */
export async function verifySigned(client: Client): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { runNo, runId, signed } of await listSigned(client)) {
    if ((await contentHashOf(client, runNo)) === signed) continue;
    const where = `run ${runId}`;
    const message = `${where}: nội dung không phải nội dung đã duyệt (its content is not what was signed).`;
    findings.push({ code: 'content_not_signed', where, message });
  }
  return findings;
}
