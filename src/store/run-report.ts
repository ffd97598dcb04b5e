import type { Database } from './database.ts';

/** Findings of a run by control: how many persons, never who. */
export async function exceptionsByControl(
  database: Database,
  runNo: number,
): Promise<readonly { control: string; severity: string; persons: number }[]> {
  const { rows } = await database.pool.query<{ control: string; severity: string; persons: number }>(
    `SELECT control, severity, count(*) AS persons FROM run_exception WHERE run_no = $1 GROUP BY 1, 2 ORDER BY 2, 3 DESC, 1`,
    [runNo],
  );
  return rows;
}

/** When a run was opened, approved and issued: YYYY-MM-DD HH:MM by the clock of a time zone; null: not yet. */
export async function runMoments(
  database: Database,
  runNo: number,
  timeZone: string,
): Promise<{ readonly opened: string; readonly approved: string | null; readonly issued: string | null }> {
  const at = (column: string): string => `to_char(${column} AT TIME ZONE $2, 'YYYY-MM-DD HH24:MI')`;
  const { rows } = await database.pool.query<{ opened: string; approved: string | null; issued: string | null }>(
    `SELECT ${at('opened_at')} AS opened, ${at('approved_at')} AS approved, ${at('issued_at')} AS issued FROM run WHERE run_no = $1`,
    [runNo, timeZone],
  );
  if (rows[0] === undefined) throw new RangeError('no such run');
  return rows[0];
}

/** Whether nobody is in the registry yet. */
export async function isRegistryEmpty(database: Database): Promise<boolean> {
  const { rows } = await database.pool.query<{ empty: boolean }>('SELECT NOT EXISTS (SELECT FROM person) AS empty');
  return rows[0]?.empty === true;
}

/** How many runs there are in each status; statuses without a run are absent. */
export async function countRuns(database: Database): Promise<ReadonlyMap<string, number>> {
  const { rows } = await database.pool.query<{ status: string; runs: number }>(
    'SELECT status, count(*) AS runs FROM run GROUP BY 1',
  );
  return new Map(rows.map((row) => [row.status, row.runs]));
}

/** Pieces of work of unfinished runs: those that wait and those in hand. */
export async function countWork(database: Database): Promise<{ readonly waiting: number; readonly running: number }> {
  const { rows } = await database.pool.query<{ waiting: number; running: number }>(
    `SELECT count(*) FILTER (WHERE i.state = 'waiting') AS waiting, count(*) FILTER (WHERE i.state = 'running') AS running
     FROM work_item i JOIN run r USING (run_no) WHERE i.state <> 'done' AND r.status IN ('queued', 'computing', 'approved', 'issued')`,
  );
  return rows[0] ?? { waiting: 0, running: 0 };
}

/** Throws unless the database answers a question. */
export async function proveDatabase(database: Database): Promise<void> {
  await database.pool.query('SELECT FROM installation');
}
