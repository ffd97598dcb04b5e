import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { formatMonth } from '../../domain/month.ts';
import type { Label } from '../../labels/label.ts';
import { listTaskFiles } from '../../store/task-files.ts';
import { settledMonths } from '../../store/settlement-overview.ts';
import { type WebTask, listTasks } from '../../store/web-tasks.ts';
import { dataTable, section } from '../data-table.ts';
import { type Field, type Input, monthIn, readFields, textIn } from '../fields.ts';
import { filterForm, listPath } from '../filters.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, localDay, words } from '../layout.ts';
import { type Action, type Outcome, type Part, READERS } from '../route.ts';
import { OUT, askTask } from '../tasks.ts';
import { answerOf, isAtWork, taskFiles, taskState } from '../task-view.ts';
import { provinceOnly } from '../upload-case.ts';
import type { Visit } from '../visit.ts';
import { EXPORTS } from './exports.ts';

interface Report {
  readonly command: string;
  readonly label: Label;
  words(month: string): readonly string[];
}

/** What is made of a month, as the command line makes it. */
const REPORTS: readonly Report[] = [
  {
    command: 'report',
    label: { vi: 'Bảng đối chiếu (.xlsx)', en: 'reconciliation workbook' },
    words: (month) => ['report', month, '--out', `${OUT}/doi-chieu-${month}.xlsx`],
  },
  {
    command: 'reconcile',
    label: { vi: 'Đối soát bốn đường', en: 'four-way reconciliation' },
    words: (month) => ['reconcile', month, '--json', '--out', `${OUT}/doi-soat-${month}.csv`],
  },
  {
    command: 'form09',
    label: { vi: 'Mẫu số 09 (Kho bạc)', en: 'form 09 for the Treasury' },
    words: (month) => ['form09', month, '--out', `${OUT}/mau-09-${month}.xlsx`],
  },
  {
    command: 'uncollected',
    label: { vi: 'Danh sách 3 tháng chưa nhận', en: 'not collected for 3 months' },
    words: (month) => [
      'uncollected',
      month,
      '--out',
      `${OUT}/chua-nhan-${month}.xlsx`,
      '--pdf',
      `${OUT}/chua-nhan-${month}.pdf`,
    ],
  },
  {
    command: 'pack',
    label: { vi: 'Gói bằng chứng (có ký)', en: 'evidence pack, signed' },
    words: (month) => ['pack', month, '--out', `${OUT}/bang-chung-${month}`],
  },
];

const MONTH: Field = { name: 'month', label: { vi: 'Tháng', en: 'month' }, kind: 'month', required: true };

const ASK: Action = {
  name: 'ask-report',
  path: '/reports',
  roles: READERS,
  label: { vi: 'Lập báo cáo', en: 'make it' },
  summary: { vi: 'Lập một báo cáo của tháng', en: 'Makes a report of a month; answers the number of the task' },
  fields: [
    MONTH,
    {
      name: 'what',
      label: { vi: 'Báo cáo', en: 'report' },
      kind: 'choice',
      required: true,
      choices: REPORTS.map(({ command, label }) => ({ value: command, label })),
    },
  ],
  logged: ['month', 'what'],
  page: (visit) => show(visit),
  async perform(visit, input): Promise<Result<Outcome>> {
    const barred = provinceOnly(visit);
    if (barred !== null) return { ok: false, failure: barred };
    const what = textIn(input, 'what');
    const report = REPORTS.find((one) => one.command === what);
    if (report === undefined) throw new RangeError('no such report');
    const month = formatMonth(monthIn(input, 'month'));
    const taskNo = await askTask(visit, { command: what, subject: month, words: report.words(month), folder: OUT });
    const notice = { vi: `Đang lập: ${report.label.vi}, tháng ${month}.`, en: 'It is being made.' };
    return done({ place: '/reports', notice, document: { task_no: taskNo } });
  },
};

const LIST_QUERY: readonly Field[] = [{ ...MONTH, required: false }];
const LATEST = 60;

function reportName(command: string): Label {
  return REPORTS.find((one) => one.command === command)?.label ?? { vi: command, en: command };
}

function said(task: WebTask): Markup {
  const differences = answerOf(task)?.['differences'];
  if (Array.isArray(differences))
    return differences.length === 0
      ? html`<br /><span class="right">✓ ${words({ vi: '0 chênh lệch', en: 'the four ways agree' })}</span>`
      : html`<br /><span class="wrong"
            >▲ ${words({ vi: `${differences.length} chênh lệch`, en: 'differences' })}</span
          >`;
  if (isAtWork(task)) return html`<br /><span class="note">${task.progress}</span>`;
  return task.state === 'failed' ? html`<pre class="said" tabindex="0">${task.message}</pre>` : html``;
}

async function taskTable(visit: Visit, tasks: readonly WebTask[]): Promise<Markup> {
  const { folder } = visit.office.settings;
  const files = await Promise.all(tasks.map((task) => listTaskFiles(folder, task.taskNo)));
  return dataTable({
    caption: { vi: 'Báo cáo đã lập', en: 'reports that were made' },
    columns: [
      { label: { vi: 'Báo cáo', en: 'report' } },
      { label: { vi: 'Tháng', en: 'month' } },
      { label: { vi: 'Người yêu cầu', en: 'asked by' } },
      { label: { vi: 'Trạng thái', en: 'state' } },
      { label: { vi: 'Tệp', en: 'file' } },
    ],
    rows: tasks.map((task, at) => [
      html`${task.taskNo}. ${words(reportName(task.command))}`,
      task.subject,
      `${task.actor}, ${localDay(task.askedAt)}`,
      html`${taskState(task)} ${said(task)}`,
      taskFiles(task.taskNo, files[at] ?? []),
    ]),
    empty: { vi: 'Chưa lập báo cáo nào của tháng. Chọn ở trên.', en: 'None was made. Choose one above.' },
  });
}

function exportList(month: string): Markup {
  return html`<ul class="links">
    ${EXPORTS.map((what) => html`<li><a href="${listPath(`/exports/${what}.csv`, new Map([['month', month]]))}">${what}.csv</a></li>`)}
  </ul>`;
}

async function tasksOf(visit: Visit, month: string): Promise<readonly WebTask[]> {
  const { timeZone } = visit.office.settings;
  const commands = REPORTS.map((one) => one.command);
  return listTasks(visit.database.pool, commands, LATEST, timeZone, month === '' ? null : month);
}

async function show(visit: Visit): Promise<Markup> {
  const asked = readFields(LIST_QUERY, visit.request.req.method === 'GET' ? visit.request.req.query() : {});
  const query: Input = asked.ok ? asked.value : new Map([['month', '']]);
  const month = textIn(query, 'month');
  const isProvince = provinceOnly(visit) === null;
  const [tasks, months] = await Promise.all([
    isProvince ? tasksOf(visit, month) : [],
    settledMonths(visit.database.pool, 1),
  ]);
  const latest =
    months[0] === undefined ? '' : `${String(months[0].month).slice(0, 4)}-${String(months[0].month).slice(4)}`;
  const isLive = tasks.some(isAtWork);
  return frame(visit, { title: 'Báo cáo', section: '/reports', isLive }, [
    html`<h1>${words({ vi: 'Báo cáo', en: 'reports' })}</h1>`,
    isProvince
      ? section('ask', ASK.label, formOf(visit, ASK, { at: ASK.path, values: { month: month || latest } }))
      : html`<p class="note">
          ${words({ vi: 'Báo cáo toàn tỉnh do người có phạm vi toàn tỉnh lập; dưới đây là phần của xã bạn.', en: 'Reports are about the whole province; below is what belongs to your communes.' })}
        </p>`,
    filterForm('/reports', LIST_QUERY, query),
    isProvince
      ? section(
          'made',
          { vi: 'Đã lập', en: 'made' },
          html`${isLive ? html`<span data-reload></span>` : ''} ${await taskTable(visit, tasks)}`,
        )
      : html``,
    section(
      'exports',
      { vi: month === '' ? 'Số liệu của đợt mới nhất (CSV)' : `Số liệu tháng ${month} (CSV)`, en: 'tables as CSV' },
      exportList(month),
    ),
  ]);
}

/** Reports of a month, made as long work; tables as CSV at once. */
export const REPORTS_PART: Part = {
  screens: [{ path: '/reports', roles: READERS, show }],
  actions: [ASK],
  readings: [
    {
      path: '/reports',
      roles: READERS,
      summary: { vi: 'Báo cáo đã lập', en: 'Reports that were asked for, newest first' },
      query: LIST_QUERY,
      async read(visit, query) {
        const barred = provinceOnly(visit);
        if (barred !== null) return { ok: false, failure: barred };
        const reports = (await tasksOf(visit, textIn(query, 'month'))).map((task) => ({
          task_no: task.taskNo,
          what: task.command,
          month: task.subject,
          state: task.state,
          actor: task.actor,
          asked_at: task.askedAt,
          ended_at: task.endedAt,
        }));
        return done({ reports });
      },
    },
  ],
  downloads: [],
};
