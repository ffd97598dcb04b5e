import { html } from 'hono/html';
import type { Label } from '../../labels/label.ts';
import { CASE_STATE_LABELS, SEVERITY_LABELS } from '../../labels/cases.ts';
import { controlLabel } from '../../labels/controls.ts';
import {
  CASE_STATES,
  type ExceptionFilter,
  type ExceptionPage,
  type ExceptionPlace,
  type ExceptionRow,
} from '../../store/exception-list.ts';
import { type Markup, figure, localDay, words } from '../layout.ts';
import { type Choice, type Query, chooser, filterForm, pageLinks, part } from './address.ts';

/** What the section shows; `path`: the page on which it stands. Names are printed as they are given. */
export interface ExceptionsView {
  readonly path: string;
  readonly filter: ExceptionFilter;
  readonly after: ExceptionPlace | null;
  readonly page: ExceptionPage;
  /** Controls that found somebody, with how many. */
  readonly controls: readonly { readonly control: string; readonly persons: number }[];
  readonly communes: readonly Choice[];
  /** The page of a person; null: this reader has none. */
  readonly hrefOf: ((personId: string) => string) | null;
}

function queryOf(place: ExceptionPlace | null): Query | null {
  return place === null ? null : { person: place.personId, behind: place.control, at: place.communeCode };
}

/** The place behind which a page begins, from the query parameters `person`, `behind` and `at`; null: the first page. */
export function placeOf(query: Readonly<Record<string, string | undefined>>): ExceptionPlace | null {
  const { person = '', behind, at } = query;
  return behind === undefined || at === undefined ? null : { personId: person, control: behind, communeCode: at };
}

function severityMark(severity: ExceptionRow['severity']): Markup {
  return severity === 'block'
    ? html`<span class="wrong">■ ${words(SEVERITY_LABELS.block)}</span>`
    : html`<span class="warn">▲ ${words(SEVERITY_LABELS.warn)}</span>`;
}

function whom(row: ExceptionRow, hrefOf: ExceptionsView['hrefOf']): Markup {
  if (row.personId === '') return words({ vi: 'Cả xã', en: 'the commune' });
  const id = hrefOf === null ? html`${row.personId}` : html`<a href="${hrefOf(row.personId)}">${row.personId}</a>`;
  return html`${row.fullName} <small>${id}</small>`;
}

function stateCell(row: ExceptionRow): Markup {
  const comments = row.comments === 0 ? '' : ` · ${row.comments} ghi chú / notes`;
  const who =
    row.owner === null
      ? ''
      : html`<br /><small
            >${row.owner}${row.since === null ? '' : `, ${localDay(row.since.slice(0, 10))}`}${comments}</small
          >`;
  return html`${words(CASE_STATE_LABELS[row.state])}${who === '' && comments !== '' ? html`<small>${comments}</small>` : who}`;
}

function exceptionRow(row: ExceptionRow, hrefOf: ExceptionsView['hrefOf']): Markup {
  const held =
    row.heldAmount === 0
      ? '–'
      : html`${figure(row.heldAmount)}
          <small>${row.holdReason === null ? '' : controlLabel(row.holdReason).vi}</small>`;
  return html`<tr>
    <th scope="row">${whom(row, hrefOf)}</th>
    <td data-label="Xã">${row.communeName} <small>${row.communeCode}</small></td>
    <td data-label="Lý do">${words(controlLabel(row.control))}<br />${severityMark(row.severity)}</td>
    <td class="advice">${row.message}</td>
    <td data-label="Tạm giữ" class="number">${held}</td>
    <td data-label="Xử lý">${stateCell(row)}</td>
  </tr>`;
}

const HEADS: readonly Label[] = [
  { vi: 'Người', en: 'person' },
  { vi: 'Xã, phường', en: 'commune' },
  { vi: 'Lý do', en: 'reason' },
  { vi: 'Ý nghĩa, việc cần làm', en: 'what to do' },
  { vi: 'Tạm giữ (VND)', en: 'held' },
  { vi: 'Xử lý', en: 'case' },
];

function filters(view: ExceptionsView): Markup {
  const { filter } = view;
  const choice = (value: string, label: Label): Choice => ({ value, text: label.vi });
  return filterForm(view.path, [
    chooser(
      'control',
      { vi: 'Lý do', en: 'reason' },
      view.controls.map((one) => ({ value: one.control, text: `${controlLabel(one.control).vi} (${one.persons})` })),
      filter.control,
    ),
    chooser(
      'severity',
      { vi: 'Mức', en: 'severity' },
      [choice('block', SEVERITY_LABELS.block), choice('warn', SEVERITY_LABELS.warn)],
      filter.severity,
    ),
    chooser('commune', { vi: 'Xã, phường', en: 'commune' }, view.communes, filter.communeCode),
    chooser(
      'state',
      { vi: 'Xử lý', en: 'case' },
      CASE_STATES.map((state) => choice(state, CASE_STATE_LABELS[state])),
      filter.state,
    ),
  ]);
}

/** The findings of a run one by one, fifty a page, with filters in the address; each says what to do and who has it in hand. VND. */
export function runExceptionsSection(view: ExceptionsView): Markup {
  const { filter, page } = view;
  const query = {
    control: filter.control,
    severity: filter.severity,
    commune: filter.communeCode,
    state: filter.state,
  };
  const list =
    page.rows.length === 0
      ? html`<p class="empty">Không có phát hiện nào. <span lang="en">No finding.</span></p>`
      : html`<table class="cards">
          <thead>
            <tr>
              ${HEADS.map((label, at) => html`<th scope="col" class="${at === 4 ? 'number' : ''}">${words(label)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${page.rows.map((row) => exceptionRow(row, view.hrefOf))}
          </tbody>
        </table>`;
  return part(
    'exceptions',
    { vi: 'Cần xem xét', en: 'to be looked at' },
    html`${filters(view)} ${list} ${pageLinks(view.path, query, queryOf(view.after), queryOf(page.next))}`,
  );
}
