import type pg from 'pg';
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
}

/**
 * The latest run whose lines are all paid or held on record, of the same window and at least the same communes, and of no later
 * month; null when there is none.
 */
export async function findBaseline(client: pg.PoolClient, wish: BaselineWish): Promise<Baseline | null> {
  const { rows } = await client.query<Baseline>(
    `SELECT run_no AS "runNo", month, registry_batch AS "registryBatch", last_outcome_event AS "lastOutcomeEvent", law_months AS "lawMonths"
     FROM run WHERE (issue_no IS NOT NULL OR status = 'closed') AND month <= $1 AND window_from = $2 AND law_months <> '{}'
       AND (communes IS NULL OR communes @> $3::text[])
     ORDER BY run_no DESC LIMIT 1`,
    [wish.month, wish.windowFrom, wish.communes],
  );
  return rows[0] ?? null;
}

/** Registry tables whose rows change what is due or was paid. A payee or a suspension only decides whether it goes out. */
const DECIDING = ['person', 'stay', 'person_merge', 'award', 'disbursement', 'refund', 'recovery'] as const;

async function changedTables(client: pg.PoolClient, since: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT f.table_name AS name FROM registry_batch b JOIN import_file f USING (import_file_no) WHERE b.batch_no > $1`,
    [since],
  );
  return DECIDING.filter((table) => rows.some((row) => row.name === table));
}

/**
 * Marks the persons whose past a run must compute again: their facts, history, refunds or orders changed since the baseline, a
 * payment of theirs came back or was corrected, or the baseline left something held or overpaid. A change of somebody who was
 * merged marks the person merged into.
 */
export async function markRecompute(client: pg.PoolClient, runNo: number, baseline: Baseline): Promise<void> {
  const tables = await changedTables(client, baseline.registryBatch);
  const touched = tables.flatMap((table) => [
    `SELECT person_id FROM ${table} WHERE batch_no > $2`,
    `SELECT person_id FROM ${table}_history WHERE superseded_batch > $2`,
  ]);
  const persons = [
    ...touched,
    `SELECT person_id FROM outcome_event WHERE event_no > $3 AND (status <> 'paid' OR is_correction)`,
    `SELECT person_id FROM run_line WHERE run_no = $4 AND hold_reason IS NOT NULL`,
    `SELECT person_id FROM run_overpayment WHERE run_no = $4`,
  ];
  // Why twice: who was merged is touched himself, and so is the one his file now belongs to, or belonged to before.
  const into = tables.includes('person_merge')
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
 * Marks persons whose national id another person has too, where both are alive and have an award in the run's month: who moved
 * and was entered again is no duplicate once the old award has ended, or the old file was merged into the new one.
 */
export async function markDuplicates(client: pg.PoolClient, runNo: number, runMonth: Month): Promise<void> {
  await client.query(
    `WITH twice AS (SELECT national_id FROM person WHERE national_id IS NOT NULL GROUP BY national_id HAVING count(*) > 1),
       active AS (SELECT p.person_id, p.national_id FROM person p JOIN twice USING (national_id)
         WHERE (p.death_date IS NULL OR p.death_date >= to_date(($2::int)::text, 'YYYYMM'))
           AND NOT EXISTS (SELECT FROM run_mark m WHERE m.run_no = $1 AND m.mark = 'merged' AND m.person_id = p.person_id)
           AND EXISTS (SELECT FROM award a WHERE (a.person_id = p.person_id OR a.person_id IN
               (SELECT m.person_id FROM run_mark m WHERE m.run_no = $1 AND m.mark = 'merged' AND m.detail = p.person_id))
             AND a.start_month <= $2::int AND (a.end_month IS NULL OR a.end_month >= $2::int)))
     INSERT INTO run_mark (run_no, person_id, mark)
     SELECT $1, person_id, 'duplicate' FROM active WHERE national_id IN (SELECT national_id FROM active GROUP BY national_id HAVING count(*) > 1)`,
    [runNo, runMonth],
  );
}
