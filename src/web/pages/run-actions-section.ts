import { html } from 'hono/html';
import { AUDIT_OUTCOMES } from '../../domain/audit.ts';
import { actionLabel } from '../../labels/actions.ts';
import { AUDIT_OUTCOME_LABELS } from '../../labels/audit.ts';
import type { Label } from '../../labels/label.ts';
import { runStatusLabel } from '../../labels/runs.ts';
import type { RunAction } from '../../store/run-actions.ts';
import { type Markup, localDay, words } from '../layout.ts';
import { part } from './address.ts';

function outcomeLabel(outcome: string): Label {
  const known = AUDIT_OUTCOMES.find((one) => one === outcome);
  return known === undefined ? { vi: outcome, en: outcome } : AUDIT_OUTCOME_LABELS[known];
}

/** A status in words; what else is said stands as it is. */
function detailOf({ what, detail }: RunAction): string {
  return what === 'compute' && detail !== '' ? runStatusLabel(detail).vi : detail;
}

function row(action: RunAction): Markup {
  const isBad = action.outcome !== 'done' && action.outcome !== 'begun';
  return html`<tr>
    <td class="figure">${localDay(action.at)}</td>
    <th scope="row">${words(actionLabel(action.what))}</th>
    <td>${action.actor ?? '–'}</td>
    <td><span class="${isBad ? 'wrong' : ''}">${words(outcomeLabel(action.outcome))}</span> ${detailOf(action)}</td>
    <td class="number">${action.entryNo === null ? '–' : action.entryNo}</td>
  </tr>`;
}

/** What was done with a run, by whom and when, the newest first; the number leads to the entry of the audit log. */
export function runActionsSection(actions: readonly RunAction[]): Markup {
  const label = { vi: 'Lịch sử của đợt', en: 'what was done' };
  if (actions.length === 0)
    return part('actions', label, html`<p class="empty">Chưa có gì. <span lang="en">Nothing yet.</span></p>`);
  return part(
    'actions',
    label,
    html`<table>
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Khi nào', en: 'when' })}</th>
          <th scope="col">${words({ vi: 'Việc', en: 'action' })}</th>
          <th scope="col">${words({ vi: 'Ai', en: 'who' })}</th>
          <th scope="col">${words({ vi: 'Kết quả', en: 'outcome' })}</th>
          <th scope="col" class="number">${words({ vi: 'Số nhật ký', en: 'log entry' })}</th>
        </tr>
      </thead>
      <tbody>
        ${actions.map(row)}
      </tbody>
    </table>`,
  );
}
