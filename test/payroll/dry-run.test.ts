import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Forecast, ForecastSums } from '../../src/domain/forecast.ts';
import { activateAmendment, proposeAmendment } from '../../src/payroll/catalogue-amendments.ts';
import { withDraft } from '../../src/payroll/draft-law.ts';
import { type DryRun, dryRun } from '../../src/payroll/dry-run.ts';
import { openDatabase } from '../../src/store/database.ts';
import type { Run } from '../../src/store/runs.ts';
import { aDraft } from '../support/draft.ts';
import { everyRow } from '../support/failure-case.ts';
import { aDay, aMonth } from '../support/law.ts';
import { granted, type Office, openOffice, openedRun, refusalOf, type RunWish } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

/** A dry run of November 2026 by the law in force and by the draft, in a session that PostgreSQL lets write nothing. */
async function asked(wish: RunWish = {}): Promise<ReturnType<typeof dryRun>> {
  const reader = granted(await openDatabase(office.at.databaseUrl, 2, 'read'));
  const { law } = office.context;
  const request = {
    month: aMonth(wish.month ?? '2026-11'),
    knownAt: aDay(wish.knownAt ?? '2026-10-20'),
    communes: wish.communes ?? null,
    shardPersons: 2,
  };
  try {
    return await dryRun(reader, [law, granted(withDraft(law, aDraft())).law], request, () => undefined);
  } finally {
    await reader.close();
  }
}

async function forecasts(wish: RunWish = {}): Promise<readonly [today: Forecast, draft: Forecast]> {
  const { forecasts: both }: DryRun = granted(await asked(wish));
  const [today, draft] = both;
  if (today === undefined || draft === undefined) throw new Error('a forecast for each law is expected');
  return [today, draft];
}

async function enactDraft(): Promise<void> {
  const { database, law } = office.context;
  const { amendmentNo } = granted(await proposeAmendment(database, law, aDraft(), 'lan'));
  granted(await activateAmendment(database, law, String(amendmentNo), 'minh'));
}

/** `kind persons amount` of what is not zero. */
function figures(sums: ForecastSums | undefined): string[] {
  return Object.entries(sums ?? {}).flatMap(([kind, { persons, amount }]) =>
    persons === 0 && amount === 0 ? [] : [`${kind} ${persons} ${amount}`],
  );
}

function cellsOf(forecast: Forecast): Record<string, string[]> {
  return Object.fromEntries([...forecast.cells()].map(([key, sums]) => [key, figures(sums)]));
}

/** What a run really put into its tables, by commune and category, in the form of a forecast. */
async function cellsInBooks(run: Run): Promise<Record<string, string[]>> {
  const rows = await office.ask(
    `SELECT p.commune_code || ' ' || l.category AS key, k.kind, count(DISTINCT l.person_id)::int AS persons, sum(l.amount)::int AS amount
     FROM run_line l JOIN payment p USING (run_no, person_id)
     CROSS JOIN LATERAL (VALUES (CASE WHEN l.hold_reason IS NULL THEN 'paid' ELSE 'held' END),
       (CASE WHEN l.hold_reason IS NULL THEN l.kind END)) k (kind)
     WHERE l.run_no = $1 AND k.kind IS NOT NULL GROUP BY 1, 2
     ORDER BY 1, array_position(ARRAY['paid', 'current', 'arrears', 'carried', 'held'], k.kind)`,
    run.runNo,
  );
  const cells: Record<string, string[]> = {};
  for (const { key, kind, persons, amount } of rows)
    cells[String(key)] = [...(cells[String(key)] ?? []), `${String(kind)} ${String(persons)} ${String(amount)}`];
  return cells;
}

/** Counted by hand from the village and the draft: see support/village.ts and support/draft.ts. */
const BY_TODAYS_LAW = {
  '07210 SA6N': ['paid 1 1050000', 'current 1 810000', 'arrears 1 240000'],
  '07210 SP75': ['paid 1 700000', 'current 1 540000', 'arrears 1 160000'],
  '07228 SA4': ['paid 1 700000', 'current 1 540000', 'arrears 1 160000'],
  '07228 SA6D': ['held 1 1400000'],
};
const BY_THE_DRAFT = {
  // Hoa: July, August 60,000 each, September, October 900,000 - 750,000, November 2.0 x 600,000.
  '07210 SA6N': ['paid 1 1620000', 'current 1 1200000', 'arrears 1 420000'],
  // Bình is 86: July to September 40,000 each; October was paid and is no longer due.
  '07210 SP75': ['paid 1 120000', 'arrears 1 120000', 'overpaid 1 500000'],
  // Mai: July, August 40,000 each, September, October 100,000 each, November 600,000.
  '07228 SA4': ['paid 1 880000', 'current 1 600000', 'arrears 1 280000'],
  // Lan waits: 80,000 twice, 200,000 twice, 1,200,000.
  '07228 SA6D': ['held 1 1760000'],
};

describe('a dry run', () => {
  test('shows what a count by hand shows, by the law in force and by the draft', async () => {
    const [today, draft] = await forecasts();
    expect(cellsOf(today)).toEqual(BY_TODAYS_LAW);
    expect(cellsOf(draft)).toEqual(BY_THE_DRAFT);
    expect(figures(today.total())).toEqual([
      'paid 3 2450000',
      'current 3 1890000',
      'arrears 3 560000',
      'held 1 1400000',
    ]);
    expect(figures(draft.total())).toEqual([
      'paid 3 2620000',
      'current 2 1800000',
      'arrears 3 820000',
      'held 1 1760000',
      'overpaid 1 500000',
    ]);
  });

  test('is what the run then pays: today by the law in force, and after the activation by the draft', async () => {
    const [today, draft] = await forecasts();
    const now = await office.run();
    expect(await cellsInBooks(now)).toEqual(BY_TODAYS_LAW);
    expect(now.totals).toMatchObject({ ...today.counts(), amount: today.total().paid.amount });

    await enactDraft();
    const then = await office.run();
    expect(then.runId).toBe(now.runId);
    const { '07210 SP75': bình, ...others } = BY_THE_DRAFT;
    expect(await cellsInBooks(then)).toEqual({ ...others, '07210 SP75': bình.slice(0, 2) });
    expect(then.totals).toMatchObject({
      ...draft.counts(),
      amount: 2_620_000,
      current: 1_800_000,
      arrears: 820_000,
      heldAmount: 1_760_000,
      overpaidAmount: 500_000,
    });
  });

  test('after a month was paid shows the difference alone, as does the run after the activation', async () => {
    await office.pay();
    const [today, draft] = await forecasts();
    expect(cellsOf(today)).toEqual({ '07228 SA6D': ['held 1 1400000'] });
    const paid = {
      '07210 SA6N': ['paid 1 570000', 'current 1 390000', 'arrears 1 180000'],
      '07228 SA4': ['paid 1 180000', 'current 1 60000', 'arrears 1 120000'],
      '07228 SA6D': ['held 1 1760000'],
    };
    // October and November were paid by the law of then.
    expect(cellsOf(draft)).toEqual({ ...paid, '07210 SP75': ['overpaid 1 1080000'] });
    await enactDraft();
    const run = await office.run();
    expect(await cellsInBooks(run)).toEqual(paid);
    expect(run.totals).toMatchObject({ ...draft.counts(), amount: 750_000, overpaidAmount: 1_080_000 });
  });

  test('takes recoveries, refunds and merged persons into account as a run does', async () => {
    await office.load({
      // Hoa got 300,000 too much for July, an order takes 50,000 a month; Mai handed 100,000 of October back.
      disbursements: ['P1-more,P1,MAIN,2026-07,360000,2026-07-20,post,paid'],
      recoveries: ['P1,9/QĐ,MAIN,300000,50000,2026-11'],
      refunds: ['R1,P4,MAIN,2026-10,100000,2026-11-02'],
      // Mai was entered twice; the second file is merged into the first.
      persons: ['P5,024190012348,Phạm Thị Mai,1990-01-01,F,07228,,0'],
      awards: ['A5,P5,SA4,9/QĐ,2026-10-15,2026-11,,1,'],
      merges: ['P5,P4'],
    });
    const [today, draft] = await forecasts();
    const run = await office.run();
    expect(figures(today.cells().get('07210 SA6N'))).toEqual(
      expect.arrayContaining(['recovered 1 50000', 'overpaid 1 300000']),
    );
    expect(today.cells().get('07228 SA4')?.held.persons).toBe(0);
    expect(run.totals).toMatchObject({
      ...today.counts(),
      amount: today.total().paid.amount - today.total().recovered.amount,
      recovered: 50_000,
      overpaidAmount: today.total().overpaid.amount,
    });
    await enactDraft();
    const then = await office.run();
    expect(then.totals).toMatchObject({
      ...draft.counts(),
      amount: draft.total().paid.amount - draft.total().recovered.amount,
      overpaidAmount: draft.total().overpaid.amount,
    });
  });

  test('writes nothing, whatever the tables are', async () => {
    await office.run({ communes: ['07210'] });
    const before = await everyRow(office.at.databaseUrl);
    expect(Object.keys(before)).toEqual(expect.arrayContaining(['run', 'run_mark', 'legal_basis', 'law_text']));
    await forecasts();
    await forecasts({ communes: ['07228'], month: '2026-10' });
    expect(await everyRow(office.at.databaseUrl)).toEqual(before);
  });

  test('sees holds, duplicates and scope as a run does', async () => {
    await office.hold('P1', 'hold');
    await office.load({
      persons: ['P5,024190012348,Phạm Thị Mai,1990-01-01,F,07210,,0'],
      awards: ['A5,P5,SA4,9/QĐ,2026-10-15,2026-11,,1,'],
    });
    const [today] = await forecasts({ communes: ['07210'] });
    const run = await office.run({ communes: ['07210'] });
    const cells = {
      '07210 SA4': ['held 1 540000'],
      '07210 SA6N': ['held 1 1050000'],
      '07210 SP75': ['paid 1 700000', 'current 1 540000', 'arrears 1 160000'],
    };
    expect(cellsOf(today)).toEqual(cells);
    expect(await cellsInBooks(run)).toEqual(cells);
    expect(run.totals).toMatchObject(today.counts());
  });

  test('is refused what a run is refused, and while books are being written', async () => {
    const codes = async (wish: RunWish): Promise<string> => refusalOf(await asked(wish)).code;
    expect(await codes({ month: '2027-01' })).toBe('month_too_early');
    expect(await codes({ month: '2026-06' })).toBe('month_before_books');
    expect(await codes({ month: '2021-06' })).toBe('month_without_law');
    expect(await codes({ communes: ['09999'] })).toBe('unknown_commune');
    const run = granted(await openedRun(office, { communes: ['07210'] }));
    await office.run({ communes: ['07210'] });
    await office.ask(
      `UPDATE run SET status = 'approved', approver = 'binh', approved_at = now(), signed_payments = payments, signed_amount = amount,
         signed_sha256 = content_sha256 WHERE run_no = $1`,
      run,
    );
    expect(await codes({})).toBe('run_being_issued');
    expect((await asked({ communes: ['07228'] })).ok).toBe(true);
  });
});
