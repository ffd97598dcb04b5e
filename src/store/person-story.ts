import { type Month, month } from '../domain/month.ts';
import type { Client } from './database.ts';
import { mergesAsOf } from './shard-queries.ts';

/** Whose file a registration belongs to, and all registrations that belong to that file. */
export interface PersonFile {
  readonly personId: string;
  /** Other registrations that were merged into it, in order. */
  readonly merged: readonly string[];
}

/** The file of a registration as the registry stood after a batch; null: nobody is registered by this id. */
export async function fileOfPerson(client: Client, personId: string, batch: number): Promise<PersonFile | null> {
  const { rows } = await client.query<PersonFile>(
    `WITH ended AS (${mergesAsOf(batch)}),
       own AS (SELECT coalesce((SELECT target FROM ended WHERE source = p.person_id), p.person_id) AS person_id FROM person p WHERE p.person_id = $1)
     SELECT own.person_id AS "personId", coalesce(array_agg(e.source ORDER BY e.source) FILTER (WHERE e.source IS NOT NULL), '{}') AS merged
     FROM own LEFT JOIN ended e ON e.target = own.person_id GROUP BY 1`,
    [personId],
  );
  return rows[0] ?? null;
}

/** Other people with the same national id who are alive and have an award in a month: while there are any, the money waits. */
export async function twinsOf(
  client: Client,
  file: PersonFile,
  ofMonth: Month,
  batch: number,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ person_id: string }>(
    `WITH ended AS (${mergesAsOf(batch)}),
       alike AS (SELECT p.person_id FROM person p WHERE p.national_id = (SELECT national_id FROM person WHERE person_id = $1)
         AND p.person_id NOT IN (SELECT source FROM ended) AND (p.death_date IS NULL OR p.death_date >= to_date(($2::int)::text, 'YYYYMM'))
         AND (EXISTS (SELECT FROM award a WHERE a.person_id = p.person_id AND a.start_month <= $2::int AND (a.end_month IS NULL OR a.end_month >= $2::int))
           OR EXISTS (SELECT FROM ended e JOIN award a ON a.person_id = e.source WHERE e.target = p.person_id AND a.start_month <= $2::int
             AND (a.end_month IS NULL OR a.end_month >= $2::int))))
     SELECT person_id FROM alike WHERE $1 IN (SELECT person_id FROM alike) AND person_id <> $1 ORDER BY 1`,
    [file.personId, ofMonth],
  );
  return rows.map((row) => row.person_id);
}

/** How far the months of the books have come. */
export interface MonthsOfBooks {
  /** The latest month of any run that was not rejected and did not fail; null: none. */
  readonly latest: Month | null;
  readonly closed: ReadonlySet<Month>;
}

/** The months that runs have come to, and those that are closed. */
export async function monthsOfBooks(client: Client): Promise<MonthsOfBooks> {
  const { rows } = await client.query<{ latest: number | null; closed: number[] }>(
    `SELECT (SELECT max(month) FROM run WHERE status NOT IN ('rejected', 'failed')) AS latest,
       coalesce((SELECT array_agg(month::int) FROM closed_month), '{}') AS closed`,
  );
  const latest = rows[0]?.latest ?? null;
  return { latest: latest === null ? null : month(latest), closed: new Set(rows[0]?.closed.map(month)) };
}

/** The unfinished run that covers a commune, or null. */
export async function liveRunOf(client: Client, communeCode: string): Promise<{ runId: string; month: Month } | null> {
  const { rows } = await client.query<{ runId: string; month: number }>(
    `SELECT r.run_id AS "runId", r.month FROM live_commune l JOIN run r USING (run_no) WHERE l.commune_code = $1`,
    [communeCode],
  );
  return rows[0] === undefined ? null : { runId: rows[0].runId, month: month(rows[0].month) };
}

/** One line of a run for the month, with its run and the payment it went into. VND. */
export interface StoryLine {
  readonly runNo: number;
  readonly runId: string;
  readonly runMonth: number;
  readonly runKind: 'regular' | 'supplementary';
  readonly runStatus: string;
  readonly knownAt: string;
  readonly maker: string;
  readonly approver: string | null;
  readonly rejectReason: string | null;
  readonly isIssued: boolean;
  readonly personId: string;
  readonly family: string;
  readonly kind: string;
  readonly category: string;
  readonly awardId: string;
  readonly standard: number;
  readonly coefficientTenths: number;
  readonly amount: number;
  readonly basis: string;
  readonly holdReason: string | null;
  readonly decisionNo: string | null;
  readonly paymentId: string;
  readonly endToEndId: string;
  readonly channel: string | null;
  readonly provider: string | null;
  readonly paymentPoint: string | null;
  /** Of the whole payment, other months included. */
  readonly paymentAmount: number;
}

/** Every line of every run for persons and a month, run by run. */
export async function linesOfPersons(
  client: Client,
  personIds: readonly string[],
  ofMonth: Month,
): Promise<readonly StoryLine[]> {
  const number = `to_char(p.ordinal, 'FM000000000')`;
  const { rows } = await client.query<StoryLine>(
    `SELECT r.run_no AS "runNo", r.run_id AS "runId", r.month AS "runMonth", r.kind AS "runKind", r.status AS "runStatus", r.known_at AS "knownAt",
       r.maker, r.approver, r.reject_reason AS "rejectReason", r.issue_no IS NOT NULL AS "isIssued",
       l.person_id AS "personId", l.family, l.kind, l.category, l.award_id AS "awardId", l.standard, l.coefficient_tenths AS "coefficientTenths",
       l.amount, b.wording AS basis, l.hold_reason AS "holdReason", l.decision_no AS "decisionNo",
       r.run_id || '-' || ${number} AS "paymentId", 'CT' || r.province || replace(r.run_id, '-', '') || ${number} AS "endToEndId",
       p.channel, p.provider, p.payment_point AS "paymentPoint", p.amount AS "paymentAmount"
     FROM run r JOIN run_line l USING (run_no) JOIN payment p USING (run_no, person_id) JOIN legal_basis b USING (basis_no)
     WHERE l.person_id = ANY($1) AND l.month = $2 ORDER BY r.run_no, l.person_id, l.family, l.part`,
    [personIds, ofMonth],
  );
  return rows;
}

/** A payout file in which a payment stands. */
export interface StoryFile {
  readonly runNo: number;
  readonly personId: string;
  readonly path: string;
  readonly kind: string;
  readonly sha256: string;
}

/** The files that ask a bank or the post for the payments of persons in runs. */
export async function filesOfPayments(
  client: Client,
  personIds: readonly string[],
  runNos: readonly number[],
): Promise<readonly StoryFile[]> {
  const { rows } = await client.query<StoryFile>(
    `SELECT f.run_no AS "runNo", w.person_id AS "personId", f.path, f.kind, f.sha256
     FROM (SELECT p.run_no, p.person_id, f.path FROM payment p JOIN payout_file f ON f.run_no = p.run_no AND f.commune_code = p.commune_code AND f.provider = p.provider
         AND (f.first_ordinal IS NULL OR p.ordinal BETWEEN f.first_ordinal AND f.last_ordinal)
       WHERE p.person_id = ANY($1) AND p.run_no = ANY($2) AND p.channel = 'post' AND f.copy_of IS NULL AND p.hold_reason IS NULL AND p.amount > 0
       UNION SELECT run_no, person_id, path FROM payment_in_file WHERE person_id = ANY($1) AND run_no = ANY($2)) w
     JOIN payout_file f USING (run_no, path) ORDER BY f.run_no, w.person_id, f.path`,
    [personIds, runNos],
  );
  return rows;
}

/** Something that became known of a payment, or a row of a file that could not be taken as it was. */
export interface StoryOutcome {
  readonly runNo: number;
  readonly personId: string;
  readonly status: string;
  /** What the payment counts as from then on; null: the row changed nothing. */
  readonly statusAfter: string | null;
  readonly date: string | null;
  readonly reason: string;
  readonly isCorrection: boolean;
  /** Number, name and row of the file; null: a person said it. */
  readonly fileNo: number | null;
  readonly file: string | null;
  readonly row: number | null;
  readonly actor: string;
  readonly at: string;
  readonly finding: string | null;
  /** Who looked at a finding, and what was found out. */
  readonly answeredBy: string | null;
  readonly answer: string | null;
}

/** What became of the payments of persons, oldest first. Rows that only repeat what is known are left out. */
export async function outcomesOfPersons(
  client: Client,
  personIds: readonly string[],
  runNos: readonly number[],
  timeZone: string,
): Promise<readonly StoryOutcome[]> {
  const { rows } = await client.query<StoryOutcome>(
    `WITH told AS (
       SELECT e.run_no, e.person_id, e.status, e.status_after, e.outcome_date, e.reason, e.is_correction, e.file_no, e.row_no, e.actor, e.at, s.finding, e.event_no
         FROM outcome_event e LEFT JOIN settlement_row s USING (file_no, row_no) WHERE e.person_id = ANY($1) AND e.run_no = ANY($2)
       UNION ALL SELECT s.run_no, s.person_id, s.status, NULL, s.outcome_date, s.reason, false, s.file_no, s.row_no, f.actor, f.loaded_at, s.finding, NULL
         FROM settlement_row s JOIN settlement_file f USING (file_no) WHERE s.run_no = ANY($2) AND s.person_id = ANY($1) AND s.finding IS NOT NULL
           AND NOT EXISTS (SELECT FROM outcome_event e WHERE e.file_no = s.file_no AND e.row_no = s.row_no))
     SELECT t.run_no AS "runNo", t.person_id AS "personId", t.status, t.status_after AS "statusAfter", t.outcome_date AS date, t.reason,
       t.is_correction AS "isCorrection", t.file_no AS "fileNo", f.file_name AS file, t.row_no AS row, t.actor,
       to_char(t.at AT TIME ZONE $3, 'YYYY-MM-DD HH24:MI:SS') AS at, t.finding, a.actor AS "answeredBy", a.reason AS answer
     FROM told t LEFT JOIN settlement_file f USING (file_no) LEFT JOIN settlement_answer a USING (file_no, row_no) ORDER BY t.at, t.event_no`,
    [personIds, runNos, timeZone],
  );
  return rows;
}

/** An entry of the ledger for the month: one amount (VND; below 0 a red entry), and the accounts it moves. */
export interface StoryPosting {
  readonly runId: string;
  readonly block: number;
  readonly personId: string;
  readonly family: string;
  readonly event: string;
  readonly amount: number;
  readonly debit: string;
  readonly credit: string;
  readonly at: string | null;
}

/** The postings of persons for a month, in the order of the books. */
export async function postingsOfPersons(
  client: Client,
  personIds: readonly string[],
  ofMonth: Month,
  timeZone: string,
): Promise<readonly StoryPosting[]> {
  const { rows } = await client.query<StoryPosting>(
    `SELECT coalesce(r.run_id, '') AS "runId", l.block, l.person_id AS "personId", l.family, l.event, p.amount,
       max(l.account) FILTER (WHERE l.is_debit) AS debit, max(l.account) FILTER (WHERE NOT l.is_debit) AS credit, to_char(s.sealed_at AT TIME ZONE $3, 'YYYY-MM-DD HH24:MI:SS') AS at
     FROM ledger_entry l JOIN ledger_posting p USING (person_id, family, month, issue, event, part, cause) JOIN ledger_seal s ON s.chapter_no = l.chapter_no LEFT JOIN run r ON r.run_no = l.run_no
     WHERE l.person_id = ANY($1) AND l.month = $2
     GROUP BY s.seal_no, s.sealed_at, r.run_id, l.block, l.person_id, l.family, l.issue, l.event, l.part, l.cause, l.leg, p.amount
     ORDER BY s.seal_no, l.person_id, l.family, l.issue, l.event, l.part, l.cause, l.leg`,
    [personIds, ofMonth, timeZone],
  );
  return rows;
}
