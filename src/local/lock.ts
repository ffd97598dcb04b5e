import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { refused, type Result } from '../domain/failure.ts';
import { processName, stillLives } from './process-mark.ts';

const FREE = 'free';
const PATIENCE_MS = 180_000;
const PAUSE_MS = 25;

function turns(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const turn = /^turn-(\d+)$/.exec(name)?.[1];
    return turn === undefined ? [] : [Number(turn)];
  });
}

function newest(folder: string): number {
  return Math.max(0, ...turns(folder));
}

/** Who holds a turn; null when the turn's file went away while it was looked at. */
function holder(folder: string, turn: number): string | null {
  if (turn === 0) return FREE;
  try {
    return readFileSync(join(folder, `turn-${turn}`), 'utf8');
  } catch {
    return null;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

/** Writes a turn's file whole, so that nobody ever reads half of it. */
function written(folder: string, text: string, place: (draft: string) => void): void {
  const draft = join(folder, `draft-${randomUUID()}`);
  writeFileSync(draft, text);
  try {
    place(draft);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes the turn after `last`; false when somebody else was quicker. */
function takeTurn(folder: string, last: number, me: string): boolean {
  const mine = join(folder, `turn-${last + 1}`);
  try {
    written(folder, me, (draft) => linkSync(draft, mine));
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
  // Who dawdled between looking and taking may have taken a turn that was over, and removed, long ago.
  if (newest(folder) !== last + 1) {
    rmSync(mine, { force: true });
    return false;
  }
  for (const old of turns(folder)) if (old <= last) rmSync(join(folder, `turn-${old}`), { force: true });
  return true;
}

/**
 * Does `work` while no other process does any with the same folder. A holder that died is passed over: turns are numbered, the
 * newest one counts, and it is taken by creating the next. Refuses after three minutes of waiting for a living holder.
 */
export async function oneAtATime<T>(folder: string, work: () => Promise<Result<T>>): Promise<Result<T>> {
  mkdirSync(folder, { recursive: true });
  const me = processName(process.pid) ?? String(process.pid);
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const last = newest(folder);
    const who = holder(folder, last);
    const isFree = who !== null && (who === FREE || !stillLives(who));
    if (isFree && takeTurn(folder, last, me)) {
      try {
        return await work();
      } finally {
        written(folder, FREE, (draft) => renameSync(draft, join(folder, `turn-${last + 1}`)));
      }
    }
    if (performance.now() > until) {
      return refused(
        'local_busy',
        `Process ${who?.split('.')[0] ?? '?'} has been starting or stopping the local services for three minutes (${folder}). Look what it does, or end it, and try again.`,
      );
    }
    await pause(PAUSE_MS);
  }
}
