import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import { formatMonth } from '../domain/month.ts';
import { vnd } from '../domain/money.ts';
import { paymentIdOf } from '../domain/run.ts';
import { headName, headText } from '../formats/ledger-head.ts';
import { type FileAsks, manifestText } from '../formats/manifest.ts';
import { chapterOfRun, openChapter } from '../store/chapters.ts';
import { inTransaction } from '../store/database.ts';
import { removeDrafts, writeFileLoose, writeFileWhole } from '../store/files.ts';
import { insertPayoutFiles, listPayoutFiles, type PayoutFile, sealManifest } from '../store/payouts.ts';
import { type Run, findRun, getRun, lockBooks } from '../store/runs.ts';
import { type SignedSeal, insertKey, publicKeys, sealOf } from '../store/seals.ts';
import { type Claim, addItems, finishItem, holdFence } from '../store/work.ts';
import { noteStep } from './audit-step.ts';
import type { Context } from './context.ts';
import { type ListPlace, listedRun, payoutListsOf } from './payout-lists.ts';
import { emptyShelf } from './bank-forms.ts';
import { sealChapter } from './seal-chapter.ts';

/** OUT/<month>/<run_id>: where the files of a run stand. */
export function folderOf(out: string, run: Run): string {
  return join(out, formatMonth(run.month), run.runId);
}

/** Writes a payout file, and beside it its signature as raw bytes, which is small and made again from the record if it is lost. */
async function writeSigned(folder: string, file: PayoutFile, content: Uint8Array): Promise<void> {
  const path = join(folder, file.path);
  await writeFileWhole(path, [content]);
  if (file.signature !== null) await writeFileLoose(`${path}.sig`, Buffer.from(file.signature, 'base64'));
}

/** Writes the files of one commune and records count, sum and hash of each. The last commune asks for the manifest. */
export async function writeCommuneFiles(context: Context, claim: Claim): Promise<void> {
  const run = await getRun(context.database, claim.runNo);
  const listing = await listedRun(context, run, context.banks);

  const files: PayoutFile[] = [];
  for await (const { file, content } of payoutListsOf(context, listing, claim.firstKey)) {
    const signature = context.signer.sign(content);
    await writeSigned(folderOf(context.out, run), { ...file, signature }, content);
    files.push({ ...file, signature });
  }
  await inTransaction(context.database, async (client) => {
    await holdFence(client, claim);
    await insertPayoutFiles(client, run.runNo, files);
    await insertKey(client, context.signer);
    if (await finishItem(client, claim, { files: files.length }))
      await addItems(client, run.runNo, 'seal', [{ ordinal: 1, firstKey: '', lastKey: '' }]);
  });
}

/** What a file says besides its payments; nothing for files of earlier versions, so that their manifest keeps its bytes. */
function asksOf(run: Run, file: PayoutFile): { readonly asks?: FileAsks } {
  const { signature, messageId, debtorBank, executesOn, copyOf } = file;
  if (signature === null) return {};
  const idOf = (ordinal: number | null): string | null => (ordinal === null ? null : paymentIdOf(run.runId, ordinal));
  const [firstPayment, lastPayment] = [idOf(file.firstOrdinal), idOf(file.lastOrdinal)];
  return { asks: { messageId, firstPayment, lastPayment, debtorBank, executesOn, signature, copyOf } };
}

function manifestOf(run: Run, files: readonly PayoutFile[], seal: SignedSeal | null): string {
  const { totals } = run;
  const amount = files.reduce((sum, file) => sum + file.amount, 0);
  const payments = files.reduce((sum, file) => sum + file.payments, 0);
  if (totals === null || amount !== totals.amount || payments !== totals.payments) {
    throw new RangeError('the payout files do not add up to the payments of the run');
  }
  return manifestText({
    runId: run.runId,
    month: run.month,
    knownAt: run.knownAt,
    payments,
    amount: totals.amount,
    ledgerRoot: run.ledgerRoot ?? '',
    files: files.map((file) => ({ ...file, amount: vnd(file.amount), ...asksOf(run, file) })),
    previousLedgerRoot: run.previousLedgerRoot === '' ? null : run.previousLedgerRoot,
    approvedBy: run.approver ?? '',
    signedSha256: run.contentSha256 ?? '',
    ...(seal === null ? {} : { head: { ...seal, province: run.province } }),
  });
}

async function sealOfRun({ database }: Pick<Context, 'database'>, run: Run): Promise<SignedSeal | null> {
  const { chapterNo } = await chapterOfRun(database.pool, 'run', run.runNo);
  return sealOf(database.pool, chapterNo);
}

/** Writes the small file that an auditor keeps outside of the house, OUT/heads/<seal>-<run>.txt, for an issued run. */
export async function writeHead({ database }: Pick<Context, 'database'>, run: Run, out: string): Promise<void> {
  const seal = await sealOfRun({ database }, run);
  if (seal === null) return;
  const keys = await publicKeys(database.pool);
  const head = { ...seal, province: run.province, publicKey: keys.get(seal.keyId) ?? '' };
  await writeFileWhole(join(out, 'heads', headName(seal.sealNo, run.runId)), [headText(head)]);
}

/** Writes the manifest of a run whose files are all written; its count and sum equal the signed ones, or nothing is written. */
export async function sealFiles(context: Context, claim: Claim): Promise<void> {
  const run = await getRun(context.database, claim.runNo);
  const files = await listPayoutFiles(context.database, run.runNo);

  const seal = await sealOfRun(context, run);
  const manifest = manifestOf(run, files, seal);
  const sha256 = createHash('sha256').update(manifest).digest('hex');

  // Why: the folder goes to banks and post offices as it is; every list is written, so nobody needs a draft any more.
  await removeDrafts(folderOf(context.out, run));
  await writeFileWhole(join(folderOf(context.out, run), 'manifest.json'), [manifest]);
  await writeHead(context, run, context.out);
  await inTransaction(context.database, async (client) => {
    await holdFence(client, claim);
    await lockBooks(client);
    await sealManifest(client, run.runNo, sha256);
    const chapter = await openChapter(client, { kind: 'files', month: run.month, runNo: run.runNo });
    await sealChapter(client, context, chapter, ['file', 'instruction', 'manifest']);
    await finishItem(client, claim, { files: files.length });
    await noteStep(context, client, { actor: 'worker', command: 'files', what: { run: run.runId } });
  });
}

/**
 * Writes the files of an issued run again, into another folder if asked, and proves each by its recorded hash.
 * Answers the folder. Refuses a run that has no files (yet).
 */
export async function rewriteFiles(
  context: ListPlace,
  runId: string,
  out: string,
  onFile: (written: number, all: number) => void,
): Promise<Result<string>> {
  const run = await findRun(context.database, runId);
  if (run === null) return refused('unknown_run', `There is no run ${runId}. See the runs: chitra status`);
  if (run.manifestSha256 === null)
    return refused(
      'no_files',
      `Run ${runId} is ${run.status} and has no payout files. Approve it first: chitra approve ${runId} --actor NAME`,
    );
  const recorded = new Map((await listPayoutFiles(context.database, run.runNo)).map((file) => [file.path, file]));
  const listing = await listedRun(context, run, emptyShelf());
  const folder = folderOf(out, run);
  let written = 0;
  for (const communeCode of new Set([...recorded.values()].map((file) => file.communeCode))) {
    for await (const { file, content } of payoutListsOf(context, listing, communeCode)) {
      const was = recorded.get(file.path);
      if (was?.sha256 !== file.sha256) {
        return refused(
          'file_differs',
          `${file.path} would not be what was issued. Nothing may be sent; the registry's history or the program was altered.`,
        );
      }
      await writeSigned(folder, was, content);
      written += 1;
      onFile(written, recorded.size);
    }
  }
  if (written !== recorded.size)
    return refused('file_differs', `${recorded.size - written} files of run ${runId} could not be made again.`);
  await writeFileWhole(join(folder, 'manifest.json'), [
    manifestOf(run, [...recorded.values()], await sealOfRun(context, run)),
  ]);
  return done(folder);
}
