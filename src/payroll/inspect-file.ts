import { basename } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import { ISO_MESSAGE } from '../formats/inspect-iso.ts';
import { inspectBytes, recognisersWith } from '../formats/inspect-formats.ts';
import type { Inspection, Recogniser } from '../formats/inspection.ts';
import { fileBlocks, fileChunks, folderEntries, readWhole } from '../store/files.ts';
import { formsInForce, openShelf } from './bank-forms.ts';

export type { InspectedReturn, InspectedStatus, Inspection, Tally } from '../formats/inspection.ts';
export type { FileProblem, IsoStatement } from '../formats/iso-message.ts';

/** Whose lists are known: the province, and the folder of its own sheets of banks. */
export interface InspectingOffice {
  readonly province: string;
  readonly banks: string | null;
}

/** Why not always all: a message may be larger than memory, and needs no sheets of banks. */
async function recognisersFor(
  head: Uint8Array,
  { province, banks }: InspectingOffice,
): Promise<Result<readonly Recogniser[]>> {
  if (ISO_MESSAGE.recognise(head)) return done([ISO_MESSAGE]);
  const shelf = await openShelf(banks);
  if (!shelf.ok) return shelf;
  const forms = formsInForce(shelf.value);
  return forms.ok ? done(recognisersWith(province, forms.value.book)) : forms;
}

async function headOf(path: string): Promise<Uint8Array> {
  for await (const chunk of fileChunks(path)) return chunk;
  return new Uint8Array();
}

/**
 * What a file of payments, statuses, bookings or results contains, ours or anybody's, and what is wrong with it; needs no database. At most
 * `mostListed` statuses, statements and returns are kept, all are counted. Refuses what is no file, what no format recognises, what cannot be read,
 * and sheets of banks with faults.
 */
export async function inspectFile(
  path: string,
  mostListed: number,
  office: InspectingOffice,
): Promise<Result<Inspection>> {
  if ((await folderEntries(path)) !== 'file')
    return refused('not_found', `${path} không tồn tại hoặc không phải tệp (does not exist or is no file).`);
  const file = {
    head: await headOf(path),
    chunks: () => fileChunks(path),
    blocks: () => fileBlocks(path),
    whole: (limit: number) => readWhole(path, limit),
  };
  const recognisers = await recognisersFor(file.head, office);
  if (!recognisers.ok) return recognisers;
  const inspected = await inspectBytes(file, mostListed, recognisers.value);
  if (inspected.ok) return inspected;
  const { code, message } = inspected.failure;
  return refused(code, `${basename(path)}: ${message}`);
}
