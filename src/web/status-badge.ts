import { html } from 'hono/html';
import { STATUS_LABELS } from '../labels/runs.ts';
import type { Run } from '../store/runs.ts';
import { type Markup, words } from './layout.ts';

/** The status of a run in words, with a colour beside them. */
export function statusBadge(run: Run): Markup {
  return html`<span class="badge" data-status="${run.status}">${words(STATUS_LABELS[run.status])}</span>`;
}
