import type { Figure } from '../domain/four-ways.ts';
import type { Month } from '../domain/month.ts';
import { type Vnd, vnd } from '../domain/money.ts';
import { accountChange } from './accounts.ts';
import type { Client } from './database.ts';

/** Figures of one commune and provider; those that the source says nothing of are absent. VND. */
export interface PartialRow extends Readonly<Partial<Record<Figure, Vnd>>> {
  readonly communeCode: string;
  readonly provider: string;
}

const TOTALS = 'ledger_total t JOIN ledger_leg l USING (event, accrues)';

/** Each source asked alone, by commune and provider. $1: the issued runs of the month. $2: the month. */
const SOURCES: readonly string[] = [
  `SELECT p.commune_code, p.provider, sum(l.amount) AS calculated FROM run_line l JOIN payment p USING (run_no, person_id)
   WHERE l.run_no = ANY($1) AND l.hold_reason IS NULL AND $2::int > 0 GROUP BY 1, 2`,
  `SELECT p.commune_code, p.provider, sum(p.amount) AS payments, coalesce(sum(p.amount) FILTER (WHERE o.status_after = 'paid'), 0) AS paid,
     coalesce(sum(p.amount) FILTER (WHERE o.status_after = 'returned'), 0) AS returned, coalesce(sum(p.amount) FILTER (WHERE o.status_after = 'uncollected'), 0) AS uncollected,
     coalesce(sum(p.amount) FILTER (WHERE o.status_after IS NULL), 0) AS unknown
   FROM payment p LEFT JOIN (SELECT DISTINCT ON (run_no, person_id) run_no, person_id, status_after FROM outcome_event WHERE run_no = ANY($1)
     ORDER BY run_no, person_id, event_no DESC) o USING (run_no, person_id)
   WHERE p.run_no = ANY($1) AND p.hold_reason IS NULL AND p.amount > 0 AND $2::int > 0 GROUP BY 1, 2`,
  `SELECT commune_code, provider, sum(CASE event WHEN 'issue' THEN amount WHEN 'recovery' THEN -amount ELSE 0 END) AS ledger,
     sum(CASE event WHEN 'confirm' THEN amount ELSE 0 END) AS confirmed,
     sum(CASE event WHEN 'return' THEN amount WHEN 'uncollect' THEN amount WHEN 'recovery_back' THEN -amount ELSE 0 END) AS "cameBack",
     sum(CASE event WHEN 'draw' THEN amount ELSE 0 END) AS "drawnInBooks" FROM ledger_total WHERE run_no = ANY($1) AND $2::int > 0 GROUP BY 1, 2`,
  `SELECT t.commune_code, t.provider, -sum(${accountChange(['transit'], 't')}) AS "onTheWay" FROM ${TOTALS} WHERE t.run_no = ANY($1) AND $2::int > 0 GROUP BY 1, 2`,
  `SELECT t.commune_code, t.provider, sum(${accountChange(['held'], 't')}) AS "heldOfMonth"
   FROM ${TOTALS} JOIN ledger_chapter c USING (chapter_no) WHERE t.run_no = ANY($1) OR (t.run_no IS NULL AND c.month = $2::int) GROUP BY 1, 2`,
  `SELECT commune_code, provider, sum(payments) AS "drawPayments", sum(held) AS "heldBefore", sum(draw) AS drawn, sum(held - payments + draw) AS "leftOver"
   FROM run_draw WHERE run_no = ANY($1) AND $2::int > 0 GROUP BY 1, 2`,
  // What the books said when the run was sealed: chapters sealed before it. Only where the run wrote a draw down, or should have.
  `SELECT t.commune_code, t.provider, sum(${accountChange(['held', 'transit'], 't')}) AS "heldBeforeInBooks"
   FROM run r JOIN ledger_chapter own ON own.kind = 'run' AND own.run_no = r.run_no JOIN ledger_seal s ON s.chapter_no = own.chapter_no
   JOIN ledger_seal e ON e.seal_no < s.seal_no JOIN ledger_total t ON t.chapter_no = e.chapter_no JOIN ledger_leg l USING (event, accrues)
   WHERE r.run_no = ANY($1) AND $2::int > 0 AND (r.communes IS NULL OR t.commune_code = ANY(r.communes)) GROUP BY 1, 2`,
  `SELECT commune_code, provider, sum(amount) AS "handedBack" FROM hand_back WHERE month = $2 AND $1::int[] IS NOT NULL GROUP BY 1, 2`,
  `SELECT t.commune_code, t.provider, sum(${accountChange(['held', 'transit'], 't')}) AS "heldNow" FROM ${TOTALS} WHERE $1::int[] IS NOT NULL AND $2::int > 0 GROUP BY 1, 2`,
];

type SourceRow = Record<string, string | number | null>;

function partialRow({ commune_code, provider, ...figures }: SourceRow): PartialRow {
  const amounts = Object.entries(figures).map(([name, amount]) => [name, vnd(Number(amount ?? 0))] as const);
  return { ...Object.fromEntries(amounts), communeCode: String(commune_code), provider: String(provider) };
}

/** All figures of issued runs of a month that stand in the database, source by source; rows of different sources belong together by their key. */
export async function figuresOf(
  client: Client,
  runNos: readonly number[],
  month: Month,
): Promise<readonly PartialRow[]> {
  const found: PartialRow[] = [];
  for (const source of SOURCES) {
    const { rows } = await client.query<SourceRow>(source, [runNos, month]);
    found.push(...rows.map(partialRow));
  }
  return found;
}

/** One thing of the books, added up on two ways. VND. */
export interface BooksCheck {
  readonly code: string;
  readonly left: Vnd;
  readonly right: Vnd;
}

/** The trial balance of a month (both sides), and its totals against the postings of the chapters in which it stands. */
export async function booksOfMonth(
  client: Client,
  runNos: readonly number[],
  month: Month,
): Promise<readonly BooksCheck[]> {
  const { rows } = await client.query<{ code: string; left: number; right: number }>(
    `SELECT 'trial_balance' AS code, coalesce(sum(debit), 0) AS "left", coalesce(sum(credit), 0) AS "right" FROM ledger_balance WHERE month = $2
     UNION ALL SELECT 'totals_are_postings:' || coalesce(t.event, p.event), coalesce(t.amount, 0), coalesce(p.amount, 0)
       FROM (SELECT event, sum(amount) AS amount FROM ledger_total WHERE run_no = ANY($1) GROUP BY 1) t
       FULL JOIN (SELECT event, sum(amount) AS amount FROM ledger_posting WHERE chapter_no IN (SELECT chapter_no FROM ledger_chapter WHERE run_no = ANY($1)
         UNION SELECT chapter_no FROM ledger_total WHERE run_no = ANY($1)) AND run_no = ANY($1) GROUP BY 1) p USING (event)
       WHERE t.amount IS DISTINCT FROM p.amount
     ORDER BY 1`,
    [runNos, month],
  );
  return rows.map((row) => ({ ...row, left: vnd(row.left), right: vnd(row.right) }));
}

/** Earlier months with issued runs that nobody closed, in order. */
export async function openMonthsBefore(client: Client, before: Month): Promise<readonly number[]> {
  const { rows } = await client.query<{ month: number }>(
    `SELECT DISTINCT month FROM run r WHERE month < $1 AND issue_no IS NOT NULL AND NOT EXISTS (SELECT FROM closed_month c WHERE c.month = r.month) ORDER BY month`,
    [before],
  );
  return rows.map((row) => row.month);
}
