import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeMonth } from '../../src/payroll/close-month.ts';
import { answerSettlementRow, correctOutcome } from '../../src/payroll/correct-outcome.ts';
import { settleFile } from '../../src/payroll/settle-outcomes.ts';
import { type Run, getRun } from '../../src/store/runs.ts';
import { A_DAY_TO_COME, aDay, aMonth } from '../support/law.ts';
import { type Office, granted, openOffice, openedRun, refusalOf } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let november: Run;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  november = await office.pay();
});

afterEach(() => office.close());

const DECEMBER = { month: '2026-12', knownAt: '2026-11-24' };

/** status after every event of a person's payment, oldest first. */
async function statusesOf(personId: string): Promise<unknown[]> {
  return (
    await office.ask('SELECT status_after FROM outcome_event WHERE person_id = $1 ORDER BY event_no', personId)
  ).map((row) => row['status_after']);
}

/** Person, month, kind and amount of a run's lines that go out. */
async function paidLines(run: Run): Promise<(readonly unknown[])[]> {
  return (await office.lines(run))
    .filter((line) => line[5] === null)
    .map(([who, , at, kind, vnd]) => [who, at, kind, vnd]);
}

describe('outcomes', () => {
  test('paid, returned and uncollected: the next run pays what came back, as carried, and only it', async () => {
    const summary = await office.settle(november, [
      '{P1},paid,2026-11-05,1050000,',
      '{P2},returned,2026-11-06,,AC04',
      '{P4},uncollected,2026-11-18,700000,vắng mặt',
    ]);
    expect(summary).toMatchObject({
      rows: 3,
      matched: 3,
      paid: 1,
      returned: 1,
      uncollected: 1,
      unmatched: 0,
      problems: [],
    });
    expect(await getRun(office.context.database, november.runNo)).toMatchObject({ status: 'settled' });
    const lines = await paidLines(await office.pay(DECEMBER));
    const carried = (who: string): unknown[] => [
      [who, 202607, 'carried', 40_000],
      [who, 202608, 'carried', 40_000],
      [who, 202609, 'carried', 40_000],
      [who, 202610, 'carried', 40_000],
      [who, 202611, 'carried', 540_000],
      [who, 202612, 'current', 540_000],
    ];
    expect(lines).toEqual([['P1', 202612, 'current', 810_000], ...carried('P2'), ...carried('P4')]);
  });

  test('the same file twice, and the same outcome in another file, change nothing', async () => {
    const line = '{P1},returned,2026-11-06,,AC04';
    const id = await office.endToEndId(november, 'P1');
    const path = join(office.at.out, 'twice.csv');
    writeFileSync(path, `end_to_end_id,status,date,amount,reason\n${line.replace('{P1}', id)}\n`);
    const load = { path, actor: 'chi', format: null, today: A_DAY_TO_COME };
    const first = granted(await settleFile(office.context, load));
    const again = granted(await settleFile(office.context, load));
    expect(again).toEqual({ ...first, alreadyLoaded: true });
    expect(await office.settle(november, [line, '{P2},paid,2026-11-05,,'])).toMatchObject({ returned: 1, paid: 1 });
    expect(await statusesOf('P1')).toEqual(['returned']);
    expect(await office.ask('SELECT count(*)::int AS rows FROM settlement_row')).toEqual([{ rows: 3 }]);
  });

  test('a return after it was paid opens the balance again, whichever file comes first', async () => {
    const late = await office.settle(november, ['{P1},paid,2026-11-05,,', '{P2},returned,2026-11-09,,']);
    expect(late.problems).toEqual([]);
    const back = await office.settle(november, ['{P1},returned,2026-11-12,,']);
    expect(back.problems.map((one) => one.code)).toEqual(['returned_after_paid']);
    const before = await office.settle(november, ['{P2},paid,2026-11-05,,']);
    expect(before.problems).toEqual([]);
    expect(await statusesOf('P1')).toEqual(['paid', 'returned']);
    expect(await statusesOf('P2')).toEqual(['returned', 'returned']);
  });

  test('paid after it came back does not count without a correction that names who and why', async () => {
    await office.settle(november, ['{P1},returned,2026-11-06,,']);
    const upload = await office.settle(november, ['{P1},paid,2026-11-10,,']);
    expect(upload).toMatchObject({ matched: 1, paid: 0 });
    expect(upload.problems.map((one) => one.code)).toEqual(['paid_after_return']);
    expect(await statusesOf('P1')).toEqual(['returned', 'returned']);
    const paymentId = await office.endToEndId(november, 'P1');
    const correction = { paymentId, status: 'paid', date: aDay('2026-11-10'), actor: 'dung' } as const;
    expect(refusalOf(await correctOutcome(office.context, { ...correction, reason: ' ' })).code).toBe('reason_missing');
    granted(await correctOutcome(office.context, { ...correction, reason: 'sao kê ngày 10' }));
    expect(await statusesOf('P1')).toEqual(['returned', 'returned', 'paid']);
    expect(await paidLines(await office.run(DECEMBER))).toContainEqual(['P1', 202612, 'current', 810_000]);
    expect((await paidLines(await office.run(DECEMBER))).filter(([who]) => who === 'P1')).toHaveLength(1);
  });

  test('after a correction an old upload changes nothing, a new return does', async () => {
    await office.settle(november, ['{P1},returned,2026-11-06,,']);
    const paymentId = await office.endToEndId(november, 'P1');
    const correction = {
      paymentId,
      status: 'paid',
      date: aDay('2026-11-10'),
      actor: 'dung',
      reason: 'sao kê',
    } as const;
    granted(await correctOutcome(office.context, correction));
    expect(refusalOf(await correctOutcome(office.context, correction)).code).toBe('already_so');
    await office.settle(november, ['{P1},returned,2026-11-06,,', '{P2},paid,2026-11-06,,']);
    expect(await statusesOf('P1')).toEqual(['returned', 'paid']);
    await office.settle(november, ['{P1},returned,2026-11-20,,']);
    expect(await statusesOf('P1')).toEqual(['returned', 'paid', 'returned']);
  });
});

describe('rows that cannot be taken', () => {
  test('stay as evidence with a finding, and an officer sees them', async () => {
    const summary = await office.settle(november, [
      'CT24202611R01000099999,paid,2026-11-05,,',
      '{P1},paid,2026-11-05,999,',
      '{P3},paid,2026-11-05,,',
      '{P2},cashed,2026-11-05,,',
      '{P2},paid,31/02/2026,,',
      'x',
    ]);
    expect(summary).toMatchObject({ rows: 6, matched: 2, paid: 0, unmatched: 4 });
    expect(summary.problems.map(({ row, code }) => [row, code])).toEqual([
      [2, 'unknown_payment'],
      [3, 'amount_differs'],
      [4, 'not_issued'],
      [5, 'bad_status'],
      [6, 'bad_date'],
      [7, 'wrong_number_of_cells'],
    ]);
    expect(await office.ask('SELECT FROM outcome_event')).toEqual([]);
    expect(await office.ask('SELECT count(*)::int AS rows FROM settlement_row WHERE finding IS NOT NULL')).toEqual([
      { rows: 6 },
    ]);
  });

  test.each([
    ['end_to_end_id,status\n', 'missing_column'],
    ['', 'empty_file'],
    [Buffer.from([0xff, 0xfe, 0x41, 0x00, 0x0a]), 'wrong_encoding'],
  ])('a file that is none loads nothing: %j', async (content, code) => {
    const path = join(office.at.out, 'broken.csv');
    writeFileSync(path, content);
    expect(
      refusalOf(await settleFile(office.context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME })).code,
    ).toBe(code);
    expect(await office.ask('SELECT FROM settlement_file')).toEqual([]);
  });
});

describe('closing a month', () => {
  const close = (): ReturnType<typeof closeMonth> => closeMonth(office.context, aMonth('2026-11'), 'dung');

  test('says all that is open, closes when nothing is, and takes no run any more', async () => {
    await office.settle(november, ['{P1},paid,2026-11-05,,', 'nobody,paid,2026-11-05,,']);
    const refusal = refusalOf(await close());
    expect(refusal.message).toContain('2 khoản chi chưa có kết quả');
    expect(refusal.message).toContain('1 dòng kết quả chưa xử lý');
    await office.settle(november, ['{P2},paid,2026-11-05,,', '{P4},paid,2026-11-05,,']);
    expect(refusalOf(await close()).message).not.toContain('chưa có kết quả');
    granted(
      await answerSettlementRow(office.context.database, {
        fileNo: 1,
        row: 3,
        actor: 'dung',
        reason: 'khoản của tỉnh khác',
      }),
    );
    granted(await close());
    expect(refusalOf(await close()).code).toBe('already_closed');
    expect(refusalOf(await openedRun(office)).code).toBe('month_closed');
    expect(await getRun(office.context.database, november.runNo)).toMatchObject({ status: 'closed' });
  });

  test('a return after the month was closed is shown, and paid by the next month', async () => {
    await office.settle(november, ['{P1},paid,2026-11-05,,', '{P2},paid,2026-11-05,,', '{P4},paid,2026-11-05,,']);
    granted(await close());
    const late = await office.settle(november, ['{P4},returned,2026-12-02,,người nhận không đến']);
    expect(late.problems.map((one) => one.code)).toEqual(['returned_after_close']);
    const lines = await paidLines(await office.pay(DECEMBER));
    expect(lines.filter(([, , kind]) => kind === 'carried')).toHaveLength(5);
  });
});

test('events, rows and files refuse every change, to their owner too', async () => {
  await office.settle(november, ['{P1},paid,2026-11-05,,']);
  for (const table of ['outcome_event', 'settlement_row', 'settlement_file']) {
    await expect(office.ask(`DELETE FROM ${table}`)).rejects.toThrow('append-only');
    await expect(office.ask(`TRUNCATE ${table} CASCADE`)).rejects.toThrow('append-only');
  }
});
