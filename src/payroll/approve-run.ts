import { isSameActor } from '../domain/actor.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { groupedNumber } from '../formats/vietnamese-number.ts';
import { changedSince, computedRanges, isOutOfDate, rejectRun as saveRejection, signRun } from '../store/approval.ts';
import { type Shortfall, shortfallsOf, withinBudgets } from '../store/budgets.ts';
import { openChapter } from '../store/chapters.ts';
import { type Client, inTransaction } from '../store/database.ts';
import { uncoverCommunes } from '../store/run-opening.ts';
import { type Run, findRun, lockBooks, lockRun } from '../store/runs.ts';
import { roleOfActor } from '../store/users.ts';
import { addItems } from '../store/work.ts';
import type { Context } from './context.ts';

function notFound(runId: string): ReturnType<typeof refused> {
  return refused('unknown_run', `There is no run ${runId}. See the runs: chitra status`);
}

/** Why a run cannot be approved by an actor, or null. */
function objection(run: Run, actor: string): ReturnType<typeof refused> | null {
  if (run.status !== 'draft') {
    return refused('not_a_draft', `Run ${run.runId} is ${run.status}; only a draft can be approved.`);
  }
  if (isSameActor(run.maker, actor)) {
    return refused(
      'maker_is_approver',
      `Run ${run.runId} was made by ${run.maker}: another person must approve it (--actor NAME).`,
    );
  }
  return null;
}

const NAMED = 5;

/** The refusal of a run that would overdraw budgets: which, by how much, and what to do. */
function overBudget(runId: string, shortfalls: readonly Shortfall[]): ReturnType<typeof refused> {
  const named = shortfalls.slice(0, NAMED).map(({ communeCode, family, year, budget, used, needed }) => {
    const short = groupedNumber(used + needed - budget);
    return `${communeCode} ${family} ${year}: dự toán (budget) ${groupedNumber(budget)}, đã giữ và dùng (reserved and used) ${groupedNumber(used)}, cần (needed) ${groupedNumber(needed)}, thiếu (short) ${short}`;
  });
  const more = shortfalls.length - named.length;
  return refused(
    'over_budget',
    `Kỳ chi ${runId} vượt dự toán (would overdraw the budget): ${named.join('; ')}${more > 0 ? `; còn ${more} dự toán nữa (more)` : ''}. Bổ sung dự toán (raise it: budgets.csv, chitra import) hoặc từ chối (or chitra reject ${runId}).`,
  );
}

async function approve(client: Client, runNo: number, actor: string, seen: string | null): Promise<Result<number>> {
  await lockBooks(client);
  const run = await lockRun(client, runNo);
  const refusal = objection(run, actor);
  if (refusal !== null) return refusal;
  if (seen !== null && run.contentSha256 !== seen)
    return refused(
      'draft_changed',
      'Dự thảo vừa được tính lại. Xem lại rồi duyệt. / The draft was just computed again. Look again before you approve.',
    );
  const role = await roleOfActor(client, actor);
  if (role !== null && role !== 'approver')
    return refused(
      'not_approver',
      `${actor} là ${role}: chỉ người duyệt mới duyệt. / ${actor} is ${role} here; runs are approved by approvers.`,
    );
  if (await isOutOfDate(client, runNo, run.issuedRuns)) {
    return refused(
      'draft_out_of_date',
      `Since draft ${run.runId} was computed, some of its months were paid by another run, or are being paid by it now. Run the month again.`,
    );
  }
  const changed = await changedSince(client, run);
  if (changed > 0) {
    return refused(
      'draft_out_of_date',
      `Since draft ${run.runId} was computed, something changed for ${changed} of the people it pays (registry, an outcome, a hold). Run the month again.`,
    );
  }
  if (!(await withinBudgets(client, () => signRun(client, runNo, actor.trim()))))
    return overBudget(run.runId, await shortfallsOf(client, runNo));
  await openChapter(client, { kind: 'run', month: run.month, runNo });
  await addItems(client, runNo, 'issue', await computedRanges(client, runNo));
  return done(runNo);
}

/**
 * Another person than the maker signs count, sum and hash of a draft; from then on the workers post the ledger and write the files.
 * `seen`: the content hash that he looked at; null: whatever the draft is now. A run that is approved already and still being issued may be asked for again by its approver: the work goes on. Answers the run's number.
 */
export async function approveRun(
  context: Context,
  runId: string,
  actor: string,
  seen: string | null = null,
): Promise<Result<number>> {
  const run = await findRun(context.database, runId);
  if (run === null) return notFound(runId);
  const isUnderWay = run.status === 'approved' || (run.status === 'issued' && run.manifestSha256 === null);
  if (isUnderWay && run.approver === actor.trim()) return done(run.runNo);
  return inTransaction(context.database, (client) => approve(client, run.runNo, actor, seen));
}

/** Turns a draft down, with a reason; nothing of it is paid, and the month can be run again. */
export async function rejectRun(
  context: Context,
  runId: string,
  actor: string,
  reason: string,
): Promise<Result<number>> {
  const run = await findRun(context.database, runId);
  if (run === null) return notFound(runId);
  return inTransaction(context.database, async (client) => {
    const { status } = await lockRun(client, run.runNo);
    if (status !== 'draft' && status !== 'failed' && status !== 'queued' && status !== 'computing') {
      return refused('not_a_draft', `Run ${runId} is ${status}; it can no longer be rejected.`);
    }
    await saveRejection(client, run.runNo, actor.trim(), reason);
    await uncoverCommunes(client, run.runNo);
    return done(run.runNo);
  });
}
