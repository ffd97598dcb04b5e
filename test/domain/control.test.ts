import { describe, expect, test } from 'vitest';
import {
  CONTROLS,
  type Control,
  contradictsNationalId,
  findingOf,
  formOf,
  limitOf,
  ruleOf,
} from '../../src/domain/control.ts';
import { shippedCatalogue } from '../support/law.ts';

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
  const rules = shippedCatalogue().controls;
  const holds: Control[] = ['officer_hold', 'duplicate_person', 'death', 'suspended', 'no_payee'];

  test('as delivered only the holds block, and what a bank or the post said of the last payment', () => {
    const blocking = CONTROLS.filter((control) => findingOf(rules, { control, detail: '' }).severity === 'block');
    expect(blocking).toEqual([...holds, 'account_returned', 'return_to_ask']);
    expect(CONTROLS.length).toBeGreaterThan(20);
  });

  test('every message is Vietnamese, then English, then the rule, and names no person, number or account', () => {
    for (const control of CONTROLS) {
      const { message } = findingOf(rules, { control, detail: '' });
      expect(message).toMatch(/^[^[]*[à-ỹ][^[]* \/ [A-Z][^[]* \[(C\d+; )?(ND|Kết luận thanh tra) .*\]$/u);
      expect(message).not.toMatch(/\d{7,}/);
    }
  });

  test('says what it is about, and warns once an officer released it', () => {
    const rule = { ...ruleOf(rules, 'overpaid'), severity: 'block' as const };
    const strict = new Map([...rules, ['overpaid' as const, rule] as const]);
    const found = { control: 'overpaid', detail: '2026-09' } as const;
    expect(findingOf(strict, found).severity).toBe('block');
    expect(findingOf(strict, found, true).severity).toBe('warn');
    expect(findingOf(rules, found).message).toContain('xem sổ chi thừa. (2026-09) / More');
  });

  test('every number that the program asks for is in the catalogue', () => {
    for (const control of CONTROLS)
      for (const name of formOf(control).limits) expect(limitOf(rules, control, name)).toBeGreaterThan(0);
    expect(() => limitOf(rules, 'overpaid', 'persons')).toThrow('no persons');
    expect(() => ruleOf(new Map(), 'overpaid')).toThrow('no control overpaid');
  });
});
