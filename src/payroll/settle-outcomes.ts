import { basename } from 'node:path';
import { type Result, done, refused } from '../domain/failure.ts';
import type { IsoDate } from '../domain/month.ts';
import { type SettlementCounts, type SettlementNote, findingMessage } from '../domain/settlement.ts';
import { openChapter } from '../store/chapters.ts';
import { type Client, inTransaction, inTransactionUndone } from '../store/database.ts';
import { postOutcomes, sealSettlementRows } from '../store/outcome-postings.ts';
import { lockBooks } from '../store/runs.ts';
import {
  addOutcomes,
  countSettlement,
  findSettlement,
  findingsOfFile,
  insertSettlement,
  keepRows,
  lastOutcomeEvent,
  nextFileNo,
  noteContradictions,
  settleRuns,
} from '../store/settlement.ts';
import {
  type StagedRow,
  createSettlementStage,
  differingOriginals,
  matchSettlement,
  stageSettlement,
} from '../store/settlement-stage.ts';
import { refreshBooks } from '../store/statistics.ts';
import type { Books } from './context.ts';
import { keepStatements, takeStatements } from './load-statements.ts';
import { type FileKind, identified, openSettlement } from './open-settlement.ts';
import { sealChapter } from './seal-chapter.ts';

/** A file that came back from a bank or a post office, and who loads it. */
export interface SettleRequest {
  readonly path: string;
  readonly actor: string;
  /** Null: recognised by its content. */
  readonly format: string | null;
  /** No later day can anything have happened on. */
  readonly today: IsoDate;
  /** Do everything and take it back: what would the file do? */
  readonly dryRun?: boolean;
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

/** What a file can be; the first is the generic list that anybody can make. */
export const SETTLEMENT_FORMATS = [
  'settlement.csv',
  'pain.002',
  'camt.052',
  'camt.053',
  'camt.054',
  'post-result',
  'bank-return',
] as const;

const STAGE_ROWS = 5000;

async function stage(client: Client, rows: AsyncIterable<readonly StagedRow[]>): Promise<void> {
  await createSettlementStage(client);
  for await (const block of rows)
    for (let at = 0; at < block.length; at += STAGE_ROWS)
      await stageSettlement(client, block.slice(at, at + STAGE_ROWS));
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
    problems: [
      ...(loaded.summary.notes ?? []).map(({ code, message }) => ({ code, message, row: 0 })),
      ...findings.map(({ row, finding }) => ({ code: finding, message: findingMessage(finding), row })),
    ],
  };
}

/** What the file changed enters the books as a chapter, with every row of it as evidence. */
async function book(client: Client, books: Books, fileNo: number, before: number): Promise<void> {
  const chapter = await openChapter(client, { kind: 'settlement', fileNo });
  await postOutcomes(client, chapter, before + 1, await lastOutcomeEvent(client));
  await sealSettlementRows(client, chapter);
  await sealChapter(client, books, chapter, ['settlement_file', 'statement']);
}

function otherOriginal(name: string): SettlementNote {
  return {
    code: 'original_differs',
    message: `Ngân hàng ghi số lượng hoặc tổng tiền của ${name} khác tệp đã gửi; hỏi ngân hàng đã nhận đủ chưa (the bank says that this message asked for something else; ask whether it was received whole).`,
  };
}

/** Whose word a file is: banks write messages and lists, post offices lists; settlement.csv is anybody's. */
function channelOf(format: string): 'bank' | 'post' | null {
  if (format === 'post-result') return 'post';
  return format === 'settlement.csv' ? null : 'bank';
}

async function load(
  client: Client,
  books: Books,
  request: SettleRequest,
  { sha256, kind }: { readonly sha256: string; readonly kind: FileKind },
): Promise<Result<SettleSummary>> {
  await lockBooks(client);
  const before = await findSettlement(client, sha256);
  if (before !== null) return done(await summaryOf(client, before, sha256, true));
  const source = await openSettlement(request.path, kind, books, request.today);
  if (!source.ok) return source;
  await stage(client, source.value.rows);
  const end = source.value.end();
  if (!end.ok) return end;
  const { format } = source.value;
  if (request.format !== null && request.format !== format)
    return refused('other_format', `${basename(request.path)}: ${format}, không phải (is not) ${request.format}.`);
  const statements = await takeStatements(client, format, end.value.statements);
  if (!statements.ok) return statements;
  await matchSettlement(client, {
    channel: channelOf(format),
    accounts: new Map(end.value.statements.map((one) => [one.statementNo, one.account])),
  });
  const lastEvent = await lastOutcomeEvent(client);
  const fileNo = await nextFileNo(client);
  await addOutcomes(client, fileNo, request.actor);
  await noteContradictions(client, lastEvent);
  const others = (await differingOriginals(client, end.value.originals)).map(otherOriginal);
  const notes = [...end.value.notes, ...statements.value.notes, ...others];
  const summary = { ...(await countSettlement(client)), notes };
  const file = { sha256, fileName: basename(request.path), format, actor: request.actor, summary };
  await insertSettlement(client, fileNo, file);
  await keepRows(client, fileNo);
  await keepStatements(client, fileNo, statements.value.kept);
  await settleRuns(client);
  await book(client, books, fileNo, lastEvent);
  return done(await summaryOf(client, { fileNo, format, summary }, sha256, false));
}

/**
 * Loads what a bank or post office sent back: messages of ISO 20022, lists of banks and post offices, settlement.csv. Every row becomes an outcome of
 * the payments it names, or a finding that an officer sees. All in one transaction, of which a dry run keeps nothing; the same file again changes nothing and says so. Refuses a
 * file that cannot be read or trusted (it does not balance, its totals differ, it breaks off): nothing of it is loaded.
 */
export async function settleFile(books: Books, request: SettleRequest): Promise<Result<SettleSummary>> {
  if (request.format !== null && !SETTLEMENT_FORMATS.some((one) => one === request.format))
    return refused(
      'unknown_format',
      `Không có định dạng ${request.format} (unknown format). Dùng (use): ${SETTLEMENT_FORMATS.join(', ')}`,
    );
  const file = await identified(request.path);
  if (!file.ok) return file;
  const within = request.dryRun === true ? inTransactionUndone : inTransaction;
  const settled = await within(books.database, (client) => load(client, books, request, file.value));
  if (settled.ok && request.dryRun !== true && !settled.value.alreadyLoaded) await refreshBooks(books.database);
  return settled;
}
