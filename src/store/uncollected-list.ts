import type { Month } from '../domain/month.ts';
import { copyOutRows } from './bulk.ts';
import type { Client } from './database.ts';
import { type TextRows, numberList } from './report-snapshot.ts';

/**
 * Who a run found not to collect month after month (C13, markUncollected), as the run found it. Cells: commune, its name, person, name, year of birth, end of the
 * id number, decisions in force, payment point, months (YYYY-MM..YYYY-MM), money that waits, reason said last; by commune and person. The money: what runs of the
 * month carry over (`runNos`), else the last payment that was not collected, else what history says came back. VND.
 */
export function uncollectedOf(client: Client, month: Month, runNo: number, runNos: readonly number[]): TextRows {
  const inForce = `a.start_month <= ${month} AND (a.end_month IS NULL OR a.end_month >= ${month}) AND a.category NOT LIKE 'FUN%'`;
  const lastEvents = `SELECT DISTINCT ON (e.run_no) e.run_no, e.status_after, e.reason, e.event_no FROM outcome_event e
      WHERE e.person_id = m.person_id ORDER BY e.run_no, e.event_no DESC`;
  return copyOutRows(
    client,
    `SELECT coalesce(here.commune_code, p.commune_code) COLLATE "C" AS commune, coalesce(c.name, ''), p.person_id, p.full_name, left(p.birth_date, 4),
       coalesce(right(p.national_id, 4), ''),
       coalesce((SELECT string_agg(DISTINCT a.decision_no, ', ' ORDER BY a.decision_no) FROM award a WHERE a.person_id = p.person_id AND ${inForce}), ''),
       coalesce((SELECT coalesce(q.name, y.payment_point) FROM (SELECT payment_point FROM payee WHERE person_id = p.person_id AND from_month <= ${month}
           ORDER BY from_month DESC LIMIT 1) y LEFT JOIN payment_point q ON q.code = y.payment_point), ''),
       m.detail,
       coalesce((SELECT sum(l.amount) FROM run_line l WHERE l.run_no IN (${numberList(runNos)}) AND l.person_id = p.person_id AND l.kind = 'carried'),
         (SELECT n.amount FROM (${lastEvents}) o JOIN run r USING (run_no) JOIN payment n ON n.run_no = o.run_no AND n.person_id = m.person_id
            WHERE o.status_after = 'uncollected' AND r.month < ${month} ORDER BY r.month DESC, o.run_no DESC LIMIT 1),
         (SELECT sum(d.amount) FROM disbursement d WHERE d.person_id = p.person_id AND d.status = 'returned' AND d.channel = 'post' AND d.family <> 'ONEOFF'
            AND d.month BETWEEN replace(left(m.detail, 7), '-', '')::int AND replace(right(m.detail, 7), '-', '')::int), 0),
       coalesce((SELECT o.reason FROM (${lastEvents}) o WHERE o.status_after = 'uncollected' AND o.reason <> '' ORDER BY o.event_no DESC LIMIT 1), '')
     FROM run_mark m JOIN person p USING (person_id)
       LEFT JOIN payment here ON here.run_no = m.run_no AND here.person_id = m.person_id
       LEFT JOIN commune c ON c.code = coalesce(here.commune_code, p.commune_code)
     WHERE m.run_no = ${runNo} AND m.mark = 'uncollected_three_months' ORDER BY 1, p.person_id COLLATE "C"`,
  );
}
