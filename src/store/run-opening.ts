import type pg from 'pg';
import { type IsoDate, type Month, month } from '../domain/month.ts';
import type { NewItem } from './work.ts';

/**
 * The first month of the books: of imported history, or of a run that issued money or found all of it on hold; null when there
 * is neither. A month that stood in the history by mistake and was corrected does not count.
 */
export async function firstMonthOfBooks(client: pg.PoolClient, registryBatch: number): Promise<Month | null> {
  const { rows } = await client.query<{ first: number | null }>(
    `SELECT least(
       CASE WHEN EXISTS (SELECT FROM disbursement_history) THEN (SELECT min(month) FROM disbursement WHERE batch_no <= $1)
         ELSE (SELECT min(first_month) FROM registry_batch WHERE batch_no <= $1) END,
       (SELECT min(window_from) FROM run WHERE issue_no IS NOT NULL OR (status = 'closed' AND held_amount > 0))) AS first`,
    [registryBatch],
  );
  const first = rows[0]?.first;
  return first === null || first === undefined ? null : month(first);
}

/** Commune codes of the registry, in order. */
export async function communeCodes(client: pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ code: string }>('SELECT code FROM commune ORDER BY code');
  return rows.map((row) => row.code);
}

/** Numbers of live runs that cover any of the communes. */
export async function liveRunsOf(client: pg.PoolClient, communes: readonly string[]): Promise<readonly number[]> {
  const { rows } = await client.query<{ run_no: number }>(
    'SELECT DISTINCT run_no FROM live_commune WHERE commune_code = ANY($1) ORDER BY run_no',
    [communes],
  );
  return rows.map((row) => row.run_no);
}

export interface Frozen {
  readonly lastHoldEvent: number;
  readonly issuedRuns: number;
  /** Runs of this month so far, and whether one of them was issued for any of the communes. */
  readonly runsOfMonth: number;
  readonly isMonthIssued: boolean;
}

/** What else a run freezes at opening. */
export async function frozenNow(
  client: pg.PoolClient,
  runMonth: Month,
  communes: readonly string[] | null,
): Promise<Frozen> {
  const { rows } = await client.query<Frozen>(
    `SELECT (SELECT coalesce(max(hold_event_no), 0) FROM hold_event) AS "lastHoldEvent",
       (SELECT count(*) FROM run WHERE issue_no IS NOT NULL) AS "issuedRuns",
       (SELECT coalesce(max(sequence), 0) FROM run WHERE month = $1) AS "runsOfMonth",
       EXISTS (SELECT FROM run WHERE month = $1 AND issue_no IS NOT NULL
         AND (communes IS NULL OR $2::text[] IS NULL OR communes && $2)) AS "isMonthIssued"`,
    [runMonth, communes],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0];
}

/** Cuts the persons of the registry into contiguous ranges of about `persons` each; a range is numbered by the place of its first person. */
export async function cutIntoShards(
  client: pg.PoolClient,
  communes: readonly string[] | null,
  persons: number | null,
): Promise<readonly NewItem[]> {
  const inScope = communes === null ? 'true' : 'commune_code = ANY($1)';
  const values = communes === null ? [] : [communes];
  const { rows: counts } = await client.query<{ all: number }>(
    `SELECT count(*) AS "all" FROM person WHERE ${inScope}`,
    values,
  );
  const all = counts[0]?.all ?? 0;
  // Why: about 64 shards a run, small enough for one transaction and for memory (2,500 persons) and large enough to be worth one (500).
  const size = persons ?? Math.min(2500, Math.max(500, Math.ceil(all / 64)));
  const { rows } = await client.query<NewItem>(
    `SELECT min(rank)::int AS ordinal, min(person_id) AS "firstKey", max(person_id) AS "lastKey"
     FROM (SELECT person_id, row_number() OVER (ORDER BY person_id) AS rank FROM person WHERE ${inScope}) p
     GROUP BY (rank - 1) / ${size} ORDER BY 1`,
    values,
  );
  return rows;
}

/**
 * Persons whose national id another person has too, where both are alive and have an award in the run's month: who moved
 * and was entered again is no duplicate once the old award has ended. `month` is the parameter that holds the month.
 */
export function duplicatesQuery(month: string): string {
  return `WITH twice AS (SELECT national_id FROM person WHERE national_id IS NOT NULL GROUP BY national_id HAVING count(*) > 1),
       active AS (SELECT p.person_id, p.national_id FROM person p JOIN twice USING (national_id)
         WHERE (p.death_date IS NULL OR p.death_date >= to_date((${month}::int)::text, 'YYYYMM'))
           AND EXISTS (SELECT FROM award a WHERE a.person_id = p.person_id AND a.start_month <= ${month}::int
             AND (a.end_month IS NULL OR a.end_month >= ${month}::int)))
     SELECT person_id FROM active WHERE national_id IN (SELECT national_id FROM active GROUP BY national_id HAVING count(*) > 1)`;
}

/** Marks the duplicates of a run's month. */
export async function markDuplicates(client: pg.PoolClient, runNo: number, runMonth: Month): Promise<void> {
  await client.query(
    `INSERT INTO run_duplicate (run_no, person_id) SELECT $1, person_id FROM (${duplicatesQuery('$2')}) d`,
    [runNo, runMonth],
  );
}

/** Makes sure that every text of law has its number. */
export async function writeLegalBases(client: pg.PoolClient, wordings: readonly string[]): Promise<void> {
  await client.query(
    `INSERT INTO legal_basis (wording) SELECT w FROM unnest($1::text[]) AS t (w)
     WHERE NOT EXISTS (SELECT FROM legal_basis b WHERE b.wording = w) ON CONFLICT DO NOTHING`,
    [wordings],
  );
}

export interface NewRun {
  readonly runId: string;
  readonly month: Month;
  readonly sequence: number;
  readonly kind: string;
  readonly province: string;
  readonly communes: readonly string[] | null;
  readonly knownAt: IsoDate;
  readonly windowFrom: Month;
  readonly catalogueSha256: string;
  readonly registryBatch: number;
  readonly lastHoldEvent: number;
  readonly issuedRuns: number;
  readonly maker: string;
}

/** Writes the row of a new run and answers its number. */
export async function insertRun(client: pg.PoolClient, run: NewRun): Promise<number> {
  const { rows } = await client.query<{ run_no: number }>(
    `INSERT INTO run (run_id, month, sequence, kind, status, province, communes, known_at, window_from, catalogue_sha256, registry_batch,
       last_hold_event, issued_runs, maker)
     VALUES ($1, $2, $3, $4, 'queued', $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING run_no`,
    [
      run.runId,
      run.month,
      run.sequence,
      run.kind,
      run.province,
      run.communes,
      run.knownAt,
      run.windowFrom,
      run.catalogueSha256,
      run.registryBatch,
      run.lastHoldEvent,
      run.issuedRuns,
      run.maker,
    ],
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0].run_no;
}

/** Marks communes as covered by a live run; the primary key refuses a second one. */
export async function coverCommunes(client: pg.PoolClient, runNo: number, communes: readonly string[]): Promise<void> {
  await client.query('INSERT INTO live_commune (commune_code, run_no) SELECT c, $1 FROM unnest($2::text[]) AS t (c)', [
    runNo,
    communes,
  ]);
}

/** The run no longer stands in the way of others. */
export async function uncoverCommunes(client: pg.PoolClient, runNo: number): Promise<void> {
  await client.query('DELETE FROM live_commune WHERE run_no = $1', [runNo]);
}

/** Throws away what was computed for a draft, and starts it again with what is known now. */
export async function restartRun(client: pg.PoolClient, runNo: number, run: NewRun): Promise<void> {
  for (const table of [
    'work_item',
    'run_line',
    'payment',
    'run_exception',
    'run_overpayment',
    'run_duplicate',
    'live_commune',
  ]) {
    await client.query(`DELETE FROM ${table} WHERE run_no = $1`, [runNo]);
  }
  await client.query(
    `UPDATE run SET status = 'queued', kind = $2, known_at = $3, window_from = $4, catalogue_sha256 = $5,
       registry_batch = $6, last_hold_event = $7, issued_runs = $8, maker = $9, attempt = attempt + 1, opened_at = now(), failure = NULL,
       persons = NULL, payments = NULL, amount = NULL, content_sha256 = NULL
     WHERE run_no = $1`,
    [
      runNo,
      run.kind,
      run.knownAt,
      run.windowFrom,
      run.catalogueSha256,
      run.registryBatch,
      run.lastHoldEvent,
      run.issuedRuns,
      run.maker,
    ],
  );
}
