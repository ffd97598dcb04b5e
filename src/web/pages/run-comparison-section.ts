import { html } from 'hono/html';
import { vnd } from '../../domain/money.ts';
import { reportCategory } from '../../labels/categories.ts';
import type { Label } from '../../labels/label.ts';
import { type ComparisonRow, type RunComparison, type Side, changeOf } from '../../store/run-comparison.ts';
import { comparisonBars } from '../charts/comparison-bars.ts';
import { percentText, signed } from '../charts/scale.ts';
import { type Markup, figure, localMonth, words } from '../layout.ts';
import { addressOf, part } from './address.ts';

/** By what the rows of a comparison may be sorted. */
export const COMPARISON_ORDERS = ['code', 'people', 'amount', 'change', 'percent'] as const;
export type ComparisonOrder = (typeof COMPARISON_ORDERS)[number];

/** How both tables are sorted. */
export interface Sorting {
  readonly by: ComparisonOrder;
  readonly isDown: boolean;
}

/** The query parameters `sort` and `dir` as a sorting: by code where they say nothing that is known. */
export function sortingOf(sort: string | undefined, direction: string | undefined): Sorting {
  const by = COMPARISON_ORDERS.find((one) => one === sort) ?? 'code';
  return { by, isDown: by === 'code' ? direction === 'down' : direction !== 'up' };
}

/** What the section shows; `path`: the page on which it stands. */
export interface ComparisonView {
  readonly comparison: RunComparison;
  readonly sorting: Sorting;
  readonly path: string;
}

function valueOf(row: ComparisonRow, by: ComparisonOrder): number {
  if (by === 'people') return row.now.people;
  if (by === 'amount') return row.now.amount;
  const change = changeOf(row);
  // Why: what is new has no percentage and stands above all that has.
  return by === 'percent' ? (change.perMille ?? (row.now.amount > 0 ? Number.MAX_SAFE_INTEGER : 0)) : change.amount;
}

/** The rows in an order; equal ones by code. */
export function sortedRows(rows: readonly ComparisonRow[], { by, isDown }: Sorting): readonly ComparisonRow[] {
  const byCode = (a: ComparisonRow, b: ComparisonRow): number => (a.code === b.code ? 0 : a.code < b.code ? -1 : 1);
  const sign = isDown ? -1 : 1;
  return rows.toSorted(
    (a, b) =>
      (by === 'code' ? 0 : sign * (valueOf(a, by) - valueOf(b, by))) || (by === 'code' ? sign : 1) * byCode(a, b),
  );
}

function head({ sorting, path }: ComparisonView, by: ComparisonOrder, label: Label): Markup {
  const isHere = sorting.by === by;
  const next = isHere ? (sorting.isDown ? 'up' : 'down') : by === 'code' ? 'up' : 'down';
  const order = isHere ? (sorting.isDown ? 'descending' : 'ascending') : 'none';
  return html`<th scope="col" class="${by === 'code' ? 'sortable' : 'sortable number'}" aria-sort="${order}">
    <a href="${`${addressOf(path, { sort: by, dir: next })}#comparison`}">${words(label)}</a
    >${isHere ? (sorting.isDown ? ' ▾' : ' ▴') : ''}
  </th>`;
}

function sum(rows: readonly ComparisonRow[], side: 'before' | 'now'): Side {
  const total = (of: keyof Side): number => rows.reduce((all, one) => all + one[side][of], 0);
  return { people: total('people'), current: vnd(total('current')), amount: vnd(total('amount')) };
}

function line(name: Markup, row: Pick<ComparisonRow, 'before' | 'now'>): Markup {
  const change = changeOf(row);
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">${figure(row.before.people)}</td>
    <td class="number">${figure(row.now.people)}</td>
    <td class="number">${signed(change.people)}</td>
    <td class="number">${figure(row.before.amount)}</td>
    <td class="number">${figure(row.now.amount)}</td>
    <td class="number">${signed(change.amount)}</td>
    <td class="number">${percentText(change.perMille)}</td>
  </tr>`;
}

function table(
  view: ComparisonView,
  label: Label,
  rows: readonly ComparisonRow[],
  nameOf: (row: ComparisonRow) => Markup,
): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${`${label.vi} / ${label.en}`}">
    <table class="matrix">
      <caption>
        ${words(label)}
      </caption>
      <thead>
        <tr>
          ${head(view, 'code', label)}
          <th scope="col" class="number">${words({ vi: 'Người trước', en: 'people before' })}</th>
          ${head(view, 'people', { vi: 'Người kỳ này', en: 'people now' })}
          <th scope="col" class="number">${words({ vi: 'Tăng, giảm', en: 'change' })}</th>
          <th scope="col" class="number">${words({ vi: 'Tiền trước', en: 'amount before' })}</th>
          ${head(view, 'amount', { vi: 'Tiền kỳ này', en: 'amount now' })}
          ${head(view, 'change', { vi: 'Tăng, giảm', en: 'change' })}
          ${head(view, 'percent', { vi: '%', en: 'percent' })}
        </tr>
      </thead>
      <tbody>
        ${sortedRows(rows, view.sorting).map((row) => line(nameOf(row), row))}
      </tbody>
      <tfoot>
        ${line(words({ vi: 'Cộng', en: 'sum' }), { before: sum(rows, 'before'), now: sum(rows, 'now') })}
      </tfoot>
    </table>
  </div>`;
}

/** Categories under the codes of reports: those that tell of an illness share one. */
export function reportRows(rows: readonly ComparisonRow[]): readonly ComparisonRow[] {
  const groups = Map.groupBy(rows, (row) => reportCategory(row.code).code);
  return [...groups].map(([code, own]) => ({
    code,
    name: reportCategory(own[0]?.code ?? '').label.vi,
    before: sum(own, 'before'),
    now: sum(own, 'now'),
  }));
}

/** A run beside the month before, by commune and by category: drawn, and in tables that are sorted by the address. VND. */
export function runComparisonSection(view: ComparisonView): Markup {
  const { before, communes, categories, withRuns } = view.comparison;
  const label = { vi: 'So với tháng trước', en: 'beside the month before' };
  if (before === null)
    return part(
      'comparison',
      label,
      html`<p class="empty">Chưa có tháng nào trước đó. <span lang="en">No month before.</span></p>`,
    );
  const bars = communes.map(({ code, name, ...row }) => ({
    code,
    name,
    before: row.before.amount,
    now: row.now.amount,
  }));
  return part(
    'comparison',
    label,
    html`<p class="note">
        So với tháng
        ${localMonth(before.month)}${before.source === 'history' ? ' (số liệu nhập từ trước / imported history)' : ''}.
        ${withRuns.length === 0 ? '' : `Kỳ này gồm cả / now includes ${withRuns.join(', ')}.`} Người: được chi cho chính
        tháng đó.
        <span lang="en">People: paid for the month itself.</span>
      </p>
      ${comparisonBars(bars)}
      ${table(view, { vi: 'Xã, phường', en: 'commune' }, communes, (row) => html`${row.name} <small>${row.code}</small>`)}
      ${
        categories.length === 0
          ? ''
          : table(
              view,
              { vi: 'Đối tượng', en: 'category' },
              reportRows(categories),
              (row) => html`${row.code} <small>${row.name}</small>`,
            )
      }`,
  );
}
