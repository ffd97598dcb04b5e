import { todayIn } from '../clock.ts';
import { approveRun, rejectRun } from '../payroll/approve-run.ts';
import { openRun } from '../payroll/open-run.ts';
import { runJson } from '../payroll/show-run.ts';
import { folderOf, rewriteFiles, writeHead } from '../payroll/write-payout-files.ts';
import { readyFolder } from '../store/files.ts';
import { bridgeOfRun } from '../store/run-bridge.ts';
import { type Run, findRun } from '../store/runs.ts';
import {
  ACTOR_OPTION,
  type Call,
  type Command,
  type ExitCode,
  JSON_OPTION,
  UsageError,
  actorOf,
  dateFrom,
  monthFrom,
  refuse,
} from './command.ts';
import { CATALOGUE_OPTION } from './draft.ts';
import { showDryRun } from './dry-run.ts';
import { bridgeText } from './bridge-summary.ts';
import { runText } from './run-summary.ts';
import { withWorkers } from './run-work.ts';

function answer(call: Call, run: Run, more: Readonly<Record<string, string>> = {}): ExitCode {
  if (call.flag('json')) call.terminal.print(JSON.stringify({ ...runJson(run), ...more }, null, 2));
  else call.terminal.print(runText(run));
  if (run.status === 'failed' || run.status === 'rejected') {
    call.terminal.error(`chitra: run ${run.runId} is ${run.status}. ${run.failure ?? ''}`.trim());
    return 1;
  }
  return 0;
}

function communesFrom(call: Call): readonly string[] | null {
  const text = call.text('communes');
  if (text === null) return null;
  const codes = text.split(',').map((code) => code.trim());
  const wrong = codes.find((code) => !/^\d{5}$/.test(code));
  if (wrong !== undefined)
    throw new UsageError(
      `--communes: "${wrong}" is not a commune code of five digits. Example: --communes 07210,09169`,
    );
  return [...new Set(codes)];
}

const IS_COMPUTED: ReadonlySet<Run['status']> = new Set<Run['status']>([
  'draft',
  'closed',
  'failed',
  'rejected',
  'approved',
  'issued',
  'settled',
]);

export const run: Command = {
  name: 'run',
  arguments: [],
  summary: 'tính chi trả một tháng, kết thúc bằng dự thảo / make the run of a month; ends with a draft',
  options: {
    month: { type: 'string', value: 'M', required: true, help: 'the month to pay, YYYY-MM' },
    'known-at': { type: 'string', value: 'DATE', help: 'the day whose law counts (default: today)' },
    communes: { type: 'string', value: 'C,C', help: 'only these communes' },
    full: { type: 'boolean', help: 'compute every month of everybody, not only of those for whom something changed' },
    actor: ACTOR_OPTION,
    json: JSON_OPTION,
    'dry-run': { type: 'boolean', help: 'only say what the run would pay: nothing is written, no queue is needed' },
    catalogue: { ...CATALOGUE_OPTION, help: `with --dry-run: ${CATALOGUE_OPTION.help}` },
    out: { type: 'string', value: 'FILE', help: 'with --dry-run: a CSV by commune and category' },
  },
  async run(call) {
    const month = monthFrom(call.text('month') ?? '', '--month');
    if (call.flag('dry-run')) return showDryRun(call, month, communesFrom(call));
    const only = ['catalogue', 'out'].find((option) => call.text(option) !== null);
    if (only !== undefined)
      throw new UsageError(
        `--${only} goes with --dry-run; a draft pays nobody before it is activated: chitra catalogue propose PATH.`,
      );
    const given = call.text('known-at');
    const knownAt = given === null ? todayIn(call.config.timeZone) : dateFrom(given, '--known-at');
    const request = { month, knownAt, communes: communesFrom(call), full: call.flag('full'), actor: actorOf(call) };
    return withWorkers(call, async ({ context, waitFor }) => {
      const opened = await openRun(context, request);
      if (!opened.ok) return refuse(call, opened.failure);
      const computed = await waitFor(opened.value, (one) => IS_COMPUTED.has(one.status));
      const code = answer(call, computed);
      if (!call.flag('json') && computed.totals !== null)
        call.terminal.print(bridgeText(await bridgeOfRun(context.database, computed.runNo)));
      return code;
    });
  },
};

export const approve: Command = {
  name: 'approve',
  arguments: ['RUN'],
  summary: 'duyệt dự thảo (người khác người lập), ghi sổ, lập tệp / approve a draft, as another person than its maker',
  options: { actor: { ...ACTOR_OPTION, required: true }, json: JSON_OPTION },
  async run(call) {
    return withWorkers(call, async ({ context, waitFor }) => {
      // Why before: what is approved goes into the books, and its files must follow.
      await readyFolder(context.out);
      const approved = await approveRun(context, call.arguments[0] ?? '', actorOf(call));
      if (!approved.ok) return refuse(call, approved.failure);
      const done = await waitFor(approved.value, (one) => one.manifestSha256 !== null);
      const folder = folderOf(context.out, done);
      const code = answer(call, done, {
        folder,
        ledger_root: done.ledgerRoot ?? '',
        manifest_sha256: done.manifestSha256 ?? '',
      });
      if (!call.flag('json')) call.terminal.print(`${'Tệp chi trả / payout files'.padEnd(40)} ${folder}`);
      return code;
    });
  },
};

export const reject: Command = {
  name: 'reject',
  arguments: ['RUN'],
  summary: 'từ chối dự thảo / turn a draft down; nothing of it is paid',
  options: {
    actor: { ...ACTOR_OPTION, required: true },
    reason: { type: 'string', value: 'TEXT', required: true, help: 'why' },
    json: JSON_OPTION,
  },
  async run(call) {
    return withWorkers(call, async ({ context, waitFor }) => {
      const rejected = await rejectRun(context, call.arguments[0] ?? '', actorOf(call), call.text('reason') ?? '');
      if (!rejected.ok) return refuse(call, rejected.failure);
      const done = await waitFor(rejected.value, () => true);
      call.terminal.print(call.flag('json') ? JSON.stringify(runJson(done), null, 2) : runText(done));
      return 0;
    });
  },
};

export const files: Command = {
  name: 'files',
  arguments: ['RUN'],
  summary: 'ghi lại các tệp chi trả, từng byte như cũ / write the payout files of a run again, byte for byte',
  options: { out: { type: 'string', value: 'DIR', help: 'another folder than CHITRA_OUT' } },
  async run(call) {
    return withWorkers(call, async ({ context }) => {
      const out = call.text('out') ?? context.out;
      const runId = call.arguments[0] ?? '';
      const written = await rewriteFiles(context, runId, out, (at, all) =>
        call.terminal.progress(`Tệp chi trả / payout files: ${at}/${all}`),
      );
      if (!written.ok) return refuse(call, written.failure);
      const run = await findRun(context.database, runId);
      if (run !== null) await writeHead(context, run, out);
      call.terminal.print(written.value);
      return 0;
    });
  },
};
