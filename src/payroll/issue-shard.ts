import { type Posting, postingsOf } from '../domain/posting.ts';
import { type Vnd, ZERO_VND, addVnd, subtractVnd, vnd } from '../domain/money.ts';
import { communesOfRun, issueRun, postedTotals } from '../store/approval.ts';
import { personsOf, postingRow } from '../store/book-entries.ts';
import { type Chapter, chapterOfRun, saveBlock } from '../store/chapters.ts';
import { type Client, inTransaction } from '../store/database.ts';
import { type Draw, writeDraws } from '../store/draws.ts';
import { type BookRows, readBookRows, savePostings } from '../store/ledger.ts';
import { rowSink } from '../store/row-sink.ts';
import { contentHashOf } from '../store/run-content.ts';
import { uncoverCommunes } from '../store/run-opening.ts';
import { type Run, getRun, lockBooks, lockRun } from '../store/runs.ts';
import { lastSeal } from '../store/seals.ts';
import { refreshBooks } from '../store/statistics.ts';
import { type Claim, addItems, finishItem, holdFence } from '../store/work.ts';
import { noteStep } from './audit-step.ts';
import type { Context } from './context.ts';
import { sealChapter } from './seal-chapter.ts';

/** The block of a run's chapter that holds what it draws; blocks of persons are numbered from 1. */
const DRAWS = 0;

/** What a posting adds to the money that goes out, in VND. */
function goingOut(posting: Posting): Vnd {
  if (posting.event === 'issue') return posting.amount;
  return posting.event === 'recovery' ? subtractVnd(ZERO_VND, posting.amount) : ZERO_VND;
}

/** The postings of a range of persons in COPY text form, how many, and what goes out by them (VND). */
export function entriesOf(
  rows: BookRows,
  runNo: number,
  chapterNo: number,
  block: number,
): { readonly rows: readonly Uint8Array[]; readonly postings: number; readonly amount: Vnd } {
  const sink = rowSink();
  let [postings, amount] = [0, ZERO_VND];
  for (const [person, books] of personsOf(rows)) {
    for (const posting of postingsOf(books, runNo)) {
      amount = addVnd(amount, goingOut(posting));
      sink.add(postingRow(person, posting, runNo, chapterNo, block));
      postings += 1;
    }
  }
  return { rows: sink.chunks(), postings, amount };
}

function drawRows(draws: readonly Draw[], run: Run, chapterNo: number): Buffer {
  const rows = draws
    .filter((one) => one.draw > 0)
    .map((one, part) => {
      const { communeCode, provider, draw } = one;
      const key = { family: '', month: run.month, issue: 0, event: 'draw', part, cause: run.runNo } as const;
      return postingRow(
        '',
        { ...key, communeCode, provider, category: '', accrues: false, amount: vnd(draw) },
        run.runNo,
        chapterNo,
        DRAWS,
      );
    });
  return Buffer.from(rows.join(''));
}

async function sealRun(client: Client, context: Context, run: Run, chapter: Chapter): Promise<void> {
  const posted = await postedTotals(client, run.runNo);
  if (posted !== run.totals?.amount) throw new RangeError('the ledger of the run does not add up to what was signed');
  if ((await contentHashOf(client, run.runNo)) !== run.contentSha256)
    throw new RangeError('the lines of the run are not those that were signed');
  const drawn = drawRows(await writeDraws(client, run.runNo), run, chapter.chapterNo);
  if (drawn.length > 0) {
    await savePostings(client, [drawn]);
    await saveBlock(client, chapter, { kind: 'posting', block: DRAWS, firstKey: '', lastKey: '' }, [drawn]);
  }
  const last = await lastSeal(client);
  const seal = await sealChapter(client, context, chapter, ['approval', 'content', 'draw', 'forms']);
  await issueRun(client, run.runNo, seal.head, last?.head ?? '');
  await uncoverCommunes(client, run.runNo);
  const communes = await communesOfRun(client, run.runNo);
  const items = communes.map((code, at) => ({ ordinal: at + 1, firstKey: code, lastKey: code }));
  await addItems(client, run.runNo, 'files', items);
  await noteStep(context, client, { actor: 'worker', command: 'issue', what: { run: run.runId } });
}

/** Enters one range of persons into the books as a block of the run's chapter. The last block seals the chapter and asks for the files. */
export async function issueShard(context: Context, claim: Claim): Promise<void> {
  const run = await getRun(context.database, claim.runNo);
  const chapter = await chapterOfRun(context.database.pool, 'run', run.runNo);
  const rows = await readBookRows(context.database, run, claim);

  const entries = entriesOf(rows, run.runNo, chapter.chapterNo, claim.ordinal);

  const isLast = await inTransaction(context.database, async (client) => {
    await holdFence(client, claim);
    if (entries.postings > 0) {
      const { ordinal: block, firstKey, lastKey } = claim;
      await savePostings(client, entries.rows);
      await saveBlock(client, chapter, { kind: 'posting', block, firstKey, lastKey }, entries.rows);
    }
    // Why the books before the run: opening and approving lock in this order too.
    await lockBooks(client);
    const isOver = await finishItem(client, claim, { postings: entries.postings, amount: entries.amount });
    if (isOver) await sealRun(client, context, await lockRun(client, run.runNo), chapter);
    return isOver;
  });
  if (isLast) await refreshBooks(context.database);
}
