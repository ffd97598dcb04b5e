import type { AuditNote } from '../domain/audit.ts';
import { stateOfBooks } from '../store/audit-state.ts';
import { appendEntry } from '../store/audit.ts';
import type { Client } from '../store/database.ts';
import type { Context } from './context.ts';

/** A change of the books that no command waits for: what it did, and of which run. */
export interface Step extends Pick<AuditNote, 'actor' | 'command'> {
  readonly what: Readonly<Record<string, string | number>>;
}

/**
 * Notes a step in the audit log, last thing in the transaction that makes it: the change and its entry are there together or not at all.
 * The state before is what everybody else still sees, the state after is what this transaction leaves.
 */
export async function noteStep(context: Context, client: Client, step: Step): Promise<void> {
  const { actor, command } = step;
  const note = { actor, command, origin: context.origin, kind: 'step', what: JSON.stringify(step.what) } as const;
  const ending = { outcome: 'done', begunNo: null, exitCode: null, code: null } as const;
  await appendEntry(client, { ...note, ...ending }, () => stateOfBooks(context.database.pool));
}
