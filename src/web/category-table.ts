import { html } from 'hono/html';
import { type Catalogue, type RuleEntry, type Terms, entryFor } from '../domain/catalogue.ts';
import { CATEGORIES, type Category, familyOf } from '../domain/category.ts';
import { type Levels, nationalLevels, sourceText } from '../domain/level.ts';
import { timesTenths } from '../domain/money.ts';
import type { IsoDate, Month } from '../domain/month.ts';
import { CATEGORY_LABELS } from '../labels/categories.ts';
import { type Markup, figure, words } from './layout.ts';

const FAMILY_LABELS = {
  MAIN: { vi: 'Trợ cấp hằng tháng', en: 'monthly allowance: one amount per person' },
  CARE: { vi: 'Hỗ trợ chăm sóc', en: 'care support, beside it' },
  ONEOFF: { vi: 'Một lần', en: 'once' },
} as const;

/** 25 tenths are written 2,5. */
function coefficient(tenths: number): string {
  return `${Math.floor(tenths / 10)},${tenths % 10}`;
}

function agesOf(terms: Terms): string {
  const from = terms.fromAge === 0 ? '' : `từ ${terms.fromAge}`;
  const until = terms.untilAge === null ? '' : `đến ${terms.untilAge}`;
  const ages = [from, until].filter((text) => text !== '').join(' ');
  return ages === '' ? '–' : `${ages} tuổi`;
}

function conditionsOf(terms: Terms): string {
  const conditions = [
    terms.pension === 'none' ? 'không có lương hưu' : '',
    terms.pension === 'below_national_sp' ? 'lương hưu thấp hơn mức SP' : '',
    terms.isPerUnit ? '× số con hoặc số người' : '',
    terms.ageOf === 'cared_person' ? 'theo tuổi người được chăm sóc' : '',
    terms.isNational ? 'theo mức chung của cả nước' : '',
  ];
  return conditions.filter((text) => text !== '').join('; ');
}

function bandsOf(terms: Terms, levels: Levels): Markup[] {
  const standard = levels[terms.standard]?.amount ?? null;
  return terms.bands.map((band, at) => {
    const from = terms.bands[at - 1]?.belowAge ?? null;
    const ages =
      band.belowAge === null
        ? from === null
          ? ''
          : `từ ${from} tuổi`
        : from === null
          ? `dưới ${band.belowAge} tuổi`
          : `${from}–${band.belowAge} tuổi`;
    return html`<div class="band">
      <span>${ages}</span> <b>${coefficient(band.coefficientTenths)}</b>
      <span class="number">${standard === null ? '–' : figure(timesTenths(standard, band.coefficientTenths))}</span>
    </div>`;
  });
}

function row(category: Category, entry: RuleEntry | null, levels: Levels): Markup {
  const head = html`<th scope="row"><b>${category}</b> ${words(CATEGORY_LABELS[category])}</th>`;
  if (entry === null || entry.terms === null) {
    return html`<tr class="none">
      ${head}
      <td colspan="3">Không chi trong tháng này <small lang="en">nothing is paid in this month</small></td>
      <td data-label="Văn bản">${entry === null ? '–' : sourceText(entry)}</td>
    </tr>`;
  }
  return html`<tr>
    ${head}
    <td data-label="Mức chuẩn">${entry.terms.standard}</td>
    <td data-label="Hệ số" class="bands">${bandsOf(entry.terms, levels)}</td>
    <td data-label="Tuổi, điều kiện">
      ${agesOf(entry.terms)}
      <span class="note">${conditionsOf(entry.terms)}</span>
    </td>
    <td data-label="Văn bản">${sourceText(entry)}</td>
  </tr>`;
}

/** Every category with coefficients, national amounts, ages and article, as they govern a month for who knows the law of a day. */
export function categoryTable(catalogue: Catalogue, ofMonth: Month, date: IsoDate): Markup {
  const levels = nationalLevels(catalogue, ofMonth, date);
  const families = Map.groupBy(CATEGORIES, familyOf);
  return html`<table class="cards categories">
    <thead>
      <tr>
        <th scope="col">${words({ vi: 'Đối tượng', en: 'category' })}</th>
        <th scope="col">${words({ vi: 'Mức chuẩn', en: 'standard' })}</th>
        <th scope="col">${words({ vi: 'Hệ số, tiền (VND)', en: 'coefficient, amount' })}</th>
        <th scope="col">${words({ vi: 'Tuổi, điều kiện', en: 'ages, conditions' })}</th>
        <th scope="col">${words({ vi: 'Văn bản', en: 'source' })}</th>
      </tr>
    </thead>
    ${[...families].map(
      ([family, categories]) =>
        html`<tbody>
          <tr class="group">
            <th scope="rowgroup" colspan="5">${words(FAMILY_LABELS[family])}</th>
          </tr>
          ${categories.map((category) => row(category, entryFor(catalogue.rules.get(category) ?? [], ofMonth, date), levels))}
        </tbody>`,
    )}
  </table>`;
}
