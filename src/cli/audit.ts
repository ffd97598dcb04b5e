import { AUDIT_KIND_LABELS, AUDIT_OUTCOME_LABELS } from '../labels/audit.ts';
import { bilingual } from '../labels/label.ts';
import { auditCsv } from '../payroll/list-audit.ts';
import { openStore } from '../start.ts';
import { type TimedEntry, lastEntries } from '../store/audit.ts';
import { writeFileWhole } from '../store/files.ts';
import { type Call, type Command, type ExitCode, JSON_OPTION, UsageError, monthFrom, refuse } from './command.ts';

const SHOWN = 30;
const MOST_SHOWN = 10_000;

function line(entry: TimedEntry): string {
  const outcome = bilingual(AUDIT_OUTCOME_LABELS[entry.outcome]);
  const kind = bilingual(AUDIT_KIND_LABELS[entry.kind]);
  const changed = entry.beforeHash === entry.afterHash ? '' : ' *';
  const of = entry.begunNo === null ? '' : ` (${entry.begunNo})`;
  const code = entry.code === null ? '' : ` ${entry.code}`;
  return `${String(entry.entryNo).padStart(6)}  ${entry.localTime}  ${entry.actor}  ${entry.command} ${entry.what}  ${kind}: ${outcome}${of}${code}${changed}`;
}

function countFrom(call: Call): number {
  const text = call.text('last') ?? String(SHOWN);
  const count = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MOST_SHOWN)
    throw new UsageError(`--last ${text}: give a number from 1 to ${MOST_SHOWN}; all of it: chitra export audit.`);
  return count;
}

export const audit: Command = {
  name: 'audit',
  arguments: [],
  summary: 'nhật ký kiểm toán: ai làm gì, khi nào, từ đâu / the audit log: who did what, when, from where',
  options: {
    last: { type: 'string', value: 'N', help: `how many entries (default: ${SHOWN})` },
    json: JSON_OPTION,
  },
  async run(call) {
    const count = countFrom(call);
    const opened = await openStore(call, 'read');
    if (!opened.ok) return refuse(call, opened.failure);
    try {
      const entries = await lastEntries(opened.value.value, count, call.config.timeZone);
      if (call.flag('json')) call.terminal.print(JSON.stringify(entries, null, 2));
      else {
        for (const entry of entries) call.terminal.print(line(entry));
        call.terminal.print('* sổ sách đã thay đổi trong lúc đó / the books changed meanwhile');
      }
      return 0;
    } finally {
      await opened.value.close();
    }
  },
};

/** `export audit`: the whole log, or that of one month by the clock of the province, as CSV. */
export async function exportAuditLog(call: Call, out: string): Promise<ExitCode> {
  const text = call.text('month');
  const of = text === null ? null : { month: monthFrom(text, '--month'), timeZone: call.config.timeZone };
  const opened = await openStore(call, 'read');
  if (!opened.ok) return refuse(call, opened.failure);
  try {
    await writeFileWhole(out, auditCsv(opened.value.value, of));
    call.terminal.print(out);
    return 0;
  } finally {
    await opened.value.close();
  }
}
