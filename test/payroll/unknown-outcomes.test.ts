import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { confirmProposal, correctOutcome } from '../../src/payroll/correct-outcome.ts';
import { settleFile } from '../../src/payroll/settle-outcomes.ts';
import { exportQuery } from '../../src/store/exports.ts';
import { type Run, getRun } from '../../src/store/runs.ts';
import { accountStatements } from '../support/bank-answers.ts';
import { A_DAY_TO_COME, aDay } from '../support/law.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let november: Run;

beforeEach(async () => {
  office = await openOffice();
  await office.load({
    ...VILLAGE,
    paying_accounts: ['07210,970405,5500111222333,UBND PHUONG BAC GIANG,1234567,yes'],
  });
  november = await office.pay();
});

afterEach(() => office.close());

const DECEMBER = { month: '2026-12', knownAt: '2026-11-24' };

async function word(id: string, actor = 'chi', status: 'paid' | 'returned' = 'returned') {
  const date = aDay('2026-11-12');
  return correctOutcome(office.context, { paymentId: id, status, date, actor, reason: 'ngân hàng không trả lời' });
}

async function carriedOf(person: string): Promise<number> {
  const lines = await office.lines(await office.run(DECEMBER));
  return lines
    .filter(([who, , , kind]) => who === person && kind === 'carried')
    .reduce((sum, line) => sum + line[4], 0);
}

describe('a payment that nobody answered', () => {
  test('is not issued again, month after month', async () => {
    expect((await office.run()).status).toBe('closed');
    expect(await carriedOf('P1')).toBe(0);
    expect(await office.ask(exportQuery('unknown', [november.runNo]))).toMatchObject([
      { provider: '970405', commune_code: '07210', payments: '1', amount: '1050000', proposals: null },
      { provider: 'VNPOST', commune_code: '07210', payments: '1', amount: '700000' },
      { provider: 'VNPOST', commune_code: '07228', payments: '1', amount: '700000' },
    ]);
  });

  test('is issued again when two people say that it did not arrive', async () => {
    const id = await office.endToEndId(november, 'P1');
    const proposed = granted(await word(id));
    expect(proposed).toEqual({ state: 'proposed', proposalNo: 1 });
    expect(await carriedOf('P1')).toBe(0);
    expect(refusalOf(await confirmProposal(office.context, { proposalNo: 1, actor: ' CHI ' })).code).toBe(
      'proposer_confirms',
    );
    expect(granted(await confirmProposal(office.context, { proposalNo: 1, actor: 'dung' }))).toMatchObject({
      state: 'noted',
    });
    expect(await carriedOf('P1')).toBe(1_050_000);
    expect(await office.ask('SELECT status, actor, reason, proposal_no FROM outcome_event')).toEqual([
      { status: 'returned', actor: 'chi + dung', reason: 'ngân hàng không trả lời', proposal_no: 1 },
    ]);
    expect(refusalOf(await confirmProposal(office.context, { proposalNo: 1, actor: 'dung' })).code).toBe('no_proposal');
  });

  test('one person cannot go around it: not by way of paid, not in the database', async () => {
    const id = await office.endToEndId(november, 'P1');
    expect(granted(await word(id, 'chi', 'paid'))).toMatchObject({ state: 'noted' });
    expect(granted(await word(id))).toEqual({ state: 'proposed', proposalNo: 1 });
    const event = `INSERT INTO outcome_event (run_no, person_id, status, outcome_date, reason, is_correction, status_after, actor)
      VALUES (${november.runNo}, 'P1', 'returned', '2026-11-12', 'x', true, 'returned', 'chi')`;
    await expect(office.context.database.pool.query(event)).rejects.toThrow(/two persons/);
    const alone = `INSERT INTO outcome_decision (proposal_no, actor) VALUES (1, ' Chi ')`;
    await expect(office.context.database.pool.query(alone)).rejects.toThrow(/same person/);
  });

  test('an answer that comes between makes the proposal void', async () => {
    const id = await office.endToEndId(november, 'P1');
    granted(await word(id));
    await office.settle(november, ['{P1},paid,2026-11-13,,']);
    expect(refusalOf(await confirmProposal(office.context, { proposalNo: 1, actor: 'dung' })).code).toBe(
      'nothing_left',
    );
    expect(await carriedOf('P1')).toBe(0);
  });
});

describe('a whole file that nobody answered', () => {
  async function messageId(): Promise<string> {
    const [file] = await office.ask(
      'SELECT message_id FROM payout_file WHERE run_no = $1 AND message_id IS NOT NULL',
      november.runNo,
    );
    return String(file?.['message_id']);
  }

  test('is decided as one, by two people; runs are settled by it', async () => {
    await office.settle(november, ['{P2},paid,2026-11-05,,', '{P4},paid,2026-11-05,,']);
    expect(granted(await word(await messageId()))).toEqual({ state: 'proposed', proposalNo: 1 });
    expect(await office.ask(exportQuery('unknown', [november.runNo]))).toMatchObject([{ proposals: '1' }]);
    granted(await confirmProposal(office.context, { proposalNo: 1, actor: 'dung' }));
    expect(await getRun(office.context.database, november.runNo)).toMatchObject({ status: 'settled' });
    expect(await carriedOf('P1')).toBe(1_050_000);
    expect(refusalOf(await word(await messageId(), 'chi', 'paid')).code).toBe('one_by_one');
  });

  test('a statement past its date in which it does not stand is enough for one person', async () => {
    const load = async (from: string, to: string): Promise<void> => {
      const path = join(office.at.out, `statement-${to}.xml`);
      const statement = { id: `S-${to}`, account: '5500111222333', from, to, opening: 7_000_000, bookings: [] };
      writeFileSync(path, accountStatements(`M-${to}`, to, [statement]));
      granted(await settleFile(office.context, { path, actor: 'chi', format: null, today: A_DAY_TO_COME }));
    };
    const [file] = await office.ask(
      `SELECT executes_on::text AS day, (executes_on + 3)::text AS last FROM payout_file WHERE message_id IS NOT NULL`,
    );
    const [day, last] = [String(file?.['day']), String(file?.['last'])];
    await load(day, day);
    expect(granted(await word(await messageId()))).toEqual({ state: 'proposed', proposalNo: 1 });
    const next = new Date(`${day}T00:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    await load(next.toISOString().slice(0, 10), last);
    expect(granted(await word(await messageId()))).toMatchObject({ state: 'noted' });
    expect(await carriedOf('P1')).toBe(1_050_000);
    expect(await office.ask('SELECT actor, statement_no FROM outcome_decision')).toEqual([
      { actor: 'chi', statement_no: 2 },
    ]);
  });
});
