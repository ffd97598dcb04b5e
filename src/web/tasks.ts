import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../log.ts';
import { type WebTask, finishTask, noteProgress, takeTask } from '../store/web-tasks.ts';
import type { Office } from './visit.ts';

const LOOK_EVERY_MS = 700;
const SAY_EVERY_MS = 1000;

function callerOf(task: WebTask): { actor: string; from: string } {
  const origin: Record<string, unknown> = JSON.parse(task.origin);
  const from = String(origin['from'] ?? 'console').replace(/^console /, '');
  return { actor: task.actor, from };
}

async function workOn(office: Office, task: WebTask): Promise<void> {
  const { pool } = office.context.database;
  let progress = '';
  const command = office.settings.startCommand(task.words, callerOf(task), (line) => (progress = line));
  const stop = (): void => command.stop();
  office.settings.stop.addEventListener('abort', stop, { once: true });
  const heartbeat = setInterval(() => {
    noteProgress(pool, task.taskNo, progress).catch(() => undefined);
  }, SAY_EVERY_MS);
  try {
    const { exitCode, printed, said } = await command.ended;
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
