import { html } from 'hono/html';
import type { Field, Input } from './fields.ts';
import { type Markup, words } from './layout.ts';

function control(field: Field, value: string): Markup {
  const id = `filter-${field.name}`;
  if (field.kind !== 'choice')
    return html`<input
      id="${id}"
      name="${field.name}"
      type="${field.kind === 'month' ? 'month' : field.kind === 'day' ? 'date' : 'text'}"
      value="${value}"
    />`;
  return html`<select id="${id}" name="${field.name}">
    <option value="">${field.required ? '–' : 'tất cả / all'}</option>
    ${(field.choices ?? []).map(
      (one) =>
        html`<option value="${one.value}" ${one.value === value ? html`selected` : ''}>
          ${one.label.vi} / ${one.label.en}
        </option>`,
    )}
  </select>`;
}

/** The filters of a list; what is chosen stands in the address. */
export function filterForm(path: string, fields: readonly Field[], values: Input): Markup {
  return html`<form class="filters" method="get" action="${path}">
    ${fields.map(
      (field) =>
        html`<div class="field ${field.kind}">
          <label for="filter-${field.name}">${words(field.label)}</label>
          ${control(field, values.get(field.name) ?? '')}
        </div>`,
    )}
    <button class="second">${words({ vi: 'Lọc', en: 'filter' })}</button>
    <a href="${path}">${words({ vi: 'Bỏ lọc', en: 'clear' })}</a>
  </form>`;
}

/** What of the address of a page belongs to its filters, as texts. */
export function filtersOf(values: Input): Readonly<Record<string, string>> {
  return Object.fromEntries([...values].filter(([name, value]) => value !== '' && name !== 'next'));
}
