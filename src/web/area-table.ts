import { html } from 'hono/html';
import { type ProvinceOverlay, STANDARDS, entryFor } from '../domain/catalogue.ts';
import type { IsoDate, Month } from '../domain/month.ts';
import { type Markup, figure, localMonth, words } from './layout.ts';

/** The higher levels of a province by area, as they govern a month for who knows the law of a day. */
export function areaTable(province: ProvinceOverlay, ofMonth: Month, date: IsoDate): Markup {
  const rows = province.areas.flatMap((area) =>
    STANDARDS.flatMap((standard) => {
      const own = area.levels.filter((level) => level.family === standard);
      const entry = entryFor(own, ofMonth, date);
      return entry === null || entry.amount === null ? [] : [{ area, standard, entry, amount: entry.amount }];
    }),
  );
  return html`<section aria-labelledby="areas">
    <h2 id="areas">Mức riêng của tỉnh <small lang="en">levels of the province</small></h2>
    ${
      province.isExample
        ? html`<p class="notice wrong">
            Chỉ là ví dụ, không được dùng để chi trả. <span lang="en">An example only: nobody may be paid by it.</span>
          </p>`
        : ''
    }
    ${
      rows.length === 0
        ? html`<p class="empty">Không có trong tháng này. <span lang="en">None in this month.</span></p>`
        : html`<div class="scroll" tabindex="0">
            <table>
              <thead>
                <tr>
                  <th scope="col">${words({ vi: 'Khu vực', en: 'area' })}</th>
                  <th scope="col">${words({ vi: 'Mức chuẩn', en: 'standard' })}</th>
                  <th scope="col" class="number">${words({ vi: 'Mức (VND)', en: 'amount' })}</th>
                  <th scope="col">${words({ vi: 'Từ tháng', en: 'from month' })}</th>
                  <th scope="col">${words({ vi: 'Văn bản', en: 'source' })}</th>
                </tr>
              </thead>
              <tbody>
                ${rows.map(
                  ({ area, standard, entry, amount }) =>
                    html`<tr>
                      <th scope="row">
                        ${area.name}
                        <small
                          >${area.communes === null ? 'toàn tỉnh / all' : `${area.communes.size} xã / communes`}</small
                        >
                      </th>
                      <td>${standard}</td>
                      <td class="number">${figure(amount)}</td>
                      <td>${localMonth(entry.fromMonth)}</td>
                      <td>${entry.document} ${entry.article}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}
