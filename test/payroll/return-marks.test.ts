import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Run } from '../../src/store/runs.ts';
import { type Office, openOffice } from '../support/office.ts';
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
const JANUARY = { month: '2027-01', knownAt: '2026-12-24' };

/** Why a person's lines wait, each reason once; 'paid' for those that go out. */
async function holdsOf(run: Run, person: string): Promise<string[]> {
  const lines = (await office.lines(run)).filter(([who]) => who === person);
  return [...new Set(lines.map((line) => line[5] ?? 'paid'))];
}

describe('an account that the bank refused', () => {
  test('waits until the payee is another one, this month and all that came back', async () => {
    await office.settle(november, ['{P1},returned,2026-11-06,,AC04']);
    const december = await office.pay(DECEMBER);
    expect(await holdsOf(december, 'P1')).toEqual(['account_returned']);
    await office.load({ payees: ['P1,2027-01,bank,970415,0099887766,NGUYEN THI HOA,,,'] });
    const january = await office.run(JANUARY);
    expect(await holdsOf(january, 'P1')).toEqual(['paid']);
    const all = (await office.lines(january)).filter(([who]) => who === 'P1').reduce((sum, line) => sum + line[4], 0);
    expect(all).toBe(1_050_000 + 810_000 + 810_000);
  });

  test('the same account loaded again is no change; the correction of its number is', async () => {
    await office.settle(november, ['{P1},returned,2026-11-06,,AC01']);
    await office.load({ payees: ['P1,2024-02,bank,970405,0012345678,NGUYEN THI HOA,,,'] });
    expect(await holdsOf(await office.run(DECEMBER), 'P1')).toEqual(['account_returned']);
    await office.load({ payees: ['P1,2024-02,bank,970405,0012345679,NGUYEN THI HOA,,,'] });
    expect(await holdsOf(await office.run(DECEMBER), 'P1')).toEqual(['paid']);
  });

  test('an officer’s release lets it go once; refused again it waits again', async () => {
    await office.settle(november, ['{P1},returned,2026-11-06,,AC06']);
    await office.hold('P1', 'release');
    const december = await office.pay(DECEMBER);
    expect(await holdsOf(december, 'P1')).toEqual(['paid']);
    await office.settle(december, ['{P1},returned,2026-12-06,,AC06']);
    expect(await holdsOf(await office.run(JANUARY), 'P1')).toEqual(['account_returned']);
  });

  test('says nothing of money that went through the post', async () => {
    await office.settle(november, ['{P2},returned,2026-11-06,,AC04']);
    expect(await holdsOf(await office.run(DECEMBER), 'P2')).toEqual(['paid']);
  });
});

describe('money that came back for other reasons', () => {
  test('of the dead, of who moved, of a double: waits until an officer asked', async () => {
    await office.settle(november, [
      '{P1},returned,2026-11-06,,AM05',
      '{P2},uncollected,2026-11-18,,đã chết ngày 02/11',
      '{P4},uncollected,2026-11-18,,đã chuyển đi',
    ]);
    const december = await office.run(DECEMBER);
    for (const person of ['P1', 'P2', 'P4']) expect(await holdsOf(december, person)).toEqual(['return_to_ask']);
    expect(
      await office.ask(
        `SELECT person_id, severity, message FROM run_exception WHERE control = 'return_to_ask' ORDER BY 1`,
      ),
    ).toMatchObject([
      { person_id: 'P1', severity: 'block', message: expect.stringContaining('(DUPLICATE)') },
      { person_id: 'P2', severity: 'block', message: expect.stringContaining('(DECEASED)') },
      { person_id: 'P4', severity: 'block', message: expect.stringContaining('(MOVED)') },
    ]);
    await office.hold('P4', 'release');
    const again = await office.run(DECEMBER);
    expect(await holdsOf(again, 'P4')).toEqual(['paid']);
    expect(await holdsOf(again, 'P2')).toEqual(['return_to_ask']);
  });

  test('not collected, no funds, no reason: the next run pays it again', async () => {
    await office.settle(november, [
      '{P1},returned,2026-11-06,,AM04',
      '{P2},uncollected,2026-11-18,,vắng mặt',
      '{P4},returned,2026-11-18,,',
    ]);
    const december = await office.run(DECEMBER);
    for (const person of ['P1', 'P2', 'P4']) expect(await holdsOf(december, person)).toEqual(['paid']);
  });

  test('a code that gives no reason waits for the bank; what it writes behind NARR is read', async () => {
    await office.settle(november, [
      '{P1},returned,2026-11-06,,NARR tai khoan da dong',
      '{P2},returned,2026-11-06,,MS03',
      '{P4},returned,2026-11-06,,NARR',
    ]);
    const december = await office.run(DECEMBER);
    expect(await holdsOf(december, 'P1')).toEqual(['account_returned']);
    expect(await holdsOf(december, 'P2')).toEqual(['return_to_ask']);
    expect(await holdsOf(december, 'P4')).toEqual(['return_to_ask']);
  });

  test('a later word counts: returned, found paid by a correction, nothing waits', async () => {
    await office.settle(november, ['{P1},returned,2026-11-06,,AC04', '{P1},uncollected,2026-11-07,,']);
    expect(await holdsOf(await office.run(DECEMBER), 'P1')).toEqual(['account_returned']);
  });
});
