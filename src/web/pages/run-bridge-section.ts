import { html } from 'hono/html';
import { BRIDGE_STEPS, type BridgeStep } from '../../domain/bridge.ts';
import { BRIDGE_LABELS } from '../../labels/bridge.ts';
import { grouped } from '../../labels/numbers.ts';
import type { StepSum } from '../../store/run-comparison.ts';
import { signed } from '../charts/scale.ts';
import { waterfall } from '../charts/waterfall.ts';
import { type Markup, figure, words } from '../layout.ts';
import { part } from './address.ts';

/** The bridge of a run, and the communes' names by their codes. */
export interface BridgeView {
  readonly steps: readonly StepSum[];
  readonly names: ReadonlyMap<string, string>;
}

type Steps = readonly StepSum[];

function cell(own: Steps, step: BridgeStep): string {
  const amount = own.find((one) => one.step === step)?.amount ?? 0;
  return amount === 0 ? '' : step === 'last_month' ? grouped(amount) : signed(amount);
}

function total(own: Steps): number {
  return own.reduce((sum, one) => sum + one.amount, 0);
}

function row(name: Markup, own: Steps, columns: readonly BridgeStep[]): Markup {
  return html`<tr>
    <th scope="row">${name}</th>
    ${columns.map((step) => html`<td class="number">${cell(own, step)}</td>`)}
    <td class="number sum">${figure(total(own))}</td>
  </tr>`;
}

function byCommune({ steps, names }: BridgeView): Markup {
  const own = steps.filter((one) => one.communeCode !== null);
  const communes = [...Map.groupBy(own, (one) => one.communeCode ?? '')].sort(([a], [b]) => (a < b ? -1 : 1));
  const all = steps.filter((one) => one.communeCode === null);
  const columns = BRIDGE_STEPS.filter((step) => own.some((one) => one.step === step && one.amount !== 0));
  return html`<details>
    <summary>${words({ vi: 'Theo xã, phường (VND)', en: 'by commune' })}</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Cầu nối theo xã / bridge by commune">
      <table class="matrix">
        <thead>
          <tr>
            <th scope="col">${words({ vi: 'Xã, phường', en: 'commune' })}</th>
            ${columns.map((step) => html`<th scope="col" class="number">${words(BRIDGE_LABELS[step])}</th>`)}
            <th scope="col" class="number">${words({ vi: 'Chi kỳ này', en: 'paid by this run' })}</th>
          </tr>
        </thead>
        <tbody>
          ${communes.map(([code, ofCommune]) => row(html`${names.get(code) ?? ''} <small>${code}</small>`, ofCommune, columns))}
        </tbody>
        <tfoot>
          ${row(words({ vi: 'Cộng', en: 'sum' }), all, columns)}
        </tfoot>
      </table>
    </div>
  </details>`;
}

/** Why this month's list differs from the last: drawn and in figures for all, in figures by commune. VND. */
export function runBridgeSection(view: BridgeView): Markup {
  const all = view.steps.filter((one) => one.communeCode === null);
  const label = { vi: 'Vì sao khác tháng trước', en: 'why it differs from last month' };
  if (all.length === 0)
    return part(
      'bridge',
      label,
      html`<p class="empty">Đợt này không có cầu nối. <span lang="en">No bridge.</span></p>`,
    );
  return part('bridge', label, html`${waterfall(all)} ${byCommune(view)}`);
}
