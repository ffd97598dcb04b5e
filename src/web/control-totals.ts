import { html } from 'hono/html';
import type { Label } from '../labels/label.ts';
import type { ControlSums } from '../store/reconciliation.ts';
import type { Run } from '../store/runs.ts';
import { type Markup, figure, words } from './layout.ts';

interface Way {
  readonly label: Label;
  readonly amount: number;
}

function waysOf(run: Run, sums: ControlSums): readonly Way[] {
  const ways: Way[] = [
    { label: { vi: 'Dòng chi tiết', en: 'lines' }, amount: sums.lines },
    { label: { vi: 'Khoản chi', en: 'payments' }, amount: sums.payments },
  ];
  if (run.issueNo !== null) ways.push({ label: { vi: 'Sổ cái', en: 'ledger' }, amount: sums.ledger });
  if (run.manifestSha256 !== null)
    ways.push({ label: { vi: 'Danh sách chi trả', en: 'payout files' }, amount: sums.files });
  return ways;
}

/** The amount of a run as its lines, payments, ledger and files add up to it, each beside the run's own total. */
export function controlTable(run: Run, sums: ControlSums): Markup {
  const total = run.totals?.amount ?? 0;
  return html`<table class="plain">
    <caption>
      ${words({ vi: 'Đối chiếu: cùng một tổng, cộng từ nhiều nguồn', en: 'the same sum, added up from each source' })}
    </caption>
    <tbody>
      ${waysOf(run, sums).map(
        (way) =>
          html`<tr>
            <th scope="row">${words(way.label)}</th>
            <td class="number">${figure(way.amount)}</td>
            <td>
              ${
                way.amount === total
                  ? html`<span class="right">✓ khớp <small lang="en">agrees</small></span>`
                  : html`<span class="wrong"
                      >≠ lệch ${figure(way.amount - total)} <small lang="en">differs</small></span
                    >`
              }
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}
