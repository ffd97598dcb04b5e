import { html } from 'hono/html';
import { type Result, done } from '../../domain/failure.ts';
import { type ImportedFile, listImports } from '../../store/import-history.ts';
import { STORED_TABLES } from '../../store/registry-table.ts';
import { type Upload as Kept, latestUploads } from '../../store/uploads.ts';
import { csvRow, spreadsheetCell } from '../../formats/csv-text.ts';
import { fileAnswer } from '../downloads.ts';
import { dataTable, nextPage, section, sizeText } from '../data-table.ts';
import { type Field, type Input, readFields, textIn } from '../fields.ts';
import { filterForm, listPath } from '../filters.ts';
import { uploadForm } from '../forms.ts';
import { frame } from '../frame.ts';
import { type Markup, figure, localDay, words } from '../layout.ts';
import type { Outcome, Part, Upload } from '../route.ts';
import { askPreview } from './import.ts';
import { provinceOnly } from '../upload-case.ts';
import type { Visit } from '../visit.ts';

const SHOWN_UPLOADS = 20;

const UPLOAD: Upload = {
  name: 'bring-registry',
  path: '/imports',
  roles: ['officer'],
  kind: 'registry',
  label: { vi: 'Gửi lên và xem trước', en: 'send and preview' },
  summary: {
    vi: 'Gửi tệp sổ và xem trước',
    en: 'Brings registry files (one CSV, several, or one .xlsx); answers the number of the upload and of its preview',
  },
  fields: [],
  logged: [],
  file: {
    label: { vi: 'Tệp danh sách: một .xlsx, hoặc một hay nhiều .csv', en: 'one .xlsx, or one or several .csv' },
    endings: ['.csv', '.xlsx'],
    isMany: true,
  },
  page: (visit) => show(visit),
  objection: provinceOnly,
  async perform(visit, _input, brought): Promise<Result<Outcome>> {
    const taskNo = await askPreview(visit, brought.uploadNo, brought.path);
    return done({
      place: `/imports/${brought.uploadNo}`,
      notice: {
        vi: 'Đã nhận tệp, đang xem trước. Chưa có gì thay đổi.',
        en: 'Received; being previewed. Nothing has changed.',
      },
      document: { upload_no: brought.uploadNo, sha256: brought.sha256, bytes: brought.bytes, task_no: taskNo },
    });
  },
};

const QUERY: readonly Field[] = [
  {
    name: 'table',
    label: { vi: 'Bảng', en: 'table' },
    kind: 'choice',
    required: false,
    choices: Object.entries(STORED_TABLES).map(([file, { name }]) => ({
      value: name,
      label: { vi: file, en: name },
    })),
  },
  { name: 'actor', label: { vi: 'Người nạp', en: 'who' }, kind: 'line', required: false },
  { name: 'next', label: { vi: 'Từ số', en: 'where the page before ended' }, kind: 'number', required: false },
];

function listOf(visit: Visit, query: Input): ReturnType<typeof listImports> {
  const next = textIn(query, 'next');
  const filter = { table: textIn(query, 'table') || null, actor: textIn(query, 'actor') || null };
  return listImports(visit.database.pool, filter, next === '' ? null : Number(next), visit.office.settings.timeZone);
}

function uploadTable(uploads: readonly Kept[]): Markup {
  return dataTable({
    caption: { vi: 'Tệp đã gửi lên', en: 'files that were sent' },
    columns: [
      { label: { vi: 'Tệp', en: 'file' } },
      { label: { vi: 'Kích thước', en: 'size' }, isNumber: true },
      { label: { vi: 'Người gửi', en: 'who' } },
      { label: { vi: 'Lúc', en: 'when' } },
      { label: { vi: 'SHA-256', en: 'hash' } },
    ],
    rows: uploads.map((one) => [
      html`<a href="/imports/${one.uploadNo}">${one.uploadNo}. ${one.fileName}</a>`,
      sizeText(one.bytes),
      one.actor,
      localDay(one.at),
      html`<code>${one.sha256.slice(0, 12)}…</code>`,
    ]),
    empty: { vi: 'Chưa gửi tệp nào. Chọn tệp ở trên.', en: 'Nothing was sent yet. Choose a file above.' },
  });
}

function historyTable(rows: readonly ImportedFile[]): Markup {
  const number = (label: { vi: string; en: string }): { label: typeof label; isNumber: true } => ({
    label,
    isNumber: true,
  });
  return dataTable({
    caption: { vi: 'Các lần nạp', en: 'what was loaded' },
    columns: [
      { label: { vi: 'Tệp', en: 'file' } },
      { label: { vi: 'Bảng', en: 'table' } },
      { label: { vi: 'Người nạp', en: 'who' } },
      { label: { vi: 'Lúc', en: 'when' } },
      number({ vi: 'Đọc', en: 'read' }),
      number({ vi: 'Thêm', en: 'added' }),
      number({ vi: 'Thay', en: 'replaced' }),
      number({ vi: 'Loại', en: 'rejected' }),
    ],
    rows: rows.map((one) => [
      html`${one.importFileNo}. ${one.fileName} <small><code>${one.sha256.slice(0, 12)}…</code></small>`,
      one.table,
      one.actor,
      html`${localDay(one.startedAt)}
      ${one.finishedAt === null ? html`<span class="warn">▲ ${words({ vi: 'bị ngắt', en: 'broken off' })}</span>` : ''}`,
      figure(one.read),
      figure(one.added),
      figure(one.replaced),
      figure(one.rejected),
    ]),
    empty: { vi: 'Không có lần nạp nào như vậy.', en: 'Nothing of the kind was loaded.' },
  });
}

async function show(visit: Visit): Promise<Markup> {
  const page = { title: 'Nạp sổ', section: '/imports' };
  const title = html`<h1>${words({ vi: 'Nạp sổ', en: 'registry' })}</h1>`;
  const barred = provinceOnly(visit);
  if (barred !== null) return frame(visit, page, [title, html`<p class="empty">${barred.message}</p>`]);
  const read = readFields(QUERY, visit.request.req.method === 'GET' ? visit.request.req.query() : {});
  const query: Input = read.ok ? read.value : new Map(QUERY.map(({ name }) => [name, '']));
  const [uploads, history] = await Promise.all([
    latestUploads(visit.database.pool, 'registry', SHOWN_UPLOADS, visit.office.settings.timeZone),
    listOf(visit, query),
  ]);
  return frame(visit, page, [
    title,
    visit.user.role === 'officer' ? section('bring', UPLOAD.label, uploadForm(visit, UPLOAD, UPLOAD.path)) : html``,
    section('uploads', { vi: 'Tệp đã gửi lên', en: 'files that were sent' }, uploadTable(uploads)),
    section(
      'history',
      { vi: 'Lịch sử nạp', en: 'what was loaded' },
      html`${filterForm('/imports', QUERY.slice(0, 2), query)} ${historyTable(history.rows)}
        ${nextPage('/imports', query, history.next)}
        <p><a href="${listPath('/imports.csv', query, { next: '' })}">CSV</a></p>`,
    ),
  ]);
}

function entry(one: ImportedFile): Record<string, string | number | null> {
  const { importFileNo, table, fileName, sha256, actor, startedAt, finishedAt, read, added, replaced, rejected } = one;
  const about = { import_file_no: importFileNo, table, file_name: fileName, sha256, actor };
  return { ...about, started_at: startedAt, finished_at: finishedAt, read, added, replaced, rejected };
}

/** Every import of the filter, page after page. */
async function* everyImport(visit: Visit, query: Input): AsyncGenerator<string> {
  yield csvRow([
    'import_file_no',
    'table',
    'file_name',
    'sha256',
    'actor',
    'started_at',
    'finished_at',
    'read',
    'added',
    'replaced',
    'rejected',
  ]);
  for (let next: string | null = textIn(query, 'next'); next !== null;) {
    const page = await listOf(visit, new Map([...query, ['next', next]]));
    for (const one of page.rows)
      yield csvRow(Object.values(entry(one)).map((cell) => spreadsheetCell(String(cell ?? ''))));
    next = page.next === null ? null : String(page.next);
  }
}

/** Registry files: what was brought and what was loaded. */
export const IMPORTS_PART: Part = {
  screens: [{ path: '/imports', roles: ['officer', 'auditor'], show }],
  actions: [],
  uploads: [UPLOAD],
  readings: [
    {
      path: '/imports',
      roles: ['officer', 'auditor'],
      summary: { vi: 'Lịch sử nạp', en: 'Files that were loaded into the registry, newest first' },
      query: QUERY,
      async read(visit, query) {
        const barred = provinceOnly(visit);
        if (barred !== null) return { ok: false, failure: barred };
        const { rows, next } = await listOf(visit, query);
        return done({ imports: rows.map(entry), next });
      },
    },
  ],
  downloads: [
    {
      name: 'imports',
      path: '/imports.csv',
      roles: ['officer', 'auditor'],
      summary: { vi: 'Lịch sử nạp (CSV)', en: 'What was loaded, as CSV' },
      query: QUERY,
      send(visit, query) {
        const barred = provinceOnly(visit);
        if (barred !== null) return Promise.resolve({ ok: false, failure: barred });
        return Promise.resolve(done(fileAnswer('imports.csv', everyImport(visit, query))));
      },
    },
  ],
};
