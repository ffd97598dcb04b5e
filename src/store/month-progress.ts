import type { MonthProgress } from '../domain/calendar.ts';
import type { Client } from './database.ts';

/** What is done of a month, from its runs and the sums of the books. A run that paid nobody counts as answered. */
export async function monthProgress(client: Pick<Client, 'query'>, month: number): Promise<MonthProgress> {
  const { rows } = await client.query<MonthProgress>(
    `WITH runs AS (SELECT * FROM run WHERE month = $1 AND status NOT IN ('rejected', 'failed')),
       way AS (SELECT coalesce(sum(CASE t.event WHEN 'issue' THEN t.amount WHEN 'recovery_back' THEN t.amount WHEN 'recovery' THEN -t.amount
           WHEN 'confirm' THEN -t.amount WHEN 'return' THEN -t.amount WHEN 'uncollect' THEN -t.amount ELSE 0 END), 0) AS amount
         FROM runs r JOIN ledger_total t USING (run_no))
     SELECT count(*) FILTER (WHERE status NOT IN ('queued', 'computing')) > 0 AS "isListMade",
       count(*) FILTER (WHERE approver IS NOT NULL OR status = 'closed') > 0 AS "isApproved",
       count(*) FILTER (WHERE manifest_sha256 IS NOT NULL OR status = 'closed') > 0 AND count(*) FILTER (WHERE status IN ('draft', 'approved')) = 0 AS "isIssued",
       count(*) FILTER (WHERE issue_no IS NOT NULL OR status = 'closed') > 0 AND (SELECT amount FROM way) = 0 AND count(*) FILTER (WHERE status = 'issued') = 0 AS "isAnswered",
       EXISTS (SELECT FROM closed_month WHERE month = $1) AS "isClosed" FROM runs`,
    [month],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0];
}
