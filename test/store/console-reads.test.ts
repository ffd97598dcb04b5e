import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExceptionFilter, EXCEPTIONS_A_PAGE, listExceptions } from '../../src/store/exception-list.ts';
import { type FileFilter, filesByProvider, kindsOfFiles, listFiles } from '../../src/store/file-list.ts';
import { monthOverview } from '../../src/store/month-overview.ts';
import { type OverpaymentFilter, listOverpaid, registerRun } from '../../src/store/overpayment-list.ts';
import { actionsOfRun } from '../../src/store/run-actions.ts';
import { changeOf, compareRun } from '../../src/store/run-comparison.ts';
import type { Run } from '../../src/store/runs.ts';
import { vnd } from '../../src/domain/money.ts';
import { aMonth } from '../support/law.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE, paid } from '../support/village.ts';

let office: Office;
let run: Run;
let december: Run;

const pool = (): Office['context']['database']['pool'] => office.context.database.pool;

/** P1, P2, P4 are paid in November by the new law, with arrears; P3 has no payee. P9 died in July and was paid on. Then outcomes, then December. */
beforeAll(async () => {
  office = await openOffice();
  await office.load({
    ...VILLAGE,
    persons: [...(VILLAGE.persons ?? []), 'P9,,Đỗ Văn Chín,1940,M,07228,2026-07-10,0'],
    awards: [...(VILLAGE.awards ?? []), 'A9,P9,SP75,9/QĐ,2025-07-01,2025-07,,,'],
    disbursements: [
      ...(VILLAGE.disbursements ?? []),
      ...paid('P9', 'MAIN', ['2026-08', '2026-09'], 500_000),
      'R1,P2,MAIN,2026-06,500000,2026-06-05,post,returned',
    ],
    recoveries: ['P9,77/QĐ-TH,MAIN,1000000,200000,2026-11'],
  });
  run = await office.pay();
  await office.settle(run, ['{P1},paid,2026-11-05,,', '{P2},returned,2026-11-06,,', '{P4},uncollected,2026-11-20,,']);
  december = await office.run({ month: '2026-12', knownAt: '2026-11-25' });
}, 60_000);
afterAll(() => office.close());

describe('months', () => {
  test('history, runs and outcomes, month by month', async () => {
    const months = await monthOverview(pool(), aMonth('2026-12'), 8);
    const [sent] = await office.ask(
      `SELECT count(*)::int AS payments, sum(amount)::int AS amount, sum(arrears_amount)::int AS arrears FROM payment WHERE run_no = $1 AND hold_reason IS NULL`,
      run.runNo,
    );
    const of = async (person: string): Promise<unknown> =>
      (
        await office.ask(`SELECT amount::int FROM payment WHERE run_no = $1 AND person_id = $2`, run.runNo, person)
      )[0]?.['amount'];
    expect(months.map((one) => [one.month, one.source, one.people, one.payments, one.runs])).toEqual([
      [202605, 'none', 0, 0, 0],
      [202606, 'history', 0, 0, 0],
      [202607, 'history', 4, 4, 0],
      [202608, 'history', 5, 5, 0],
      [202609, 'history', 5, 5, 0],
      [202610, 'history', 4, 4, 0],
      [202611, 'runs', 3, 3, 1],
      [202612, 'none', 0, 0, 1],
    ]);
    expect(months[1]?.returned).toEqual({ payments: 1, amount: 500_000 });
    expect(months[2]).toMatchObject({ amount: 2_750_000, arrears: null, isClosed: false });
    const november = months[6];
    expect(november).toMatchObject({ amount: sent?.['amount'], arrears: sent?.['arrears'], isClosed: false });
    expect(november?.returned).toEqual({ payments: 1, amount: await of('P2') });
    expect(november?.uncollected).toEqual({ payments: 1, amount: await of('P4') });
    expect(november?.unanswered).toEqual({ payments: 0, amount: 0 });
  });

  test('other numbers of months are refused', async () => {
    await expect(monthOverview(pool(), aMonth('2026-12'), 25)).rejects.toThrow('1 to 24');
    await expect(monthOverview(pool(), aMonth('2026-12'), 0)).rejects.toThrow('1 to 24');
  });

  test('payments imported later stand in their months, others change nothing', async () => {
    const before = await monthOverview(pool(), aMonth('2026-06'), 2);
    await office.load({ disbursements: ['R1,P2,MAIN,2026-06,500000,2026-06-05,post,returned'] });
    expect(await monthOverview(pool(), aMonth('2026-06'), 2)).toEqual(before);
    await office.load({
      disbursements: [
        'R2,P1,CARE,2026-06,100000,2026-06-05,post,paid',
        'R3,P1,MAIN,2026-06,200000,2026-06-05,post,paid',
      ],
    });
    const after = await monthOverview(pool(), aMonth('2026-06'), 2);
    expect(after[1]).toMatchObject({ people: 1, payments: 2, amount: 300_000, returned: { payments: 1 } });
  });
});

describe('a run beside the month before', () => {
  test('the first run stands beside imported history, by commune', async () => {
    const comparison = await compareRun(pool(), run);
    expect(comparison.before).toEqual({ month: 202610, source: 'history' });
    expect(comparison.categories).toEqual([]);
    expect(comparison.communes.map((one) => [one.code, one.name, one.before.people, one.now.people])).toEqual([
      ['07210', 'Phường Bắc Giang', 2, 2],
      ['07228', 'Phường Đa Mai', 2, 1],
    ]);
    const now = comparison.communes.reduce((sum, one) => sum + one.now.amount, 0);
    expect(now).toBe(run.totals?.amount);
  });

  test('the next beside it, by category too; the steps of all communes are those of each together', async () => {
    const comparison = await compareRun(pool(), december);
    expect(comparison.before).toEqual({ month: 202611, source: 'runs' });
    expect(comparison.withRuns).toEqual([]);
    expect(comparison.categories.map((one) => one.code)).toEqual(['SA4', 'SA6N', 'SP75']);
    const total = (side: 'before' | 'now'): number =>
      comparison.categories.reduce((sum, one) => sum + one[side].amount, 0);
    expect([total('before'), total('now')]).toEqual([run.totals?.amount, december.totals?.amount]);
    for (const { step, amount } of comparison.steps.filter((one) => one.communeCode === null)) {
      const own = comparison.steps.filter((one) => one.communeCode !== null && one.step === step);
      expect(own.reduce((sum, one) => sum + one.amount, 0)).toBe(amount);
    }
    const all = comparison.steps.filter((one) => one.communeCode === null).reduce((sum, one) => sum + one.amount, 0);
    expect(all).toBe(december.totals?.amount);
  });

  test('a change is rounded to tenths of a percent, half away from zero', () => {
    const side = (
      amount: number,
    ): { people: number; current: ReturnType<typeof vnd>; amount: ReturnType<typeof vnd> } => ({
      people: 1,
      current: vnd(0),
      amount: vnd(amount),
    });
    const change = (before: number, now: number): number | null =>
      changeOf({ before: side(before), now: side(now) }).perMille;
    expect([change(2000, 2001), change(2000, 1999), change(3000, 4000), change(0, 5), change(5, 0)]).toEqual([
      1,
      -1,
      333,
      null,
      -1000,
    ]);
  });
});

const ALL: ExceptionFilter = { control: null, severity: null, communeCode: null, state: null };

describe('findings', () => {
  test('each with person, held money and the state of its case', async () => {
    const page = await listExceptions(pool(), run.runNo, { ...ALL, control: 'no_payee' }, null);
    expect(page.next).toBeNull();
    expect(page.rows).toMatchObject([
      {
        personId: 'P3',
        fullName: 'Lê Thị Lan',
        communeName: 'Phường Đa Mai',
        severity: 'block',
        holdReason: 'no_payee',
        state: 'open',
        owner: null,
      },
    ]);
    const held = await office.ask(
      `SELECT sum(amount)::int AS held FROM run_line WHERE run_no = $1 AND person_id = 'P3' AND hold_reason IS NOT NULL`,
      run.runNo,
    );
    expect(page.rows[0]?.heldAmount).toBe(held[0]?.['held']);
  });

  test('the last word counts, comments are counted apart, filters go by it', async () => {
    const say = (action: string): Promise<unknown> =>
      office.ask(
        `INSERT INTO case_event (person_id, control, commune_code, action, note, actor) VALUES ('P3', 'no_payee', '07228', $1, 'ghi chú', 'hà')`,
        action,
      );
    const states = async (state: ExceptionFilter['state']): Promise<string[]> =>
      (await listExceptions(pool(), run.runNo, { ...ALL, control: 'no_payee', state }, null)).rows.map(
        (one) => `${one.state} ${one.owner} ${one.comments}`,
      );
    await say('take');
    await say('comment');
    expect(await states('taken')).toEqual(['taken hà 1']);
    expect(await states('open')).toEqual([]);
    await say('resolve');
    expect(await states(null)).toEqual(['resolved hà 1']);
    await say('reopen');
    expect(await states('open')).toEqual(['open null 1']);
  });

  test('page by page everything comes once, in order, also findings about communes', async () => {
    const draft = december.runNo;
    const added = Array.from(
      { length: 2 * EXCEPTIONS_A_PAGE + 3 },
      (_, at) => `('X${100 + at}', '${at % 2 === 0 ? 'overpaid' : 'death'}')`,
    );
    await office.unguarded(
      `INSERT INTO run_exception (run_no, person_id, control, commune_code, severity, message) SELECT ${draft}, p, c, '07210', 'warn', 'm' FROM (VALUES ${added.join(', ')}) t (p, c)`,
      `INSERT INTO run_exception (run_no, person_id, control, commune_code, severity, message) SELECT ${draft}, '', 'unchanged_list', c, 'warn', 'm' FROM (VALUES ('07210'), ('07228')) t (c)`,
    );
    const seen: string[] = [];
    for (let after: Parameters<typeof listExceptions>[3] = null; ;) {
      const page = await listExceptions(pool(), draft, ALL, after);
      seen.push(...page.rows.map((one) => `${one.personId} ${one.control} ${one.communeCode}`));
      expect(page.rows.length).toBeLessThanOrEqual(EXCEPTIONS_A_PAGE);
      after = page.next;
      if (after === null) break;
    }
    const rows = await office.ask(
      `SELECT person_id || ' ' || control || ' ' || commune_code AS one FROM run_exception WHERE run_no = $1`,
      draft,
    );
    expect(seen.toSorted()).toEqual(rows.map((row) => String(row['one'])).sort());
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.slice(0, 2)).toEqual([' unchanged_list 07210', ' unchanged_list 07228']);
  });
});

const EVERY_FILE: FileFilter = { provider: null, communeCode: null, kind: null };

describe('files', () => {
  test('every file of a run, and what each bank or post gets', async () => {
    const { rows, next } = await listFiles(pool(), run.runNo, EVERY_FILE, null);
    const all = await office.ask(
      'SELECT path, amount::int FROM payout_file WHERE run_no = $1 ORDER BY path COLLATE "C"',
      run.runNo,
    );
    expect(rows.map((one) => one.path)).toEqual(all.map((one) => one['path']));
    expect(next).toBeNull();
    const sums = await filesByProvider(pool(), run.runNo, EVERY_FILE);
    expect(sums.reduce((sum, one) => sum + one.amount, 0)).toBe(run.totals?.amount);
    expect(await kindsOfFiles(pool(), run.runNo)).toEqual([...new Set(rows.map((one) => one.kind))].sort());
  });

  test('of one bank, from a path on', async () => {
    const { rows } = await listFiles(pool(), run.runNo, { ...EVERY_FILE, provider: 'VNPOST' }, null);
    expect(rows.length).toBeGreaterThan(1);
    expect(new Set(rows.map((one) => one.provider))).toEqual(new Set(['VNPOST']));
    const rest = await listFiles(pool(), run.runNo, { ...EVERY_FILE, provider: 'VNPOST' }, rows[0]?.path ?? null);
    expect(rest.rows).toEqual(rows.slice(1));
  });
});

const REGISTER: OverpaymentFilter = { communeCode: null, family: null, hasOrder: null };

describe('overpayments', () => {
  test('who was paid too much, for how many months, and the order about it', async () => {
    expect(await registerRun(pool())).toBe(december.runNo);
    const { rows } = await listOverpaid(pool(), run.runNo, REGISTER, null);
    expect(rows.find((one) => one.personId === 'P9')).toEqual({
      personId: 'P9',
      fullName: 'Đỗ Văn Chín',
      communeCode: '07228',
      communeName: 'Phường Đa Mai',
      family: 'MAIN',
      firstMonth: 202608,
      lastMonth: 202609,
      months: 2,
      amount: 1_000_000,
      isDead: true,
      orders: [{ decisionNo: '77/QĐ-TH', total: 1_000_000, monthlyAmount: 200_000, fromMonth: 202611, recovered: 0 }],
    });
  });

  test('filters, and what lies behind a place', async () => {
    const people = async (
      more: Partial<OverpaymentFilter>,
      after: Parameters<typeof listOverpaid>[3] = null,
    ): Promise<string[]> =>
      (await listOverpaid(pool(), run.runNo, { ...REGISTER, ...more }, after)).rows.map((one) => one.personId);
    expect(await people({ hasOrder: true })).toEqual(['P9']);
    expect(await people({ hasOrder: false })).toEqual([]);
    expect(await people({ communeCode: '07210' })).toEqual([]);
    expect(await people({}, { personId: 'P9', family: 'MAIN' })).toEqual([]);
  });
});

test('the story of a run, the newest first', async () => {
  const actions = await actionsOfRun(pool(), run, 'Asia/Ho_Chi_Minh');
  const told = actions.map((one) => `${one.what} ${one.actor}`);
  expect(told).toEqual(
    expect.arrayContaining([
      'opened an',
      'approved binh',
      'issued null',
      'settlement chi',
      'compute worker',
      'files worker',
    ]),
  );
  expect(told.at(-1)).toBe('opened an');
  expect(told.indexOf('settlement chi')).toBeLessThan(told.indexOf('approved binh'));
  expect(actions.map((one) => one.at)).toEqual(
    actions
      .map((one) => one.at)
      .toSorted()
      .reverse(),
  );
});
