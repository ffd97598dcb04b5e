import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { endToEndIdOf, paymentIdOf } from '../domain/run.ts';
import { type Vnd, vnd } from '../domain/money.ts';
import { type ListTemplate, formFor } from '../domain/bank-sheet.ts';
import type { Difference } from '../domain/four-ways.ts';
import type { Instructed, InstructedRow } from '../domain/instructed.ts';
import { type ListReading, type ListedPayment, readPayoutList } from '../formats/payout-read.ts';
import { bytesOf, filesBelow, folderEntries } from '../store/files.ts';
import type { PayoutFile } from '../store/payouts.ts';
import type { Run } from '../store/runs.ts';
import type { BankForms } from './bank-forms.ts';

/** A run whose files are read back, the folder in which they stand, and what was recorded of each. */
export interface RunFolder {
  readonly run: Run;
  readonly folder: string;
  readonly recorded: readonly PayoutFile[];
  /** The forms of its banks; null: a run of an earlier version. */
  readonly forms: BankForms | null;
}

/** What one file came to. `path` with the run before it. VND. */
export interface FileReading {
  readonly path: string;
  readonly communeCode: string;
  readonly provider: string;
  readonly amount: Vnd;
  readonly payments: number;
}

/** What was found in the folders of some runs. */
export interface ReadBack {
  readonly files: FileReading[];
  readonly differences: Difference[];
}

/** The number that an id gives a payment of the run; null: the id is none of this run and kind. */
function ordinalOf(run: Run, kind: string, id: string): number | null {
  const ordinal = Number(id.slice(-9));
  if (!Number.isInteger(ordinal)) return null;
  if (kind === 'post-list') return id === paymentIdOf(run.runId, ordinal) ? ordinal : null;
  // The content of a payment carries the end of its id: run and number.
  const expected = endToEndIdOf(run.province, run.runId, ordinal);
  return id === expected || (/^R\d/.test(id) && expected.endsWith(id)) ? ordinal : null;
}

/** The form of a bank's list; null: it is the program's own CSV. */
function templateOf({ forms }: RunFolder, file: PayoutFile): ListTemplate | null {
  if (forms === null || file.kind !== 'bank-list' || file.byHand !== null || file.debtorBank === null) return null;
  const form = formFor(forms.book, file.debtorBank, file.provider);
  return form.kind === 'list' ? form.template : null;
}

/** The signature beside a file is the one that was recorded. */
async function signatureIsThere(path: string, signature: string | null): Promise<boolean> {
  if (signature === null) return true;
  const bytes = await bytesOf(`${path}.sig`);
  return bytes !== null && Buffer.from(bytes).toString('base64') === signature;
}

function about(file: PayoutFile, subject: string) {
  return (code: string, left: Vnd | null = null, right: Vnd | null = null): Difference => ({
    code,
    communeCode: file.communeCode,
    provider: file.provider,
    subject,
    left,
    right,
  });
}

/** What a list says about itself that does not agree with what was recorded when it was written. */
function againstRecord(file: PayoutFile, subject: string, list: ListReading): Difference[] {
  const difference = about(file, subject);
  const found = list.faults.map((fault) =>
    about(file, `${subject}:${fault.row === 0 ? '' : fault.row}`)(`list_${fault.code}`),
  );
  if (list.faultCount > list.faults.length)
    found.push(difference('more_faults', vnd(list.faultCount - list.faults.length)));
  if (list.amount !== file.amount) found.push(difference('file_amount_is_recorded', list.amount, vnd(file.amount)));
  if (list.payments !== file.payments)
    found.push(difference('file_count_is_recorded', vnd(list.payments), vnd(file.payments)));
  const isOther = list.payments > 0 && list.provider !== null && list.provider !== file.provider;
  if (isOther || (list.communeCode !== null && list.communeCode !== file.communeCode))
    found.push(difference('file_of_another'));
  return found;
}

async function readFile(instructed: Instructed, place: RunFolder, file: PayoutFile, back: ReadBack): Promise<void> {
  const { run, folder } = place;
  const subject = `${run.runId}/${file.path}`;
  const difference = about(file, subject);
  const bytes = await bytesOf(join(folder, file.path));
  if (bytes === null) {
    back.differences.push(difference('file_missing', null, vnd(file.amount)));
    return;
  }
  if (createHash('sha256').update(bytes).digest('hex') !== file.sha256)
    back.differences.push(difference('file_changed'));
  if (!(await signatureIsThere(join(folder, file.path), file.signature)))
    back.differences.push(difference('file_signature'));
  // A copy shows what another file asks for: nothing in it counts.
  if (file.copyOf !== null) return;
  const fileNo = back.files.length;
  const rowOf = ({ row, id, amount }: ListedPayment): InstructedRow => ({
    ordinal: ordinalOf(run, file.kind, id),
    fileNo,
    row,
    amount,
  });
  // Why taken only in the end: of a file that cannot be read to its end nothing counts.
  const rows: InstructedRow[] = [];
  const take = (some: readonly ListedPayment[]): void => {
    for (const payment of some) rows.push(rowOf(payment));
  };
  const list = await readPayoutList(file.kind, bytes, take, templateOf(place, file));
  if (!list.ok) {
    back.differences.push(difference('file_unreadable', null, vnd(file.amount)));
    return;
  }
  for (const row of rows) instructed.take(row);
  const { payments, amount } = list.value;
  back.files.push({ path: subject, communeCode: file.communeCode, provider: file.provider, amount, payments });
  back.differences.push(...againstRecord(file, subject, list.value));
}

/** The manifest, and lists in the folder that nobody recorded: somebody could send them. */
async function lookAround({ run, folder, recorded }: RunFolder, back: ReadBack): Promise<void> {
  const plain = { communeCode: '', provider: '', left: null, right: null };
  const manifest = await bytesOf(join(folder, 'manifest.json'));
  const isSame = manifest !== null && createHash('sha256').update(manifest).digest('hex') === run.manifestSha256;
  if (!isSame)
    back.differences.push({
      ...plain,
      code: manifest === null ? 'file_missing' : 'file_changed',
      subject: `${run.runId}/manifest.json`,
    });
  const known = new Set(recorded.map((file) => file.path));
  const paths = (await folderEntries(folder)) === null ? [] : await filesBelow(folder);
  for (const path of paths)
    if (/^(?:bank|post)\/.*\.(?:csv|xlsx|pdf)$|\.xml$/.test(path) && !known.has(path))
      back.differences.push({ ...plain, code: 'file_nobody_recorded', subject: `${run.runId}/${path}` });
}

/**
 * Reads all files of a run back: every payment is taken down in `instructed`, every file is compared by hash and by what it prints with what was
 * recorded. One file at a time is in memory.
 */
export async function readRunBack(place: RunFolder, instructed: Instructed, back: ReadBack): Promise<void> {
  for (const file of place.recorded) await readFile(instructed, place, file, back);
  await lookAround(place, back);
}
