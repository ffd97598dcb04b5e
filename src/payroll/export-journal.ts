import type { Month } from '../domain/month.ts';
import { type JournalEntry, journalEnd, journalEntry, journalHead } from '../formats/hledger.ts';
import type { TextRow } from '../store/bulk.ts';
import type { Database } from '../store/database.ts';
import { type JournalScope, journalBalances, journalRows } from '../store/journal.ts';

interface Keyed {
  readonly key: string;
  readonly entry: JournalEntry;
}

function together(one: Keyed, more: Keyed): Keyed {
  return { key: one.key, entry: { ...one.entry, moves: [...one.entry.moves, ...more.entry.moves] } };
}

/** A row of the books as a transaction; both legs of an issue that also books the expense stand in one. */
function entryOf(row: TextRow): Keyed {
  const [date, chapter, block, event, run, commune, person, family, month, issue, part, cause, debit, credit, amount] =
    row.map((cell) => cell ?? '');
  const key = [chapter, block, event, person, family, month, issue, part, cause].join(' ');
  const tags = [
    ['run', run ?? ''],
    ['commune', commune ?? ''],
    ['person', person ?? ''],
    ['family', family ?? ''],
    ['month', month ?? ''],
  ] as const;
  const moves = [{ debit: debit ?? '', credit: credit ?? '', amount: amount ?? '' }];
  return { key, entry: { date: date ?? '', code: `${chapter}-${block}`, event: event ?? '', tags, moves } };
}

/**
 * The books of the runs as a journal that hledger and ledger read (plain-text accounting): every entry with both sides, and at the end what each account comes to by
 * the program's own sums, which the tools compare. One row of the books at a time.
 */
export async function* ledgerJournal(
  database: Database,
  scope: JournalScope,
  month: Month | null,
): AsyncGenerator<string> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const balances = await journalBalances(client, scope);
    yield journalHead(
      month,
      balances.map(({ account }) => account),
    );
    let last: Keyed | null = null;
    let date = '';
    for await (const rows of journalRows(client, scope)) {
      let text = '';
      for (const row of rows) {
        const next = entryOf(row);
        if (last !== null && last.key === next.key) last = together(last, next);
        else {
          if (last !== null) text += journalEntry(last.entry);
          last = next;
        }
        if (next.entry.date > date) date = next.entry.date;
      }
      yield text;
    }
    if (last !== null) yield journalEntry(last.entry);
    yield journalEnd(date, balances);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}
