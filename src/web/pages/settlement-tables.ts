import { html } from 'hono/html';
import { month as asMonth } from '../../domain/month.ts';
import { paymentStatusLabel } from '../../labels/payments.ts';
import { providerName } from '../../labels/providers.ts';
import type { SettlementFile } from '../../store/settlement-files.ts';
import type { ProviderMonth, SettledMonth, WaitingProposal } from '../../store/settlement-overview.ts';
import { type Cell, dataTable } from '../data-table.ts';
import { formOf } from '../forms.ts';
import { type Markup, figure, localDay, localMonth, words } from '../layout.ts';
import type { Action } from '../route.ts';
import type { Visit } from '../visit.ts';

function monthName({ month, isClosed, closedBy }: SettledMonth): Markup {
  return html`${localMonth(asMonth(month))}
  ${isClosed ? html`<span class="right">✓ ${words({ vi: `đã khóa (${closedBy ?? ''})`, en: 'closed' })}</span>` : ''}`;
}

/** Where the money of one month is, by provider. */
export function sumTable(of: SettledMonth, sums: readonly ProviderMonth[]): Markup {
  const number = (vi: string, en: string): { label: { vi: string; en: string }; isNumber: true } => ({
    label: { vi, en },
    isNumber: true,
  });
  const rows = sums.filter((one) => one.month === of.month);
  const cells = (name: string, list: readonly ProviderMonth[]): Cell[] => {
    const total = (value: (one: ProviderMonth) => number): Markup =>
      figure(list.reduce((sum, one) => sum + value(one), 0));
    const open = list.reduce((sum, one) => sum + one.unanswered, 0);
    return [
      name,
      total((one) => one.drawn),
      total((one) => one.sent),
      total((one) => one.paid),
      total((one) => one.returned),
      total((one) => one.uncollected),
      open === 0 ? html`<span class="right">✓ 0</span>` : html`<span class="warn">▲ ${figure(open)}</span>`,
    ];
  };
  const listed = rows.map((one) => cells(providerName(one.provider), [one]));
  return html`<h3>${monthName(of)}</h3>
    ${dataTable({
      caption: { vi: `Tháng ${localMonth(asMonth(of.month))} theo đơn vị chi trả`, en: 'by provider' },
      columns: [
        { label: { vi: 'Đơn vị', en: 'provider' } },
        number('Đã rút', 'drawn'),
        number('Đã gửi đi', 'sent'),
        number('Đã chi', 'paid'),
        number('Hoàn trả', 'returned'),
        number('Chưa nhận', 'uncollected'),
        number('Chưa có kết quả', 'unanswered'),
      ],
      rows: rows.length > 1 ? [...listed, cells('Cộng / total', rows)] : listed,
      empty: { vi: 'Chưa có khoản nào.', en: 'Nothing yet.' },
    })}`;
}

/** Proposals that wait; `confirm`: what an approver does about one. */
export function proposalTable(visit: Visit, confirmAction: Action, proposals: readonly WaitingProposal[]): Markup {
  const confirm = (one: WaitingProposal): Markup =>
    visit.user.role === 'approver'
      ? formOf(visit, confirmAction, {
          at: `/settlement/proposals/${one.proposalNo}/confirm`,
          isSmall: true,
          key: String(one.proposalNo),
        })
      : html`${words({ vi: 'chờ người duyệt', en: 'waits for an approver' })}`;
  return dataTable({
    caption: { vi: 'Đề xuất chờ người thứ hai', en: 'proposals that wait' },
    columns: [
      { label: { vi: 'Số', en: 'no.' } },
      { label: { vi: 'Khoản chi hoặc tệp', en: 'payment or file' } },
      { label: { vi: 'Kết quả', en: 'outcome' } },
      { label: { vi: 'Lý do', en: 'why' } },
      { label: { vi: 'Người đề xuất', en: 'by' } },
      { label: { vi: 'Xác nhận', en: 'confirm' } },
    ],
    rows: proposals.map((one) => [
      String(one.proposalNo),
      one.paymentId ?? `${one.runId}/${one.path ?? ''}`,
      html`${words(paymentStatusLabel(one.status))} ${localDay(one.date)}`,
      one.reason,
      one.actor,
      confirm(one),
    ]),
    empty: { vi: 'Không có đề xuất nào chờ.', en: 'No proposal waits.' },
  });
}

/** Loaded files; what they say of the whole province is shown to who sees it. */
export function fileTable(files: readonly SettlementFile[], isProvince: boolean): Markup {
  return dataTable({
    caption: { vi: 'Tệp đã nạp', en: 'loaded files' },
    columns: [
      { label: { vi: 'Tệp', en: 'file' } },
      { label: { vi: 'Định dạng', en: 'format' } },
      { label: { vi: 'Nạp bởi', en: 'loaded by' } },
      { label: { vi: 'Khớp / dòng', en: 'matched of rows' }, isNumber: true },
      { label: { vi: 'Cần xem, còn chờ', en: 'to look at, waiting' }, isNumber: true },
    ],
    rows: files.map((one) => [
      html`<a href="/settlement/files/${one.fileNo}">${one.fileNo}. ${one.fileName}</a>`,
      one.format,
      `${one.actor}, ${localDay(one.loadedAt)}`,
      isProvince ? html`${figure(one.matched)} / ${figure(one.rows)}` : '–',
      html`${figure(one.findings)},
      ${one.unanswered === 0 ? html`<span class="right">✓ 0</span>` : html`<span class="warn">▲ ${figure(one.unanswered)}</span>`}`,
    ]),
    empty: { vi: 'Chưa nạp tệp kết quả nào.', en: 'No file was loaded yet.' },
  });
}
