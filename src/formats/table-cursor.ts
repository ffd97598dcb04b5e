import type { TableRow, TableRows } from './table.ts';

/** The rows of a table, taken a few at a time and never more than fit the sheet in hand. */
export interface TableCursor {
  /** The next rows, `most` at most; null when there are none left. */
  take(most: number): Promise<readonly TableRow[] | null>;
  /** Whether all rows were taken. */
  isOver(): Promise<boolean>;
}

async function* eachBatch(rows: TableRows): AsyncGenerator<readonly TableRow[], undefined> {
  for await (const batch of rows) if (batch.length > 0) yield batch;
}

/** A cursor over rows that come in batches. */
export function tableCursor(rows: TableRows): TableCursor {
  const batches = eachBatch(rows);
  let batch: readonly TableRow[] = [];
  let from = 0;
  const ready = async (): Promise<boolean> => {
    if (from < batch.length) return true;
    const next = await batches.next();
    if (next.done === true) return false;
    batch = next.value;
    from = 0;
    return true;
  };
  return {
    async take(most) {
      if (!(await ready())) return null;
      const taken = from === 0 && batch.length <= most ? batch : batch.slice(from, from + most);
      from += taken.length;
      return taken;
    },
    isOver: async () => !(await ready()),
  };
}
