import { join } from 'node:path';
import { type Result, done } from '../domain/failure.ts';
import type { Month } from '../domain/month.ts';
import { type Table, type TableForm, type TableRow, csvHeading, csvRows } from '../formats/table.ts';
import { tableWorkbook } from '../formats/table-workbook.ts';
import type { Database } from '../store/database.ts';
import { draftFile, writeFileWhole } from '../store/files.ts';
import { inSnapshot } from '../store/report-snapshot.ts';
import type { Desk } from './context.ts';
import { fourWaysOf } from './four-ways.ts';
import { bridgeTable, communeBridgeTable } from './report-bridge-tables.ts';
import { comparisonTable } from './report-comparison-table.ts';
import { filesTable } from './report-files-table.ts';
import { fourWaysTable } from './report-four-ways-table.ts';
import { linesTable } from './report-lines-table.ts';
import { type ReportMonth, runsToReport, seedOf } from './report-month.ts';
import { exceptionsTable, heldTable, overpaidTable, returnsTable } from './report-people-tables.ts';
import { runsTable } from './report-runs-table.ts';
import { sampleTable } from './report-sample-table.ts';
import { summaryTable } from './report-summary-table.ts';
import { balanceTable, categoryTable, monthsTable } from './report-sums-tables.ts';
import type { ReportWords } from './report-words.ts';

/** What is asked of a report. */
export interface ReportWish {
  readonly month: Month;
  /** The workbook to write. */
  readonly out: string;
  /** A folder for the same tables as CSV, one file a sheet; null: none. */
  readonly csvFolder: string | null;
  /** Null: the head of the books. */
  readonly seed: string | null;
  readonly sampleSize: number;
}

/** A table and the name of its CSV file. */
interface NamedTable {
  readonly file: string;
  readonly table: Table;
}

/** The tables of a report in the order of the tabs. */
function tablesOf(database: Database, report: ReportMonth): readonly NamedTable[] {
  const runs = runsTable(report);
  const ways = fourWaysTable(report);
  const bridge = bridgeTable(report);
  const places = communeBridgeTable(report);
  const categories = categoryTable(report);
  const months = monthsTable(report);
  const held = heldTable(report);
  const overpaid = overpaidTable(report);
  const returns = returnsTable(report);
  const balance = balanceTable(report);
  const files = filesTable(database, report);
  const lines = linesTable(report);
  const summed = { runs, ways, bridge, places, categories, months, held, overpaid, returns, balance, files, lines };
  return [
    { file: 'summary', table: summaryTable(report, summed) },
    { file: 'runs', table: runs },
    { file: 'four-ways', table: ways },
    { file: 'bridge', table: bridge },
    { file: 'bridge-by-commune', table: places },
    { file: 'by-category', table: categories },
    { file: 'by-month', table: months },
    { file: 'held', table: held },
    { file: 'overpaid', table: overpaid },
    { file: 'exceptions', table: exceptionsTable(report) },
    { file: 'returns', table: returns },
    { file: 'comparison', table: comparisonTable(report) },
    { file: 'sample', table: sampleTable(report) },
    { file: 'trial-balance', table: balance },
    { file: 'files', table: files },
    { file: 'lines', table: lines },
  ];
}

/** The same rows once more as CSV, written while they pass. */
async function* copiedRows(
  form: TableForm,
  path: string,
  rows: ReturnType<Table['rows']>,
): AsyncGenerator<readonly TableRow[]> {
  const draft = await draftFile(path);
  try {
    await draft.write(csvHeading(form));
    for await (const batch of rows) {
      await draft.write(csvRows(form, batch));
      yield batch;
    }
  } catch (error) {
    await draft.discard();
    throw error;
  }
  await draft.keep();
}

function withCopy({ file, table }: NamedTable, folder: string | null): Table {
  if (folder === null) return table;
  const path = join(folder, `${file}.csv`);
  return { ...table, rows: (written) => copiedRows(table.form, path, table.rows(written)) };
}

/**
 * Writes the reconciliation workbook of a month (.xlsx), and its tables as CSV if asked, from one moment of the books: nothing of
 * it is held in memory, however many lines there are. The same books give the same bytes. Refuses a month without runs.
 */
export async function reconcileMonth(desk: Desk, wish: ReportWish, words: ReportWords): Promise<Result<null>> {
  const { month } = wish;
  const { database } = desk;
  const runs = await runsToReport(database, month);
  if (!runs.ok) return runs;
  const last = runs.value.at(-1);
  if (last === undefined) throw new RangeError('a month to report has a run');
  const issued = runs.value.filter((run) => run.issueNo !== null);
  const sample = { seed: wish.seed ?? seedOf(runs.value), size: wish.sampleSize };
  const found = issued.length === 0 ? done({ rows: [] }) : await fourWaysOf(desk, month);
  if (!found.ok) return found;
  const ways = found.value.rows;
  await inSnapshot(database, async (client) => {
    const issuedNos = issued.map((run) => run.runNo);
    const report = { client, month, runs: runs.value, issued, issuedNos, ways, last, sample, words };
    const [summary, ...others] = tablesOf(database, report).map((named) => withCopy(named, wish.csvFolder));
    if (summary === undefined) throw new RangeError('a report has a summary');
    const order = [summary, ...others].map(({ form }) => form);
    await writeFileWhole(wish.out, tableWorkbook([...others, summary], order));
  });
  return done(null);
}
