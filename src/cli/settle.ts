import { todayIn } from '../clock.ts';
import { bilingual } from '../labels/label.ts';
import { dong, grouped } from '../labels/numbers.ts';
import { closeMonth } from '../payroll/close-month.ts';
import { SETTLEMENT_FORMATS, type SettleSummary, settleFile } from '../payroll/settle-outcomes.ts';
import {
  ACTOR_OPTION,
  type Call,
  type Command,
  JSON_OPTION,
  UsageError,
  actorOf,
  monthFrom,
  refuse,
} from './command.ts';
import { withBooks } from './with-books.ts';

/** `most`: problems that are listed at most; how many there are stands beside them. */
function summaryJson(summary: SettleSummary, isDryRun: boolean, most: number): Record<string, unknown> {
  const { format, sha256, alreadyLoaded, rows, matched, paid, returned, uncollected, unmatched, problems } = summary;
  return {
    format,
    file_sha256: sha256,
    already_loaded: alreadyLoaded,
    rows,
    matched,
    paid,
    returned,
    uncollected,
    unmatched,
    problems: problems.slice(0, most).map(({ code, message, row }) => ({ code, message, row })),
    file_no: summary.fileNo,
    pending: summary.pending ?? 0,
    problem_count: problems.length,
    ...(isDryRun ? { dry_run: true } : {}),
  };
}

const SHOWN_PROBLEMS = 20;

function summaryText(summary: SettleSummary): string {
  const line = (vi: string, en: string, value: number): string =>
    `${bilingual({ vi, en }).padEnd(48)} ${grouped(value)}`;
  const lines = [
    summary.alreadyLoaded
      ? 'Tệp này đã nạp trước đây, không có gì thay đổi. / This file was loaded before; nothing changed.'
      : '',
    `${bilingual({ vi: 'Định dạng', en: 'format' }).padEnd(48)} ${summary.format}`,
    line('Số dòng', 'rows', summary.rows),
    line('Khớp với khoản chi', 'matched', summary.matched),
    line('  đã chi', 'paid', summary.paid),
    line('  hoàn trả', 'returned', summary.returned),
    line('  chưa nhận', 'uncollected', summary.uncollected),
    line('  chưa rõ kết quả', 'not known yet', summary.pending ?? 0),
    line('Không khớp', 'unmatched', summary.unmatched),
    ...summary.problems
      .slice(0, SHOWN_PROBLEMS)
      .map(({ row, code, message }) =>
        row === 0
          ? `Tệp ${summary.fileNo} (file): ${code}: ${message}`
          : `Tệp ${summary.fileNo} dòng ${row} (row): ${code}: ${message}`,
      ),
    summary.problems.length > SHOWN_PROBLEMS
      ? `... và ${grouped(summary.problems.length - SHOWN_PROBLEMS)} dòng nữa (more): chitra export exceptions`
      : '',
  ];
  return lines.filter((text) => text !== '').join('\n');
}

function mostProblems(call: Call): number {
  const text = call.text('problems') ?? '999999999';
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--problems ${text}: not a number. Write it as 1000.`);
  return Number(text);
}

export const settle: Command = {
  name: 'settle',
  arguments: ['FILE'],
  summary: 'nạp kết quả chi trả của ngân hàng, bưu điện / load what a bank or post office sent back',
  options: {
    format: { type: 'string', value: 'F', help: `${SETTLEMENT_FORMATS.join(', ')} (recognised when not given)` },
    'dry-run': { type: 'boolean', help: 'say what the file would do, load nothing' },
    problems: { type: 'string', value: 'N', help: 'list at most so many problems in the JSON (default: all)' },
    actor: ACTOR_OPTION,
    json: JSON_OPTION,
  },
  run(call) {
    const most = mostProblems(call);
    const request = {
      path: call.arguments[0] ?? '',
      actor: actorOf(call),
      format: call.text('format'),
      today: todayIn(call.config.timeZone),
      dryRun: call.flag('dry-run'),
    };
    return withBooks(call, 'write', async (books) => {
      const settled = await settleFile(books, request);
      if (!settled.ok) return refuse(call, settled.failure);
      const { value } = settled;
      const isDryRun = request.dryRun;
      call.terminal.print(
        call.flag('json') ? JSON.stringify(summaryJson(value, isDryRun, most), null, 2) : summaryText(value),
      );
      if (isDryRun) call.terminal.error('Xem trước: chưa nạp gì. / A dry run: nothing was loaded.');
      return 0;
    });
  },
};

export const close: Command = {
  name: 'close',
  arguments: ['M'],
  summary: 'khóa một tháng khi mọi khoản đã quyết toán / close a month when everything of it is settled',
  options: { actor: ACTOR_OPTION },
  run(call) {
    const month = monthFrom(call.arguments[0] ?? '', 'close');
    return withBooks(call, 'write', async (desk) => {
      const closed = await closeMonth(desk, month, actorOf(call));
      if (!closed.ok) return refuse(call, closed.failure);
      const { stillHeld } = closed.value;
      if (stillHeld !== 0)
        call.terminal.print(
          `Tổ chức chi trả còn giữ ${dong(stillHeld)}, trừ vào lần rút sau. / Providers still hold it; the next draw is less by it.`,
        );
      call.terminal.print('Đã khóa. / Closed.');
      return 0;
    });
  },
};
