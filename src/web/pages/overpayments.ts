import { html } from 'hono/html';
import { FAMILIES, type Family } from '../../domain/category.ts';
import { type Result, done } from '../../domain/failure.ts';
import { initials } from '../../domain/masked.ts';
import { formatMonth } from '../../domain/month.ts';
import { type Vnd, sumVnd } from '../../domain/money.ts';
import { spreadsheetCell } from '../../formats/csv-text.ts';
import { FAMILY_LABELS } from '../../labels/categories.ts';
import { listCommunes } from '../../store/communes.ts';
import {
  type OverpaymentFilter,
  type OverpaymentPage,
  type OverpaymentPlace,
  type OverpaymentRow,
  listOverpaid,
} from '../../store/overpayment-list.ts';
import type { Run } from '../../store/runs.ts';
import { csvAnswer } from '../csv-answer.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { AFTER, filterForm, filterOf, listPath, pageLinks, placeOf, placeWord, withFailure } from '../filters.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localMonth, runPath, words } from '../layout.ts';
import { type Part, READERS } from '../route.ts';
import type { Visit } from '../visit.ts';
import { runAskedFor } from './exception-rows.ts';
import { communeChoices, personPath } from './persons.ts';

const PATH = '/overpayments';

const QUERY: readonly Field[] = [
  { name: 'run', label: { vi: 'Đợt', en: 'run' }, kind: 'line', required: false },
  { name: 'commune', label: { vi: 'Xã phường', en: 'commune' }, kind: 'line', required: false },
  {
    name: 'family',
    label: { vi: 'Khoản', en: 'family' },
    kind: 'choice',
    required: false,
    choices: FAMILIES.map((value) => ({ value, label: FAMILY_LABELS[value] })),
  },
  {
    name: 'order',
    label: { vi: 'Quyết định thu hồi', en: 'recovery order' },
    kind: 'choice',
    required: false,
    choices: [
      { value: 'yes', label: { vi: 'đã có', en: 'there is one' } },
      { value: 'no', label: { vi: 'chưa có', en: 'none yet' } },
    ],
  },
  AFTER,
];

function filterFrom(input: Input): OverpaymentFilter {
  const [commune, order] = [textIn(input, 'commune'), textIn(input, 'order')];
  return {
    communeCode: commune === '' ? null : commune,
    family: FAMILIES.find((one: Family) => one === textIn(input, 'family')) ?? null,
    hasOrder: order === '' ? null : order === 'yes',
  };
}

function pageOf(visit: Visit, run: Run, input: Input): Promise<OverpaymentPage> {
  const [personId = '', family = ''] = placeOf(textIn(input, 'after'), 2) ?? [];
  const after = personId === '' ? null : { personId, family };
  return listOverpaid(visit.database.pool, run.runNo, filterFrom(input), after);
}

function nextWord(next: OverpaymentPlace | null): string | null {
  return next === null ? null : placeWord([next.personId, next.family]);
}

async function* allRows(visit: Visit, run: Run, input: Input): AsyncGenerator<OverpaymentRow> {
  let place: OverpaymentPlace | null = null;
  do {
    const page: OverpaymentPage = await listOverpaid(visit.database.pool, run.runNo, filterFrom(input), place);
    yield* page.rows;
    place = page.next;
  } while (place !== null);
}

/** What orders took back so far, VND. */
function recoveredOf({ orders }: OverpaymentRow): Vnd {
  return sumVnd(orders.map((one) => one.recovered));
}

function orderItems({ orders }: OverpaymentRow): Markup {
  if (orders.length === 0)
    return html`<span class="warn">▲ ${words({ vi: 'chưa có quyết định', en: 'no order yet' })}</span>`;
  return html`<ul class="story">
    ${orders.map(
      (one) =>
        html`<li>
          ${one.decisionNo}: ${figure(one.total)}, ${figure(one.monthlyAmount)}/tháng
          <small lang="en">a month</small> từ <small lang="en">from</small> ${localMonth(one.fromMonth)}
        </li>`,
    )}
  </ul>`;
}

function row(one: OverpaymentRow): Markup {
  const months =
    one.firstMonth === one.lastMonth
      ? localMonth(one.firstMonth)
      : `${localMonth(one.firstMonth)} – ${localMonth(one.lastMonth)}`;
  return html`<tr>
    <th scope="row">
      <a href="${personPath(one.personId)}">${one.personId}</a> <small>${initials(one.fullName)}</small>
      ${one.isDead ? html`† ${words({ vi: 'đã chết', en: 'dead' })}` : ''}
    </th>
    <td data-label="Xã">${one.communeCode} ${one.communeName}</td>
    <td data-label="Khoản">${words(FAMILY_LABELS[one.family])}</td>
    <td data-label="Tháng">${months} (${one.months})</td>
    <td data-label="Quyết định">${orderItems(one)}</td>
    <td data-label="Đã thu" class="number">${figure(recoveredOf(one))}</td>
    <td data-label="Còn phải thu" class="number">${figure(one.amount)}</td>
  </tr>`;
}

function rowsTable(rows: readonly OverpaymentRow[]): Markup {
  if (rows.length === 0)
    return html`<p class="empty">
      ${words({ vi: 'Không có ai chi thừa như vậy trong phạm vi của bạn.', en: 'Nobody of this kind is overpaid in your scope.' })}
    </p>`;
  return html`<div class="scroll" tabindex="0">
    <table class="cards">
      <caption class="hidden">
        Sổ chi thừa / overpayment register
      </caption>
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Người', en: 'person' })}</th>
          <th scope="col">${words({ vi: 'Xã phường', en: 'commune' })}</th>
          <th scope="col">${words({ vi: 'Khoản', en: 'family' })}</th>
          <th scope="col">${words({ vi: 'Tháng', en: 'months' })}</th>
          <th scope="col">${words({ vi: 'Quyết định thu hồi', en: 'orders' })}</th>
          <th scope="col" class="number">${words({ vi: 'Đã thu theo quyết định', en: 'recovered' })}</th>
          <th scope="col" class="number">${words({ vi: 'Còn phải thu', en: 'still out' })}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(row)}
      </tbody>
    </table>
  </div>`;
}

async function register(visit: Visit, run: Run, input: Input): Promise<Markup> {
  const page = await pageOf(visit, run, input);
  return html`<p class="status-line">
      ${words({ vi: 'Như đợt này đã tính', en: 'as computed by' })} <a href="${runPath(run.runId)}">${run.runId}</a>
      <a href="${listPath(`${PATH}.csv`, input, { after: '' })}">CSV</a>
    </p>
    <section aria-labelledby="rows-title">
      <h2 id="rows-title">${words({ vi: 'Sổ chi thừa', en: 'overpayment register' })}</h2>
      ${rowsTable(page.rows)} ${pageLinks(PATH, input, nextWord(page.next))}
    </section>
    <p class="note">
      ${words({
        vi: 'Chi thừa không bao giờ tự bù trừ: chỉ thu theo quyết định thu hồi hoặc khi người hưởng nộp lại.',
        en: 'Nothing is netted silently: only a recovery order or a refund takes money back.',
      })}
    </p>`;
}

async function show(asked: Visit): Promise<Markup> {
  const { visit, input } = filterOf(asked, QUERY);
  const run = await runAskedFor(visit, textIn(input, 'run'));
  const communes = await listCommunes(visit.database.pool);
  const none = html`<p class="empty">
    ${words({ vi: 'Chưa có đợt nào đã tính. Lập đợt chi trả trước.', en: 'No run is computed yet. Make one first.' })}
    <a href="/runs">${words({ vi: 'Đợt chi trả', en: 'runs' })}</a>
  </p>`;
  return frame(
    run.ok ? visit : withFailure(visit, run.failure),
    { title: 'Chi thừa, thu hồi', section: PATH },
    html`<h1>${words({ vi: 'Chi thừa, thu hồi', en: 'overpayments and recoveries' })}</h1>
      ${filterForm(PATH, QUERY, input, { commune: communeChoices(communes) })}
      ${!run.ok ? '' : run.value === null ? none : await register(visit, run.value, input)}`,
  );
}

async function read(visit: Visit, query: Input): Promise<Result<unknown>> {
  const run = await runAskedFor(visit, textIn(query, 'run'));
  if (!run.ok) return run;
  if (run.value === null) return done({ run_id: null, overpayments: [], next: null });
  const page = await pageOf(visit, run.value, query);
  const overpayments = page.rows.map((one) => ({
    person_id: one.personId,
    commune_code: one.communeCode,
    family: one.family,
    first_month: formatMonth(one.firstMonth),
    last_month: formatMonth(one.lastMonth),
    months: one.months,
    outstanding: one.amount,
    recovered: recoveredOf(one),
    is_dead: one.isDead,
    orders: one.orders.map((order) => ({
      decision_no: order.decisionNo,
      total: order.total,
      monthly_amount: order.monthlyAmount,
      from_month: formatMonth(order.fromMonth),
      recovered: order.recovered,
    })),
  }));
  return done({ run_id: run.value.runId, overpayments, next: nextWord(page.next) });
}

const HEADER = [
  'run_id',
  'person_id',
  'commune_code',
  'family',
  'first_month',
  'last_month',
  'months',
  'orders',
  'recovered',
  'outstanding',
];

async function* csvRows(visit: Visit, run: Run | null, input: Input): AsyncGenerator<readonly string[]> {
  if (run === null) return;
  for await (const one of allRows(visit, run, input))
    yield [
      run.runId,
      spreadsheetCell(one.personId),
      one.communeCode,
      one.family,
      formatMonth(one.firstMonth),
      formatMonth(one.lastMonth),
      String(one.months),
      spreadsheetCell(one.orders.map((order) => order.decisionNo).join('; ')),
      String(recoveredOf(one)),
      String(one.amount),
    ];
}

/** The register of overpayments, and what is done about it. */
export const OVERPAYMENTS_PART: Part = {
  screens: [{ path: PATH, roles: READERS, show }],
  actions: [],
  readings: [
    {
      path: PATH,
      roles: READERS,
      summary: { vi: 'Sổ chi thừa', en: 'What people were paid too much, with recovery orders, 50 at a time; VND' },
      query: QUERY,
      read,
    },
  ],
  downloads: [
    {
      name: 'overpayments-csv',
      path: `${PATH}.csv`,
      roles: READERS,
      summary: { vi: 'Sổ chi thừa, CSV', en: 'The overpayments that the filters ask for, as CSV' },
      query: QUERY,
      async send(visit, query) {
        const run = await runAskedFor(visit, textIn(query, 'run'));
        if (!run.ok) return run;
        return done(
          csvAnswer(`overpayments-${run.value?.runId ?? 'none'}.csv`, HEADER, csvRows(visit, run.value, query)),
        );
      },
    },
  ],
};
