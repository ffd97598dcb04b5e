import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { csvRows } from './recount.ts';
import { openWorkbook } from './workbook-cells.ts';
import { leaveOut, pdfPages } from './poppler.ts';

/** One payment as it stands in a file that leaves the office. */
export interface PaidOut {
  readonly path: string;
  /** End-to-end id in bank lists, payment id in lists of the post. */
  readonly id: string;
  /** Account in bank lists, person in lists of the post. */
  readonly to: string;
  readonly provider: string;
  readonly commune: string;
  readonly amount: number;
}

export interface ManifestFile {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly kind: string;
  readonly provider: string;
  readonly commune_code: string;
  readonly payments: number;
  readonly amount: number;
}

export interface ManifestValue {
  readonly run_id: string;
  readonly payments: number;
  readonly amount: number;
  readonly ledger_root: string;
  readonly files: readonly ManifestFile[];
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Every file under a folder: path with `/` and hash of the bytes, sorted. */
export function hashesIn(folder: string): Record<string, string> {
  const found: Record<string, string> = {};
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    found[path.slice(folder.length + 1)] = sha256Of(readFileSync(path));
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function manifestIn(folder: string): ManifestValue {
  const manifest: ManifestValue = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return manifest;
}

function inBankList(folder: string, path: string): PaidOut[] {
  const [, bank = '', name = ''] = path.split('/');
  return csvRows(join(folder, path)).map((row) => {
    if (row['bank_bin'] !== bank) throw new Error(`${path} holds a payment of another bank`);
    return {
      path,
      id: row['end_to_end_id'] ?? '',
      to: row['account_no'] ?? '',
      provider: bank,
      commune: name.slice(0, 5),
      amount: Number(row['amount']),
    };
  });
}

/** What stands below these names, one in the other; a list where there are several. */
function below(value: unknown, ...names: readonly string[]): unknown {
  let found = value;
  for (const name of names)
    found =
      typeof found === 'object' && found !== null
        ? Object.entries(found).find(([key]) => key === name)?.[1]
        : undefined;
  return found;
}

function inMessage(folder: string, path: string): PaidOut[] {
  const [, bank = '', name = ''] = path.split('/');
  const parser = new XMLParser({ parseTagValue: false, isArray: (tag) => tag === 'CdtTrfTxInf' || tag === 'PmtInf' });
  const blocks = below(parser.parse(readFileSync(join(folder, path))), 'Document', 'CstmrCdtTrfInitn', 'PmtInf');
  const payments = (Array.isArray(blocks) ? blocks : []).flatMap((block: unknown) => {
    const all = below(block, 'CdtTrfTxInf');
    return Array.isArray(all) ? all : [];
  });
  return payments.map((payment: unknown) => {
    const provider = String(below(payment, 'CdtrAgt', 'FinInstnId', 'ClrSysMmbId', 'MmbId'));
    if (provider !== bank) throw new Error(`${path} holds a payment of another bank`);
    return {
      path,
      id: String(below(payment, 'PmtId', 'EndToEndId')),
      to: String(below(payment, 'CdtrAcct', 'Id', 'Othr', 'Id')),
      provider,
      commune: name.slice(0, 5),
      amount: Number(below(payment, 'Amt', 'InstdAmt')),
    };
  });
}

const ACCOUNT_HEADING = /tài khoản|tai khoan|số tk/i;
const AMOUNT_HEADING = /số tiền|so tien/i;

async function inTemplateList(folder: string, path: string): Promise<PaidOut[]> {
  const [, provider = '', name = ''] = path.split('/');
  const book = await openWorkbook(readFileSync(join(folder, path)));
  const found: PaidOut[] = [];
  let [account, amount] = [0, 0];
  book.worksheets[0]?.eachRow((row) => {
    const texts = Array.from({ length: row.cellCount }, (_, at) => row.getCell(at + 1).text);
    if (texts.length > 3 && texts.includes('STT')) {
      account = 1 + texts.findIndex((text) => ACCOUNT_HEADING.test(text));
      amount = 1 + texts.findIndex((text) => AMOUNT_HEADING.test(text));
    }
    const id = texts.find((text) => /^CT\d{8}R\d{11,}$/.test(text));
    if (id === undefined) return;
    found.push({
      path,
      id,
      to: row.getCell(account).text,
      provider,
      commune: name.slice(0, 5),
      amount: Number(row.getCell(amount).value),
    });
  });
  return found;
}

const COLUMN = { person: 2, amount: 11, paymentId: 15 } as const;

async function inPostList(folder: string, path: string): Promise<PaidOut[]> {
  const book = await openWorkbook(readFileSync(join(folder, path)));
  const found: PaidOut[] = [];
  let provider = '';
  book.worksheets[0]?.eachRow((row) => {
    const title = /Tổ chức chi trả: (\S+)/.exec(row.getCell(1).text);
    if (title !== null) provider = title[1] ?? '';
    const id = row.getCell(COLUMN.paymentId).text;
    if (!/^\d{4}-\d{2}-R\d+-\d+$/.test(id)) return;
    const commune = path.split('/')[1] ?? '';
    const amount = Number(row.getCell(COLUMN.amount).value);
    found.push({ path, id, to: row.getCell(COLUMN.person).text, provider, commune, amount });
  });
  return found;
}

/** Every payment in the bank lists and the post's lists of a folder, read back from the bytes on disk. */
export async function paidOutIn(folder: string): Promise<PaidOut[]> {
  const found: PaidOut[] = [];
  const paths = Object.keys(hashesIn(folder));
  for (const path of paths) {
    // A paper shows again what the workbook beside it asks for; what it prints is read in test/formats/post-print.test.ts.
    const isPaper = path.endsWith('.pdf') && paths.includes(path.replace(/\.pdf$/, '.xlsx'));
    if (path.endsWith('.sig') || isPaper) continue;
    if (/^bank\/.*\.xml$/.test(path)) found.push(...inMessage(folder, path));
    else if (/^bank\/.*\.xlsx$/.test(path)) found.push(...(await inTemplateList(folder, path)));
    else if (path.startsWith('bank/')) found.push(...inBankList(folder, path));
    else if (path.startsWith('post/')) found.push(...(await inPostList(folder, path)));
    else if (path !== 'manifest.json') throw new Error(`a file that nobody asked for: ${path}`);
  }
  return found;
}

/** All text of a payout file, for searching. */
export async function textOf(folder: string, path: string): Promise<string> {
  if (path.endsWith('.pdf'))
    return leaveOut
      ? ''
      : pdfPages(readFileSync(join(folder, path)))
          .flat()
          .join('\n');
  if (!path.endsWith('.xlsx')) return readFileSync(join(folder, path), 'utf8');
  const book = await openWorkbook(readFileSync(join(folder, path)));
  const cells: string[] = [];
  for (const sheet of book.worksheets) sheet.eachRow((row) => row.eachCell((cell) => cells.push(cell.text)));
  return cells.join('\n');
}
