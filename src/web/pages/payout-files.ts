import { join } from 'node:path';
import { type Result, done, refused } from '../../domain/failure.ts';
import { folderOf } from '../../payroll/write-payout-files.ts';
import { fileChunks, measureFile } from '../../store/files.ts';
import { type PayoutFile, listPayoutFiles } from '../../store/payouts.ts';
import type { Run } from '../../store/runs.ts';
import { fileAnswer, zipAnswer } from '../downloads.ts';
import { type Part, READERS } from '../route.ts';
import { provinceOnly } from '../upload-case.ts';
import { type Visit, pathPart } from '../visit.ts';
import { runOfPath } from './run.ts';

const UNKNOWN = refused(
  'unknown_file',
  'Không có tệp này trong phạm vi của bạn. / There is no such file in your scope.',
);

function altered(run: Run, path: string): ReturnType<typeof refused> {
  return refused(
    'file_altered',
    `${path}: tệp trên máy chủ mất hoặc bị sửa, không gửi. Lập lại: chitra files ${run.runId}. / The file is missing or altered and is not sent. Make it again: chitra files ${run.runId}`,
  );
}

/** Whether a file on the disk is the one that was recorded when it was written. */
async function isAsRecorded(folder: string, file: Pick<PayoutFile, 'path' | 'sha256'>): Promise<boolean> {
  return (await measureFile(join(folder, file.path)))?.sha256 === file.sha256;
}

/** The path behind /files/ of the address: a file of the run that the user sees, or none. */
function askedPath(visit: Visit): string {
  return pathPart(visit, 'path');
}

async function sendFile(visit: Visit): Promise<Result<Response>> {
  const run = await runOfPath(visit);
  if (!run.ok) return run;
  const path = askedPath(visit);
  // Why looked up: only what was recorded for the run is ever read, whatever stands in the address.
  const file = (await listPayoutFiles(visit.database, run.value.runNo)).find((one) => one.path === path);
  if (file === undefined) return UNKNOWN;
  const folder = folderOf(visit.office.context.out, run.value);
  if (!(await isAsRecorded(folder, file))) return altered(run.value, file.path);
  return done(fileAnswer(file.path.replaceAll('/', '-'), fileChunks(join(folder, file.path)), file.bytes));
}

async function sendAll(visit: Visit): Promise<Result<Response>> {
  const run = await runOfPath(visit);
  if (!run.ok) return run;
  const files: Pick<PayoutFile, 'path' | 'sha256'>[] = [...(await listPayoutFiles(visit.database, run.value.runNo))];
  if (files.length === 0) return UNKNOWN;
  const { manifestSha256 } = run.value;
  if (visit.user.communes === null && manifestSha256 !== null)
    files.push({ path: 'manifest.json', sha256: manifestSha256 });
  const folder = folderOf(visit.office.context.out, run.value);
  for (const file of files) if (!(await isAsRecorded(folder, file))) return altered(run.value, file.path);
  const parts = files.map(({ path }) => ({ name: path, chunks: () => fileChunks(join(folder, path)) }));
  return done(zipAnswer(`${run.value.runId}.zip`, parts));
}

async function sendManifest(visit: Visit): Promise<Result<Response>> {
  const barred = provinceOnly(visit);
  if (barred !== null) return { ok: false, failure: barred };
  const run = await runOfPath(visit);
  if (!run.ok) return run;
  const { manifestSha256 } = run.value;
  if (manifestSha256 === null) return UNKNOWN;
  const folder = folderOf(visit.office.context.out, run.value);
  const manifest = { path: 'manifest.json', sha256: manifestSha256 };
  if (!(await isAsRecorded(folder, manifest))) return altered(run.value, manifest.path);
  return done(fileAnswer(`${run.value.runId}-manifest.json`, fileChunks(join(folder, manifest.path))));
}

/** The payout files of a run: what banks and post offices get. */
export const PAYOUT_FILES_PART: Part = {
  screens: [],
  actions: [],
  readings: [],
  downloads: [
    {
      name: 'payout-file',
      path: '/runs/:runId/files/:path{.+}',
      roles: READERS,
      summary: {
        vi: 'Một tệp chi trả',
        en: 'One payout file, as its path in the manifest; proved by its hash before it is sent',
      },
      query: [],
      send: sendFile,
    },
    {
      name: 'payout-files',
      path: '/runs/:runId/files.zip',
      roles: READERS,
      summary: { vi: 'Mọi tệp chi trả', en: 'All payout files of a run that the user sees, as .zip' },
      query: [],
      send: sendAll,
    },
    {
      name: 'manifest',
      path: '/runs/:runId/manifest.json',
      roles: READERS,
      summary: { vi: 'manifest.json', en: 'The manifest of a run' },
      query: [],
      send: sendManifest,
    },
  ],
};
