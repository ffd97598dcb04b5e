import { describe, expect, test } from 'vitest';
import { type Control, contradictsNationalId, findingOf } from '../../src/domain/control.ts';

describe('national id against sex and year of birth (ND 137/2015 Đ13)', () => {
  test.each([
    ['024090000001', 'M', '1990-05-06', false],
    ['024190000001', 'F', '1990-05-06', false],
    ['024190000001', 'M', '1990-05-06', true],
    ['024090000001', 'F', '1990-05-06', true],
    ['024091000001', 'M', '1990-05-06', true],
    ['024215000001', 'M', '2015-01-01', false],
    ['024315000001', 'F', '2015-01-01', false],
    ['024115000001', 'F', '2015-01-01', true],
    ['024215000001', 'M', '1915-01-01', true],
    ['024340000001', 'F', '2040', false],
    ['024190000001', 'F', '1990', false],
    ['024190000001', 'F', '1989', true],
    ['024190000001', 'F', '1990-12', false],
    ['024200000001', 'M', '2000-01-01', false],
    ['024099000001', 'M', '1999-12-31', false],
  ])('%s, %s, born %s: %s', (id, sex, born, contradicts) => {
    expect(contradictsNationalId(id, sex, born)).toBe(contradicts);
  });

  test.each([null, '', '123456789', '02419000000', 'B24190000001', '02419000000A', '０２４190000001'])(
    'an id of another form says nothing: %s',
    (id) => {
      expect(contradictsNationalId(id, 'M', '1975-01-01')).toBe(false);
    },
  );
});

describe('findings', () => {
  const blocking: Control[] = ['officer_hold', 'duplicate_person', 'death', 'suspended', 'no_payee'];
  const warning: Control[] = ['overpaid', 'paid_after_death', 'id_mismatch', 'backdated_start'];

  test('only the holds block', () => {
    expect(blocking.map((control) => findingOf(control).severity)).toEqual(blocking.map(() => 'block'));
    expect(warning.map((control) => findingOf(control).severity)).toEqual(warning.map(() => 'warn'));
  });

  test('every message is Vietnamese, then English, and names no person, number or account', () => {
    for (const control of [...blocking, ...warning]) {
      const { message } = findingOf(control);
      expect(message).toMatch(/^[^/]*[à-ỹ][^/]* \/ [A-Z]|\/ [A-Z]/);
      expect(message).not.toMatch(/\d{7,}/);
    }
  });
});
