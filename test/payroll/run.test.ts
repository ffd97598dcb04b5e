import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Office, openOffice, openedRun, refusalOf } from '../support/office.ts';
import { JULY_TO_OCTOBER, paid, VILLAGE } from '../support/village.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

describe('the first run of November 2026', () => {
  test('pays the month by the new standard and the arrears since July; who has no payee waits', async () => {
    const run = await office.run();
    const arrears = (person: string, amount: number, hold: string | null): unknown[] =>
      [202607, 202608, 202609, 202610].map((month) => [person, 'MAIN', month, 'arrears', amount, hold]);
    expect(await office.lines(run)).toEqual([
      ...arrears('P1', 60_000, null),
      ['P1', 'MAIN', 202611, 'current', 810_000, null],
      ...arrears('P2', 40_000, null),
      ['P2', 'MAIN', 202611, 'current', 540_000, null],
      // The worked example of the law: coefficient 2.0, paid 1,000,000 since July, gets 1,400,000.
      ...arrears('P3', 80_000, 'no_payee'),
      ['P3', 'MAIN', 202611, 'current', 1_080_000, 'no_payee'],
      ...arrears('P4', 40_000, null),
      ['P4', 'MAIN', 202611, 'current', 540_000, null],
    ]);
    expect(run.totals).toMatchObject({
      payments: 3,
      amount: 2_450_000,
      current: 1_890_000,
      arrears: 560_000,
      carried: 0,
    });
    expect(run.totals).toMatchObject({ heldPersons: 1, heldAmount: 1_400_000, overpaidAmount: 0 });
  });

  test('known the day before the decree was in force: the old standard, and no arrears', async () => {
    const run = await office.run({ knownAt: '2026-10-04' });
    expect(run.totals).toMatchObject({ amount: 1_750_000, arrears: 0, heldAmount: 1_000_000 });
    // Once the decree is known, the difference of five months is missing.
    await office.approve(run);
    const later = await office.run({ knownAt: '2026-10-05' });
    expect(later.kind).toBe('supplementary');
    expect(later.totals).toMatchObject({ amount: 5 * (60_000 + 40_000 + 40_000), current: 140_000 });
  });

  test('what came back is carried over, what was never sent is arrears', async () => {
    await office.load({
      disbursements: [
        'P1-MAIN-2026-10,P1,MAIN,2026-10,750000,2026-10-05,bank,returned',
        // Bình was to get September's money once more in October, and did.
        'P2-MAIN-2026-09,P2,MAIN,2026-09,500000,2026-09-05,post,returned',
        'P2-again,P2,MAIN,2026-09,500000,2026-10-05,post,paid',
      ],
    });
    const run = await office.run();
    const lines = await office.lines(run);
    expect(lines.filter(([person, , month]) => person === 'P1' && month === 202610)).toEqual([
      ['P1', 'MAIN', 202610, 'carried', 750_000, null],
      ['P1', 'MAIN', 202610, 'arrears', 60_000, null],
    ]);
    expect(lines.filter(([person, , month]) => person === 'P2' && month === 202609)).toEqual([
      ['P2', 'MAIN', 202609, 'arrears', 40_000, null],
    ]);
    expect(run.totals).toMatchObject({ carried: 750_000, arrears: 560_000 });
  });
});

describe('after a run was issued', () => {
  test('a second one finds nothing, is closed at once and stands in nobody’s way', async () => {
    await office.pay();
    const second = await office.run();
    expect(second).toMatchObject({ status: 'closed', kind: 'supplementary' });
    expect(second.totals).toMatchObject({ payments: 0, amount: 0, heldAmount: 1_400_000 });
    expect((await office.run()).status).toBe('closed');
  });

  test('corrections are paid by a supplementary run: exactly the difference', async () => {
    await office.pay();
    await office.load({
      // Hoa died in October: November was paid too much. Lan has an account now. Mai has had two children since September.
      persons: ['P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,2026-10-15,0'],
      payees: ['P3,2026-11,bank,970436,0451000123456,LE THI LAN,,,'],
      awards: ['A4,P4,SA4,4/QĐ,2024-01-15,2024-02,2026-08,1,', 'A5,P4,SA4,5/QĐ,2026-09-01,2026-09,,2,'],
    });
    const run = await office.pay();
    expect((await office.lines(run)).filter(([person]) => person !== 'P3')).toEqual([
      ['P4', 'MAIN', 202609, 'arrears', 540_000, null],
      ['P4', 'MAIN', 202610, 'arrears', 540_000, null],
      ['P4', 'MAIN', 202611, 'current', 540_000, null],
    ]);
    expect(run.totals).toMatchObject({ amount: 1_400_000 + 3 * 540_000, overpaidAmount: 810_000, heldAmount: 0 });
    expect((await office.run()).status).toBe('closed');
    const twice = await office.ask(
      `SELECT person_id FROM ledger_posting WHERE event = 'issue' GROUP BY person_id, family, month, issue, part HAVING count(*) > 1`,
    );
    expect(twice).toEqual([]);
  });

  test('the next month pays that month alone', async () => {
    await office.pay();
    const december = await office.run({ month: '2026-12', knownAt: '2026-11-20' });
    expect(december.totals).toMatchObject({ payments: 3, amount: 1_890_000, arrears: 0, heldAmount: 2_480_000 });
  });
});

describe('a draft', () => {
  test('is computed again after an import, under the same name', async () => {
    const first = await office.run();
    await office.load({ payees: ['P3,2026-11,post,,,,PP2,,'] });
    const again = await office.run();
    expect(again.runId).toBe(first.runId);
    expect(again.totals).toMatchObject({ payments: 4, amount: 3_850_000, heldAmount: 0 });
    expect(again.contentSha256).not.toBe(first.contentSha256);
    const same = await office.run();
    expect([same.runNo, same.contentSha256]).toEqual([again.runNo, again.contentSha256]);
  });

  test('of one commune stands in the way of the province, and the other way round', async () => {
    const draft = await office.run({ communes: ['07210'] });
    expect(draft.totals).toMatchObject({ payments: 2, amount: 1_050_000 + 700_000 });
    const refusal = refusalOf(await openedRun(office));
    expect(refusal).toMatchObject({ code: 'run_in_the_way' });
    expect(refusal.message).toBe(
      `Run ${draft.runId} covers some of these communes and is draft. Approve or reject it first.`,
    );
    // The other commune is free.
    const other = await office.run({ communes: ['07228'] });
    expect(other.totals).toMatchObject({ payments: 1, heldAmount: 1_400_000 });
    await office.approve(draft);
    await office.approve(other);
    expect((await office.run()).status).toBe('closed');
  });

  test('of the province pays what the run of one commune left', async () => {
    await office.pay({ communes: ['07210'] });
    const rest = await office.run();
    expect((await office.lines(rest)).map(([person]) => person)).not.toContain('P1');
    expect(rest.totals).toMatchObject({ payments: 1, amount: 700_000, heldAmount: 1_400_000 });
  });

  test('opened twice at the same moment is one run', async () => {
    const opened = await Promise.all([1, 2, 3, 4].map(() => openedRun(office)));
    expect(new Set(opened.map((one) => (one.ok ? one.value : one.failure.code))).size).toBe(1);
    await office.run();
    expect(await office.ask('SELECT run_id FROM run')).toEqual([{ run_id: '2026-11-R01' }]);
  });
});

describe('who moves', () => {
  const MOVED = 'P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07228,,0';

  test('after being paid is not paid again by the new commune', async () => {
    await office.pay({ communes: ['07210'] });
    await office.load({ persons: [MOVED] });
    const run = await office.pay({ communes: ['07228'] });
    expect((await office.lines(run)).map(([person]) => person)).not.toContain('P1');
    const next = await office.pay({ month: '2026-12', knownAt: '2026-11-20' });
    const rows = await office.ask(
      `SELECT commune_code FROM payment WHERE run_no = $1 AND person_id = 'P1'`,
      next.runNo,
    );
    expect(rows).toEqual([{ commune_code: '07228' }]);
  });

  test('between two drafts is paid by the one that knows of it; the other must be computed again', async () => {
    const old = await office.run({ communes: ['07210'] });
    await office.load({ persons: [MOVED] });
    const fresh = await office.run({ communes: ['07228'] });
    await expect(office.approve(old)).rejects.toThrow('something changed for 1 of the people');
    await office.approve(fresh);
    await expect(office.approve(old)).rejects.toThrow('paid by another run');
    const again = await office.pay({ communes: ['07210'] });
    expect(again.runNo).toBe(old.runNo);
    const paidToHoa = await office.ask(`SELECT sum(amount)::int AS sum FROM ledger_posting WHERE person_id = 'P1'`);
    expect(paidToHoa).toEqual([{ sum: 1_050_000 }]);
  });
});

test('care support beside an amount of the person, and funeral costs once', async () => {
  await office.load({
    awards: ['A6,P1,CS6,6/QĐ,2026-07-01,2026-07,,1,', 'A7,P2,FUN,7/QĐ,2026-10-10,2026-10,,,'],
    disbursements: paid('P1', 'CARE', JULY_TO_OCTOBER, 500_000),
  });
  const lines = await office.lines(await office.run());
  expect(lines.filter(([, family]) => family !== 'MAIN')).toEqual([
    ...[202607, 202608, 202609, 202610].map((month) => ['P1', 'CARE', month, 'arrears', 40_000, null]),
    ['P1', 'CARE', 202611, 'current', 540_000, null],
    ['P2', 'ONEOFF', 202610, 'arrears', 10_800_000, null],
  ]);
});
