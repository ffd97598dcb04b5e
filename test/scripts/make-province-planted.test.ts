import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generate, get, groupBy, monthNumber, readRows, type Row } from '../support/sample-province.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'planted-'));
const FILES = new Map<string, Row[]>();
const read = (name: string): Row[] => FILES.get(name) ?? [];

/** The people a kind of irregularity was planted on, each of whom must show it; refuses (throws) a kind planted on nobody. */
function plantedOn(what: string): string[] {
  const people = read('planted.csv').filter((row) => get(row, 'what') === what);
  if (people.length === 0) throw new Error(`nobody with ${what}`);
  return people.map((row) => get(row, 'person_id'));
}

beforeAll(() => {
  const made = generate(FOLDER);
  if (made.status !== 0) throw new Error(`no sample: ${made.stderr}`);
  for (const name of ['persons', 'persons_before', 'awards', 'suspensions', 'payees', 'disbursements', 'planted']) {
    FILES.set(`${name}.csv`, readRows(FOLDER, `${name}.csv`));
  }
}, 60_000);
afterAll(() => {
  rmSync(FOLDER, { recursive: true });
});

describe('what was planted is there', () => {
  test('national ids are unique except for people listed twice in two communes', () => {
    const known = read('persons.csv').filter((row) => get(row, 'national_id') !== '');
    const twice = [...groupBy(known, 'national_id').values()].filter((rows) => rows.length > 1);
    expect(twice.every((rows) => rows.length === 2 && rows[0]?.['commune_code'] !== rows[1]?.['commune_code'])).toBe(
      true,
    );
    const ids = twice.flat().map((row) => get(row, 'person_id'));
    expect(ids.sort()).toEqual(plantedOn('duplicate_person').sort());
  });

  test('national ids fit sex and birth year except where planted', () => {
    const known = read('persons.csv').filter((row) => get(row, 'national_id') !== '');
    const misfits = known.filter((row) => {
      const year = Number(get(row, 'birth_date').slice(0, 4));
      const digit = (year >= 2000 ? 2 : 0) + (get(row, 'sex') === 'F' ? 1 : 0);
      return !new RegExp(`^02[47]${digit}${String(year).slice(2)}\\d{6}$`).test(get(row, 'national_id'));
    });
    expect(misfits.map((row) => get(row, 'person_id'))).toEqual(plantedOn('id_mismatch'));
  });

  test('people without a payee or with a bank but no account', () => {
    const payees = groupBy(read('payees.csv'), 'person_id');
    const without = read('persons.csv')
      .map((row) => get(row, 'person_id'))
      .filter((id) => !payees.has(id));
    expect(without).toEqual(plantedOn('no_payee'));
    const noAccount = [...payees.values()]
      .flat()
      .filter((row) => get(row, 'channel') === 'bank' && !get(row, 'account_no'));
    expect(new Set(noAccount.map((row) => get(row, 'person_id')))).toEqual(new Set(plantedOn('bank_without_account')));
    expect(read('payees.csv').every((row) => /^(\d{9,15})?$/.test(get(row, 'account_no')))).toBe(true);
  });

  test('late deaths were paid for months after the death, nobody else was', () => {
    const death = new Map(
      read('persons.csv').map((row) => [get(row, 'person_id'), get(row, 'death_date').slice(0, 7)]),
    );
    const late = read('disbursements.csv').filter((row) => {
      const month = death.get(get(row, 'person_id'));
      return month && get(row, 'family') !== 'ONEOFF' && get(row, 'month') > month;
    });
    expect(new Set(late.map((row) => get(row, 'person_id')))).toEqual(new Set(plantedOn('late_death')));
  });

  test('returned money was paid again under another reference, or not', () => {
    const byPerson = groupBy(read('disbursements.csv'), 'person_id');
    const isPaidAgain = (id: string): boolean => {
      const rows = byPerson.get(id) ?? [];
      const returned = rows.filter((row) => get(row, 'status') === 'returned');
      expect(returned.length).toBeGreaterThan(0);
      return returned.every((back) =>
        rows.some(
          (row) =>
            row !== back && get(row, 'month') === get(back, 'month') && get(row, 'family') === get(back, 'family'),
        ),
      );
    };
    expect(plantedOn('returned_repaid').every(isPaidAgain)).toBe(true);
    expect(plantedOn('uncollected_carried').every(isPaidAgain)).toBe(true);
    expect(plantedOn('returned_open').some(isPaidAgain)).toBe(false);
    expect(plantedOn('uncollected_three_months').some(isPaidAgain)).toBe(false);
  });

  test('missed months and partial payments', () => {
    const byPerson = groupBy(
      read('disbursements.csv').filter((row) => get(row, 'family') === 'MAIN'),
      'person_id',
    );
    const amounts = (id: string): number[] => (byPerson.get(id) ?? []).map((row) => Number(get(row, 'amount')));
    expect(plantedOn('partial_payment').filter((id) => new Set(amounts(id)).size > 1).length).toBeGreaterThan(10);
    expect(plantedOn('missed_month').every((id) => amounts(id).length < 10)).toBe(true);
  });

  test('suspensions: one part still on and unpaid since, one part ended', () => {
    const suspensions = groupBy(read('suspensions.csv'), 'award_id');
    const of = (id: string): Row => suspensions.get(`QD${id.slice(2)}-1`)?.[0] ?? {};
    const paid = groupBy(read('disbursements.csv'), 'person_id');
    for (const id of plantedOn('suspension_on')) {
      expect(get(of(id), 'to_month')).toBe('');
      expect((paid.get(id) ?? []).some((row) => get(row, 'month') >= get(of(id), 'from_month'))).toBe(false);
    }
    expect(plantedOn('suspension_ended').every((id) => get(of(id), 'to_month') >= get(of(id), 'from_month'))).toBe(
      true,
    );
  });

  test('backdated decisions are the only ones signed after the month they begin', () => {
    const late = read('awards.csv').filter((row) => get(row, 'decision_date').slice(0, 7) > get(row, 'start_month'));
    expect(late.map((row) => get(row, 'person_id'))).toEqual(plantedOn('backdated'));
    expect(late.every((row) => get(row, 'start_month') >= '2025-07')).toBe(true);
  });

  test('orphans over 16 and children over 3 were paid after the month of their birthday', () => {
    const birth = new Map(
      read('persons.csv').map((row) => [get(row, 'person_id'), monthNumber(get(row, 'birth_date'))]),
    );
    const category = new Map(read('awards.csv').map((row) => [get(row, 'person_id'), get(row, 'category')]));
    const paid = groupBy(read('disbursements.csv'), 'person_id');
    for (const id of plantedOn('no_longer_entitled')) {
      const last = monthNumber(paid.get(id)?.at(-1)?.['month'] ?? '');
      expect(last - (birth.get(id) ?? 0)).toBeGreaterThan((category.get(id) === 'SA7' ? 3 : 16) * 12);
    }
  });

  test('wrong bands: the same amount before and after a birthday that changes it', () => {
    const birth = new Map(
      read('persons.csv').map((row) => [get(row, 'person_id'), monthNumber(get(row, 'birth_date'))]),
    );
    const main = groupBy(
      read('disbursements.csv').filter((row) => get(row, 'family') === 'MAIN'),
      'person_id',
    );
    for (const id of [...plantedOn('wrong_band_overpaid'), ...plantedOn('wrong_band_underpaid')]) {
      const rows = main.get(id) ?? [];
      const born = birth.get(id) ?? 0;
      const birthdays = [4, 16, 60, 80].map((age) => born + age * 12);
      const last = monthNumber(get(rows.at(-1), 'month'));
      expect(birthdays.some((month) => month >= monthNumber('2026-01') && month <= last)).toBe(true);
      expect(new Set(rows.map((row) => get(row, 'amount'))).size).toBe(1);
    }
  });

  test('pensions at or above the level: the older level was paid to some, which the newer may allow', () => {
    const pension = new Map(
      read('persons.csv').map((row) => [get(row, 'person_id'), Number(get(row, 'pension_amount'))]),
    );
    const paid = groupBy(read('disbursements.csv'), 'person_id');
    for (const id of plantedOn('pension_too_high')) {
      expect(pension.get(id)).toBeGreaterThanOrEqual(540_000);
      expect(paid.has(id)).toBe(true);
    }
    for (const id of plantedOn('pension_between_levels')) {
      expect(pension.get(id)).toBeGreaterThanOrEqual(500_000);
      expect((paid.get(id) ?? []).filter((row) => get(row, 'family') === 'MAIN')).toEqual([]);
    }
  });

  test('one account or one collector for several people', () => {
    const payees = groupBy(read('payees.csv'), 'person_id');
    const shared = (what: string, column: string): number => {
      const values = plantedOn(what).map((id) => payees.get(id)?.[0]?.[column] ?? '');
      return values.length - new Set(values).size;
    };
    expect(shared('shared_account', 'account_no')).toBeGreaterThan(2);
    expect(shared('shared_collector', 'collector_national_id')).toBeGreaterThan(2);
  });

  test('one human being under two id numbers, or under one and none: name, birth date and sex are the same', () => {
    const persons = new Map(read('persons.csv').map((row) => [get(row, 'person_id'), row]));
    const pairs = Map.groupBy(plantedOn('probable_duplicate'), (id) => id.slice(0, -1));
    for (const ids of pairs.values()) {
      const [one, other] = ids.map((id) => persons.get(id));
      const alike = ['full_name', 'birth_date', 'sex'] as const;
      expect(alike.map((column) => get(one, column))).toEqual(alike.map((column) => get(other, column)));
      expect(get(one, 'national_id')).not.toBe(get(other, 'national_id'));
      expect(get(one, 'commune_code')).not.toBe(get(other, 'commune_code'));
    }
    const without = read('persons.csv').filter((row) => get(row, 'national_id') === '');
    expect(without.length).toBeGreaterThan(0);
    expect(without.every((row) => plantedOn('probable_duplicate').includes(get(row, 'person_id')))).toBe(true);
  });

  test('edited birth dates: the row from before is younger and stands on the other side of an age that matters', () => {
    const now = new Map(read('persons.csv').map((row) => [get(row, 'person_id'), monthNumber(get(row, 'birth_date'))]));
    const before = read('persons_before.csv');
    expect(before.map((row) => get(row, 'person_id')).sort()).toEqual(plantedOn('birth_date_edited').sort());
    const run = monthNumber('2026-11');
    for (const row of before) {
      const [was, is] = [monthNumber(get(row, 'birth_date')), now.get(get(row, 'person_id')) ?? 0];
      expect([60, 70, 75, 80].some((age) => is + age * 12 <= run && was + age * 12 > run)).toBe(true);
    }
  });

  test('a social pension before its age, a month paid twice, months that wait for a new account', () => {
    const birth = new Map(
      read('persons.csv').map((row) => [get(row, 'person_id'), monthNumber(get(row, 'birth_date'))]),
    );
    const paid = groupBy(read('disbursements.csv'), 'person_id');
    const payees = groupBy(read('payees.csv'), 'person_id');
    for (const id of plantedOn('age_not_reached'))
      expect(monthNumber('2026-11') - (birth.get(id) ?? 0)).toBeLessThan(75 * 12);
    for (const id of plantedOn('paid_twice')) {
      const kept = (paid.get(id) ?? []).map((row) => `${get(row, 'family')} ${get(row, 'month')}`);
      expect(kept.length - new Set(kept).size).toBe(1);
    }
    for (const id of plantedOn('account_changed')) {
      expect((paid.get(id) ?? []).filter((row) => get(row, 'month') >= '2026-09')).toEqual([]);
      expect(get(payees.get(id)?.[1], 'from_month') >= '2026-10').toBe(true);
    }
  });

  test('funerals of people who are not recorded as dead, with the award ended or paid on', () => {
    const death = new Map(read('persons.csv').map((row) => [get(row, 'person_id'), get(row, 'death_date')]));
    const awards = groupBy(read('awards.csv'), 'person_id');
    for (const id of [...plantedOn('funeral_unrecorded'), ...plantedOn('paid_after_funeral')]) {
      expect(death.get(id)).toBe('');
      expect((awards.get(id) ?? []).some((row) => get(row, 'category') === 'FUN')).toBe(true);
    }
    expect(plantedOn('funeral_unrecorded').every((id) => get(awards.get(id)?.[0], 'end_month') !== '')).toBe(true);
    expect(plantedOn('paid_after_funeral').every((id) => get(awards.get(id)?.[0], 'end_month') === '')).toBe(true);
  });

  test('a commune that nobody leaves, and one in which everybody always collects in cash', () => {
    const home = new Map(read('persons.csv').map((row) => [get(row, 'person_id'), get(row, 'commune_code')]));
    const commune = (what: string): string =>
      get(
        read('planted.csv').find((row) => get(row, 'what') === what),
        'commune_code',
      );
    const people = read('persons.csv').filter((row) => get(row, 'commune_code') === commune('unchanged_list'));
    expect(people.length).toBeGreaterThan(100);
    expect(people.filter((row) => get(row, 'death_date') !== '')).toEqual([]);
    const cash = read('disbursements.csv').filter(
      (row) => get(row, 'channel') === 'post' && home.get(get(row, 'person_id')) === commune('all_collected'),
    );
    expect(cash.length).toBeGreaterThan(300);
    expect(cash.filter((row) => get(row, 'status') === 'returned')).toEqual([]);
  });

  test('SA and social pension paid together', () => {
    const paid = groupBy(read('disbursements.csv'), 'person_id');
    for (const id of plantedOn('sa_and_sp_both_paid')) {
      expect(Math.max(...(paid.get(id) ?? []).map((row) => Number(get(row, 'amount'))))).toBeGreaterThanOrEqual(
        1_000_000,
      );
    }
  });
});
