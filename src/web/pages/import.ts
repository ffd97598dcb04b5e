import { join } from 'node:path';
import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import type { Upload as Kept } from '../../store/uploads.ts';
import { taskFolder } from '../../store/task-files.ts';
import type { WebTask } from '../../store/web-tasks.ts';
import { dataTable, facts, section, sizeText } from '../data-table.ts';
import { NOT_FOUND } from '../error-page.ts';
import { formOf } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localDay, words } from '../layout.ts';
import { problemAnswer } from '../problem-answer.ts';
import { type RejectedRow, firstRejected } from '../rejected-rows.ts';
import type { Action, Outcome, Part } from '../route.ts';
import { OUT, askTask } from '../tasks.ts';
import { answerOf, isAtWork, taskProgress, taskState } from '../task-view.ts';
import { type UploadCase, caseOfPath, loadablePath, unchangedPath } from '../upload-case.ts';
import type { Visit } from '../visit.ts';

const SHOWN_REJECTS = 50;
const REJECTS = 'rejects.csv';

/** Asks what an upload would change; nothing is saved. */
export function askPreview(visit: Visit, uploadNo: number, path: string): Promise<number> {
  const words = ['import', path, '--dry-run', '--json', '--rejects', `${OUT}/${REJECTS}`];
  return askTask(visit, { command: 'import-preview', subject: String(uploadNo), words, uploadNo, folder: REJECTS });
}

function placeOf({ upload }: UploadCase): string {
  return `/imports/${upload.uploadNo}`;
}

const LOAD: Action = {
  name: 'load-registry',
  path: '/imports/:uploadNo/load',
  roles: ['officer'],
  label: { vi: 'Nạp vào sổ', en: 'load' },
  summary: { vi: 'Nạp tệp đã xem trước', en: 'Loads files that were previewed; answers the number of the task' },
  fields: [],
  logged: [],
  page: (visit) => show(visit),
  async perform(visit): Promise<Result<Outcome>> {
    const found = await caseOfPath(visit, 'registry');
    if (!found.ok) return found;
    const path = await loadablePath(found.value, visit.office.settings.folder);
    if (!path.ok) return path;
    const { uploadNo } = found.value.upload;
    const words = ['import', path.value, '--json', '--rejects', `${OUT}/${REJECTS}`];
    const task = { command: 'import-load', subject: String(uploadNo), words, uploadNo, folder: REJECTS };
    const taskNo = await askTask(visit, task);
    const notice = { vi: 'Đang nạp vào sổ.', en: 'It is being loaded.' };
    return done({ place: placeOf(found.value), notice, document: { upload_no: uploadNo, task_no: taskNo } });
  },
};

const AGAIN: Action = {
  name: 'preview-registry',
  path: '/imports/:uploadNo/preview',
  roles: ['officer'],
  label: { vi: 'Xem trước lại', en: 'preview again' },
  summary: { vi: 'Xem trước lại', en: 'Previews an upload once more' },
  fields: [],
  logged: [],
  page: (visit) => show(visit),
  async perform(visit): Promise<Result<Outcome>> {
    const found = await caseOfPath(visit, 'registry');
    if (!found.ok) return found;
    const path = await unchangedPath(found.value.upload, visit.office.settings.folder);
    if (!path.ok) return path;
    const taskNo = await askPreview(visit, found.value.upload.uploadNo, path.value);
    const notice = { vi: 'Đang xem trước lại.', en: 'It is being previewed again.' };
    return done({ place: placeOf(found.value), notice, document: { task_no: taskNo } });
  },
};

function whole(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function countsTable(answer: Readonly<Record<string, unknown>>): Markup {
  const files: readonly unknown[] = Array.isArray(answer['files']) ? answer['files'] : [];
  const counts = ['rows', 'added', 'replaced', 'unchanged', 'rejected'] as const;
  const rowOf = (name: string, one: object): (string | Markup)[] => {
    const values: Record<string, unknown> = { ...one };
    return [name, ...counts.map((count) => figure(whole(values[count])))];
  };
  const rows = files.flatMap((one) =>
    typeof one === 'object' && one !== null && 'file' in one ? [rowOf(String(one.file), one)] : [],
  );
  const heads = [
    { vi: 'Đọc', en: 'read' },
    { vi: 'Thêm', en: 'added' },
    { vi: 'Thay', en: 'replaced' },
    { vi: 'Như cũ', en: 'unchanged' },
    { vi: 'Loại', en: 'rejected' },
  ];
  return dataTable({
    caption: { vi: 'Tệp này thay đổi gì', en: 'what the files change' },
    columns: [{ label: { vi: 'Tệp', en: 'file' } }, ...heads.map((label) => ({ label, isNumber: true }))],
    rows: rows.length > 1 ? [...rows, rowOf('Cộng / total', answer)] : rows,
    empty: { vi: 'Không có tệp nào.', en: 'No file.' },
  });
}

function notes(answer: Readonly<Record<string, unknown>>): Markup {
  const all: readonly unknown[] = Array.isArray(answer['notes']) ? answer['notes'] : [];
  return html`${all.map((note) => html`<p class="note">${String(note)}</p>`)}`;
}

function rejectTable(task: WebTask, rows: readonly RejectedRow[], all: number, mayTake: boolean): Markup {
  if (rows.length === 0) return html``;
  return html`<h3>${words({ vi: `${all} dòng bị loại`, en: 'rejected rows' })}</h3>
    ${dataTable({
      caption: { vi: 'Dòng bị loại', en: 'rejected rows' },
      columns: [
        { label: { vi: 'Tệp, dòng', en: 'file, row' } },
        { label: { vi: 'Cột', en: 'column' } },
        { label: { vi: 'Vì sao', en: 'why' } },
        { label: { vi: 'Mã', en: 'code' } },
      ],
      rows: rows.map((one) => [`${one.file}: ${one.row}`, one.column, one.message, html`<code>${one.code}</code>`]),
      empty: { vi: '', en: '' },
    })}
    ${mayTake ? html`<p><a href="/tasks/${task.taskNo}/file">${words({ vi: 'Tải mọi dòng bị loại (CSV)', en: 'take all rejected rows' })}</a></p>` : ''}`;
}

async function resultOf(visit: Visit, task: WebTask | null): Promise<Markup> {
  if (task === null) return html`<p class="empty">${words({ vi: 'Chưa làm.', en: 'Not done yet.' })}</p>`;
  const answer = answerOf(task);
  if (answer === null) return taskProgress(task);
  const path = join(taskFolder(visit.office.settings.folder, task.taskNo), REJECTS);
  const rows = await firstRejected(path, SHOWN_REJECTS);
  return html`<p>
      ${taskState(task)} <span class="note">${task.actor}, ${localDay(task.endedAt ?? task.askedAt)}</span>
    </p>
    ${countsTable(answer)} ${notes(answer)}
    ${rejectTable(task, rows, whole(answer['rejected']), visit.user.role === 'officer')}`;
}

function uploadFacts(upload: Kept): Markup {
  return facts([
    [{ vi: 'Tệp', en: 'file' }, upload.fileName],
    [{ vi: 'Kích thước', en: 'size' }, sizeText(upload.bytes)],
    [{ vi: 'Người gửi', en: 'who' }, `${upload.actor}, ${localDay(upload.at)}`],
    [{ vi: 'SHA-256', en: 'hash' }, html`<code>${upload.sha256}</code>`],
  ]);
}

async function show(visit: Visit): Promise<Markup | Response> {
  const found = await caseOfPath(visit, 'registry');
  if (!found.ok) return problemAnswer(visit.request, visit.office.context.provinceName, NOT_FOUND);
  const { upload, preview, load } = found.value;
  const at = placeOf(found.value);
  const isOfficer = visit.user.role === 'officer';
  const mayLoad = isOfficer && answerOf(preview) !== null && !isAtWork(load) && answerOf(load) === null;
  const mayPreview = isOfficer && !isAtWork(preview) && !mayLoad && answerOf(load) === null;
  const explained = html`<p class="note">
    ${words({ vi: 'Dòng bị loại không vào sổ; các dòng khác được nạp.', en: 'Rejected rows stay out; all others are loaded.' })}
  </p>`;
  return frame(
    visit,
    { title: `Nạp tệp ${upload.uploadNo}`, section: '/imports', isLive: isAtWork(preview) || isAtWork(load) },
    [
      html`<p class="crumbs"><a href="/imports">${words({ vi: 'Nạp sổ', en: 'registry' })}</a></p>
        <h1>${words({ vi: `Tệp ${upload.uploadNo}`, en: 'upload' })}</h1>
        ${uploadFacts(upload)}`,
      section(
        'preview',
        { vi: 'Xem trước: sẽ thay đổi gì', en: 'preview: what would change' },
        await resultOf(visit, preview),
      ),
      mayLoad ? formOf(visit, LOAD, { at: `${at}/load`, before: explained }) : html``,
      mayPreview ? formOf(visit, AGAIN, { at: `${at}/preview` }) : html``,
      section('load', { vi: 'Đã nạp', en: 'loaded' }, await resultOf(visit, load)),
    ],
  );
}

/** One upload of registry files: what it would change, and loading it. */
export const IMPORT_PART: Part = {
  screens: [{ path: '/imports/:uploadNo{[0-9]+}', roles: ['officer', 'auditor'], show }],
  actions: [LOAD, AGAIN],
  readings: [
    {
      path: '/imports/:uploadNo',
      roles: ['officer', 'auditor'],
      summary: { vi: 'Một tệp đã gửi', en: 'An upload: what it would change and what it changed' },
      query: [],
      async read(visit) {
        const found = await caseOfPath(visit, 'registry');
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
