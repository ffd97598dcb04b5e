import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { STAGE_LABELS } from '../../labels/runs.ts';
import { scheduleInForce } from '../../store/schedule-settings.ts';
import { type SystemState, diskOf, programVersion, systemState } from '../../store/system-state.ts';
import { type WebTask, listTasks, openTasks } from '../../store/web-tasks.ts';
import { type Cell, dataTable, facts, section, sizeText } from '../data-table.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localDay, runPath, words } from '../layout.ts';
import { type Action, EVERYBODY, type Outcome, type Part } from '../route.ts';
import { askTask } from '../tasks.ts';
import { answerOf, isAtWork, taskProgress, taskState } from '../task-view.ts';
import { provinceOnly } from '../upload-case.ts';
import type { Visit } from '../visit.ts';

const VERSION = programVersion();
/** A worker reports twice a second. */
const LIVES_SECONDS = 5;
const SHOWN_FINDINGS = 50;
const SCARCE = 0.1;

const VERIFY: Action = {
  name: 'verify',
  path: '/system/verify',
  roles: ['admin', 'auditor'],
  label: { vi: 'Kiểm tra sổ cái, tệp và nhật ký', en: 'verify' },
  summary: {
    vi: 'Kiểm tra toàn vẹn',
    en: 'Proves that ledger, files, balances and the audit log are intact; answers the number of the task',
  },
  fields: [],
  logged: [],
  page: (visit) => show(visit),
  async perform(visit): Promise<Result<Outcome>> {
    const barred = provinceOnly(visit);
    if (barred !== null) return { ok: false, failure: barred };
    const taskNo = await askTask(visit, { command: 'verify', subject: 'books', words: ['verify', '--json'] });
    const notice = { vi: 'Đang kiểm tra.', en: 'It is being verified.' };
    return done({ place: '/system', notice, document: { task_no: taskNo } });
  },
};

interface Shown {
  readonly state: SystemState;
  readonly waiting: number | null;
  readonly disk: Awaited<ReturnType<typeof diskOf>>;
  readonly tasks: readonly WebTask[];
  readonly verify: WebTask | null;
  readonly schedule: Awaited<ReturnType<typeof scheduleInForce>>;
}

async function load(visit: Visit): Promise<Shown> {
  const { context, settings } = visit.office;
  const { pool } = context.database;
  const [state, waiting, disk, tasks, verified, schedule] = await Promise.all([
    systemState(context.database, settings.timeZone),
    context.queue.waiting().catch(() => null),
    diskOf(context.out),
    openTasks(pool, settings.timeZone),
    listTasks(pool, ['verify'], 1, settings.timeZone),
    scheduleInForce(pool, settings.schedule),
  ]);
  return { state, waiting, disk, tasks, verify: verified[0] ?? null, schedule };
}

function diskText(disk: Shown['disk']): Markup | string {
  if (disk === null) return html`<span class="warn">▲ ${words({ vi: 'chưa có thư mục', en: 'not there yet' })}</span>`;
  const text = `${sizeText(disk.free)} / ${sizeText(disk.all)}`;
  return disk.free < disk.all * SCARCE ? html`<span class="wrong">▲ ${text}</span>` : text;
}

function generalFacts(visit: Visit, shown: Shown): Markup {
  const { state, waiting, disk, schedule } = shown;
  const { backend } = visit.office.context.queue;
  const away = html`<span class="wrong">■ ${words({ vi: 'không trả lời', en: 'away' })}</span>`;
  const when = schedule.isOn ? `ngày / day ${schedule.day}, ${schedule.hour}:00` : 'tắt / off';
  return facts([
    [{ vi: 'Phiên bản', en: 'version' }, VERSION],
    [{ vi: 'PostgreSQL', en: 'database' }, `${state.databaseVersion}, ${sizeText(state.databaseBytes)}`],
    [{ vi: 'Lược đồ', en: 'schema' }, state.schema],
    [
      { vi: 'Hàng đợi', en: 'queue' },
      html`${backend}: ${waiting === null ? away : html`${figure(waiting)} việc chờ / waiting`}`,
    ],
    [{ vi: 'Đĩa của thư mục tệp: còn trống', en: 'disk of the files: free' }, diskText(disk)],
    [{ vi: 'Lịch', en: 'schedule' }, when],
  ]);
}

function workerTable({ workers }: SystemState): Markup {
  const state = (silentFor: number): Markup =>
    silentFor <= LIVES_SECONDS
      ? html`<span class="right">✓ ${words({ vi: 'đang chạy', en: 'alive' })}</span>`
      : html`<span class="warn">▲ ${words({ vi: `im lặng ${silentFor} giây`, en: 'silent for seconds' })}</span>`;
  return dataTable({
    caption: { vi: 'Tiến trình xử lý', en: 'workers' },
    columns: [
      { label: { vi: 'Máy, tiến trình', en: 'host, process' } },
      { label: { vi: 'Bắt đầu', en: 'since' } },
      { label: { vi: 'Trạng thái', en: 'state' } },
    ],
    rows: workers.map((one) => [`${one.host} ${one.pid}`, localDay(one.startedAt), state(one.silentFor)]),
    empty: {
      vi: 'Không có tiến trình nào trong giờ qua; chúng được mở khi có việc.',
      en: 'None in the last hour; they are started when there is work.',
    },
  });
}

function workTable(visit: Visit, { work }: SystemState): Markup {
  return dataTable({
    caption: { vi: 'Việc của các đợt', en: 'work of runs' },
    columns: [
      { label: { vi: 'Đợt', en: 'run' } },
      { label: { vi: 'Bước', en: 'stage' } },
      { label: { vi: 'Chờ', en: 'waiting' }, isNumber: true },
      { label: { vi: 'Đang làm', en: 'running' }, isNumber: true },
      { label: { vi: 'Lần lỗi', en: 'failures' }, isNumber: true },
    ],
    rows: work.map((one): Cell[] => [
      visit.user.role === 'admin' ? one.runId : html`<a href="${runPath(one.runId)}">${one.runId}</a>`,
      words(STAGE_LABELS[one.stage] ?? { vi: one.stage, en: one.stage }),
      figure(one.waiting),
      figure(one.running),
      one.failures === 0 ? '0' : html`<span class="warn">▲ ${figure(one.failures)}</span>`,
    ]),
    empty: { vi: 'Không có việc nào đang chờ.', en: 'Nothing waits.' },
  });
}

function taskTable(tasks: readonly WebTask[]): Markup {
  return dataTable({
    caption: { vi: 'Việc dài đang chờ hoặc đang làm', en: 'long work' },
    columns: [
      { label: { vi: 'Việc', en: 'what' } },
      { label: { vi: 'Ai', en: 'who' } },
      { label: { vi: 'Lúc', en: 'when' } },
      { label: { vi: 'Trạng thái', en: 'state' } },
    ],
    rows: tasks.map((one) => [
      `${one.taskNo}. ${one.command} ${one.subject}`,
      one.actor,
      localDay(one.askedAt),
      html`${taskState(one)} <span class="note">${one.progress}</span>`,
    ]),
    empty: { vi: 'Không có.', en: 'None.' },
  });
}

function findingsOf(answer: Readonly<Record<string, unknown>>): readonly string[] {
  const all: readonly unknown[] = Array.isArray(answer['findings']) ? answer['findings'] : [];
  return all.slice(0, SHOWN_FINDINGS).map((one) => {
    const { code = '', message = '' }: { code?: unknown; message?: unknown } =
      typeof one === 'object' && one !== null ? one : {};
    return `${String(message)} [${String(code)}]`;
  });
}

function verifyResult(task: WebTask | null): Markup {
  if (task === null)
    return html`<p class="empty">
      ${words({ vi: 'Chưa kiểm tra từ đây lần nào.', en: 'Never verified from here.' })}
    </p>`;
  const answer = answerOf(task);
  if (answer === null) return taskProgress(task);
  const when = html`<span class="note">${task.actor}, ${localDay(task.endedAt ?? task.askedAt)}</span>`;
  if (answer['ok'] === true)
    return html`<p><span class="right">✓ ${words({ vi: 'Nguyên vẹn', en: 'intact' })}</span> ${when}</p>`;
  return html`<p><span class="wrong">■ ${words({ vi: 'KHÔNG nguyên vẹn', en: 'NOT intact' })}</span> ${when}</p>
    <ul>
      ${findingsOf(answer).map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`;
}

async function show(visit: Visit): Promise<Markup> {
  const shown = await load(visit);
  const mayVerify = VERIFY.roles.includes(visit.user.role) && visit.user.communes === null && !isAtWork(shown.verify);
  return frame(visit, { title: 'Hệ thống', section: '/system', isLive: isAtWork(shown.verify) }, [
    html`<h1>${words({ vi: 'Hệ thống', en: 'system' })}</h1>
      ${generalFacts(visit, shown)}`,
    section(
      'verify',
      { vi: 'Toàn vẹn', en: 'integrity' },
      html`${verifyResult(shown.verify)} ${mayVerify ? formOf(visit, VERIFY, { at: VERIFY.path }) : ''}`,
    ),
    section('workers', { vi: 'Tiến trình xử lý', en: 'workers' }, workerTable(shown.state)),
    section('work', { vi: 'Việc của các đợt', en: 'work of runs' }, workTable(visit, shown.state)),
    section('tasks', { vi: 'Việc dài', en: 'long work' }, taskTable(shown.tasks)),
  ]);
}

/** How the installation is: services, workers, work, integrity. Counts only: nothing about money or people. */
export const SYSTEM_PART: Part = {
  screens: [{ path: '/system', roles: EVERYBODY, show }],
  actions: [VERIFY],
  readings: [
    {
      path: '/system',
      roles: EVERYBODY,
      summary: { vi: 'Tình trạng hệ thống', en: 'Version, database, queue, workers, open work, the last verification' },
      query: [],
      async read(visit) {
        const { state, waiting, disk, tasks, verify } = await load(visit);
        return done({
          version: VERSION,
          database_version: state.databaseVersion,
          database_bytes: state.databaseBytes,
          schema: state.schema,
          queue: { backend: visit.office.context.queue.backend, waiting },
          disk,
          workers: state.workers.map((one) => ({ host: one.host, pid: one.pid, silent_for: one.silentFor })),
          work: state.work.map((one) => ({ ...one, runId: undefined, run_id: one.runId })),
          tasks: tasks.map((one) => ({ task_no: one.taskNo, command: one.command, state: one.state })),
          verified: answerOf(verify)?.['ok'] ?? null,
        });
      },
    },
  ],
  downloads: [],
};
