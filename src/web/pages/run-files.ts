import { done } from '../../domain/failure.ts';
import { html } from 'hono/html';
import { providerName } from '../../labels/providers.ts';
import { listCommunes } from '../../store/communes.ts';
import { type FileFilter, type FileRow, filesByProvider, kindsOfFiles, listFiles } from '../../store/file-list.ts';
import type { Run } from '../../store/runs.ts';
import { type Field, type Input, textIn } from '../fields.ts';
import { AFTER, filterOf } from '../filters.ts';
import { frame } from '../frame.ts';
import { type Markup, runPath, words } from '../layout.ts';
import { type Part, READERS } from '../route.ts';
import type { Visit } from '../visit.ts';
import { NOT_FOUND } from '../error-page.ts';
import { problemAnswer } from '../problem-answer.ts';
import { runFilesSection } from './run-files-section.ts';
import { runOfPath } from './run.ts';

function line(name: string, vi: string, en: string): Field {
  return { name, label: { vi, en }, kind: 'line', required: false };
}

/** What the list of a run's files can be narrowed to. */
export const FILTERS: readonly Field[] = [
  line('provider', 'Đơn vị chi trả', 'provider'),
  line('commune', 'Xã, phường', 'commune'),
  line('kind', 'Loại tệp', 'kind'),
  AFTER,
];

function filterIn(input: Input): FileFilter {
  const value = (name: string): string | null => textIn(input, name) || null;
  return { provider: value('provider'), communeCode: value('commune'), kind: value('kind') };
}

/** Where a payout file is taken from. */
export function filePath(run: Pick<Run, 'runId'>, path: string): string {
  return `${runPath(run.runId)}/files/${path.split('/').map(encodeURIComponent).join('/')}`;
}

async function show(given: Visit): Promise<Markup | Response> {
  const run = await runOfPath(given);
  if (!run.ok) return problemAnswer(given.request, given.office.context.provinceName, NOT_FOUND);
  const { visit, input } = filterOf(given, FILTERS);
  const { pool } = visit.database;
  const filter = filterIn(input);
  const { runNo, runId } = run.value;
  const [page, sums, all, kinds, communes] = await Promise.all([
    listFiles(pool, runNo, filter, textIn(input, AFTER.name) || null),
    filesByProvider(pool, runNo, filter),
    filesByProvider(pool, runNo, { provider: null, communeCode: null, kind: null }),
    kindsOfFiles(pool, runNo),
    listCommunes(pool),
  ]);
  const choice = (value: string, vi: string): NonNullable<Field['choices']>[number] => ({
    value,
    label: { vi, en: '' },
  });
  const content = runFilesSection({
    path: `${runPath(runId)}/files`,
    fields: FILTERS,
    input,
    choices: {
      provider: all.map((one) => choice(one.provider, providerName(one.provider))),
      commune: communes.map((one) => choice(one.code, `${one.name} ${one.code}`)),
      kind: kinds.map((kind) => choice(kind, kind)),
    },
    page,
    sums,
    hrefOf: (path) => filePath(run.value, path),
  });
  return frame(
    visit,
    { title: `Tệp chi trả đợt ${runId}`, section: '/runs' },
    html`<p class="crumbs"><a href="/runs">Đợt chi trả</a> › <a href="${runPath(runId)}">${runId}</a> › Tệp</p>
      <h1>${words({ vi: `Tệp chi trả đợt ${runId}`, en: 'payout files' })}</h1>
      <p>
        <a class="button second" href="${runPath(runId)}/files.zip"
          >${words({ vi: 'Tải mọi tệp (.zip)', en: 'take all files' })}</a
        >
        ${visit.user.communes === null ? html`<a href="${runPath(runId)}/manifest.json">manifest.json</a>` : ''}
      </p>
      ${content}`,
  );
}

function fileEntry(file: FileRow): Record<string, unknown> {
  const { path, sha256, bytes, kind, provider, communeCode, payments, amount, messageId, executesOn, copyOf } = file;
  const ids = { message_id: messageId, executes_on: executesOn, copy_of: copyOf };
  return { path, sha256, bytes, kind, provider, commune_code: communeCode, payments, amount, ...ids };
}

/** The payout files of a run, fifty a page. */
export const RUN_FILES_PART: Part = {
  screens: [{ path: '/runs/:runId/files', roles: READERS, show }],
  actions: [],
  readings: [
    {
      path: '/runs/:runId/files',
      roles: READERS,
      summary: {
        vi: 'Tệp chi trả của một đợt',
        en: 'Payout files of a run, 50 a page: ask for what stands behind `next`',
      },
      query: FILTERS,
      async read(visit, query) {
        const run = await runOfPath(visit);
        if (!run.ok) return run;
        const after = textIn(query, AFTER.name) || null;
        const page = await listFiles(visit.database.pool, run.value.runNo, filterIn(query), after);
        return done({ files: page.rows.map(fileEntry), next: page.next });
      },
    },
  ],
  downloads: [],
};
