import { html } from 'hono/html';
import { type Catalogue, STANDARDS } from '../../domain/catalogue.ts';
import { type IsoDate, type Month, addMonths, formatMonth, monthOf } from '../../domain/month.ts';
import type { Deadline } from '../../domain/calendar.ts';
import { done } from '../../domain/failure.ts';
import { monthDueOn } from '../../domain/run.ts';
import { DEADLINE_LABELS } from '../../labels/calendar.ts';
import { MOST_MONTHS, type MonthFigures, monthOverview } from '../../store/month-overview.ts';
import { countOpenProposals } from '../../store/outcome-proposals.ts';
import { isRegistryEmpty } from '../../store/run-report.ts';
import { scheduleInForce } from '../../store/schedule-settings.ts';
import { listRuns } from '../../store/runs.ts';
import { type LawMark, monthChart } from '../charts/month-chart.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localDay, localMonth, words } from '../layout.ts';
import { EVERYBODY, type Part, READERS } from '../route.ts';
import { asSeen } from '../seen-runs.ts';
import type { Visit } from '../visit.ts';
import { type WaitingTask, tasksFor } from '../waiting-tasks.ts';
import { deadlineState, deadlinesOf } from './calendar.ts';
import { runTable } from './runs.ts';

/** Months from which other standards hold by the law known on a day, with the paper that says so. */
function lawMarks(catalogue: Catalogue, knownAt: IsoDate): readonly LawMark[] {
  const marks = STANDARDS.flatMap((standard) => catalogue.standards[standard])
    .filter((entry) => entry.inForce <= knownAt && entry.amount !== null)
    .map((entry) => ({ month: entry.fromMonth, text: `${entry.document} ${entry.article}` }));
  return marks.filter((mark, at) => marks.findIndex((one) => one.month === mark.month) === at);
}

function taskList(tasks: readonly WaitingTask[]): Markup {
  if (tasks.length === 0)
    return html`<p class="empty">
      ✓ ${words({ vi: 'Không có việc nào đang chờ bạn.', en: 'Nothing waits for you.' })}
    </p>`;
  return html`<ul class="tasks">
    ${tasks.map(
      (one) =>
        html`<li>
          <span class="${one.isUrgent ? 'wrong' : 'warn'}" aria-hidden="true">${one.isUrgent ? '■' : '▲'}</span>
          <a href="${one.place}">${words(one.label)}</a>
        </li>`,
    )}
  </ul>`;
}

const MONTH_HEADS = [
  { vi: 'Tháng', en: 'month' },
  { vi: 'Người', en: 'people' },
  { vi: 'Đã chi', en: 'sent' },
  { vi: 'Truy lĩnh', en: 'of it arrears' },
  { vi: 'Trả lại', en: 'returned' },
  { vi: 'Chưa nhận', en: 'not collected' },
  { vi: 'Chưa có kết quả', en: 'no result yet' },
  { vi: 'Tình trạng', en: 'state' },
];

function stateOf(one: MonthFigures): Markup {
  if (one.isClosed) return html`<span class="right">✓ ${words({ vi: 'đã khóa', en: 'closed' })}</span>`;
  if (one.runs > 0) return words({ vi: 'đang mở', en: 'open' });
  return words({ vi: 'trước phần mềm', en: 'before the program' });
}

function monthRow(one: MonthFigures): Markup {
  return html`<tr>
    <th scope="row">${localMonth(one.month)}</th>
    <td class="number">${figure(one.people)}</td>
    <td class="number">${figure(one.amount)}</td>
    <td class="number">${one.arrears === null ? '–' : figure(one.arrears)}</td>
    <td class="number">${figure(one.returned.amount)}</td>
    <td class="number">${figure(one.uncollected.amount)}</td>
    <td class="number">${figure(one.unanswered.amount)}</td>
    <td>${stateOf(one)}</td>
  </tr>`;
}

function monthTable(months: readonly MonthFigures[]): Markup {
  return html`<div class="scroll" tabindex="0">
    <table>
      <caption class="hidden">
        Các tháng / months
      </caption>
      <thead>
        <tr>
          ${MONTH_HEADS.map((label, at) => html`<th scope="col" class="${at === 0 || at === 7 ? '' : 'number'}">${words(label)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${months.toReversed().map(monthRow)}
      </tbody>
    </table>
  </div>`;
}

const SHOWN_MONTHS = 6;

async function figuresFor(visit: Visit): Promise<readonly MonthFigures[]> {
  const upTo = addMonths(monthOf(visit.office.settings.today()), 1);
  const months = await monthOverview(visit.database.pool, upTo, MOST_MONTHS);
  return months.filter((one) => one.source !== 'none');
}

/** What of this month, the last and the next is due within a week, or late; months before the first run were settled without the program. */
async function dueNow(visit: Visit, first: Month): Promise<readonly Deadline[]> {
  const now = monthOf(visit.office.settings.today());
  const months = [addMonths(now, -1), now, addMonths(now, 1)].filter((of) => of >= first);
  const all = await Promise.all(months.map((of) => deadlinesOf(visit, of)));
  return all.flat().filter((one) => one.state === 'due' || one.state === 'late');
}

function deadlineList(deadlines: readonly Deadline[]): Markup {
  return html`<ul class="tasks">
    ${deadlines.map(
      (one) =>
        html`<li>
          ${deadlineState(one)}
          <a href="/calendar"
            >${words(DEADLINE_LABELS[one.step])}, tháng ${localMonth(one.month)}: ${localDay(one.lastDay)}</a
          >
        </li>`,
    )}
  </ul>`;
}

async function officeContent(visit: Visit): Promise<Markup> {
  const { context, settings } = visit.office;
  const runs = (await asSeen(visit, await listRuns(visit.database, null))).toReversed();
  const months = await figuresFor(visit);
  const first = runs.reduce<Month | null>(
    (least, run) => (least === null || run.month < least ? run.month : least),
    null,
  );
  const deadlines = first === null ? [] : await dueNow(visit, first);
  const tasks = tasksFor({
    user: visit.user,
    runs,
    months,
    isRegistryEmpty: runs.length === 0 && (await isRegistryEmpty(visit.database)),
    due: monthDueOn(settings.today(), (await scheduleInForce(visit.database.pool, settings.schedule)).day),
    proposals: await countOpenProposals(visit.database.pool),
  });
  return html`<section aria-labelledby="tasks-title">
      <h2 id="tasks-title">${words({ vi: 'Đang chờ bạn', en: 'waits for you' })}</h2>
      ${taskList(tasks)}
    </section>
    ${
      deadlines.length === 0
        ? ''
        : html`<section aria-labelledby="due-title">
            <h2 id="due-title">${words({ vi: 'Hạn theo lịch', en: 'deadlines' })}</h2>
            ${deadlineList(deadlines)}
          </section>`
    }
    <section aria-labelledby="months-title">
      <h2 id="months-title">${words({ vi: 'Các tháng gần đây', en: 'where each month stands' })}</h2>
      ${months.length === 0 ? html`<p class="empty">${words({ vi: 'Chưa có tháng nào.', en: 'There is none yet.' })}</p>` : monthTable(months.slice(-SHOWN_MONTHS))}
    </section>
    ${
      months.length === 0
        ? ''
        : html`<section aria-labelledby="chart-title">
            <h2 id="chart-title">${words({ vi: 'Người hưởng và số tiền, 24 tháng', en: 'people and money' })}</h2>
            ${monthChart(months, lawMarks(context.law.catalogue, settings.today()))}
          </section>`
    }
    ${
      runs.length === 0
        ? ''
        : html`<section aria-labelledby="runs-title">
            <h2 id="runs-title">${words({ vi: 'Đợt gần nhất', en: 'latest runs' })}</h2>
            ${runTable(runs.slice(0, SHOWN_MONTHS))}
          </section>`
    }`;
}

const ADMIN_CONTENT = html`<section>
  <ul class="tasks">
    <li><a href="/users">${words({ vi: 'Người dùng và vai trò', en: 'users and roles' })}</a></li>
    <li><a href="/log">${words({ vi: 'Nhật ký kiểm toán', en: 'audit log' })}</a></li>
    <li><a href="/system">${words({ vi: 'Hệ thống', en: 'system' })}</a></li>
  </ul>
</section>`;

async function show(visit: Visit): Promise<Markup> {
  const content = visit.user.role === 'admin' ? ADMIN_CONTENT : await officeContent(visit);
  const title = words({ vi: 'Việc cần làm', en: 'overview' });
  return frame(
    visit,
    { title: 'Việc cần làm', section: '/' },
    html`<h1>${title}</h1>
      ${content}`,
  );
}

function monthEntry(one: MonthFigures): Record<string, unknown> {
  const tally = ({ payments, amount }: MonthFigures['returned']): Record<string, number> => ({ payments, amount });
  return {
    month: formatMonth(one.month),
    source: one.source,
    people: one.people,
    payments: one.payments,
    amount: one.amount,
    arrears: one.arrears,
    returned: tally(one.returned),
    uncollected: tally(one.uncollected),
    unanswered: tally(one.unanswered),
    runs: one.runs,
    closed: one.isClosed,
  };
}

/** The first page: what waits for the user, where each month stands. */
export const OVERVIEW_PART: Part = {
  screens: [{ path: '/', roles: EVERYBODY, show }],
  actions: [],
  readings: [
    {
      path: '/months',
      roles: READERS,
      summary: { vi: 'Các tháng', en: 'The last 24 months: people, money, what became of it. VND' },
      query: [],
      read: async (visit) => done({ months: (await figuresFor(visit)).map(monthEntry) }),
    },
  ],
  downloads: [],
};
