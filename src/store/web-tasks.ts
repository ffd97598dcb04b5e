import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

export type TaskState = 'waiting' | 'running' | 'done' | 'failed';

/** Long work that somebody asked for in the console. */
export interface WebTask {
  readonly taskNo: number;
  readonly command: string;
  /** What it is about: a month, a run, an upload. */
  readonly subject: string;
  readonly words: readonly string[];
  readonly uploadNo: number | null;
  /** The folder or file that it writes; null: none. */
  readonly folder: string | null;
  readonly actor: string;
  readonly origin: string;
  readonly state: TaskState;
  readonly progress: string;
  /** What the command printed. */
  readonly answer: string;
  /** What it said beside it: a refusal, a warning. */
  readonly message: string;
  readonly exitCode: number | null;
  /** YYYY-MM-DD HH:MM:SS by the clock of the province. */
  readonly askedAt: string;
  readonly endedAt: string | null;
}

const at = (column: string, zone: string): string => `to_char(${column} AT TIME ZONE ${zone}, 'YYYY-MM-DD HH24:MI:SS')`;

function columns(zone: string): string {
  return `task_no AS "taskNo", command, subject, words, upload_no AS "uploadNo", folder, actor, origin, state, progress, answer, message,
    exit_code AS "exitCode", ${at('asked_at', zone)} AS "askedAt", ${at('ended_at', zone)} AS "endedAt"`;
}

/** What is asked for. */
export type NewTask = Pick<WebTask, 'command' | 'subject' | 'words' | 'uploadNo' | 'folder' | 'actor' | 'origin'>;

/** Adds a task; answers its number. Loading what is being loaded, or was, is the task that is there already. */
export async function insertTask(client: Asked, task: NewTask): Promise<number> {
  const { rows } = await client.query<{ no: number }>(
    `INSERT INTO web_task (command, subject, words, upload_no, folder, actor, origin) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING task_no AS no`,
    [task.command, task.subject, task.words, task.uploadNo, task.folder, task.actor, task.origin],
  );
  if (rows[0] !== undefined) return rows[0].no;
  const { rows: before } = await client.query<{ no: number }>(
    `SELECT task_no AS no FROM web_task WHERE upload_no = $1 AND command = $2 AND state <> 'failed'`,
    [task.uploadNo, task.command],
  );
  return before[0]?.no ?? 0;
}

/** Takes the oldest task that waits; null: none. A task whose process is gone without a word is told as failed first. */
export async function takeTask(client: Asked): Promise<WebTask | null> {
  await client.query(
    `UPDATE web_task SET state = 'failed', ended_at = now(), message = 'Không rõ việc này đã xong chưa: tiến trình bị ngắt. Xem kết quả trước khi yêu cầu lại. / It was cut off: look at what it did before asking again.'
     WHERE state = 'running' AND seen_at < now() - interval '1 minute'`,
  );
  const { rows } = await client.query<WebTask>(
    `UPDATE web_task SET state = 'running', started_at = now(), seen_at = now()
     WHERE task_no = (SELECT task_no FROM web_task WHERE state = 'waiting' ORDER BY task_no LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING ${columns(`'UTC'`)}`,
  );
  return rows[0] ?? null;
}

/** Says that a task lives, and how far it is. */
export async function noteProgress(client: Asked, taskNo: number, progress: string): Promise<void> {
  await client.query('UPDATE web_task SET seen_at = now(), progress = $2 WHERE task_no = $1', [taskNo, progress]);
}

/** Keeps how a task ended. */
export async function finishTask(
  client: Asked,
  taskNo: number,
  end: { readonly exitCode: number; readonly answer: string; readonly message: string },
): Promise<void> {
  await client.query(
    `UPDATE web_task SET state = CASE WHEN $2::int IN (0) THEN 'done' ELSE 'failed' END, exit_code = $2, answer = $3, message = $4, ended_at = now() WHERE task_no = $1`,
    [taskNo, end.exitCode, end.answer, end.message],
  );
}

/** One task; null: there is none of this number. */
export async function findTask(client: Asked, taskNo: number, timeZone: string): Promise<WebTask | null> {
  const { rows } = await client.query<WebTask>(`SELECT ${columns('$2::text')} FROM web_task WHERE task_no = $1`, [
    taskNo,
    timeZone,
  ]);
  return rows[0] ?? null;
}

/** The latest tasks of some commands, the newest first. */
export async function listTasks(
  client: Asked,
  commands: readonly string[],
  limit: number,
  timeZone: string,
  subject: string | null = null,
): Promise<readonly WebTask[]> {
  const { rows } = await client.query<WebTask>(
    `SELECT ${columns('$3::text')} FROM web_task WHERE command = ANY ($1) AND ($4::text IS NULL OR subject = $4) ORDER BY task_no DESC LIMIT $2`,
    [commands, limit, timeZone, subject],
  );
  return rows;
}

/** The task of an upload for a command, the latest; null: none. */
export async function taskOfUpload(
  client: Asked,
  uploadNo: number,
  command: string,
  timeZone: string,
): Promise<WebTask | null> {
  const { rows } = await client.query<WebTask>(
    `SELECT ${columns('$3::text')} FROM web_task WHERE upload_no = $1 AND command = $2 ORDER BY task_no DESC LIMIT 1`,
    [uploadNo, command, timeZone],
  );
  return rows[0] ?? null;
}

/** Tasks that wait or are at work, the oldest first. */
export async function openTasks(client: Asked, timeZone: string): Promise<readonly WebTask[]> {
  const { rows } = await client.query<WebTask>(
    `SELECT ${columns('$1::text')} FROM web_task WHERE state IN ('waiting', 'running') ORDER BY task_no LIMIT 50`,
    [timeZone],
  );
  return rows;
}
