import { basename } from 'node:path';
import { type Result, refused } from '../domain/failure.ts';
import { inspectBytes } from '../formats/inspect-formats.ts';
import type { Inspection } from '../formats/inspection.ts';
import { fileBlocks, fileChunks, folderEntries, readWhole } from '../store/files.ts';

export type { InspectedReturn, InspectedStatus, Inspection, Tally } from '../formats/inspection.ts';
export type { FileProblem, IsoStatement } from '../formats/iso-message.ts';

async function headOf(path: string): Promise<Uint8Array> {
  for await (const chunk of fileChunks(path)) return chunk;
  return new Uint8Array();
}

/**
 * What a file of payments, statuses, bookings or results contains, ours or anybody's, and what is wrong with it; needs no database. At most
 * `mostListed` statuses, statements and returns are kept, all are counted. Refuses what is no file, what no format recognises, and what cannot be read.
 */
export async function inspectFile(path: string, mostListed: number): Promise<Result<Inspection>> {
  if ((await folderEntries(path)) !== 'file')
    return refused('not_found', `${path} không tồn tại hoặc không phải tệp (does not exist or is no file).`);
  const file = {
    head: await headOf(path),
    chunks: () => fileChunks(path),
    blocks: () => fileBlocks(path),
    whole: (limit: number) => readWhole(path, limit),
  };
  const inspected = await inspectBytes(file, mostListed);
  if (inspected.ok) return inspected;
  const { code, message } = inspected.failure;
  return refused(code, `${basename(path)}: ${message}`);
}
