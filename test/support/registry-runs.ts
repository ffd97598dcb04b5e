import { parseDate, month } from '../../src/domain/month.ts';
import { type Database, inTransaction } from '../../src/store/database.ts';
import { type NewRun, insertRun } from '../../src/store/run-opening.ts';
import { type Run, getRun, lockBooks } from '../../src/store/runs.ts';

let sequence = 0;

/** A run of November 2026 that knows all that the registry holds now; nothing of it is computed. */
export async function openedRun(database: Database, changes: Partial<NewRun> = {}): Promise<Run> {
  const knownAt = parseDate('2026-10-20');
  if (knownAt === null) throw new Error('no such day');
  sequence += 1;
  const runNo = await inTransaction(database, async (client) => {
    const { rows } = await client.query<{ events: number; runs: number }>(
      `SELECT (SELECT coalesce(max(hold_event_no), 0) FROM hold_event) AS events,
         (SELECT count(*) FROM run WHERE issue_no IS NOT NULL) AS runs`,
    );
    return insertRun(client, {
      runId: `test-${sequence}`,
      month: month(202611),
      sequence,
      kind: 'regular',
      province: '24',
      communes: null,
      knownAt,
      windowFrom: month(202609),
      catalogueSha256: '',
      bankFormsSha256: null,
      registryBatch: await lockBooks(client),
      lastHoldEvent: rows[0]?.events ?? 0,
      issuedRuns: rows[0]?.runs ?? 0,
      lastOutcomeEvent: 0,
      isFull: false,
      baselineRunNo: null,
      recomputeFrom: changes.windowFrom ?? month(202609),
      lawMonths: {},
      controlsSha256: '',
      maker: 'lan',
      ...changes,
    });
  });
  return getRun(database, runNo);
}

/** What a run posts for a person: `P1 MAIN 202609 80000 issue`, where the last word counts the issues. */
export type Posting = readonly [person: string, family: string, month: number, amount: number, issue: number];

/** Issues a run with these postings, as approval does. */
export async function issueRun(database: Database, run: Run, postings: readonly Posting[]): Promise<void> {
  const amount = postings.reduce((sum, posting) => sum + posting[3], 0);
  const query = (sql: string, values: unknown[] = []): Promise<unknown> => database.pool.query(sql, values);
  const totals = `persons = 1, payments = 1, amount = ${amount}, content_sha256 = ''`;
  await query(`UPDATE run SET status = 'computing' WHERE run_no = $1`, [run.runNo]);
  await query(`UPDATE run SET status = 'draft', ${totals} WHERE run_no = $1`, [run.runNo]);
  await query(
    `UPDATE run SET status = 'approved', approver = 'binh', approved_at = now(), signed_payments = payments, signed_amount = amount,
       signed_sha256 = content_sha256 WHERE run_no = $1`,
    [run.runNo],
  );
  await query(
    `INSERT INTO ledger_chapter (chapter_no, kind, run_no) SELECT 1 + coalesce(max(chapter_no), 0), 'run', $1 FROM ledger_chapter`,
    [run.runNo],
  );
  for (const [at, [person, family, ofMonth, posted, issue]] of postings.entries())
    await query(
      `INSERT INTO ledger_posting (person_id, family, month, issue, event, part, cause, run_no, chapter_no, block, commune_code, provider, category, accrues, amount)
       SELECT $1, $2, $3, $4, 'issue', $5, 0, $6, chapter_no, 1, '07210', '970405', '', true, $7 FROM ledger_chapter WHERE run_no = $6`,
      [person, family, ofMonth, issue, at, run.runNo, posted],
    );
  await query(
    `UPDATE run SET status = 'issued', issue_no = 1 + (SELECT count(*) FROM run WHERE issue_no IS NOT NULL), ledger_root = 'r',
       issued_at = now() WHERE run_no = $1`,
    [run.runNo],
  );
}

/** Closes a run that paid nothing, as the check does; VND that wait. */
export async function closeRun(database: Database, run: Run, heldAmount: number): Promise<void> {
  await database.pool.query(`UPDATE run SET status = 'computing' WHERE run_no = $1`, [run.runNo]);
  await database.pool.query(`UPDATE run SET status = 'closed', held_amount = $2 WHERE run_no = $1`, [
    run.runNo,
    heldAmount,
  ]);
}
