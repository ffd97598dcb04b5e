import { type AuditAnchor, type AuditFinding, readChain } from '../domain/audit-chain.ts';
import { readStates } from '../domain/audit-gap.ts';
import { stateAtHead } from '../store/audit-state.ts';
import { readEntries } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { sha256 } from '../store/row-hashes.ts';

/** Entries that are in memory at once. */
const BLOCK = 2000;
/** After so many findings of a kind nobody needs more of them. */
const MOST_FINDINGS = 50;

/**
 * Proves the audit log: every number, hash and link of the chain, every head of it that `anchors` kept elsewhere, and that the books
 * changed only while somebody is named who was at work. Answers what does not fit, the first fault first; nothing when all is well.
 * Reads block by block; what is written meanwhile is left for the next time.
 */
export async function verifyAudit(
  database: Database,
  anchors: readonly AuditAnchor[] = [],
): Promise<readonly AuditFinding[]> {
  const chain = readChain(anchors, sha256);
  const states = readStates();
  const found: AuditFinding[] = [];
  // Why first: commands that are at work now go on while the log is read.
  const head = await stateAtHead(database.pool);
  for (let after = 0; after < head.entryNo && found.length < MOST_FINDINGS;) {
    const block = await readEntries(database, after, BLOCK);
    const here = block.filter((entry) => entry.entryNo <= head.entryNo);
    for (const entry of here) found.push(...chain.take(entry), ...states.take(entry));
    const last = here.at(-1);
    if (last === undefined) break;
    after = last.entryNo;
  }
  if (found.length >= MOST_FINDINGS) return found.slice(0, MOST_FINDINGS);
  return [...found, ...chain.end(), ...states.end(head.state)];
}
