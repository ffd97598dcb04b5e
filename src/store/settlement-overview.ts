import type { Client } from './database.ts';

type Asked = Pick<Client, 'query'>;

/** Where the money of a month is with one bank or the post. VND. */
export interface ProviderMonth {
  readonly month: number;
  readonly provider: string;
  /** Drawn at the treasury for it. */
  readonly drawn: number;
  /** What issued runs sent, less recoveries. */
  readonly sent: number;
  readonly paid: number;
  readonly returned: number;
  readonly uncollected: number;
  /** Recoveries that are open again because the payment came back. */
  readonly takenBack: number;
  /** Sent, and nobody has said what became of it. */
  readonly unanswered: number;
}

/** Where the money of months is, by provider, from the sums of the books: the newest month first. */
export async function settlementByProvider(client: Asked, from: number, to: number): Promise<readonly ProviderMonth[]> {
  const sum = (event: string): string => `coalesce(sum(t.amount) FILTER (WHERE t.event = '${event}'), 0)`;
  const { rows } = await client.query<Omit<ProviderMonth, 'unanswered'>>(
    `WITH runs AS (SELECT run_no, month FROM run WHERE month BETWEEN $1 AND $2 AND issue_no IS NOT NULL),
       books AS (SELECT r.month, t.provider, ${sum('issue')} - ${sum('recovery')} AS sent, ${sum('confirm')} AS paid, ${sum('return')} AS returned,
           ${sum('uncollect')} AS uncollected, ${sum('recovery_back')} AS taken_back
         FROM runs r JOIN ledger_total t USING (run_no) WHERE t.provider <> '' GROUP BY 1, 2),
       draws AS (SELECT r.month, d.provider, sum(d.draw) AS drawn FROM runs r JOIN run_draw d USING (run_no) GROUP BY 1, 2)
     SELECT month::int AS month, provider, coalesce(drawn, 0) AS drawn, coalesce(sent, 0) AS sent, coalesce(paid, 0) AS paid, coalesce(returned, 0) AS returned,
       coalesce(uncollected, 0) AS uncollected, coalesce(taken_back, 0) AS "takenBack"
     FROM books FULL JOIN draws USING (month, provider) ORDER BY month DESC, sent DESC NULLS LAST, provider`,
    [from, to],
  );
  return rows.map((row) => ({
    ...row,
    unanswered: row.sent - row.paid - row.returned - row.uncollected + row.takenBack,
  }));
}

/** A month with issued runs, and whether it is closed. */
export interface SettledMonth {
  readonly month: number;
  readonly isClosed: boolean;
  readonly closedBy: string | null;
}

/** The latest months with issued runs, the newest first. */
export async function settledMonths(client: Asked, limit: number): Promise<readonly SettledMonth[]> {
  const { rows } = await client.query<SettledMonth>(
    `SELECT r.month::int AS month, c.month IS NOT NULL AS "isClosed", c.actor AS "closedBy"
     FROM (SELECT DISTINCT month FROM run WHERE issue_no IS NOT NULL ORDER BY month DESC LIMIT $1) r LEFT JOIN closed_month c USING (month) ORDER BY 1 DESC`,
    [limit],
  );
  return rows;
}

/** A proposal that waits for a second person. */
export interface WaitingProposal {
  readonly proposalNo: number;
  readonly runId: string;
  /** The payment's id; null: a whole file. */
  readonly paymentId: string | null;
  readonly path: string | null;
  readonly status: 'returned' | 'uncollected';
  readonly date: string;
  readonly reason: string;
  readonly actor: string;
}

const PROPOSALS = `SELECT w.proposal_no AS "proposalNo", r.run_id AS "runId", w.path, w.status, w.outcome_date AS date, w.reason, w.actor,
    (SELECT r.run_id || '-' || to_char(p.ordinal, 'FM000000000') FROM payment p WHERE p.run_no = w.run_no AND p.person_id = w.person_id) AS "paymentId"
  FROM outcome_proposal w JOIN run r USING (run_no) WHERE NOT EXISTS (SELECT FROM outcome_decision d WHERE d.proposal_no = w.proposal_no)`;

/** Proposals without a decision, the oldest first. */
export async function waitingProposals(client: Asked, limit: number): Promise<readonly WaitingProposal[]> {
  const { rows } = await client.query<WaitingProposal>(`${PROPOSALS} ORDER BY w.proposal_no LIMIT $1`, [limit]);
  return rows;
}

/** One proposal that waits; null: none of this number that the session sees. */
export async function waitingProposal(client: Asked, proposalNo: number): Promise<WaitingProposal | null> {
  const { rows } = await client.query<WaitingProposal>(`${PROPOSALS} AND w.proposal_no = $1`, [proposalNo]);
  return rows[0] ?? null;
}
