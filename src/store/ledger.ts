import { accountChange } from './accounts.ts';
import type { Client, Database } from './database.ts';
import { copyIn, copyOut } from './bulk.ts';
import { asOf, type KeyRange } from './shard-queries.ts';
import type { Run } from './runs.ts';

/** The columns of a posting in the order in which they are hashed, stored, and read again by whoever verifies. */
export const POSTING_COLUMNS =
  'person_id, family, month, issue, event, part, cause, run_no, chapter_no, block, commune_code, provider, category, accrues, amount';

/** What a range of persons brings into the books, in COPY text form; each answer ordered by person. */
export interface BookRows {
  /** person, family, month, issue, part, is recovery, category, amount, is held, commune, provider */
  readonly lines: Buffer;
  /** person, family, month, category, commune, amount */
  readonly overpaid: Buffer;
  /** person, family, month, category, commune, payable, receivable */
  readonly balances: Buffer;
  /** person, family, month, amount handed back and not booked yet */
  readonly refunds: Buffer;
}

/** What is owed to a person, and what a person owes, by postings `p`. */
const PAYABLE = `-sum(${accountChange(['liability:payable'], 'p')})`;
const RECEIVABLE = `sum(${accountChange(['receivable:overpayment'], 'p')})`;

/**
 * Persons of a range with whom something may be open in the books: those whose past the run computed again, and whom an issued run since the
 * one it went on from left held or overpaid. Without such a run: everybody.
 */
function openPersons(run: Run, column: string, between: (column: string) => string): string {
  if (run.baselineRunNo === null) return 'true';
  const since = `IN (SELECT run_no FROM run WHERE issue_no IS NOT NULL AND run_no >= ${run.baselineRunNo})`;
  return `${column} IN (SELECT person_id FROM run_mark WHERE run_no = ${run.runNo} AND mark IN ('recompute', 'merged') AND ${between('person_id')}
    UNION SELECT person_id FROM run_line WHERE run_no ${since} AND hold_reason IS NOT NULL AND ${between('person_id')}
    UNION SELECT person_id FROM run_overpayment WHERE run_no ${since} AND ${between('person_id')})`;
}

/** Postings `p` that the run knew of when it was opened: of runs issued before, and of outcomes up to then. */
function known(run: Run): string {
  return `(CASE WHEN p.event IN ('confirm', 'return', 'uncollect', 'recovery_back') THEN p.cause <= ${run.lastOutcomeEvent}
    ELSE p.run_no IN (SELECT run_no FROM run WHERE issue_no <= ${run.issuedRuns}) END)`;
}

/** Reads what a range of persons brings into the books when the run is issued: four set queries. */
export async function readBookRows(database: Database, run: Run, range: KeyRange): Promise<BookRows> {
  const client = await database.pool.connect();
  try {
    const between = (column: string): string =>
      `${column} BETWEEN ${client.escapeLiteral(range.firstKey)} AND ${client.escapeLiteral(range.lastKey)}`;
    const open = (column: string): string => `${between(column)} AND ${openPersons(run, column, between)}`;
    const copy = (query: string): Promise<Buffer> => copyOut(client, `COPY (${query}) TO STDOUT`);
    return {
      // Why the range twice: both tables were just filled, and nothing is known of them yet; without it each line looked its payment up alone.
      lines:
        await copy(`SELECT l.person_id, l.family, l.month, l.issue, l.part, l.kind = 'recovery', l.category, l.amount, l.hold_reason IS NOT NULL, p.commune_code, p.provider
        FROM run_line l JOIN payment p USING (run_no, person_id)
        WHERE l.run_no = ${run.runNo} AND ${between('l.person_id')} AND ${between('p.person_id')} ORDER BY 1, 2, 3, 4, 5`),
      overpaid: await copy(`SELECT person_id, family, month, category, commune_code, amount FROM run_overpayment
        WHERE run_no = ${run.runNo} AND ${between('person_id')} ORDER BY 1, 2, 3`),
      balances: await copy(`SELECT p.person_id, p.family, p.month, p.category, p.commune_code, ${PAYABLE}, ${RECEIVABLE}
        FROM ledger_posting p JOIN ledger_leg l USING (event, accrues) WHERE ${open('p.person_id')} AND ${known(run)} GROUP BY 1, 2, 3, 4, 5
        HAVING ${PAYABLE} <> 0 OR ${RECEIVABLE} <> 0 ORDER BY 1, 2, 3, 4, 5`),
      refunds: await copy(`SELECT person_id, family, month, sum(amount) FROM (
          ${asOf(run.registryBatch, 'refund', 't.person_id, t.family, t.month, t.amount', open('t.person_id'))}
          UNION ALL SELECT p.person_id, p.family, p.month, -p.amount FROM ledger_posting p WHERE p.event = 'refund' AND ${open('p.person_id')} AND ${known(run)}) f
        GROUP BY 1, 2, 3 HAVING sum(amount) <> 0 ORDER BY 1, 2, 3`),
    };
  } finally {
    client.release();
  }
}

/** Stores postings by COPY inside the caller's transaction. */
export async function savePostings(client: Client, rows: readonly Uint8Array[]): Promise<void> {
  await copyIn(client, `COPY ledger_posting (${POSTING_COLUMNS}) FROM STDIN`, rows);
}
