import { html } from 'hono/html';
import { findingMessage } from '../../domain/settlement.ts';
import { controlLabel } from '../../labels/controls.ts';
import { dayText, monthText } from '../../labels/dates.ts';
import { bilingual } from '../../labels/label.ts';
import { dong } from '../../labels/numbers.ts';
import { lineText, outcomeText, paymentStatus, postingText, runText, wayText } from '../../labels/payment-story.ts';
import { paymentStatusLabel } from '../../labels/payments.ts';
import { GONE, isGone, movementText } from '../../labels/told-rows.ts';
import type { Explanation } from '../../payroll/explain-person.ts';
import type { Change } from '../../payroll/person-changes.ts';
import type { StoryLine } from '../../store/person-story.ts';
import { type Markup, runPath, words } from '../layout.ts';

function lineItem(line: StoryLine): Markup {
  return html`<li>
    ${lineText(line)} ${line.kind === 'recovery' ? '' : html`<p class="note">Căn cứ / law: ${line.basis}</p>`}
    ${line.holdReason === null ? '' : html`<p class="wrong">■ TẠM GIỮ / HELD: ${bilingual(controlLabel(line.holdReason))}</p>`}
  </li>`;
}

function outcomeItems(explanation: Explanation, line: StoryLine): Markup {
  const told = explanation.outcomes.filter((one) => one.runNo === line.runNo && one.personId === line.personId);
  if (told.length === 0) return html`<li>${words({ vi: 'Chưa có kết quả chi trả.', en: 'no outcome yet' })}</li>`;
  return html`${told.map(
    (one) =>
      html`<li>
        ${outcomeText(one)} ${one.finding === null ? '' : html`<p class="note">${findingMessage(one.finding)}</p>`}
        ${one.answer === null ? '' : html`<p class="note">${one.answeredBy} đã xem / looked at it: ${one.answer}</p>`}
      </li>`,
  )}`;
}

function paymentPart(explanation: Explanation, line: StoryLine): Markup {
  const files = explanation.files.filter((one) => one.runNo === line.runNo && one.personId === line.personId);
  const status = paymentStatus(explanation.outcomes, line);
  return html`<h4>
      ${words({ vi: `Khoản chi ${line.paymentId}: ${dong(line.paymentAmount)} cho mọi tháng`, en: 'payment, for all months' })}
    </h4>
    <p>${wayText(explanation, line)}</p>
    <p>
      <span class="badge" data-status="${status}">${words(paymentStatusLabel(status))}</span>
    </p>
    ${files.map(
      (one) =>
        html`<p>
          ${words({ vi: 'Tệp', en: 'file' })} <code>${one.path}</code>
          <small><code>${one.sha256.slice(0, 12)}</code></small>
        </p>`,
    )}
    ${
      line.isIssued
        ? html`<ul>
            ${outcomeItems(explanation, line)}
          </ul>`
        : ''
    }`;
}

function runItem(explanation: Explanation, lines: readonly StoryLine[]): Markup {
  const [first] = lines;
  if (first === undefined) return html``;
  const persons = [...new Set(lines.map((line) => line.personId))];
  return html`<li>
    <h3><a href="${runPath(first.runId)}">Đợt ${first.runId}</a></h3>
    <p>${runText(first)}</p>
    ${persons.map((personId) => {
      const own = lines.filter((line) => line.personId === personId);
      const paid = own.find((line) => line.holdReason === null);
      return html`${personId === explanation.file.personId ? '' : html`<p>hồ sơ / registration ${personId}</p>`}
        <ul>
          ${own.map(lineItem)}
        </ul>
        ${paid === undefined ? '' : paymentPart(explanation, paid)}`;
    })}
  </li>`;
}

function movements(explanation: Explanation, table: Change['table']): readonly Markup[] {
  return explanation.changes
    .filter(
      (change) =>
        change.table === table &&
        change.values['month'] === explanation.request.month &&
        (change.isCurrent || isGone(change, explanation.changes)),
    )
    .map(
      (change) =>
        html`<li>
          ${movementText(explanation, change)}
          <p class="note">
            ${change.file} dòng / row ${change.row}, ${change.actor} nạp / loaded
            ${dayText(change.at)}${isGone(change, explanation.changes) ? `; ${GONE}` : ''}
          </p>
        </li>`,
    );
}

/** Where the money of the month went: before the program, run by run with line, payment, file and outcome, handed back, and the books. */
export function pathSection(explanation: Explanation): Markup {
  const { lines, postings, request } = explanation;
  const runs = [...new Set(lines.map((line) => line.runNo))];
  const items = [
    ...movements(explanation, 'disbursements'),
    ...runs.map((runNo) =>
      runItem(
        explanation,
        lines.filter((line) => line.runNo === runNo),
      ),
    ),
    ...movements(explanation, 'refunds'),
  ];
  return html`<section aria-labelledby="path">
    <h2 id="path">
      ${words({ vi: `Tiền tháng ${monthText(request.month)} đã đi đâu`, en: 'where the money of the month went' })}
    </h2>
    ${
      items.length === 0
        ? html`<p class="empty">
            ${words({ vi: 'Chưa chi gì cho tháng này.', en: 'Nothing was paid for this month.' })}
          </p>`
        : html`<ol class="story">
            ${items}
          </ol>`
    }
    ${
      postings.length === 0
        ? ''
        : html`<details>
            <summary>${words({ vi: 'Sổ cái', en: 'ledger' })}</summary>
            <ul>
              ${postings.map((one) => html`<li>${postingText(one)}</li>`)}
            </ul>
          </details>`
    }
  </section>`;
}
