import { FORECAST_KINDS, type ForecastKind } from '../domain/forecast.ts';
import { type IsoDate, type Month, formatMonth } from '../domain/month.ts';
import { type Result, done } from '../domain/failure.ts';
import type { Label } from '../labels/label.ts';
import { bilingual } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import { KIND_LABELS } from '../labels/runs.ts';
import type { LawBook } from '../payroll/context.ts';
import { type DraftLaw, dayForDraft, readDraft, withDraft } from '../payroll/draft-law.ts';
import { type DryRun, type DryRunRequest, dryRun } from '../payroll/dry-run.ts';
import { type DryRunRow, dryRunCsv, dryRunRows, dryRunTotals, outgoing } from '../payroll/dry-run-table.ts';
import { readLawBook } from '../payroll/law-book.ts';
import { currentLaw } from '../payroll/law-in-force.ts';
import { openStore } from '../start.ts';
import type { Database } from '../store/database.ts';
import { writeFileWhole } from '../store/files.ts';
import { type Call, type ExitCode, refuse } from './command.ts';
import { daysOf, draftText } from './draft.ts';

const KIND_TEXT: Readonly<Record<ForecastKind, Label>> = {
  paid: { vi: 'Sẽ chi', en: 'would be paid' },
  current: { vi: '  tháng này', en: 'current month' },
  arrears: { vi: '  truy lĩnh', en: 'arrears' },
  carried: { vi: '  chưa nhận tháng trước', en: 'carried over' },
  recovered: { vi: 'Thu hồi theo quyết định', en: 'taken back' },
  held: { vi: 'Tạm giữ', en: 'held' },
  overpaid: { vi: 'Chi thừa các tháng trước', en: 'overpaid months' },
};

/** What was counted, by which law, and how it is told. */
interface Counted {
  readonly month: Month;
  readonly knownAt: IsoDate;
  readonly law: LawBook;
  readonly draft: DraftLaw | null;
  readonly result: DryRun;
}

interface Laws {
  readonly law: LawBook;
  readonly draft: DraftLaw | null;
  readonly knownAt: IsoDate;
}

/** The law in force now, the draft beside it where one is given, and the day by which both are known. */
async function lawsOf(call: Call, database: Database): Promise<Result<Laws>> {
  const own = await readLawBook(call.config.province, call.config.overlay);
  if (!own.ok) return own;
  const law = await currentLaw(own.value, database);
  if (!law.ok) return law;
  const { today, given } = daysOf(call);
  const path = call.text('catalogue');
  if (path === null) return done({ law: law.value, draft: null, knownAt: given ?? today });
  const read = await readDraft(path);
  if (!read.ok) return read;
  const knownAt = dayForDraft(given, today, read.value);
  if (!knownAt.ok) return knownAt;
  const draft = withDraft(law.value, read.value);
  return draft.ok ? done({ law: law.value, draft: draft.value, knownAt: knownAt.value }) : draft;
}

function totalsText({ month, knownAt, law, draft, result }: Counted): string {
  const sums = result.forecasts.map((forecast) => forecast.total());
  const columns = [
    { vi: 'luật hiện hành', en: 'law of today' },
    ...(draft === null ? [] : [{ vi: 'dự thảo', en: 'draft' }]),
  ];
  const row = (label: string, cells: readonly string[]): string =>
    [label.padEnd(42), ...cells.map((cell) => cell.padStart(36))].join('');
  const kinds = FORECAST_KINDS.map((kind) => {
    const cells = sums.map((of) => `${grouped(of[kind].persons)} người / ${grouped(of[kind].amount)} VND`);
    return row(bilingual(KIND_TEXT[kind]), cells);
  });
  const [now, then] = sums.map(outgoing);
  const difference = (then ?? 0) - (now ?? 0);
  const out = row(
    bilingual({ vi: 'Thực chi', en: 'goes out' }),
    sums.map((of) => `${grouped(outgoing(of))} VND`),
  );
  const last =
    draft === null
      ? []
      : [`${'Chênh lệch phải chi / difference'.padEnd(42)} ${difference > 0 ? '+' : ''}${grouped(difference)} VND`];
  return [
    `Tính thử, không ghi gì / dry run, nothing is written: ${formatMonth(month)}, ${bilingual(KIND_LABELS[result.kind])}`,
    `Luật biết đến ngày / law known at: ${knownAt}; danh mục / catalogue ${law.sha256}`,
    ...(draft === null ? [] : [draftText(draft)]),
    row('', columns.map(bilingual)),
    ...kinds,
    out,
    ...last,
  ].join('\n');
}

function sumsJson(sums: DryRunRow['today']): Readonly<Record<string, number>> {
  return Object.fromEntries(
    FORECAST_KINDS.flatMap((kind) => [
      [`${kind}_persons`, sums[kind].persons],
      [`${kind}_amount`, sums[kind].amount],
    ]),
  );
}

function json({ month, knownAt, law, draft, result }: Counted, rows: readonly DryRunRow[]): string {
  const [today, then] = result.forecasts.map(dryRunTotals);
  const document = {
    dry_run: true,
    month: formatMonth(month),
    known_at: knownAt,
    kind: result.kind,
    catalogue_sha256: law.sha256,
    draft_sha256: draft?.sha256 ?? null,
    today,
    draft: then ?? null,
    rows: rows.map((row) => ({
      commune_code: row.communeCode,
      category: row.category,
      today: sumsJson(row.today),
      draft: row.draft === null ? null : sumsJson(row.draft),
    })),
  };
  return JSON.stringify(document, null, 2);
}

async function count(
  call: Call,
  database: Database,
  month: Month,
  communes: DryRunRequest['communes'],
): Promise<ExitCode> {
  const laws = await lawsOf(call, database);
  if (!laws.ok) return refuse(call, laws.failure);
  const { law, draft, knownAt } = laws.value;
  const request = { month, knownAt, communes, shardPersons: call.config.shardPersons };
  const result = await dryRun(database, draft === null ? [law] : [law, draft.law], request, (at, all) =>
    call.terminal.progress(`Tính thử / dry run: ${grouped(at)}/${grouped(all)}`),
  );
  call.terminal.progressDone();
  if (!result.ok) return refuse(call, result.failure);
  const [today, then = null] = result.value.forecasts;
  if (today === undefined) throw new RangeError('a dry run has a forecast for every law');
  const rows = dryRunRows(today, then);
  const out = call.text('out');
  if (out !== null) await writeFileWhole(out, dryRunCsv(rows, draft !== null));
  const counted = { month, knownAt, law, draft, result: result.value };
  call.terminal.print(call.flag('json') ? json(counted, rows) : totalsText(counted));
  if (out !== null && !call.flag('json')) call.terminal.print(out);
  return 0;
}

/** `run --dry-run`: what the run would pay, from a database that takes no change from this session. */
export async function showDryRun(call: Call, month: Month, communes: DryRunRequest['communes']): Promise<ExitCode> {
  const opened = await openStore(call, 'read');
  if (!opened.ok) return refuse(call, opened.failure);
  try {
    return await count(call, opened.value.value, month, communes);
  } finally {
    await opened.value.close();
  }
}
