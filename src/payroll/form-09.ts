import { type Result, done, refused } from '../domain/failure.ts';
import { type Month, formatMonth } from '../domain/month.ts';
import { vnd } from '../domain/money.ts';
import { endToEndIdOf } from '../domain/run.ts';
import { changeForm, changeNotes, paidForm, paidNotes, totalRow } from '../formats/form-09.ts';
import type { Table, TableForm, TableRow } from '../formats/table.ts';
import { tableWorkbook } from '../formats/table-workbook.ts';
import type { Client, Database } from '../store/database.ts';
import { writeFileWhole } from '../store/files.ts';
import { accountPayments, accountTotals, personChangesOf } from '../store/report-lines.ts';
import { inSnapshot } from '../store/report-snapshot.ts';
import { bridgesOf } from '../store/report-sums.ts';
import type { Run } from '../store/runs.ts';
import { allRows, tableRows, whole } from './report-cells.ts';
import { runsToReport } from './report-month.ts';
import type { ReportWords } from './report-words.ts';

/** What is asked of the paper. */
export interface Form09Wish {
  readonly month: Month;
  readonly out: string;
  /** Who asks for the payment, as it is printed. */
  readonly unit: string;
}

async function* paidRows(
  client: Client,
  runs: readonly Run[],
  words: Omit<ReportWords, 'reasons'>,
): AsyncGenerator<readonly TableRow[], number> {
  let before = 0;
  for (const run of runs)
    before = yield* tableRows(
      accountPayments(client, run),
      ([name = null, account = null, bank, amount, commune, ordinal], count) => {
        const sum = whole(amount);
        const note = `${endToEndIdOf(run.province, run.runId, whole(ordinal))} ${commune}`;
        return [
          count + 1,
          name,
          account,
          words.provider(bank ?? ''),
          sum,
          null,
          null,
          null,
          null,
          sum,
          null,
          null,
          note,
        ];
      },
      before,
    );
  return before;
}

async function paidTable(
  client: Client,
  form: TableForm,
  runs: readonly Run[],
  words: Omit<ReportWords, 'reasons'>,
): Promise<Table> {
  const totals = await Promise.all(runs.map((run) => accountTotals(client, run)));
  const payments = totals.reduce((sum, one) => sum + one.payments, 0);
  const amount = vnd(totals.reduce((sum, one) => sum + one.amount, 0));
  async function* rows(): AsyncGenerator<readonly TableRow[]> {
    yield [totalRow(form, payments, amount)];
    const written = yield* paidRows(client, runs, words);
    if (written !== payments) throw new RangeError('the payments of a list changed while it was written');
  }
  return { form, rows, notes: () => paidNotes(amount) };
}

/** Steps that change everybody's amount stand in one line each: the paper would name all people again. */
async function* changeRows(
  client: Client,
  runs: readonly Run[],
  words: Omit<ReportWords, 'reasons'>,
): AsyncGenerator<readonly TableRow[]> {
  let before = 0;
  for (const run of runs) {
    const left = new Map<string, number>();
    for (const [, , , step, , amount] of await allRows(bridgesOf(client, [run.runNo])))
      if (step !== 'last_month') left.set(step ?? '', (left.get(step ?? '') ?? 0) + whole(amount));
    before = yield* tableRows(
      personChangesOf(client, run),
      ([person, name, commune, step, , amount], count) => {
        left.set(step ?? '', (left.get(step ?? '') ?? 0) - whole(amount));
        return [
          count + 1,
          name ?? null,
          'Đối tượng bảo trợ xã hội',
          whole(amount),
          `${words.step(step ?? '')}; ${person} ${commune}`,
        ];
      },
      before,
    );
    const common = [...left].filter(([, amount]) => amount !== 0);
    yield common.map(([step, amount]) => ({
      cells: [null, 'Chung / in common', null, amount, `${words.step(step)}; ${run.runId}`],
    }));
  }
}

/**
 * Form 09 of ND 11/2020 for the issued runs of a month (.xlsx): part I, the payments to accounts with full account numbers, as the
 * Treasury needs them; part II, the changes against the month before. VND. Refuses a month without an issued run.
 */
export async function writeForm09(
  database: Database,
  wish: Form09Wish,
  words: Omit<ReportWords, 'reasons'>,
): Promise<Result<null>> {
  const found = await runsToReport(database, wish.month);
  if (!found.ok) return found;
  const runs = found.value.filter((run) => run.issueNo !== null);
  const [draft] = found.value;
  if (runs.length === 0) {
    const id = draft?.runId ?? '';
    return refused(
      'not_issued',
      `Tháng ${formatMonth(wish.month)} chưa có kỳ chi được duyệt. No run of ${formatMonth(wish.month)} is issued. Approve it first: chitra approve ${id} --actor NAME`,
    );
  }
  await inSnapshot(database, async (client) => {
    const [paid, changed] = [paidForm(wish.month, wish.unit), changeForm(wish.month, wish.unit)];
    const tables = [
      await paidTable(client, paid, runs, words),
      { form: changed, rows: () => changeRows(client, runs, words), notes: changeNotes },
    ];
    await writeFileWhole(wish.out, tableWorkbook(tables, [paid, changed]));
  });
  return done(null);
}
