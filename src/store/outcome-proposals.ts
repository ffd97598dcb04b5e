import type { IsoDate } from '../domain/month.ts';
import type { Client } from './database.ts';
import { messageIdIn } from './settlement-stage.ts';

/** What a proposal says did not arrive: one payment, or all payments of a file that nobody answered. */
export interface Proposal {
  readonly proposalNo: number;
  readonly runNo: number;
  readonly personId: string | null;
  readonly path: string | null;
  readonly status: 'returned' | 'uncollected';
  readonly date: IsoDate;
  readonly reason: string;
  readonly actor: string;
}

const COLUMNS = `p.proposal_no AS "proposalNo", p.run_no AS "runNo", p.person_id AS "personId", p.path, p.status, p.outcome_date AS date, p.reason, p.actor`;

/** Writes down a proposal and answers its number; the caller holds the lock of the books. */
export async function insertProposal(client: Client, one: Omit<Proposal, 'proposalNo'>): Promise<number> {
  const { rows } = await client.query<{ no: number }>(
    `INSERT INTO outcome_proposal (proposal_no, run_no, person_id, path, status, outcome_date, reason, actor)
     SELECT 1 + coalesce(max(proposal_no), 0), $1::int, $2::text, $3::text, $4::text, $5::date, $6::text, $7::text FROM outcome_proposal RETURNING proposal_no AS no`,
    [one.runNo, one.personId, one.path, one.status, one.date, one.reason, one.actor],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0].no;
}

/** A proposal that waits for its second person; null: there is none of this number, or it is decided. */
export async function findOpenProposal(client: Client, proposalNo: number): Promise<Proposal | null> {
  const { rows } = await client.query<Proposal>(
    `SELECT ${COLUMNS} FROM outcome_proposal p WHERE p.proposal_no = $1 AND NOT EXISTS (SELECT FROM outcome_decision d WHERE d.proposal_no = p.proposal_no)`,
    [proposalNo],
  );
  return rows[0] ?? null;
}

/** The second word to a proposal, another person's or a statement's. */
export async function insertDecision(
  client: Client,
  decision: { readonly proposalNo: number; readonly actor: string; readonly statementNo: number | null },
): Promise<void> {
  await client.query('INSERT INTO outcome_decision (proposal_no, actor, statement_no) VALUES ($1, $2, $3)', [
    decision.proposalNo,
    decision.actor,
    decision.statementNo,
  ]);
}

/** The payments that proposal w is about, as far as nobody said anything of them since (of a payment) or at all (of a file). */
const STILL_MEANT = `SELECT w.run_no, w.person_id WHERE w.person_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM outcome_event e WHERE e.run_no = w.run_no AND e.person_id = w.person_id AND e.at > w.at)
    UNION ALL SELECT f.run_no, f.person_id FROM payment_in_file f WHERE w.path IS NOT NULL AND f.run_no = w.run_no AND f.path = w.path
      AND NOT EXISTS (SELECT FROM outcome_event e WHERE e.run_no = f.run_no AND e.person_id = f.person_id)`;

/** Whether a proposal is still about any payment. */
export async function isStillMeant(client: Client, proposalNo: number): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM outcome_proposal w CROSS JOIN LATERAL (${STILL_MEANT}) u WHERE w.proposal_no = $1 LIMIT 1`,
    [proposalNo],
  );
  return rowCount !== 0;
}

/**
 * Adds the events of a decided proposal, one for each payment it is still about, and answers the numbers of the first and the last.
 */
export async function addDecidedOutcomes(
  client: Client,
  { proposalNo, actor }: { readonly proposalNo: number; readonly actor: string },
): Promise<{ readonly first: number; readonly last: number }> {
  const { rows } = await client.query<{ first: number | null; last: number | null }>(
    `WITH added AS (INSERT INTO outcome_event (run_no, person_id, status, outcome_date, reason, is_correction, status_after, actor, proposal_no)
       SELECT u.run_no, u.person_id, w.status, w.outcome_date, w.reason, true, w.status, w.actor || ' + ' || $2::text, w.proposal_no
       FROM outcome_proposal w CROSS JOIN LATERAL (${STILL_MEANT}) u (run_no, person_id) WHERE w.proposal_no = $1 ORDER BY u.person_id RETURNING event_no)
     SELECT min(event_no) AS first, max(event_no) AS last FROM added`,
    [proposalNo, actor],
  );
  const { first = null, last = null } = rows[0] ?? {};
  if (first === null || last === null) throw new RangeError('a decision about no payment');
  return { first, last };
}

/** Whether a bank or post office said that a payment came back, after anybody last said that it was paid after all. */
export async function wasSaidToComeBack(client: Client, runNo: number, personId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM outcome_event e WHERE run_no = $1 AND person_id = $2 AND NOT is_correction AND status <> 'paid'
       AND NOT EXISTS (SELECT FROM outcome_event c WHERE c.run_no = e.run_no AND c.person_id = e.person_id AND c.is_correction AND c.status = 'paid' AND c.event_no > e.event_no) LIMIT 1`,
    [runNo, personId],
  );
  return rowCount !== 0;
}

/** Days after a payment was to be made in which a bank may still book it. */
const WAIT = 3;

/** A statement that shows that a file was not paid. */
export interface SilentStatement {
  readonly statementNo: number;
  /** As the bank calls it. */
  readonly id: string;
}

/**
 * The statement that shows that a file was not paid: whole statements of the paying account (with both balances), without a gap from the day of
 * payment until `WAIT` days later, in which nothing of the file is booked, and nothing that it could be: no booking that nobody can place is as
 * large as its smallest payment (banks book a whole file in one line, often without a name). Null: there is none, so a second person must decide.
 */
export async function silentStatement(client: Client, runNo: number, path: string): Promise<SilentStatement | null> {
  const whole = (alias: string): string =>
    `${alias}.kind = 'camt.053' AND ${alias}.page = 0 AND ${alias}.opening IS NOT NULL AND ${alias}.closing IS NOT NULL`;
  const { rows } = await client.query<SilentStatement>(
    `SELECT s.statement_no AS "statementNo", s.statement_id AS id FROM payout_file f JOIN bank_statement s ON s.account = f.debtor_account AND ${whole('s')}
     WHERE f.run_no = $1 AND f.path = $2 AND s.to_day >= f.executes_on + ${WAIT}
       AND NOT EXISTS (SELECT FROM generate_series(f.executes_on, f.executes_on + ${WAIT}, interval '1 day') d
         WHERE NOT EXISTS (SELECT FROM bank_statement c WHERE c.account = s.account AND ${whole('c')} AND d::date BETWEEN c.from_day AND c.to_day))
       AND NOT EXISTS (SELECT FROM settlement_row r JOIN settlement_file t USING (file_no)
         LEFT JOIN payment_in_file i ON i.run_no = r.run_no AND i.person_id = r.person_id
         WHERE t.format IN ('camt.052', 'camt.053', 'camt.054') AND r.run_no = f.run_no AND (i.path = f.path OR ${messageIdIn('r.end_to_end_id')} = f.message_id))
       AND NOT EXISTS (SELECT FROM bank_statement c JOIN settlement_row r USING (file_no)
         WHERE c.account = s.account AND c.to_day >= f.executes_on AND (r.run_no IS NULL OR r.finding IS NOT NULL)
           AND coalesce(r.amount >= (SELECT min(p.amount) FROM payment_in_file i JOIN payment p USING (run_no, person_id) WHERE i.run_no = f.run_no AND i.path = f.path), true))
     ORDER BY s.to_day, s.statement_no LIMIT 1`,
    [runNo, path],
  );
  return rows[0] ?? null;
}

/** The file of a message id or of a path below its run's folder (RUN/bank/...); null: there is none. */
export async function findPayoutFile(
  client: Client,
  name: string,
): Promise<{ readonly runNo: number; readonly path: string } | null> {
  const { rows } = await client.query<{ runNo: number; path: string }>(
    `SELECT f.run_no AS "runNo", f.path FROM payout_file f JOIN run r USING (run_no)
     WHERE f.copy_of IS NULL AND f.kind <> 'post-list' AND (f.message_id = upper($1) OR r.run_id || '/' || f.path = $1) LIMIT 1`,
    [name],
  );
  return rows[0] ?? null;
}

/** The path of the file that asks for a payment; null: none is known (a post office's list, or a run from before files were cut). */
export async function fileOfPayment(client: Client, runNo: number, personId: string): Promise<string | null> {
  const { rows } = await client.query<{ path: string }>(
    'SELECT path FROM payment_in_file WHERE run_no = $1 AND person_id = $2 LIMIT 1',
    [runNo, personId],
  );
  return rows[0]?.path ?? null;
}

/** How many proposals wait for a second person, of what the session may see. */
export async function countOpenProposals(client: Pick<Client, 'query'>): Promise<number> {
  const { rows } = await client.query<{ open: number }>(
    'SELECT count(*) AS open FROM outcome_proposal p WHERE NOT EXISTS (SELECT FROM outcome_decision d WHERE d.proposal_no = p.proposal_no)',
  );
  return rows[0]?.open ?? 0;
}
