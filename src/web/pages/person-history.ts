import { html } from 'hono/html';
import { dayText } from '../../labels/dates.ts';
import { GONE, isGone, rowContent, rowSource, rowTitle, rowVerb } from '../../labels/told-rows.ts';
import type { Explanation } from '../../payroll/explain-person.ts';
import { type Markup, words } from '../layout.ts';

/** Everything that the registry was told about the person over time, the newest first; payments from before stand elsewhere. */
export function historySection(explanation: Explanation): Markup {
  const told = explanation.changes.filter(({ table, kind }) => table !== 'disbursements' || kind === 'replaced');
  return html`<section aria-labelledby="history">
    <h2 id="history">${words({ vi: 'Hồ sơ qua thời gian', en: 'facts over time' })}</h2>
    <ol class="story" reversed>
      ${told.toReversed().map((change) => {
        const content = rowContent(explanation, change);
        return html`<li>
          <h3>${dayText(change.at)} · ${rowTitle(explanation, change)}</h3>
          ${content === '' ? '' : html`<p>${content}</p>`}
          <p class="note">
            ${rowVerb(change)} (${rowSource(change)})${isGone(change, explanation.changes) ? `; ${GONE}` : ''}
          </p>
        </li>`;
      })}
    </ol>
  </section>`;
}
