import { type LeafDifference, firstDifference } from '../domain/leaf-comparison.ts';
import { chapterRoot } from '../domain/seal.ts';
import { eachRow } from '../store/bulk.ts';
import { type Block, type Chapter, leavesOfBlock, listBlocks, readEvidence } from '../store/chapters.ts';
import type { Client } from '../store/database.ts';
import { isEvidenceKind } from '../store/evidence.ts';
import { eachLeaf, leavesOf, rootOf, sha256 } from '../store/row-hashes.ts';
import type { SignedSeal } from '../store/seals.ts';
import type { Finding } from './finding.ts';

const WORDS: Readonly<Record<LeafDifference['kind'], string>> = {
  changed: 'đã bị sửa (was changed)',
  missing: 'bị mất (is missing)',
  added: 'bị thêm vào (was added)',
  reordered: 'bị đổi chỗ (stands in another place)',
};

/** The first cells of a row, which name it: never a name or an account. */
const KEY_CELLS: Readonly<Record<string, number>> = {
  posting: 6,
  line: 4,
  payment: 2,
  total: 2,
  draw: 2,
  file: 1,
  outcome: 3,
  settlement: 1,
  hand_back: 1,
};

/** What names the row at a place, as far as it is there. */
function keyOf(rows: Uint8Array, kind: string, entry: number): string {
  let place = 0;
  for (const row of eachRow(Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength))) {
    place += 1;
    if (place === entry)
      return row
        .toString('utf8')
        .split('\t')
        .slice(0, KEY_CELLS[kind] ?? 1)
        .join(' ');
  }
  return '';
}

/** How rows differ from the hashes that were sealed, in words; null: they do not. `where` names the block. */
export function compareRows(sealed: Uint8Array, rows: Uint8Array, kind: string, where: string): Finding | null {
  const now = leavesOf([rows]).bytes;
  if (now.equals(sealed)) return null;
  const difference = firstDifference([...eachLeaf(sealed)], [...eachLeaf(now)]);
  if (difference === null) return null;
  const { kind: how, entry } = difference;
  const key = how === 'missing' ? keyOf(rows, kind, entry - 1) : keyOf(rows, kind, entry);
  const near = key === '' ? '' : how === 'missing' ? `, sau / after ${key}` : `: ${key}`;
  return {
    code: `${kind}_${how}`,
    where: `${where} entry ${entry}${near}`,
    message: `${where}, mục / entry ${entry}${near}: ${WORDS[how]}.`,
  };
}

async function verifyBlock(
  client: Client,
  chapter: Chapter,
  block: Omit<Block, 'leaves'>,
  where: string,
): Promise<Finding | null> {
  const leaves = await leavesOfBlock(client, chapter.chapterNo, block);
  if (rootOf(leaves) !== block.root || leaves.length !== 32 * block.rows)
    return {
      code: 'block_changed',
      where,
      message: `${where}: mã băm của khối bị sửa (the hashes of the block were changed).`,
    };
  if (!isEvidenceKind(block.kind))
    return {
      code: 'block_unknown',
      where,
      message: `${where}: loại khối lạ (a kind of block that this program does not know).`,
    };
  return compareRows(leaves, await readEvidence(client, chapter, block), block.kind, where);
}

/** Compares every row of a sealed chapter with what was sealed. */
export async function verifyChapter(
  client: Client,
  chapter: Chapter,
  seal: SignedSeal,
): Promise<{ readonly blocks: number; readonly entries: number; readonly findings: readonly Finding[] }> {
  const blocks = await listBlocks(client, chapter.chapterNo);
  const name = `chapter ${chapter.chapterNo}`;
  const findings: Finding[] = [];
  for (const block of blocks) {
    const found = await verifyBlock(client, chapter, block, `${name} ${block.kind} block ${block.block}`);
    if (found !== null) findings.push(found);
  }
  if (chapterRoot(blocks, sha256) !== seal.root)
    findings.push({
      code: 'chapter_changed',
      where: name,
      message: `${name}: các khối không phải các khối đã niêm phong (its blocks are not those that were sealed).`,
    });
  return { blocks: blocks.length, entries: blocks.reduce((sum, block) => sum + block.rows, 0), findings };
}
