import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { done, refused, type Result } from '../domain/failure.ts';
import { postgresPrograms, type PostgresPrograms } from './postgres-programs.ts';
import { giveTo, type ServiceOwner } from './service-owner.ts';

/** Where one private PostgreSQL lives: `place` holds the data, `home` the log. */
export interface PostgresPlace {
  readonly home: string;
  readonly place: string;
  readonly owner: ServiceOwner;
}

/** The name of the database and of its user. */
export const NAME = 'chitra';

/** The data folder of a place's cluster. */
export function dataFolder({ place }: PostgresPlace): string {
  return join(place, 'postgres');
}

/** The environment of the server's programs: nothing of the caller's language or time zone gets in. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };
}

/** The account to change to, for the options of a new process. */
export function asOwner(owner: ServiceOwner): { uid?: number; gid?: number } {
  return owner ?? {};
}

/** The programs that made the data, or the preferred ones when there is none yet. Refuses data of a major that is not here. */
export function fittingPrograms(at: PostgresPlace): Result<PostgresPrograms> {
  const programs = postgresPrograms(at.owner);
  if (!programs.ok) return programs;
  const versionFile = join(dataFolder(at), 'PG_VERSION');
  const [preferred] = programs.value;
  const made = existsSync(versionFile) ? Number(readFileSync(versionFile, 'utf8').trim()) : preferred?.major;
  const fitting = programs.value.find(({ major }) => major === made);
  if (fitting !== undefined) return done(fitting);
  const here = programs.value.map(({ major, from }) => `${major} (${from})`).join(', ');
  return refused(
    'local_postgres_version',
    `The database in ${dataFolder(at)} was made by PostgreSQL ${made ?? '?'}, and this machine offers ${here}. Install PostgreSQL ${made ?? '?'}, or move that folder away and start with an empty database.`,
  );
}

function runOnce(program: string, args: readonly string[], owner: ServiceOwner, input = ''): string | null {
  const run = spawnSync(program, args, { ...asOwner(owner), cwd: '/', env: environment(), encoding: 'utf8', input });
  if (run.status === 0) return null;
  return `${run.error?.message ?? ''} ${run.stderr ?? ''}`.trim().split('\n').slice(-3).join(' | ');
}

/** Makes an empty cluster beside the final place and moves it there when it is whole, so that a kill leaves no half one. */
export function createCluster(at: PostgresPlace, { bin }: PostgresPrograms): Result<null> {
  const draft = `${dataFolder(at)}.new`;
  const initdb = (locale: string): string | null => {
    rmSync(draft, { recursive: true, force: true });
    mkdirSync(draft, { mode: 0o700 });
    giveTo(at.owner, draft);
    const settings = ['--auth=trust', '-E', 'UTF8', `--locale=${locale}`, '--no-sync', '-U', NAME, '-D', draft];
    return runOnce(join(bin, 'initdb'), settings, at.owner);
  };
  const trouble =
    (initdb('C.UTF-8') === null ? null : initdb('C')) ??
    runOnce(join(bin, 'postgres'), ['--single', '-D', draft, 'postgres'], at.owner, `CREATE DATABASE ${NAME}\n`);
  if (trouble !== null) {
    rmSync(draft, { recursive: true, force: true });
    return refused('local_postgres_initdb', `PostgreSQL could not make its data folder ${dataFolder(at)}: ${trouble}`);
  }
  renameSync(draft, dataFolder(at));
  return done(null);
}
