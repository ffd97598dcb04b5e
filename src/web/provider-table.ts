import { html } from 'hono/html';
import { sumVnd } from '../domain/money.ts';
import { providerName } from '../labels/providers.ts';
import type { RunParts } from '../payroll/show-run.ts';
import { type Markup, figure, words } from './layout.ts';

type Sums = RunParts['byProvider'];

function amountOf(rows: Sums): Markup | string {
  return rows.length === 0 ? '' : figure(sumVnd(rows.map((row) => row.amount)));
}

function paymentsOf(rows: Sums): Markup {
  return figure(rows.reduce((sum, row) => sum + row.payments, 0));
}

/** The rows of each provider, the one that pays out most first. */
function byProvider(rows: Sums): ReadonlyMap<string, Sums> {
  const total = (group: Sums): number => sumVnd(group.map((row) => row.amount));
  return new Map([...Map.groupBy(rows, (row) => row.provider)].sort(([, a], [, b]) => total(b) - total(a)));
}

function providerHeads(providers: ReadonlyMap<string, Sums>): Markup[] {
  return [...providers.keys()].map(
    (code) => html`<th scope="col" class="number" title="${code}">${providerName(code)}</th>`,
  );
}

/** Amounts by commune (rows) and bank or post (columns), with the sums of both; every row and column adds up to the run. */
export function providerTable(rows: Sums): Markup {
  const providers = byProvider(rows);
  const communes = Map.groupBy(rows, (row) => row.communeCode);
  return html`<div
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="Theo xã và đơn vị chi trả / by commune and provider"
  >
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">${words({ vi: 'Xã, phường', en: 'commune' })}</th>
          <th scope="col" class="number">${words({ vi: 'Số khoản', en: 'payments' })}</th>
          <th scope="col" class="number">${words({ vi: 'Cộng', en: 'sum' })}</th>
          ${providerHeads(providers)}
        </tr>
      </thead>
      <tbody>
        ${[...communes].map(
          ([code, ofCommune]) =>
            html`<tr>
              <th scope="row">${ofCommune[0]?.communeName ?? ''} <small>${code}</small></th>
              <td class="number">${paymentsOf(ofCommune)}</td>
              <td class="number sum">${amountOf(ofCommune)}</td>
              ${[...providers.keys()].map(
                (provider) =>
                  html`<td class="number">${amountOf(ofCommune.filter((row) => row.provider === provider))}</td>`,
              )}
            </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Cộng <small lang="en">sum</small></th>
          <td class="number">${paymentsOf(rows)}</td>
          <td class="number sum">${amountOf(rows)}</td>
          ${[...providers.values()].map((ofProvider) => html`<td class="number">${amountOf(ofProvider)}</td>`)}
        </tr>
        <tr>
          <th scope="row">Số khoản <small lang="en">payments</small></th>
          <td class="number">${paymentsOf(rows)}</td>
          <td></td>
          ${[...providers.values()].map((ofProvider) => html`<td class="number">${paymentsOf(ofProvider)}</td>`)}
        </tr>
      </tfoot>
    </table>
  </div>`;
}
