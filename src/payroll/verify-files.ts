import { createHash, createPublicKey, verify } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from '../store/database.ts';
import { bytesOf, filesBelow, folderEntries, measureFile } from '../store/files.ts';
import { type PayoutFile, listPayoutFiles } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import { publicKeys } from '../store/seals.ts';
import type { Finding } from './finding.ts';
import { folderOf } from './write-payout-files.ts';

const MANIFEST = 'manifest.json';

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Files whose recorded signature no key of the books made over the bytes that were recorded. Changed files are told already. */
async function wronglySigned(database: Database, folder: string, recorded: readonly PayoutFile[]): Promise<string[]> {
  const keys = [...(await publicKeys(database.pool)).values()].map((key) => createPublicKey(key));
  const wrong: string[] = [];
  for (const { path, sha256, signature } of recorded) {
    const bytes = signature === null ? null : await bytesOf(join(folder, path));
    if (bytes === null || signature === null || sha256Of(bytes) !== sha256) continue;
    if (!keys.some((key) => verify(null, bytes, key, Buffer.from(signature, 'base64')))) wrong.push(path);
  }
  return wrong;
}

/** Compares the payout files of an issued run on disk with their recorded hashes: changed, missing, or more than were written. */
export async function verifyFiles(
  database: Database,
  out: string,
  run: Run,
): Promise<{ readonly files: number; readonly findings: readonly Finding[] }> {
  const folder = folderOf(out, run);
  const recorded = await listPayoutFiles(database, run.runNo);
  const wanted = new Map(recorded.map((file) => [file.path, file.sha256]));
  for (const { path, signature } of recorded)
    if (signature !== null) wanted.set(`${path}.sig`, sha256Of(Buffer.from(signature, 'base64')));
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
  for (const path of await wronglySigned(database, folder, recorded))
    say('file_signature_wrong', path, 'chữ ký không phải của tệp này (the recorded signature is not of this file)');
  const there = (await folderEntries(folder)) === null ? [] : await filesBelow(folder);
  for (const path of there) {
    if (!wanted.has(path)) say('file_unknown', path, 'tệp không do chương trình ghi (the file is not of this run)');
  }
  return { files: wanted.size, findings };
}
