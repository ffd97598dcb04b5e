import { html } from 'hono/html';
import { grouped } from '../../labels/numbers.ts';
import type { ProviderFiles } from '../../store/file-list.ts';
import type { ControlSums } from '../../store/reconciliation.ts';
import type { RunAction } from '../../store/run-actions.ts';
import type { RunComparison } from '../../store/run-comparison.ts';
import { type FunnelNumbers, funnel } from '../charts/funnel.ts';
import { runActionsSection } from './run-actions-section.ts';
import { runBridgeSection } from './run-bridge-section.ts';
import { type Sorting, runComparisonSection } from './run-comparison-section.ts';
import type { ControlBook } from '../../domain/control.ts';
import { controlAdvice, controlLabel } from '../../labels/controls.ts';
import type { Label } from '../../labels/label.ts';
import { KIND_LABELS } from '../../labels/runs.ts';
import { type RunParts, isUnderWay } from '../../payroll/show-run.ts';
import type { runMoments } from '../../store/run-report.ts';
import type { Run, RunTotals } from '../../store/runs.ts';
import { controlTable } from '../control-totals.ts';
import { type Markup, figure, localDay, localMonth, runPath, words } from '../layout.ts';
import { monthBars } from '../month-bars.ts';
import { providerTable } from '../provider-table.ts';
import { statusBadge } from '../status-badge.ts';
import { stepList, stepsOf } from '../steps.ts';

/** What the page of a run shows. */
export interface RunView {
  readonly run: Run;
  readonly parts: RunParts;
  readonly moments: Awaited<ReturnType<typeof runMoments>>;
  readonly rules: ControlBook;
  /** Null while the run has no totals. */
  readonly sums: ControlSums | null;
  readonly comparison: RunComparison | null;
  readonly sorting: Sorting;
  readonly funnel: FunnelNumbers | null;
  readonly files: readonly ProviderFiles[];
  readonly actions: readonly RunAction[];
  /** Where the draft is looked at to be approved; null: not by this user. */
  readonly approvalPath: string | null;
}

function section(id: string, label: Label, content: Markup): Markup {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${words(label)}</h2>
    ${content}
  </section>`;
}

function facts({ run, moments }: RunView): Markup {
  const fact = (label: Label, value: string): Markup =>
    html`<div>
      <dt>${words(label)}</dt>
      <dd>${value}</dd>
    </div>`;
  const when = (at: string | null): string => (at === null ? '–' : localDay(at));
  return html`<dl class="facts">
    ${fact({ vi: 'Luật biết đến ngày', en: 'law known at' }, localDay(run.knownAt))}
    ${fact({ vi: 'Tính lại từ tháng', en: 'recomputed from' }, localMonth(run.windowFrom))}
    ${fact({ vi: 'Phạm vi', en: 'scope' }, run.communes === null ? 'toàn tỉnh / whole province' : `${run.communes.length} xã / communes`)}
    ${fact({ vi: 'Người lập', en: 'maker' }, `${run.maker}, ${when(moments.opened)}`)}
    ${fact({ vi: 'Người duyệt', en: 'approver' }, run.approver === null ? '–' : `${run.approver}, ${when(moments.approved)}`)}
    ${fact({ vi: 'Phát hành', en: 'issued' }, when(moments.issued))}
  </dl>`;
}

function totalsTiles(totals: RunTotals): Markup {
  const tile = (label: Label, amount: number, note: Markup | string): Markup =>
    html`<div class="tile">
      <dt>${words(label)}</dt>
      <dd><strong>${figure(amount)}</strong> <span class="note">${note}</span></dd>
    </div>`;
  return html`<dl class="tiles">
    ${tile({ vi: 'Tổng chi', en: 'amount' }, totals.amount, html`${figure(totals.payments)} khoản / payments`)}
    ${tile({ vi: 'Tháng này', en: 'current' }, totals.current, '')}
    ${tile({ vi: 'Truy lĩnh', en: 'arrears' }, totals.arrears, '')}
    ${tile({ vi: 'Chưa nhận, chi lại', en: 'carried over' }, totals.carried, '')}
    ${tile({ vi: 'Tạm giữ', en: 'held' }, totals.heldAmount, html`${figure(totals.heldPersons)} người / people`)}
    ${tile({ vi: 'Chi thừa', en: 'overpaid' }, totals.overpaidAmount, 'sổ riêng, không bù trừ / own register, never netted')}
  </dl>`;
}

function heldCell(amount: number | undefined): Markup | string {
  return amount === undefined ? '–' : figure(amount);
}

function exceptionsTable(run: Run, { held, exceptions }: RunParts, rules: ControlBook): Markup {
  if (exceptions.length === 0 && held.length === 0)
    return html`<p class="empty">Không có. <span lang="en">None.</span></p>`;
  const amounts = new Map(held.map((one) => [one.reason, one.amount]));
  return html`<table class="cards held">
    <thead>
      <tr>
        <th scope="col">${words({ vi: 'Lý do', en: 'reason' })}</th>
        <th scope="col">${words({ vi: 'Mức', en: 'severity' })}</th>
        <th scope="col" class="number">${words({ vi: 'Người', en: 'people' })}</th>
        <th scope="col" class="number">${words({ vi: 'Tạm giữ', en: 'held' })}</th>
        <th scope="col">${words({ vi: 'Ý nghĩa, việc cần làm', en: 'what to do' })}</th>
      </tr>
    </thead>
    <tbody>
      ${exceptions.map(
        (one) =>
          html`<tr>
            <th scope="row">
              <a href="/exceptions?run=${run.runId}&amp;control=${encodeURIComponent(one.control)}"
                >${words(controlLabel(one.control))}</a
              >
            </th>
            <td data-label="Mức">
              ${
                one.severity === 'block'
                  ? html`<span class="wrong">■ giữ tiền <small lang="en">held</small></span>`
                  : html`<span class="warn">▲ cảnh báo <small lang="en">warning</small></span>`
              }
            </td>
            <td data-label="Người" class="number">${figure(one.persons)}</td>
            <td data-label="Tạm giữ" class="number">${heldCell(amounts.get(one.control))}</td>
            <td class="advice">${controlAdvice(one.control, rules)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function proofs(run: Run): Markup {
  const rows: readonly (readonly [Label, string | null])[] = [
    [{ vi: 'Nội dung đợt', en: 'content' }, run.contentSha256],
    [{ vi: 'Gốc sổ cái', en: 'ledger root' }, run.ledgerRoot],
    [{ vi: 'Bảng kê tệp', en: 'manifest' }, run.manifestSha256],
    [{ vi: 'Danh mục luật', en: 'law catalogue' }, run.catalogueSha256],
  ];
  return html`<dl class="hashes">
    ${rows.map(([label, hash]) =>
      hash === null
        ? ''
        : html`<dt>${words(label)}</dt>
            <dd><code>${hash}</code></dd>`,
    )}
  </dl>`;
}

function fileSums(run: Run, files: readonly ProviderFiles[]): Markup {
  const count = files.reduce((sum, one) => sum + one.files, 0);
  return html`<p>
    <a class="button second" href="${runPath(run.runId)}/files"
      >${words({ vi: `Xem ${grouped(count)} tệp`, en: 'all files with hashes' })}</a
    >
    <a class="button second" href="${runPath(run.runId)}/files.zip"
      >${words({ vi: 'Tải mọi tệp (.zip)', en: 'take all files' })}</a
    >
    <a href="${runPath(run.runId)}/manifest.json">manifest.json</a>
  </p>`;
}

function compared({ run, comparison, sorting }: RunView): Markup {
  if (comparison === null) return html``;
  const names = new Map(comparison.communes.map((one) => [one.code, one.name]));
  return html`${runBridgeSection({ steps: comparison.steps, names })}
  ${runComparisonSection({ comparison, sorting, path: runPath(run.runId) })}`;
}

function results(view: RunView, totals: RunTotals): Markup {
  const { run, parts, sums, rules, funnel: stages, files } = view;
  return html`${section('totals', { vi: 'Tổng số', en: 'control totals' }, html`${totalsTiles(totals)} ${sums === null ? '' : controlTable(run, sums)}`)}
  ${stages === null ? '' : section('funnel', { vi: 'Từ danh sách quản lý đến tiền', en: 'from the register to the money' }, funnel(stages))}
  ${section('held', { vi: 'Tạm giữ và cần xem xét', en: 'held, and to be looked at' }, exceptionsTable(run, parts, rules))}
  ${compared(view)}
  ${section('months', { vi: 'Khoản của các tháng trước', en: 'for earlier months' }, monthBars(parts.byMonth))}
  ${parts.byProvider.length === 0 ? '' : section('providers', { vi: 'Theo xã và đơn vị chi trả', en: 'by commune and provider' }, providerTable(parts.byProvider))}
  ${files.length === 0 ? '' : section('files', { vi: 'Tệp chi trả', en: 'payout files' }, fileSums(run, files))}
  ${section('proofs', { vi: 'Dấu kiểm SHA-256', en: 'hashes' }, proofs(run))}`;
}

/** The page of one run: where it stands, and once it is computed what it adds up to. Totals only. */
export function runContent(view: RunView): Markup {
  const { run, parts } = view;
  const isLive = isUnderWay(run);
  const isComputed = run.totals !== null && run.status !== 'queued' && run.status !== 'computing';
  const api = `/api/v1${runPath(run.runId)}`;
  const live = html`<div data-events="${`${runPath(run.runId)}/events`}">
    ${stepList(run, stepsOf(run, parts.stages))}
    <p class="note">
      Có thể rời trang này, công việc vẫn tiếp tục. <span lang="en">Safe to leave: the work goes on.</span>
    </p>
  </div>`;
  return html`<p class="crumbs"><a href="/runs">Đợt chi trả</a> › ${run.runId}</p>
    <h1>Đợt ${run.runId} <small>${words(KIND_LABELS[run.kind])}</small></h1>
    <p class="status-line">
      ${statusBadge(run)} <a href="${api}">JSON</a>
      ${view.approvalPath === null ? '' : html`<a class="button" href="${view.approvalPath}">${words({ vi: 'Xem và duyệt', en: 'look and approve' })}</a>`}
    </p>
    ${run.failure === null ? '' : html`<p class="notice wrong">${run.failure}</p>`} ${facts(view)}
    ${section('steps', { vi: 'Các bước', en: 'steps' }, isLive ? live : stepList(run, stepsOf(run, parts.stages)))}
    ${isComputed && run.totals !== null ? results(view, run.totals) : ''} ${runActionsSection(view.actions)}`;
}
