import { type Month, addMonths, month, monthsBetween } from '../domain/month.ts';
import { type Vnd, vnd } from '../domain/money.ts';
import type { Client } from './database.ts';

type Asker = Pick<Client, 'query'>;

/** So many payments and VND. */
export interface Tally {
  readonly payments: number;
  readonly amount: Vnd;
}

/** One month as the console shows it. VND. */
export interface MonthFigures {
  readonly month: Month;
  /** `history`: paid before the program; `both`: then, and by runs; `none`: nothing is known. */
  readonly source: 'runs' | 'history' | 'both' | 'none';
  /** Who was paid for this month itself; where both sources know some, the larger number. */
  readonly people: number;
  readonly payments: number;
  /** What issued runs sent out, or what was paid before the program. */
  readonly amount: Vnd;
  /** Of it for earlier months; null: history does not say. */
  readonly arrears: Vnd | null;
  readonly returned: Tally;
  readonly uncollected: Tally;
  /** Sent, and nobody has said yet what became of it. */
  readonly unanswered: Tally;
  /** Runs of the month that nobody rejected. */
  readonly runs: number;
  readonly isClosed: boolean;
}

/** Months that one question may ask for. */
export const MOST_MONTHS = 24;

interface SumRow {
  month: number;
  runs: number;
  issued: number;
  isClosed: boolean;
  people: number;
  payments: number;
  amount: number;
  arrears: number;
}

const SUMS = `SELECT m.month::int AS month, m.runs::int AS runs, m.issued::int AS issued, EXISTS (SELECT FROM closed_month c WHERE c.month = m.month) AS "isClosed",
    coalesce(s.people, 0)::int AS people, coalesce(s.payments, 0)::int AS payments, coalesce(s.amount, 0) AS amount, coalesce(s.arrears, 0) AS arrears
  FROM (SELECT month, count(*) FILTER (WHERE status <> 'rejected') AS runs, count(issue_no) AS issued FROM run WHERE month BETWEEN $1 AND $2 GROUP BY 1) m
  LEFT JOIN (SELECT r.month, sum(s.people) FILTER (WHERE s.code = 'current') AS people, sum(s.items) FILTER (WHERE s.code = 'paid') AS payments,
      sum(s.amount) FILTER (WHERE s.code = 'paid') AS amount, sum(s.amount) FILTER (WHERE s.code = 'arrears') AS arrears
    FROM run r JOIN run_sum s USING (run_no) WHERE r.month BETWEEN $1 AND $2 AND r.issue_no IS NOT NULL AND s.what = 'total' GROUP BY 1) s USING (month)`;

interface HistoryRow {
  month: number;
  people: number;
  payments: number;
  amount: number;
  returned: number;
  returnedAmount: number;
}

const HISTORY = `SELECT month::int AS month, sum(people)::int AS people, sum(payments)::int AS payments, sum(amount) AS amount, sum(returned)::int AS returned,
    sum(returned_amount) AS "returnedAmount" FROM history_month WHERE month BETWEEN $1 AND $2 GROUP BY 1`;

interface BookRow {
  month: number;
  runNo: number;
  sent: number;
  returned: number;
  uncollected: number;
  arrived: number;
  takenBack: number;
}

/** The books of each issued run: sent, came back, arrived, and recoveries undone by what came back. */
const BOOKS = `SELECT r.month::int AS month, r.run_no AS "runNo", coalesce(sum(t.amount * CASE t.event WHEN 'issue' THEN 1 WHEN 'recovery' THEN -1 ELSE 0 END), 0) AS sent,
    coalesce(sum(t.amount) FILTER (WHERE t.event = 'return'), 0) AS returned, coalesce(sum(t.amount) FILTER (WHERE t.event = 'uncollect'), 0) AS uncollected,
    coalesce(sum(t.amount) FILTER (WHERE t.event = 'confirm'), 0) AS arrived, coalesce(sum(t.amount) FILTER (WHERE t.event = 'recovery_back'), 0) AS "takenBack"
  FROM run r LEFT JOIN ledger_total t USING (run_no) WHERE r.month BETWEEN $1 AND $2 AND r.issue_no IS NOT NULL GROUP BY 1, 2`;

interface BackRow {
  runNo: number;
  status: string;
  payments: number;
}

/** Payments that are back, by the last word on each. */
const BACK = `SELECT run_no AS "runNo", status_after AS status, count(*)::int AS payments
  FROM (SELECT DISTINCT ON (run_no, person_id) run_no, person_id, status_after FROM outcome_event
    WHERE run_no = ANY($1) AND (status <> 'paid' OR is_correction) ORDER BY run_no, person_id, event_no DESC) o WHERE status_after <> 'paid' GROUP BY 1, 2`;

/** Recoveries that a payment took and that are open again because it came back, by what it came back as. */
const UNDONE = `SELECT b.run_no AS "runNo", o.status_after AS status, sum(b.amount) AS amount
  FROM (SELECT run_no, person_id, sum(amount) AS amount FROM ledger_posting WHERE run_no = ANY($1) AND event = 'recovery_back' GROUP BY 1, 2 HAVING sum(amount) <> 0) b
  CROSS JOIN LATERAL (SELECT status_after FROM outcome_event e WHERE e.run_no = b.run_no AND e.person_id = b.person_id AND (e.status <> 'paid' OR e.is_correction)
    ORDER BY e.event_no DESC LIMIT 1) o GROUP BY 1, 2`;

/** Payments of a run that somebody has said something about. Why only where something is open: of others all are. */
const ANSWERED = `SELECT run_no AS "runNo", count(DISTINCT person_id)::int AS payments FROM outcome_event WHERE run_no = ANY($1) GROUP BY 1`;

const SENT = `SELECT run_no AS "runNo", coalesce(sum(items), 0)::int AS payments FROM run_sum WHERE run_no = ANY($1) AND what = 'total' AND code = 'paid' GROUP BY 1`;

interface RunOutcomes {
  readonly month: number;
  readonly returned: Tally;
  readonly uncollected: Tally;
  readonly unanswered: Tally;
}

async function outcomesOf(client: Asker, from: Month, to: Month): Promise<readonly RunOutcomes[]> {
  const { rows: books } = await client.query<BookRow>(BOOKS, [from, to]);
  if (books.length === 0) return [];
  const runs = books.map((one) => one.runNo);
  const onTheWay = (one: BookRow): number => one.sent - one.arrived - one.returned - one.uncollected + one.takenBack;
  const open = books.filter((one) => onTheWay(one) !== 0).map((one) => one.runNo);
  const { rows: back } = await client.query<BackRow>(BACK, [runs]);
  const { rows: undone } = await client.query<{ runNo: number; status: string; amount: number }>(UNDONE, [
    books.filter((one) => one.takenBack !== 0).map((one) => one.runNo),
  ]);
  const { rows: answered } = await client.query<Omit<BackRow, 'status'>>(ANSWERED, [open]);
  const { rows: sent } = await client.query<Omit<BackRow, 'status'>>(SENT, [open]);
  return books.map((one) => {
    const isOwn = (row: { readonly runNo: number }): boolean => row.runNo === one.runNo;
    const cameBack = (status: string, gross: number): Tally => ({
      payments: back.find((row) => isOwn(row) && row.status === status)?.payments ?? 0,
      amount: vnd(gross - (undone.find((row) => isOwn(row) && row.status === status)?.amount ?? 0)),
    });
    const isOpen = open.includes(one.runNo);
    return {
      month: one.month,
      returned: cameBack('returned', one.returned),
      uncollected: cameBack('uncollected', one.uncollected),
      unanswered: {
        payments: isOpen ? (sent.find(isOwn)?.payments ?? 0) - (answered.find(isOwn)?.payments ?? 0) : 0,
        amount: vnd(onTheWay(one)),
      },
    };
  });
}

function together(tallies: readonly Tally[]): Tally {
  return {
    payments: tallies.reduce((sum, one) => sum + one.payments, 0),
    amount: vnd(tallies.reduce((sum, one) => sum + one.amount, 0)),
  };
}

function figuresOf(
  at: Month,
  own: SumRow | undefined,
  history: HistoryRow | undefined,
  outcomes: readonly RunOutcomes[],
): MonthFigures {
  const hasRuns = own !== undefined && own.issued > 0;
  const ofHistory: Tally = { payments: history?.returned ?? 0, amount: vnd(history?.returnedAmount ?? 0) };
  return {
    month: at,
    source: hasRuns ? (history === undefined ? 'runs' : 'both') : history === undefined ? 'none' : 'history',
    people: Math.max(own?.people ?? 0, history?.people ?? 0),
    payments: (own?.payments ?? 0) + (history?.payments ?? 0),
    amount: vnd((own?.amount ?? 0) + (history?.amount ?? 0)),
    arrears: hasRuns ? vnd(own.arrears) : null,
    returned: together([...outcomes.map((one) => one.returned), ofHistory]),
    uncollected: together(outcomes.map((one) => one.uncollected)),
    unanswered: together(outcomes.map((one) => one.unanswered)),
    runs: own?.runs ?? 0,
    isClosed: own?.isClosed ?? false,
  };
}

/**
 * The last `count` months (1 to 24) up to and with one, the oldest first: people, payments and VND that went out, and what became of it. Read from sums of
 * runs, of the books and of imported months; of single payments only those that came back are counted. Refuses (throws) another count.
 */
export async function monthOverview(client: Asker, upTo: Month, count: number): Promise<readonly MonthFigures[]> {
  if (!Number.isInteger(count) || count < 1 || count > MOST_MONTHS)
    throw new RangeError(`an overview has 1 to ${MOST_MONTHS} months`);
  const from = addMonths(upTo, 1 - count);
  const { rows: sums } = await client.query<SumRow>(SUMS, [from, upTo]);
  const { rows: history } = await client.query<HistoryRow>(HISTORY, [from, upTo]);
  const outcomes = await outcomesOf(client, from, upTo);
  return monthsBetween(from, upTo).map((at) => {
    const isAt = (row: { readonly month: number }): boolean => month(row.month) === at;
    return figuresOf(at, sums.find(isAt), history.find(isAt), outcomes.filter(isAt));
  });
}
