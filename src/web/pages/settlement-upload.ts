import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import type { WebTask } from '../../store/web-tasks.ts';
import { type Cell, dataTable, facts, section, sizeText } from '../data-table.ts';
import { NOT_FOUND } from '../error-page.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localDay, words } from '../layout.ts';
import { problemAnswer } from '../problem-answer.ts';
import { type Action, type Outcome, type Part, READERS } from '../route.ts';
import { askTask } from '../tasks.ts';
import { answerOf, isAtWork, taskProgress, taskState } from '../task-view.ts';
import { caseOfPath, loadablePath, unchangedPath } from '../upload-case.ts';
import type { Visit } from '../visit.ts';

const SHOWN_PROBLEMS = 50;
/** Problems that stay in the answer of a task. */
const MOST_PROBLEMS = '1000';

function ask(visit: Visit, what: 'preview' | 'load', uploadNo: number, path: string): Promise<number> {
  const dry = what === 'preview' ? ['--dry-run'] : [];
  const words = ['settle', path, ...dry, '--json', '--problems', MOST_PROBLEMS];
  return askTask(visit, { command: `settle-${what}`, subject: String(uploadNo), words, uploadNo });
}

function placeOf(uploadNo: number): string {
  return `/settlement/uploads/${uploadNo}`;
}

/** Asks what a result file would do; nothing is loaded. */
export function askSettlePreview(visit: Visit, uploadNo: number, path: string): Promise<number> {
  return ask(visit, 'preview', uploadNo, path);
}

function act(what: 'preview' | 'load'): Action {
  const isLoad = what === 'load';
  return {
    name: isLoad ? 'load-results' : 'preview-results',
    path: `/settlement/uploads/:uploadNo/${what}`,
    roles: ['officer'],
    label: isLoad ? { vi: 'Nạp kết quả', en: 'load' } : { vi: 'Xem trước lại', en: 'preview again' },
    summary: isLoad
      ? { vi: 'Nạp tệp đã xem trước', en: 'Loads a file that was previewed; answers the number of the task' }
      : { vi: 'Xem trước lại', en: 'Previews a file once more' },
    fields: [],
    logged: [],
    page: (visit) => show(visit),
    async perform(visit): Promise<Result<Outcome>> {
      const found = await caseOfPath(visit, 'settlement');
      if (!found.ok) return found;
      const { folder } = visit.office.settings;
      const path = isLoad ? await loadablePath(found.value, folder) : await unchangedPath(found.value.upload, folder);
      if (!path.ok) return path;
      const { uploadNo } = found.value.upload;
      const taskNo = await ask(visit, what, uploadNo, path.value);
      const notice = isLoad
        ? { vi: 'Đang nạp kết quả.', en: 'It is being loaded.' }
        : { vi: 'Đang xem trước lại.', en: 'It is being previewed again.' };
      return done({ place: placeOf(uploadNo), notice, document: { upload_no: uploadNo, task_no: taskNo } });
    },
  };
}

const LOAD = act('load');
const AGAIN = act('preview');

const COUNTS = [
  ['rows', { vi: 'Số dòng', en: 'rows' }],
  ['matched', { vi: 'Khớp với khoản chi', en: 'matched' }],
  ['paid', { vi: 'Đã chi', en: 'paid' }],
  ['returned', { vi: 'Hoàn trả', en: 'returned' }],
  ['uncollected', { vi: 'Chưa nhận', en: 'not collected' }],
  ['pending', { vi: 'Chưa rõ kết quả', en: 'not known yet' }],
  ['unmatched', { vi: 'Không khớp', en: 'unmatched' }],
  ['problem_count', { vi: 'Dòng cần xem', en: 'to look at' }],
] as const;

function numberIn(answer: Readonly<Record<string, unknown>>, name: string): number {
  const value = answer[name];
  return typeof value === 'number' ? value : 0;
}

function textIn(answer: Readonly<Record<string, unknown>>, name: string): string {
  const value = answer[name];
  return typeof value === 'string' ? value : '';
}

function problemRow(one: unknown): Cell[] {
  const {
    row = 0,
    code = '',
    message = '',
  }: { row?: unknown; code?: unknown; message?: unknown } = typeof one === 'object' && one !== null ? one : {};
  return [row === 0 ? 'cả tệp / file' : String(row), String(message), html`<code>${String(code)}</code>`];
}

function problemTable(answer: Readonly<Record<string, unknown>>): Markup {
  const all: readonly unknown[] = Array.isArray(answer['problems']) ? answer['problems'] : [];
  const more = numberIn(answer, 'problem_count') - SHOWN_PROBLEMS;
  return html`${dataTable({
    caption: { vi: 'Dòng cần xem', en: 'rows to look at' },
    columns: [
      { label: { vi: 'Dòng', en: 'row' } },
      { label: { vi: 'Vì sao, làm gì', en: 'why, and what to do' } },
      { label: { vi: 'Mã', en: 'code' } },
    ],
    rows: all.slice(0, SHOWN_PROBLEMS).map(problemRow),
    empty: { vi: 'Mọi dòng đều khớp.', en: 'Every row matches.' },
  })}
  ${more > 0 ? html`<p class="note">${words({ vi: `và ${more} dòng nữa`, en: 'more rows' })}</p>` : ''}`;
}

function resultOf(task: WebTask | null): Markup {
  if (task === null) return html`<p class="empty">${words({ vi: 'Chưa làm.', en: 'Not done yet.' })}</p>`;
  const answer = answerOf(task);
  if (answer === null) return taskProgress(task);
  const fileNo = numberIn(answer, 'file_no');
  const wasLoaded = answer['already_loaded'] === true;
  return html`<p>
      ${taskState(task)} <span class="note">${task.actor}, ${localDay(task.endedAt ?? task.askedAt)}</span>
    </p>
    ${wasLoaded ? html`<p class="warn">▲ ${words({ vi: 'Tệp này đã nạp trước đây; nạp nữa không đổi gì.', en: 'It was loaded before; loading it again changes nothing.' })}</p>` : ''}
    ${facts([
      [{ vi: 'Định dạng', en: 'format' }, textIn(answer, 'format')],
      ...COUNTS.map(([name, label]) => [label, figure(numberIn(answer, name))] as const),
    ])}
    ${problemTable(answer)}
    ${answer['dry_run'] === true && !wasLoaded ? '' : html`<p><a href="/settlement/files/${fileNo}">${words({ vi: `Mở tệp ${fileNo}`, en: 'open the loaded file' })}</a></p>`}`;
}

async function show(visit: Visit): Promise<Markup | Response> {
  const found = await caseOfPath(visit, 'settlement');
  if (!found.ok) return problemAnswer(visit.request, visit.office.context.provinceName, NOT_FOUND);
  const { upload, preview, load } = found.value;
  const at = placeOf(upload.uploadNo);
  const isOfficer = visit.user.role === 'officer' && !isAtWork(load) && answerOf(load) === null;
  const mayLoad = isOfficer && answerOf(preview) !== null;
  return frame(
    visit,
    {
      title: `Tệp kết quả ${upload.uploadNo}`,
      section: '/settlement',
      isLive: isAtWork(preview) || isAtWork(load),
    },
    [
      html`<p class="crumbs"><a href="/settlement">${words({ vi: 'Kết quả chi trả', en: 'results' })}</a></p>
        <h1>${words({ vi: `Tệp gửi lên ${upload.uploadNo}`, en: 'upload' })}</h1>
        ${facts([
          [{ vi: 'Tệp', en: 'file' }, upload.fileName],
          [{ vi: 'Kích thước', en: 'size' }, sizeText(upload.bytes)],
          [{ vi: 'Người gửi', en: 'who' }, `${upload.actor}, ${localDay(upload.at)}`],
          [{ vi: 'SHA-256', en: 'hash' }, html`<code>${upload.sha256}</code>`],
        ])}`,
      section('preview', { vi: 'Xem trước: sẽ ghi nhận gì', en: 'preview: what would be noted' }, resultOf(preview)),
      mayLoad ? formOf(visit, LOAD, { at: `${at}/load` }) : html``,
      isOfficer && !mayLoad && !isAtWork(preview) ? formOf(visit, AGAIN, { at: `${at}/preview` }) : html``,
      section('load', { vi: 'Đã nạp', en: 'loaded' }, resultOf(load)),
    ],
  );
}

/** One upload of a result file: what it would do, and loading it. */
export const SETTLEMENT_UPLOAD_PART: Part = {
  screens: [{ path: '/settlement/uploads/:uploadNo', roles: READERS, show }],
  actions: [LOAD, AGAIN],
  readings: [
    {
      path: '/settlement/uploads/:uploadNo',
      roles: READERS,
      summary: { vi: 'Một tệp kết quả đã gửi', en: 'An upload: what it would do and what it did' },
      query: [],
      async read(visit) {
        const found = await caseOfPath(visit, 'settlement');
        if (!found.ok) return found;
        const { upload, preview, load } = found.value;
        const { uploadNo, fileName, sha256, bytes, actor, at } = upload;
        const about = { upload_no: uploadNo, file_name: fileName, sha256, bytes, actor, at };
        return done({ ...about, preview: answerOf(preview), loaded: answerOf(load), load_state: load?.state ?? null });
      },
    },
  ],
  downloads: [],
};
