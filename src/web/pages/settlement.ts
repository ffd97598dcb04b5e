import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { type Month, addMonths, formatMonth, month as asMonth } from '../../domain/month.ts';
import { paymentStatusLabel } from '../../labels/payments.ts';
import { providerName } from '../../labels/providers.ts';
import { type SettlementFile, listSettlementFiles } from '../../store/settlement-files.ts';
import {
  type ProviderMonth,
  type SettledMonth,
  type WaitingProposal,
  settledMonths,
  settlementByProvider,
  waitingProposals,
} from '../../store/settlement-overview.ts';
import { type Upload as Kept, latestUploads } from '../../store/uploads.ts';
import { type WebTask, listTasks } from '../../store/web-tasks.ts';
import { type Cell, dataTable, nextPage, section } from '../data-table.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { formOf, uploadForm } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localDay, localMonth, words } from '../layout.ts';
import { type Outcome, type Part, READERS, type Upload } from '../route.ts';
import { isAtWork, taskProgress } from '../task-view.ts';
import { provinceOnly } from '../upload-case.ts';
import type { Visit } from '../visit.ts';
import { closeAct, confirmAct, correctAct, handBackAct } from './settlement-acts.ts';
import { askSettlePreview } from './settlement-upload.ts';

const MONTHS = 6;
const PROPOSALS = 200;
const UPLOADS = 10;

const UPLOAD: Upload = {
  name: 'bring-results',
  path: '/settlement',
  roles: ['officer'],
  kind: 'settlement',
  label: { vi: 'Gửi lên và xem trước', en: 'send and preview' },
  summary: {
    vi: 'Gửi tệp kết quả và xem trước',
    en: 'Brings a file from a bank or post office (any format of settle); answers the number of the upload and of its preview',
  },
  fields: [],
  logged: [],
  file: {
    label: { vi: 'Tệp kết quả của ngân hàng, bưu điện', en: 'what a bank or post office sent back' },
    endings: ['.xml', '.csv', '.xlsx', '.txt'],
    isMany: false,
  },
  page: (visit) => show(visit),
  objection: provinceOnly,
  async perform(visit, _input, brought): Promise<Result<Outcome>> {
    const taskNo = await askSettlePreview(visit, brought.uploadNo, brought.path);
    return done({
      place: `/settlement/uploads/${brought.uploadNo}`,
      notice: { vi: 'Đã nhận tệp, đang xem trước. Chưa nạp gì.', en: 'Received; being previewed. Nothing is loaded.' },
      document: { upload_no: brought.uploadNo, sha256: brought.sha256, bytes: brought.bytes, task_no: taskNo },
    });
  },
};

const CORRECT = correctAct(show);
const CONFIRM = confirmAct(show);
const HAND_BACK = handBackAct(show);
const CLOSE = closeAct(show);

/** Months that are shown: the latest with issued runs. */
async function sumsOf(visit: Visit, months: readonly SettledMonth[]): Promise<readonly ProviderMonth[]> {
  const [first, last] = [months.at(-1), months[0]];
  if (first === undefined || last === undefined) return [];
  return settlementByProvider(visit.database.pool, first.month, last.month);
}

function monthName({ month, isClosed, closedBy }: SettledMonth): Markup {
  return html`${localMonth(asMonth(month))}
  ${isClosed ? html`<span class="right">✓ ${words({ vi: `đã khóa (${closedBy ?? ''})`, en: 'closed' })}</span>` : ''}`;
}

function sumTable(of: SettledMonth, sums: readonly ProviderMonth[]): Markup {
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

function proposalTable(visit: Visit, proposals: readonly WaitingProposal[]): Markup {
  const confirm = (one: WaitingProposal): Markup =>
    visit.user.role === 'approver'
      ? formOf(visit, CONFIRM, {
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

function fileTable(files: readonly SettlementFile[], isProvince: boolean): Markup {
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

function uploadLinks(uploads: readonly Kept[]): Markup {
  if (uploads.length === 0) return html``;
  return html`<p class="note">
    ${words({ vi: 'Vừa gửi lên:', en: 'just sent:' })}
    ${uploads.map((one) => html` <a href="/settlement/uploads/${one.uploadNo}">${one.uploadNo}. ${one.fileName}</a>`)}
  </p>`;
}

function closing(visit: Visit, months: readonly SettledMonth[], tasks: readonly WebTask[]): Markup {
  const [task] = tasks;
  const next = months.findLast((one) => !one.isClosed);
  const values = next === undefined ? {} : { month: formatMonth(asMonth(next.month)) };
  return html`${
      task === undefined
        ? ''
        : html`<h3>Tháng ${task.subject}</h3>
            ${taskProgress(task)}`
    }
    ${visit.user.role === 'approver' && next !== undefined ? formOf(visit, CLOSE, { at: CLOSE.path, values }) : ''}
    <p class="note">
      ${words({ vi: 'Khóa được khi mọi khoản có kết quả, mọi dòng đã trả lời, bốn đường khớp và tháng trước đã khóa.', en: 'A month closes when every payment has an outcome, every row an answer, the four ways agree, and the month before is closed.' })}
    </p>`;
}

const QUERY: readonly Field[] = [
  { name: 'next', label: { vi: 'Từ số', en: 'where the page before ended' }, kind: 'number', required: false },
];

function filesBefore(visit: Visit, next: string): ReturnType<typeof listSettlementFiles> {
  const before = /^\d{1,9}$/.test(next) ? Number(next) : null;
  return listSettlementFiles(visit.database.pool, before, visit.office.settings.timeZone);
}

async function show(visit: Visit): Promise<Markup> {
  const { pool } = visit.database;
  const { timeZone } = visit.office.settings;
  const isProvince = visit.user.communes === null;
  const [months, proposals, files, uploads, tasks] = await Promise.all([
    settledMonths(pool, MONTHS),
    waitingProposals(pool, PROPOSALS),
    filesBefore(visit, visit.request.req.query('next') ?? ''),
    isProvince ? latestUploads(pool, 'settlement', UPLOADS, timeZone) : [],
    isProvince ? listTasks(pool, ['close'], 1, timeZone) : [],
  ]);
  const sums = await sumsOf(visit, months);
  const isOfficer = visit.user.role === 'officer';
  const noMonth = html`<p class="empty">
    ${words({ vi: 'Chưa có đợt nào phát hành.', en: 'No run was issued yet.' })}
  </p>`;
  return frame(visit, { title: 'Kết quả chi trả', section: '/settlement', isLive: tasks.some(isAtWork) }, [
    html`<h1>${words({ vi: 'Kết quả chi trả', en: 'results' })}</h1>`,
    section(
      'months',
      { vi: 'Tiền của từng tháng ở đâu', en: 'where the money of each month is' },
      months.length === 0 ? noMonth : html`${months.map((one) => sumTable(one, sums))}`,
    ),
    isOfficer && isProvince
      ? section(
          'bring',
          { vi: 'Gửi tệp kết quả', en: 'bring a file' },
          html`${uploadForm(visit, UPLOAD, UPLOAD.path)} ${uploadLinks(uploads)}`,
        )
      : html``,
    section(
      'files',
      { vi: 'Tệp đã nạp', en: 'loaded files' },
      html`${fileTable(files.rows, isProvince)} ${nextPage('/settlement', {}, files.next)}`,
    ),
    section(
      'proposals',
      { vi: 'Đề xuất chờ người thứ hai', en: 'proposals that wait' },
      proposalTable(visit, proposals),
    ),
    isOfficer
      ? section(
          'correct',
          { vi: 'Sửa kết quả', en: 'correct an outcome' },
          formOf(visit, CORRECT, { at: CORRECT.path }),
        )
      : html``,
    isOfficer
      ? section(
          'hand-back',
          { vi: 'Nộp lại kho bạc', en: 'money handed back' },
          formOf(visit, HAND_BACK, { at: HAND_BACK.path }),
        )
      : html``,
    isProvince ? section('close', { vi: 'Khóa tháng', en: 'close a month' }, closing(visit, months, tasks)) : html``,
  ]);
}

function monthsOf(query: Input, today: Month): [Month, Month] {
  const text = textIn(query, 'month');
  const only = text === '' ? null : asMonth(Number(text.replace('-', '')));
  return only === null ? [addMonths(today, 1 - MONTHS), addMonths(today, 1)] : [only, only];
}

function sumEntry(one: ProviderMonth): Record<string, unknown> {
  const { month, provider, drawn, sent, paid, returned, uncollected, unanswered } = one;
  return { month: formatMonth(asMonth(month)), provider, drawn, sent, paid, returned, uncollected, unanswered };
}

/** What came back: by month and provider, files, corrections, and closing a month. */
export const SETTLEMENT_PART: Part = {
  screens: [{ path: '/settlement', roles: READERS, show }],
  actions: [CORRECT, CONFIRM, HAND_BACK, CLOSE],
  uploads: [UPLOAD],
  readings: [
    {
      path: '/settlement',
      roles: READERS,
      summary: { vi: 'Tiền của từng tháng ở đâu', en: 'Where the money of a month is, by provider (VND)' },
      query: [{ name: 'month', label: { vi: 'Tháng', en: 'month' }, kind: 'month', required: false }],
      async read(visit, query) {
        const today = asMonth(Number(visit.office.settings.today().slice(0, 7).replace('-', '')));
        const [from, to] = monthsOf(query, today);
        return done({ providers: (await settlementByProvider(visit.database.pool, from, to)).map(sumEntry) });
      },
    },
    {
      path: '/settlement/files',
      roles: READERS,
      summary: { vi: 'Tệp đã nạp', en: 'Loaded files, newest first' },
      query: QUERY,
      async read(visit, query) {
        const { rows, next } = await filesBefore(visit, textIn(query, 'next'));
        const files = rows.map((one) => ({
          ...{ file_no: one.fileNo, file_name: one.fileName, format: one.format, sha256: one.sha256 },
          ...{ actor: one.actor, loaded_at: one.loadedAt, findings: one.findings, unanswered: one.unanswered },
        }));
        return done({ files, next });
      },
    },
    {
      path: '/settlement/proposals',
      roles: READERS,
      summary: { vi: 'Đề xuất đang chờ', en: 'Proposals that wait for a second person' },
      query: [],
      async read(visit) {
        const proposals = (await waitingProposals(visit.database.pool, PROPOSALS)).map((one) => ({
          ...{ proposal_no: one.proposalNo, run_id: one.runId, payment_id: one.paymentId, path: one.path },
          ...{ status: one.status, date: one.date, actor: one.actor },
        }));
        return done({ proposals });
      },
    },
  ],
  downloads: [],
};
