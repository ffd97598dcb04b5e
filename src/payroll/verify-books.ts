import { join } from 'node:path';
import { auditHead } from '../store/audit.ts';
import { headName } from '../formats/ledger-head.ts';
import { listChapters } from '../store/chapters.ts';
import type { Client } from '../store/database.ts';
import { folderEntries, readWhole } from '../store/files.ts';
import { changedAccounts, excessRights, missingGuards } from '../store/guards.ts';
import { type Run, listRuns } from '../store/runs.ts';
import { listSignedBlocks } from '../store/run-content.ts';
import { type SignedSeal, listSeals, publicKeys } from '../store/seals.ts';
import { findUncovered } from '../store/uncovered.ts';
import type { Books } from './context.ts';
import type { Finding, Verification } from './finding.ts';
import { verifyAudit } from './verify-audit.ts';
import { verifyShard, verifySigned } from './verify-content.ts';
import { verifyChapter } from './verify-evidence.ts';
import { verifyFiles } from './verify-files.ts';
import { type HeadFile, keysOf, verifyChain, verifyHeads, verifyKeys } from './verify-seals.ts';

/** What is compared beside the database. */
export interface VerifyRequest {
  /** Where payout files stand; null: files are not looked at. */
  readonly out: string | null;
  /** Files or folders of heads that were kept outside. */
  readonly heads: readonly string[];
  readonly onProgress: (done: number, all: number) => void;
}

const HEAD_BYTES = 10_000;

async function headFile(path: string): Promise<HeadFile> {
  if ((await folderEntries(path)) !== 'file') return [path, null];
  const bytes = await readWhole(path, HEAD_BYTES);
  return [path, bytes === null ? '' : Buffer.from(bytes).toString('utf8')];
}

/** The heads at a place that was named: a file, or all texts in a folder. A place without any is told. */
async function headsAt(path: string): Promise<readonly HeadFile[]> {
  const entries = await folderEntries(path);
  const names = entries === null || entries === 'file' ? [] : entries.filter((name) => name.endsWith('.txt'));
  const paths = names.length === 0 ? [path] : names.map((name) => join(path, name));
  return Promise.all(paths.map(headFile));
}

/** The heads that the office itself keeps beside the payout files: one for every issued run. */
async function ownHeads(
  client: Client,
  out: string,
  seals: readonly SignedSeal[],
  runs: readonly Run[],
): Promise<readonly HeadFile[]> {
  const chapters = (await listChapters(client)).filter((chapter) => chapter.kind === 'run');
  const paths = runs.flatMap(({ runNo, runId }) => {
    const chapter = chapters.find((one) => one.runNo === runNo);
    const seal = seals.find((one) => one.chapterNo === chapter?.chapterNo);
    return seal === undefined ? [] : [join(out, 'heads', headName(seal.sealNo, runId))];
  });
  return Promise.all(paths.map(headFile));
}

async function verifyGuards(client: Client): Promise<Finding[]> {
  const missing = await missingGuards(client);
  const excess = await excessRights(client);
  const accounts = await changedAccounts(client);
  return [
    ...missing.map((where) => ({
      code: 'guard_missing',
      where,
      message: `${where}: bộ chặn sửa dữ liệu bị tắt hoặc bị xóa (a trigger that refuses changes is switched off or gone).`,
    })),
    ...accounts.map((where) => ({
      code: 'accounts_changed',
      where,
      message: `${where}: tài khoản của bút toán bị đổi (the accounts that an event moves were changed).`,
    })),
    ...excess.map((where) => ({
      code: 'right_added',
      where,
      message: `${where}: vai trò này có quyền không được có (this role has a right it must not have).`,
    })),
  ];
}

async function verifyTables(
  client: Client,
  seals: readonly SignedSeal[],
  onProgress: VerifyRequest['onProgress'],
): Promise<Pick<Verification, 'blocks' | 'entries' | 'shards' | 'lines' | 'findings'>> {
  const chapters = new Map((await listChapters(client)).map((chapter) => [chapter.chapterNo, chapter]));
  const shards = await listSignedBlocks(client);
  const findings: Finding[] = [];
  let [blocks, entries, lines, done] = [0, 0, 0, 0];
  for (const seal of seals) {
    const chapter = chapters.get(seal.chapterNo);
    if (chapter !== undefined) {
      const verified = await verifyChapter(client, chapter, seal);
      blocks += verified.blocks;
      entries += verified.entries;
      findings.push(...verified.findings);
    }
    onProgress(++done, seals.length + shards.length);
  }
  for (const shard of shards) {
    findings.push(...(await verifyShard(client, shard)));
    lines += shard.lines;
    onProgress(++done, seals.length + shards.length);
  }
  for (const { code, where } of await findUncovered(client))
    findings.push({
      code,
      where,
      message: `${where}: không khớp với những gì đã niêm phong (is not what was sealed: ${code}).`,
    });
  return { blocks, entries, shards: shards.length, lines, findings };
}

/**
 * Proves that ledger, lines, payments, outcomes and files are what was sealed and signed, and that the seals agree with heads kept outside
 * (OUT/heads, and those given). Answers every finding, in the order of the books; none: nothing was changed, taken away, added or moved.
 */
export async function verifyBooks(books: Books, request: VerifyRequest): Promise<Verification> {
  const client = await books.database.pool.connect();
  try {
    // Why: everything is looked at as it is at one moment, whatever is being run or loaded meanwhile.
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const seals = await listSeals(client);
    const guards = await verifyGuards(client);
    const chain = verifyChain(seals, books.province, await publicKeys(client));
    const { out } = request;
    const issued =
      out === null ? [] : (await listRuns(books.database, null)).filter((run) => run.manifestSha256 !== null);
    const own = out === null ? [] : await ownHeads(client, out, seals, issued);
    const heads = [...own, ...(await Promise.all(request.heads.map(headsAt))).flat()];
    const keys = verifyKeys(seals, new Set([books.signer.keyId, ...keysOf(heads)]));
    const tables = await verifyTables(client, seals, request.onProgress);
    const signed = await verifySigned(client);
    const files: Finding[] = [];
    let count = 0;
    for (const run of issued) {
      const verified = await verifyFiles(books.database, out ?? '', run);
      files.push(...verified.findings);
      count += verified.files;
    }
    const audit = await verifyAudit(books.database);
    const { entryNo: auditEntries } = await auditHead(client);
    const findings = [
      ...chain,
      ...keys,
      ...verifyHeads(heads, seals),
      ...tables.findings,
      ...signed,
      ...audit,
      ...files,
      ...guards,
    ];
    return { ...tables, seals: seals.length, files: count, heads: heads.length, auditEntries, findings };
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
