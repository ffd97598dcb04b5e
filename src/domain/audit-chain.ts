import { type AuditEntry, entryHash } from './audit.ts';
import type { Sha256 } from './merkle.ts';

/** What is wrong with the audit log: a stable code, the entry, and a sentence that says what and what to do. */
export interface AuditFinding {
  readonly code: string;
  readonly where: string;
  readonly message: string;
}

/** A number and hash of the log that somebody kept elsewhere: a seal of the books, a manifest, a piece of paper. */
export interface AuditAnchor {
  readonly entryNo: number;
  readonly hash: string;
  /** Who kept it, for the sentence: "seal 12". */
  readonly keptBy: string;
}

/** Reads a log entry by entry and says what does not fit. */
export interface LogReader<End extends readonly unknown[] = []> {
  take(entry: AuditEntry): readonly AuditFinding[];
  /** What can only be said when the log is over. */
  end(...about: End): readonly AuditFinding[];
}

function finding(code: string, entryNo: number, message: string): AuditFinding {
  return { code, where: `audit entry ${entryNo}`, message };
}

function missing(from: number, to: number): AuditFinding {
  const which = from === to ? `Entry ${from} of the audit log is` : `Entries ${from} to ${to} of the audit log are`;
  return finding(
    'audit_missing',
    from,
    `${which} missing: somebody took it away. Ask who may work as the owner of the database.`,
  );
}

/** What an entry says about itself and about the entry before it. */
function faultsOf(entry: AuditEntry, last: AuditEntry | null, sha256: Sha256): readonly AuditFinding[] {
  const { entryNo } = entry;
  const expected = (last?.entryNo ?? 0) + 1;
  const found: AuditFinding[] = [];
  if (entryNo > expected) found.push(missing(expected, entryNo - 1));
  else if (entryNo < expected)
    found.push(
      finding('audit_twice', entryNo, `There are two entries ${entryNo} in the audit log: one was put there.`),
    );
  if (entry.hash !== entryHash(entry, sha256))
    found.push(
      finding(
        'audit_altered',
        entryNo,
        `Entry ${entryNo} of the audit log was changed: its hash is not that of its content.`,
      ),
    );
  else if (entryNo === expected && entry.previousHash !== (last?.hash ?? ''))
    found.push(
      finding(
        'audit_broken',
        entryNo,
        `Entry ${entryNo} of the audit log does not continue the entry before it: one of the two was put there or changed, with a new hash.`,
      ),
    );
  if (last !== null && entry.at < last.at)
    found.push(
      finding(
        'audit_time',
        entryNo,
        `Entry ${entryNo} of the audit log is older than the entry before it, which the database does not let happen: one of the two was put there.`,
      ),
    );
  return found;
}

/**
 * Checks numbers, hashes and the chain from the first entry to the last, and every anchor on the way. What was rewritten together with
 * every hash behind it, or cut off at the end, only an anchor can show.
 */
export function readChain(anchors: readonly AuditAnchor[], sha256: Sha256): LogReader {
  const waiting = [...anchors].filter((one) => one.entryNo > 0).sort((a, b) => a.entryNo - b.entryNo);
  let last: AuditEntry | null = null;
  let next = 0;
  return {
    take(entry) {
      const found = [...faultsOf(entry, last, sha256)];
      for (
        let anchor = waiting[next];
        anchor !== undefined && anchor.entryNo <= entry.entryNo;
        anchor = waiting[next]
      ) {
        if (anchor.entryNo === entry.entryNo && anchor.hash !== entry.hash)
          found.push(
            finding(
              'audit_rewritten',
              entry.entryNo,
              `Entry ${entry.entryNo} of the audit log is not the one that ${anchor.keptBy} knew: the log was rewritten up to here.`,
            ),
          );
        next += 1;
      }
      last = entry;
      return found;
    },
    end() {
      const beyond = waiting.at(-1);
      const length = last?.entryNo ?? 0;
      if (beyond === undefined || beyond.entryNo <= length) return [];
      return [
        finding(
          'audit_cut',
          length + 1,
          `The audit log ends with entry ${length}, but ${beyond.keptBy} knew of entry ${beyond.entryNo}: what follows was taken away.`,
        ),
      ];
    },
  };
}
