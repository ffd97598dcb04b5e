import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { type PublicKey, createMessage, encrypt, readKeys } from 'openpgp';
import { type Result, done, refused } from '../domain/failure.ts';
import { csvRow } from '../formats/csv-text.ts';
import { bytesOf, folderEntries, writeFileWhole } from '../store/files.ts';
import { type PayoutFile, listPayoutFiles } from '../store/payouts.ts';
import { type Run, findRun } from '../store/runs.ts';
import type { Desk } from './context.ts';
import { folderOf } from './write-payout-files.ts';

/** What to encrypt, and to whom. */
export interface EncryptRequest {
  readonly runId: string;
  /** BIN of the bank that is asked to pay. */
  readonly bank: string;
  /** The file with the bank's public key, and the folder for what is encrypted. */
  readonly keyPath: string;
  readonly folder: string;
}

/** What was written. */
export interface Encrypted {
  readonly files: number;
  readonly fingerprint: string;
}

function badKey(why: string): ReturnType<typeof refused> {
  return refused(
    'bad_bank_key',
    `Khóa của ngân hàng không dùng được (the bank's key cannot be used: ${why}). Ask the bank for its public OpenPGP key, and compare the fingerprint by telephone.`,
  );
}

/** The bank's public key. Refuses what is no key, more than one, a private one, and one that cannot encrypt (expired, revoked, for signing only). */
async function bankKey(path: string): Promise<Result<PublicKey>> {
  const bytes = await bytesOf(path);
  if (bytes === null) return badKey('there is no such file');
  const text = Buffer.from(bytes).toString('latin1');
  const isArmored = text.includes('-----BEGIN PGP');
  const found = isArmored ? readKeys({ armoredKeys: text }) : readKeys({ binaryKeys: Uint8Array.from(bytes) });
  const keys = await found.catch(() => []);
  const [key] = keys;
  if (key === undefined) return badKey('it is no OpenPGP key');
  if (keys.length > 1) return badKey('the file holds several keys; it must hold one');
  if (key.isPrivate()) return badKey('it is a private key, which nobody may give away');
  const usable = await key.getEncryptionKey().then(
    () => true,
    () => false,
  );
  return usable ? done(key) : badKey('it is expired, revoked or only for signing');
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The files by which a bank is asked; of runs of earlier versions those for accounts at it. */
function filesFor(recorded: readonly PayoutFile[], bank: string): readonly PayoutFile[] {
  return recorded.filter((file) => file.copyOf === null && (file.debtorBank ?? file.provider) === bank);
}

async function encryptOne(
  run: Run,
  file: PayoutFile,
  key: PublicKey,
  from: string,
  to: string,
): Promise<Result<string>> {
  const bytes = await bytesOf(join(from, file.path));
  if (bytes === null || sha256(bytes) !== file.sha256)
    return refused(
      'file_changed',
      `${run.runId}/${file.path}: tệp không còn hoặc đã bị sửa (the file is missing or was changed). Written again by: chitra files ${run.runId}`,
    );
  const message = await createMessage({ binary: Uint8Array.from(bytes), filename: basename(file.path) });
  const encrypted = await encrypt({ message, encryptionKeys: key, format: 'binary' });
  await writeFileWhole(join(to, `${file.path}.pgp`), [encrypted]);
  if (file.signature !== null)
    await writeFileWhole(join(to, `${file.path}.sig`), [Buffer.from(file.signature, 'base64')]);
  const row = [file.path, `${file.path}.pgp`, file.sha256, sha256(encrypted), key.getFingerprint().toUpperCase()];
  return done(csvRow(row));
}

/**
 * Encrypts the written files by which a bank is asked to its public key (OpenPGP, RFC 9580): each proved by its recorded hash first, FILE.pgp beside
 * its signature, and an index. What is encrypted has other bytes each time, so nothing of it is recorded. Refuses an unusable key, a folder that
 * holds something, a bank that the run does not ask, and a file that is missing or was changed.
 */
export async function encryptFiles(desk: Desk, request: EncryptRequest): Promise<Result<Encrypted>> {
  const { runId, bank, folder } = request;
  const run = await findRun(desk.database, runId);
  if (run === null) return refused('unknown_run', `There is no run ${runId}. See the runs: chitra status`);
  const there = await folderEntries(folder);
  if (there === 'file' || (there !== null && there.length > 0))
    return refused(
      'folder_not_empty',
      `${folder}: thư mục đã có nội dung. The folder is not empty: name a new one with --out.`,
    );
  const key = await bankKey(request.keyPath);
  if (!key.ok) return key;
  const files = filesFor(await listPayoutFiles(desk.database, run.runNo), bank);
  if (files.length === 0)
    return refused(
      'no_files',
      `Kỳ chi ${runId} không có tệp gửi ngân hàng ${bank} (the run has no files for this bank). Its banks stand in manifest.json as debtor_bank.`,
    );
  const index = [csvRow(['path', 'encrypted_path', 'sha256', 'encrypted_sha256', 'key_fingerprint'])];
  for (const file of files) {
    const row = await encryptOne(run, file, key.value, folderOf(desk.out, run), folder);
    if (!row.ok) return row;
    index.push(row.value);
  }
  await writeFileWhole(join(folder, 'index.csv'), index);
  return done({ files: files.length, fingerprint: key.value.getFingerprint().toUpperCase() });
}
