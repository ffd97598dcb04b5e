import { html } from 'hono/html';
import { BRIDGE_STEPS, type BridgeStep } from '../../domain/bridge.ts';
import { BRIDGE_LABELS } from '../../labels/bridge.ts';
import type { Label } from '../../labels/label.ts';
import { type Markup, figure, words } from '../layout.ts';
import { place, shortAmount, signed } from './scale.ts';

/** One step of a bridge: people and VND, each may be below 0. */
export interface BridgeSum {
  readonly step: BridgeStep;
  readonly people: number;
  readonly amount: number;
}

/** A bar of the drawing: a level that is reached, or a change from one to the next. */
interface Bar {
  readonly label: Label;
  readonly people: number | null;
  readonly amount: number;
  readonly from: number;
  readonly to: number;
  readonly isLevel: boolean;
}

/** Steps behind this month's list. */
const AFTER_LIST: ReadonlySet<BridgeStep> = new Set<BridgeStep>([
  'issued_before',
  'arrears',
  'carried',
  'oneoff',
  'recovery',
]);

const THIS_LIST: Label = { vi: 'Danh sách tháng này', en: "this month's list" };
const PAID: Label = { vi: 'Chi kỳ này', en: 'paid by this run' };

function sumsOf(steps: readonly BridgeSum[]): readonly BridgeSum[] {
  return BRIDGE_STEPS.map((step) => {
    const own = steps.filter((one) => one.step === step);
    const total = (of: (one: BridgeSum) => number): number => own.reduce((sum, one) => sum + of(one), 0);
    return { step, people: total((one) => one.people), amount: total((one) => one.amount) };
  });
}

/** The bars in their order: last month's list, its changes, this month's list, what comes to it, what is paid. Steps in which nothing moved are left out. */
export function barsOf(steps: readonly BridgeSum[]): readonly Bar[] {
  const bars: Bar[] = [];
  let [level, people] = [0, 0];
  const addLevel = (label: Label, count: number | null): void => {
    bars.push({ label, people: count, amount: level, from: 0, to: level, isLevel: true });
  };
  const addChange = (one: BridgeSum, count: number | null): void => {
    bars.push({
      label: BRIDGE_LABELS[one.step],
      people: count,
      amount: one.amount,
      from: level,
      to: level + one.amount,
      isLevel: false,
    });
    level += one.amount;
  };
  const sums = sumsOf(steps);
  const isMoved = (one: BridgeSum): boolean => one.people !== 0 || one.amount !== 0;
  for (const one of sums.filter((sum) => !AFTER_LIST.has(sum.step))) {
    people += one.people;
    if (one.step === 'last_month') {
      level = one.amount;
      addLevel(BRIDGE_LABELS.last_month, one.people);
    } else if (isMoved(one)) addChange(one, one.people);
  }
  addLevel(THIS_LIST, people);
  for (const one of sums.filter((sum) => AFTER_LIST.has(sum.step) && isMoved(sum))) addChange(one, null);
  addLevel(PAID, null);
  return bars;
}

const [WIDTH, ROW, TOP] = [960, 26, 8];
const [LEFT, RIGHT] = [260, 830];

/** The drawing need not begin at 0: where levels are all high, changes would be hairs. Then it says so. */
function windowOf(bars: readonly Bar[]): { readonly low: number; readonly high: number } {
  const ends = bars.flatMap((bar) => (bar.isLevel ? [bar.to] : [bar.from, bar.to]));
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const spread = Math.max(most - least, 1);
  return {
    low: least <= 0 || spread > most / 3 ? Math.min(0, least) : least - spread / 4,
    high: Math.max(most, least + 1),
  };
}

function barRow(bar: Bar, at: number, xOf: (value: number) => number, low: number): Markup {
  const y = TOP + at * ROW;
  const [a, b] = bar.isLevel ? [xOf(Math.max(low, Math.min(0, bar.to))), xOf(bar.to)] : [xOf(bar.from), xOf(bar.to)];
  const [x, width] = [Math.min(a, b), Math.max(Math.abs(b - a), 1)];
  const kind = bar.isLevel ? 'level' : bar.amount < 0 ? 'down' : 'up';
  const value = bar.isLevel ? shortAmount(bar.amount) : `${bar.amount > 0 ? '+' : ''}${shortAmount(bar.amount)}`;
  return html`<text class="name end${bar.isLevel ? ' level' : ''}" x="${LEFT - 12}" y="${y + 17}">${bar.label.vi}</text>
    <rect class="${kind}" x="${place(x)}" y="${y + 4}" width="${place(width)}" height="${ROW - 8}"></rect>
    <text class="value ${kind}" x="${place(x + width + 6)}" y="${y + 17}">${value}</text>
    ${bar.isLevel ? '' : html`<line class="link" x1="${place(xOf(bar.from))}" x2="${place(xOf(bar.from))}" y1="${y - 4}" y2="${y + 4}"></line>`}`;
}

function tableOf(bars: readonly Bar[]): Markup {
  return html`<table class="figures">
    <thead>
      <tr>
        <th scope="col">${words({ vi: 'Nguyên nhân', en: 'cause' })}</th>
        <th scope="col" class="number">${words({ vi: 'Người', en: 'people' })}</th>
        <th scope="col" class="number">${words({ vi: 'Số tiền (VND)', en: 'amount' })}</th>
      </tr>
    </thead>
    <tbody>
      ${bars.map(
        (bar) =>
          html`<tr${bar.isLevel ? html` class="level"` : ''}>
            <th scope="row">${words(bar.label)}</th>
            <td class="number">${bar.people === null ? '' : bar.isLevel ? figure(bar.people) : signed(bar.people)}</td>
            <td class="number">${bar.isLevel ? figure(bar.amount) : signed(bar.amount)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** The bridge from last month's list by its causes to what a run pays, as bars and as a table. VND. */
export function waterfall(steps: readonly BridgeSum[]): Markup {
  const bars = barsOf(steps);
  const { low, high } = windowOf(bars);
  const xOf = (value: number): number => LEFT + ((value - low) / (high - low)) * (RIGHT - LEFT);
  const [first, last] = [bars[0], bars.at(-1)];
  const summary = `Từ ${shortAmount(first?.amount ?? 0)} của tháng trước đến ${shortAmount(last?.amount ?? 0)} chi kỳ này, ${bars.filter((bar) => !bar.isLevel).length} nguyên nhân`;
  return html`<figure class="graph">
    <svg class="waterfall" role="img" aria-label="${summary}" viewBox="0 0 ${WIDTH} ${TOP * 2 + bars.length * ROW}">
      ${low <= 0 ? html`<line class="base" x1="${place(xOf(0))}" x2="${place(xOf(0))}" y1="0" y2="${TOP * 2 + bars.length * ROW}"></line>` : ''}
      ${bars.map((bar, at) => barRow(bar, at, xOf, low))}
    </svg>
    <p class="note">${summary}.${low > 0 ? ' Trục không bắt đầu từ 0 / the axis does not begin at 0.' : ''}</p>
    ${tableOf(bars)}
  </figure>`;
}
