import { join } from 'node:path';
import type { Database } from '../store/database.ts';
import { filesBelow, folderEntries, measureFile } from '../store/files.ts';
import { listPayoutFiles } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import type { Finding } from './finding.ts';
import { folderOf } from './write-payout-files.ts';

const MANIFEST = 'manifest.json';

/** Compares the payout files of an issued run on disk with their recorded hashes: changed, missing, or more than were written. */
export async function verifyFiles(
  database: Database,
  out: string,
  run: Run,
): Promise<{ readonly files: number; readonly findings: readonly Finding[] }> {
  const folder = folderOf(out, run);
  const wanted = new Map((await listPayoutFiles(database, run.runNo)).map((file) => [file.path, file.sha256]));
  if (run.manifestSha256 !== null) wanted.set(MANIFEST, run.manifestSha256);
  const findings: Finding[] = [];
  const say = (code: string, path: string, what: string): void => {
    const where = `${run.runId}/${path}`;
    findings.push({ code, where, message: `${where}: ${what}. Written again by: chitra files ${run.runId}` });
  };
  for (const [path, sha256] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const now = await measureFile(join(folder, path));
    if (now === null) say('file_missing', path, 'tệp không còn (the file is missing)');
    else if (now.sha256 !== sha256) say('file_changed', path, 'tệp đã bị sửa (the file was changed)');
  }
  const there = (await folderEntries(folder)) === null ? [] : await filesBelow(folder);
  for (const path of there) {
    if (!wanted.has(path)) say('file_unknown', path, 'tệp không do chương trình ghi (the file is not of this run)');
  }
  return { files: wanted.size, findings };
}
