import { html } from 'hono/html';
import { type Result, done, refused } from '../../domain/failure.ts';
import { addMonths, formatMonth, monthOf } from '../../domain/month.ts';
import { covers, scopeFrom } from '../../domain/user.ts';
import { KIND_LABELS } from '../../labels/runs.ts';
import { openRun } from '../../payroll/open-run.ts';
import { type Run, getRun, listRuns } from '../../store/runs.ts';
import { type Input, dayIn, monthIn, textIn } from '../fields.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localMonth, runPath, words } from '../layout.ts';
import { type Action, type Outcome, type Part, READERS } from '../route.ts';
import { runEntry } from '../run-document.ts';
import { asSeen } from '../seen-runs.ts';
import { statusBadge } from '../status-badge.ts';
import type { Visit } from '../visit.ts';

/** Makes the run of a month, or computes its draft again. */
export const OPEN_RUN: Action = {
  name: 'run',
  path: '/runs',
  roles: ['officer'],
  label: { vi: 'Lập đợt chi trả', en: 'make the run' },
  summary: {
    vi: 'Lập đợt chi trả của một tháng',
    en: 'Makes the run of a month; it ends as a draft. A draft of the same scope is computed again',
  },
  fields: [
    { name: 'month', label: { vi: 'Tháng chi trả', en: 'month to pay' }, kind: 'month', required: true },
    {
      name: 'known_at',
      label: { vi: 'Luật biết đến ngày', en: 'law known at' },
      kind: 'day',
      required: false,
      help: { vi: 'Bỏ trống: hôm nay.', en: 'Empty: today.' },
    },
    {
      name: 'communes',
      label: { vi: 'Chỉ các xã', en: 'only these communes' },
      kind: 'communes',
      required: false,
      help: {
        vi: 'Mã xã cách nhau bằng dấu phẩy; bỏ trống: toàn phạm vi của bạn.',
        en: 'codes with commas between; empty: your whole scope.',
      },
    },
    {
      name: 'full',
      label: { vi: 'Tính lại mọi tháng của mọi người', en: 'compute every month of everybody' },
      kind: 'tick',
      required: false,
    },
  ],
  logged: ['month', 'known_at', 'communes', 'full'],
  page: (visit) => show(visit),
  perform: open,
};

async function open(visit: Visit, input: Input): Promise<Result<Outcome>> {
  const asked = scopeFrom(textIn(input, 'communes'));
  if (!asked.ok) return asked;
  const communes = asked.value ?? visit.user.communes;
  if (!covers(visit.user.communes, communes))
    return refused('other_scope', 'Có xã ngoài phạm vi của bạn. / Some of these communes are outside of your scope.');
  const { context, settings } = visit.office;
  const opened = await openRun(context, {
    month: monthIn(input, 'month'),
    knownAt: dayIn(input, 'known_at') ?? settings.today(),
    communes,
    full: textIn(input, 'full') === 'true',
    actor: visit.user.name,
  });
  if (!opened.ok) return opened;
  const run = await getRun(context.database, opened.value);
  const notice = { vi: `Đang tính đợt ${run.runId}.`, en: `Run ${run.runId} is being computed.` };
  return done({ place: runPath(run.runId), notice, document: runEntry(run) });
}

function runRow(run: Run): Markup {
  const totals = run.totals;
  const cell = (value: number | undefined): Markup | string => (value === undefined ? '–' : figure(value));
  return html`<tr>
    <th scope="row"><a href="${runPath(run.runId)}">${run.runId}</a></th>
    <td data-label="Loại">${words(KIND_LABELS[run.kind])}</td>
    <td data-label="Trạng thái">${statusBadge(run)}</td>
    <td data-label="Lập → duyệt">${run.maker} → ${run.approver ?? '…'}</td>
    <td data-label="Số khoản" class="number">${cell(totals?.payments)}</td>
    <td data-label="Số tiền" class="number">${cell(totals?.amount)}</td>
    <td data-label="Tạm giữ" class="number">${cell(totals?.heldAmount)}</td>
    <td data-label="Chi thừa" class="number">${cell(totals?.overpaidAmount)}</td>
  </tr>`;
}

/** Runs by month, the newest first. */
export function runTable(runs: readonly Run[]): Markup {
  const months = [...new Set(runs.map((run) => run.month))].sort((a, b) => b - a);
  return html`<div class="scroll" tabindex="0">
    <table class="cards">
      <caption class="hidden">
        Các đợt chi trả / runs by month
      </caption>
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Đợt', en: 'run' })}</th>
          <th scope="col">${words({ vi: 'Loại', en: 'kind' })}</th>
          <th scope="col">${words({ vi: 'Trạng thái', en: 'status' })}</th>
          <th scope="col">${words({ vi: 'Lập → duyệt', en: 'maker → approver' })}</th>
          <th scope="col" class="number">${words({ vi: 'Số khoản', en: 'payments' })}</th>
          <th scope="col" class="number">${words({ vi: 'Số tiền', en: 'amount' })}</th>
          <th scope="col" class="number">${words({ vi: 'Tạm giữ', en: 'held' })}</th>
          <th scope="col" class="number">${words({ vi: 'Chi thừa', en: 'overpaid' })}</th>
        </tr>
      </thead>
      ${months.map(
        (ofMonth) =>
          html`<tbody>
            <tr class="group">
              <th scope="rowgroup" colspan="8">Tháng ${localMonth(ofMonth)}</th>
            </tr>
            ${runs.filter((run) => run.month === ofMonth).map(runRow)}
          </tbody>`,
      )}
    </table>
  </div>`;
}

async function show(visit: Visit): Promise<Markup> {
  const runs = (await asSeen(visit, await listRuns(visit.database, null))).toReversed();
  const next = formatMonth(addMonths(monthOf(visit.office.settings.today()), 1));
  return frame(
    visit,
    { title: 'Đợt chi trả', section: '/runs' },
    html`<h1>${words({ vi: 'Đợt chi trả', en: 'runs' })}</h1>
      ${
        visit.user.role === 'officer'
          ? html`<section aria-labelledby="open-title">
              <h2 id="open-title">${words(OPEN_RUN.label)}</h2>
              ${formOf(visit, OPEN_RUN, { at: OPEN_RUN.path, values: { month: next } })}
            </section>`
          : ''
      }
      <section aria-labelledby="runs-title">
        <h2 id="runs-title">${words({ vi: 'Các đợt theo tháng', en: 'runs by month' })}</h2>
        ${runs.length === 0 ? html`<p class="empty">${words({ vi: 'Chưa có đợt nào.', en: 'There is none yet.' })}</p>` : runTable(runs)}
      </section>`,
  );
}

/** All runs, and the form for a new one. */
export const RUNS_PART: Part = {
  screens: [{ path: '/runs', roles: READERS, show }],
  actions: [OPEN_RUN],
  readings: [
    {
      path: '/runs',
      roles: READERS,
      summary: { vi: 'Các đợt chi trả', en: 'All runs, oldest first' },
      query: [{ name: 'month', label: { vi: 'Tháng', en: 'month' }, kind: 'month', required: false }],
      async read(visit, query) {
        const month = textIn(query, 'month');
        const runs = await asSeen(visit, await listRuns(visit.database, month === '' ? null : monthIn(query, 'month')));
        return done({ runs: runs.map(runEntry) });
      },
    },
  ],
  downloads: [],
};
