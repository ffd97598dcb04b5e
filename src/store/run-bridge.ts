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

/** Lines of issued runs of a month for that month, by person; what came back and was sent again in that month counts once. */
function listedByRuns(view: BooksView, at: Month): string {
  return `SELECT l.person_id, p.commune_code, l.amount FROM run_line l JOIN payment p USING (run_no, person_id)
    JOIN run r ON r.run_no = l.run_no AND r.month = ${at} AND r.issue_no <= ${view.issuedRuns}
    WHERE l.kind = 'current' AND l.hold_reason IS NULL AND l.family <> 'ONEOFF'
      AND NOT (EXISTS (SELECT FROM (SELECT DISTINCT ON (run_no) status_after FROM outcome_event e
          WHERE e.run_no = l.run_no AND e.person_id = l.person_id AND e.event_no <= ${view.lastOutcomeEvent}
            AND (e.status <> 'paid' OR e.is_correction) ORDER BY run_no, event_no DESC) o WHERE status_after <> 'paid')
        AND EXISTS (SELECT FROM run_line n JOIN run m ON m.run_no = n.run_no AND m.month = ${at} AND m.issue_no <= ${view.issuedRuns}
          WHERE n.person_id = l.person_id AND n.family = l.family AND n.month = l.month AND n.issue > l.issue AND n.hold_reason IS NULL))`;
}

/** Imported history of a month, by person; what came back and was paid again on a later day counts once. */
function listedByHistory(view: BooksView, at: Month): string {
  const batch = view.registryBatch;
  const history = asOf(
    batch,
    'disbursement',
    't.person_id, t.family, t.amount, t.status, t.paid_on',
    `t.month = ${at}`,
  );
  return `SELECT d.person_id, NULL AS commune_code, d.amount FROM (${history}) d
    WHERE d.family <> 'ONEOFF' AND NOT (d.status = 'returned' AND EXISTS (SELECT FROM (${history}) n
      WHERE n.person_id = d.person_id AND n.family = d.family AND n.paid_on > d.paid_on))`;
}

/** People and VND of last month's list by commune, straight from the books: the first pier of the bridge, found another way. */
export async function lastMonthList(database: Database, view: BooksView): Promise<readonly BridgeRow[]> {
  const at = addMonths(view.month, -1);
  const { rows: known } = await database.pool.query<{ runs: boolean; history: boolean }>(
    `SELECT EXISTS (SELECT FROM run WHERE month = $1 AND issue_no <= $2) AS runs,
       (SELECT coalesce(max(last_month), 0) >= $1 FROM registry_batch) AS history`,
    [at, view.issuedRuns],
  );
  const parts = [
    ...(known[0]?.runs === true ? [listedByRuns(view, at)] : []),
    ...(known[0]?.history === true ? [listedByHistory(view, at)] : []),
  ];
  if (parts.length === 0) return [];
  const inScope = view.communes === null ? 'true' : 'h.commune_code = ANY($2)';
  const { rows } = await database.pool.query<RawRow>(
    `WITH listed AS (${parts.join(' UNION ALL ')}),
       whole AS (SELECT coalesce(m.detail, l.person_id) AS person_id, l.commune_code, l.amount FROM listed l
         LEFT JOIN run_mark m ON m.run_no = $1 AND m.mark = 'merged' AND m.person_id = l.person_id),
       home AS (${asOf(view.registryBatch, 'person', 't.person_id, t.commune_code', 'true')})
     SELECT coalesce(w.commune_code, h.commune_code) AS commune, 'last_month' AS step, count(DISTINCT w.person_id)::int AS people, sum(w.amount) AS amount
     FROM whole w JOIN home h USING (person_id) WHERE ${inScope} GROUP BY 1 ORDER BY 1`,
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
