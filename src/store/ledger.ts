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

/** What a posting adds to what is owed to a person, and to what a person owes. Source: the accounts of ledger_leg. */
const PAYABLE = `CASE l.event WHEN 'accrue' THEN l.amount WHEN 'overpaid' THEN l.amount WHEN 'return' THEN l.amount WHEN 'uncollect' THEN l.amount
  WHEN 'issue' THEN CASE WHEN l.accrues THEN 0 ELSE -l.amount END ELSE 0 END`;
const RECEIVABLE = `CASE l.event WHEN 'overpaid' THEN l.amount WHEN 'recovery_back' THEN l.amount WHEN 'recovery' THEN -l.amount WHEN 'refund' THEN -l.amount ELSE 0 END`;

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

/** Postings that the run knew of when it was opened: of runs issued before, and of outcomes up to then. */
function known(run: Run): string {
  return `(CASE WHEN l.event IN ('confirm', 'return', 'uncollect', 'recovery_back') THEN l.cause <= ${run.lastOutcomeEvent}
    ELSE l.run_no IN (SELECT run_no FROM run WHERE issue_no <= ${run.issuedRuns}) END)`;
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
      balances:
        await copy(`SELECT l.person_id, l.family, l.month, l.category, l.commune_code, sum(${PAYABLE}), sum(${RECEIVABLE}) FROM ledger_posting l
        WHERE ${open('l.person_id')} AND ${known(run)} GROUP BY 1, 2, 3, 4, 5
        HAVING sum(${PAYABLE}) <> 0 OR sum(${RECEIVABLE}) <> 0 ORDER BY 1, 2, 3, 4, 5`),
      refunds: await copy(`SELECT person_id, family, month, sum(amount) FROM (
          ${asOf(run.registryBatch, 'refund', 't.person_id, t.family, t.month, t.amount', open('t.person_id'))}
          UNION ALL SELECT l.person_id, l.family, l.month, -l.amount FROM ledger_posting l WHERE l.event = 'refund' AND ${open('l.person_id')} AND ${known(run)}) f
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
