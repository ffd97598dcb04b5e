import { html } from 'hono/html';
import { providerName } from '../../labels/providers.ts';
import type { FileFilter, FilePage, FileRow, ProviderFiles } from '../../store/file-list.ts';
import { type Markup, figure, localDay, words } from '../layout.ts';
import { type Choice, addressOf, chooser, filterForm, pageLinks, part } from './address.ts';

/** What the section shows; `path`: the page on which it stands. */
export interface FilesView {
  readonly path: string;
  readonly filter: FileFilter;
  /** The path behind which this page begins; null: it is the first. */
  readonly after: string | null;
  readonly page: FilePage;
  readonly sums: readonly ProviderFiles[];
  readonly kinds: readonly string[];
  readonly communes: readonly Choice[];
  readonly providers: readonly string[];
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
  const { path, filter, page } = view;
  const query = { provider: filter.provider, commune: filter.communeCode, kind: filter.kind };
  const form = filterForm(path, [
    chooser(
      'provider',
      { vi: 'Đơn vị chi trả', en: 'provider' },
      view.providers.map((code) => ({ value: code, text: providerName(code) })),
      filter.provider,
    ),
    chooser('commune', { vi: 'Xã, phường', en: 'commune' }, view.communes, filter.communeCode),
    chooser(
      'kind',
      { vi: 'Loại tệp', en: 'kind' },
      view.kinds.map((kind) => ({ value: kind, text: kind })),
      filter.kind,
    ),
  ]);
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
  const links = pageLinks(
    path,
    query,
    view.after === null ? null : { after: view.after },
    page.next === null ? null : { after: page.next },
  );
  return part('files', { vi: 'Tệp chi trả', en: 'payout files' }, html`${sumsTable(view)} ${form} ${list} ${links}`);
}
