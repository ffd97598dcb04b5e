import type pg from 'pg';
import { copyOut } from './bulk.ts';
import type { BooksView } from './runs.ts';

export interface KeyRange {
  readonly firstKey: string;
  readonly lastKey: string;
}

/** The rows of a range of persons in COPY text form, each answer ordered by person. */
export interface ShardRows {
  readonly persons: Buffer;
  readonly stays: Buffer;
  readonly awards: Buffer;
  readonly payees: Buffer;
  readonly history: Buffer;
  readonly postings: Buffer;
  readonly refunds: Buffer;
  readonly orders: Buffer;
  readonly suspended: Buffer;
  readonly marks: Buffer;
}

/** A person whose file belongs to another's. */
interface Merge {
  readonly source: string;
  readonly target: string;
}

/** As the registry stood after a batch: rows still current, and rows that a later batch replaced. */
export function asOf(batch: number, table: string, columns: string, where: string): string {
  return `SELECT ${columns} FROM ${table} t WHERE ${where} AND t.batch_no <= ${batch}
    UNION ALL SELECT ${columns} FROM ${table}_history t WHERE ${where} AND t.batch_no <= ${batch} AND t.superseded_batch > ${batch}`;
}

/** Every merge with the person it ends at; who is merged in a circle stands alone. */
export function mergesAsOf(batch: number): string {
  return `WITH RECURSIVE merge AS (${asOf(batch, 'person_merge', 't.person_id AS source, t.merged_into AS target', 't.merged_into IS NOT NULL')}),
    chain AS (SELECT source, target, 1 AS depth FROM merge
      UNION ALL SELECT c.source, m.target, c.depth + 1 FROM chain c JOIN merge m ON m.source = c.target WHERE c.depth < 30)
    SELECT source, target FROM chain WHERE target NOT IN (SELECT source FROM merge)`;
}

/**
 * When the registry last heard that person h died: the first record of the death since it was last known to be alive. A release
 * from before that was about something else.
 */
const DEATH_RECORDED = `(SELECT min(b.committed_at) FROM registry_batch b JOIN (
    SELECT batch_no, death_date FROM person WHERE person_id = h.person_id
    UNION ALL SELECT batch_no, death_date FROM person_history WHERE person_id = h.person_id) v USING (batch_no)
  WHERE v.death_date IS NOT NULL AND v.batch_no > coalesce((SELECT max(batch_no) FROM (
    SELECT batch_no FROM person WHERE person_id = h.person_id AND death_date IS NULL
    UNION ALL SELECT batch_no FROM person_history WHERE person_id = h.person_id AND death_date IS NULL) alive), 0))`;

/** The first month whose payments a run needs of persons who are not marked: the month before it too, for the bridge. */
function firstRecentMonth(view: BooksView): number {
  const before = view.month % 100 === 1 ? view.month - 89 : view.month - 1;
  return Math.min(view.recomputeFrom, before);
}

/** What every question is about. */
interface Scope {
  readonly view: BooksView;
  /** BETWEEN the first and the last person. */
  readonly range: string;
  readonly merges: readonly Merge[];
  readonly literal: (text: string) => string;
}

function between(scope: Scope, column: string): string {
  return `${column} ${scope.range}`;
}

function sources(scope: Scope): string {
  return scope.merges.map((one) => scope.literal(one.source)).join(', ');
}

/** Own rows of the range, or those of persons merged into it as well. */
function personIn(scope: Scope, column: string): string {
  return scope.merges.length === 0
    ? between(scope, column)
    : `(${between(scope, column)} OR ${column} IN (${sources(scope)}))`;
}

/** Whose row it counts as. */
function label(scope: Scope, column: string): string {
  if (scope.merges.length === 0) return column;
  const cases = scope.merges.map((one) => `WHEN ${scope.literal(one.source)} THEN ${scope.literal(one.target)}`);
  return `CASE ${column} ${cases.join(' ')} ELSE ${column} END`;
}

/** Months that are needed of a person: all of who is marked, else the recent ones. */
function months(scope: Scope, person: string, month: string): string {
  const view = scope.view;
  if (view.recomputeFrom <= view.windowFrom) return 'true';
  return `(${month} >= ${firstRecentMonth(view)} OR ${label(scope, person)} IN (SELECT person_id FROM run_mark WHERE run_no = ${view.runNo}
    AND mark = 'recompute' AND ${between(scope, 'person_id')}))`;
}

function registry(scope: Scope, table: string, columns: string, more = 'true'): string {
  const counted = `${label(scope, 't.person_id')} AS person_id`;
  return asOf(
    scope.view.registryBatch,
    table,
    `${counted}, ${columns}`,
    `${personIn(scope, 't.person_id')} AND ${more}`,
  );
}

function personsIn(scope: Scope): string {
  const { communes } = scope.view;
  const inScope =
    communes === null ? 'true' : `t.commune_code IN (${communes.map((code) => scope.literal(code)).join(', ')})`;
  const notMerged = scope.merges.length === 0 ? 'true' : `t.person_id NOT IN (${sources(scope)})`;
  return asOf(
    scope.view.registryBatch,
    'person',
    't.person_id, t.birth_date, t.death_date, t.pension_amount, t.commune_code, t.national_id, t.sex',
    `${between(scope, 't.person_id')} AND ${inScope} AND ${notMerged}`,
  );
}

function staysIn(scope: Scope): string {
  return asOf(
    scope.view.registryBatch,
    'stay',
    't.person_id, t.until_month, t.commune_code, t.pension_amount',
    between(scope, 't.person_id'),
  );
}

function awardsIn(scope: Scope): string {
  return registry(
    scope,
    'award',
    't.award_id, t.category, t.start_month, t.end_month, t.quantity, t.cared_birth_date, t.decision_date',
  );
}

function payeesIn(scope: Scope): string {
  const view = scope.view;
  const payees = asOf(
    view.registryBatch,
    'payee',
    't.person_id, t.from_month, t.channel, t.bank_bin, t.account_no, t.payment_point',
    `${between(scope, 't.person_id')} AND t.from_month <= ${view.month}`,
  );
  return `SELECT p.person_id, p.from_month, p.channel, p.bank_bin, p.account_no IS NOT NULL, p.payment_point, o.provider
    FROM (${payees}) p LEFT JOIN (${asOf(view.registryBatch, 'payment_point', 't.code, t.provider', 'true')}) o ON o.code = p.payment_point`;
}

function historyIn(scope: Scope): string {
  return registry(
    scope,
    'disbursement',
    't.family, t.month, t.amount, t.status, t.paid_on',
    months(scope, 't.person_id', 't.month'),
  );
}

/**
 * Payments of issued runs that ever came back, as far as the run knows: the events by which they turned (back, received by a
 * correction, back again ...), and whether they are back now.
 */
function cameBack(scope: Scope): string {
  return `(SELECT run_no, person_id, string_agg(event_no::text, ',' ORDER BY event_no) AS turns, count(*) % 2 = 1 AS is_back
    FROM (SELECT run_no, person_id, event_no, status_after <> 'paid' AS is_back,
        lag(status_after <> 'paid', 1, false) OVER (PARTITION BY run_no, person_id ORDER BY event_no) AS was_back FROM outcome_event
      WHERE ${personIn(scope, 'person_id')} AND event_no <= ${scope.view.lastOutcomeEvent} AND (status <> 'paid' OR is_correction)) o
    WHERE is_back <> was_back GROUP BY 1, 2)`;
}

function issuedRuns(scope: Scope): string {
  return `(SELECT run_no, month, known_at, last_outcome_event FROM run WHERE issue_no <= ${scope.view.issuedRuns})`;
}

function postingsIn(scope: Scope): string {
  return `SELECT ${label(scope, 'l.person_id')} AS person_id, l.family, l.month, l.amount,
      CASE WHEN b.is_back THEN 'returned' ELSE 'paid' END, l.issue, l.event, r.month, l.commune_code, r.known_at, r.last_outcome_event, b.turns
    FROM ledger_posting l JOIN ${issuedRuns(scope)} r USING (run_no) LEFT JOIN ${cameBack(scope)} b USING (run_no, person_id)
    WHERE ${personIn(scope, 'l.person_id')} AND l.event IN ('issue', 'recovery') AND ${months(scope, 'l.person_id', 'l.month')}`;
}

function refundsIn(scope: Scope): string {
  return registry(scope, 'refund', 't.family, t.month, t.amount', months(scope, 't.person_id', 't.month'));
}

/** Recovery orders, each with what earlier runs took by it: in all, and in the month of the run. */
function ordersIn(scope: Scope): string {
  const view = scope.view;
  return `SELECT o.person_id, o.decision_no, o.family, o.total, o.monthly_amount, o.from_month, coalesce(k.taken, 0), coalesce(k.taken_now, 0)
    FROM (${registry(scope, 'recovery', 't.decision_no, t.family, t.total, t.monthly_amount, t.from_month')}) o
    LEFT JOIN (SELECT ${label(scope, 'l.person_id')} AS person_id, l.decision_no, -sum(l.amount) AS taken,
        -sum(l.amount) FILTER (WHERE r.month = ${view.month}) AS taken_now
      FROM run_line l JOIN ${issuedRuns(scope)} r USING (run_no) LEFT JOIN ${cameBack(scope)} b USING (run_no, person_id)
      WHERE l.kind = 'recovery' AND b.is_back IS NOT TRUE AND ${personIn(scope, 'l.person_id')} GROUP BY 1, 2) k USING (person_id, decision_no)`;
}

function suspendedIn(scope: Scope): string {
  const { month, registryBatch } = scope.view;
  const suspensions = asOf(registryBatch, 'suspension', 't.award_id, t.from_month, t.to_month', 'true');
  return `SELECT DISTINCT a.person_id, a.category FROM (${registry(scope, 'award', 't.award_id, t.category')}) a
    JOIN (${suspensions}) s USING (award_id) WHERE s.from_month <= ${month} AND coalesce(s.to_month, 299912) >= ${month}`;
}

function marksIn(scope: Scope): string {
  const { runNo, lastHoldEvent } = scope.view;
  return `SELECT person_id, mark, detail FROM run_mark WHERE run_no = ${runNo} AND ${between(scope, 'person_id')}
    UNION ALL SELECT person_id, action, '' FROM (SELECT DISTINCT ON (person_id) person_id, action, at FROM hold_event
      WHERE hold_event_no <= ${lastHoldEvent} AND ${between(scope, 'person_id')} ORDER BY person_id, hold_event_no DESC) h
      WHERE action = 'hold' OR at > coalesce(${DEATH_RECORDED}, '-infinity')`;
}

/** A dozen set queries, whatever the number of persons; each ordered by person. */
export async function readShard(client: pg.PoolClient, view: BooksView, range: KeyRange): Promise<ShardRows> {
  const literal = (text: string): string => client.escapeLiteral(text);
  const inRange = (column: string): string =>
    `${column} BETWEEN ${literal(range.firstKey)} AND ${literal(range.lastKey)}`;
  const { rows: merges } = await client.query<Merge>(
    `SELECT source, target FROM (${mergesAsOf(view.registryBatch)}) m WHERE ${inRange('target')} OR ${inRange('source')}`,
  );
  const scope: Scope = {
    view,
    range: `BETWEEN ${literal(range.firstKey)} AND ${literal(range.lastKey)}`,
    merges,
    literal,
  };
  const copy = (query: string, order = '1'): Promise<Buffer> =>
    copyOut(client, `COPY (SELECT * FROM (${query}) q ORDER BY ${order}) TO STDOUT`);
  return {
    persons: await copy(personsIn(scope)),
    stays: await copy(staysIn(scope), '1, 2'),
    awards: await copy(awardsIn(scope)),
    payees: await copy(payeesIn(scope)),
    history: await copy(historyIn(scope)),
    postings: await copy(postingsIn(scope), '1, 6'),
    refunds: await copy(refundsIn(scope)),
    orders: await copy(ordersIn(scope)),
    suspended: await copy(suspendedIn(scope)),
    marks: await copy(marksIn(scope)),
  };
}
