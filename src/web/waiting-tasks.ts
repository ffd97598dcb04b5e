import { type Month, formatMonth } from '../domain/month.ts';
import type { User } from '../domain/user.ts';
import { isSameActor } from '../domain/actor.ts';
import type { Label } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import type { MonthFigures } from '../store/month-overview.ts';
import type { Run } from '../store/runs.ts';
import { runPath } from './layout.ts';

/** Something that waits for somebody, and the page where it is done. */
export interface WaitingTask {
  readonly label: Label;
  readonly place: string;
  /** Nothing goes on before it is done. */
  readonly isUrgent: boolean;
}

/** What is known when tasks are looked for. */
export interface Waiting {
  readonly user: Pick<User, 'name' | 'role'>;
  /** All runs, the newest first. */
  readonly runs: readonly Run[];
  readonly months: readonly MonthFigures[];
  readonly isRegistryEmpty: boolean;
  /** The month whose list is due now. */
  readonly due: Month;
  /** Words about money that never came, which wait for a second person. */
  readonly proposals: number;
}

function task(vi: string, en: string, place: string, isUrgent = false): WaitingTask {
  return { label: { vi, en }, place, isUrgent };
}

function ofRuns({ user, runs, due, isRegistryEmpty }: Waiting): WaitingTask[] {
  const tasks: WaitingTask[] = [];
  if (user.role === 'officer' && isRegistryEmpty)
    tasks.push(task('Danh sách còn trống: nạp sổ trước.', 'The registry is empty: import it first.', '/imports', true));
  const hasRun = runs.some((run) => run.month === due && run.status !== 'rejected' && run.status !== 'failed');
  if (user.role === 'officer' && !isRegistryEmpty && !hasRun)
    tasks.push(
      task(`Lập đợt chi trả tháng ${formatMonth(due)}.`, `Make the run of ${formatMonth(due)}.`, '/runs', true),
    );
  for (const run of runs) {
    const at = runPath(run.runId);
    if (run.status === 'failed')
      tasks.push(task(`Đợt ${run.runId} dừng vì lỗi.`, `Run ${run.runId} stopped on a fault.`, at, true));
    if (run.status !== 'draft') continue;
    if (user.role === 'approver' && !isSameActor(run.maker, user.name))
      tasks.push(task(`Duyệt đợt ${run.runId}.`, `Look at draft ${run.runId} and approve it.`, `${at}/approve`, true));
    if (user.role === 'officer')
      tasks.push(task(`Đợt ${run.runId} chờ người khác duyệt.`, `Draft ${run.runId} waits for another person.`, at));
  }
  return tasks;
}

function ofResults({ user, months, proposals }: Waiting): WaitingTask[] {
  const unanswered = months.filter((one) => one.unanswered.payments > 0 && !one.isClosed);
  const tasks = unanswered.map((one) =>
    task(
      `Tháng ${formatMonth(one.month)}: ${grouped(one.unanswered.payments)} khoản chưa có kết quả.`,
      `${formatMonth(one.month)}: ${grouped(one.unanswered.payments)} payments without a result.`,
      '/settlement',
    ),
  );
  const isReady = (one: MonthFigures): boolean => one.runs > 0 && !one.isClosed && one.unanswered.payments === 0;
  const ready = user.role === 'approver' ? months.filter((one) => isReady(one) && one.payments > 0) : [];
  const closing = ready.map((one) =>
    task(`Khóa tháng ${formatMonth(one.month)}.`, `Close ${formatMonth(one.month)}.`, '/settlement'),
  );
  const second =
    proposals > 0 && user.role === 'approver'
      ? [
          task(
            `Xác nhận ${proposals} đề nghị về tiền chưa đến.`,
            `${proposals} proposals wait for you.`,
            '/settlement',
            true,
          ),
        ]
      : [];
  return [...second, ...tasks, ...closing];
}

/** What waits for a user by his role, the urgent first. Auditors and administrators have no tasks of the month. */
export function tasksFor(waiting: Waiting): readonly WaitingTask[] {
  if (waiting.user.role !== 'officer' && waiting.user.role !== 'approver') return [];
  const tasks = [...ofRuns(waiting), ...ofResults(waiting)];
  return [...tasks.filter((one) => one.isUrgent), ...tasks.filter((one) => !one.isUrgent)];
}
