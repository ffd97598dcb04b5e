import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from '../store/database.ts';
import { fileChunks, folderEntries } from '../store/files.ts';
import { listPayoutFiles } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import type { Finding } from './finding.ts';
import { folderOf } from './write-payout-files.ts';

const MANIFEST = 'manifest.json';

async function hashOf(path: string): Promise<string | null> {
  if ((await folderEntries(path)) !== 'file') return null;
  const hash = createHash('sha256');
  for await (const chunk of fileChunks(path)) hash.update(chunk);
  return hash.digest('hex');
}

async function filesBelow(folder: string, under = ''): Promise<string[]> {
  const entries = await folderEntries(join(folder, under));
  if (entries === null || entries === 'file') return [];
  const found = await Promise.all(
    entries.map(async (name) => {
      const path = under === '' ? name : `${under}/${name}`;
      return (await folderEntries(join(folder, path))) === 'file' ? [path] : filesBelow(folder, path);
    }),
  );
  return found.flat().sort();
}

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
    const now = await hashOf(join(folder, path));
    if (now === null) say('file_missing', path, 'tệp không còn (the file is missing)');
    else if (now !== sha256) say('file_changed', path, 'tệp đã bị sửa (the file was changed)');
  }
  for (const path of await filesBelow(folder)) {
    if (!wanted.has(path)) say('file_unknown', path, 'tệp không do chương trình ghi (the file is not of this run)');
  }
  return { files: wanted.size, findings };
}
