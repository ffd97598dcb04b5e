import { type Result, done, refused } from '../domain/failure.ts';
import { type Month, formatMonth, month as asMonth } from '../domain/month.ts';
import { groupedNumber } from '../formats/vietnamese-number.ts';
import { type Client, inTransaction } from '../store/database.ts';
import { openMonthsBefore } from '../store/four-ways.ts';
import { type OpenThings, insertClosedMonth, isMonthClosed, openThingsOf } from '../store/outcomes.ts';
import { lockBooks } from '../store/runs.ts';
import type { Desk } from './context.ts';
import { type FourWays, readFourWays, runFolders } from './four-ways.ts';
import { sentencesOf } from './four-ways-answer.ts';

/** Differences that a refusal names; all of them: chitra reconcile. */
const NAMED = 10;

/** Everything that keeps a month open, a sentence each. */
function reasonsToStayOpen(open: OpenThings): string[] {
  const reasons: string[] = [];
  if (open.issuedRuns === 0) reasons.push('chưa có kỳ chi nào được chi ra (no run was issued)');
  if (open.unfinishedRuns.length > 0)
    reasons.push(
      `kỳ chi chưa xong (unfinished runs): ${open.unfinishedRuns.join(', ')}; duyệt hoặc từ chối (approve or reject)`,
    );
  if (open.paymentsWithoutOutcome > 0)
    reasons.push(
      `${open.paymentsWithoutOutcome} khoản chi chưa có kết quả (payments without an outcome): chitra settle FILE`,
    );
  if (open.unansweredRows > 0)
    reasons.push(
      `${open.unansweredRows} dòng kết quả chưa xử lý (rows of settlement files that wait for an answer): chitra export exceptions, chitra correct, chitra answer`,
    );
  return reasons;
}

function differencesText(month: Month, found: FourWays): string[] {
  const sentences = sentencesOf(found);
  const more = sentences.length - NAMED;
  return [
    ...sentences.slice(0, NAMED),
    ...(more > 0
      ? [`còn ${groupedNumber(more)} chênh lệch (more differences): chitra reconcile ${formatMonth(month)}`]
      : []),
  ];
}

async function earlierMonths(client: Client, month: Month): Promise<string[]> {
  const open = await openMonthsBefore(client, month);
  if (open.length === 0) return [];
  const months = open.map((one) => formatMonth(asMonth(one))).join(', ');
  return [`tháng trước chưa khóa (earlier months are open): ${months}; khóa trước (close them first)`];
}

/** What stays with providers is no reason: it lies in the draw of the next month. */
export interface ClosedMonth {
  /** What providers still have and owe nobody, in VND. */
  readonly stillHeld: number;
}

/**
 * Closes a month: every payment has an outcome, every row that came back was dealt with, the four ways agree to the đồng with the written files, and
 * no earlier month is open. What comes back later opens the balance again and is paid by the next month's run. Refuses, with all that is
 * open, and a month that is closed. Answers what providers still hold (VND).
 */
export async function closeMonth(desk: Desk, month: Month, actor: string): Promise<Result<ClosedMonth>> {
  return inTransaction(desk.database, async (client) => {
    await lockBooks(client);
    if (await isMonthClosed(client, month))
      return refused('already_closed', `Tháng ${formatMonth(month)} đã khóa (is closed already).`);
    const found = await readFourWays(client, month, await runFolders(desk, month), []);
    const reasons = [
      ...reasonsToStayOpen(await openThingsOf(client, month)),
      ...(await earlierMonths(client, month)),
      ...differencesText(month, found),
    ];
    if (reasons.length > 0)
      return refused(
        'month_open',
        `Chưa khóa được tháng ${formatMonth(month)} (the month cannot be closed):\n- ${reasons.join('\n- ')}`,
      );
    await insertClosedMonth(client, month, actor);
    return done({ stillHeld: found.total.heldNow });
  });
}
