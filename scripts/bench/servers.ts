import { readFileSync, readdirSync } from 'node:fs';

/** CPU seconds that the servers have used since they started; null where it cannot be read. */
export interface ServerCpu {
  readonly postgres: number | null;
  readonly redis: number | null;
}

interface Stat {
  readonly name: string;
  readonly parent: number;
  /** Clock ticks of its own, and of its children that have ended. */
  readonly own: number;
  readonly ended: number;
}

/** Ticks of /proc a second: 100 on every Linux that Node runs on. */
const TICKS = 100;

function statOf(pid: string | number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const close = text.lastIndexOf(')');
    const fields = text.slice(close + 2).split(' ');
    const at = (index: number): number => Number(fields[index]);
    return {
      name: text.slice(text.indexOf('(') + 1, close),
      parent: at(1),
      own: at(11) + at(12),
      ended: at(13) + at(14),
    };
  } catch {
    return null;
  }
}

function processes(): Map<number, Stat> {
  const found = new Map<number, Stat>();
  let names: string[];
  try {
    names = readdirSync('/proc');
  } catch {
    return found;
  }
  for (const name of names) {
    const stat = /^\d+$/.test(name) ? statOf(name) : null;
    if (stat !== null) found.set(Number(name), stat);
  }
  return found;
}

/** The postmaster above a session of this machine; null when the server runs elsewhere. */
export function postmasterOf(backendPid: number): number | null {
  const session = statOf(backendPid);
  return session !== null && session.name === 'postgres' ? session.parent : null;
}

/**
 * What PostgreSQL (the postmaster, its living children, and those that ended) and a Redis started by this process have used.
 * Two calls around a step give the step's share, autovacuum and checkpoints included.
 */
export function serverCpu(postmaster: number | null): ServerCpu {
  const all = processes();
  const head = postmaster === null ? undefined : all.get(postmaster);
  const sessions = [...all.values()].filter((stat) => head !== undefined && stat.parent === postmaster);
  const redis = [...all.values()].find(
    (stat) => stat.parent === process.pid && /^(redis|valkey)-server/.test(stat.name),
  );
  return {
    postgres:
      head === undefined ? null : (head.own + head.ended + sessions.reduce((sum, one) => sum + one.own, 0)) / TICKS,
    redis: redis === undefined ? null : redis.own / TICKS,
  };
}

/** What was used between two readings; null where either is missing. */
export function cpuBetween(before: ServerCpu, after: ServerCpu): ServerCpu {
  const difference = (one: number | null, two: number | null): number | null =>
    one === null || two === null ? null : two - one;
  return {
    postgres: difference(before.postgres, after.postgres),
    redis: difference(before.redis, after.redis),
  };
}
