import type { AuditEntry } from '../domain/audit.ts';
import { csvRow, spreadsheetCell } from '../formats/csv-text.ts';
import { type MonthIn, readEntries } from '../store/audit.ts';
import type { Database } from '../store/database.ts';

const COLUMNS = [
  'entry_no',
  'at',
  'login',
  'actor',
  'origin',
  'kind',
  'command',
  'what',
  'outcome',
  'begun_no',
  'exit_code',
  'code',
  'before_hash',
  'after_hash',
  'previous_hash',
  'hash',
];

const BLOCK = 2000;

function row(entry: AuditEntry): string {
  const { entryNo, at, login, actor, origin, kind, command, what, outcome, begunNo, exitCode, code } = entry;
  const said = [entryNo, at, login, actor, origin, kind, command, what, outcome, begunNo, exitCode, code];
  const cells = [...said, entry.beforeHash, entry.afterHash, entry.previousHash, entry.hash];
  return csvRow(cells.map((cell) => (cell === null ? '' : spreadsheetCell(String(cell)))));
}

/** The audit log as CSV rows with a head, of one month when given, in the order of the log; block by block, however long it is. */
export async function* auditCsv(database: Database, of: MonthIn | null): AsyncGenerator<string> {
  yield csvRow(COLUMNS);
  for (let after = 0; ;) {
    const block = await readEntries(database, after, BLOCK, of);
    for (const entry of block) yield row(entry);
    const last = block.at(-1);
    if (last === undefined || block.length < BLOCK) return;
    after = last.entryNo;
  }
}
