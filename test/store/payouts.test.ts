import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Payout, payoutsOfCommune } from '../../src/store/payouts.ts';
import type { Run } from '../../src/store/runs.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let run: Run;

beforeAll(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  await office.load({
    payees: ['P1,2026-11,bank,970436,0451000999999,NGUYEN THI HOA,,,', 'P4,2026-12,bank,970436,0451000888888,,,,'],
  });
  run = await office.run();
});

afterAll(async () => {
  await office.close();
});

async function payouts(): Promise<readonly Payout[]> {
  const lists = await Promise.all(
    ['07210', '07228'].map((code) => payoutsOfCommune(office.context.database, run, code)),
  );
  return lists.flatMap((list) => [...list].flat());
}

test('names and accounts stand as they were known at opening, whatever the registry learns later', async () => {
  const atOpening = await payouts();
  const shown = atOpening.map((one) => [one.personId, one.fullName, one.birthYear, one.nationalIdEnd, one.accountNo]);
  expect(shown).toEqual([
    ['P1', 'Nguyễn Thị Hoa', '1970', '2345', '0451000999999'],
    ['P2', 'Trần Văn Bình', '1940', '2346', ''],
    ['P4', 'Phạm Thị Mai', '1990', '2348', ''],
  ]);

  await office.load({
    persons: ['P1,,Nguyễn Thị Hoà,1971-05-06,F,07210,,0', 'P4,024190012399,Phạm Mai,1990-01-01,F,07228,,0'],
    payees: [
      'P1,2026-11,bank,970436,0451000777777,HOA,,,',
      'P1,2024-02,bank,970405,0000000000,HOA,,,',
      'P2,2025-07,post,,,,PP1,Trần Thị Cúc,024170054321',
      'P4,2026-11,bank,970436,0451000666666,PHAM MAI,,,',
    ],
  });
  expect(await payouts()).toEqual(atOpening);
});
