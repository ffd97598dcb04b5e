import type { Hash } from './merkle.ts';

/** The first place at which rows are no longer those that were hashed, counted from 1, and how they differ. */
export interface LeafDifference {
  readonly kind: 'changed' | 'missing' | 'added' | 'reordered';
  readonly entry: number;
}

/** Whether `hash` stands in `hashes` after place `at`. */
function isLater(hashes: readonly Hash[], hash: Hash | undefined, at: number): boolean {
  return hash !== undefined && hashes.indexOf(hash, at + 1) > at;
}

/** The first difference between the hashes of a block as it was sealed and those of its rows as they are now, or null. */
export function firstDifference(sealed: readonly Hash[], now: readonly Hash[]): LeafDifference | null {
  const longest = Math.max(sealed.length, now.length);
  let at = 0;
  while (at < longest && sealed[at] === now[at]) at += 1;
  if (at === longest) return null;
  const entry = at + 1;
  if (now.length < sealed.length)
    return { kind: now[at] === undefined || isLater(sealed, now[at], at) ? 'missing' : 'changed', entry };
  if (now.length > sealed.length)
    return { kind: sealed[at] === undefined || isLater(now, sealed[at], at) ? 'added' : 'changed', entry };
  return { kind: isLater(sealed, now[at], at) ? 'reordered' : 'changed', entry };
}
