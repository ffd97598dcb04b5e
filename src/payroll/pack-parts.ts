import { join } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import type { BagFile } from '../formats/bag.ts';
import { csvRow, spreadsheetCell } from '../formats/csv-text.ts';
import { headText } from '../formats/ledger-head.ts';
import { findLawTexts } from '../store/amendments.ts';
import { findBankForms } from '../store/bank-forms.ts';
import type { Client } from '../store/database.ts';
import { approvalsOf, receivedFiles, receivedRows, sealsOfMonth } from '../store/evidence-pack.ts';
import { fileChunks, measureFile, writeFileWhole } from '../store/files.ts';
import { listPayoutFiles } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import { publicKeys } from '../store/seals.ts';
import type { ListPlace } from './payout-lists.ts';
import { folderOf, rewriteFiles } from './write-payout-files.ts';

/** Hash and size of a file below a folder, which must be there. */
export async function measuredFile(folder: string, path: string): Promise<BagFile> {
  const found = await measureFile(join(folder, path));
  if (found === null) throw new RangeError('a file of the pack is gone');
  return { path, ...found };
}

/** Writes a text below a folder. */
export async function textFile(folder: string, path: string, text: string): Promise<void> {
  await writeFileWhole(join(folder, path), [text]);
}

/** Files of a run as they stand where they were issued; null when one is missing or has another hash. */
async function issuedFiles(place: ListPlace, run: Run, out: string): Promise<readonly BagFile[] | null> {
  const recorded = (await listPayoutFiles(place.database, run.runNo)).map(({ path, sha256 }) => ({ path, sha256 }));
  const manifest = { path: 'manifest.json', sha256: run.manifestSha256 ?? '' };
  const files: BagFile[] = [];
  for (const { path, sha256 } of [...recorded, manifest]) {
    const found = await measureFile(join(folderOf(out, run), path));
    if (found?.sha256 !== sha256) return null;
    files.push({ path, ...found });
  }
  return files;
}

/**
 * Copies the files that a run sent into `folder`/<month>/<run>; where one is missing or altered, all of them are made again from
 * the books and proved by their recorded hashes. Answers whether they were. Refuses files that come out otherwise.
 */
export async function copySentFiles(place: ListPlace, run: Run, out: string, folder: string): Promise<Result<boolean>> {
  const files = await issuedFiles(place, run, out);
  if (files === null) {
    const made = await rewriteFiles(place, run.runId, folder, () => undefined);
    if (!made.ok) return made;
    const { sha256 } = await measuredFile(made.value, 'manifest.json');
    if (sha256 === run.manifestSha256) return done(true);
    return refused(
      'file_differs',
      `${run.runId}: bảng kê lập lại khác bảng đã phát hành. manifest.json would not be what was issued: bring the run's folder back from where it was kept, then pack again.`,
    );
  }
  for (const { path } of files)
    await writeFileWhole(join(folderOf(folder, run), path), fileChunks(join(folderOf(out, run), path)));
  for (const { path, signature } of await listPayoutFiles(place.database, run.runNo))
    if (signature !== null)
      await writeFileWhole(join(folderOf(folder, run), `${path}.sig`), [Buffer.from(signature, 'base64')]);
  return done(false);
}

async function* receivedText(client: Client, fileNo: number): AsyncGenerator<string> {
  yield csvRow(['row', 'end_to_end_id', 'status', 'date', 'amount', 'reason', 'finding']);
  for await (const rows of receivedRows(client, fileNo))
    yield rows.map((row) => csvRow(row.map((cell) => spreadsheetCell(cell ?? '')))).join('');
}

/** Writes out what came back for these runs: the rows as they were read, and an index with the hashes of the originals. */
export async function writeReceived(
  client: Client,
  runNos: readonly number[],
  folder: string,
): Promise<readonly number[]> {
  const files = await receivedFiles(client, runNos);
  const index = [csvRow(['file_no', 'file_name', 'sha256', 'format', 'actor', 'loaded_at', 'rows', 'copy'])];
  for (const file of files) {
    const copy = `${String(file.fileNo).padStart(6, '0')}.csv`;
    await writeFileWhole(join(folder, copy), receivedText(client, file.fileNo));
    const told = [file.sha256, file.format, spreadsheetCell(file.actor), file.loadedAt, String(file.rows), copy];
    index.push(csvRow([String(file.fileNo), spreadsheetCell(file.fileName), ...told]));
  }
  await writeFileWhole(join(folder, 'index.csv'), index);
  return files.map((file) => file.fileNo);
}

/** Writes who made and approved the runs of the month, and the seals of the books about it as auditors keep them. */
export async function writeSignatures(
  client: Client,
  about: { readonly province: string; readonly month: number; readonly fileNos: readonly number[] },
  folder: string,
): Promise<void> {
  const runs = await approvalsOf(client, about.month);
  await textFile(folder, 'approvals.json', `${JSON.stringify({ runs }, null, 2)}\n`);
  const keys = await publicKeys(client);
  for (const seal of await sealsOfMonth(client, about.month, about.fileNos)) {
    const head = { ...seal, province: about.province, publicKey: keys.get(seal.keyId) ?? '' };
    const name = `${String(seal.sealNo).padStart(6, '0')}-${seal.runId ?? seal.kind}.txt`;
    await textFile(folder, join('heads', name), headText(head));
  }
}

/** Writes the texts of the laws that the runs were computed with. */
export async function writeLaws(client: Client, runs: readonly Run[], folder: string): Promise<void> {
  for (const sha256 of new Set(runs.map((run) => run.catalogueSha256))) {
    const texts = await findLawTexts(client, sha256);
    if (texts === null) {
      await textFile(
        folder,
        join(sha256, 'missing.txt'),
        'Không còn lưu nguyên văn. The texts of this law were not kept.\n',
      );
      continue;
    }
    for (const [group, files] of [texts.program, ...texts.amendments].entries())
      for (const [at, file] of files.entries()) {
        const place = group === 0 ? 'program' : `amendment-${group}`;
        await textFile(folder, join(sha256, place, `${String(at + 1).padStart(2, '0')}-${file.name}`), file.text);
      }
  }
}

/** Writes the sheets of banks that the runs were opened with; runs of earlier versions have none. */
export async function writeForms(client: Client, runs: readonly Run[], folder: string): Promise<void> {
  for (const sha256 of new Set(runs.map((run) => run.bankFormsSha256))) {
    if (sha256 === null) continue;
    for (const [at, file] of (await findBankForms(client, sha256)).entries()) {
      const name = `${String(at + 1).padStart(2, '0')}-${file.name.replaceAll('/', '-')}`;
      await textFile(folder, join(sha256, name), file.text);
    }
  }
}
