import { copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';
import { type TextRows, numberList } from './report-snapshot.ts';

/** How a sample for inspection is drawn. */
export interface SampleWish {
  /** Everybody who knows it draws the same persons. */
  readonly seed: string;
  /** Persons of the last stratum; those of the others are taken whole. */
  readonly size: number;
}

/** Payments of this many times the average are looked at without exception. */
export const HIGH_TIMES = 5;

/** An officer's release since the last run of an earlier month lets money go. */
function releasedPersons(runs: string): string {
  return `SELECT person_id FROM hold_event WHERE action = 'release'
    AND hold_event_no <= (SELECT max(last_hold_event) FROM run WHERE run_no IN (${runs}))
    AND hold_event_no > coalesce((SELECT max(last_hold_event) FROM run WHERE issue_no IS NOT NULL AND month < (SELECT min(month) FROM run WHERE run_no IN (${runs}))), 0)`;
}

/**
 * The payments to inspect: all of high amounts, sent again, with an account or collector for several, released by an officer; of the rest the first by
 * SHA-256 of seed and person. Cells: stratum, person, name, commune, run, number of the payment, channel, provider, amount, the hash. VND.
 */
export function samplePayments(client: Client, runNos: readonly number[], wish: SampleWish): TextRows {
  const runs = numberList(runNos);
  return copyOutRows(
    client,
    `WITH pays AS (SELECT p.*, r.run_id, encode(sha256(convert_to(${client.escapeLiteral(wish.seed)} || p.person_id, 'UTF8')), 'hex') COLLATE "C" AS digest
         FROM payment p JOIN run r USING (run_no) WHERE run_no IN (${runs}) AND p.hold_reason IS NULL AND p.amount > 0),
       shared AS (SELECT DISTINCT run_no, person_id FROM run_exception WHERE run_no IN (${runs}) AND control IN ('same_account', 'shared_collector')),
       told AS (SELECT p.*, CASE WHEN p.amount > ${HIGH_TIMES} * (SELECT avg(amount) FROM pays) THEN 1 WHEN p.carried_amount > 0 THEN 2 WHEN s.person_id IS NOT NULL THEN 3
           WHEN p.person_id IN (${releasedPersons(runs)}) THEN 4 ELSE 5 END AS stratum
         FROM pays p LEFT JOIN shared s USING (run_no, person_id)),
       drawn AS (SELECT * FROM told WHERE stratum < 5 UNION ALL (SELECT * FROM told WHERE stratum = 5 ORDER BY digest, run_no LIMIT ${wish.size}))
     SELECT d.stratum, d.person_id, n.full_name, d.commune_code, d.run_id, d.ordinal, d.channel, d.provider, d.amount, d.digest
     FROM drawn d LEFT JOIN person n USING (person_id) ORDER BY d.stratum, d.digest, d.run_no`,
  );
}
