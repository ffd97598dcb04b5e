import { type ControlBook, type Found, findingOf, limitOf, ruleOf } from '../domain/control.ts';
import { type Month, addMonths, monthIndex } from '../domain/month.ts';
import { isListed } from './month-list.ts';
import type { Client } from './database.ts';
import type { BooksView } from './runs.ts';

/** A finding about a commune. */
export interface CommuneFinding {
  readonly communeCode: string;
  readonly found: Found;
}

interface CommuneCount {
  readonly commune: string;
  readonly persons: number;
  readonly expected: number;
}

function inScope(view: BooksView, column: string): string {
  return view.communes === null ? 'true' : `${column} IN (${view.communes.map((code) => `'${code}'`).join(', ')})`;
}

function firstDay(month: Month): string {
  return `${Math.floor(month / 100)}-${String(month % 100).padStart(2, '0')}-01`;
}

/** The chance in 1,000 of no event where `expected` are to be expected, by the law of rare events. */
function perMilleOfNone(expected: number): number {
  return 1000 * Math.exp(-expected);
}

/** Communes of the run in which nobody died since a month. Why asked first: it is cheap, and at most a few are left. */
async function communesWithoutDeaths(client: Client, view: BooksView, from: Month): Promise<readonly string[]> {
  const { rows } = await client.query<{ code: string }>(
    `SELECT DISTINCT commune_code AS code FROM person WHERE ${inScope(view, 'commune_code')}
     EXCEPT SELECT commune_code FROM person WHERE death_date >= '${firstDay(from)}'`,
  );
  return rows.map((row) => row.code);
}

/**
 * C7: communes from whose list nobody was taken in so many months: no death, no end, no suspension, nobody moved away. Expected
 * deaths are added up over the persons on the list by their age in the run's month.
 */
async function unchangedLists(client: Client, view: BooksView, rules: ControlBook): Promise<CommuneFinding[]> {
  const rule = ruleOf(rules, 'unchanged_list');
  const known = monthIndex(view.month) - monthIndex(view.windowFrom);
  const months = Math.min(known, limitOf(rules, 'unchanged_list', 'months'));
  const from = addMonths(view.month, -months);
  const age = `(${monthIndex(view.month)} - left(p.birth_date, 4)::int * 12 - coalesce(nullif(substr(p.birth_date, 6, 2), '')::int, 1) + 1) / 12`;
  const bands = rule.mortality
    .toReversed()
    .map(({ fromAge, perMille }) => `WHEN ${age} >= ${fromAge} THEN ${perMille}`);
  const asked = await communesWithoutDeaths(client, view, from);
  if (asked.length === 0) return [];
  const { rows } = await client.query<CommuneCount>(
    `WITH shrunk AS (
       SELECT p.commune_code FROM award a JOIN person p USING (person_id) WHERE a.category NOT LIKE 'FUN%'
         AND a.end_month >= ${from} AND a.end_month <= ${view.month} AND NOT EXISTS (SELECT FROM award o WHERE o.person_id = a.person_id
           AND o.category NOT LIKE 'FUN%' AND (o.end_month IS NULL OR o.end_month > a.end_month)) AND p.commune_code = ANY($1)
       UNION SELECT p.commune_code FROM suspension s JOIN award a USING (award_id) JOIN person p USING (person_id)
         WHERE s.from_month >= ${from} AND p.commune_code = ANY($1)
       UNION SELECT commune_code FROM stay WHERE until_month >= ${from})
     SELECT p.commune_code AS commune, count(*)::int AS persons, sum(CASE ${bands.join(' ')} ELSE 0 END)::float8 / 1000 * ${months} / 12 AS expected
     FROM person p WHERE p.commune_code = ANY($1) AND p.commune_code NOT IN (SELECT commune_code FROM shrunk) AND ${isListed(view)}
     GROUP BY 1 ORDER BY 1`,
    [asked],
  );
  return rows
    .filter((row) => perMilleOfNone(row.expected) < limitOf(rules, 'unchanged_list', 'probability_per_mille'))
    .map((row) => ({
      communeCode: row.commune,
      found: {
        control: 'unchanged_list',
        detail: `${months} tháng / months, ${row.persons} người / persons, ${row.expected.toFixed(1)} dự kiến / expected`,
      },
    }));
}

/** Communes and months with money in cash that was not collected, by history or by the latest event of a payment. */
function uncollectedIn(from: Month, to: Month): string {
  return `SELECT p.commune_code FROM disbursement d JOIN person p USING (person_id)
      WHERE d.status = 'returned' AND d.channel = 'post' AND d.month BETWEEN ${from} AND ${to}
    UNION SELECT p.commune_code FROM run r JOIN payment p USING (run_no)
      JOIN outcome_event e USING (run_no, person_id) WHERE r.issue_no IS NOT NULL AND r.month BETWEEN ${from} AND ${to}
        AND p.channel = 'post' AND e.status <> 'paid'`;
}

/**
 * C12: communes in which everybody collected in cash in each of so many months. Only communes that nothing came back from are
 * counted at all, so that a province in which this does not happen costs one look at what came back.
 */
async function allCollected(client: Client, view: BooksView, rules: ControlBook): Promise<CommuneFinding[]> {
  const limit = (name: string): number => limitOf(rules, 'all_collected', name);
  const months = limit('months');
  const [from, to] = [addMonths(view.month, -months), addMonths(view.month, -1)];
  const { rows: clean } = await client.query<{ code: string }>(
    `SELECT code FROM commune WHERE ${inScope(view, 'code')} EXCEPT (${uncollectedIn(from, to)})`,
  );
  if (clean.length === 0) return [];
  const { rows } = await client.query<CommuneCount>(
    `WITH paid AS (
         SELECT p.commune_code, d.month, true AS is_known FROM person p JOIN disbursement d USING (person_id)
           WHERE p.commune_code = ANY($1) AND d.channel = 'post' AND d.month BETWEEN ${from} AND ${to}
         UNION ALL SELECT p.commune_code, r.month, EXISTS (SELECT FROM outcome_event e WHERE e.run_no = p.run_no AND e.person_id = p.person_id)
           FROM payment p JOIN run r USING (run_no) WHERE p.commune_code = ANY($1)
           AND r.issue_no IS NOT NULL AND r.month BETWEEN ${from} AND ${to} AND p.channel = 'post' AND p.hold_reason IS NULL AND p.amount > 0)
     SELECT commune_code AS commune, count(*)::int AS persons, count(*)::float8 * ${limit('uncollected_per_mille')} / 1000 AS expected
     FROM paid GROUP BY 1 HAVING bool_and(is_known) AND count(DISTINCT month) = ${months} ORDER BY 1`,
    [clean.map((row) => row.code)],
  );
  return rows
    .filter((row) => perMilleOfNone(row.expected) < limit('probability_per_mille'))
    .map((row) => ({
      communeCode: row.commune,
      found: { control: 'all_collected', detail: `${months} tháng / months, ${row.persons} lần chi / payments` },
    }));
}

/** What the controls find about the communes of a run. */
export async function communeFindings(
  client: Client,
  view: BooksView,
  rules: ControlBook,
): Promise<readonly CommuneFinding[]> {
  return [...(await unchangedLists(client, view, rules)), ...(await allCollected(client, view, rules))];
}

/** Writes findings about communes into the exceptions of a run: rows without a person. */
export async function saveCommuneFindings(
  client: Client,
  runNo: number,
  rules: ControlBook,
  findings: readonly CommuneFinding[],
): Promise<void> {
  await client.query(
    `INSERT INTO run_exception (run_no, person_id, control, commune_code, severity, message)
     SELECT $1, '', c, k, s, m FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS t (c, k, s, m)`,
    [
      runNo,
      findings.map(({ found }) => found.control),
      findings.map(({ communeCode }) => communeCode),
      findings.map(({ found }) => findingOf(rules, found).severity),
      findings.map(({ found }) => findingOf(rules, found).message),
    ],
  );
}
