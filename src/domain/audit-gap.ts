import type { AuditFinding, LogReader } from './audit-chain.ts';
import type { AuditEntry } from './audit.ts';

function changedBetween(from: string, to: string, where: string): AuditFinding {
  return {
    code: 'books_changed_outside',
    where,
    message: `Between ${from} and ${to} the books changed, while no command that may change them was at work: somebody worked past the program. Compare what PostgreSQL logged in that time.`,
  };
}

/** Whether an entry is the end of a command; any other stands for itself. */
function isEnd(entry: AuditEntry): boolean {
  return entry.begunNo !== null;
}

/**
 * Looks for changes of the books (store/audit-state.ts) that no entry accounts for. An entry of a step accounts for its own change, a
 * new version of the schema for any. Otherwise the state may only differ between two entries while a command that may change the books
 * was at work: it had begun and had not ended, or it was killed and no later command had noticed. Which of several such commands made
 * which change it cannot say; nor does it see what was changed and changed back. `end` is told the state of the books now.
 */
export function readStates(): LogReader<[now: string]> {
  let last: AuditEntry | null = null;
  const atWork = new Set<number>();
  const differs = (state: string): boolean => last !== null && last.afterHash !== state && atWork.size === 0;
  const lastName = (): string => `audit entry ${last?.entryNo ?? 0}`;
  return {
    take(entry) {
      const isAccounted = entry.kind === 'migration' || !differs(isEnd(entry) ? entry.afterHash : entry.beforeHash);
      const name = `audit entry ${entry.entryNo}`;
      const found = isAccounted ? [] : [changedBetween(lastName(), name, name)];
      if (entry.outcome === 'begun' && entry.kind === 'change') atWork.add(entry.entryNo);
      if (entry.begunNo !== null) atWork.delete(entry.begunNo);
      last = entry;
      return found;
    },
    end: (now) => (differs(now) ? [changedBetween(lastName(), 'now', lastName())] : []),
  };
}
