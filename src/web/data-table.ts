import { html } from 'hono/html';
import type { Label } from '../labels/label.ts';
import type { Input } from './fields.ts';
import { listPath } from './filters.ts';
import { type Markup, words } from './layout.ts';

/** A column of a table: its heading, and whether figures stand in it. */
export interface Column {
  readonly label: Label;
  readonly isNumber?: boolean;
}

/** What a cell shows. */
export type Cell = Markup | string | number;

/** A table of a page. The first cell of a row is its heading. `empty`: what is said instead when there is no row. */
export interface DataTable {
  readonly caption: Label;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly empty: Label;
}

function row(columns: readonly Column[], cells: readonly Cell[]): Markup {
  return html`<tr>
    ${cells.map((cell, at) => {
      if (at === 0) return html`<th scope="row">${cell}</th>`;
      const column = columns[at];
      return html`<td data-label="${column?.label.vi ?? ''}" ${column?.isNumber === true ? html`class="number"` : ''}>
        ${cell}
      </td>`;
    })}
  </tr>`;
}

/** A table with its caption (for who does not see the page), or what to do when it is empty. */
export function dataTable({ caption, columns, rows, empty }: DataTable): Markup {
  if (rows.length === 0) return html`<p class="empty">${words(empty)}</p>`;
  return html`<div class="scroll" tabindex="0">
    <table class="cards">
      <caption class="hidden">
        ${words(caption)}
      </caption>
      <thead>
        <tr>
          ${columns.map(
            ({ label, isNumber }) =>
              html`<th scope="col" ${isNumber === true ? html`class="number"` : ''}>${words(label)}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map((cells) => row(columns, cells))}
      </tbody>
    </table>
  </div>`;
}

/** A part of a page under its heading. */
export function section(id: string, label: Label, content: Markup | readonly Markup[]): Markup {
  return html`<section aria-labelledby="${id}-title">
    <h2 id="${id}-title">${words(label)}</h2>
    ${content}
  </section>`;
}

/** Facts by name. */
export function facts(entries: readonly (readonly [Label, Cell])[]): Markup {
  return html`<dl class="facts">
    ${entries.map(
      ([label, value]) =>
        html`<div>
          <dt>${words(label)}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** The way to the next page of a list; nothing on the last one. */
export function nextPage(path: string, input: Input, next: string | number | null): Markup {
  if (next === null) return html``;
  return html`<p>
    <a class="button second" rel="next" href="${listPath(path, input, { next: String(next) })}">
      ${words({ vi: 'Trang sau', en: 'next page' })}
    </a>
  </p>`;
}

/** A size of a file as people read it. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.ceil(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`;
}
