import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handBack } from '../../src/payroll/hand-back.ts';
import { aDay, aMonth } from '../support/law.ts';
import { vnd } from '../../src/domain/money.ts';
import { type Office, granted, openOffice, refusalOf } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  await office.settle(await office.pay(), ['{P1},returned,2026-11-05,,']);
});

afterEach(() => office.close());

const PAPER = {
  reference: 'C2-05a/17',
  month: aMonth('2026-11'),
  communeCode: '07210',
  provider: '970405',
  amount: vnd(50_000),
  receivedOn: aDay('2026-11-25'),
  actor: 'an',
};

describe('money that a provider gives back', () => {
  test('is entered once, up to what the provider has', async () => {
    expect(granted(await handBack(office.context, PAPER))).toBe(1_000_000);
    expect(refusalOf(await handBack(office.context, PAPER)).code).toBe('already_entered');
    const rest = { ...PAPER, reference: 'C2-05a/18', amount: vnd(1_000_001) };
    expect(refusalOf(await handBack(office.context, rest)).code).toBe('more_than_held');
    expect(granted(await handBack(office.context, { ...rest, amount: vnd(1_000_000) }))).toBe(0);
  });

  test('never into a month that is closed', async () => {
    await office.unguarded(`INSERT INTO closed_month (month, actor, last_outcome_event) VALUES (202611, 'an', 1)`);
    expect(refusalOf(await handBack(office.context, PAPER)).code).toBe('month_closed');
    expect(granted(await handBack(office.context, { ...PAPER, month: aMonth('2026-12') }))).toBe(1_000_000);
  });
});
