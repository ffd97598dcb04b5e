import { describe, expect, test } from 'vitest';

import { type CatalogueFile, readAmendment, readCatalogue } from '../../src/formats/catalogue-file.ts';
import { nationalFiles, provincialFile } from '../support/law.ts';

/** The catalogue as shipped with one text of one file replaced. */
function changed(name: string, from: string, to: string): CatalogueFile[] {
  const files = [...nationalFiles(), provincialFile('example.yaml')];
  const before = files.find((file) => file.name === name)?.text ?? '';
  expect(before).toContain(from);
  return files.map((file) => (file.name === name ? { name, text: file.text.replace(from, () => to) } : file));
}

function refusal(files: readonly CatalogueFile[]): string {
  const read = readCatalogue(files);
  if (read.ok) return 'read without a word';
  expect(read.failure.code).toBe('catalogue_invalid');
  return read.failure.message;
}

describe('a catalogue is refused, naming file, entry and fault:', () => {
  const FIRST = 'from_month: 2021-07';
  const cases: [what: string, name: string, from: string, to: string, message: string][] = [
    ['not YAML', 'elderly.yaml', 'categories:', 'categories: [', 'elderly.yaml: not readable as YAML'],
    [
      'the same key twice',
      'adults.yaml',
      '  SA8:',
      '  SA4:',
      'adults.yaml: not readable as YAML: Map keys must be unique',
    ],
    ['an unknown section', 'elderly.yaml', 'categories:', 'category:', 'elderly.yaml: unknown field category'],
    ['an unknown category', 'adults.yaml', 'SA8:', 'SA9:', 'adults.yaml: SA9 is no category'],
    ['an unknown field', 'children.yaml', 'until_age:', 'until:', 'children.yaml: SA1 rule 1: unknown field until'],
    [
      'no month',
      'children.yaml',
      FIRST,
      'from_month: 2021-13',
      'children.yaml: SA1 rule 1: from_month 2021-13 is no month',
    ],
    [
      'a month in another form',
      'children.yaml',
      FIRST,
      'from_month: 07/2021',
      'from_month 07/2021 is no month YYYY-MM',
    ],
    [
      'no day',
      'care.yaml',
      'in_force: 2021-07-01',
      'in_force: 2021-02-30',
      'care.yaml: CS1 rule 1: in_force 2021-02-30',
    ],
    ['no document', 'care.yaml', 'document: ND 20/2021', 'document: ""', 'care.yaml: CS1 rule 1: document is missing'],
    ['no article', 'care.yaml', 'article: Đ20\n', 'gazette: "1"\n', 'care.yaml: CS1 rule 1: article is missing'],
    [
      'a coefficient with two decimals',
      'children.yaml',
      'coefficient: 2.5',
      'coefficient: 2.55',
      'SA1 rule 1 band 1: coefficient 2.55',
    ],
    ['a coefficient of 0', 'children.yaml', 'coefficient: 2.5', 'coefficient: 0', 'SA1 rule 1 band 1: coefficient 0'],
    [
      'a last band with an end',
      'children.yaml',
      '{ coefficient: 1.5 }',
      '{ below_age: 9, coefficient: 1.5 }',
      'SA1 rule 1 band 2: every band',
    ],
    [
      'bands that overlap',
      'disability.yaml',
      'below_age: 60',
      'below_age: 16',
      'SA6D rule 1 band 2: below_age 16 is no whole number from 17 on',
    ],
    [
      'no bands',
      'facility.yaml',
      '- { below_age: 4, coefficient: 5.0 }\n        - { coefficient: 4.0 }',
      '[]',
      'facility.yaml: FAC rule 1 bands',
    ],
    [
      'a right that ends before it begins',
      'elderly.yaml',
      'until_age: 80',
      'until_age: 75',
      'elderly.yaml: SA5B rule 1: until_age is not above',
    ],
    [
      'an unknown pension test',
      'adults.yaml',
      'pension: none',
      'pension: no',
      'adults.yaml: SA8 rule 1: pension no is unknown',
    ],
    [
      'an ended rule with terms',
      'elderly.yaml',
      'status: ended',
      'status: ended\n      from_age: 75',
      'SA5B rule 2: status and from_age',
    ],
    [
      'an amount that is no whole number',
      'standards.yaml',
      'amount: 360000',
      'amount: 360.000',
      'standards.yaml: standard SA entry 1: amount 360.000',
    ],
    [
      'an amount that gives fractions',
      'standards.yaml',
      'amount: 360000',
      'amount: 360005',
      'standard SA entry 1: amount 360005 is no multiple of 10',
    ],
    [
      'a standard that is missing',
      'standards.yaml',
      'amount: 360000',
      'status: not_yet',
      'children.yaml: SA1: a rule whose standard is not in force for 2021-07',
    ],
    [
      'a category without its first rule',
      'funeral.yaml',
      FIRST,
      'from_month: 2022-01',
      'funeral.yaml: FUN: no rule for 2021-07',
    ],
    [
      'two rules for the same months',
      'children.yaml',
      'from_month: 2026-10',
      'from_month: 2026-07',
      'children.yaml: SA2: two entries from 2026-07',
    ],
    [
      'CARE in a rule for MAIN',
      'combination.yaml',
      '[FAC]',
      '[CS1]',
      'combination.yaml: combination 1 replaces_main: CS1 is no category of MAIN',
    ],
    [
      'SA4 beside itself',
      'combination.yaml',
      '[SA5A,',
      '[SA4,',
      'combination.yaml: combination 1: SA4 cannot be paid together with itself',
    ],
    [
      'a commune code of 4 digits',
      'example.yaml',
      '07615',
      '7615',
      'example.yaml: province area vùng núi / mountain communes communes: 7615',
    ],
    ['a commune named twice', 'example.yaml', '07616', '07615', '07615 stands there twice'],
    ['a level of an unknown family', 'example.yaml', 'family: SA', 'family: CS', 'level 1: family CS is unknown'],
    ['a province code of one digit', 'example.yaml', 'code: 24', 'code: 4', 'example.yaml: province: code 4'],
    [
      'two levels for the same months',
      'example.yaml',
      'family: SP',
      'family: SA',
      'example.yaml: area toàn tỉnh / whole province SA: two entries',
    ],
  ];

  test.each(cases)('%s (%s)', (_what, name, from, to, message) => {
    expect(refusal(changed(name, from, to))).toContain(message);
  });

  test('a missing file', () => {
    const files = [...nationalFiles(), provincialFile('example.yaml')].filter(({ name }) => name !== 'facility.yaml');
    expect(refusal(files)).toContain('no file: FAC: no rule for 2021-07');
  });

  test('no files at all', () => expect(refusal([])).toContain('no file says how awards combine'));

  test('a list given in two files', () => {
    const again = nationalFiles().map((file) => ({ ...file, name: `copy of ${file.name}` }));
    expect(refusal([...nationalFiles(), ...again])).toContain(
      'copy of adults.yaml: SA4 was already given in adults.yaml',
    );
  });

  test('two provinces', () => {
    const provinces = ['31-hai-phong.yaml', '79-ho-chi-minh.yaml'].map(provincialFile);
    expect(refusal([...nationalFiles(), ...provinces])).toContain('only one provincial file');
  });
});

test('a province that pays everything together may empty the lists of exceptions', () => {
  const groups = '\n      - [CS4, CS5]\n      - [FUN, FUN50]';
  expect(readCatalogue(changed('combination.yaml', groups, ' []')).ok).toBe(true);
  expect(readCatalogue(changed('combination.yaml', '[FAC]', '[]')).ok).toBe(true);
});

test('the order of the files does not matter', () => {
  const files = [...nationalFiles(), provincialFile('example.yaml')];
  expect(readCatalogue([...files].reverse())).toEqual(readCatalogue(files));
});

test('an example province says that it is one', () => {
  const isExample = (name: string): boolean | undefined => {
    const read = readCatalogue([...nationalFiles(), provincialFile(name)]);
    return read.ok ? read.value.province?.isExample : undefined;
  };
  expect(isExample('example.yaml')).toBe(true);
  expect(isExample('31-hai-phong.yaml')).toBe(false);
});

describe('controls', () => {
  const cases: [what: string, name: string, from: string, to: string, message: string][] = [
    ['an unknown control', 'controls.yaml', '  paid_twice:', '  paid_thrice:', 'unknown field paid_thrice'],
    ['a source that is not true', 'controls.yaml', 'source: facts', 'source: past', 'source must be facts'],
    ['a hold that only warns', 'controls.yaml', 'severity: block', 'severity: warn', 'officer_hold is a hold'],
    ['no such number', 'controls.yaml', 'number: C15', 'number: C20', 'number C20 is none of C1 to C19'],
    ['a limit that is no number', 'controls.yaml', 'persons: 1', 'persons: one', 'persons one is no whole number'],
    ['a limit too many', 'controls.yaml', 'persons: 3', 'persons: 3, months: 2', 'unknown field months'],
    ['a limit that is missing', 'controls.yaml', '{ percent: 50 }', '{ }', 'percent is missing'],
    ['ages that do not rise', 'controls.yaml', '16, 60, 70', '60, 16, 70', 'ages must rise'],
    ['mortality without the young', 'controls.yaml', 'from_age: 0', 'from_age: 1', 'mortality must begin at age 0'],
    ['an id in a sentence', 'controls.yaml', 'en: Held by', 'en: Held 024170012345 by', 'en holds a long number'],
    [
      'a province that lets a hold go',
      'example.yaml',
      'same_account: block',
      'death: warn',
      'death is a hold and always',
    ],
    [
      'a province that blocks a commune',
      'example.yaml',
      'same_account: block',
      'unchanged_list: block',
      'unchanged_list is about a commune and can only warn',
    ],
    ['a province with a control unknown', 'example.yaml', 'same_account', 'one_account', 'unknown field one_account'],
    ['a province with a severity unknown', 'example.yaml', ': block', ': stop', 'same_account stop is unknown'],
  ];
  test.each(cases)('are refused with %s', (_what, name, from, to, message) => {
    expect(refusal(changed(name, from, to))).toContain(message);
  });

  test('are refused with a control missing', () => {
    const files = nationalFiles().map((file) => {
      const [before = '', after = ''] = file.text.split('  all_collected:');
      return after === '' ? file : { ...file, text: before };
    });
    expect(refusal(files)).toContain('controls: all_collected is missing');
    expect(refusal(nationalFiles().filter((file) => file.name !== 'controls.yaml'))).toContain('no file says what is');
  });

  test('a province sets severities, also one that pays nothing more; what it does not name stays as delivered', () => {
    const text = 'province:\n  code: 24\n  name: Tỉnh\n  controls: { shared_collector: block }\n';
    const read = readCatalogue([...nationalFiles(), { name: 'provinces/24.yaml', text }]);
    if (!read.ok) throw new Error(read.failure.message);
    const { controls } = read.value;
    expect(controls.get('shared_collector')?.severity).toBe('block');
    expect(controls.get('same_account')?.severity).toBe('warn');
    expect(controls.get('death')?.severity).toBe('block');
  });

  test('no amendment changes them: it has no day from which it counts', () => {
    const text = 'province:\n  code: 24\n  name: Tỉnh\n  controls: { shared_collector: block }\n';
    const read = readAmendment([{ name: 'draft.yaml', text }]);
    expect(read.ok ? '' : read.failure.message).toContain('an amendment cannot change controls');
  });
});
