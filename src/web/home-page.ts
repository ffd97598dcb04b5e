import { html } from 'hono/html';
import { type Month, formatMonth } from '../domain/month.ts';
import { sumVnd } from '../domain/money.ts';
import type { Label } from '../labels/label.ts';
import { KIND_LABELS } from '../labels/runs.ts';
import type { Run } from '../store/runs.ts';
import { type Markup, figure, localMonth, pageOf, runPath, words } from './layout.ts';
import { statusBadge } from './status-badge.ts';

/** What the first page shows. */
export interface Home {
  readonly provinceName: string;
  /** Newest first. */
  readonly runs: readonly Run[];
  readonly isRegistryEmpty: boolean;
  /** The month a first run would be for. */
  readonly nextMonth: Month;
}

interface NextStep {
  readonly label: Label;
  readonly command: string;
}

/** What the officer does next, and the command for it; null: nothing waits. */
function nextStep(home: Home): NextStep | null {
  if (home.runs.length === 0 && home.isRegistryEmpty) {
    return {
      label: { vi: 'Danh sách còn trống. Nhập danh sách trước:', en: 'The registry is empty. Import it first:' },
      command: './scripts/chitra import THƯ_MỤC',
    };
  }
  if (home.runs.length === 0) {
    return {
      label: { vi: 'Chưa có đợt chi trả nào. Lập đợt đầu tiên:', en: 'There is no run yet. Make the first:' },
      command: `./scripts/chitra run --month ${formatMonth(home.nextMonth)} --actor NGƯỜI_LẬP`,
    };
  }
  const draft = home.runs.find((run) => run.status === 'draft');
  if (draft === undefined) return null;
  return {
    label: {
      vi: `Đợt ${draft.runId} chờ duyệt (không phải ${draft.maker}):`,
      en: `Run ${draft.runId} waits for the approval of somebody else than ${draft.maker}:`,
    },
    command: `./scripts/chitra approve ${draft.runId} --actor NGƯỜI_DUYỆT`,
  };
}

function nextStepBox(step: NextStep | null): Markup {
  if (step === null) return html``;
  return html`<section class="notice" aria-label="Việc tiếp theo / next step">
    <p>${words(step.label)}</p>
    <pre tabindex="0"><code>${step.command}</code></pre>
  </section>`;
}

function tile(label: Label, value: Markup, note: Markup | string): Markup {
  return html`<div class="tile">
    <dt>${words(label)}</dt>
    <dd><strong>${value}</strong> <span class="note">${note}</span></dd>
  </div>`;
}

/** Issued money of all runs of the month; what is held or overpaid as its latest run found it. */
function monthFigures(ofMonth: Month, runs: readonly Run[]): Markup {
  const issued = runs.filter((run) => run.issueNo !== null);
  const waiting = runs.find((run) => run.status === 'draft')?.totals ?? null;
  const latest = runs.find(
    (run) => run.totals !== null && run.status !== 'rejected' && run.status !== 'failed',
  )?.totals;
  const amount = sumVnd(issued.flatMap((run) => (run.totals === null ? [] : [run.totals.amount])));
  const arrears = sumVnd(issued.flatMap((run) => (run.totals === null ? [] : [run.totals.arrears])));
  const payments = issued.reduce((sum, run) => sum + (run.totals?.payments ?? 0), 0);
  if (issued.length === 0 && latest === undefined) return html``;
  return html`<section aria-labelledby="month">
    <h2 id="month">Tháng ${localMonth(ofMonth)} <small lang="en">latest month</small></h2>
    <dl class="tiles">
      ${tile({ vi: 'Đã phát hành', en: 'issued' }, figure(amount), html`${figure(payments)} khoản / payments`)}
      ${tile({ vi: 'Trong đó truy lĩnh', en: 'of it arrears' }, figure(arrears), 'tháng trước / earlier months')}
      ${waiting === null ? '' : tile({ vi: 'Chờ duyệt', en: 'waits for approval' }, figure(waiting.amount), html`${figure(waiting.payments)} khoản / payments`)}
      ${tile({ vi: 'Tạm giữ', en: 'held' }, figure(latest?.heldAmount ?? 0), html`${figure(latest?.heldPersons ?? 0)} người / people`)}
      ${tile({ vi: 'Chi thừa', en: 'overpaid' }, figure(latest?.overpaidAmount ?? 0), 'chưa thu hồi / not recovered')}
    </dl>
  </section>`;
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

function runTable(runs: readonly Run[]): Markup {
  const months = [...new Set(runs.map((run) => run.month))].sort((a, b) => b - a);
  return html`<section aria-labelledby="runs">
    <h2 id="runs">Các đợt chi trả <small lang="en">runs by month</small></h2>
    <table class="cards">
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
  </section>`;
}

/** The first page: what to do next, key figures of the latest month, all runs by month. */
export function homePage(home: Home): Markup {
  const latest = home.runs.reduce<Month | null>(
    (last, run) => (last === null || run.month > last ? run.month : last),
    null,
  );
  return pageOf(
    { title: 'Đợt chi trả', provinceName: home.provinceName, section: 'runs' },
    html`<h1>Chi trả trợ giúp xã hội <small lang="en">monthly social assistance</small></h1>
      ${nextStepBox(nextStep(home))}
      ${
        latest === null
          ? ''
          : monthFigures(
              latest,
              home.runs.filter((run) => run.month === latest),
            )
      }
      ${home.runs.length === 0 ? '' : runTable(home.runs)}`,
  );
}
