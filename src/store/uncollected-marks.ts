import { limitOf } from '../domain/control.ts';
import { type Month, addMonths } from '../domain/month.ts';
import { type MarkView, isListed } from './month-list.ts';
import type { Client } from './database.ts';

const MONTH_TEXT = (month: string): string => `left(${month}::text, 4) || '-' || right(${month}::text, 2)`;

/**
 * What became of cash and transfers by person and month of the list, as far as known: uncollected or not. Imported history tells
 * by payments at the post office that came back, issued runs by the latest event of each payment.
 */
function outcomesFrom(from: Month, to: Month): string {
  return `SELECT person_id, month, false AS is_collected FROM disbursement
      WHERE status = 'returned' AND channel = 'post' AND month BETWEEN ${from} AND ${to} AND family <> 'ONEOFF'
    UNION ALL
    SELECT e.person_id, r.month, e.status_after <> 'uncollected' FROM run r
      JOIN LATERAL (SELECT DISTINCT ON (person_id) person_id, status_after FROM outcome_event o WHERE o.run_no = r.run_no
        AND (o.status <> 'paid' OR o.is_correction) ORDER BY person_id, event_no DESC) e ON true
      WHERE r.issue_no IS NOT NULL AND r.month BETWEEN ${from} AND ${to}`;
}

/** Whether something of month u.month was kept by person u.person_id: paid by history, or by a run and confirmed. */
const COLLECTED = `EXISTS (SELECT FROM disbursement d WHERE d.person_id = u.person_id AND d.month = u.month AND d.status = 'paid' AND d.family <> 'ONEOFF')
    OR EXISTS (SELECT FROM run r JOIN payment p USING (run_no) JOIN outcome_event e USING (run_no, person_id)
      WHERE p.person_id = u.person_id AND r.month = u.month AND r.issue_no IS NOT NULL AND p.hold_reason IS NULL AND e.status_after = 'paid'
        AND NOT EXISTS (SELECT FROM outcome_event l WHERE l.run_no = e.run_no AND l.person_id = e.person_id AND l.event_no > e.event_no))`;

/**
 * C13: persons who did not collect in so many months on end, up to the month before the run or, while that one's outcomes are not
 * known, the month before it; none of their awards is suspended in the run's month.
 */
export async function markUncollected(client: Client, view: MarkView): Promise<void> {
  const months = limitOf(view.rules, 'uncollected_three_months', 'months');
  const [first, last] = [addMonths(view.month, -1 - months), addMonths(view.month, -1)];
  const index = `(u.month / 100 * 12 + u.month % 100)`;
  await client.query(
    `INSERT INTO run_mark (run_no, person_id, mark, detail)
     SELECT ${view.runNo}, p.person_id, 'uncollected_three_months', ${MONTH_TEXT('u.first')} || '..' || ${MONTH_TEXT('u.last')}
     FROM (SELECT person_id, min(month) AS first, max(month) AS last
         FROM (SELECT DISTINCT person_id, month FROM (${outcomesFrom(first, last)}) o WHERE NOT is_collected) u
         WHERE NOT (${COLLECTED})
         GROUP BY person_id HAVING count(*) >= ${months} AND max(${index}) - min(${index}) = count(*) - 1) u
       JOIN person p USING (person_id)
     WHERE ${isListed(view)} AND NOT EXISTS (SELECT FROM award a JOIN suspension s USING (award_id)
       WHERE a.person_id = p.person_id AND s.from_month <= ${view.month} AND coalesce(s.to_month, 299912) >= ${view.month})`,
  );
}
