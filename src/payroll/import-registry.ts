import { join } from 'node:path';
import { type Failure, type Result, done, refused } from '../domain/failure.ts';
import type { IsoDate } from '../domain/month.ts';
import type { RegistryTable } from '../formats/registry-tables.ts';
import type { Database } from '../store/database.ts';
import { closeLoad, isRegistryBusy, openLoad, type RegistryLoad } from '../store/registry-load.ts';
import { refreshHistoryMonths } from '../store/history-months.ts';
import { refreshRegistry } from '../store/statistics.ts';
import { type FileCounts, loadSource } from './load-source.ts';
import { type RejectsFile, rejectsFile } from './registry-rejects.ts';
import { checkHeader, findSources, type RegistrySources } from './registry-source.ts';

/** How an import is done. */
export interface ImportOptions {
  /** A folder, one CSV file, or one workbook. */
  readonly path: string;
  readonly actor: string;
  /** Births and deaths after the year that follows this day are refused. */
  readonly today: IsoDate;
  /** Read, check and count everything, save nothing. */
  readonly dryRun?: boolean;
  /** One bad row and nothing is saved. */
  readonly strict?: boolean;
  /** Folder for the rejects file when `rejectsPath` is not given. */
  readonly out: string;
  readonly rejectsPath?: string;
  /** Rows of the named file read so far. */
  readonly onProgress?: (fileName: string, rows: number) => void;
}

/** What an import did. Rows read = added + replaced + unchanged + rejected. */
export interface ImportSummary {
  readonly files: readonly FileCounts[];
  readonly rows: number;
  readonly added: number;
  readonly replaced: number;
  readonly unchanged: number;
  readonly rejected: number;
  /** False after a dry run, and after a strict import with bad rows: the registry is as it was. */
  readonly saved: boolean;
  readonly rejectsPath: string | null;
  readonly notes: readonly string[];
}

/** From so many changed rows on the tables are vacuumed, not only analysed. */
const LARGE_IMPORT = 50_000;

/**
 * Brings registry files into the database in batches of one transaction each; bad rows go to the rejects file and stop
 * nobody else. The same file again changes nothing. Refuses, before any row is saved, a path or a file that cannot be
 * read, and a header without a needed column.
 */
export async function importRegistry(database: Database, options: ImportOptions): Promise<Result<ImportSummary>> {
  const found = await findSources(options.path);
  if (!found.ok) return found;
  const latestYear = Number(options.today.slice(0, 4)) + 1;
  const checked = await checkHeaders(found.value, latestYear);
  if (!checked.ok) return checked;
  const isWhole = options.dryRun === true || options.strict === true;
  let firstNumber = 0;
  const rejects = rejectsFile(() => options.rejectsPath ?? join(options.out, `rejects-${firstNumber}.csv`));
  const load = await openLoad(database, isWhole);
  try {
    const files: FileCounts[] = [];
    for (const source of found.value.sources) {
      files.push(
        await loadSource(load, source, rejects, {
          actor: options.actor,
          latestYear,
          onBegin: (number) => (firstNumber ||= number),
          onRows: (rows) => options.onProgress?.(source.fileName, rows),
        }),
      );
    }
    const notes = [...found.value.notes, ...checked.value];
    const saved = options.dryRun !== true && !(options.strict === true && files.some((file) => file.rejected > 0));
    const rejectsPath = await rejects.keep();
    await closeLoad(load, saved);
    if (saved) await refresh(database, files);
    return done(summary(files, saved, rejectsPath, notes));
  } catch (error) {
    return await abandon(load, rejects, error);
  }
}

/** Undoes what is open; turns "somebody else is importing" into a refusal and throws everything else on. */
async function abandon(
  load: RegistryLoad,
  rejects: RejectsFile,
  error: unknown,
): Promise<{ readonly ok: false; readonly failure: Failure }> {
  await rejects.discard();
  await closeLoad(load, false);
  if (!isRegistryBusy(error)) throw error;
  return refused(
    'registry_busy',
    'một lần nhập khác đang giữ danh sách (another import holds the registry): hãy chạy lại khi nó xong (run this again when it is through)',
  );
}

async function checkHeaders(found: RegistrySources, latestYear: number): Promise<Result<readonly string[]>> {
  const notes: string[] = [];
  const failures: Failure[] = [];
  for (const source of found.sources) {
    const checked = await checkHeader(source, latestYear);
    if (checked.ok) notes.push(...checked.value);
    else failures.push(checked.failure);
  }
  const first = failures[0];
  return first === undefined ? done(notes) : refused(first.code, failures.map((one) => one.message).join('\n'));
}

async function refresh(database: Database, files: readonly FileCounts[]): Promise<void> {
  const changed = files.filter((file) => file.added + file.replaced > 0);
  const tables: RegistryTable[] = [...new Set(changed.map((file) => file.table))];
  const rows = changed.reduce((sum, file) => sum + file.added + file.replaced, 0);
  // Why both at once: the one reads what the other has vacuumed, and each takes a processor of its own.
  await Promise.all([refreshRegistry(database, tables, rows >= LARGE_IMPORT), refreshHistoryMonths(database)]);
}

function summary(
  files: readonly FileCounts[],
  saved: boolean,
  rejectsPath: string | null,
  notes: readonly string[],
): ImportSummary {
  const total = (count: (file: FileCounts) => number): number => files.reduce((sum, file) => sum + count(file), 0);
  return {
    files,
    rows: total((file) => file.rows),
    added: total((file) => file.added),
    replaced: total((file) => file.replaced),
    unchanged: total((file) => file.unchanged),
    rejected: total((file) => file.rejected),
    saved,
    rejectsPath,
    notes,
  };
}
