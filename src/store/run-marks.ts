import type pg from 'pg';
import { PAST_CONTROLS } from '../domain/control.ts';
import type { Month } from '../domain/month.ts';
import { mergesAsOf } from './shard-queries.ts';

/** An earlier run from which a new one can go on: what it found balanced and nothing touched since needs no second look. */
export interface Baseline {
  readonly runNo: number;
  readonly month: Month;
  readonly registryBatch: number;
  readonly lastOutcomeEvent: number;
  /** Hash of the law of each month of its window, as it was known to that run. */
  readonly lawMonths: Readonly<Record<string, string>>;
}

/** What a run to be opened must have in common with its baseline. */
export interface BaselineWish {
  readonly month: Month;
  readonly windowFrom: Month;
  readonly communes: readonly string[] | null;
  /** Hash of the rules of the controls: a run that looked for other things did not find what this one does. */
  readonly controlsSha256: string;
}

/**
 * The latest issued run of the same window and at least the same communes, and of no later month; null when there is none. A run that
 * was closed with nothing to pay is none: what it found to be held or overpaid is not in the books.
 */
export async function findBaseline(client: pg.PoolClient, wish: BaselineWish): Promise<Baseline | null> {
  const { rows } = await client.query<Baseline>(
    `SELECT run_no AS "runNo", month, registry_batch AS "registryBatch", last_outcome_event AS "lastOutcomeEvent", law_months AS "lawMonths"
     FROM run WHERE issue_no IS NOT NULL AND month <= $1 AND window_from = $2 AND law_months <> '{}'
       AND (communes IS NULL OR communes @> $3::text[]) AND controls_sha256 = $4
     ORDER BY run_no DESC LIMIT 1`,
    [wish.month, wish.windowFrom, wish.communes, wish.controlsSha256],
  );
  return rows[0] ?? null;
}

/** Registry tables whose rows change what is due or was paid. A payee or a suspension only decides whether it goes out. */
const DECIDING = ['person', 'stay', 'person_merge', 'award', 'disbursement', 'refund', 'recovery'] as const;

/** Registry tables that any batch after `since` wrote to. Why asked first: a table of millions of rows is read only if it can matter. */
export async function tablesChangedSince(client: pg.PoolClient, since: number): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT f.table_name AS name FROM registry_batch b JOIN import_file f USING (import_file_no) WHERE b.batch_no > $1`,
    [since],
  );
  return new Set(rows.map((row) => row.name));
}

/**
 * Marks the persons whose past a run must compute again: their facts, history, refunds or orders changed since the baseline, a
 * payment of theirs came back or was corrected, or the baseline left something held or overpaid or found something in their past
 * payments. A change of somebody who was merged marks the person merged into.
 */
export async function markRecompute(client: pg.PoolClient, runNo: number, baseline: Baseline): Promise<void> {
  const changed = await tablesChangedSince(client, baseline.registryBatch);
  const touched = DECIDING.filter((table) => changed.has(table)).flatMap((table) => [
    `SELECT person_id FROM ${table} WHERE batch_no > $2`,
    `SELECT person_id FROM ${table}_history WHERE superseded_batch > $2`,
  ]);
  const persons = [
    ...touched,
    `SELECT person_id FROM outcome_event WHERE event_no > $3 AND (status <> 'paid' OR is_correction)`,
    `SELECT person_id FROM run_line WHERE run_no = $4 AND hold_reason IS NOT NULL`,
    `SELECT person_id FROM run_overpayment WHERE run_no = $4`,
    `SELECT person_id FROM run_exception WHERE run_no = $4 AND person_id <> '' AND control IN (${PAST_CONTROLS.map((one) => `'${one}'`).join(', ')})`,
  ];
  // Why twice: who was merged is touched himself, and so is the one his file now belongs to, or belonged to before.
  const into = changed.has('person_merge')
    ? [
        `SELECT merged_into FROM person_merge WHERE batch_no > $2 AND merged_into IS NOT NULL`,
        `SELECT merged_into FROM person_merge_history WHERE superseded_batch > $2 AND merged_into IS NOT NULL`,
      ]
    : [];
  await client.query(
    `INSERT INTO run_mark (run_no, person_id, mark)
     SELECT DISTINCT $1::int, coalesce(m.detail, t.person_id), 'recompute' FROM (${[...persons, ...into].join(' UNION ')}) t (person_id)
     LEFT JOIN run_mark m ON m.run_no = $1 AND m.mark = 'merged' AND m.person_id = t.person_id
     WHERE $2::int IS NOT NULL AND $3::int IS NOT NULL AND $4::int IS NOT NULL`,
    [runNo, baseline.registryBatch, baseline.lastOutcomeEvent, baseline.runNo],
  );
}

/** Marks persons whose file belongs to another's, with that person. */
export async function markMerged(client: pg.PoolClient, runNo: number, registryBatch: number): Promise<void> {
  await client.query(
    `INSERT INTO run_mark (run_no, person_id, mark, detail) SELECT ${runNo}, source, 'merged', target FROM (${mergesAsOf(registryBatch)}) m`,
  );
}

/**
 * Persons whose national id another person has too, where both are alive and have an award in the run's month: who moved
 * and was entered again is no duplicate once the old award has ended, or the old file was merged into the new one. `month` is
 * the parameter that holds the month, `merges` a query of (source, target).
 */
export function duplicatesQuery(month: string, merges: string): string {
  const inForce = `a.start_month <= ${month}::int AND (a.end_month IS NULL OR a.end_month >= ${month}::int)`;
  // Why two questions: asked as one, PostgreSQL compared every such person with every award.
  return `WITH merge AS MATERIALIZED (${merges}),
       twice AS (SELECT national_id FROM person WHERE national_id IS NOT NULL GROUP BY national_id HAVING count(*) > 1),
       candidate AS MATERIALIZED (SELECT p.person_id, p.national_id, p.death_date FROM person p JOIN twice USING (national_id)),
       active AS (SELECT p.person_id, p.national_id FROM candidate p
         WHERE (p.death_date IS NULL OR p.death_date >= to_date((${month}::int)::text, 'YYYYMM'))
           AND NOT EXISTS (SELECT FROM merge m WHERE m.source = p.person_id)
           AND (EXISTS (SELECT FROM award a WHERE a.person_id = p.person_id AND ${inForce})
             OR EXISTS (SELECT FROM merge m JOIN award a ON a.person_id = m.source WHERE m.target = p.person_id AND ${inForce})))
     SELECT person_id FROM active WHERE national_id IN (SELECT national_id FROM active GROUP BY national_id HAVING count(*) > 1)`;
}

/** Marks the duplicates of a run's month; the merged are marked already. */
export async function markDuplicates(client: pg.PoolClient, runNo: number, runMonth: Month): Promise<void> {
  const merged = `SELECT person_id AS source, detail AS target FROM run_mark WHERE run_no = $1 AND mark = 'merged'`;
  await client.query(
    `INSERT INTO run_mark (run_no, person_id, mark)
     SELECT $1, person_id, 'duplicate' FROM (${duplicatesQuery('$2', merged)}) d`,
    [runNo, runMonth],
  );
}
