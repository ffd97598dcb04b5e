import { html } from 'hono/html';
import { AUDIT_KINDS, AUDIT_OUTCOMES } from '../../domain/audit.ts';
import { type Result, done } from '../../domain/failure.ts';
import type { UserRole } from '../../domain/user.ts';
import { csvRow, spreadsheetCell } from '../../formats/csv-text.ts';
import { AUDIT_KIND_LABELS, AUDIT_OUTCOME_LABELS } from '../../labels/audit.ts';
import type { Label } from '../../labels/label.ts';
import { listEntries } from '../../store/audit-list.ts';
import type { TimedEntry } from '../../store/audit.ts';
import { dataTable, nextPage } from '../data-table.ts';
import { fileAnswer } from '../downloads.ts';
import { type Field, type Input, readFields, textIn } from '../fields.ts';
import { filterForm, listPath } from '../filters.ts';
import { frame } from '../frame.ts';
import { type Markup, localDay, words } from '../layout.ts';
import type { Part } from '../route.ts';
import { provinceOnly } from '../upload-case.ts';
import type { Visit } from '../visit.ts';

const SEES_LOG: readonly UserRole[] = ['admin', 'auditor'];
/** Rows of a CSV that are asked for at a time. */
const BLOCK = 2000;

function choice<T extends string>(
  name: string,
  label: Label,
  labels: Readonly<Record<T, Label>>,
  all: readonly T[],
): Field {
  return {
    name,
    label,
    kind: 'choice',
    required: false,
    choices: all.map((value) => ({ value, label: labels[value] })),
  };
}

const QUERY: readonly Field[] = [
  { name: 'actor', label: { vi: 'Ai', en: 'who' }, kind: 'line', required: false },
  { name: 'command', label: { vi: 'Việc (bắt đầu bằng)', en: 'what (begins with)' }, kind: 'line', required: false },
  choice('kind', { vi: 'Loại', en: 'kind' }, AUDIT_KIND_LABELS, AUDIT_KINDS),
  choice('outcome', { vi: 'Kết quả', en: 'outcome' }, AUDIT_OUTCOME_LABELS, AUDIT_OUTCOMES),
  { name: 'from', label: { vi: 'Từ ngày', en: 'from' }, kind: 'day', required: false },
  { name: 'to', label: { vi: 'Đến ngày', en: 'to' }, kind: 'day', required: false },
  { name: 'next', label: { vi: 'Từ số', en: 'where the page before ended' }, kind: 'number', required: false },
];

function pageOf(visit: Visit, query: Input, next: string, limit?: number): ReturnType<typeof listEntries> {
  const or = (name: string): string | null => textIn(query, name) || null;
  const filter = {
    actor: or('actor'),
    command: or('command'),
    kind: or('kind'),
    outcome: or('outcome'),
    from: or('from'),
    to: or('to'),
  };
  const before = next === '' ? null : Number(next);
  return listEntries(visit.database.pool, filter, before, visit.office.settings.timeZone, limit);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** JSON of the log as words: name and value of each property. */
function inWords(json: string): string {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null) return json;
    return Object.entries(value)
      .map(([name, one]) => `${name}: ${textOf(one)}`)
      .join(', ');
  } catch {
    return json;
  }
}

function fromWhere(origin: string): string {
  try {
    const { from = '', host = '' }: { from?: unknown; host?: unknown } = JSON.parse(origin);
    return [from, host].filter((one) => typeof one === 'string' && one !== '').join(' · ');
  } catch {
    return '';
  }
}

const CLASSES: Readonly<Partial<Record<TimedEntry['outcome'], string>>> = {
  done: 'right',
  refused: 'warn',
  failed: 'wrong',
  cut_off: 'wrong',
};
const SIGNS: Readonly<Record<TimedEntry['outcome'], string>> = {
  begun: '…',
  done: '✓',
  refused: '▲',
  failed: '■',
  cut_off: '■',
};

function outcomeOf(entry: TimedEntry): Markup {
  const changed = entry.beforeHash !== entry.afterHash;
  return html`<span class="${CLASSES[entry.outcome] ?? ''}"
      >${SIGNS[entry.outcome]} ${words(AUDIT_OUTCOME_LABELS[entry.outcome])}</span
    >
    ${entry.code === null ? '' : html`<code>${entry.code}</code>`}
    ${entry.begunNo === null ? '' : html`<small>(${entry.begunNo})</small>`}
    ${changed ? html`<small>${words({ vi: 'sổ sách đã đổi', en: 'the books changed' })}</small>` : ''}`;
}

function entryTable(rows: readonly TimedEntry[]): Markup {
  return dataTable({
    caption: { vi: 'Nhật ký', en: 'the audit log' },
    columns: [
      { label: { vi: 'Số', en: 'no.' } },
      { label: { vi: 'Lúc', en: 'when' } },
      { label: { vi: 'Ai', en: 'who' } },
      { label: { vi: 'Việc', en: 'what' } },
      { label: { vi: 'Kết quả', en: 'outcome' } },
      { label: { vi: 'Từ đâu', en: 'from where' } },
    ],
    rows: rows.map((one) => [
      String(one.entryNo),
      localDay(one.localTime),
      one.actor,
      html`<b>${one.command}</b> <small>${words(AUDIT_KIND_LABELS[one.kind])}</small><br /><small
          >${inWords(one.what)}</small
        >`,
      outcomeOf(one),
      fromWhere(one.origin),
    ]),
    empty: { vi: 'Không có mục nào như vậy. Bỏ bớt bộ lọc.', en: 'There is no such entry. Take a filter away.' },
  });
}

async function show(visit: Visit): Promise<Markup> {
  const page = { title: 'Nhật ký', section: '/log' };
  const title = html`<h1>${words({ vi: 'Nhật ký', en: 'audit log' })}</h1>`;
  const barred = provinceOnly(visit);
  if (barred !== null) return frame(visit, page, [title, html`<p class="empty">${barred.message}</p>`]);
  const read = readFields(QUERY, visit.request.req.query());
  if (!read.ok)
    return frame(visit, page, [
      title,
      html`<p class="empty">${read.failure.message}</p>`,
      filterForm('/log', QUERY.slice(0, -1), new Map()),
    ]);
  const query = read.value;
  const { rows, next } = await pageOf(visit, query, textIn(query, 'next'));
  return frame(visit, page, [
    title,
    filterForm('/log', QUERY.slice(0, -1), query),
    entryTable(rows),
    nextPage('/log', query, next),
    html`<p>
      <a href="${listPath('/log.csv', query, { next: '' })}">CSV</a>
      <span class="note"
        >${words({ vi: 'Chứng minh nhật ký nguyên vẹn: trang Hệ thống, nút Kiểm tra.', en: 'That nothing was altered is proved on the page System.' })}</span
      >
    </p>`,
  ]);
}

function entry(one: TimedEntry): Record<string, string | number | null> {
  const { entryNo, localTime, actor, kind, command, what, outcome, begunNo, exitCode, code, origin, hash } = one;
  const about = { entry_no: entryNo, at: localTime, actor, kind, command, what, outcome };
  return { ...about, begun_no: begunNo, exit_code: exitCode, code, origin, hash };
}

const COLUMNS = [
  'entry_no',
  'at',
  'actor',
  'kind',
  'command',
  'what',
  'outcome',
  'begun_no',
  'exit_code',
  'code',
  'origin',
  'hash',
];

async function* everyEntry(visit: Visit, query: Input): AsyncGenerator<string> {
  yield csvRow(COLUMNS);
  for (let next: string | null = textIn(query, 'next'); next !== null;) {
    const page = await pageOf(visit, query, next, BLOCK);
    for (const one of page.rows)
      yield csvRow(Object.values(entry(one)).map((cell) => spreadsheetCell(String(cell ?? ''))));
    next = page.next === null ? null : String(page.next);
  }
}

function ifProvince<T>(visit: Visit, work: () => Promise<T> | T): Promise<Result<T>> {
  const barred = provinceOnly(visit);
  if (barred !== null) return Promise.resolve({ ok: false, failure: barred });
  return Promise.resolve(work()).then(done);
}

/** Who did what, when and from where. */
export const LOG_PART: Part = {
  screens: [{ path: '/log', roles: SEES_LOG, show }],
  actions: [],
  readings: [
    {
      path: '/log',
      roles: SEES_LOG,
      summary: { vi: 'Nhật ký', en: 'Entries of the audit log, newest first' },
      query: QUERY,
      read: (visit, query) =>
        ifProvince(visit, async () => {
          const { rows, next } = await pageOf(visit, query, textIn(query, 'next'));
          return { entries: rows.map(entry), next };
        }),
    },
  ],
  downloads: [
    {
      name: 'log',
      path: '/log.csv',
      roles: SEES_LOG,
      summary: { vi: 'Nhật ký (CSV)', en: 'Entries of the audit log that match, as CSV' },
      query: QUERY,
      send: (visit, query) => ifProvince(visit, () => fileAnswer('log.csv', everyEntry(visit, query))),
    },
  ],
};
