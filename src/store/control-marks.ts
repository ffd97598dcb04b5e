import { limitOf, ruleOf } from '../domain/control.ts';
import { type Month, addMonths } from '../domain/month.ts';
import { markReleased } from './control-blocks.ts';
import type { Client } from './database.ts';
import { type MarkView, hasAward, isListed } from './month-list.ts';
import { markReturned } from './return-marks.ts';
import { markUncollected } from './uncollected-marks.ts';

async function mark(client: Client, view: MarkView, control: string, found: string): Promise<void> {
  await client.query(
    `INSERT INTO run_mark (run_no, person_id, mark, detail) SELECT ${view.runNo}, person_id, '${control}', detail FROM (${found}) f`,
  );
}

/** Payees in force in the run's month among rows of payee that already look suspicious (alias y). */
function inForce(view: MarkView): string {
  return `y.from_month <= ${view.month} AND NOT EXISTS (SELECT FROM payee n WHERE n.person_id = y.person_id
    AND n.from_month > y.from_month AND n.from_month <= ${view.month})`;
}

/** C9: accounts that receive for more persons than allowed. Residents of facilities are paid to the facility's account. */
export async function markSameAccount(client: Client, view: MarkView): Promise<void> {
  const limit = limitOf(view.rules, 'same_account', 'persons');
  await mark(
    client,
    view,
    'same_account',
    `WITH twice AS (SELECT bank_bin, account_no FROM payee WHERE channel = 'bank' AND account_no IS NOT NULL AND from_month <= ${view.month}
         GROUP BY 1, 2 HAVING count(*) > ${limit} AND min(person_id) <> max(person_id)),
       held AS (SELECT y.person_id, y.bank_bin, y.account_no, ${hasAward(view, `a.category = 'FAC'`)} AS is_resident
         FROM payee y JOIN twice USING (bank_bin, account_no) JOIN person p ON p.person_id = y.person_id
         WHERE y.channel = 'bank' AND ${inForce(view)} AND ${isListed(view)}),
       counted AS (SELECT *, count(*) OVER (PARTITION BY bank_bin, account_no) AS persons FROM held)
     SELECT person_id, persons || ' người / persons' AS detail FROM counted WHERE persons > ${limit} AND NOT is_resident`,
  );
}

/** C8: one collector for more persons than allowed, by id number, or by name and payment point where there is no number. */
export async function markSharedCollector(client: Client, view: MarkView): Promise<void> {
  const limit = limitOf(view.rules, 'shared_collector', 'persons');
  const who = `coalesce(y.collector_national_id, y.collector_name || '@' || coalesce(y.payment_point, ''))`;
  await mark(
    client,
    view,
    'shared_collector',
    `WITH named AS (SELECT y.person_id, y.from_month, ${who} AS who FROM payee y
         WHERE (y.collector_national_id IS NOT NULL OR y.collector_name IS NOT NULL) AND ${inForce(view)}),
       many AS (SELECT who FROM named GROUP BY 1 HAVING count(*) > ${limit}),
       listed AS (SELECT n.person_id, n.who FROM named n JOIN many USING (who) JOIN person p USING (person_id) WHERE ${isListed(view)}),
       counted AS (SELECT person_id, count(*) OVER (PARTITION BY who) AS persons FROM listed)
     SELECT person_id, persons || ' người / persons' AS detail FROM counted WHERE persons > ${limit}`,
  );
}

/** C4: two persons on the list with one name, day of birth and sex whose national ids differ or are missing. */
export async function markProbableDuplicates(client: Client, view: MarkView): Promise<void> {
  await mark(
    client,
    view,
    'probable_duplicate',
    // Why groups and not the list joined with itself: the list is not estimated, and was compared with itself row by row.
    // Why two steps: names are long and nearly all different, so their hashes are sorted out first; and only who has a namesake is looked up on the list.
    `WITH alike AS (SELECT hashtextextended(name_key || birth_date, 0) AS hash FROM person GROUP BY 1 HAVING count(*) > 1),
       candidate AS MATERIALIZED (SELECT p.* FROM person p WHERE length(p.birth_date) = 10
         AND hashtextextended(p.name_key || p.birth_date, 0) IN (SELECT hash FROM alike)),
       listed AS (SELECT p.person_id, p.national_id, p.name_key, p.birth_date, p.sex FROM candidate p WHERE ${isListed(view)}),
       namesakes AS (SELECT array_agg(person_id ORDER BY person_id) AS persons, array_agg(national_id ORDER BY person_id) AS numbers
         FROM listed GROUP BY name_key, birth_date, sex HAVING count(*) > 1)
     SELECT one.person_id, string_agg(other.person_id, ', ' ORDER BY other.person_id) AS detail
     FROM namesakes, unnest(persons, numbers) AS one (person_id, national_id), unnest(persons, numbers) AS other (person_id, national_id)
     WHERE one.person_id <> other.person_id AND (one.national_id IS DISTINCT FROM other.national_id OR one.national_id IS NULL)
     GROUP BY 1`,
  );
}

/** Months since year 0 of a birth date of any precision. */
const BORN = (column: string): string =>
  `(left(${column}, 4)::int * 12 + coalesce(nullif(substr(${column}, 6, 2), '')::int, 1) - 1)`;

/** C10: an earlier birth date puts a month of the books on the other side of one of the ages. */
export async function markBirthDateEdits(client: Client, view: MarkView): Promise<void> {
  const ages = ruleOf(view.rules, 'birth_date_edited').ages.join(', ');
  const index = (at: Month): number => Math.floor(at / 100) * 12 + (at % 100) - 1;
  await mark(
    client,
    view,
    'birth_date_edited',
    `SELECT p.person_id, string_agg(DISTINCT age::text, ', ') AS detail
     FROM person p JOIN person_history h USING (person_id), unnest(ARRAY[${ages}]) AS age
     WHERE h.birth_date <> p.birth_date AND ${isListed(view)}
       AND least(${BORN('h.birth_date')}, ${BORN('p.birth_date')}) + age * 12 <= ${index(view.month)}
       AND greatest(${BORN('h.birth_date')}, ${BORN('p.birth_date')}) + age * 12 > ${index(view.windowFrom)}
       AND ${BORN('h.birth_date')} <> ${BORN('p.birth_date')}
     GROUP BY 1`,
  );
}

/**
 * C9: persons whose bank account is new: a payee that began in the last months after another one, or an account number that was
 * written over since the last run of an earlier month than these. Whether arrears go to it is decided with the payslip.
 */
export async function markChangedAccounts(client: Client, view: MarkView): Promise<void> {
  const since = addMonths(view.month, 1 - limitOf(view.rules, 'account_changed', 'months'));
  const other = (row: string): string =>
    `(${row}.channel <> 'bank' OR (${row}.bank_bin, ${row}.account_no) IS DISTINCT FROM (y.bank_bin, y.account_no))`;
  await mark(
    client,
    view,
    'account_changed',
    `WITH new AS (SELECT y.person_id, y.from_month FROM payee y
         WHERE y.from_month >= ${since} AND y.channel = 'bank' AND y.account_no IS NOT NULL AND ${inForce(view)}
           AND EXISTS (SELECT FROM payee b WHERE b.person_id = y.person_id AND b.from_month < y.from_month)
           AND NOT EXISTS (SELECT FROM payee b WHERE b.person_id = y.person_id AND b.from_month < y.from_month AND NOT ${other('b')})),
       edited AS (SELECT y.person_id, y.from_month FROM payee y JOIN payee_history h USING (person_id, from_month)
         WHERE y.channel = 'bank' AND y.account_no IS NOT NULL AND ${inForce(view)} AND ${other('h')}
           AND h.superseded_batch > (SELECT coalesce(max(registry_batch), 0) FROM run WHERE month < ${since} AND (issue_no IS NOT NULL OR status = 'closed')))
     SELECT p.person_id, '' AS detail FROM (SELECT person_id FROM new UNION SELECT person_id FROM edited) c JOIN person p USING (person_id)
     WHERE ${isListed(view)}`,
  );
}

/** Marks everything that comparing persons finds, and what an officer let go. The marks of merged persons must be there. */
export async function markFindings(client: Client, view: MarkView): Promise<void> {
  await markSameAccount(client, view);
  await markChangedAccounts(client, view);
  await markSharedCollector(client, view);
  await markProbableDuplicates(client, view);
  await markBirthDateEdits(client, view);
  await markUncollected(client, view);
  await markReturned(client, view);
  await markReleased(client, view.runNo);
}
