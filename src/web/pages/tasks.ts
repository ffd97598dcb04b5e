import { type Result, done, refused } from '../../domain/failure.ts';
import { type TaskFile, listTaskFiles, taskFileChunks } from '../../store/task-files.ts';
import { type WebTask, findTask } from '../../store/web-tasks.ts';
import { fileAnswer, zipAnswer } from '../downloads.ts';
import { type Part, EVERYBODY } from '../route.ts';
import { answerOf } from '../task-view.ts';
import { provinceOnly } from '../upload-case.ts';
import { type Visit, pathPart } from '../visit.ts';

/** Administrators see no money and no people: of long work only whether the books are intact. */
function maySee(visit: Visit, task: WebTask): boolean {
  return visit.user.role !== 'admin' || task.command === 'verify';
}

/** A task of the path, with what it wrote. Refuses who does not see the whole province: reports are about all of it. */
async function taskOfPath(visit: Visit): Promise<Result<{ task: WebTask; files: readonly TaskFile[] }>> {
  const barred = provinceOnly(visit);
  if (barred !== null) return { ok: false, failure: barred };
  const text = pathPart(visit, 'taskNo');
  const { folder, timeZone } = visit.office.settings;
  const task = /^\d{1,9}$/.test(text) ? await findTask(visit.database.pool, Number(text), timeZone) : null;
  if (task === null || !maySee(visit, task))
    return refused('unknown_task', 'Không có việc này. / There is no such task.');
  return done({ task, files: await listTaskFiles(folder, task.taskNo) });
}

const GONE = refused('not_there', 'Việc này không có tệp kết quả. / This task has no file to take.');

/** Rejected rows hold what was typed of people: only who brought such files takes them. */
function mayTake(visit: Visit, task: WebTask): boolean {
  return !task.command.startsWith('import') || visit.user.role === 'officer';
}

/** Tasks for programs that wait for them, and what tasks wrote. */
export const TASKS_PART: Part = {
  screens: [],
  actions: [],
  readings: [
    {
      path: '/tasks/:taskNo',
      roles: EVERYBODY,
      summary: { vi: 'Một việc dài', en: 'Long work: its state, its answer when it is over, its files' },
      query: [],
      async read(visit) {
        const found = await taskOfPath(visit);
        if (!found.ok) return found;
        const { task, files } = found.value;
        const { taskNo, command, subject, state, progress, message, exitCode, actor, askedAt, endedAt } = task;
        const about = { task_no: taskNo, command, subject, state, progress, message, exit_code: exitCode };
        return done({ ...about, actor, asked_at: askedAt, ended_at: endedAt, answer: answerOf(task), files });
      },
    },
  ],
  downloads: [
    {
      name: 'take-file',
      path: '/tasks/:taskNo/file',
      roles: EVERYBODY,
      summary: { vi: 'Tệp kết quả', en: 'The one file that a task wrote' },
      query: [],
      async send(visit) {
        const found = await taskOfPath(visit);
        if (!found.ok) return found;
        const { task, files } = found.value;
        const [file] = files;
        if (file === undefined || files.length > 1 || !mayTake(visit, task)) return GONE;
        const chunks = taskFileChunks(visit.office.settings.folder, task.taskNo, file);
        return done(fileAnswer(file.path.split('/').at(-1) ?? 'file', chunks, file.bytes));
      },
    },
    {
      name: 'take-files',
      path: '/tasks/:taskNo/files.zip',
      roles: EVERYBODY,
      summary: { vi: 'Mọi tệp kết quả', en: 'All files that a task wrote, as .zip' },
      query: [],
      async send(visit) {
        const found = await taskOfPath(visit);
        if (!found.ok) return found;
        const { task, files } = found.value;
        if (files.length === 0 || !mayTake(visit, task)) return GONE;
        const { folder } = visit.office.settings;
        const parts = files.map((file) => ({
          name: file.path,
          chunks: () => taskFileChunks(folder, task.taskNo, file),
        }));
        return done(zipAnswer(`${task.command}-${task.subject}.zip`, parts));
      },
    },
  ],
};
