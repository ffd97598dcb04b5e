import { join } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import { type Month, formatMonth } from '../domain/month.ts';
import { sumVnd } from '../domain/money.ts';
import { BAG_DECLARATION, type BagFile, bagInfo, bagInstructions, bagManifest } from '../formats/bag.ts';
import { filesBelow, folderEntries, writeFileWhole } from '../store/files.ts';
import { inSnapshot } from '../store/report-snapshot.ts';
import type { Run } from '../store/runs.ts';
import { lastSeal } from '../store/seals.ts';
import type { Desk } from './context.ts';
import { writeForm09 } from './form-09.ts';
import { fourWaysFile, fourWaysJson } from './four-ways-answer.ts';
import { fourWaysOf } from './four-ways.ts';
import {
  copySentFiles,
  measuredFile,
  textFile,
  writeForms,
  writeLaws,
  writeReceived,
  writeSignatures,
} from './pack-parts.ts';
import { reconcileMonth } from './reconcile-month.ts';
import { runsToReport } from './report-month.ts';
import type { ReportWords } from './report-words.ts';

/** What a pack is made from, and who signs it. */
export type PackBooks = Desk;

/** What is asked of a pack. */
export interface PackWish {
  readonly month: Month;
  /** Made anew, or empty. */
  readonly folder: string;
  readonly sampleSize: number;
}

/** What was packed. */
export interface Packed {
  readonly files: number;
  readonly bytes: number;
  /** Of tagmanifest-sha256.txt: names the whole pack. */
  readonly sha256: string;
  /** Runs whose files were missing or altered where they had been issued, and were made again. */
  readonly remade: readonly string[];
}

/** The runs to pack. Refuses a month in which nothing was issued, or is being issued, and a folder that holds something. */
async function runsToPack(books: PackBooks, { month, folder }: PackWish): Promise<Result<readonly Run[]>> {
  const there = await folderEntries(folder);
  if (there === 'file' || (there !== null && there.length > 0))
    return refused(
      'folder_not_empty',
      `${folder}: thư mục đã có nội dung. The folder is not empty: name a new one with --out.`,
    );
  const found = await runsToReport(books.database, month);
  if (!found.ok) return found;
  const issued = found.value.filter((run) => run.issueNo !== null || run.status === 'approved');
  const name = formatMonth(month);
  if (issued.length === 0)
    return refused(
      'not_issued',
      `Tháng ${name} chưa có kỳ chi được duyệt. No run of ${name} is issued yet. Approve it first: chitra approve RUN --actor NAME`,
    );
  const open = issued.find((run) => run.manifestSha256 === null);
  if (open !== undefined)
    return refused(
      'no_files',
      `${open.runId}: đang ghi tệp chi trả. Its payout files are being written. Wait until they are: chitra status`,
    );
  return done(issued);
}

async function writeTables(books: PackBooks, wish: PackWish, words: ReportWords): Promise<Result<null>> {
  const name = formatMonth(wish.month);
  const data = join(wish.folder, 'data');
  const report = { month: wish.month, out: join(data, `report-${name}.xlsx`), csvFolder: join(data, 'tables') };
  const reported = await reconcileMonth(books, { ...report, seed: null, sampleSize: wish.sampleSize }, words);
  if (!reported.ok) return reported;
  const form = { month: wish.month, out: join(data, `form-09-${name}.xlsx`), unit: books.provinceName };
  return writeForm09(books.database, form, words);
}

async function writeEvidence(
  books: PackBooks,
  wish: PackWish,
  runs: readonly Run[],
): Promise<Result<readonly string[]>> {
  const data = join(wish.folder, 'data');
  const remade: string[] = [];
  for (const run of runs) {
    const copied = await copySentFiles(books, run, books.out, join(data, 'sent'));
    if (!copied.ok) return copied;
    if (copied.value) remade.push(run.runId);
  }
  await inSnapshot(books.database, async (client) => {
    const runNos = runs.map((run) => run.runNo);
    const fileNos = await writeReceived(client, runNos, join(data, 'received'));
    await writeSignatures(client, { province: books.province, month: wish.month, fileNos }, data);
    await writeLaws(client, runs, join(data, 'law'));
    await writeForms(client, runs, join(data, 'banks'));
  });
  return done(remade);
}

/** The four ways of the month, the instructed one read back from the files that are packed. */
async function writeFourWays(books: PackBooks, { month, folder }: PackWish): Promise<Result<null>> {
  const data = join(folder, 'data');
  const ways = await fourWaysOf({ ...books, out: join(data, 'sent') }, month);
  if (!ways.ok) return ways;
  await writeFileWhole(join(data, 'four-ways-read-back.csv'), fourWaysFile(ways.value));
  await textFile(data, 'four-ways-read-back.json', `${JSON.stringify(fourWaysJson(ways.value), null, 2)}\n`);
  return done(null);
}

/** The manifests around what was packed, signed: the last file that is written makes the pack whole. */
async function closeBag(
  books: PackBooks,
  wish: PackWish,
  runs: readonly Run[],
  head: string,
): Promise<Omit<Packed, 'remade'>> {
  const { folder } = wish;
  const payload: BagFile[] = [];
  for (const path of await filesBelow(join(folder, 'data'))) payload.push(await measuredFile(folder, `data/${path}`));
  const month = formatMonth(wish.month);
  const totals = runs.flatMap((run) => (run.totals === null ? [] : [run.totals]));
  const info = bagInfo(
    [
      ['Source-Organization', books.provinceName],
      ['External-Identifier', `chitra-${books.province}-${month}`],
      ['External-Description', `Bằng chứng chi trả tháng ${month} / evidence of the payments of ${month}`],
      ['Chitra-Runs', runs.map((run) => run.runId).join(' ')],
      ['Chitra-Payments', String(totals.reduce((sum, one) => sum + one.payments, 0))],
      ['Chitra-Amount-VND', String(sumVnd(totals.map((one) => one.amount)))],
      ['Chitra-Ledger-Head', head],
      ['Chitra-Key', books.signer.keyId],
    ],
    payload,
  );
  const tags: readonly (readonly [string, string])[] = [
    ['bagit.txt', BAG_DECLARATION],
    ['bag-info.txt', info],
    ['manifest-sha256.txt', bagManifest(payload)],
    ['public-key.pem', books.signer.publicKey],
    ['how-to-check.txt', bagInstructions(books.signer.keyId)],
  ];
  for (const [name, text] of tags) await textFile(folder, name, text);
  const tagFiles = await Promise.all(tags.map(([name]) => measuredFile(folder, name)));
  const tagManifest = bagManifest(tagFiles);
  await textFile(folder, 'tagmanifest-sha256.txt', tagManifest);
  await textFile(folder, 'tagmanifest-sha256.txt.sig', `${books.signer.sign(Buffer.from(tagManifest))}\n`);
  const { sha256 } = await measuredFile(folder, 'tagmanifest-sha256.txt');
  return { files: payload.length, bytes: payload.reduce((sum, file) => sum + file.bytes, 0), sha256 };
}

/**
 * Writes the evidence of a month into a folder in BagIt layout (RFC 8493): workbook and tables, form 09, files sent and received,
 * approvals, seals, law; manifests that `sha256sum -c` checks, and a detached ed25519 signature. The same books give the same
 * bytes. Refuses a folder that holds something, a month that is not issued, and books that moved meanwhile.
 */
export async function packMonth(books: PackBooks, wish: PackWish, words: ReportWords): Promise<Result<Packed>> {
  const runs = await runsToPack(books, wish);
  if (!runs.ok) return runs;
  const before = await lastSeal(books.database.pool);
  const tables = await writeTables(books, wish, words);
  if (!tables.ok) return tables;
  const remade = await writeEvidence(books, wish, runs.value);
  if (!remade.ok) return remade;
  const ways = await writeFourWays(books, wish);
  if (!ways.ok) return ways;
  const after = await lastSeal(books.database.pool);
  if (before?.head !== after?.head)
    return refused(
      'books_moved',
      'Sổ cái vừa có bút toán mới. The books were added to while the pack was written: write it again into a new folder.',
    );
  return done({ ...(await closeBag(books, wish, runs.value, after?.head ?? '')), remade: remade.value });
}
