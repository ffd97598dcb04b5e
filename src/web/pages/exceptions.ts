import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { initials } from '../../domain/masked.ts';
import { spreadsheetCell } from '../../formats/csv-text.ts';
import { controlAdvice, controlLabel } from '../../labels/controls.ts';
import { listCommunes } from '../../store/communes.ts';
import type { ExceptionPage, ExceptionRow } from '../../store/exception-list.ts';
import { exceptionsByControl } from '../../store/run-report.ts';
import { hasSums, sumsByControl } from '../../store/run-sums.ts';
import type { Run } from '../../store/runs.ts';
import { csvAnswer } from '../csv-answer.ts';
import { type Input, textIn } from '../fields.ts';
import { filterForm, filterOf, listPath, pageLinks, withFailure } from '../filters.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, runPath, words } from '../layout.ts';
import { type Part, READERS } from '../route.ts';
import type { Visit } from '../visit.ts';
import {
  EXCEPTION_QUERY,
  SEVERITY_LABELS,
  STATE_LABELS,
  allExceptions,
  casePath,
  exceptionPage,
  nextWord,
  runAskedFor,
} from './exception-rows.ts';
import { communeChoices, personPath } from './persons.ts';

const PATH = '/exceptions';

type Counts = Awaited<ReturnType<typeof sumsByControl>>;

/** How many a run found of each kind, in what the user sees. */
async function countsOf(visit: Visit, run: Run): Promise<Counts> {
  const isSummed = await hasSums(visit.database, run.runNo);
  return isSummed ? sumsByControl(visit.database, run.runNo) : exceptionsByControl(visit.database, run.runNo);
}

/** A severity in words and sign. */
export function severityMark(severity: ExceptionRow['severity']): Markup {
  return severity === 'block'
    ? html`<span class="wrong">■ ${words(SEVERITY_LABELS.block)}</span>`
    : html`<span class="warn">▲ ${words(SEVERITY_LABELS.warn)}</span>`;
}

/** The state of a case in words and sign. */
export function stateMark({ state, owner }: Pick<ExceptionRow, 'state' | 'owner'>): Markup {
  const sign = { open: '○', taken: '◐', resolved: '●' }[state];
  return html`<span class="state">${sign} ${words(STATE_LABELS[state])}</span> ${owner ?? ''}`;
}

function countsTable(counts: Counts, input: Input): Markup {
  return html`<table class="plain counts">
    <caption>
      ${words({ vi: 'Số trường hợp theo loại', en: 'findings by control' })}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words({ vi: 'Loại', en: 'control' })}</th>
        <th scope="col">${words({ vi: 'Mức', en: 'severity' })}</th>
        <th scope="col" class="number">${words({ vi: 'Số', en: 'count' })}</th>
      </tr>
    </thead>
    <tbody>
      ${counts.map(
        (one) =>
          html`<tr>
            <th scope="row">
              <a href="${listPath(PATH, input, { control: one.control, severity: one.severity, after: '' })}"
                >${words(controlLabel(one.control))}</a
              >
            </th>
            <td>${severityMark(one.severity === 'block' ? 'block' : 'warn')}</td>
            <td class="number">${figure(one.persons)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function row(one: ExceptionRow, advice: string): Markup {
  const who =
    one.personId === ''
      ? html`${one.communeCode} ${one.communeName}`
      : html`<a href="${personPath(one.personId)}">${one.personId}</a> <small>${initials(one.fullName)}</small>`;
  return html`<tr>
    <th scope="row">${who}</th>
    <td data-label="Xã">${one.communeCode} ${one.communeName}</td>
    <td data-label="Loại">
      <a href="${casePath(one)}">${words(controlLabel(one.control))}</a> ${severityMark(one.severity)}
      <p class="note">${one.message}</p>
      ${
        advice === ''
          ? ''
          : html`<details>
              <summary>${words({ vi: 'Việc cần làm', en: 'what to do' })}</summary>
              <p>${advice}</p>
            </details>`
      }
    </td>
    <td data-label="Tạm giữ" class="number">${one.heldAmount === 0 ? '–' : figure(one.heldAmount)}</td>
    <td data-label="Tình trạng">
      ${stateMark(one)} ${one.comments === 0 ? '' : html`<small>${one.comments} ghi chú / comments</small>`}
    </td>
  </tr>`;
}

function rowsTable({ rows }: ExceptionPage, visit: Visit): Markup {
  if (rows.length === 0)
    return html`<p class="empty">
      ${words({ vi: 'Không có trường hợp nào như vậy. Bỏ bớt điều kiện lọc.', en: 'There is none of this kind. Filter less.' })}
    </p>`;
  const rules = visit.office.context.law.catalogue.controls;
  return html`<div class="scroll" tabindex="0">
    <table class="cards">
      <caption class="hidden">
        Trường hợp cần xem xét / findings
      </caption>
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Người', en: 'person' })}</th>
          <th scope="col">${words({ vi: 'Xã phường', en: 'commune' })}</th>
          <th scope="col">${words({ vi: 'Điều cần xem xét', en: 'finding' })}</th>
          <th scope="col" class="number">${words({ vi: 'Tạm giữ', en: 'held' })}</th>
          <th scope="col">${words({ vi: 'Tình trạng', en: 'state' })}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map((one) => row(one, controlAdvice(one.control, rules)))}
      </tbody>
    </table>
  </div>`;
}

async function queue(visit: Visit, run: Run, input: Input): Promise<Markup> {
  const [counts, page] = await Promise.all([countsOf(visit, run), exceptionPage(visit, run, input)]);
  return html`<p class="status-line">
      ${words({ vi: 'Đợt', en: 'run' })} <a href="${runPath(run.runId)}">${run.runId}</a>
      <a href="${listPath(`${PATH}.csv`, input, { after: '' })}">CSV</a>
    </p>
    ${counts.length === 0 ? '' : html`<section aria-label="Theo loại / by control">${countsTable(counts, input)}</section>`}
    <section aria-labelledby="rows-title">
      <h2 id="rows-title">${words({ vi: 'Từng trường hợp', en: 'one by one' })}</h2>
      ${rowsTable(page, visit)} ${pageLinks(PATH, input, nextWord(page.next))}
    </section>`;
}

async function show(asked: Visit): Promise<Markup> {
  const { visit, input } = filterOf(asked, EXCEPTION_QUERY);
  const run = await runAskedFor(visit, textIn(input, 'run'));
  const communes = await listCommunes(visit.database.pool);
  const none = html`<p class="empty">
    ${words({ vi: 'Chưa có đợt nào đã tính. Lập đợt chi trả trước.', en: 'No run is computed yet. Make one first.' })}
    <a href="/runs">${words({ vi: 'Đợt chi trả', en: 'runs' })}</a>
  </p>`;
  return frame(
    run.ok ? visit : withFailure(visit, run.failure),
    { title: 'Cần xem xét', section: PATH },
    html`<h1>${words({ vi: 'Cần xem xét', en: 'exceptions' })}</h1>
      ${filterForm(PATH, EXCEPTION_QUERY, input, { commune: communeChoices(communes) })}
      ${!run.ok ? '' : run.value === null ? none : await queue(visit, run.value, input)}`,
  );
}

function document(one: ExceptionRow): Record<string, unknown> {
  return {
    person_id: one.personId,
    commune_code: one.communeCode,
    control: one.control,
    severity: one.severity,
    message: one.message,
    held_amount: one.heldAmount,
    hold_reason: one.holdReason,
    state: one.state,
    owner: one.owner,
    since: one.since,
    comments: one.comments,
  };
}

async function read(visit: Visit, query: Input): Promise<Result<unknown>> {
  const run = await runAskedFor(visit, textIn(query, 'run'));
  if (!run.ok) return run;
  if (run.value === null) return done({ run_id: null, exceptions: [], next: null });
  const page = await exceptionPage(visit, run.value, query);
  return done({ run_id: run.value.runId, exceptions: page.rows.map(document), next: nextWord(page.next) });
}

const HEADER = [
  'run_id',
  'person_id',
  'commune_code',
  'control',
  'severity',
  'held_amount',
  'state',
  'owner',
  'message',
];

async function* csvRows(visit: Visit, run: Run, input: Input): AsyncGenerator<readonly string[]> {
  for await (const one of allExceptions(visit, run, input))
    yield [
      run.runId,
      spreadsheetCell(one.personId),
      one.communeCode,
      one.control,
      one.severity,
      String(one.heldAmount),
      one.state,
      one.owner ?? '',
      spreadsheetCell(one.message),
    ];
}

/** Findings of a run as a queue of cases. */
export const EXCEPTIONS_PART: Part = {
  screens: [{ path: PATH, roles: READERS, show }],
  actions: [],
  readings: [
    {
      path: PATH,
      roles: READERS,
      summary: { vi: 'Trường hợp cần xem xét', en: 'Findings of a run (the latest computed one), 50 at a time' },
      query: EXCEPTION_QUERY,
      read,
    },
  ],
  downloads: [
    {
      name: 'exceptions-csv',
      path: `${PATH}.csv`,
      roles: READERS,
      summary: { vi: 'Trường hợp cần xem xét, CSV', en: 'The findings that the filters ask for, as CSV' },
      query: EXCEPTION_QUERY,
      async send(visit, query) {
        const run = await runAskedFor(visit, textIn(query, 'run'));
        if (!run.ok) return run;
        const rows = run.value === null ? none() : csvRows(visit, run.value, query);
        return done(csvAnswer(`exceptions-${run.value?.runId ?? 'none'}.csv`, HEADER, rows));
      },
    },
  ],
};

async function* none(): AsyncGenerator<readonly string[]> {
  // Why: no run, no rows.
}
