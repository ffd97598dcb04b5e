import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

const DECEMBER = { month: '2026-12', knownAt: '2026-11-20' };

/** VND by person, and why it waits; those that go out under "paid". */
async function amounts(run: Parameters<Office['lines']>[0]): Promise<Record<string, Record<string, number>>> {
  const found: Record<string, Record<string, number>> = {};
  for (const [person, , , , amount, hold] of await office.lines(run)) {
    const own = (found[person] ??= {});
    own[hold ?? 'paid'] = (own[hold ?? 'paid'] ?? 0) + amount;
  }
  return found;
}

describe('money that waits', () => {
  test('an officer’s hold keeps it; after the release the next run pays it', async () => {
    await office.hold('P1', 'hold');
    const held = await office.pay();
    expect((await amounts(held))['P1']).toEqual({ officer_hold: 1_050_000 });
    await office.hold('P1', 'release');
    const released = await office.pay();
    expect(await amounts(released)).toMatchObject({ P1: { paid: 1_050_000 } });
    expect(released.totals).toMatchObject({ payments: 1, amount: 1_050_000 });
  });

  test('a hold after the draft counts once the draft is computed again', async () => {
    const draft = await office.run();
    await office.hold('P2', 'hold');
    const again = await office.run();
    expect(again.runId).toBe(draft.runId);
    expect((await amounts(again))['P2']).toEqual({ officer_hold: 700_000 });
  });

  test('a suspension keeps all months of the family; the first run after it pays them all', async () => {
    await office.load({
      suspensions: ['A1,2026-11,,9/QĐ,không nhận tiền'],
      awards: ['A6,P1,CS6,6/QĐ,2026-11-01,2026-11,,1,'],
    });
    const november = await office.pay();
    expect((await amounts(november))['P1']).toEqual({ suspended: 1_050_000, paid: 540_000 });
    await office.load({ suspensions: ['A1,2026-11,2026-11,9/QĐ,không nhận tiền'] });
    expect((await office.run()).status).toBe('closed');
    const december = await office.pay(DECEMBER);
    expect((await amounts(december))['P1']).toEqual({ paid: 1_050_000 + 810_000 + 540_000 });
  });

  test('a stop decision from before the suspension removes what waited', async () => {
    await office.load({ suspensions: ['A1,2026-11,,9/QĐ,không nhận tiền'] });
    await office.pay();
    await office.load({ awards: ['A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,2026-10,,'] });
    const december = await office.run(DECEMBER);
    // Arrears of July to October are still owed, and still suspended; November and December are not due.
    expect((await amounts(december))['P1']).toEqual({ suspended: 240_000 });
  });

  test('after a recorded death it waits for a payee from a later month, and never goes to the old account', async () => {
    await office.load({
      persons: ['P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,2026-11-02,0'],
      awards: ['A7,P1,FUN,7/QĐ,2026-11-10,2026-11,,,'],
    });
    const november = await office.pay();
    expect((await amounts(november))['P1']).toEqual({ death: 1_050_000 + 10_800_000 });
    await office.hold('P1', 'release');
    expect((await office.run()).status).toBe('closed');
    await office.load({ payees: ['P1,2026-12,post,,,,PP1,Nguyễn Văn Nam,024095000111'] });
    const december = await office.pay(DECEMBER);
    expect((await amounts(december))['P1']).toEqual({ paid: 1_050_000 + 10_800_000 });
    const how = await office.ask(
      `SELECT channel, provider FROM payment WHERE run_no = $1 AND person_id = 'P1'`,
      december.runNo,
    );
    expect(how).toEqual([{ channel: 'post', provider: 'VNPOST' }]);
  });

  test('a death taken back: an empty cell empties the fact, and the money goes out', async () => {
    await office.load({ persons: ['P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,2026-09-02,0'] });
    const wrong = await office.pay();
    expect((await amounts(wrong))['P1']).toEqual({ death: 180_000 });
    expect(wrong.totals).toMatchObject({ overpaidAmount: 750_000 });
    await office.load({ persons: ['P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,,0'] });
    const right = await office.pay();
    expect((await amounts(right))['P1']).toEqual({ paid: 1_050_000 });
    expect(right.totals).toMatchObject({ overpaidAmount: 0 });
  });

  test('two people with one national id both wait until the registry says who is who', async () => {
    await office.load({ persons: ['P2,024170012345,Trần Văn Bình,1940-02-03,M,07210,,0'] });
    const run = await office.pay();
    expect(await amounts(run)).toMatchObject({
      P1: { duplicate_person: 1_050_000 },
      P2: { duplicate_person: 700_000 },
    });
    await office.load({ persons: ['P2,024040012346,Trần Văn Bình,1940-02-03,M,07210,,0'] });
    expect((await office.pay()).totals).toMatchObject({ payments: 2, amount: 1_750_000 });
  });
});
