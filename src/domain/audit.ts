import type { Sha256 } from './merkle.ts';
import { hexOf } from './seal.ts';

/**
 * What an entry of the audit log tells of: a command that only reads, one that may change the books, one that runs until it is stopped
 * (its own entries tell what happens meanwhile), a step of a worker, a new version of the schema.
 */
export const AUDIT_KINDS = ['read', 'change', 'service', 'step', 'migration'] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** begun: a command starts; cut_off: it ended without a word (killed, power cut), found by a later command. */
export const AUDIT_OUTCOMES = ['begun', 'done', 'refused', 'failed', 'cut_off'] as const;
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number];

/** What an entry says, before it has its place in the log. */
export interface AuditNote {
  readonly actor: string;
  /** Host, process, user of the machine, address: JSON. */
  readonly origin: string;
  readonly kind: AuditKind;
  readonly command: string;
  /** Arguments without secrets and free texts: JSON. */
  readonly what: string;
  readonly outcome: AuditOutcome;
  /** Of an end: the entry of its beginning. */
  readonly begunNo: number | null;
  readonly exitCode: number | null;
  /** Of the refusal or error. */
  readonly code: string | null;
}

/** One entry of the audit log. Hashes in hexadecimal; before the first entry the previous hash is empty. */
export interface AuditEntry extends AuditNote {
  readonly entryNo: number;
  /** UTC with microseconds, as the database says it: 2026-11-24T02:03:04.000005Z. */
  readonly at: string;
  /** The user of the database. */
  readonly login: string;
  /** The state of the books: of an end, when the command began. */
  readonly beforeHash: string;
  readonly afterHash: string;
  readonly previousHash: string;
  readonly hash: string;
}

const UTF8 = new TextEncoder();

/** A value that cannot run into the next one: its length in bytes in front; - stands for none. */
function field(value: string | number | null): string {
  return value === null ? '-' : `${UTF8.encode(String(value)).length}:${value}`;
}

/** The bytes of an entry that are hashed: everything but the hash. The database makes the same (audit_text in migration 0008). */
export function entryBytes(entry: Omit<AuditEntry, 'hash'>): Uint8Array {
  const { entryNo, at, login, actor, origin, kind, command, what, outcome, begunNo, exitCode, code } = entry;
  const said = [entryNo, at, login, actor, origin, kind, command, what, outcome, begunNo, exitCode, code];
  const fields = [...said, entry.beforeHash, entry.afterHash, entry.previousHash];
  return UTF8.encode(`chitra audit 1${fields.map(field).join('')}`);
}

/** The hash of an entry: SHA-256 over its bytes, the hash of the entry before it included. Hexadecimal. */
export function entryHash(entry: Omit<AuditEntry, 'hash'>, sha256: Sha256): string {
  return hexOf(sha256(entryBytes(entry)));
}
