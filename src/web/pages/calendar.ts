import { html } from 'hono/html';
import { type Deadline, type DeadlineState, deadlinesFor } from '../../domain/calendar.ts';
import { type Result, done, refused } from '../../domain/failure.ts';
import { type Month, addMonths, formatMonth, month as asMonth, monthOf } from '../../domain/month.ts';
import { DEADLINE_LABELS, DEADLINE_STATE_LABELS } from '../../labels/calendar.ts';
import { runStatusLabel } from '../../labels/runs.ts';
import { monthProgress } from '../../store/month-progress.ts';
import {
  type Schedule,
  type ScheduleSetting,
  insertScheduleSetting,
  listScheduleSettings,
  scheduleInForce,
} from '../../store/schedule-settings.ts';
import { type ScheduledMonth, listScheduledMonths } from '../../store/scheduled-months.ts';
import { dataTable, facts, section } from '../data-table.ts';
import { textIn } from '../fields.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, localDay, localMonth, runPath, words } from '../layout.ts';
import { type Action, EVERYBODY, type Outcome, type Part } from '../route.ts';
import { provinceOnly } from '../upload-case.ts';
import type { Visit } from '../visit.ts';

const HISTORY = 12;

const SET: Action = {
  name: 'set-schedule',
  path: '/calendar/schedule',
  roles: ['approver', 'admin'],
  label: { vi: 'Đặt lịch', en: 'set the schedule' },
  summary: { vi: 'Đặt lịch tự lập đợt', en: 'Sets when the next month opens by itself; off: never' },
  fields: [
    { name: 'on', label: { vi: 'Tự lập đợt hằng tháng', en: 'opens by itself' }, kind: 'tick', required: false },
    {
      name: 'day',
      label: { vi: 'Ngày trong tháng trước (1–28)', en: 'day of the month before' },
      kind: 'number',
      required: true,
    },
    { name: 'hour', label: { vi: 'Giờ (0–23)', en: 'hour' }, kind: 'number', required: true },
  ],
  logged: ['on', 'day', 'hour'],
  page: (visit) => show(visit),
  async perform(visit, input): Promise<Result<Outcome>> {
    const barred = provinceOnly(visit);
    if (barred !== null) return { ok: false, failure: barred };
    const [day, hour] = [Number(textIn(input, 'day')), Number(textIn(input, 'hour'))];
    if (day < 1 || day > 28 || hour > 23)
      return refused('bad_field', 'Ngày từ 1 đến 28, giờ từ 0 đến 23. / The day is 1 to 28, the hour 0 to 23.');
    const isOn = textIn(input, 'on') === 'true';
    await insertScheduleSetting(visit.office.context.database.pool, { isOn, day, hour, actor: visit.user.name });
    const notice = isOn
      ? { vi: `Từ nay tự lập đợt vào ngày ${day}, ${hour} giờ.`, en: 'The schedule is set.' }
      : { vi: 'Đã tắt lịch: đợt chi trả chỉ do người lập.', en: 'Off: only people make runs.' };
    return done({ place: '/calendar', notice, document: { on: isOn, day, hour } });
  },
};

const SIGNS: Readonly<Record<DeadlineState, string>> = { done: '✓', later: '·', due: '▶', late: '▲' };
const CLASSES: Readonly<Record<DeadlineState, string>> = { done: 'right', later: '', due: 'warn', late: 'wrong' };

/** The state of a deadline in a sign and words, with the days left. */
export function deadlineState(one: Deadline): Markup {
  const days =
    one.state === 'done'
      ? ''
      : one.daysLeft < 0
        ? html` <span class="note">${-one.daysLeft} ngày / days</span>`
        : html` <span class="note">còn ${one.daysLeft} ngày / days left</span>`;
  return html`<span class="${CLASSES[one.state]}">${SIGNS[one.state]} ${words(DEADLINE_STATE_LABELS[one.state])}</span
    >${days}`;
}

function deadlineTable(of: Month, deadlines: readonly Deadline[]): Markup {
  return dataTable({
    caption: { vi: `Hạn của tháng ${localMonth(of)}`, en: 'deadlines' },
    columns: [
      { label: { vi: 'Việc', en: 'what' } },
      { label: { vi: 'Chậm nhất ngày', en: 'last day' } },
      { label: { vi: 'Trạng thái', en: 'state' } },
      { label: { vi: 'Căn cứ', en: 'source' } },
    ],
    rows: deadlines.map((one) => [
      words(DEADLINE_LABELS[one.step]),
      localDay(one.lastDay),
      deadlineState(one),
      one.source ?? words({ vi: 'theo nếp của đơn vị', en: "the office's own" }),
    ]),
    empty: { vi: '', en: '' },
  });
}

/** The deadlines of a month as they stand today. */
export async function deadlinesOf(visit: Visit, of: Month): Promise<readonly Deadline[]> {
  return deadlinesFor(of, visit.office.settings.today(), await monthProgress(visit.database.pool, of));
}

/** Why the month that is over too: what is late of it is the first to be done. */
function shownMonths(visit: Visit): readonly Month[] {
  const now = monthOf(visit.office.settings.today());
  return [addMonths(now, -1), now, addMonths(now, 1)];
}

function settingText({ isOn, day, hour }: Pick<ScheduleSetting, 'isOn' | 'day' | 'hour'>): string {
  return isOn ? `ngày ${day} tháng trước, ${hour}:00 / day ${day} of the month before` : 'tắt / off';
}

function scheduleSection(
  visit: Visit,
  schedule: Schedule,
  history: readonly ScheduleSetting[],
  opened: readonly ScheduledMonth[],
): Markup {
  const from = schedule.actor ?? 'cài đặt của máy / settings of the machine';
  const maySet = (visit.user.role === 'approver' || visit.user.role === 'admin') && visit.user.communes === null;
  const values = { on: String(schedule.isOn), day: String(schedule.day), hour: String(schedule.hour) };
  return html`${facts([
    [{ vi: 'Tự lập đợt', en: 'opens by itself' }, settingText(schedule)],
    [{ vi: 'Theo', en: 'set by' }, from],
  ])}
  ${maySet ? formOf(visit, SET, { at: SET.path, values }) : ''}
  ${dataTable({
    caption: { vi: 'Đã tự lập', en: 'opened by itself' },
    columns: [
      { label: { vi: 'Tháng', en: 'month' } },
      { label: { vi: 'Hạn', en: 'due' } },
      { label: { vi: 'Lúc', en: 'when' } },
      { label: { vi: 'Đợt', en: 'run' } },
    ],
    rows: opened.map((one) => [
      localMonth(asMonth(one.month)),
      localDay(one.dueOn),
      localDay(one.openedAt),
      html`${visit.user.role === 'admin' ? one.runId : html`<a href="${runPath(one.runId)}">${one.runId}</a>`}
      ${words(runStatusLabel(one.status))}`,
    ]),
    empty: { vi: 'Lịch chưa lập đợt nào.', en: 'It has opened none yet.' },
  })}
  ${
    history.length === 0
      ? ''
      : html`<h3>${words({ vi: 'Đã đặt', en: 'what was set' })}</h3>
          <ul>
            ${history.map((one) => html`<li>${localDay(one.at)}, ${one.actor}: ${settingText(one)}</li>`)}
          </ul>`
  }`;
}

async function show(visit: Visit): Promise<Markup> {
  const { pool } = visit.database;
  const { timeZone, schedule: machine } = visit.office.settings;
  const months = shownMonths(visit);
  const [deadlines, schedule, history, opened] = await Promise.all([
    Promise.all(months.map((of) => deadlinesOf(visit, of))),
    scheduleInForce(pool, machine),
    listScheduleSettings(pool, HISTORY, timeZone),
    listScheduledMonths(pool, HISTORY, timeZone),
  ]);
  return frame(visit, { title: 'Lịch', section: '/calendar' }, [
    html`<h1>${words({ vi: 'Lịch', en: 'calendar' })}</h1>`,
    ...months.map((of, at) =>
      section(
        `month-${of}`,
        { vi: `Tháng ${localMonth(of)}`, en: formatMonth(of) },
        deadlineTable(of, deadlines[at] ?? []),
      ),
    ),
    section(
      'schedule',
      { vi: 'Lịch tự lập đợt', en: 'the schedule' },
      scheduleSection(visit, schedule, history, opened),
    ),
  ]);
}

/** What is due when, and when the next month opens by itself. */
export const CALENDAR_PART: Part = {
  screens: [{ path: '/calendar', roles: EVERYBODY, show }],
  actions: [SET],
  readings: [
    {
      path: '/calendar',
      roles: EVERYBODY,
      summary: { vi: 'Hạn và lịch', en: 'Deadlines of the last, this and the next month, and the schedule' },
      query: [],
      async read(visit) {
        const deadlines = (await Promise.all(shownMonths(visit).map((of) => deadlinesOf(visit, of)))).flat();
        const { isOn, day, hour, actor } = await scheduleInForce(visit.database.pool, visit.office.settings.schedule);
        return done({
          deadlines: deadlines.map(({ step, month, lastDay, state, daysLeft, source }) => ({
            step,
            month: formatMonth(month),
            last_day: lastDay,
            state,
            days_left: daysLeft,
            source,
          })),
          schedule: { on: isOn, day, hour, set_by: actor },
        });
      },
    },
  ],
  downloads: [],
};
