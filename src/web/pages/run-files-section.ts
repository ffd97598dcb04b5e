import { html } from 'hono/html';
import { providerName } from '../../labels/providers.ts';
import type { FilePage, FileRow, ProviderFiles } from '../../store/file-list.ts';
import { type Markup, figure, localDay, words } from '../layout.ts';
import type { Field, Input } from '../fields.ts';
import { filterForm, pageLinks } from '../filters.ts';
import { addressOf, part } from './address.ts';

/** What the section shows; `path`: the page on which it stands. */
export interface FilesView {
  readonly path: string;
  readonly fields: readonly Field[];
  readonly input: Input;
  readonly choices: Readonly<Record<string, Field['choices']>>;
  readonly page: FilePage;
  readonly sums: readonly ProviderFiles[];
  /** Where a file is taken from; null: this person may not. */
  readonly hrefOf: ((path: string) => string) | null;
}

const SHORT = 12;

function fileRow(file: FileRow, hrefOf: FilesView['hrefOf']): Markup {
  const own = (value: number): Markup => (file.copyOf === null ? figure(value) : words({ vi: 'bản in', en: 'paper' }));
  const notes = [
    ...(file.isByHand ? ['nhập tay / by hand'] : []),
    ...(file.isSigned ? ['đã ký / signed'] : []),
    ...(file.executesOn === null ? [] : [localDay(file.executesOn)]),
  ];
  return html`<tr>
    <th scope="row" class="path">
      ${hrefOf === null ? file.path : html`<a href="${hrefOf(file.path)}">${file.path}</a>`}
    </th>
    <td>${file.kind}</td>
    <td>${file.communeName} <small>${file.communeCode}</small></td>
    <td><code title="${file.sha256}">${file.sha256.slice(0, SHORT)}…</code></td>
    <td>${notes.join(' · ')}</td>
    <td class="number">${own(file.payments)}</td>
    <td class="number">${own(file.amount)}</td>
  </tr>`;
}

function sumsTable({ path, sums }: FilesView): Markup {
  const total = (of: (one: ProviderFiles) => number): number => sums.reduce((sum, one) => sum + of(one), 0);
  return html`<table class="figures">
    <thead>
      <tr>
        <th scope="col">${words({ vi: 'Đơn vị chi trả', en: 'provider' })}</th>
        <th scope="col" class="number">${words({ vi: 'Tệp', en: 'files' })}</th>
        <th scope="col" class="number">${words({ vi: 'Khoản', en: 'payments' })}</th>
        <th scope="col" class="number">${words({ vi: 'Số tiền (VND)', en: 'amount' })}</th>
      </tr>
    </thead>
    <tbody>
      ${sums.map(
        (one) =>
          html`<tr>
            <th scope="row">
              <a href="${addressOf(path, { provider: one.provider })}">${providerName(one.provider)}</a>
            </th>
            <td class="number">${figure(one.files)}</td>
            <td class="number">${figure(one.payments)}</td>
            <td class="number">${figure(one.amount)}</td>
          </tr>`,
      )}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${words({ vi: 'Cộng', en: 'sum' })}</th>
        <td class="number">${figure(total((one) => one.files))}</td>
        <td class="number">${figure(total((one) => one.payments))}</td>
        <td class="number">${figure(total((one) => one.amount))}</td>
      </tr>
    </tfoot>
  </table>`;
}

/** The payout files of a run: sums by bank or post, then the files fifty a page, with filters in the address. VND. */
export function runFilesSection(view: FilesView): Markup {
  const { path, fields, input, choices, page } = view;
  const list =
    page.rows.length === 0
      ? html`<p class="empty">Không có tệp nào. <span lang="en">No file.</span></p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Tệp chi trả / payout files">
          <table>
            <thead>
              <tr>
                <th scope="col">${words({ vi: 'Tệp', en: 'file' })}</th>
                <th scope="col">${words({ vi: 'Loại', en: 'kind' })}</th>
                <th scope="col">${words({ vi: 'Xã, phường', en: 'commune' })}</th>
                <th scope="col">SHA-256</th>
                <th scope="col">${words({ vi: 'Ghi chú', en: 'notes' })}</th>
                <th scope="col" class="number">${words({ vi: 'Khoản', en: 'payments' })}</th>
                <th scope="col" class="number">${words({ vi: 'Số tiền', en: 'amount' })}</th>
              </tr>
            </thead>
            <tbody>
              ${page.rows.map((file) => fileRow(file, view.hrefOf))}
            </tbody>
          </table>
        </div>`;
  return part(
    'files',
    { vi: 'Tệp chi trả', en: 'payout files' },
    html`${sumsTable(view)} ${filterForm(path, fields, input, choices)} ${list} ${pageLinks(path, input, page.next)}`,
  );
}
