import { html } from 'hono/html';
import type { Month } from '../../domain/month.ts';
import { grouped } from '../../labels/numbers.ts';
import { type Markup, figure, localMonth, words } from '../layout.ts';
import { axisEnd, place, shortAmount } from './scale.ts';

/** People and VND of one month. */
export interface MonthPoint {
  readonly month: Month;
  readonly people: number;
  readonly amount: number;
}

/** A month from which other amounts hold, and the paper that says so. */
export interface LawMark {
  readonly month: Month;
  readonly text: string;
}

const [WIDTH, HEIGHT] = [960, 300];
const [LEFT, RIGHT, TOP, BOTTOM] = [78, 886, 42, 252];
const GRID = 4;

function barOf(point: MonthPoint, x: number, width: number, top: number): Markup {
  const height = (Math.max(point.amount, 0) / top) * (BOTTOM - TOP);
  return html`<rect
    class="money"
    x="${place(x - width / 2)}"
    y="${place(BOTTOM - height)}"
    width="${place(width)}"
    height="${place(height)}"
  ></rect>`;
}

function axes(money: number, people: number): Markup[] {
  return Array.from({ length: GRID + 1 }, (_, at) => {
    const y = BOTTOM - (at / GRID) * (BOTTOM - TOP);
    return html`<line
        class="${at === 0 ? 'base' : 'grid'}"
        x1="${LEFT}"
        x2="${RIGHT}"
        y1="${place(y)}"
        y2="${place(y)}"
      ></line>
      <text class="axis end" x="${LEFT - 8}" y="${place(y + 4)}">${shortAmount(Math.round((money * at) / GRID))}</text>
      <text class="axis people" x="${RIGHT + 8}" y="${place(y + 4)}"
        >${grouped(Math.round((people * at) / GRID))}</text
      >`;
  });
}

function marksOf(
  months: readonly MonthPoint[],
  marks: readonly LawMark[],
  xOf: (at: number) => number,
  step: number,
): Markup[] {
  return months.flatMap(({ month }, at) => {
    const own = marks.filter((one) => one.month === month);
    if (own.length === 0) return [];
    const x = xOf(at) - step / 2;
    // Why: a word at the right end would stand outside.
    const isLate = at > months.length * 0.7;
    return [
      html`<line class="mark" x1="${place(x)}" x2="${place(x)}" y1="${TOP - 14}" y2="${BOTTOM}"></line>
        <text class="mark${isLate ? ' end' : ''}" x="${place(isLate ? x - 5 : x + 5)}" y="${TOP - 6}"
          >${own.map((one) => one.text).join('; ')}</text
        >`,
    ];
  });
}

function tableOf(months: readonly MonthPoint[], marks: readonly LawMark[]): Markup {
  return html`<details>
    <summary>${words({ vi: 'Bảng số liệu', en: 'the figures' })}</summary>
    <table class="figures">
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Tháng', en: 'month' })}</th>
          <th scope="col" class="number">${words({ vi: 'Người', en: 'people' })}</th>
          <th scope="col" class="number">${words({ vi: 'Số tiền (VND)', en: 'amount' })}</th>
          <th scope="col">${words({ vi: 'Thay đổi pháp luật', en: 'law' })}</th>
        </tr>
      </thead>
      <tbody>
        ${months.map(
          (one) =>
            html`<tr>
              <th scope="row">${localMonth(one.month)}</th>
              <td class="number">${figure(one.people)}</td>
              <td class="number">${figure(one.amount)}</td>
              <td>
                ${marks
                  .filter((mark) => mark.month === one.month)
                  .map((mark) => mark.text)
                  .join('; ')}
              </td>
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">${words({ vi: 'Cộng', en: 'sum' })}</th>
          <td></td>
          <td class="number">${figure(months.reduce((sum, one) => sum + one.amount, 0))}</td>
          <td></td>
        </tr>
      </tfoot>
    </table>
  </details>`;
}

function summaryOf(first: MonthPoint, last: MonthPoint): string {
  return `Từ ${localMonth(first.month)} đến ${localMonth(last.month)}: ${grouped(first.people)} → ${grouped(last.people)} người, ${shortAmount(first.amount)} → ${shortAmount(last.amount)} đồng một tháng`;
}

/** Money as bars (left axis, VND) and people as a line (right axis) over months, with marks where other amounts came into force. The figures stand below. */
export function monthChart(months: readonly MonthPoint[], marks: readonly LawMark[]): Markup {
  const [first, last] = [months[0], months.at(-1)];
  if (first === undefined || last === undefined)
    return html`<p class="empty">Chưa có tháng nào. <span lang="en">No month yet.</span></p>`;
  const [money, people] = [
    axisEnd(Math.max(...months.map((one) => one.amount))),
    axisEnd(Math.max(...months.map((one) => one.people))),
  ];
  const step = (RIGHT - LEFT) / months.length;
  const xOf = (at: number): number => LEFT + (at + 0.5) * step;
  const yOf = (of: number): number => BOTTOM - (of / people) * (BOTTOM - TOP);
  const line = months.map((one, at) => `${place(xOf(at))},${place(yOf(one.people))}`).join(' ');
  const every = Math.ceil(months.length / 12);
  return html`<figure class="graph">
    <figcaption>
      <span class="key money"></span> ${words({ vi: 'Số tiền', en: 'money, left' })} <span class="key people"></span>
      ${words({ vi: 'Người', en: 'people, right' })}
    </figcaption>
    <svg class="months" role="img" aria-label="${summaryOf(first, last)}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
      ${axes(money, people)} ${months.map((one, at) => barOf(one, xOf(at), step * 0.62, money))}
      ${marksOf(months, marks, xOf, step)}
      <polyline class="people" points="${line}"></polyline>
      ${months.map((one, at) => html`<circle class="people" cx="${place(xOf(at))}" cy="${place(yOf(one.people))}" r="3"></circle>`)}
      ${months.map((one, at) => (at % every === (months.length - 1) % every ? html`<text class="axis middle" x="${place(xOf(at))}" y="${BOTTOM + 20}">${localMonth(one.month)}</text>` : ''))}
    </svg>
    <p class="note">${summaryOf(first, last)}.</p>
    ${tableOf(months, marks)}
  </figure>`;
}
