import { html } from 'hono/html';
import type { Failure } from '../domain/failure.ts';
import { type Field, type Input, readFields } from './fields.ts';
import { type Markup, words } from './layout.ts';
import type { Visit } from './visit.ts';

/** What stands behind the question mark of a page; on one that cannot be read nothing is filtered and the page says why. */
export function filterOf(visit: Visit, fields: readonly Field[]): { readonly visit: Visit; readonly input: Input } {
  const read = readFields(fields, visit.request.req.query());
  if (read.ok) return { visit, input: read.value };
  return { visit: withFailure(visit, read.failure), input: new Map(fields.map((field) => [field.name, ''])) };
}

/** The same visit, with a refusal to be told on its page. */
export function withFailure(visit: Visit, failure: Failure): Visit {
  return { ...visit, refusal: { action: '', failure, values: new Map() } };
}

/** The address of a list with the filters that are set; `more` replaces single ones. */
export function listPath(path: string, input: Input, more: Readonly<Record<string, string>> = {}): string {
  const words = new URLSearchParams();
  for (const [name, value] of new Map([...input, ...Object.entries(more)])) if (value !== '') words.set(name, value);
  const query = words.toString();
  return query === '' ? path : `${path}?${query}`;
}

/** Where a page begins, as it stands in the address bar: the key of the last row before it. */
export function placeWord(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** The key out of such a word, of a number of parts; null: there is none, or it is none. */
export function placeOf(word: string, parts: number): readonly string[] | null {
  try {
    const key: unknown = JSON.parse(Buffer.from(word, 'base64url').toString());
    if (!Array.isArray(key) || key.length !== parts) return null;
    const texts = key.filter((one) => typeof one === 'string');
    return texts.length === parts ? texts : null;
  } catch {
    return null;
  }
}

/** The field of such a word. */
export const AFTER: Field = {
  name: 'after',
  label: { vi: 'Sau dòng', en: 'after the row' },
  kind: 'text',
  required: false,
};

function filterInput(field: Field, value: string, choices: Field['choices']): Markup {
  const id = `filter-${field.name}`;
  const type = field.kind === 'month' ? 'month' : field.kind === 'day' ? 'date' : 'text';
  if (choices === undefined)
    return html`<input id="${id}" type="${type}" name="${field.name}" value="${value}" autocomplete="off" />`;
  return html`<select id="${id}" name="${field.name}">
    <option value="">tất cả / all</option>
    ${choices.map(
      (one) =>
        html`<option value="${one.value}" ${one.value === value ? html`selected` : ''}>
          ${one.label.vi}${one.label.en === '' ? '' : ` / ${one.label.en}`}
        </option>`,
    )}
  </select>`;
}

/** The filters of a list as a form of its address; `choices`: those of fields that have others here. The place in the list is left out: other filters begin anew. */
export function filterForm(
  path: string,
  fields: readonly Field[],
  input: Input,
  choices: Readonly<Record<string, Field['choices']>> = {},
): Markup {
  return html`<form class="filters" method="get" action="${path}">
    ${fields
      .filter((field) => field.name !== AFTER.name)
      .map(
        (field) =>
          html`<div class="field">
            <label for="filter-${field.name}">${words(field.label)}</label>
            ${filterInput(field, input.get(field.name) ?? '', choices[field.name] ?? field.choices)}
          </div>`,
      )}
    <button class="second">${words({ vi: 'Lọc', en: 'filter' })}</button>
  </form>`;
}

/** Links below a list: back to its beginning, on to the next rows. */
export function pageLinks(path: string, input: Input, next: string | null): Markup {
  const isFirst = (input.get(AFTER.name) ?? '') === '';
  if (isFirst && next === null) return html``;
  return html`<nav class="pages" aria-label="Trang / pages">
    ${isFirst ? '' : html`<a href="${listPath(path, input, { after: '' })}">${words({ vi: '« Từ đầu', en: 'from the beginning' })}</a>`}
    ${next === null ? '' : html`<a rel="next" href="${listPath(path, input, { after: next })}">${words({ vi: 'Tiếp theo »', en: 'next' })}</a>`}
  </nav>`;
}
