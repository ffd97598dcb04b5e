import { done, refused, type Result } from '../domain/failure.ts';
import { vnd, type Vnd } from '../domain/money.ts';
import { formatMonth, parseDate, parseMonth, type IsoDate, type Month } from '../domain/month.ts';
import type { LedgerHead } from './ledger-head.ts';

/** One payout file of a run. */
export interface ManifestFile {
  /** Relative to the manifest, with `/` between folders. */
  readonly path: string;
  /** Of the file's bytes, lower case hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** bank-list, post-list, pain.001, ... */
  readonly kind: string;
  readonly provider: string;
  readonly communeCode: string;
  readonly payments: number;
  /** VND. */
  readonly amount: Vnd;
  /** What files say besides; absent in manifests of earlier versions. */
  readonly asks?: FileAsks;
}

/** Whom a payout file asks, and who signed it. Null where it does not apply. */
export interface FileAsks {
  readonly messageId: string | null;
  /** Ids of the first and the last payment. */
  readonly firstPayment: string | null;
  readonly lastPayment: string | null;
  /** BIN of the bank that is asked. */
  readonly debtorBank: string | null;
  /** YYYY-MM-DD. */
  readonly executesOn: string | null;
  /** ed25519 over the bytes, base64. */
  readonly signature: string;
  /** The file that this one shows again: it has no payments of its own. */
  readonly copyOf: string | null;
}

/** What a run paid out: its control totals, the root of its ledger entries and its files. */
export interface Manifest {
  readonly runId: string;
  readonly month: Month;
  readonly knownAt: IsoDate;
  readonly payments: number;
  readonly amount: Vnd;
  readonly ledgerRoot: string;
  readonly files: readonly ManifestFile[];
  /** Root of the run before, which this one is chained to; null for the first. Absent: not written. */
  readonly previousLedgerRoot?: string | null;
  readonly approvedBy?: string;
  /** Hash of the content that was approved. */
  readonly signedSha256?: string;
  /** The signed head of the books after the run's chapter. */
  readonly head?: Omit<LedgerHead, 'publicKey'>;
}

function headValue(head: Manifest['head']): object | undefined {
  return (
    head && {
      province: head.province,
      seal: head.sealNo,
      chapter: head.chapterNo,
      root: head.root,
      previous: head.previousHead,
      head: head.head,
      key: head.keyId,
      signature: head.signature,
    }
  );
}

function asksValue(asks: FileAsks | undefined): object | undefined {
  return (
    asks && {
      message_id: asks.messageId,
      first_payment: asks.firstPayment,
      last_payment: asks.lastPayment,
      debtor_bank: asks.debtorBank,
      executes_on: asks.executesOn,
      signature: asks.signature,
      copy_of: asks.copyOf,
    }
  );
}

function fileValue(file: ManifestFile): object {
  return {
    path: file.path,
    sha256: file.sha256,
    bytes: file.bytes,
    kind: file.kind,
    provider: file.provider,
    commune_code: file.communeCode,
    payments: file.payments,
    amount: file.amount,
    ...asksValue(file.asks),
  };
}

/** manifest.json: JSON with fixed order of keys and files sorted by path, amounts in VND; the same run gives the same bytes. */
export function manifestText(manifest: Manifest): string {
  const files = [...manifest.files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const value = {
    run_id: manifest.runId,
    month: formatMonth(manifest.month),
    known_at: manifest.knownAt,
    payments: manifest.payments,
    amount: manifest.amount,
    ledger_root: manifest.ledgerRoot,
    files: files.map(fileValue),
    previous_ledger_root: manifest.previousLedgerRoot,
    approved_by: manifest.approvedBy,
    signed_sha256: manifest.signedSha256,
    ledger_head: headValue(manifest.head),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads fields of one JSON object; remembers the first that is not what it should be. */
interface FieldReader {
  text(key: string): string;
  count(key: string): number;
  broken: string | null;
}

function fieldReader(value: unknown, where: string): FieldReader {
  const fields = isFields(value) ? value : {};
  const reader: FieldReader = {
    broken: null,
    text: (key) => {
      const field = fields[key];
      if (typeof field === 'string') return field;
      reader.broken ??= `${where}${key} must be text`;
      return '';
    },
    count: (key) => {
      const field = fields[key];
      if (typeof field === 'number' && Number.isSafeInteger(field) && field >= 0) return field;
      reader.broken ??= `${where}${key} must be a whole number of 0 or more`;
      return 0;
    },
  };
  return reader;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Absent in manifests of earlier versions: a file without a signature says nothing more. */
function readAsks(value: unknown): FileAsks | undefined {
  if (!isFields(value) || typeof value['signature'] !== 'string') return undefined;
  return {
    messageId: textOrNull(value['message_id']),
    firstPayment: textOrNull(value['first_payment']),
    lastPayment: textOrNull(value['last_payment']),
    debtorBank: textOrNull(value['debtor_bank']),
    executesOn: textOrNull(value['executes_on']),
    signature: value['signature'],
    copyOf: textOrNull(value['copy_of']),
  };
}

function readFile(value: unknown, where: string): { file: ManifestFile; broken: string | null } {
  const field = fieldReader(value, where);
  const asks = readAsks(value);
  const file = {
    path: field.text('path'),
    sha256: field.text('sha256'),
    bytes: field.count('bytes'),
    kind: field.text('kind'),
    provider: field.text('provider'),
    communeCode: field.text('commune_code'),
    payments: field.count('payments'),
    amount: vnd(field.count('amount')),
    ...(asks === undefined ? {} : { asks }),
  };
  // A path that leads out of the run's folder would make a check read, or a copy write, elsewhere.
  const leadsOut = file.path.startsWith('/') || file.path.includes('\\') || file.path.split('/').includes('..');
  return { file, broken: field.broken ?? (leadsOut ? `${where}path must stay beside the manifest` : null) };
}

function unreadable(what: string): Result<Manifest> {
  return refused(
    'manifest_unreadable',
    `manifest.json cannot be used: ${what}. Write the payout files of the run again.`,
  );
}

function optionalFields(value: Readonly<Record<string, unknown>>): Partial<Manifest> {
  const { previous_ledger_root: previous, approved_by: approvedBy, signed_sha256: signed } = value;
  return {
    ...(typeof previous === 'string' || previous === null ? { previousLedgerRoot: previous } : {}),
    ...(typeof approvedBy === 'string' ? { approvedBy } : {}),
    ...(typeof signed === 'string' ? { signedSha256: signed } : {}),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads manifest.json. Refuses text that is no JSON, fields that are missing or of another kind, and paths that lead elsewhere. */
export function readManifest(text: string): Result<Manifest> {
  const value = parsedJson(text);
  if (!isFields(value)) return unreadable('it is not a JSON object');
  const listed = value['files'];
  if (!Array.isArray(listed)) return unreadable('files must be a list');
  const field = fieldReader(value, '');
  const month = parseMonth(field.text('month'));
  const knownAt = parseDate(field.text('known_at'));
  const totals = {
    runId: field.text('run_id'),
    payments: field.count('payments'),
    amount: vnd(field.count('amount')),
    ledgerRoot: field.text('ledger_root'),
  };
  const files = listed.map((file: unknown, index) => readFile(file, `files[${index}].`));
  const broken = field.broken ?? files.find((file) => file.broken !== null)?.broken;
  if (broken) return unreadable(broken);
  if (month === null) return unreadable('month must be YYYY-MM');
  if (knownAt === null) return unreadable('known_at must be YYYY-MM-DD');
  return done({ ...totals, month, knownAt, files: files.map(({ file }) => file), ...optionalFields(value) });
}
