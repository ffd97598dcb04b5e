import { type ControlBook, limitOf } from '../domain/control.ts';
import { type Result, done, refused } from '../domain/failure.ts';
import { vnd } from '../domain/money.ts';
import { type Month, formatMonth, monthOf } from '../domain/month.ts';
import { tinosFonts } from '../formats/pdf-font.ts';
import {
  type UncollectedCommune,
  type UncollectedEntry,
  type UncollectedList,
  uncollectedPdf,
  uncollectedWorkbook,
} from '../formats/uncollected-list.ts';
import type { TextRow } from '../store/bulk.ts';
import { writeFileWhole } from '../store/files.ts';
import { readFontFiles } from '../store/fonts.ts';
import { inSnapshot } from '../store/report-snapshot.ts';
import { uncollectedOf } from '../store/uncollected-list.ts';
import type { Desk } from './context.ts';
import { allRows, whole } from './report-cells.ts';
import { runsToReport } from './report-month.ts';

/** What is asked of the papers. */
export interface UncollectedWish {
  readonly month: Month;
  /** The workbook; the same as PDF where asked. */
  readonly out: string;
  readonly pdf: string | null;
  /** The commune whose paper is wanted; null: of all. */
  readonly commune: string | null;
}

/** What was written. Money that waits in VND. */
export interface UncollectedPapers {
  readonly runId: string;
  readonly communes: number;
  readonly persons: number;
  readonly waiting: number;
}

function entryOf(cells: TextRow): UncollectedEntry {
  const [, , personId = '', fullName, birthYear, nationalIdEnd, decisions, paymentPoint, months, waiting, reason] =
    cells;
  return {
    personId: personId ?? '',
    fullName: fullName ?? '',
    birthYear: birthYear ?? '',
    nationalIdEnd: nationalIdEnd ?? '',
    decisions: decisions ?? '',
    paymentPoint: paymentPoint ?? '',
    from: monthOf((months ?? '').slice(0, 7)),
    to: monthOf((months ?? '').slice(-7)),
    waiting: vnd(whole(waiting)),
    reason: reason ?? '',
  };
}

function communesOf(rows: readonly TextRow[], only: string | null): readonly UncollectedCommune[] {
  const communes = new Map<string, { code: string; name: string; entries: UncollectedEntry[] }>();
  for (const cells of rows) {
    const code = cells[0] ?? '';
    if (only !== null && code !== only) continue;
    const commune = communes.get(code) ?? { code, name: cells[1] || code, entries: [] };
    commune.entries.push(entryOf(cells));
    communes.set(code, commune);
  }
  return [...communes.values()];
}

/**
 * Writes the papers by which chairmen decide on those who did not collect month after month, as the month's last run found them. Nobody found: a
 * paper that says so. Refuses a month without a run, and a file name twice.
 */
export async function writeUncollected(
  desk: Pick<Desk, 'database' | 'provinceName'>,
  rules: ControlBook,
  wish: UncollectedWish,
): Promise<Result<UncollectedPapers>> {
  if (wish.pdf === wish.out)
    return refused(
      'same_file',
      `--out và --pdf cùng một tệp (the same file): ${wish.out}. Hãy đặt hai tên (give two names).`,
    );
  const found = await runsToReport(desk.database, wish.month);
  if (!found.ok) return found;
  const run = found.value.at(-1);
  const rule = rules.get('uncollected_three_months');
  if (run === undefined || rule === undefined) throw new Error(`no run or no rule in ${formatMonth(wish.month)}`);
  const runNos = found.value.map((one) => one.runNo);
  const rows = await inSnapshot(desk.database, (client) =>
    allRows(uncollectedOf(client, wish.month, run.runNo, runNos)),
  );
  const list: UncollectedList = {
    provinceName: desk.provinceName,
    month: wish.month,
    runId: run.runId,
    leastMonths: limitOf(rules, 'uncollected_three_months', 'months'),
    rule,
    communes: communesOf(rows, wish.commune),
  };
  await writeFileWhole(wish.out, [await uncollectedWorkbook(list)]);
  if (wish.pdf !== null) await writeFileWhole(wish.pdf, [uncollectedPdf(list, tinosFonts(readFontFiles()))]);
  const entries = list.communes.flatMap((commune) => commune.entries);
  return done({
    runId: run.runId,
    communes: list.communes.length,
    persons: entries.length,
    waiting: entries.reduce((sum, entry) => sum + entry.waiting, 0),
  });
}
