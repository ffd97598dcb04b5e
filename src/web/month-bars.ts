import { html } from 'hono/html';
import type { Month } from '../domain/month.ts';
import { type Vnd, sumVnd } from '../domain/money.ts';
import type { RunParts } from '../payroll/show-run.ts';
import { type Markup, figure, localMonth, words } from './layout.ts';

interface MonthSum {
  readonly month: Month;
  readonly arrears: Vnd;
  readonly carried: Vnd;
}

function monthSums(byMonth: RunParts['byMonth']): readonly MonthSum[] {
  const sum = (month: Month, kind: string): Vnd =>
    sumVnd(byMonth.filter((one) => one.month === month && one.kind === kind).map((one) => one.amount));
  return [...new Set(byMonth.map((one) => one.month))].map((month) => ({
    month,
    arrears: sum(month, 'arrears'),
    carried: sum(month, 'carried'),
  }));
}

function percent(part: number, whole: number): string {
  return `${Math.round((part * 1000) / Math.max(whole, 1)) / 10}%`;
}

function bar(row: MonthSum, highest: number): Markup {
  const label = `Truy lĩnh ${row.arrears} VND, chuyển sang ${row.carried} VND`;
  return html`<svg class="bar" role="img" aria-label="${label}" width="100%" height="16">
    <rect class="arrears" x="0" y="1" height="14" width="${percent(row.arrears, highest)}"></rect>
    <rect
      class="carried"
      x="${percent(row.arrears, highest)}"
      y="1"
      height="14"
      width="${percent(row.carried, highest)}"
    ></rect>
  </svg>`;
}

/** What is paid for earlier months, month by month, as bars with their numbers; the sums stand below. */
export function monthBars(byMonth: RunParts['byMonth']): Markup {
  const rows = monthSums(byMonth);
  if (rows.length === 0)
    return html`<p class="empty">
      Không có khoản nào của tháng trước. <span lang="en">Nothing for earlier months.</span>
    </p>`;
  const highest = Math.max(...rows.map((row) => row.arrears + row.carried));
  return html`<table class="bars">
    <caption>
      <span class="key arrears"></span>
      ${words({ vi: 'Truy lĩnh', en: 'arrears' })}
      <span class="key carried"></span>
      ${words({ vi: 'Chưa nhận, chi lại', en: 'carried over' })}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words({ vi: 'Tháng', en: 'month' })}</th>
        <th scope="col" class="chart"><span class="hidden">Biểu đồ / chart</span></th>
        <th scope="col" class="number">${words({ vi: 'Truy lĩnh', en: 'arrears' })}</th>
        <th scope="col" class="number">${words({ vi: 'Chi lại', en: 'carried' })}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <th scope="row">${localMonth(row.month)}</th>
            <td class="chart">${bar(row, highest)}</td>
            <td class="number">${figure(row.arrears)}</td>
            <td class="number">${figure(row.carried)}</td>
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">Cộng <small lang="en">sum</small></th>
        <td class="chart"></td>
        <td class="number">${figure(sumVnd(rows.map((row) => row.arrears)))}</td>
        <td class="number">${figure(sumVnd(rows.map((row) => row.carried)))}</td>
      </tr>
    </tfoot>
  </table>`;
}
