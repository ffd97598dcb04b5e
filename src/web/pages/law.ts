import { html } from 'hono/html';
import { type Catalogue, STANDARDS, type StandardEntry, entryFor, firstMonthOf } from '../../domain/catalogue.ts';
import { nationalLevels } from '../../domain/level.ts';
import { type IsoDate, type Month, monthOf, parseDate } from '../../domain/month.ts';
import { currentLaw } from '../../payroll/law-in-force.ts';
import { STANDARD_LABELS } from '../../labels/categories.ts';
import { areaTable } from '../area-table.ts';
import { categoryTable } from '../category-table.ts';
import { type Markup, figure, localDay, localMonth, words } from '../layout.ts';
import { BAD_DATE } from '../error-page.ts';
import { frame } from '../frame.ts';
import { problemAnswer } from '../problem-answer.ts';
import { EVERYBODY, type Part } from '../route.ts';
import type { Visit } from '../visit.ts';
import { chartMonths, levelChart } from '../level-chart.ts';

/** What the page of the law shows: the law known on a day, for the month of that day. */
export interface LawView {
  readonly catalogue: Catalogue;
  readonly date: IsoDate;
}

function standardRow(entry: StandardEntry, { date }: LawView, isGoverning: boolean): Markup {
  const state =
    entry.inForce > date
      ? html`<span class="warn">▲ chưa có hiệu lực <small lang="en">not law yet</small></span>`
      : isGoverning
        ? html`<span class="right">✓ đang áp dụng <small lang="en">governs</small></span>`
        : html`<span class="note">trước đây <small lang="en">earlier</small></span>`;
  return html`<tr>
    <th scope="row">${localMonth(entry.fromMonth)}</th>
    <td class="number">
      ${entry.amount === null ? html`chưa có <small lang="en">none</small>` : figure(entry.amount)}
    </td>
    <td>${localDay(entry.inForce)}</td>
    <td>${entry.document} ${entry.article}</td>
    <td>${state}</td>
  </tr>`;
}

function standardTables(view: LawView, ofMonth: Month): Markup[] {
  return STANDARDS.map((standard) => {
    const entries = view.catalogue.standards[standard];
    const governing = entryFor(entries, ofMonth, view.date);
    return html`<div class="scroll" tabindex="0">
      <table>
        <caption>
          <span class="key ${standard}"></span>
          ${standard} · ${words(STANDARD_LABELS[standard])}
        </caption>
        <thead>
          <tr>
            <th scope="col">${words({ vi: 'Từ tháng', en: 'from month' })}</th>
            <th scope="col" class="number">${words({ vi: 'Mức (VND)', en: 'amount' })}</th>
            <th scope="col">${words({ vi: 'Hiệu lực', en: 'in force' })}</th>
            <th scope="col">${words({ vi: 'Văn bản', en: 'source' })}</th>
            <th scope="col"><span class="hidden">Tình trạng / state</span></th>
          </tr>
        </thead>
        <tbody>
          ${entries.map((entry) => standardRow(entry, view, entry === governing))}
        </tbody>
      </table>
    </div>`;
  });
}

function dateForm(date: IsoDate): Markup {
  return html`<form method="get" action="/law" class="date-form">
    <label for="date">Luật biết đến ngày <small lang="en">law known at</small></label>
    <input id="date" name="date" type="date" value="${date}" min="2021-07-01" max="2999-12-31" required />
    <button type="submit">Xem <small lang="en">show</small></button>
  </form>`;
}

function lawContent(view: LawView): Markup {
  const { catalogue, date } = view;
  const ofMonth = monthOf(date);
  const months = chartMonths(firstMonthOf(catalogue), ofMonth);
  const lines = STANDARDS.map((standard) => ({
    standard,
    levels: months.map((month) => ({
      month,
      amount: nationalLevels(catalogue, month, date)[standard]?.amount ?? null,
    })),
  }));
  return html`<h1>Mức chuẩn và hệ số <small lang="en">standards and coefficients</small></h1>
    ${dateForm(date)}
    <section aria-labelledby="standards">
      <h2 id="standards">Mức chuẩn <small lang="en">standards, VND a month</small></h2>
      ${levelChart(lines)}
      <div class="pair">${standardTables(view, ofMonth)}</div>
    </section>
    ${catalogue.province === null ? '' : areaTable(catalogue.province, ofMonth, date)}
    <section aria-labelledby="categories">
      <h2 id="categories">Đối tượng, tháng ${localMonth(ofMonth)} <small lang="en">categories in this month</small></h2>
      ${categoryTable(catalogue, ofMonth, date)}
    </section>`;
}

async function show(visit: Visit): Promise<Markup | Response> {
  const { context, settings } = visit.office;
  const asked = visit.request.req.query('date');
  const date = asked === undefined ? settings.today() : parseDate(asked);
  if (date === null) return problemAnswer(visit.request, context.provinceName, BAD_DATE);
  const law = await currentLaw(context.law, context.database);
  if (!law.ok) throw new Error(law.failure.message);
  const content = lawContent({ catalogue: law.value.catalogue, date });
  return frame(visit, { title: 'Mức chuẩn và hệ số', section: '/law' }, content);
}

/** The law as it is known on a day: standards over time, categories of a month. */
export const LAW_PART: Part = {
  screens: [{ path: '/law', roles: EVERYBODY, show }],
  actions: [],
  readings: [],
  downloads: [],
};
