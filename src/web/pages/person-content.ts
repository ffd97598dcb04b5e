import { html } from 'hono/html';
import { formatMonth } from '../../domain/month.ts';
import { awardSentences, decisionText } from '../../labels/award-reasons.ts';
import { FAMILY_LABELS } from '../../labels/categories.ts';
import { dayText, monthText } from '../../labels/dates.ts';
import { type Label, bilingual } from '../../labels/label.ts';
import { nextRunLabel } from '../../labels/next-run.ts';
import { dong } from '../../labels/numbers.ts';
import { birthText, payeeText } from '../../labels/person-words.ts';
import { awardTitle } from '../../labels/reasons.ts';
import { cellText, placeText } from '../../labels/told-rows.ts';
import type { Explanation } from '../../payroll/explain-person.ts';
import { filterForm } from '../filters.ts';
import { formOf } from '../forms.ts';
import { type Markup, figure, words } from '../layout.ts';
import type { PersonFile } from '../person-file.ts';
import type { Action } from '../route.ts';
import type { Visit } from '../visit.ts';
import { historySection } from './person-history.ts';
import { pathSection } from './person-path.ts';
import { personPath } from './persons.ts';

/** What may be done with a person. */
export interface PersonActs {
  readonly HOLD: Action;
  readonly RELEASE: Action;
  readonly REVEAL: Action;
}

function section(id: string, label: Label, content: Markup): Markup {
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${words(label)}</h2>
    ${content}
  </section>`;
}

function fact(label: Label, value: string): Markup {
  return html`<div>
    <dt>${words(label)}</dt>
    <dd>${value}</dd>
  </div>`;
}

/** What the person's own row says now in a column, masked or not. */
function ownCell(explanation: Explanation, column: string): string | null {
  const row = explanation.changes.findLast(
    ({ table, key, isCurrent }) => table === 'persons' && key === explanation.file.personId && isCurrent,
  );
  const value = row?.values[column] ?? null;
  return value === null ? null : cellText(explanation, column, value);
}

function currentAccount(explanation: Explanation): string | null {
  const { payee } = explanation;
  const row = explanation.changes.findLast(
    ({ table, values, isCurrent }) => table === 'payees' && isCurrent && values['from_month'] === payee?.fromMonth,
  );
  const [no, name] = [row?.values['account_no'] ?? null, row?.values['account_name'] ?? null];
  return no === null ? null : [no, name].filter((one) => typeof one === 'string').join(' · ');
}

function whoFacts({ explanation, twinsElsewhere }: PersonFile): Markup {
  const { facts, request, file, communeCode, pension, payee, twins } = explanation;
  const account = currentAccount(explanation);
  const death = ownCell(explanation, 'death_date');
  const other = twinsElsewhere === 0 ? [] : [`${twinsElsewhere} người ở xã khác / elsewhere`];
  return html`<dl class="facts">
    ${fact({ vi: 'Họ tên', en: 'name' }, ownCell(explanation, 'full_name') ?? '–')}
    ${fact({ vi: 'Số định danh', en: 'id number' }, ownCell(explanation, 'national_id') ?? '–')}
    ${fact({ vi: 'Sinh', en: 'born' }, birthText(facts.birthDate, explanation.ageMonths))}
    ${fact({ vi: `Xã phường tháng ${monthText(request.month)}`, en: 'commune' }, placeText(explanation, 'commune', communeCode))}
    ${fact({ vi: 'Lương hưu tháng đó', en: 'pension' }, pension === 0 ? 'không có / none' : dong(pension))}
    ${fact({ vi: 'Nơi nhận tiền tháng đó', en: 'paid by' }, payeeText(payee, explanation))}
    ${account === null ? '' : fact({ vi: 'Tài khoản', en: 'account' }, account)}
    ${death === null ? '' : fact({ vi: 'Đã chết', en: 'died' }, death)}
    ${file.merged.length === 0 ? '' : fact({ vi: 'Hồ sơ gộp vào', en: 'merged' }, file.merged.join(', '))}
    ${twins.length + other.length === 0 ? '' : fact({ vi: 'Trùng số định danh', en: 'same id as' }, [...twins, ...other].join(', '))}
  </dl>`;
}

function revealPart(visit: Visit, { explanation, revealedUntil }: PersonFile, acts: PersonActs): Markup {
  if (revealedUntil !== null)
    return html`<p class="notice">
      ${words({ vi: `Họ tên và số đang hiện cho riêng bạn đến ${revealedUntil}.`, en: 'Names and numbers are shown to you only, until then.' })}
    </p>`;
  return html`<details ${visit.refusal?.action === acts.REVEAL.name ? html`open` : ''}>
    <summary>${words({ vi: 'Hiện họ tên, số định danh, tài khoản', en: 'show name, id number, account' })}</summary>
    ${formOf(visit, acts.REVEAL, { at: `${personPath(explanation.request.personId)}/reveal` })}
  </details>`;
}

function sumTable(explanation: Explanation): Markup {
  return html`<table class="plain">
    <caption>
      ${words({ vi: `Tháng ${monthText(explanation.request.month)}, đồng`, en: 'the month, in VND' })}
    </caption>
    <thead>
      <tr>
        <th scope="col">${words({ vi: 'Khoản', en: 'family' })}</th>
        <th scope="col" class="number">${words({ vi: 'Được hưởng', en: 'due' })}</th>
        <th scope="col" class="number">${words({ vi: 'Đã chi', en: 'paid' })}</th>
        <th scope="col" class="number">${words({ vi: 'Còn lại', en: 'balance' })}</th>
      </tr>
    </thead>
    <tbody>
      ${explanation.sums.map(
        (one) =>
          html`<tr>
            <th scope="row">${words(FAMILY_LABELS[one.family])}</th>
            <td class="number">${figure(one.due)}</td>
            <td class="number">${figure(one.paid)}</td>
            <td class="number">${figure(one.balance)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function whySection(explanation: Explanation): Markup {
  const { awards, next, request, sums, orders, endedBy } = explanation;
  const outstanding = new Map(sums.map((one) => [one.family, one.outstanding]));
  const sentence = nextRunLabel({ ...next, runMonth: next.month, month: request.month, outstanding, orders });
  return section(
    'why',
    { vi: `Vì sao số tiền tháng ${monthText(request.month)}`, en: 'why this amount' },
    html`<p>${words(sentence)}</p>
      ${sumTable(explanation)}
      ${awards.length === 0 ? html`<p class="empty">Chưa có quyết định hưởng nào. <span lang="en">There is no award.</span></p>` : ''}
      <ol class="story">
        ${awards.map(
          (one) =>
            html`<li>
              <h3>${words(awardTitle(one.award.awardId, one.award.category))}</h3>
              <p>${decisionText(explanation, one)}</p>
              ${awardSentences(one, endedBy).map((text) => html`<p>${text}</p>`)}
            </li>`,
        )}
      </ol>`,
  );
}

function monthsSection(explanation: Explanation): Markup {
  const path = personPath(explanation.request.personId);
  const rows = explanation.months.map(
    (one) =>
      html`<tr>
        <th scope="row"><a href="${path}?month=${formatMonth(one.month)}">${monthText(one.month)}</a></th>
        <td data-label="Khoản">${words(FAMILY_LABELS[one.family])}</td>
        <td data-label="Được hưởng" class="number">${figure(one.due)}</td>
        <td data-label="Đã chi" class="number">${figure(one.paid)}</td>
        <td data-label="Còn lại" class="number">
          ${figure(one.balance)}
          ${one.balance < 0 ? html`<span class="wrong">▼ thừa <small lang="en">over</small></span>` : ''}
        </td>
      </tr>`,
  );
  return section(
    'months',
    { vi: 'Từng tháng: được hưởng, đã chi, còn lại', en: 'every month: due, paid, balance' },
    html`<div class="scroll" tabindex="0">
      <table class="cards">
        <caption class="hidden">
          Từng tháng / every month
        </caption>
        <thead>
          <tr>
            <th scope="col">${words({ vi: 'Tháng', en: 'month' })}</th>
            <th scope="col">${words({ vi: 'Khoản', en: 'family' })}</th>
            <th scope="col" class="number">${words({ vi: 'Được hưởng', en: 'due' })}</th>
            <th scope="col" class="number">${words({ vi: 'Đã chi', en: 'paid' })}</th>
            <th scope="col" class="number">${words({ vi: 'Còn lại', en: 'balance' })}</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`,
  );
}

function overpaidSection({ months, orders }: Explanation): Markup | string {
  const over = months.filter((one) => one.balance < 0 || one.recovered > 0);
  if (over.length === 0 && orders.length === 0) return '';
  return section(
    'overpaid',
    { vi: 'Chi thừa và thu hồi', en: 'overpaid and taken back' },
    html`<ul class="story">
      ${over.map(
        (one) =>
          html`<li>
            ${monthText(one.month)} · ${words(FAMILY_LABELS[one.family])}: còn phải thu
            <small lang="en">still out</small> ${figure(Math.max(0, 0 - one.balance))}; đã thu
            <small lang="en">recovered</small> ${figure(one.recovered)}
          </li>`,
      )}
      ${orders.map(
        (one) =>
          html`<li>
            Quyết định thu hồi <small lang="en">order</small> ${one.decisionNo}
            (${bilingual(FAMILY_LABELS[one.family])}): tổng <small lang="en">total</small> ${figure(one.total)}, mỗi
            tháng <small lang="en">a month</small> ${figure(one.monthlyAmount)} từ
            <small lang="en">from</small> ${monthText(one.fromMonth)}; đã thu
            <small lang="en">taken</small> ${figure(one.taken)}
          </li>`,
      )}
    </ul>`,
  );
}

function holdsSection(visit: Visit, { holds, request, file }: Explanation, acts: PersonActs): Markup {
  const isHeld = holds.findLast((one) => one.personId === file.personId)?.action === 'hold';
  // Why: a hold counts for the file that is paid, not for a registration merged into it.
  const path = personPath(file.personId);
  const { role } = visit.user;
  const may = request.personId === file.personId;
  return section(
    'holds',
    { vi: 'Tạm giữ', en: 'holds' },
    html`<p class="status-line">
        ${isHeld ? html`<span class="wrong">■ ${words({ vi: 'Đang tạm giữ', en: 'held' })}</span>` : html`<span class="right">✓ ${words({ vi: 'Không bị cán bộ tạm giữ', en: 'not held by an officer' })}</span>`}
      </p>
      <ul class="story">
        ${holds.map(
          (one) =>
            html`<li>
              ${dayText(one.at)} · ${one.action === 'hold' ? 'Tạm giữ / held' : 'Thôi giữ / released'} ·
              ${one.actor}${one.reason === '' ? '' : `: ${one.reason}`}
            </li>`,
        )}
      </ul>
      ${may && role === 'officer' && !isHeld ? formOf(visit, acts.HOLD, { at: `${path}/hold` }) : ''}
      ${may && role === 'approver' ? formOf(visit, acts.RELEASE, { at: `${path}/release` }) : ''}`,
  );
}

/** The page of a person. */
export function personContent(visit: Visit, person: PersonFile, acts: PersonActs): Markup {
  const { explanation } = person;
  const { request, file } = explanation;
  const merged = request.personId !== file.personId;
  return html`<p class="crumbs"><a href="/persons">Tra cứu người</a> › ${file.personId}</p>
    <h1>${words({ vi: `Người hưởng ${file.personId}`, en: 'person' })}</h1>
    ${merged ? html`<p class="notice">${words({ vi: `${request.personId} đã gộp vào ${file.personId}; sau đây là hồ sơ ${file.personId}.`, en: `merged: this is the file of ${file.personId}` })}</p>` : ''}
    ${filterForm(
      personPath(request.personId),
      [{ name: 'month', label: { vi: 'Tháng', en: 'month' }, kind: 'month', required: false }],
      new Map([['month', formatMonth(request.month)]]),
    )}
    ${whoFacts(person)} ${revealPart(visit, person, acts)} ${whySection(explanation)} ${monthsSection(explanation)}
    ${pathSection(explanation)} ${overpaidSection(explanation)} ${holdsSection(visit, explanation, acts)}
    ${historySection(explanation)}`;
}
