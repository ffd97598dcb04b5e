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

/** A part of a page under its own heading. */
export function part(id: string, label: Label, content: Markup): Markup {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${words(label)}</h2>
    ${content}
  </section>`;
}
