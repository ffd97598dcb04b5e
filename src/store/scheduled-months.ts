import type { Month } from '../domain/month.ts';
import type { Client } from './database.ts';

/** Whether the scheduler has dealt with a month. */
export async function findScheduledMonth(client: Client, month: Month): Promise<boolean> {
  const { rowCount } = await client.query('SELECT FROM scheduled_month WHERE month = $1', [month]);
  return rowCount === 1;
}

/** The latest run for the whole province of a month that was not turned down; null: none. */
export async function latestRunOf(client: Client, month: Month): Promise<number | null> {
  const { rows } = await client.query<{ run_no: number }>(
    `SELECT run_no FROM run WHERE month = $1 AND communes IS NULL AND status NOT IN ('rejected', 'failed') ORDER BY run_no DESC LIMIT 1`,
    [month],
  );
  return rows[0]?.run_no ?? null;
}

/** Notes which run serves a scheduled month; the primary key refuses a second. */
export async function insertScheduledMonth(client: Client, month: Month, dueOn: string, runNo: number): Promise<void> {
  await client.query('INSERT INTO scheduled_month (month, due_on, run_no) VALUES ($1, $2, $3)', [month, dueOn, runNo]);
}

/** A month that opened by itself. */
export interface ScheduledMonth {
  readonly month: number;
  readonly dueOn: string;
  readonly runId: string;
  readonly status: string;
  /** YYYY-MM-DD HH:MM by the clock of the province. */
  readonly openedAt: string;
}

/** The latest months that the scheduler dealt with, the newest first. */
export async function listScheduledMonths(
  client: Pick<Client, 'query'>,
  limit: number,
  timeZone: string,
): Promise<readonly ScheduledMonth[]> {
  const { rows } = await client.query<ScheduledMonth>(
    `SELECT s.month::int AS month, s.due_on AS "dueOn", r.run_id AS "runId", r.status, to_char(s.opened_at AT TIME ZONE $2::text, 'YYYY-MM-DD HH24:MI') AS "openedAt"
     FROM scheduled_month s JOIN run r USING (run_no) ORDER BY s.month DESC LIMIT $1`,
    [limit, timeZone],
  );
  return rows;
}
