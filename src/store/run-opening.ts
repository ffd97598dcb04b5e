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
  readonly lastOutcomeEvent: number;
  /** Runs of this month so far, and whether one of them was issued for any of the communes. */
  readonly runsOfMonth: number;
  readonly isMonthIssued: boolean;
}

/** How far registry, holds, books and outcomes have come. */
export async function booksNow(
  client: pg.PoolClient,
): Promise<{ registryBatch: number; lastHoldEvent: number; issuedRuns: number; lastOutcomeEvent: number }> {
  const { rows } = await client.query<Awaited<ReturnType<typeof booksNow>>>(
    `SELECT last_batch_no AS "registryBatch", (SELECT coalesce(max(hold_event_no), 0) FROM hold_event) AS "lastHoldEvent",
       (SELECT count(*) FROM run WHERE issue_no IS NOT NULL) AS "issuedRuns",
       (SELECT coalesce(max(event_no), 0) FROM outcome_event) AS "lastOutcomeEvent" FROM installation`,
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0];
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
       (SELECT coalesce(max(event_no), 0) FROM outcome_event) AS "lastOutcomeEvent",
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
  /** Null: as runs of earlier versions, whose banks get the generic CSV. */
  readonly bankFormsSha256: string | null;
  readonly registryBatch: number;
  readonly lastHoldEvent: number;
  readonly issuedRuns: number;
  readonly lastOutcomeEvent: number;
  readonly isFull: boolean;
  readonly baselineRunNo: number | null;
  readonly recomputeFrom: Month;
  readonly lawMonths: Readonly<Record<string, string>>;
  readonly controlsSha256: string;
  readonly maker: string;
}

/** What is frozen at opening, by column. */
function frozenColumns(run: NewRun): readonly (readonly [string, unknown])[] {
  return [
    ['kind', run.kind],
    ['known_at', run.knownAt],
    ['window_from', run.windowFrom],
    ['catalogue_sha256', run.catalogueSha256],
    ['bank_forms_sha256', run.bankFormsSha256],
    ['registry_batch', run.registryBatch],
    ['last_hold_event', run.lastHoldEvent],
    ['issued_runs', run.issuedRuns],
    ['last_outcome_event', run.lastOutcomeEvent],
    ['is_full', run.isFull],
    ['baseline_run_no', run.baselineRunNo],
    ['recompute_from', run.recomputeFrom],
    ['law_months', JSON.stringify(run.lawMonths)],
    ['controls_sha256', run.controlsSha256],
    ['maker', run.maker],
  ];
}

/** Writes the row of a new run and answers its number. */
export async function insertRun(client: pg.PoolClient, run: NewRun): Promise<number> {
  const columns: readonly (readonly [string, unknown])[] = [
    ['run_id', run.runId],
    ['month', run.month],
    ['sequence', run.sequence],
    ['status', 'queued'],
    ['province', run.province],
    ['communes', run.communes],
    ...frozenColumns(run),
  ];
  const { rows } = await client.query<{ run_no: number }>(
    `INSERT INTO run (${columns.map(([name]) => name).join(', ')})
     VALUES (${columns.map((_, at) => `$${at + 1}`).join(', ')}) RETURNING run_no`,
    columns.map(([, value]) => value),
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
  await client.query('DELETE FROM work_item WHERE run_no = $1', [runNo]);
  await uncoverCommunes(client, runNo);
  // Why a function of the database: nothing else may delete what was computed.
  await client.query('SELECT discard_draft($1)', [runNo]);
  const columns = frozenColumns(run);
  await client.query(
    `UPDATE run SET status = 'queued', attempt = attempt + 1, opened_at = now(), failure = NULL,
       persons = NULL, payments = NULL, amount = NULL, content_sha256 = NULL,
       ${columns.map(([name], at) => `${name} = $${at + 2}`).join(', ')}
     WHERE run_no = $1`,
    [runNo, ...columns.map(([, value]) => value)],
  );
}
