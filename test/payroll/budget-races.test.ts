import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { approveRun } from '../../src/payroll/approve-run.ts';
import { importRegistry } from '../../src/payroll/import-registry.ts';
import { addMonths, firstDayOf, formatMonth } from '../../src/domain/month.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { aDay, aMonth } from '../support/law.ts';
import { type Office, granted, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

const ROUNDS = 20;
const MINUTES = 300_000;

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

/** Two drafts of the same people, as the program never lets them be: the lock of the commune is taken away between them. */
async function twoDrafts(): Promise<readonly [Run, Run]> {
  const first = await office.run();
  await office.ask('DELETE FROM live_commune');
  const second = await office.run({ communes: ['07210', '07228'] });
  expect(second.totals?.amount).toBe(first.totals?.amount);
  return [first, second];
}

test(
  `two sessions that approve at once never overdraw a budget together: ${ROUNDS} rounds`,
  async () => {
    const drafts = await twoDrafts();
    await office.load({ budgets: ['07210,MAIN,2026,1750000,1/QĐ', '07228,MAIN,2026,1400000,1/QĐ'] });
    const sessions = drafts.map(
      () => new pg.Client({ connectionString: office.at.databaseUrl, options: '-c role=chitra_app' }),
    );
    await Promise.all(sessions.map((session) => session.connect()));
    const approve = async (at: number): Promise<void> => {
      await sessions[at]?.query(
        `UPDATE run SET status = 'approved', approver = 'x', approved_at = now(), signed_payments = payments, signed_amount = amount, signed_sha256 = content_sha256 WHERE run_no = $1`,
        [drafts[at]?.runNo],
      );
    };
    const won: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      const answers = await Promise.allSettled(order.map(approve));
      expect(new Set(answers.map((one) => one.status))).toEqual(new Set(['fulfilled', 'rejected']));
      const [state] = await office.ask('SELECT reserved::int FROM budget_use WHERE commune_code = $1', '07210');
      expect(state).toEqual({ reserved: 1_750_000 });
      won.push(answers.findIndex((one) => one.status === 'fulfilled'));
      // Back to two drafts, for the next round: only the owner without triggers can do that.
      await office.unguarded(
        `UPDATE run SET status = 'draft', approver = NULL, approved_at = NULL, signed_payments = NULL, signed_amount = NULL, signed_sha256 = NULL`,
      );
    }
    await Promise.all(sessions.map((session) => session.end()));
    expect(won).toHaveLength(ROUNDS);
  },
  MINUTES,
);

test(
  'two processes that approve two drafts of the same people: one does, the other says why not',
  async () => {
    const drafts = await twoDrafts();
    await office.load({ budgets: ['07210,MAIN,2026,1750000,1/QĐ'] });
    const answers = await Promise.all(drafts.map((run) => chitra(office.at, 'approve', run.runId, '--actor', 'binh')));
    expect(new Set(answers.map((one) => one.code))).toEqual(new Set([0, 1]));
    const [state] = await office.ask(
      `SELECT (reserved + used)::int AS spent FROM budget_use WHERE commune_code = '07210'`,
    );
    expect(state).toEqual({ spent: 1_750_000 });
  },
  MINUTES,
);

async function lower(amount: number, year: number, round: number): Promise<boolean> {
  const folder = join(office.at.out, 'budgets.csv');
  writeFileSync(folder, `commune_code,family,year,amount,decision_no\n07210,MAIN,${year},${amount},${round}/QĐ\n`);
  const options = { path: folder, actor: 'an', today: aDay('2026-10-20'), out: office.at.out };
  return granted(await importRegistry(office.context.database, options)).rejected === 0;
}

test(
  `an approval and a cut of its budget at once: ${ROUNDS} rounds, one of them wins, and what is approved is covered`,
  async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const month = addMonths(aMonth('2026-11'), round);
      const knownAt = round === 0 ? '2026-10-20' : firstDayOf(addMonths(month, -1));
      const draft = await office.run({ month: formatMonth(month), knownAt, communes: ['07210'] });
      const year = Math.floor(month / 100);
      const [spent] = await office.ask(
        `SELECT coalesce(sum(reserved + used - given_back), 0)::int AS spent FROM budget_use WHERE (commune_code, family, year) = ('07210', 'MAIN', $1)`,
        year,
      );
      const enough = Number(spent?.['spent']) + (draft.totals?.amount ?? 0);
      expect(await lower(enough, year, round)).toBe(true);
      const approval = approveRun(office.context, draft.runId, 'binh');
      const [approved, cut] = await Promise.all([approval, lower(enough - 1, year, 100 + round)]);
      expect(approved.ok).toBe(!cut);
      outcomes.add(approved.ok ? 'approved' : 'cut');
      const [left] = await office.ask(
        `SELECT count(*)::int AS overdrawn FROM budget b JOIN budget_use u USING (commune_code, family, year) WHERE b.amount < u.reserved + u.used - u.given_back`,
      );
      expect(left).toEqual({ overdrawn: 0 });
      const raised = approved.ok || (await lower(enough, year, 200 + round));
      expect(raised).toBe(true);
      await office.approve(draft);
    }
    process.stdout.write(
      `budgets: approval against cut, ${ROUNDS} rounds: ${[...outcomes].sort().join(' and ')} won\n`,
    );
  },
  MINUTES,
);
