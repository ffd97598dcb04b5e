import type { Month } from '../domain/month.ts';
import { copyOut } from './bulk.ts';
import type { Client } from './database.ts';
import { EVIDENCE, type EvidenceKind } from './evidence.ts';
import { type Leaves, leavesOf, rootOf } from './row-hashes.ts';

export type ChapterKind = 'run' | 'files' | 'settlement' | 'correction' | 'hand_back';

/** What enters the books together: opened, filled, and closed for ever by its seal. */
export interface Chapter {
  readonly chapterNo: number;
  readonly kind: ChapterKind;
  readonly month: Month | null;
  readonly runNo: number | null;
  readonly fileNo: number | null;
  readonly eventNo: number | null;
  readonly handBackNo: number | null;
}

const COLUMNS = `chapter_no AS "chapterNo", kind, month, run_no AS "runNo", file_no AS "fileNo", event_no AS "eventNo", hand_back_no AS "handBackNo"`;

/** Opens the next chapter; the caller holds the lock of the books. */
export async function openChapter(client: Client, chapter: Pick<Chapter, 'kind'> & Partial<Chapter>): Promise<Chapter> {
  const { rows } = await client.query<Chapter>(
    `INSERT INTO ledger_chapter (chapter_no, kind, month, run_no, file_no, event_no, hand_back_no)
     SELECT 1 + coalesce(max(chapter_no), 0), $1::text, $2::int, $3::int, $4::int, $5::int, $6::int FROM ledger_chapter RETURNING ${COLUMNS}`,
    [
      chapter.kind,
      chapter.month ?? null,
      chapter.runNo ?? null,
      chapter.fileNo ?? null,
      chapter.eventNo ?? null,
      chapter.handBackNo ?? null,
    ],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0];
}

/** The chapter of a run's issue, or of its files. */
export async function chapterOfRun(
  client: Pick<Client, 'query'>,
  kind: 'run' | 'files',
  runNo: number,
): Promise<Chapter> {
  const { rows } = await client.query<Chapter>(
    `SELECT ${COLUMNS} FROM ledger_chapter WHERE kind = $1 AND run_no = $2`,
    [kind, runNo],
  );
  if (rows[0] === undefined) throw new RangeError('the books have no chapter for this run');
  return rows[0];
}

/** Every chapter, in order. */
export async function listChapters(client: Pick<Client, 'query'>): Promise<readonly Chapter[]> {
  const { rows } = await client.query<Chapter>(`SELECT ${COLUMNS} FROM ledger_chapter ORDER BY chapter_no`);
  return rows;
}

/** A block of evidence: which rows, how many, their hashes and the root over these. */
export interface Block {
  readonly kind: EvidenceKind;
  readonly block: number;
  /** Persons of a block of postings; numbers of the first and the last row where rows are numbered. */
  readonly firstKey: string;
  readonly lastKey: string;
  readonly rows: number;
  readonly leaves: Buffer;
  readonly root: string;
}

type BlockPlace = Pick<Block, 'kind' | 'block' | 'firstKey' | 'lastKey'>;

/** Why not Number alone: what stands in a block that was tampered with may be any text, and must not end the verification. */
function rowNumber(key: string): number {
  return /^\d{1,9}$/.test(key) ? Number(key) : 0;
}

/** The rows of a block in COPY text form. */
export async function readEvidence(client: Client, chapter: Chapter, place: BlockPlace): Promise<Buffer> {
  const query = EVIDENCE[place.kind]({
    chapterNo: chapter.chapterNo,
    runNo: chapter.runNo ?? 0,
    fileNo: chapter.fileNo ?? 0,
    handBackNo: chapter.handBackNo ?? 0,
    block: place.block,
    first: rowNumber(place.firstKey),
    last: rowNumber(place.lastKey),
  });
  return copyOut(client, `COPY (${query}) TO STDOUT`);
}

function blockOf(place: BlockPlace, { rows, bytes }: Leaves): Block {
  return { ...place, rows, leaves: bytes, root: rootOf(bytes) };
}

/** Stores the hashes of rows that the caller has at hand, as a block of its chapter. */
export async function saveBlock(
  client: Client,
  chapter: Chapter,
  place: BlockPlace,
  rows: readonly Uint8Array[],
): Promise<Block> {
  const block = blockOf(place, leavesOf(rows));
  await client.query(
    'INSERT INTO ledger_block (chapter_no, kind, block, first_key, last_key, rows, leaves, root) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [chapter.chapterNo, block.kind, block.block, block.firstKey, block.lastKey, block.rows, block.leaves, block.root],
  );
  return block;
}

/** Reads evidence that stands in the tables and stores its hashes as a block. */
export async function saveEvidence(client: Client, chapter: Chapter, place: BlockPlace): Promise<Block> {
  return saveBlock(client, chapter, place, [await readEvidence(client, chapter, place)]);
}

/** The blocks of a chapter in their order, without their leaves. */
export async function listBlocks(
  client: Pick<Client, 'query'>,
  chapterNo: number,
): Promise<readonly Omit<Block, 'leaves'>[]> {
  const { rows } = await client.query<Omit<Block, 'leaves'>>(
    `SELECT kind, block, first_key AS "firstKey", last_key AS "lastKey", rows, root FROM ledger_block WHERE chapter_no = $1 ORDER BY kind, block`,
    [chapterNo],
  );
  return rows;
}

/** The hashes of a block's rows. */
export async function leavesOfBlock(
  client: Pick<Client, 'query'>,
  chapterNo: number,
  place: Pick<Block, 'kind' | 'block'>,
): Promise<Buffer> {
  const { rows } = await client.query<{ leaves: Buffer }>(
    'SELECT leaves FROM ledger_block WHERE chapter_no = $1 AND kind = $2 AND block = $3',
    [chapterNo, place.kind, place.block],
  );
  return rows[0]?.leaves ?? Buffer.alloc(0);
}
