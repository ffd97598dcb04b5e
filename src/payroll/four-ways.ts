import { type Result, done, refused } from '../domain/failure.ts';
import {
  type Difference,
  FIGURES,
  type FourWaysRow,
  brokenIdentities,
  emptyRow,
  sumRows,
} from '../domain/four-ways.ts';
import { type PaymentDifference, newInstructed } from '../domain/instructed.ts';
import { type Month, formatMonth, yearOf } from '../domain/month.ts';
import { type Vnd, ZERO_VND, addVnd, sumVnd } from '../domain/money.ts';
import { paymentIdOf } from '../domain/run.ts';
import { type Unbudgeted, listUnbudgeted } from '../store/budgets.ts';
import { type Client, inOneView } from '../store/database.ts';
import { folderEntries, withTemporaryFolder } from '../store/files.ts';
import { type PartialRow, booksOfMonth, figuresOf } from '../store/four-ways.ts';
import { listPayoutFiles } from '../store/payouts.ts';
import { issuedPayments, lastOrdinalOf } from '../store/read-back.ts';
import { type Run, listRuns } from '../store/runs.ts';
import { emptyShelf, formsOfRun } from './bank-forms.ts';
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

function paymentText(run: Run, back: ReadBack, one: PaymentDifference): string {
  const id = one.ordinal === null ? '' : paymentIdOf(run.runId, one.ordinal);
  const file = one.fileNo === null ? undefined : back.files[one.fileNo];
  return [id, file === undefined ? '' : `${file.path}:${one.row}`].filter((part) => part !== '').join(' ');
}

/** Differences of single payments: the first are named, the rest is counted. */
interface PaymentDifferences {
  readonly named: Difference[];
  more: number;
}

/** Reads the files of a run and lets every payment meet what they say of it. */
async function byPayment(client: Client, place: RunFolder, back: ReadBack, found: PaymentDifferences): Promise<void> {
  const { run } = place;
  const instructed = newInstructed(await lastOrdinalOf(client, run.runNo));
  await readRunBack(place, instructed, back);
  const note = (one: PaymentDifference): void => {
    const { code, communeCode, provider, instructed: left, payment: right } = one;
    if (found.named.length === NAMED_PAYMENTS) found.more += 1;
    else found.named.push({ code, communeCode, provider, subject: paymentText(run, back, one), left, right });
  };
  for await (const payments of issuedPayments(client, run.runNo))
    for (const payment of payments) {
      const difference = instructed.meet(payment);
      if (difference !== null) note(difference);
    }
  for (const difference of instructed.rest()) note(difference);
}

function moreText({ named, more }: PaymentDifferences): Difference[] {
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
  const payments: PaymentDifferences = { named: [], more: 0 };
  for (const place of folders) {
    const isWritten = place.run.manifestSha256 !== null;
    if (isWritten) await byPayment(client, place, back, payments);
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
    ...moreText(payments),
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
  const shelf = emptyShelf();
  for (const run of await listRuns(desk.database, month)) {
    if (run.issueNo === null) continue;
    const recorded = await listPayoutFiles(desk.database, run.runNo);
    const forms = await formsOfRun(desk.database, shelf, run);
    folders.push({ run, folder: folderOf(desk.out, run), recorded, forms });
  }
  return folders;
}

/** Runs whose files are written, and whose folder is not here. */
async function missingFolders(folders: readonly RunFolder[]): Promise<ReadonlySet<string>> {
  const missing = new Set<string>();
  for (const { run, folder } of folders)
    if (run.manifestSha256 !== null && (await folderEntries(folder)) === null) missing.add(run.runId);
  return missing;
}

/** Missing folders are written again elsewhere, from the books. Refuses what `chitra files` refuses. */
async function madeAgain(
  desk: Desk,
  folders: readonly RunFolder[],
  missing: ReadonlySet<string>,
  temporary: string,
): Promise<Result<readonly RunFolder[]>> {
  const found: RunFolder[] = [];
  for (const place of folders) {
    if (!missing.has(place.run.runId)) {
      found.push(place);
      continue;
    }
    const made = await rewriteFiles(desk, place.run.runId, temporary, () => undefined);
    if (!made.ok) return made;
    found.push({ ...place, folder: made.value });
  }
  return done(found);
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
  const missing = await missingFolders(folders);
  const read = (found: readonly RunFolder[], rewritten: readonly string[]): Promise<FourWays> =>
    inOneView(desk.database, (client) => readFourWays(client, month, found, rewritten));
  if (missing.size === 0) return done(await read(folders, []));
  return withTemporaryFolder(desk.out, async (temporary) => {
    const made = await madeAgain(desk, folders, missing, temporary);
    return made.ok ? done(await read(made.value, [...missing])) : made;
  });
}
