import { html } from 'hono/html';
import { type Result, done, refused } from '../../domain/failure.ts';
import { findingMessage } from '../../domain/settlement.ts';
import { paymentStatusLabel } from '../../labels/payments.ts';
import { answerSettlementRow } from '../../payroll/correct-outcome.ts';
import {
  type FileFinding,
  type SettlementFile,
  getSettlementFile,
  listFileFindings,
  seesRow,
} from '../../store/settlement-files.ts';
import { dataTable, facts, nextPage, section } from '../data-table.ts';
import { NOT_FOUND } from '../error-page.ts';
import { type Field, textIn } from '../fields.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localDay, runPath, words } from '../layout.ts';
import { problemAnswer } from '../problem-answer.ts';
import { type Action, type Outcome, type Part, READERS } from '../route.ts';
import { type Visit, pathPart } from '../visit.ts';

const OUR_ID = /^CT\d{8}R\d{2}\d{9}$/;

/** How a file names a payment, as far as it may be shown: what is no id of ours may be anything, an account too. */
export function shownName(name: string): string {
  return OUR_ID.test(name.toUpperCase()) || name === '' ? name : `…${name.slice(-4)}`;
}

async function fileOfPath(visit: Visit): Promise<Result<SettlementFile>> {
  const text = pathPart(visit, 'fileNo');
  const { timeZone } = visit.office.settings;
  const file = /^\d{1,9}$/.test(text) ? await getSettlementFile(visit.database.pool, Number(text), timeZone) : null;
  return file === null ? refused('unknown_file', 'Không có tệp này. / There is no such file.') : done(file);
}

const ANSWER: Action = {
  name: 'answer',
  path: '/settlement/files/:fileNo/answer',
  roles: ['officer'],
  label: { vi: 'Ghi trả lời', en: 'answer' },
  summary: { vi: 'Trả lời một dòng', en: 'Answers a row that could not be taken as it was' },
  fields: [
    { name: 'row', label: { vi: 'Dòng', en: 'row' }, kind: 'number', required: true },
    { name: 'reason', label: { vi: 'Đã tìm ra điều gì', en: 'what was found out' }, kind: 'text', required: true },
  ],
  logged: ['row'],
  page: (visit) => show(visit),
  async perform(visit, input): Promise<Result<Outcome>> {
    const file = await fileOfPath(visit);
    if (!file.ok) return file;
    const { fileNo } = file.value;
    const row = Number(textIn(input, 'row'));
    if (!(await seesRow(visit.database.pool, fileNo, row)))
      return refused('other_scope', 'Dòng này không thuộc phạm vi của bạn. / This row is outside of your scope.');
    const answer = { fileNo, row, actor: visit.user.name, reason: textIn(input, 'reason') };
    const noted = await answerSettlementRow(visit.office.context.database, answer);
    if (!noted.ok) return noted;
    const notice = { vi: `Đã ghi trả lời cho dòng ${row}.`, en: 'The answer was noted.' };
    return done({ place: `/settlement/files/${fileNo}`, notice, document: { file_no: fileNo, row } });
  },
};

function stateOf(visit: Visit, fileNo: number, one: FileFinding): Markup {
  if (one.answeredBy !== null) return html`<span class="right">✓ ${one.answeredBy}</span>: ${one.answer ?? ''}`;
  if (!one.isOpen) return html`<span class="right">✓ ${words({ vi: 'không chờ gì', en: 'nothing waits' })}</span>`;
  if (visit.user.role !== 'officer')
    return html`<span class="warn">▲ ${words({ vi: 'chờ trả lời', en: 'waits' })}</span>`;
  return html`<details>
    <summary><span class="warn">▲ ${words({ vi: 'chờ trả lời', en: 'waits' })}</span></summary>
    ${formOf(visit, ANSWER, { at: `/settlement/files/${fileNo}/answer`, values: { row: String(one.row) }, hidden: ['row'], key: String(one.row) })}
  </details>`;
}

function findingTable(visit: Visit, fileNo: number, rows: readonly FileFinding[]): Markup {
  return dataTable({
    caption: { vi: 'Dòng cần xem', en: 'rows to look at' },
    columns: [
      { label: { vi: 'Dòng', en: 'row' } },
      { label: { vi: 'Vì sao, làm gì', en: 'why, and what to do' } },
      { label: { vi: 'Khoản chi', en: 'payment' } },
      { label: { vi: 'Tệp nói', en: 'the file says' } },
      { label: { vi: 'Số tiền', en: 'amount' }, isNumber: true },
      { label: { vi: 'Xử lý', en: 'answer' } },
    ],
    rows: rows.map((one) => [
      String(one.row),
      html`${findingMessage(one.finding)} <code>${one.finding}</code>`,
      html`${shownName(one.name)}
      ${one.personId === null ? '' : html`<br /><a href="/persons/${encodeURIComponent(one.personId)}">${one.personId}</a>`}
      ${one.runId === null ? '' : html`<a href="${runPath(one.runId)}">${one.runId}</a>`}`,
      html`${words(paymentStatusLabel(one.status))} ${one.date === null ? '' : localDay(one.date)}`,
      one.amount === null ? '–' : figure(one.amount),
      stateOf(visit, fileNo, one),
    ]),
    empty: { vi: 'Mọi dòng đều khớp.', en: 'Every row matches.' },
  });
}

function fileFacts(visit: Visit, file: SettlementFile): Markup {
  const counts = [
    [{ vi: 'Số dòng', en: 'rows' }, figure(file.rows)],
    [{ vi: 'Khớp', en: 'matched' }, figure(file.matched)],
    [{ vi: 'Đã chi', en: 'paid' }, figure(file.paid)],
    [{ vi: 'Hoàn trả', en: 'returned' }, figure(file.returned)],
    [{ vi: 'Chưa nhận', en: 'not collected' }, figure(file.uncollected)],
  ] as const;
  return facts([
    [{ vi: 'Định dạng', en: 'format' }, file.format],
    [{ vi: 'Người nạp', en: 'who' }, `${file.actor}, ${localDay(file.loadedAt)}`],
    // Why not for a commune: they are about the whole province.
    ...(visit.user.communes === null ? counts : []),
    [{ vi: 'Dòng cần xem', en: 'to look at' }, figure(file.findings)],
    [{ vi: 'Chờ trả lời', en: 'waiting' }, figure(file.unanswered)],
    [{ vi: 'SHA-256', en: 'hash' }, html`<code>${file.sha256}</code>`],
  ]);
}

function rowAfter(visit: Visit): number {
  const next = visit.request.req.query('next') ?? '';
  return /^\d{1,9}$/.test(next) ? Number(next) : 0;
}

async function show(visit: Visit): Promise<Markup | Response> {
  const found = await fileOfPath(visit);
  if (!found.ok) return problemAnswer(visit.request, visit.office.context.provinceName, NOT_FOUND);
  const file = found.value;
  const findings = await listFileFindings(visit.database.pool, file.fileNo, rowAfter(visit));
  const at = `/settlement/files/${file.fileNo}`;
  return frame(visit, { title: `Tệp kết quả ${file.fileNo}`, section: '/settlement' }, [
    html`<p class="crumbs"><a href="/settlement">${words({ vi: 'Kết quả chi trả', en: 'results' })}</a></p>
      <h1>${words({ vi: `Tệp ${file.fileNo}: ${file.fileName}`, en: 'loaded file' })}</h1>
      ${fileFacts(visit, file)}`,
    section(
      'findings',
      { vi: 'Dòng cần xem', en: 'rows to look at' },
      html`${findingTable(visit, file.fileNo, findings.rows)} ${nextPage(at, new Map(), findings.next)}`,
    ),
  ]);
}

/** A settlement file that was loaded, and what people find out about its rows. */
export const SETTLEMENT_FILE_PART: Part = {
  screens: [{ path: '/settlement/files/:fileNo', roles: READERS, show }],
  actions: [ANSWER],
  readings: [
    {
      path: '/settlement/files/:fileNo/findings',
      roles: READERS,
      summary: { vi: 'Dòng cần xem của một tệp', en: 'Rows of a loaded file that somebody must look at' },
      query: rowQuery(),
      async read(visit, query) {
        const file = await fileOfPath(visit);
        if (!file.ok) return file;
        const { rows, next } = await listFileFindings(
          visit.database.pool,
          file.value.fileNo,
          Number(textIn(query, 'next')),
        );
        const findings = rows.map((one) => ({
          row: one.row,
          finding: one.finding,
          message: findingMessage(one.finding),
          payment: shownName(one.name),
          status: one.status,
          date: one.date,
          amount: one.amount,
          run_id: one.runId,
          person_id: one.personId,
          open: one.isOpen,
          answered_by: one.answeredBy,
        }));
        return done({ findings, next });
      },
    },
  ],
  downloads: [],
};

function rowQuery(): readonly Field[] {
  return [
    {
      name: 'next',
      label: { vi: 'Sau dòng', en: 'the row where the page before ended' },
      kind: 'number',
      required: false,
    },
  ];
}
