import { html } from 'hono/html';
import type { Label } from '../../labels/label.ts';
import { type Markup, words } from '../layout.ts';

/** What stands behind the ? of an address; null and empty values are left out. */
export type Query = Readonly<Record<string, string | null>>;

/** An address of the console with a query, values escaped. `path` begins with one slash. Refuses (throws: a bug) an address elsewhere. */
export function addressOf(path: string, query: Query): string {
  if (!/^\/(?!\/)/.test(path)) throw new RangeError('an address of the console begins with one slash');
  const values = Object.entries(query).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return values.length === 0 ? path : `${path}?${values.join('&')}`;
}

/** A choice of a filter. */
export interface Choice {
  readonly value: string;
  readonly text: string;
}

/** A list to choose from, the first entry being all. */
export function chooser(name: string, label: Label, choices: readonly Choice[], chosen: string | null): Markup {
  return html`<label>
    ${words(label)}
    <select name="${name}">
      <option value="">tất cả / all</option>
      ${choices.map(({ value, text }) =>
        value === chosen
          ? html`<option value="${value}" selected>${text}</option>`
          : html`<option value="${value}">${text}</option>`,
      )}
    </select>
  </label>`;
}

/** The filters of a list as a form that works without script: what is chosen stands in the address. */
export function filterForm(path: string, choosers: readonly Markup[]): Markup {
  return html`<form class="filters" method="get" action="${addressOf(path, {})}">
    ${choosers}
    <button type="submit">Lọc <small lang="en">filter</small></button>
  </form>`;
}

/** Links to the first and the next page of a list; nothing where all of it is shown. */
export function pageLinks(path: string, filter: Query, place: Query | null, next: Query | null): Markup {
  if (place === null && next === null) return html``;
  return html`<nav class="pages" aria-label="Trang / pages">
    ${place === null ? '' : html`<a href="${addressOf(path, filter)}">« Trang đầu <small lang="en">first page</small></a>`}
    ${
      next === null
        ? ''
        : html`<a href="${addressOf(path, { ...filter, ...next })}">Trang sau › <small lang="en">next page</small></a>`
    }
  </nav>`;
}

/** A part of a page under its own heading. */
export function part(id: string, label: Label, content: Markup): Markup {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${words(label)}</h2>
    ${content}
  </section>`;
}
