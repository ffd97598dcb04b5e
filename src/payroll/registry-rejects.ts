import { csvRow, spreadsheetCell } from '../formats/csv-text.ts';
import type { RawRow } from '../formats/registry-rows.ts';
import type { BadCell } from '../formats/registry-tables.ts';
import { draftFile, type FileDraft } from '../store/files.ts';

/** One bad row of a file with its faults. */
export interface BadRow {
  readonly row: RawRow;
  readonly faults: readonly BadCell[];
}

/** The rejects file of an import: made with the first bad row, seen under its name when the import is through. */
export interface RejectsFile {
  readonly add: (fileName: string, rows: readonly BadRow[]) => Promise<void>;
  /** Answers the path; null when nothing was rejected. */
  readonly keep: () => Promise<string | null>;
  readonly discard: () => Promise<void>;
}

function rawText(row: RawRow): string {
  return row.brokenQuotes === true ? (row.cells[0] ?? '') : csvRow(row.cells).trimEnd();
}

/** Lines `file, row, column, code, message, raw`: one per fault, rows in the order of the file. */
function rejectLines(fileName: string, { row, faults }: BadRow): string {
  const raw = spreadsheetCell(rawText(row));
  return faults
    .map(({ column, code, message }) => csvRow([fileName, String(row.row), column, code, message, raw]))
    .join('');
}

/** Begins the rejects file of an import; `path` is asked for with the first bad row. */
export function rejectsFile(path: () => string): RejectsFile {
  let draft: FileDraft | null = null;
  return {
    add: async (fileName, rows) => {
      if (rows.length === 0) return;
      if (draft === null) {
        draft = await draftFile(path());
        await draft.write(csvRow(['file', 'row', 'column', 'code', 'message', 'raw']));
      }
      await draft.write(rows.map((row) => rejectLines(fileName, row)).join(''));
    },
    keep: async () => {
      await draft?.keep();
      return draft?.path ?? null;
    },
    discard: async () => {
      await draft?.discard();
    },
  };
}
