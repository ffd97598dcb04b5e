import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import { type SettlementCounts, findingMessage } from '../domain/settlement.ts';
import { UnreadableText, checkEncoding, readCsv } from '../formats/csv.ts';
import { type SettlementRow, settlementReader } from '../formats/settlement.ts';
import { openChapter } from '../store/chapters.ts';
import { type Client, inTransaction } from '../store/database.ts';
import { fileChunks, folderEntries } from '../store/files.ts';
import { postOutcomes, sealSettlementRows } from '../store/outcome-postings.ts';
import { lockBooks } from '../store/runs.ts';
import {
  addOutcomes,
  countSettlement,
  createSettlementStage,
  findSettlement,
  findingsOfFile,
  insertSettlement,
  keepRows,
  lastOutcomeEvent,
  matchSettlement,
  nextFileNo,
  noteContradictions,
  settleRuns,
  stageSettlement,
} from '../store/settlement.ts';
import { refreshBooks } from '../store/statistics.ts';
import type { Books } from './context.ts';
import { sealChapter } from './seal-chapter.ts';

/** A file that came back from a bank or a post office, and who loads it. */
export interface SettleRequest {
  readonly path: string;
  readonly actor: string;
  /** Null: recognised by its content. */
  readonly format: string | null;
}

/** Something an officer must look at: a row that changed nothing, or changed something unusual. */
export interface SettleProblem {
  readonly code: string;
  readonly message: string;
  readonly row: number;
}

/** What a settlement file did, or had done when it was loaded before. */
export interface SettleSummary extends SettlementCounts {
  readonly format: string;
  readonly fileNo: number;
  readonly sha256: string;
  readonly alreadyLoaded: boolean;
  readonly problems: readonly SettleProblem[];
}

const FORMAT = 'settlement.csv';
const STAGE_ROWS = 5000;

async function checkedHash(path: string): Promise<Result<string>> {
  if ((await folderEntries(path)) !== 'file')
    return refused('not_found', `${path} không tồn tại hoặc không phải tệp (does not exist or is no file).`);
  const hash = createHash('sha256');
  try {
    await checkEncoding(fileChunks(path), (chunk) => hash.update(chunk));
  } catch (error) {
    if (error instanceof UnreadableText) return refused(error.code, `${basename(path)}: ${error.message}`);
    throw error;
  }
  return done(hash.digest('hex'));
}

/** The rows of a settlement.csv in blocks; refuses, before any row, a header that is not one. */
async function rowsOf(path: string): Promise<Result<AsyncGenerator<readonly SettlementRow[]>>> {
  const blocks = readCsv(fileChunks(path));
  const first = await blocks.next();
  const header = first.done === true ? undefined : first.value.rows[0];
  if (first.done === true || header === undefined)
    return refused('empty_file', `${basename(path)} trống (is empty): cần dòng tiêu đề (a header is needed).`);
  const reader = settlementReader(header.cells);
  if (!reader.ok) return refused(reader.failure.code, `${basename(path)}: ${reader.failure.message}`);
  const isBlank = (row: { readonly cells: readonly string[] }): boolean =>
    row.cells.every((cell) => cell.trim() === '');
  const rest = async function* (): AsyncGenerator<readonly SettlementRow[]> {
    yield first.value.rows
      .slice(1)
      .filter((row) => !isBlank(row))
      .map(reader.value);
    for await (const block of blocks) yield block.rows.filter((row) => !isBlank(row)).map(reader.value);
  };
  return done(rest());
}

async function stage(client: Client, rows: AsyncGenerator<readonly SettlementRow[]>): Promise<void> {
  await createSettlementStage(client);
  for await (const block of rows) {
    for (let at = 0; at < block.length; at += STAGE_ROWS) {
      const staged = block.slice(at, at + STAGE_ROWS).map((one) => ({ ...one, finding: one.fault?.code ?? null }));
      await stageSettlement(client, staged);
    }
  }
}

async function summaryOf(
  client: Client,
  loaded: { fileNo: number; format: string; summary: SettlementCounts },
  sha256: string,
  alreadyLoaded: boolean,
): Promise<SettleSummary> {
  const findings = await findingsOfFile(client, loaded.fileNo);
  return {
    ...loaded.summary,
    format: loaded.format,
    fileNo: loaded.fileNo,
    sha256,
    alreadyLoaded,
    problems: findings.map(({ row, finding }) => ({ code: finding, message: findingMessage(finding), row })),
  };
}

/** What the file changed enters the books as a chapter, with every row of it as evidence. */
async function book(client: Client, books: Books, fileNo: number, before: number): Promise<void> {
  const chapter = await openChapter(client, { kind: 'settlement', fileNo });
  await postOutcomes(client, chapter, before + 1, await lastOutcomeEvent(client));
  await sealSettlementRows(client, chapter);
  await sealChapter(client, books, chapter, ['settlement_file']);
}

async function load(
  client: Client,
  books: Books,
  request: SettleRequest,
  sha256: string,
): Promise<Result<SettleSummary>> {
  await lockBooks(client);
  const before = await findSettlement(client, sha256);
  if (before !== null) return done(await summaryOf(client, before, sha256, true));
  const rows = await rowsOf(request.path);
  if (!rows.ok) return rows;
  await stage(client, rows.value);
  await matchSettlement(client);
  const lastEvent = await lastOutcomeEvent(client);
  const fileNo = await nextFileNo(client);
  await addOutcomes(client, fileNo, request.actor);
  await noteContradictions(client, lastEvent);
  const summary = await countSettlement(client);
  const file = { sha256, fileName: basename(request.path), format: FORMAT, actor: request.actor, summary };
  await insertSettlement(client, fileNo, file);
  await keepRows(client, fileNo);
  await settleRuns(client);
  await book(client, books, fileNo, lastEvent);
  return done(await summaryOf(client, { fileNo, format: FORMAT, summary }, sha256, false));
}

/**
 * Loads what a bank or post office sent back: every row becomes an outcome of the payment it names, or a finding that an officer
 * sees. All in one transaction; the same file again changes nothing and says so. Refuses a file that cannot be read.
 */
export async function settleFile(books: Books, request: SettleRequest): Promise<Result<SettleSummary>> {
  if (request.format !== null && request.format !== FORMAT)
    return refused('unknown_format', `Không có định dạng ${request.format} (unknown format). Dùng (use): ${FORMAT}`);
  const sha256 = await checkedHash(request.path);
  if (!sha256.ok) return sha256;
  const settled = await inTransaction(books.database, (client) => load(client, books, request, sha256.value));
  if (settled.ok && !settled.value.alreadyLoaded) await refreshBooks(books.database);
  return settled;
}
