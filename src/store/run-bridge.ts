import { type Vnd, vnd } from '../domain/money.ts';
import { type Month, addMonths } from '../domain/month.ts';
import type { Client, Database } from './database.ts';
import { type BooksView } from './runs.ts';
import { asOf } from './shard-queries.ts';

/** One step of a run's bridge in one commune. People and VND may be negative. */
export interface BridgeRow {
  readonly communeCode: string;
  readonly step: string;
  readonly people: number;
  readonly amount: Vnd;
}

interface RawRow {
  commune: string;
  step: string;
  people: number;
  amount: number;
}

function shown(rows: readonly RawRow[]): BridgeRow[] {
  return rows.map((row) => ({
    communeCode: row.commune,
    step: row.step,
    people: row.people,
    amount: vnd(row.amount),
  }));
}

/** The steps as the shards report them, added up by commune. */
export async function bridgeOfShards(database: Database, runNo: number): Promise<readonly BridgeRow[]> {
  const { rows } = await database.pool.query<RawRow>(
    `SELECT s->>0 AS commune, s->>1 AS step, sum((s->>2)::int)::int AS people, sum((s->>3)::bigint) AS amount
     FROM work_item, jsonb_array_elements(totals->'bridge') s WHERE run_no = $1 AND stage = 'compute' GROUP BY 1, 2 ORDER BY 1, 2`,
    [runNo],
  );
  return shown(rows);
}

/** Lines of issued runs of a month for that month, by person: the place in the order of sending, and whether it came back. */
function sentByRuns(view: BooksView, at: Month): string {
  const runs = `SELECT run_no FROM run WHERE month = ${at} AND issue_no <= ${view.issuedRuns}`;
  return `SELECT l.person_id, l.family, p.commune_code, l.amount, 1 AS era, l.issue::int AS place, coalesce(o.status_after <> 'paid', false) AS is_back
    FROM run_line l JOIN payment p USING (run_no, person_id)
    LEFT JOIN (SELECT DISTINCT ON (run_no, person_id) run_no, person_id, status_after FROM outcome_event
      WHERE run_no IN (${runs}) AND event_no <= ${view.lastOutcomeEvent} AND (status <> 'paid' OR is_correction)
      ORDER BY run_no, person_id, event_no DESC) o USING (run_no, person_id)
    WHERE l.run_no IN (${runs}) AND l.kind = 'current' AND l.hold_reason IS NULL AND l.family <> 'ONEOFF'`;
}

/** Imported history of a month, by person; it came before what runs sent. */
function sentByHistory(view: BooksView, at: Month): string {
  const columns = 't.person_id, t.family, t.amount, t.status, t.paid_on';
  const history = asOf(view.registryBatch, 'disbursement', columns, `t.month = ${at}`);
  return `SELECT d.person_id, d.family, NULL AS commune_code, d.amount, 0 AS era, d.paid_on - date '1900-01-01' AS place, d.status = 'returned' AS is_back
    FROM (${history}) d WHERE d.family <> 'ONEOFF'`;
}

/**
 * Every person's commune as the registry stood after a batch. Why not both tables one behind the other: PostgreSQL knows nothing of
 * what such a list holds, and sorted a million persons for it.
 */
function homesAsOf(batch: number): string {
  return `SELECT p.person_id, coalesce(o.commune_code, p.commune_code) AS commune_code FROM person p
    LEFT JOIN person_history o ON o.person_id = p.person_id AND o.batch_no <= ${batch} AND o.superseded_batch > ${batch}
    WHERE p.batch_no <= ${batch} OR o.person_id IS NOT NULL`;
}

/**
 * People and VND of last month's list by commune, straight from the books: the first pier of the bridge, found another way. What came
 * back and was sent again in that month counts once; who was paid by two communes is counted in the last by its code.
 */
export async function lastMonthList(database: Database, view: BooksView): Promise<readonly BridgeRow[]> {
  const at = addMonths(view.month, -1);
  const { rows: known } = await database.pool.query<{ runs: boolean; history: boolean }>(
    `SELECT EXISTS (SELECT FROM run WHERE month = $1 AND issue_no <= $2) AS runs,
       (SELECT coalesce(max(last_month), 0) >= $1 FROM registry_batch) AS history`,
    [at, view.issuedRuns],
  );
  const parts = [
    ...(known[0]?.runs === true ? [sentByRuns(view, at)] : []),
    ...(known[0]?.history === true ? [sentByHistory(view, at)] : []),
  ];
  if (parts.length === 0) return [];
  const inScope = view.communes === null ? 'true' : 'h.commune_code = ANY($2)';
  // Why two ways: only rows that came back are looked for again, and who was paid by another commune than his own may have two.
  const { rows } = await database.pool.query<RawRow>(
    `WITH sent AS (${parts.join(' UNION ALL ')}),
       whole AS MATERIALIZED (SELECT coalesce(m.detail, s.person_id) AS person_id, s.family, s.commune_code, s.amount, s.is_back, s.era, s.place FROM sent s
         LEFT JOIN run_mark m ON m.run_no = $1 AND m.mark = 'merged' AND m.person_id = s.person_id),
       sent_last AS (SELECT person_id, family, max(ARRAY[era, place]) AS last FROM whole
         WHERE (person_id, family) IN (SELECT person_id, family FROM whole WHERE is_back) GROUP BY 1, 2),
       kept AS (SELECT person_id, commune_code, amount FROM whole WHERE NOT is_back
         UNION ALL SELECT w.person_id, w.commune_code, w.amount FROM whole w JOIN sent_last s USING (person_id, family)
           WHERE w.is_back AND s.last <= ARRAY[w.era, w.place]),
       listed AS MATERIALIZED (SELECT k.person_id, coalesce(k.commune_code, h.commune_code) AS commune, h.commune_code AS home, sum(k.amount) AS amount
         FROM kept k JOIN (${homesAsOf(view.registryBatch)}) h USING (person_id) WHERE ${inScope} GROUP BY 1, 2, 3),
       many AS (SELECT person_id, max(commune) AS last FROM listed
         WHERE person_id IN (SELECT person_id FROM listed WHERE commune <> home) GROUP BY 1 HAVING count(*) > 1)
     SELECT l.commune, 'last_month' AS step, count(*) FILTER (WHERE m.last IS NULL OR m.last = l.commune)::int AS people, sum(l.amount) AS amount
     FROM listed l LEFT JOIN many m USING (person_id) GROUP BY 1 ORDER BY 1`,
    view.communes === null ? [view.runNo] : [view.runNo, view.communes],
  );
  return shown(rows);
}

/** What the run pays by commune, from its payments. */
export async function paidByCommune(database: Database, runNo: number): Promise<readonly BridgeRow[]> {
  const { rows } = await database.pool.query<RawRow>(
    `SELECT commune_code AS commune, 'total' AS step, count(*)::int AS people, sum(amount) AS amount FROM payment
     WHERE run_no = $1 AND hold_reason IS NULL GROUP BY 1 ORDER BY 1`,
    [runNo],
  );
  return shown(rows);
}

/** Stores the bridge of a run inside the caller's transaction. */
export async function saveBridge(client: Client, runNo: number, rows: readonly BridgeRow[]): Promise<void> {
  await client.query(
    `INSERT INTO run_bridge (run_no, commune_code, step, people, amount)
     SELECT $1, c, s, p, a FROM unnest($2::text[], $3::text[], $4::int[], $5::bigint[]) AS t (c, s, p, a)`,
    [
      runNo,
      rows.map((row) => row.communeCode),
      rows.map((row) => row.step),
      rows.map((row) => row.people),
      rows.map((row) => row.amount),
    ],
  );
}

/** The bridge of a run as it was stored, by commune and step. */
export async function bridgeOfRun(database: Database, runNo: number): Promise<readonly BridgeRow[]> {
  const { rows } = await database.pool.query<RawRow>(
    'SELECT commune_code AS commune, step, people, amount FROM run_bridge WHERE run_no = $1 ORDER BY 1, 2',
    [runNo],
  );
  return shown(rows);
}
