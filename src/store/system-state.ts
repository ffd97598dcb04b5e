import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import type { Database } from './database.ts';

/** A worker process that reported lately. */
export interface SeenWorker {
  readonly host: string;
  readonly pid: number;
  readonly startedAt: string;
  /** Seconds since it last said that it lives. */
  readonly silentFor: number;
}

/** Work of runs that are not over, by stage. */
export interface OpenWork {
  readonly runId: string;
  readonly stage: string;
  readonly waiting: number;
  readonly running: number;
  /** Attempts that failed. */
  readonly failures: number;
}

/** How the installation is. */
export interface SystemState {
  /** Bytes. */
  readonly databaseBytes: number;
  readonly databaseVersion: string;
  readonly schema: string;
  readonly workers: readonly SeenWorker[];
  readonly work: readonly OpenWork[];
}

/** What is said of the installation: the database, workers of the last hour, work that is open. */
export async function systemState({ pool }: Pick<Database, 'pool'>, timeZone: string): Promise<SystemState> {
  const [about, workers, work] = await Promise.all([
    pool.query<Pick<SystemState, 'databaseBytes' | 'databaseVersion' | 'schema'>>(
      `SELECT pg_database_size(current_database()) AS "databaseBytes", current_setting('server_version') AS "databaseVersion",
         (SELECT name FROM schema_migration ORDER BY name DESC LIMIT 1) AS schema`,
    ),
    pool.query<SeenWorker>(
      `SELECT host, pid, to_char(started_at AT TIME ZONE $1::text, 'YYYY-MM-DD HH24:MI') AS "startedAt", extract(epoch FROM now() - seen_at)::int AS "silentFor"
       FROM worker WHERE seen_at > now() - interval '1 hour' ORDER BY seen_at DESC LIMIT 50`,
      [timeZone],
    ),
    pool.query<OpenWork>(
      `SELECT r.run_id AS "runId", i.stage, count(*) FILTER (WHERE i.state = 'waiting') AS waiting, count(*) FILTER (WHERE i.state = 'running') AS running, sum(i.failures) AS failures
       FROM work_item i JOIN run r USING (run_no) WHERE i.state <> 'done' AND r.status IN ('queued', 'computing', 'approved', 'issued') GROUP BY 1, 2 ORDER BY 1, 2`,
    ),
  ]);
  const [first] = about.rows;
  if (first === undefined) throw new RangeError('no answer');
  return { ...first, workers: workers.rows, work: work.rows };
}

/** What machines that watch are told besides: sessions that are open, tasks of the console by state, seconds that the oldest open work has waited. */
export interface Watched {
  readonly sessions: number;
  readonly tasks: ReadonlyMap<string, number>;
  readonly oldestWaiting: number;
}

/** Counts for machines that watch. */
export async function watchedState({ pool }: Pick<Database, 'pool'>): Promise<Watched> {
  const { rows } = await pool.query<{ sessions: number; oldest: number; tasks: Record<string, number> | null }>(
    `SELECT (SELECT count(*) FROM web_session WHERE seen_at > now() - interval '30 minutes') AS sessions,
       (SELECT json_object_agg(state, n) FROM (SELECT state, count(*) AS n FROM web_task GROUP BY 1) t) AS tasks,
       coalesce((SELECT extract(epoch FROM now() - min(coalesce(i.enqueued_at, r.opened_at)))::int FROM work_item i JOIN run r USING (run_no)
         WHERE i.state = 'waiting' AND r.status IN ('queued', 'computing', 'approved', 'issued')), 0) AS oldest`,
  );
  const [row] = rows;
  if (row === undefined) throw new RangeError('no answer');
  return { sessions: row.sessions, tasks: new Map(Object.entries(row.tasks ?? {})), oldestWaiting: row.oldest };
}

/** Bytes of the disk on which a folder lies, and those that are free; null: it is not there. */
export async function diskOf(folder: string): Promise<{ readonly all: number; readonly free: number } | null> {
  const found = await statfs(folder).catch(() => null);
  return found === null ? null : { all: found.blocks * found.bsize, free: found.bavail * found.bsize };
}

/** The version of this program. */
export function programVersion(): string {
  const { version }: { version: unknown } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  return String(version);
}
