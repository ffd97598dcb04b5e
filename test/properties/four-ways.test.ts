import fc from 'fast-check';
import { expect, test } from 'vitest';
import { month } from '../../src/domain/month.ts';
import { fourWaysOf } from '../../src/payroll/four-ways.ts';
import { sentencesOf } from '../../src/payroll/four-ways-answer.ts';
import { anyStory } from '../model/histories.ts';
import { type Office, granted } from '../support/office.ts';
import type { Difference } from '../support/played-books.ts';
import { playMonths } from '../support/played-months.ts';

// Another seed or more histories: CHITRA_FOUR_WAYS_SEED=7 CHITRA_FOUR_WAYS=300
const SEED = Number(process.env['CHITRA_FOUR_WAYS_SEED'] ?? 20_261_201);
const COUNT = Number(process.env['CHITRA_FOUR_WAYS'] ?? 24);
const TEN_MINUTES = 600_000;

/** What the lines say of budgets: all that went out and did not come back, and what was taken back for months of the same year. */
const BY_LINES = `SELECT p.commune_code, l.family, r.month / 100 AS year,
    sum(CASE WHEN l.kind <> 'recovery' AND coalesce(o.status, 'paid') = 'paid' THEN l.amount ELSE 0 END) AS spent,
    sum(CASE WHEN l.kind = 'recovery' AND l.month / 100 = r.month / 100 AND coalesce(o.status, 'paid') = 'paid' THEN -l.amount ELSE 0 END) AS back
  FROM run r JOIN run_line l USING (run_no) JOIN payment p USING (run_no, person_id)
  LEFT JOIN LATERAL (SELECT e.status_after AS status FROM outcome_event e WHERE e.run_no = p.run_no AND e.person_id = p.person_id ORDER BY e.event_no DESC LIMIT 1) o ON true
  WHERE r.issue_no IS NOT NULL AND l.hold_reason IS NULL GROUP BY 1, 2, 3`;

/** Refunds of persons that the books took in, for months of the year in which they came. */
const REFUNDED = `SELECT p.commune_code, p.family, r.month / 100 AS year, sum(p.amount) AS back FROM ledger_posting p JOIN run r USING (run_no)
  WHERE p.event = 'refund' AND p.month / 100 = r.month / 100 GROUP BY 1, 2, 3`;

const BUDGETS = `SELECT commune_code || ' ' || family || ' ' || year AS place, coalesce(l.spent, 0)::text || ' ' || (coalesce(l.back, 0) + coalesce(f.back, 0)) AS lines,
    coalesce(u.reserved + u.used, 0)::text || ' ' || coalesce(u.given_back, 0) AS books
  FROM (${BY_LINES}) l FULL JOIN (${REFUNDED}) f USING (commune_code, family, year) FULL JOIN budget_use u USING (commune_code, family, year)
  WHERE (coalesce(l.spent, 0), coalesce(l.back, 0) + coalesce(f.back, 0)) <> (coalesce(u.reserved + u.used, 0), coalesce(u.given_back, 0))`;

async function budgetsDiffer(office: Office): Promise<Difference[]> {
  const rows = await office.ask(BUDGETS);
  return rows.map((row) => ({
    number: 0,
    where: `budget ${String(row['place'])}`,
    model: String(row['lines']),
    program: String(row['books']),
  }));
}

test(
  `${COUNT} histories over 24 months: in every month, after every step, the four ways agree to the đồng`,
  async () => {
    const stories = fc
      .sample(anyStory, { seed: SEED, numRuns: COUNT })
      .map((story, place) => ({ number: place + 1, story }));
    const seen = { months: 0, files: 0, payments: 0, held: 0, cameBack: 0 };
    let steps = 0;
    const alsoCompare = async (office: Office): Promise<readonly Difference[]> => {
      const runs = await office.ask('SELECT DISTINCT month FROM run WHERE issue_no IS NOT NULL ORDER BY month DESC');
      steps += 1;
      // The last month after every step, all of them now and then.
      const found: Difference[] = await budgetsDiffer(office);
      for (const { month: number } of steps % 30 === 0 ? runs : runs.slice(0, 1)) {
        const ways = granted(await fourWaysOf(office.context, month(Number(number))));
        seen.months += 1;
        seen.files += ways.files;
        seen.payments += ways.payments;
        if (ways.total.heldNow > 0) seen.held += 1;
        if (ways.total.returned + ways.total.uncollected > 0) seen.cameBack += 1;
        for (const sentence of sentencesOf(ways))
          found.push({ number: 0, where: `four ways of ${String(number)}`, model: 'no difference', program: sentence });
      }
      return found;
    };
    const result = await playMonths(stories, { seed: SEED, isMixed: true, alsoCompare });
    expect(result.differences).toEqual([]);
    process.stdout.write(
      `four ways: ${COUNT} histories, seed ${SEED}: ${result.runs} runs, ${result.payments} payments; ${seen.months} reconciliations read ${seen.files} files with ${seen.payments} rows, ${seen.cameBack} with money that came back, ${seen.held} with money held\n`,
    );
    expect(seen.cameBack).toBeGreaterThan(0);
    expect(seen.held).toBeGreaterThan(0);
  },
  TEN_MINUTES,
);
