import { Writable } from 'node:stream';
import { ledgerJournal } from '../payroll/export-journal.ts';
import { listBalances, listOverpayments } from '../payroll/list-balances.ts';
import { yearOf } from '../domain/month.ts';
import { findServices, openContext } from '../start.ts';
import type { Context } from '../payroll/context.ts';
import { exportBudgets } from '../store/budgets.ts';
import { TABLE_EXPORTS, exportTable } from '../store/exports.ts';
import { draftFile, writeFileWhole } from '../store/files.ts';
import type { Run } from '../store/runs.ts';
import { runsOfExport } from '../payroll/export-runs.ts';
import { exportAuditLog } from './audit.ts';
import { type Call, type Command, type ExitCode, UsageError, monthFrom, refuse } from './command.ts';

/** The format of plain-text accounting. */
const JOURNAL = 'hledger';
const WHAT = [...TABLE_EXPORTS, 'balances', 'overpayments', 'budgets', 'audit'] as const;

/** The runs an export is about: --run, else those of --month, else the latest. */
function runsOf(call: Call, context: Context, what: string): Promise<readonly Run[]> {
  const month = call.text('month');
  const about = { runId: call.text('run'), month: month === null ? null : monthFrom(month, '--month') };
  return runsOfExport(context.database, what, about);
}

/** The books as a journal for hledger and ledger. */
async function writeJournal(call: Call, context: Context, runs: readonly Run[], out: string): Promise<ExitCode> {
  const month = call.text('month');
  const scope = { runNos: runs.map((run) => run.runNo) };
  await writeFileWhole(
    out,
    ledgerJournal(context.database, scope, month === null ? null : monthFrom(month, '--month')),
  );
  return 0;
}

/** Streams what `fill` writes into a file, which is there whole or not at all. */
async function writeStream(out: string, fill: (target: Writable) => Promise<void>): Promise<void> {
  const draft = await draftFile(out);
  const target = new Writable({
    write: (chunk: Uint8Array, _encoding, done) => {
      draft.write(chunk).then(() => done(), done);
    },
  });
  try {
    await fill(target);
  } catch (error) {
    await draft.discard();
    throw error;
  }
  await draft.keep();
}

async function writeBudgets(call: Call, context: Context, out: string): Promise<ExitCode> {
  const month = call.text('month');
  const year = month === null ? null : yearOf(monthFrom(month, '--month'));
  await writeStream(out, (target) => exportBudgets(context.database, year, target));
  return 0;
}

async function write(call: Call, context: Context, what: string, out: string): Promise<ExitCode> {
  if (what === 'budgets') return writeBudgets(call, context, out);
  const runs = await runsOf(call, context, what);
  const last = runs.at(-1);
  if (last === undefined)
    return refuse(call, { code: 'unknown_run', message: 'There is no such run. See the runs: chitra status' });
  if (call.text('format') === JOURNAL) return writeJournal(call, context, runs, out);
  const table = TABLE_EXPORTS.find((one) => one === what);
  if (table === undefined) {
    await writeFileWhole(out, what === 'balances' ? listBalances(context, last) : listOverpayments(context, last));
    return 0;
  }
  const runNos = runs.map((run) => run.runNo);
  await writeStream(out, (target) => exportTable(context.database, table, runNos, target));
  return 0;
}

export const exportCommand: Command = {
  name: 'export',
  arguments: ['WHAT'],
  summary: `xuất CSV / write CSV: ${WHAT.join(', ')}`,
  options: {
    out: { type: 'string', value: 'FILE', required: true, help: 'the file to write' },
    month: { type: 'string', value: 'M', help: 'runs of this month' },
    run: { type: 'string', value: 'R', help: 'this run (default: the latest)' },
    format: {
      type: 'string',
      value: 'csv|hledger',
      help: 'csv (default); hledger: the ledger as a journal for hledger and ledger',
    },
  },
  async run(call) {
    const what = call.arguments[0] ?? '';
    if (!WHAT.some((one) => one === what)) throw new UsageError(`export ${what}: use one of ${WHAT.join(', ')}.`);
    const format = call.text('format') ?? 'csv';
    if (format !== 'csv' && !(format === JOURNAL && what === 'ledger'))
      throw new UsageError(`--format ${format}: use csv, or for export ledger: hledger.`);
    const out = call.text('out') ?? '';
    if (what === 'audit') return exportAuditLog(call, out);
    const services = await findServices(call.config, { queue: true });
    if (!services.ok) return refuse(call, services.failure);
    const opened = await openContext(call, services.value, 'read');
    if (!opened.ok) return refuse(call, opened.failure);
    try {
      const code = await write(call, opened.value.value, what, out);
      if (code === 0) call.terminal.print(out);
      return code;
    } finally {
      await opened.value.close();
    }
  },
};
