import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

/** Fields of /proc/PID/stat after the program's name, which may itself hold blanks and brackets. */
const STATE_FIELD = 0;
const START_FIELD = 19;

function markFromProc(pid: number): string | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const state = fields[STATE_FIELD] ?? '';
  const start = fields[START_FIELD];
  // A zombie answers to signals although it is dead, and nobody may ever collect it where process 1 is no init.
  if (start === undefined || state === 'Z' || state === 'X') return null;
  return `${start}-${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)}`;
}

function markFromPs(pid: number): string | null {
  const answer = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [state = 'Z', ...start] = answer.status === 0 ? answer.stdout.trim().split(/\s+/) : [];
  return state.startsWith('Z') ? null : start.join('-').replaceAll(':', '');
}

/**
 * What tells a living process from a later one that was given the same number: its start time (and the boot it belongs to).
 * Null when no such process lives. The text is fit for a file name.
 */
export function processMark(pid: number): string | null {
  return existsSync('/proc/self/stat') ? markFromProc(pid) : markFromPs(pid);
}

/** `pid.mark` of a living process; null when it is gone. */
export function processName(pid: number): string | null {
  const mark = processMark(pid);
  return mark === null ? null : `${pid}.${mark}`;
}

/** Whether the process that once was named `pid.mark` by `processName` still lives. */
export function stillLives(name: string): boolean {
  const pid = Number(name.split('.')[0]);
  return Number.isSafeInteger(pid) && pid > 0 && processName(pid) === name;
}
