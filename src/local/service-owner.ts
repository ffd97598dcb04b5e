import { createHash } from 'node:crypto';
import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { done, refused, type Result } from '../domain/failure.ts';

/** The account that the services run as; null: the account of this process, which is not root. */
export type ServiceOwner = { readonly uid: number; readonly gid: number } | null;

/** Where root keeps what an unprivileged account must reach. */
const REACHABLE_ROOT = '/var/lib/chitra';

function account(name: string): ServiceOwner {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid === undefined || gid === undefined ? null : { uid: Number(uid), gid: Number(gid) };
}

/**
 * PostgreSQL refuses to run as root, so root gives the services to the account `postgres`, or `nobody` where there is none.
 * Refuses when root finds neither.
 */
export function serviceOwner(): Result<ServiceOwner> {
  if (process.getuid?.() !== 0) return done(null);
  const owner = account('postgres') ?? account('nobody');
  return owner === null
    ? refused(
        'local_no_account',
        'PostgreSQL does not run as root and /etc/passwd has neither postgres nor nobody: add one of them.',
      )
    : done(owner);
}

function mayPass(folder: string, owner: { uid: number; gid: number }): boolean {
  const { mode, uid, gid } = statSync(folder);
  if (uid === owner.uid) return (mode & 0o100) !== 0;
  if (gid === owner.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Whether the account that services run as can come to `path` through all the folders above it. */
export function isReachable(path: string, owner: ServiceOwner): boolean {
  if (owner === null) return true;
  let at = dirname(path);
  for (;;) {
    if (!mayPass(at, owner)) return false;
    if (at === dirname(at)) return true;
    at = dirname(at);
  }
}

/** Creates a folder below which root keeps things for an unprivileged account, and returns it. */
export function reachablePlace(name: string): string {
  const place = join(REACHABLE_ROOT, name);
  mkdirSync(place, { recursive: true });
  // A careful umask would have closed them.
  chmodSync(REACHABLE_ROOT, 0o755);
  chmodSync(place, 0o755);
  return place;
}

/** Gives a folder to the account that services run as. */
export function giveTo(owner: ServiceOwner, path: string): void {
  if (owner !== null) chownSync(path, owner.uid, owner.gid);
}

/**
 * Where the services of `home` keep their data: `home` itself, or, when the account they run as cannot come there (a checkout
 * below root's own folder), a place that it can reach, to which `home/data-is-here` points.
 */
export function dataPlace(home: string, owner: ServiceOwner): string {
  const real = realpathSync(home);
  if (isReachable(join(real, 'data'), owner)) return real;
  const place = reachablePlace(createHash('sha256').update(real).digest('hex').slice(0, 16));
  const pointer = join(real, 'data-is-here');
  if (lstatSync(pointer, { throwIfNoEntry: false }) === undefined) symlinkSync(place, pointer);
  return place;
}
