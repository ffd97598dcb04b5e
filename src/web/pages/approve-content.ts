import { html } from 'hono/html';
import { isSameActor } from '../../domain/actor.ts';
import { amountInWords } from '../../formats/amount-in-words.ts';
import { changeOf, compareRun } from '../../store/run-comparison.ts';
import type { Run, RunTotals } from '../../store/runs.ts';
import { signed } from '../charts/scale.ts';
import { formOf } from '../forms.ts';
import { type Markup, figure, localDay, localMonth, runPath, words } from '../layout.ts';
import type { Action } from '../route.ts';
import { statusBadge } from '../status-badge.ts';
import type { Visit } from '../visit.ts';
import { runBridgeSection } from './run-bridge-section.ts';

function signedPart(run: Run, totals: RunTotals): Markup {
  return html`<dl class="sign">
    <div>
      <dt>${words({ vi: 'Tháng', en: 'month' })}</dt>
      <dd>${localMonth(run.month)}, ${words({ vi: `luật biết đến ${localDay(run.knownAt)}`, en: 'law known at' })}</dd>
    </div>
    <div>
      <dt>${words({ vi: 'Số khoản chi', en: 'payments' })}</dt>
      <dd><strong>${figure(totals.payments)}</strong></dd>
    </div>
    <div>
      <dt>${words({ vi: 'Tổng số tiền', en: 'amount' })}</dt>
      <dd><strong>${figure(totals.amount)} đ</strong><br /><em>${amountInWords(totals.amount)}</em></dd>
    </div>
    <div>
      <dt>${words({ vi: 'Trong đó truy lĩnh', en: 'of it arrears' })}</dt>
      <dd>${figure(totals.arrears)} đ</dd>
    </div>
    <div>
      <dt>${words({ vi: 'Tạm giữ, không chi', en: 'held, not paid' })}</dt>
      <dd>${figure(totals.heldAmount)} đ, ${figure(totals.heldPersons)} ${words({ vi: 'người', en: 'people' })}</dd>
    </div>
    <div>
      <dt>${words({ vi: 'Dấu kiểm nội dung (SHA-256)', en: 'hash of the content' })}</dt>
      <dd><code>${run.contentSha256 ?? ''}</code></dd>
    </div>
  </dl>`;
}

/** Why the user cannot approve this run, in words; null: he can. */
function objection(visit: Visit, run: Run): Markup | null {
  if (run.status !== 'draft')
    return html`${words({ vi: 'Đợt này không còn là dự thảo.', en: 'This run is no draft any more.' })}
    ${statusBadge(run)}`;
  if (isSameActor(run.maker, visit.user.name))
    return words({
      vi: 'Bạn đã lập đợt này: người khác phải duyệt.',
      en: 'You made this run: another person must approve it.',
    });
  if (visit.user.role !== 'approver')
    return words({ vi: 'Chỉ người duyệt mới duyệt được.', en: 'Only approvers approve.' });
  return null;
}

const LARGEST = 8;

/** Why it differs from last month, and the communes and categories that changed most. */
async function changes(visit: Visit, run: Run): Promise<Markup> {
  if (run.totals === null) return html``;
  const { steps, communes, categories } = await compareRun(visit.database.pool, run);
  const names = new Map(communes.map((one) => [one.code, one.name]));
  const most = [...communes, ...categories]
    .map((row) => ({ name: row.name === '' ? row.code : row.name, change: changeOf(row) }))
    .toSorted((a, b) => Math.abs(b.change.amount) - Math.abs(a.change.amount))
    .slice(0, LARGEST);
  return html`${runBridgeSection({ steps, names })}
    <section aria-labelledby="largest-title">
      <h2 id="largest-title">${words({ vi: 'Thay đổi lớn nhất so với tháng trước', en: 'largest changes' })}</h2>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">${words({ vi: 'Xã hoặc đối tượng', en: 'commune or category' })}</th>
            <th scope="col" class="number">${words({ vi: 'Người', en: 'people' })}</th>
            <th scope="col" class="number">${words({ vi: 'Số tiền (VND)', en: 'amount' })}</th>
          </tr>
        </thead>
        <tbody>
          ${most.map(
            ({ name, change }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="number">${signed(change.people)}</td>
                <td class="number">${signed(change.amount)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
}

/** What the approver signs, the largest changes before it, and the forms to approve or to give it back. */
export async function approveContent(
  visit: Visit,
  run: Run,
  actions: { readonly approve: Action; readonly reject: Action },
): Promise<Markup> {
  const at = runPath(run.runId);
  const refusal = objection(visit, run);
  return html`<p class="crumbs"><a href="/runs">Đợt chi trả</a> › <a href="${at}">${run.runId}</a> › Duyệt</p>
    <h1>${words({ vi: `Duyệt đợt ${run.runId}`, en: 'approve' })}</h1>
    ${refusal === null ? '' : html`<div class="news warn">${refusal}</div>`}
    <section aria-labelledby="signed-title">
      <h2 id="signed-title">${words({ vi: 'Nội dung ký duyệt', en: 'what is signed' })}</h2>
      ${run.totals === null ? '' : signedPart(run, run.totals)}
    </section>
    ${await changes(visit, run)}
    ${
      refusal === null
        ? html`<section aria-labelledby="approve-title">
            <h2 id="approve-title">${words(actions.approve.label)}</h2>
            <p>
              ${words({
                vi: `Sau khi duyệt, ${run.totals?.payments ?? 0} khoản được ghi sổ và gửi đi; không sửa được nữa.`,
                en: 'After this the payments enter the books and go out; nothing can be changed any more.',
              })}
            </p>
            ${formOf(visit, actions.approve, { at: `${at}/approve`, hidden: ['content_sha256'], values: { content_sha256: run.contentSha256 ?? '' } })}
          </section>`
        : ''
    }
    ${
      run.status === 'draft'
        ? html`<section aria-labelledby="reject-title">
            <h2 id="reject-title">${words(actions.reject.label)}</h2>
            ${formOf(visit, actions.reject, { at: `${at}/reject` })}
          </section>`
        : ''
    }`;
}
