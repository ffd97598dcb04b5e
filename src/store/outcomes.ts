import type { IsoDate, Month } from '../domain/month.ts';
import type { OutcomeStatus } from '../domain/outcome.ts';
import type { Client } from './database.ts';

/** A payment as corrections ask for it; `isIssued`: money went out with it. */
export interface FoundPayment {
  readonly runNo: number;
  readonly personId: string;
  readonly isIssued: boolean;
  /** Null: nothing is known of it yet. */
  readonly status: OutcomeStatus | null;
}

/** The payment of an end-to-end id or a payment id, or null. */
export async function findPayment(client: Client, id: string): Promise<FoundPayment | null> {
  const { rows } = await client.query<FoundPayment>(
    `SELECT p.run_no AS "runNo", p.person_id AS "personId", r.issue_no IS NOT NULL AND p.hold_reason IS NULL AND p.amount > 0 AS "isIssued",
       (SELECT e.status_after FROM outcome_event e WHERE e.run_no = p.run_no AND e.person_id = p.person_id ORDER BY e.event_no DESC LIMIT 1) AS status
     FROM run r JOIN payment p USING (run_no)
     WHERE p.ordinal = CASE WHEN right($1, 9) ~ '^[0-9]{9}$' THEN right($1, 9)::int END
       AND ('CT' || r.province || replace(r.run_id, '-', '') = left(upper($1), -9) OR r.run_id || '-' = left($1, -9))`,
    [id],
  );
  return rows[0] ?? null;
}

/** A person's word on what became of a payment: it counts over all that files said before. */
export interface Correction {
  readonly status: OutcomeStatus;
  readonly date: IsoDate;
  readonly reason: string;
  readonly actor: string;
}

/** Adds a correction as an event and answers its number. */
export async function addCorrection(client: Client, payment: FoundPayment, correction: Correction): Promise<number> {
  const { status, date, reason, actor } = correction;
  const { rows } = await client.query<{ event_no: number }>(
    `INSERT INTO outcome_event (run_no, person_id, status, outcome_date, reason, is_correction, status_after, actor)
     VALUES ($1, $2, $3, $4, $5, true, $3, $6) RETURNING event_no`,
    [payment.runNo, payment.personId, status, date, reason, actor],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0].event_no;
}

/** Notes that an officer looked at a row of a settlement file; false when there is no such finding, or it is answered. */
export async function answerFinding(
  client: Client,
  answer: { fileNo: number; row: number; actor: string; reason: string },
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO settlement_answer (file_no, row_no, actor, reason)
     SELECT file_no, row_no, $3, $4 FROM settlement_row WHERE file_no = $1 AND row_no = $2 AND finding IS NOT NULL ON CONFLICT DO NOTHING`,
    [answer.fileNo, answer.row, answer.actor, answer.reason],
  );
  return rowCount === 1;
}

/** What keeps a month open, counted. */
export interface OpenThings {
  readonly issuedRuns: number;
  readonly unfinishedRuns: readonly string[];
  readonly paymentsWithoutOutcome: number;
  readonly unansweredRows: number;
}

/** Whether a finding of settlement row s still waits: no answer, and no correction of its payment since. */
export const UNANSWERED = `s.finding IS NOT NULL AND s.finding NOT IN ('returned_after_paid', 'returned_after_close')
  AND NOT EXISTS (SELECT FROM settlement_answer a WHERE a.file_no = s.file_no AND a.row_no = s.row_no)
  AND NOT EXISTS (SELECT FROM outcome_event c JOIN settlement_file f ON f.file_no = s.file_no
    WHERE c.run_no = s.run_no AND c.person_id = s.person_id AND c.is_correction AND c.at > f.loaded_at)`;

/** What is open of a month. Rows that name none of our payments count for the month that is closed first. */
export async function openThingsOf(client: Client, month: Month): Promise<OpenThings> {
  const { rows } = await client.query<OpenThings>(
    `SELECT (SELECT count(*) FROM run WHERE month = $1 AND issue_no IS NOT NULL) AS "issuedRuns",
       coalesce((SELECT array_agg(run_id ORDER BY run_no) FROM run WHERE month = $1
         AND (status IN ('queued', 'computing', 'draft', 'approved', 'failed') OR (status = 'issued' AND manifest_sha256 IS NULL))), '{}') AS "unfinishedRuns",
       (SELECT count(*) FROM payment p JOIN run r USING (run_no) WHERE r.month = $1 AND r.issue_no IS NOT NULL AND p.hold_reason IS NULL AND p.amount > 0
         AND NOT EXISTS (SELECT FROM outcome_event e WHERE e.run_no = p.run_no AND e.person_id = p.person_id)) AS "paymentsWithoutOutcome",
       (SELECT count(*) FROM settlement_row s LEFT JOIN run r USING (run_no) WHERE (s.run_no IS NULL OR r.month = $1) AND ${UNANSWERED}) AS "unansweredRows"`,
    [month],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0];
}

/** Whether a month is closed. */
export async function isMonthClosed(client: Client, month: Month): Promise<boolean> {
  const { rows } = await client.query('SELECT FROM closed_month WHERE month = $1', [month]);
  return rows.length > 0;
}

/** Closes a month: its runs are over, and it takes no new one. */
export async function insertClosedMonth(client: Client, month: Month, actor: string): Promise<void> {
  await client.query(
    `INSERT INTO closed_month (month, actor, last_outcome_event) SELECT $1, $2, coalesce(max(event_no), 0) FROM outcome_event`,
    [month, actor],
  );
  await client.query(`UPDATE run SET status = 'settled' WHERE month = $1 AND status = 'issued'`, [month]);
  await client.query(`UPDATE run SET status = 'closed' WHERE month = $1 AND status = 'settled'`, [month]);
}
