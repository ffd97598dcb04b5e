import { readCsv } from '../formats/csv.ts';
import { fileChunks, folderEntries } from '../store/files.ts';

/** A row that an import refused, as far as it may be shown: what was typed into it is not. */
export interface RejectedRow {
  readonly file: string;
  readonly row: string;
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

/** Long numbers may be id numbers or accounts: their end stays. */
export function masked(text: string): string {
  return text.replaceAll(/\d{6,}/g, (digits) => `…${digits.slice(-3)}`);
}

/** The first rows of a rejects file; none where nothing was rejected. */
export async function firstRejected(path: string, most: number): Promise<readonly RejectedRow[]> {
  const rows: RejectedRow[] = [];
  if ((await folderEntries(path)) !== 'file') return rows;
  for await (const block of readCsv(fileChunks(path))) {
    for (const { row, cells } of block.rows) {
      if (row === 1) continue;
      const [file = '', at = '', column = '', code = '', message = ''] = cells;
      rows.push({ file, row: at, column, code, message: masked(message) });
      if (rows.length >= most) return rows;
    }
  }
  return rows;
}
