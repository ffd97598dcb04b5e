import { type Result, done, refused } from '../domain/failure.ts';
import { type Seal, headStatement } from '../domain/seal.ts';

/** The head of the books as an auditor keeps it: what was signed, by which key, and the key's public half. */
export interface LedgerHead extends Seal {
  /** Two digits. */
  readonly province: string;
  readonly keyId: string;
  /** Over the statement, base64. */
  readonly signature: string;
  /** PEM. */
  readonly publicKey: string;
}

/** The name of the file that keeps the head after a run. */
export function headName(sealNo: number, runId: string): string {
  return `${String(sealNo).padStart(6, '0')}-${runId}.txt`;
}

const PEM = ['-----BEGIN PUBLIC KEY-----', '-----END PUBLIC KEY-----'] as const;

/** A small text file: the statement, then key, signature and public key, a line each. */
export function headText(head: LedgerHead): string {
  const der = head.publicKey.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  return `${headStatement(head.province, head)}key ${head.keyId}\nsignature ${head.signature}\npublic-key ${der}\n`;
}

function numbered(fields: ReadonlyMap<string, string>, name: string): number {
  const text = fields.get(name) ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Reads such a file. Refuses a text that is none, or one whose lines are not what its statement would be. */
export function readHead(text: string): Result<LedgerHead> {
  const lines = text.replaceAll('\r', '').split('\n');
  const fields = new Map(
    lines.slice(1).map((line) => {
      const at = line.indexOf(' ');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const previous = fields.get('previous') ?? '';
  const head: LedgerHead = {
    province: fields.get('province') ?? '',
    sealNo: numbered(fields, 'seal'),
    chapterNo: numbered(fields, 'chapter'),
    root: fields.get('root') ?? '',
    previousHead: previous === '-' ? '' : previous,
    head: fields.get('head') ?? '',
    keyId: fields.get('key') ?? '',
    signature: fields.get('signature') ?? '',
    publicKey: [PEM[0], ...((fields.get('public-key') ?? '').match(/.{1,64}/g) ?? []), PEM[1], ''].join('\n'),
  };
  if (headText(head).trimEnd() === lines.join('\n').trimEnd() && head.sealNo > 0) return done(head);
  return refused(
    'not_a_head',
    'Tệp này không phải tệp đầu sổ của chitra (this is no file of a ledger head, or it was changed). It begins with: chitra ledger head 1',
  );
}
