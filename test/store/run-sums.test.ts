import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadRunParts } from '../../src/payroll/show-run.ts';
import { inTransaction } from '../../src/store/database.ts';
import { controlSums, totalsByMonth, totalsByProvider, totalsHeld } from '../../src/store/reconciliation.ts';
import { exceptionsByControl } from '../../src/store/run-report.ts';
import { saveSums, sumsOfRun, sumsOfShards } from '../../src/store/run-sums.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { type Office, openOffice } from '../support/office.ts';
import { generate } from '../support/sample-province.ts';
import { VILLAGE } from '../support/village.ts';

/** Every sum of a run, counted again from the rows in other words than the program's: `what commune code kind people items amount`. */
const RECOUNT = `
  WITH l AS (SELECT l.*, (SELECT commune_code FROM payment p WHERE p.run_no = l.run_no AND p.person_id = l.person_id) AS commune FROM run_line l WHERE l.run_no = $1),
  parts AS (
    SELECT 'category' AS what, commune, category AS code, kind, person_id, amount FROM l WHERE hold_reason IS NULL
    UNION ALL SELECT 'month', commune, month::text, kind, person_id, amount FROM l WHERE hold_reason IS NULL
    UNION ALL SELECT 'hold', commune, hold_reason, '', person_id, amount FROM l WHERE hold_reason IS NOT NULL
    UNION ALL SELECT 'total', commune, 'held', '', person_id, amount FROM l WHERE hold_reason IS NOT NULL
    UNION ALL SELECT 'provider', commune_code, provider, '', person_id, amount FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND amount > 0
    UNION ALL SELECT 'total', commune_code, 'paid', '', person_id, amount FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND amount > 0
    UNION ALL SELECT 'total', commune_code, 'offset', '', person_id, 0 FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND amount = 0
    UNION ALL SELECT 'total', commune_code, 'eligible', '', person_id, 0 FROM payment WHERE run_no = $1
    UNION ALL SELECT 'total', commune_code, 'current', '', person_id, current_amount FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND current_amount > 0
    UNION ALL SELECT 'total', commune_code, 'arrears', '', person_id, arrears_amount FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND arrears_amount > 0
    UNION ALL SELECT 'total', commune_code, 'carried', '', person_id, carried_amount FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND carried_amount > 0
    UNION ALL SELECT 'total', commune_code, 'recovered', '', person_id, recovered_amount FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND recovered_amount > 0
    UNION ALL SELECT 'total', commune_code, 'overpaid', '', person_id, amount FROM run_overpayment WHERE run_no = $1
    UNION ALL SELECT 'control', commune_code, control, severity, person_id, 0 FROM run_exception WHERE run_no = $1
    UNION ALL SELECT 'total', commune_code, 'register', '', person_id, 0 FROM person)
  SELECT concat_ws(' ', what, commune, code, kind, count(DISTINCT person_id), count(*), sum(amount)) AS sum FROM parts GROUP BY what, commune, code, kind`;

let office: Office;
let run: Run;

async function stored(of: Run): Promise<string[]> {
  const sums = await sumsOfRun(office.context.database.pool, of.runNo);
  return sums
    .map((one) => [one.subject, one.communeCode, one.code, one.kind, one.people, one.items, one.amount].join(' '))
    .sort();
}

async function counted(of: Run): Promise<string[]> {
  const rows = await office.ask(RECOUNT, of.runNo);
  return rows.map((row) => String(row['sum'])).sort();
}

describe('a generated province', () => {
  beforeAll(async () => {
    office = await openOffice();
    const folder = `${office.at.out}/province`;
    generate(folder, '--people', '3000');
    await chitra(office.at, 'import', folder);
    run = await office.run();
  });
  afterAll(() => office.close());

  test('every sum by commune is what its rows come to, of everything there is to count', async () => {
    const sums = await stored(run);
    expect(sums).toEqual(await counted(run));
    for (const what of ['total', 'category', 'provider', 'month', 'hold', 'control'])
      expect(sums.some((sum) => sum.startsWith(what))).toBe(true);
    expect(sums.filter((sum) => / recovery /.test(sum)).length).toBeGreaterThan(0);
  });

  test('the view for runs of earlier versions says the same, but of the register', async () => {
    const rows = await office.ask(
      `SELECT concat_ws(' ', what, commune_code, code, kind, people, items, amount) AS sum FROM run_recount WHERE run_no = $1`,
      run.runNo,
    );
    expect(rows.map((row) => String(row['sum'])).sort()).toEqual(
      (await stored(run)).filter((sum) => !/ register /.test(sum)),
    );
  });

  test('what pages show of a run is the same from its sums as from its rows', async () => {
    const parts = await loadRunParts(office.context.database, run);
    const { database } = office.context;
    expect(parts.byProvider).toEqual(await totalsByProvider(database, [run.runNo]));
    expect(parts.byMonth).toEqual(await totalsByMonth(database, [run.runNo]));
    const [rows] = await office.ask(
      `SELECT (SELECT sum(amount)::float8 FROM run_line WHERE run_no = $1 AND hold_reason IS NULL) AS lines,
         (SELECT sum(amount)::float8 FROM payment WHERE run_no = $1 AND hold_reason IS NULL) AS payments`,
      run.runNo,
    );
    expect(await controlSums(database, run.runNo)).toMatchObject({ ...rows });
    expect(parts.held).toEqual(await totalsHeld(database, run.runNo));
    expect(parts.exceptions).toEqual(await exceptionsByControl(database, run.runNo));
  });

  test('the shards keep nothing once it is added up', async () => {
    expect(await office.ask(`SELECT FROM work_item WHERE run_no = $1 AND sums IS NOT NULL`, run.runNo)).toEqual([]);
  });

  test('a draft that is run again has the sums of its new rows only', async () => {
    const [one] = await office.ask(
      `SELECT person_id FROM payment WHERE run_no = $1 AND hold_reason IS NULL AND amount > 0 ORDER BY 1 LIMIT 1`,
      run.runNo,
    );
    const before = await stored(run);
    await office.hold(String(one?.['person_id']), 'hold');
    const again = await office.run();
    expect(again.runNo).toBe(run.runNo);
    const after = await stored(again);
    expect(after).toEqual(await counted(again));
    expect(after).not.toEqual(before);
  });
});

describe('a village', () => {
  beforeAll(async () => {
    office = await openOffice();
    await office.load(VILLAGE);
  });
  afterAll(() => office.close());

  test('a commune whose people get nothing stands there with its register and findings, and no sum of money', async () => {
    const only = await office.run({ communes: ['07228'] });
    await office.hold('P4', 'hold');
    const held = await office.run({ communes: ['07228'] });
    expect(held.runNo).toBe(only.runNo);
    const sums = await stored(held);
    expect(sums.every((sum) => sum.split(' ')[1] === '07228')).toBe(true);
    expect(sums.filter((sum) => /^(category|provider|month) /.test(sum))).toEqual([]);
    expect(sums).toContain('total 07228 register  2 2 0');
  });

  test('where a shard reported nothing, as those of an earlier version, the rows are added up instead', async () => {
    const draft = await office.run({ communes: ['07210'] });
    expect(await sumsOfShards(office.context.database, draft.runNo)).toBeNull();
    const before = await stored(draft);
    await office.unguarded(`DELETE FROM run_sum WHERE run_no = ${draft.runNo}`);
    await inTransaction(office.context.database, (client) => saveSums(client, draft.runNo, null));
    expect(await stored(draft)).toEqual(before.filter((sum) => !/ register /.test(sum)));
  });

  test('of an approved run nobody takes a sum away, not even the owner', async () => {
    const paid = await office.approve(await office.run({ communes: ['07210'] }));
    await expect(office.ask('DELETE FROM run_sum WHERE run_no = $1', paid.runNo)).rejects.toThrow(
      /left the draft stay/,
    );
    await expect(office.ask('UPDATE run_sum SET amount = 0')).rejects.toThrow(/append-only/);
  });
});
