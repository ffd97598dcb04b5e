import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Guest } from '../support/console.ts';
import { TWO_COMMUNES_PERSONAL, type TwoCommunes, openTwoCommunes } from '../support/two-communes.ts';

let at: TwoCommunes;
let tra: Guest;

beforeAll(async () => {
  at = await openTwoCommunes();
  tra = await at.web.guest('tra', 'auditor');
}, 60_000);
afterAll(() => at.close());

test('the register of overpayments: who, months, orders, what is open; nobody by name', async () => {
  const page = await tra.text('/overpayments');
  for (const piece of ['P9', 'Đ. V. C.', 'đã chết', '08/2026 – 09/2026 (2)', '77/QĐ-TH', '1.000.000'])
    expect(page).toContain(piece);
  expect(page).not.toMatch(TWO_COMMUNES_PERSONAL);
  expect(await tra.text('/overpayments?order=no')).toContain('Không có ai chi thừa');
  expect(await tra.text('/overpayments?commune=07210')).toContain('Không có ai chi thừa');
  expect(await tra.text('/overpayments?family=MAIN&order=yes')).toContain('P9');
});

test('as CSV and for programs', async () => {
  const csv = await (await tra.get('/overpayments.csv')).text();
  expect(csv.split('\n').slice(0, 2)).toEqual([
    'run_id,person_id,commune_code,family,first_month,last_month,months,orders,recovered,outstanding',
    `${at.run.runId},P9,07228,MAIN,2026-08,2026-09,2,77/QĐ-TH,0,1000000`,
  ]);
  const program = await at.web.program('tra');
  const answer = await (await program.get('/api/v1/overpayments')).json();
  expect(answer).toMatchObject({
    run_id: at.run.runId,
    next: null,
    overpayments: [{ person_id: 'P9', outstanding: 1_000_000, orders: [{ decision_no: '77/QĐ-TH', recovered: 0 }] }],
  });
  expect(await at.office.ask(`SELECT command FROM audit_entry WHERE command = 'web overpayments-csv'`)).toHaveLength(1);
});

test('communes: people, money, held, findings and the change, by name or by figure', async () => {
  const program = await at.web.program('tra');
  const of = async (sort: string): Promise<{ communes: Record<string, unknown>[] }> =>
    JSON.parse(await (await program.get(`/api/v1/communes?sort=${sort}`)).text());
  const byName = await of('name');
  expect(byName.communes.map((one) => one['name'])).toEqual(['Phường Bắc Giang', 'Phường Đa Mai']);
  const [held] = await at.office.ask(
    `SELECT sum(l.amount)::bigint AS held FROM run_line l JOIN payment p USING (run_no, person_id) WHERE l.hold_reason IS NOT NULL AND p.commune_code = '07228'`,
  );
  expect(byName.communes[1]).toMatchObject({ held: Number(held?.['held']), people_before: 2 });
  for (const sort of ['people', 'amount', 'held', 'findings', 'change']) {
    const values = (await of(sort)).communes.map((one) => Number(one[sort]));
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  }
  const total = byName.communes.reduce((sum, one) => sum + Number(one['amount']), 0);
  expect(total).toBe(at.run.totals?.amount);
  const page = await tra.text('/communes?sort=amount');
  expect(page).toContain('Phường Đa Mai');
  expect(await (await tra.get('/communes?sort=amount')).text()).toContain('aria-sort="descending"');
});
