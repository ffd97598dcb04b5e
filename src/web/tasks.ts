import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../log.ts';
import { type WebTask, finishTask, insertTask, noteProgress, takeTask } from '../store/web-tasks.ts';
import { keepFileList, taskFolder } from '../store/task-files.ts';
import { readyFolder } from '../store/files.ts';
import { originOf } from './perform.ts';
import type { Office, Visit } from './visit.ts';

const LOOK_EVERY_MS = 700;
const SAY_EVERY_MS = 1000;

/** In the words of a task: the folder for what it writes. */
export const OUT = '{out}';

/** Asks for a task as the user of a visit; answers its number. */
export function askTask(
  visit: Visit,
  task: Pick<WebTask, 'command' | 'subject' | 'words'> & Partial<Pick<WebTask, 'uploadNo' | 'folder'>>,
): Promise<number> {
  const { pool } = visit.office.context.database;
  const asked = { uploadNo: null, folder: null, ...task, actor: visit.user.name, origin: originOf(visit) };
  return insertTask(pool, asked);
}

function callerOf(task: WebTask): { actor: string; from: string } {
  const { from = 'console' }: { from?: string } = JSON.parse(task.origin);
  return { actor: task.actor, from: from.replace(/^console /, '') };
}

async function workOn(office: Office, task: WebTask): Promise<void> {
  const { pool } = office.context.database;
  let progress = '';
  const folder = taskFolder(office.settings.folder, task.taskNo);
  await readyFolder(folder);
  const words = task.words.map((word) => word.replaceAll(OUT, folder));
  const command = office.settings.startCommand(words, callerOf(task), (line) => (progress = line));
  const stop = (): void => command.stop();
  office.settings.stop.addEventListener('abort', stop, { once: true });
  const heartbeat = setInterval(() => {
    noteProgress(pool, task.taskNo, progress).catch(() => undefined);
  }, SAY_EVERY_MS);
  try {
    const { exitCode, printed, said } = await command.ended;
    await keepFileList(office.settings.folder, task.taskNo);
    await finishTask(pool, task.taskNo, { exitCode, answer: printed, message: said.trim() });
  } finally {
    clearInterval(heartbeat);
    office.settings.stop.removeEventListener('abort', stop);
  }
}

/** Does what people asked for, one after the other, until the console stops. */
export async function workOnTasks(office: Office): Promise<void> {
  const { context, settings } = office;
  while (!settings.stop.aborted) {
    try {
      const task = await takeTask(context.database.pool);
      if (task !== null) {
        await workOn(office, task);
        continue;
      }
    } catch (error) {
      context.log.warn('a task of the console broke off', { code: errorCode(error) });
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal: settings.stop }).catch(() => undefined);
  }
}
