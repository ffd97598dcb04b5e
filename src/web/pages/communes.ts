import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { formatMonth } from '../../domain/month.ts';
import type { Label } from '../../labels/label.ts';
import { byCommuneName } from '../../store/communes.ts';
import { type ComparisonRow, type RunComparison, changeOf, compareRun } from '../../store/run-comparison.ts';
import { type RunSum, sumsOfRun } from '../../store/run-sums.ts';
import type { Run } from '../../store/runs.ts';
import { percentText, signed } from '../charts/scale.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { filterForm, filterOf, listPath, withFailure } from '../filters.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localMonth, runPath, words } from '../layout.ts';
import { type Part, READERS } from '../route.ts';
import type { Visit } from '../visit.ts';
import { runAskedFor } from './exception-rows.ts';

const PATH = '/communes';

const SORTS: Readonly<Record<string, Label>> = {
  name: { vi: 'Xã phường', en: 'commune' },
  people: { vi: 'Người', en: 'people' },
  amount: { vi: 'Số tiền', en: 'amount' },
  held: { vi: 'Tạm giữ', en: 'held' },
  findings: { vi: 'Cần xem xét', en: 'findings' },
  change: { vi: 'So tháng trước', en: 'against last month' },
};

const QUERY: readonly Field[] = [
  { name: 'run', label: { vi: 'Đợt', en: 'run' }, kind: 'line', required: false },
  {
    name: 'sort',
    label: { vi: 'Xếp theo', en: 'sort by' },
    kind: 'choice',
    required: false,
    choices: Object.entries(SORTS).map(([value, label]) => ({ value, label })),
  },
];

/** A commune in a run. VND. */
interface CommuneLine extends ComparisonRow {
  readonly held: number;
  readonly findings: number;
  readonly change: ReturnType<typeof changeOf>;
}

function sumOf(sums: readonly RunSum[], communeCode: string, of: (one: RunSum) => number): number {
  return sums.filter((one) => one.communeCode === communeCode).reduce((all, one) => all + of(one), 0);
}

/** Names by the alphabet, figures from the largest down. */
function sorted(lines: readonly CommuneLine[], sort: string): readonly CommuneLine[] {
  const by: Readonly<Record<string, (line: CommuneLine) => number>> = {
    people: (line) => line.now.people,
    amount: (line) => line.now.amount,
    held: (line) => line.held,
    findings: (line) => line.findings,
    change: (line) => line.change.amount,
  };
  const value = by[sort];
  return lines.toSorted((a, b) => (value === undefined ? 0 : value(b) - value(a)) || byCommuneName(a, b));
}

interface CommuneView {
  readonly run: Run;
  readonly before: RunComparison['before'];
  readonly lines: readonly CommuneLine[];
}

async function communesOf(visit: Visit, run: Run, sort: string): Promise<CommuneView> {
  const { pool } = visit.database;
  const [comparison, sums] = await Promise.all([
    compareRun(pool, run),
    sumsOfRun(pool, run.runNo, ['total', 'control']),
  ]);
  const held = sums.filter((one) => one.subject === 'total' && one.code === 'held');
  const controls = sums.filter((one) => one.subject === 'control');
  const lines = comparison.communes.map((one) => ({
    ...one,
    held: sumOf(held, one.code, (sum) => sum.amount),
    findings: sumOf(controls, one.code, (sum) => sum.items),
    change: changeOf(one),
  }));
  return { run, before: comparison.before, lines: sorted(lines, sort) };
}

/** A bar to the right for more, to the left for less. */
function changeBar(amount: number, most: number): Markup {
  const half = Math.round((Math.abs(amount) * 500) / Math.max(most, 1)) / 10;
  const from = amount < 0 ? 50 - half : 50;
  return html`<svg class="bar change" aria-hidden="true" width="100%" height="16">
    <rect class="${amount < 0 ? 'less' : 'more'}" x="${from}%" y="1" height="14" width="${half}%"></rect>
    <line x1="50%" x2="50%" y1="0" y2="16"></line>
  </svg>`;
}

function heading(name: string, input: Input): Markup {
  const label = SORTS[name] ?? { vi: name, en: name };
  const isNow = (textIn(input, 'sort') || 'name') === name;
  const direction = name === 'name' ? 'ascending' : 'descending';
  return html`<th
    scope="col"
    class="${name === 'name' || name === 'change' ? '' : 'number'}"
    ${isNow ? html`aria-sort="${direction}"` : ''}
  >
    <a href="${listPath(PATH, input, { sort: name })}">${words(label)}</a> ${isNow ? (name === 'name' ? '▲' : '▼') : ''}
  </th>`;
}

function communeRow(line: CommuneLine, most: number, run: Run): Markup {
  const path = `/exceptions?run=${encodeURIComponent(run.runId)}&commune=${line.code}`;
  return html`<tr>
    <th scope="row">${line.name} <small>${line.code}</small></th>
    <td data-label="Người" class="number">${figure(line.now.people)}</td>
    <td data-label="Số tiền" class="number">${figure(line.now.amount)}</td>
    <td data-label="Tạm giữ" class="number">${figure(line.held)}</td>
    <td data-label="Cần xem xét" class="number"><a href="${path}">${figure(line.findings)}</a></td>
    <td data-label="So tháng trước" class="chart">
      ${changeBar(line.change.amount, most)}
      <span class="figure">${signed(line.change.amount)}</span> <small>${percentText(line.change.perMille)}</small>
    </td>
  </tr>`;
}

function table({ run, before, lines }: CommuneView, input: Input): Markup {
  const most = Math.max(0, ...lines.map((line) => Math.abs(line.change.amount)));
  const against =
    before === null ? 'chưa có tháng trước / no month before' : `so với / against ${localMonth(before.month)}`;
  return html`<p class="status-line">
      ${words({ vi: 'Đợt', en: 'run' })} <a href="${runPath(run.runId)}">${run.runId}</a> · ${against}
    </p>
    <div class="scroll" tabindex="0">
      <table class="cards">
        <caption class="hidden">
          Theo xã / communes
        </caption>
        <thead>
          <tr>
            ${Object.keys(SORTS).map((name) => heading(name, input))}
          </tr>
        </thead>
        <tbody>
          ${lines.map((line) => communeRow(line, most, run))}
        </tbody>
      </table>
    </div>`;
}

async function show(asked: Visit): Promise<Markup> {
  const { visit, input } = filterOf(asked, QUERY);
  const run = await runAskedFor(visit, textIn(input, 'run'));
  const none = html`<p class="empty">
    ${words({ vi: 'Chưa có đợt nào đã tính. Lập đợt chi trả trước.', en: 'No run is computed yet. Make one first.' })}
    <a href="/runs">${words({ vi: 'Đợt chi trả', en: 'runs' })}</a>
  </p>`;
  const content =
    !run.ok || run.value === null ? none : table(await communesOf(visit, run.value, textIn(input, 'sort')), input);
  return frame(
    run.ok ? visit : withFailure(visit, run.failure),
    { title: 'Theo xã', section: PATH },
    html`<h1>${words({ vi: 'Theo xã', en: 'communes' })}</h1>
      ${filterForm(PATH, QUERY, input)} ${run.ok ? content : ''}`,
  );
}

async function read(visit: Visit, query: Input): Promise<Result<unknown>> {
  const run = await runAskedFor(visit, textIn(query, 'run'));
  if (!run.ok) return run;
  if (run.value === null) return done({ run_id: null, before: null, communes: [] });
  const { before, lines } = await communesOf(visit, run.value, textIn(query, 'sort'));
  return done({
    run_id: run.value.runId,
    before: before === null ? null : formatMonth(before.month),
    communes: lines.map((line) => ({
      commune_code: line.code,
      name: line.name,
      people: line.now.people,
      amount: line.now.amount,
      held: line.held,
      findings: line.findings,
      people_before: line.before.people,
      amount_before: line.before.amount,
      change: line.change.amount,
    })),
  });
}

/** Communes in a run beside the month before. */
export const COMMUNES_PART: Part = {
  screens: [{ path: PATH, roles: READERS, show }],
  actions: [],
  readings: [
    {
      path: PATH,
      roles: READERS,
      summary: { vi: 'Theo xã', en: 'Communes in a run (the latest computed one) beside the month before; VND' },
      query: QUERY,
      read,
    },
  ],
  downloads: [],
};
