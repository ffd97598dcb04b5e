import { type RawRow, type RowReader, rowReader } from '../formats/registry-rows.ts';
import { type BadCell, type RegistryTable, TABLE_FORMS } from '../formats/registry-tables.ts';
import type { RegistryRow, UnknownReference } from '../store/registry-batch.ts';
import { beginFile, finishFile, loadBatch, type RegistryLoad } from '../store/registry-load.ts';
import type { BadRow, RejectsFile } from './registry-rejects.ts';
import type { RegistrySource } from './registry-source.ts';

/** What became of the rows of one file. */
export interface FileCounts {
  readonly file: string;
  readonly table: RegistryTable;
  readonly rows: number;
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly rejected: number;
}

/** What a file is loaded with. */
export interface SourceOptions {
  readonly actor: string;
  readonly latestYear: number;
  readonly onBegin: (importFileNo: number) => void;
  readonly onRows: (rows: number) => void;
}

/** Rows of one transaction: large enough that the commit does not count, small enough to hold twice in memory. */
const BATCH_ROWS = 5_000;

const UNKNOWN: Readonly<Record<UnknownReference['code'], string>> = {
  unknown_commune: 'Không có xã này trong danh sách (unknown commune)',
  unknown_person: 'Không có đối tượng này trong danh sách (unknown person)',
  unknown_award: 'Không có quyết định này trong danh sách (unknown award)',
  below_use:
    'Dự toán thấp hơn số đã giữ và đã dùng (the budget is below what is reserved and used): chitra export budgets',
  unknown_payment_point: 'Không có điểm chi trả này trong danh sách (unknown payment point)',
};

interface Batch {
  readonly good: readonly RegistryRow[];
  /** The rows behind `good`, in the same order. */
  readonly raw: readonly RawRow[];
  readonly bad: readonly BadRow[];
}

function isBlank(row: RawRow): boolean {
  return row.cells.every((cell) => cell.trim() === '');
}

/** Cuts a file into batches; rows whose own cells are bad come along as such. Blank rows are no rows. */
async function* batchesOf(source: RegistrySource, latestYear: number): AsyncGenerator<Batch> {
  let reader: RowReader | null = null;
  let [good, raw, bad]: [RegistryRow[], RawRow[], BadRow[]] = [[], [], []];
  for await (const rows of source.rows()) {
    for (const row of rows) {
      if (reader === null) {
        const made = rowReader(TABLE_FORMS[source.table], row.cells, latestYear);
        if (!made.ok) throw new Error(`the header of ${source.fileName} changed while it was read`);
        reader = made.value;
        continue;
      }
      if (isBlank(row)) continue;
      const reading = reader.read(row);
      if (reading.ok) {
        good.push({ row: row.row, values: reading.values });
        raw.push(row);
      } else {
        bad.push({ row, faults: reading.faults });
      }
      if (good.length + bad.length === BATCH_ROWS) {
        yield { good, raw, bad };
        [good, raw, bad] = [[], [], []];
      }
    }
  }
  if (good.length + bad.length > 0) yield { good, raw, bad };
}

/** Bad cells found while reading, and references the database does not know, by row. */
function allBadRows(batch: Batch, unknown: readonly UnknownReference[]): readonly BadRow[] {
  if (unknown.length === 0) return batch.bad;
  const faultsOf = new Map<number, BadCell[]>();
  for (const { row, column, code } of unknown) {
    const fault = { column, code, message: UNKNOWN[code] };
    const faults = faultsOf.get(row);
    if (faults === undefined) faultsOf.set(row, [fault]);
    else faults.push(fault);
  }
  const referring = batch.raw.flatMap((row) => {
    const faults = faultsOf.get(row.row);
    return faults === undefined ? [] : [{ row, faults }];
  });
  return [...batch.bad, ...referring].sort((a, b) => a.row.row - b.row.row);
}

/** Loads one file. While the database stores a batch, the next one is read. Throws what the database throws. */
export async function loadSource(
  load: RegistryLoad,
  source: RegistrySource,
  rejects: RejectsFile,
  options: SourceOptions,
): Promise<FileCounts> {
  const number = await beginFile(load, { ...source, actor: options.actor });
  options.onBegin(number);
  const counts = { rows: 0, added: 0, replaced: 0, unchanged: 0, rejected: 0 };
  let isHopedNew = true;
  const save = async (batch: Batch): Promise<void> => {
    const outcome = await loadBatch(load, { importFileNo: number, table: source.table, rows: batch.good, isHopedNew });
    isHopedNew = outcome.added === batch.good.length - outcome.unknown.length;
    const bad = allBadRows(batch, outcome.unknown);
    await rejects.add(source.fileName, bad);
    counts.rows += batch.good.length + batch.bad.length;
    counts.added += outcome.added;
    counts.replaced += outcome.replaced;
    counts.unchanged += outcome.unchanged;
    counts.rejected += bad.length;
    options.onRows(counts.rows);
  };
  let saving: Promise<void> = Promise.resolve();
  try {
    for await (const batch of batchesOf(source, options.latestYear)) {
      await saving;
      saving = save(batch);
      // Why: it is awaited with the next batch; until then a failure must not count as unhandled.
      saving.catch(() => undefined);
    }
  } finally {
    await saving;
  }
  await finishFile(load, number, counts.rows, counts.rejected);
  return { file: source.fileName, table: source.table, ...counts };
}
