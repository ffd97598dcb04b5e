import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { type Month, addMonths, formatMonth, month as asMonth } from '../../domain/month.ts';
import { listSettlementFiles } from '../../store/settlement-files.ts';
import {
  type ProviderMonth,
  type SettledMonth,
  settledMonths,
  settlementByProvider,
  waitingProposals,
} from '../../store/settlement-overview.ts';
import { type Upload as Kept, latestUploads } from '../../store/uploads.ts';
import { type WebTask, listTasks } from '../../store/web-tasks.ts';
import { nextPage, section } from '../data-table.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { formOf, uploadForm } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, words } from '../layout.ts';
import { type Outcome, type Part, READERS, type Upload } from '../route.ts';
import { isAtWork, taskProgress } from '../task-view.ts';
import { provinceOnly } from '../upload-case.ts';
import type { Visit } from '../visit.ts';
import { closeAct, confirmAct, correctAct, handBackAct } from './settlement-acts.ts';
import { fileTable, proposalTable, sumTable } from './settlement-tables.ts';
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
      html`${fileTable(files.rows, isProvince)} ${nextPage('/settlement', new Map(), files.next)}`,
    ),
    section(
      'proposals',
      { vi: 'Đề xuất chờ người thứ hai', en: 'proposals that wait' },
      proposalTable(visit, CONFIRM, proposals),
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
          file_no: one.fileNo,
          file_name: one.fileName,
          format: one.format,
          sha256: one.sha256,
          actor: one.actor,
          loaded_at: one.loadedAt,
          findings: one.findings,
          unanswered: one.unanswered,
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
          proposal_no: one.proposalNo,
          run_id: one.runId,
          payment_id: one.paymentId,
          path: one.path,
          status: one.status,
          date: one.date,
          actor: one.actor,
        }));
        return done({ proposals });
      },
    },
  ],
  downloads: [],
};
