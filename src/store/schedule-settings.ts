import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

/** When the next month opens by itself: the day of the month before it, and the hour by the clock of the province. */
export interface MonthlyTime {
  readonly day: number;
  readonly hour: number;
}

/** The schedule that is in force. */
export interface Schedule extends MonthlyTime {
  readonly isOn: boolean;
  /** Who set it in the console; null: the settings of the machine. */
  readonly actor: string | null;
}

/** What somebody set. */
export interface ScheduleSetting extends MonthlyTime {
  readonly settingNo: number;
  readonly isOn: boolean;
  readonly actor: string;
  /** YYYY-MM-DD HH:MM by the clock of the province. */
  readonly at: string;
}

/** The schedule in force: what was set last, before anybody set anything that of the machine. */
export async function scheduleInForce(client: Asked, machine: MonthlyTime): Promise<Schedule> {
  const { rows } = await client.query<Schedule>(
    'SELECT is_on AS "isOn", day, hour, actor FROM schedule_setting ORDER BY setting_no DESC LIMIT 1',
  );
  return rows[0] ?? { ...machine, isOn: true, actor: null };
}

/** Sets the schedule; what was set before stays as history. */
export async function insertScheduleSetting(
  client: Asked,
  setting: Omit<ScheduleSetting, 'settingNo' | 'at'>,
): Promise<void> {
  await client.query('INSERT INTO schedule_setting (is_on, day, hour, actor) VALUES ($1, $2, $3, $4)', [
    setting.isOn,
    setting.day,
    setting.hour,
    setting.actor,
  ]);
}

/** The latest settings, the newest first. */
export async function listScheduleSettings(
  client: Asked,
  limit: number,
  timeZone: string,
): Promise<readonly ScheduleSetting[]> {
  const { rows } = await client.query<ScheduleSetting>(
    `SELECT setting_no AS "settingNo", is_on AS "isOn", day, hour, actor, to_char(at AT TIME ZONE $2::text, 'YYYY-MM-DD HH24:MI') AS at
     FROM schedule_setting ORDER BY setting_no DESC LIMIT $1`,
    [limit, timeZone],
  );
  return rows;
}
