import { html } from 'hono/html';
import type { Month } from '../domain/month.ts';
import type { Label } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';

/** A piece of a page; everything put into it was escaped. */
export type Markup = ReturnType<typeof html>;

/** A label in both languages, English small beside it. */
export function words(label: Label): Markup {
  return html`${label.vi} <small lang="en">${label.en}</small>`;
}

/** An amount in whole VND, or a count, for a cell or a sentence. */
export function figure(value: number): Markup {
  return html`<span class="figure">${grouped(value)}</span>`;
}

/** YYYY-MM-DD with or without a time as it is written in Viet Nam: 20/10/2026. */
export function localDay(date: string): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}${date.slice(10)}`;
}

/** A month as it is written in Viet Nam: 11/2026. */
export function localMonth(month: Month): string {
  return `${String(month % 100).padStart(2, '0')}/${Math.floor(month / 100)}`;
}

/** The address of a run's page. */
export function runPath(runId: string): string {
  return `/runs/${encodeURIComponent(runId)}`;
}
