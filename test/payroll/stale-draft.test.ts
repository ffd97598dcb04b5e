import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { approveRun } from '../../src/payroll/approve-run.ts';
import { correctOutcome } from '../../src/payroll/correct-outcome.ts';
import type { Run } from '../../src/store/runs.ts';
import { aDay } from '../support/law.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
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

/** Why the draft is refused; then it is computed again and approved. */
async function refusedThenAgain(draft: Run): Promise<{ code: string; isOne: boolean }> {
  const { code, message } = refusalOf(await approveRun(office.context, draft.runId, 'binh'));
  await office.approve(await office.run(DECEMBER));
  return { code, isOne: message.includes('1 of the people') };
}

const STALE = { code: 'draft_out_of_date', isOne: true };

describe('a draft is not approved after something changed for somebody it pays', () => {
  test.each([
    ['a death', { persons: ['P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,2026-11-02,0'] }],
    ['an award ended', { awards: ['A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,2026-10,,'] }],
    ['a suspension', { suspensions: ['A1,2026-12,,1/TD,x'] }],
    ['another account', { payees: ['P1,2026-12,bank,970436,0099999999,NGUYEN THI HOA,,,'] }],
  ])('%s', async (_, files) => {
    const draft = await office.run(DECEMBER);
    await office.load(files);
    expect(await refusedThenAgain(draft)).toEqual(STALE);
  });

  test('an officer who holds the person', async () => {
    const draft = await office.run(DECEMBER);
    await office.hold('P1', 'hold');
    expect(await refusedThenAgain(draft)).toEqual(STALE);
  });

  test('a correction: what the draft pays again was paid after all', async () => {
    await office.settle(november, ['{P1},returned,2026-11-05,,']);
    const draft = await office.run(DECEMBER);
    const paymentId = await office.endToEndId(november, 'P1');
    granted(
      await correctOutcome(office.context, {
        paymentId,
        status: 'paid',
        date: aDay('2026-11-25'),
        actor: 'dung',
        reason: 'sao kê',
      }),
    );
    expect(await refusedThenAgain(draft)).toEqual(STALE);
    expect(
      await office.ask(
        `SELECT sum(amount)::int AS paid FROM ledger_posting WHERE person_id = 'P1' AND month = 202611 AND event = 'confirm'`,
      ),
    ).toEqual([{ paid: 810_000 }]);
  });
});

test('what changes for somebody whose money waits, a release, or one more confirmation is no reason', async () => {
  const draft = await office.run(DECEMBER);
  await office.load({ persons: ['P3,024180012347,Lê Thị Lan,1980-01-01,F,07228,2026-11-02,0'] });
  await office.settle(november, ['{P1},paid,2026-11-05,,']);
  await office.hold('P3', 'release');
  expect(await office.approve(draft)).toMatchObject({ status: 'issued' });
});
