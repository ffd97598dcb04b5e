import { html } from 'hono/html';
import type { Label } from '../../labels/label.ts';
import { grouped } from '../../labels/numbers.ts';
import { type Markup, figure, words } from '../layout.ts';
import { place, shortAmount } from './scale.ts';

/** One stage on the way from the register to the money: people, and VND where there is money by then. */
export interface FunnelStage {
  readonly label: Label;
  readonly people: number;
  readonly amount: number | null;
}

/** The stages in their order; null: not known yet, then they are left out. */
export interface FunnelNumbers {
  readonly register: number | null;
  readonly eligible: number;
  readonly payable: { readonly people: number; readonly amount: number };
  readonly inFiles: { readonly people: number; readonly amount: number } | null;
  readonly paid: { readonly people: number; readonly amount: number } | null;
  readonly returned: { readonly people: number; readonly amount: number } | null;
}

/** The numbers of a run as stages with their names. */
export function stagesOf(numbers: FunnelNumbers): readonly FunnelStage[] {
  const stage = (label: Label, of: { readonly people: number; readonly amount: number } | null): FunnelStage[] =>
    of === null ? [] : [{ label, ...of }];
  return [
    ...(numbers.register === null
      ? []
      : [{ label: { vi: 'Trong danh sách quản lý', en: 'in the register' }, people: numbers.register, amount: null }]),
    { label: { vi: 'Được hưởng kỳ này', en: 'eligible' }, people: numbers.eligible, amount: null },
    ...stage({ vi: 'Được chi', en: 'payable' }, numbers.payable),
    ...stage({ vi: 'Trong tệp chi trả', en: 'in files' }, numbers.inFiles),
    ...stage({ vi: 'Đã nhận', en: 'paid' }, numbers.paid),
    ...stage({ vi: 'Trả lại, chưa nhận', en: 'returned' }, numbers.returned),
  ];
}

const [WIDTH, ROW, TOP] = [960, 40, 6];
const [LEFT, RIGHT] = [230, 700];

function row(stage: FunnelStage, at: number, most: number): Markup {
  const width = Math.max((stage.people / most) * (RIGHT - LEFT), stage.people > 0 ? 2 : 0);
  const y = TOP + at * ROW;
  const amount = stage.amount === null ? '' : ` · ${shortAmount(stage.amount)}`;
  return html`<text class="name end" x="${LEFT - 12}" y="${y + 24}">${stage.label.vi}</text>
    <rect class="stage" x="${LEFT}" y="${y + 5}" width="${place(width)}" height="${ROW - 12}"></rect>
    <text class="value" x="${place(LEFT + width + 8)}" y="${y + 24}">${grouped(stage.people)} người${amount}</text>`;
}

/** What of the stage before is left, in percent with one place behind the comma; empty for the first and where nothing was before. */
function share(stage: FunnelStage, before: FunnelStage | undefined): string {
  if (before === undefined || before.people === 0) return '';
  const tenths = Math.round((stage.people * 1000) / before.people);
  return `${Math.floor(tenths / 10)},${tenths % 10} %`;
}

/** How many people, and how much money, come from one stage to the next, as bars and as a table. VND. */
export function funnel(numbers: FunnelNumbers): Markup {
  const stages = stagesOf(numbers);
  const most = Math.max(1, ...stages.map((one) => one.people));
  const summary = stages.map((one) => `${one.label.vi}: ${grouped(one.people)} người`).join('; ');
  return html`<figure class="graph">
    <svg class="funnel" role="img" aria-label="${summary}" viewBox="0 0 ${WIDTH} ${TOP * 2 + stages.length * ROW}">
      ${stages.map((one, at) => row(one, at, most))}
    </svg>
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Bước', en: 'stage' })}</th>
          <th scope="col" class="number">${words({ vi: 'Người', en: 'people' })}</th>
          <th scope="col" class="number">${words({ vi: 'So với bước trước', en: 'of the stage before' })}</th>
          <th scope="col" class="number">${words({ vi: 'Số tiền (VND)', en: 'amount' })}</th>
        </tr>
      </thead>
      <tbody>
        ${stages.map(
          (one, at) =>
            html`<tr>
              <th scope="row">${words(one.label)}</th>
              <td class="number">${figure(one.people)}</td>
              <td class="number">${share(one, stages[at - 1])}</td>
              <td class="number">${one.amount === null ? '–' : figure(one.amount)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </figure>`;
}
