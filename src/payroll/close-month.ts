import { type Result, done, refused } from '../domain/failure.ts';
import { type Month, formatMonth } from '../domain/month.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { type OpenThings, insertClosedMonth, isMonthClosed, openThingsOf } from '../store/outcomes.ts';
import { lockBooks } from '../store/runs.ts';

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

/**
 * Closes a month: every payment has an outcome and every row that came back was dealt with. What comes back later opens the
 * balance again and is paid by the next month's run. Refuses, with all that is open, and a month that is closed.
 */
export async function closeMonth(database: Database, month: Month, actor: string): Promise<Result<null>> {
  return inTransaction(database, async (client) => {
    await lockBooks(client);
    if (await isMonthClosed(client, month))
      return refused('already_closed', `Tháng ${formatMonth(month)} đã khóa (is closed already).`);
    const reasons = reasonsToStayOpen(await openThingsOf(client, month));
    if (reasons.length > 0)
      return refused(
        'month_open',
        `Chưa khóa được tháng ${formatMonth(month)} (the month cannot be closed):\n- ${reasons.join('\n- ')}`,
      );
    await insertClosedMonth(client, month, actor);
    return done(null);
  });
}
