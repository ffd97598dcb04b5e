import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The mark in summary.json by which a folder is known as made here and may be written over. */
export const MADE_BY = 'scripts/make-province.ts';

const BUFFER_BYTES = 256 * 1024;
/** No row is longer: names and numbers of one person. */
const LONGEST_ROW_BYTES = 2048;

/** One file being written. Writes are synchronous, so that what waits in memory never exceeds one buffer per file. */
export interface OpenFile {
  readonly descriptor: number;
  readonly buffer: Buffer;
  waiting: number;
  rows: number;
}

/** Why the folder must not be written to, as a sentence; null when it may. */
export function folderRefusal(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(folder);
    if (names.length === 0) return null;
    if (names.includes('summary.json') && readFileSync(join(folder, 'summary.json'), 'utf8').includes(MADE_BY))
      return null;
  } catch {
    return `The folder ${folder} cannot be made or read. Give another one with --out.`;
  }
  return `The folder ${folder} is not empty and was not made by this program. Give an empty or new one with --out.`;
}

/** Opens a file of the folder for writing, its heading first. */
export function openFile(folder: string, name: string, heading: string): OpenFile {
  const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  const waiting = buffer.write(`${heading}\n`);
  return { descriptor: openSync(join(folder, name), 'w'), buffer, waiting, rows: 0 };
}

function flush(file: OpenFile): void {
  for (let at = 0; at < file.waiting;) at += writeSync(file.descriptor, file.buffer, at, file.waiting - at);
  file.waiting = 0;
}

/** Adds one row (without its line end) to a file. */
export function addRow(file: OpenFile, row: string): void {
  if (file.waiting + LONGEST_ROW_BYTES > BUFFER_BYTES) flush(file);
  file.waiting += file.buffer.write(`${row}\n`, file.waiting);
  file.rows += 1;
}

/** Writes what is left and closes the file. */
export function closeFile(file: OpenFile): void {
  flush(file);
  closeSync(file.descriptor);
}

/** Writes a small file in one go. */
export function writeWhole(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}
