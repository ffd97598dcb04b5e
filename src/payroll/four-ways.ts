import { type Result, done, refused } from '../domain/failure.ts';
import {
  type Difference,
  FIGURES,
  type FourWaysRow,
  brokenIdentities,
  emptyRow,
  sumRows,
} from '../domain/four-ways.ts';
import { type Month, formatMonth, yearOf } from '../domain/month.ts';
import { type Vnd, ZERO_VND, addVnd, sumVnd } from '../domain/money.ts';
import { paymentIdOf } from '../domain/run.ts';
import { type Unbudgeted, listUnbudgeted } from '../store/budgets.ts';
import { type Client, inOneView } from '../store/database.ts';
import { folderEntries, withTemporaryFolder } from '../store/files.ts';
import { type PartialRow, booksOfMonth, figuresOf } from '../store/four-ways.ts';
import { listPayoutFiles } from '../store/payouts.ts';
import { type PaymentDifference, createReadBack, paymentDifferences } from '../store/read-back.ts';
import { type Run, listRuns } from '../store/runs.ts';
import type { Desk } from './context.ts';
import { type ReadBack, type RunFolder, readRunBack } from './read-back.ts';
import { folderOf, rewriteFiles } from './write-payout-files.ts';

/** A month reconciled on four ways: calculated, instructed, paid, drawn. */
export interface FourWays {
  readonly month: Month;
  readonly runIds: readonly string[];
  /** By commune and provider. */
  readonly rows: readonly FourWaysRow[];
  readonly total: FourWaysRow;
  readonly differences: readonly Difference[];
  readonly files: number;
  readonly payments: number;
  /** Runs whose folder is not here: their files were made again from the books and proved by their hashes. */
  readonly rewritten: readonly string[];
  /** Communes and families that spend in this year without a budget, once any has one. No difference: they are not limited. */
  readonly unbudgeted: readonly Unbudgeted[];
}

/** Differences of single payments that are named; the rest is counted. */
const NAMED_PAYMENTS = 1000;

const PLAIN = { communeCode: '', provider: '', subject: '', left: null, right: null } as const;

/** The figures of all sources put together, by commune and provider. */
function rowsOf(parts: readonly PartialRow[]): FourWaysRow[] {
  const rows = new Map<string, FourWaysRow>();
  for (const part of parts) {
    const key = `${part.communeCode} ${part.provider}`;
    const row = rows.get(key) ?? emptyRow(part.communeCode, part.provider);
    const sums = FIGURES.map((figure) => ({ [figure]: addVnd(row[figure], part[figure] ?? ZERO_VND) }));
    rows.set(
      key,
      sums.reduce<FourWaysRow>((all, one) => ({ ...all, ...one }), row),
    );
  }
  return [...rows]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row)
    .filter((row) => FIGURES.some((figure) => row[figure] !== 0));
}

function paymentText(runs: readonly Run[], back: ReadBack, one: PaymentDifference): string {
  const run = runs.find((each) => each.runNo === one.runNo);
  const id = one.ordinal === null || run === undefined ? '' : paymentIdOf(run.runId, one.ordinal);
  const file = one.fileNo === null ? undefined : back.files[one.fileNo];
  return [id, file === undefined ? '' : `${file.path}:${one.row}`].filter((part) => part !== '').join(' ');
}

async function byPayment(client: Client, runs: readonly Run[], back: ReadBack): Promise<Difference[]> {
  const runNos = runs.map((run) => run.runNo);
  const { all, first } = await paymentDifferences(client, runNos, NAMED_PAYMENTS);
  const named = first.map((one) => ({
    code: one.code,
    communeCode: one.communeCode,
    provider: one.provider,
    subject: paymentText(runs, back, one),
    left: one.instructed,
    right: one.payment,
  }));
  const more = all - first.length;
  return more > 0 ? [...named, { ...PLAIN, code: 'more_payments', subject: String(more) }] : named;
}

async function ofBooks(client: Client, runs: readonly Run[], month: Month): Promise<Difference[]> {
  const checks = await booksOfMonth(
    client,
    runs.map((run) => run.runNo),
    month,
  );
  return checks
    .filter((one) => one.left !== one.right)
    .map(({ code, left, right }) => {
      const [name = '', subject = ''] = code.split(':');
      return { ...PLAIN, code: name, subject, left, right };
    });
}

function signed(runs: readonly Run[], total: FourWaysRow): Difference[] {
  const sum: Vnd = sumVnd(runs.map((run) => run.totals?.amount ?? ZERO_VND));
  return sum === total.payments ? [] : [{ ...PLAIN, code: 'signed_is_payments', left: sum, right: total.payments }];
}

/** Reads everything of a month within one transaction, so that all ways see the same books. */
export async function readFourWays(
  client: Client,
  month: Month,
  folders: readonly RunFolder[],
  rewritten: readonly string[],
): Promise<FourWays> {
  const runs = folders.map(({ run }) => run);
  const back: ReadBack = { files: [], differences: [] };
  await createReadBack(client);
  for (const place of folders) {
    const isWritten = place.run.manifestSha256 !== null;
    if (isWritten) await readRunBack(client, place, back);
    else back.differences.push({ ...PLAIN, code: 'files_unfinished', subject: place.run.runId });
  }
  const figures = await figuresOf(
    client,
    runs.map((run) => run.runNo),
    month,
  );
  const instructed = back.files.map((file) => ({ ...file, instructed: file.amount }));
  const rows = rowsOf([
    ...figures,
    ...instructed.map(({ communeCode, provider, instructed: sum }) => ({ communeCode, provider, instructed: sum })),
  ]);
  const total = sumRows(rows);
  const differences = [
    ...back.differences,
    ...(await byPayment(client, runs, back)),
    ...rows.flatMap(brokenIdentities),
    ...signed(runs, total),
    ...(await ofBooks(client, runs, month)),
  ];
  return {
    month,
    runIds: runs.map((run) => run.runId),
    rows,
    total,
    differences,
    files: back.files.length,
    payments: back.files.reduce((sum, file) => sum + file.payments, 0),
    rewritten,
    unbudgeted: await listUnbudgeted(client, yearOf(month)),
  };
}

/** The issued runs of a month with the folders in which their files should stand. */
export async function runFolders(desk: Desk, month: Month): Promise<readonly RunFolder[]> {
  const folders: RunFolder[] = [];
  for (const run of await listRuns(desk.database, month))
    if (run.issueNo !== null)
      folders.push({ run, folder: folderOf(desk.out, run), recorded: await listPayoutFiles(desk.database, run.runNo) });
  return folders;
}

/** Folders that are not here are written again elsewhere, from the books. Refuses what `chitra files` refuses. */
async function withMissing(
  desk: Desk,
  folders: readonly RunFolder[],
  temporary: string,
): Promise<Result<{ readonly folders: readonly RunFolder[]; readonly rewritten: readonly string[] }>> {
  const found: RunFolder[] = [];
  const rewritten: string[] = [];
  for (const place of folders) {
    const isMissing = place.run.manifestSha256 !== null && (await folderEntries(place.folder)) === null;
    if (!isMissing) {
      found.push(place);
      continue;
    }
    const made = await rewriteFiles(desk, place.run.runId, temporary, () => undefined);
    if (!made.ok) return made;
    found.push({ ...place, folder: made.value });
    rewritten.push(place.run.runId);
  }
  return done({ folders: found, rewritten });
}

/**
 * The four ways of a month, to the đồng, by commune and provider: what was calculated, what the written files say (read back, not from tables),
 * what became of it, what was drawn; and every difference. Changes nothing. Refuses a month of which nothing was issued.
 */
export async function fourWaysOf(desk: Desk, month: Month): Promise<Result<FourWays>> {
  const folders = await runFolders(desk, month);
  if (folders.length === 0)
    return refused(
      'no_runs',
      `Tháng ${formatMonth(month)} chưa chi khoản nào (nothing was issued): chitra run --month ${formatMonth(month)}, chitra approve`,
    );
  return withTemporaryFolder(desk.out, async (temporary) => {
    const ready = await withMissing(desk, folders, temporary);
    if (!ready.ok) return ready;
    const { folders: found, rewritten } = ready.value;
    return inOneView(desk.database, async (client) => done(await readFourWays(client, month, found, rewritten)));
  });
}
