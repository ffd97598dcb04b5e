import { html } from 'hono/html';
import { type Markup, figure, words } from '../layout.ts';
import { place, shortAmount, signed } from './scale.ts';

/** What is compared: a commune before and now, VND. */
export interface ComparedAmount {
  readonly code: string;
  readonly name: string;
  readonly before: number;
  readonly now: number;
}

const [WIDTH, ROW, TOP] = [960, 24, 6];
const [LEFT, RIGHT] = [300, 860];
/** Room on each side of the middle for figures. */
const ROOM = 90;
/** Communes that are drawn; the others are one row of the table. */
const DRAWN = 15;

const change = (one: Pick<ComparedAmount, 'before' | 'now'>): number => one.now - one.before;

function drawn(rows: readonly ComparedAmount[]): readonly ComparedAmount[] {
  return rows
    .filter((one) => change(one) !== 0)
    .toSorted((a, b) => Math.abs(change(b)) - Math.abs(change(a)) || (a.code < b.code ? -1 : 1))
    .slice(0, DRAWN)
    .toSorted((a, b) => change(b) - change(a));
}

/** Where bars begin, and how long the longest is: where all go one way they have the whole width. */
function frameOf(shown: readonly ComparedAmount[]): { readonly middle: number; readonly longest: number } {
  const whole = RIGHT - LEFT - ROOM;
  if (shown.every((one) => change(one) > 0)) return { middle: LEFT, longest: whole };
  if (shown.every((one) => change(one) < 0)) return { middle: RIGHT, longest: whole };
  return { middle: (LEFT + RIGHT) / 2, longest: (RIGHT - LEFT) / 2 - ROOM };
}

function barRow(
  one: ComparedAmount,
  at: number,
  most: number,
  { middle, longest }: ReturnType<typeof frameOf>,
): Markup {
  const size = (Math.abs(change(one)) / most) * longest;
  const isDown = change(one) < 0;
  const y = TOP + at * ROW;
  return html`<text class="name end" x="${LEFT - 10}" y="${y + 16}">${one.name === '' ? one.code : one.name}</text>
    <rect
      class="${isDown ? 'down' : 'up'}"
      x="${place(isDown ? middle - size : middle)}"
      y="${y + 4}"
      width="${place(Math.max(size, 1))}"
      height="${ROW - 8}"
    ></rect>
    <text
      class="value ${isDown ? 'down end' : 'up'}"
      x="${place(isDown ? middle - size - 6 : middle + size + 6)}"
      y="${y + 16}"
      >${isDown ? '' : '+'}${shortAmount(change(one))}</text
    >`;
}

function tableRow(name: Markup | string, before: number, now: number): Markup {
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">${figure(before)}</td>
    <td class="number">${figure(now)}</td>
    <td class="number">${signed(now - before)}</td>
  </tr>`;
}

function tableOf(shown: readonly ComparedAmount[], rows: readonly ComparedAmount[]): Markup {
  const rest = rows.filter((one) => !shown.includes(one));
  const sum = (of: readonly ComparedAmount[], side: 'before' | 'now'): number =>
    of.reduce((total, one) => total + one[side], 0);
  return html`<details>
    <summary>${words({ vi: 'Bảng số liệu', en: 'the figures' })}</summary>
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Xã, phường', en: 'commune' })}</th>
          <th scope="col" class="number">${words({ vi: 'Tháng trước', en: 'before' })}</th>
          <th scope="col" class="number">${words({ vi: 'Kỳ này', en: 'now' })}</th>
          <th scope="col" class="number">${words({ vi: 'Thay đổi', en: 'change' })}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((one) => tableRow(html`${one.name} <small>${one.code}</small>`, one.before, one.now))}
        ${rest.length === 0 ? '' : tableRow(words({ vi: `${rest.length} xã khác`, en: 'others' }), sum(rest, 'before'), sum(rest, 'now'))}
      </tbody>
      <tfoot>
        ${tableRow(words({ vi: 'Cộng', en: 'sum' }), sum(rows, 'before'), sum(rows, 'now'))}
      </tfoot>
    </table>
  </details>`;
}

/** The communes whose amounts (VND) changed most, from the largest rise to the largest fall; below it all of them in figures. */
export function comparisonBars(rows: readonly ComparedAmount[]): Markup {
  const shown = drawn(rows);
  if (shown.length === 0)
    return html`<p class="empty">Không xã nào thay đổi. <span lang="en">No commune changed.</span></p>`;
  const most = Math.max(...shown.map((one) => Math.abs(change(one))));
  const [height, frame] = [TOP * 2 + shown.length * ROW, frameOf(shown)];
  const ups = rows.filter((one) => change(one) > 0).length;
  const downs = rows.filter((one) => change(one) < 0).length;
  const summary = `${ups} xã tăng, ${downs} xã giảm, ${rows.length - ups - downs} xã như cũ; ${shown.length} xã thay đổi nhiều nhất`;
  return html`<figure class="graph">
    <svg class="comparison" role="img" aria-label="${summary}" viewBox="0 0 ${WIDTH} ${height}">
      <line class="base" x1="${frame.middle}" x2="${frame.middle}" y1="0" y2="${height}"></line>
      ${shown.map((one, at) => barRow(one, at, most, frame))}
    </svg>
    <p class="note">${summary}.</p>
    ${tableOf(shown, rows)}
  </figure>`;
}
