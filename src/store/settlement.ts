import type { SettlementCounts } from '../domain/settlement.ts';
import type { Client } from './database.ts';
import { KNOWN_STATE } from './settlement-stage.ts';

/** A file that was loaded before: what it did then. */
export interface LoadedSettlement {
  readonly fileNo: number;
  readonly format: string;
  readonly summary: SettlementCounts;
}

/** The file with these bytes, if it was loaded before. */
export async function findSettlement(client: Client, sha256: string): Promise<LoadedSettlement | null> {
  const { rows } = await client.query<LoadedSettlement>(
    'SELECT file_no AS "fileNo", format, summary FROM settlement_file WHERE sha256 = $1',
    [sha256],
  );
  return rows[0] ?? null;
}

/**
 * Adds every outcome that was not known: one event per payment, status and day, whatever file says it. The strongest counts: paid,
 * then uncollected, then returned; so the order in which files arrive changes nothing. Answers how many are new.
 */
export async function addOutcomes(client: Client, fileNo: number, actor: string): Promise<number> {
  const added = await client.query(
    `INSERT INTO outcome_event (run_no, person_id, status, outcome_date, reason, is_correction, status_after, file_no, row_no, actor)
     SELECT run_no, person_id, status, outcome_date, reason, false,
       CASE WHEN status = 'returned' OR known = 'returned' THEN 'returned'
         WHEN status = 'uncollected' OR known = 'uncollected' THEN 'uncollected' ELSE 'paid' END, $1, row_no, $2
     FROM (SELECT DISTINCT ON (s.run_no, s.person_id, s.status, s.outcome_date) s.*, ${KNOWN_STATE} AS known FROM stage_outcome s
       WHERE s.is_event ORDER BY s.run_no, s.person_id, s.status, s.outcome_date, s.row_no) n
     ORDER BY run_no, person_id, CASE status WHEN 'paid' THEN 1 WHEN 'uncollected' THEN 2 ELSE 3 END, outcome_date
     ON CONFLICT DO NOTHING`,
    [fileNo, actor],
  );
  return added.rowCount ?? 0;
}

/** The last correction of the payment of stage row s. */
const LAST_CORRECTION = `(SELECT max(c.event_no) FROM outcome_event c WHERE c.run_no = s.run_no AND c.person_id = s.person_id AND c.is_correction)`;

/**
 * Notes what an officer must look at though the rows were taken: paid after it had come back, or after people decided that it did not arrive
 * (does not count without a correction), came back after it was paid, came back after the month was closed. `before`: the last event before this file.
 */
export async function noteContradictions(client: Client, before: number): Promise<void> {
  await client.query(
    `UPDATE stage_outcome s SET finding = 'paid_after_return' WHERE s.is_event AND s.status = 'paid' AND (
       EXISTS (SELECT FROM outcome_event e WHERE e.run_no = s.run_no AND e.person_id = s.person_id AND NOT e.is_correction AND e.event_no > coalesce(${LAST_CORRECTION}, 0)
         AND e.status <> 'paid' AND (e.outcome_date IS NULL OR s.outcome_date IS NULL OR e.outcome_date < s.outcome_date
           OR (e.outcome_date = s.outcome_date AND e.event_no <= $1)))
       OR EXISTS (SELECT FROM outcome_event c WHERE c.event_no = ${LAST_CORRECTION} AND c.status <> 'paid'))`,
    [before],
  );
  const stateBefore = `(SELECT e.status_after FROM outcome_event e WHERE e.run_no = s.run_no AND e.person_id = s.person_id AND e.event_no <= $1 ORDER BY e.event_no DESC LIMIT 1)`;
  await client.query(
    `UPDATE stage_outcome s SET finding = CASE WHEN EXISTS (SELECT FROM closed_month m JOIN run r USING (month) WHERE r.run_no = s.run_no)
       THEN 'returned_after_close' ELSE 'returned_after_paid' END
     WHERE s.is_event AND s.status <> 'paid' AND coalesce(${stateBefore}, '') NOT IN ('returned', 'uncollected') AND (
       EXISTS (SELECT FROM closed_month m JOIN run r USING (month) WHERE r.run_no = s.run_no)
       OR ${stateBefore} = 'paid')`,
    [before],
  );
}

/** The number of the last outcome that is known. */
export async function lastOutcomeEvent(client: Client): Promise<number> {
  const { rows } = await client.query<{ last: number }>('SELECT coalesce(max(event_no), 0) AS last FROM outcome_event');
  return rows[0]?.last ?? 0;
}

/** What a staged file says, counted. A row that spoke of a whole file counts as its payments. Matched: names a payment or a file of ours; paid, returned, uncollected: what was accepted. */
export async function countSettlement(client: Client): Promise<SettlementCounts> {
  const accepted = (status: string): string =>
    `count(*) FILTER (WHERE is_event AND status = '${status}' AND finding IS DISTINCT FROM 'paid_after_return')`;
  const { rows } = await client.query<SettlementCounts>(
    `SELECT count(*) AS rows, count(*) FILTER (WHERE run_no IS NOT NULL) AS matched, ${accepted('paid')} AS paid, ${accepted('returned')} AS returned,
       ${accepted('uncollected')} AS uncollected, count(*) FILTER (WHERE run_no IS NULL) AS unmatched,
       count(*) FILTER (WHERE run_no IS NOT NULL AND finding IS NULL AND status = 'pending') AS pending FROM stage_outcome WHERE NOT is_spread`,
  );
  if (rows[0] === undefined) throw new RangeError('no answer');
  return rows[0];
}

/** The number that the next file gets; the caller holds the lock of the books. */
export async function nextFileNo(client: Client): Promise<number> {
  const { rows } = await client.query<{ next: number }>(
    'SELECT coalesce(max(file_no), 0) + 1 AS next FROM settlement_file',
  );
  return rows[0]?.next ?? 1;
}

/** Writes down a file that was loaded. */
export async function insertSettlement(
  client: Client,
  fileNo: number,
  file: { sha256: string; fileName: string; format: string; actor: string; summary: SettlementCounts },
): Promise<void> {
  await client.query(
    'INSERT INTO settlement_file (file_no, sha256, file_name, format, actor, summary) VALUES ($1, $2, $3, $4, $5, $6)',
    [fileNo, file.sha256, file.fileName, file.format, file.actor, JSON.stringify(file.summary)],
  );
}

/** Keeps every row of the staged file as evidence; what its single payments contradict stands at the row that spoke of all of them. */
export async function keepRows(client: Client, fileNo: number): Promise<void> {
  await client.query(
    `INSERT INTO settlement_row (file_no, row_no, end_to_end_id, status, outcome_date, amount, reason, run_no, person_id, finding)
     SELECT $1, row_no, end_to_end_id, status, outcome_date, amount, reason, run_no, person_id, coalesce(finding, (SELECT min(x.finding) FROM stage_outcome x
         WHERE w.is_spread AND x.scope = 'spread' AND x.row_no = w.row_no)) FROM stage_outcome w WHERE scope <> 'spread' ORDER BY row_no`,
    [fileNo],
  );
}

/** The findings of a loaded file, in the order of its rows. */
export async function findingsOfFile(
  client: Client,
  fileNo: number,
): Promise<readonly { row: number; finding: string }[]> {
  const { rows } = await client.query<{ row: number; finding: string }>(
    'SELECT row_no AS row, finding FROM settlement_row WHERE file_no = $1 AND finding IS NOT NULL ORDER BY row_no',
    [fileNo],
  );
  return rows;
}

/** Runs whose every payment has an outcome now are settled. */
export async function settleRuns(client: Client): Promise<void> {
  await client.query(
    `UPDATE run r SET status = 'settled' WHERE r.status = 'issued' AND r.manifest_sha256 IS NOT NULL AND NOT EXISTS (
       SELECT FROM payment p WHERE p.run_no = r.run_no AND p.hold_reason IS NULL AND p.amount > 0
         AND NOT EXISTS (SELECT FROM outcome_event e WHERE e.run_no = p.run_no AND e.person_id = p.person_id))`,
  );
}
