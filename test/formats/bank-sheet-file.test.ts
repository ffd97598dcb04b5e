import { describe, expect, test } from 'vitest';
import { formFor, sheetOf } from '../../src/domain/bank-sheet.ts';
import { readBankBook } from '../../src/formats/bank-sheet-file.ts';
import { bankBook, ownTexts, sheetText } from '../support/bank-sheets.ts';

const TEMPLATE = [
  'template:',
  '  name: t',
  '  file: csv',
  '  columns:',
  '    - { heading: A, value: "{account_no}" }',
  '    - { heading: B, value: "{account_name}" }',
  '    - { heading: C, value: "{amount}", cell: amount }',
  '    - { heading: D, value: "{end_to_end_id}" }',
];

/** The refusal of the program's own sheets with one more file. */
function refusal(...lines: readonly string[]): string {
  const book = readBankBook([...ownTexts(), { name: 'own/a.yaml', text: lines.join('\n') }]);
  return book.ok ? '' : `${book.failure.code}: ${book.failure.message}`;
}

function withLine(at: number, line: string): string[] {
  return TEMPLATE.map((own, index) => (index === at ? line : own));
}

describe('the program’s own sheets', () => {
  const book = bankBook();

  test('say of every bank how it is asked, in-bank and inter-bank', () => {
    for (const bin of [...book.sheets.keys(), ...book.directory.keys(), '970999'])
      for (const provider of [bin, '970403']) expect(formFor(book, bin, provider).kind).toMatch(/^(list|pain\.001)$/);
    expect(formFor(book, '970405', '970405').kind).toBe('pain.001');
    expect(formFor(book, '970415', '970405')).toMatchObject({ kind: 'list', template: { headerRow: 3 } });
  });

  test('are evidenced where the bank’s own paper was read, and say where from', () => {
    const evidenced = [...book.sheets.values()].filter((sheet) => sheet.evidence === 'evidenced');
    expect(evidenced.map((sheet) => sheet.bin)).toEqual(['970415']);
    for (const sheet of book.sheets.values()) expect(sheet.source).not.toBe('');
  });

  test('know names and clearing codes of banks without a sheet', () => {
    expect(sheetOf(book, '970403')).toMatchObject({ bin: '970403', name: 'SACOMBANK', citad: '79303001' });
    expect(sheetOf(book, '970999')).toMatchObject({ bin: '970999', name: '970999', citad: null, asksBy: 'pain.001' });
  });

  test('hold NAPAS’ limit to other banks, and know the words of lists that come back', () => {
    expect(sheetOf(book, '970405').limits).toMatchObject({
      rows: 1000,
      inBankAmount: null,
      interBankAmount: 499_999_999,
    });
    const returns = sheetOf(book, '970415').returns;
    expect(returns?.headings.get('end_to_end_id')).toContain('Mã nhân viên');
    expect(returns?.words.get('Thành công')).toBe('paid');
  });
});

describe('an office’s own sheets', () => {
  test('replace the program’s, bank by bank', () => {
    const text = sheetText('970415', 'asks_by: pain.001', 'profile: pain.001.001.03');
    const book = bankBook({ name: 'own/v.yaml', text });
    expect(formFor(book, '970415', '970415')).toMatchObject({ kind: 'pain.001', profile: { executionDate: 'text' } });
    expect(formFor(book, '970416', '970416').kind).toBe('list');
  });

  test('may bring a version of the message of their own', () => {
    const profile =
      ownTexts()
        .find(({ name }) => name.endsWith('.11.yaml'))
        ?.text.replaceAll('001.11', '001.12') ?? '';
    const book = bankBook(
      { name: 'own/p.yaml', text: profile },
      { name: 'own/b.yaml', text: sheetText('970418', 'asks_by: pain.001', 'profile: pain.001.001.12') },
    );
    expect(formFor(book, '970418', '970418')).toMatchObject({
      profile: { namespace: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.12' },
    });
  });
});

describe('what is refused, with file, place and fault', () => {
  test.each([
    ['no YAML', ['bank: ['], 'own/a.yaml: not readable as YAML'],
    ['an unknown section', ['banks: x'], 'own/a.yaml: unknown field banks'],
    ['no bank', ['bank:', '  bin: "12"'], 'own/a.yaml: bank: bin 12 is no BIN'],
    [
      'an unknown field',
      [sheetText('970405', 'asks_by: list', 'template: generic', 'colour: red')],
      'bank: unknown field colour',
    ],
    [
      'an unknown profile',
      [sheetText('970405', 'asks_by: pain.001', 'profile: x')],
      'profile x is in no file; there are pain.001.001.03',
    ],
    [
      'an unknown template',
      [sheetText('970405', 'asks_by: list', 'template: x')],
      'template x is in no file; there are generic',
    ],
    [
      'a list without a form',
      [sheetText('970405', 'asks_by: list')],
      'asks_by list needs in_bank and inter_bank, or template',
    ],
    [
      'a clearing code',
      [sheetText('970405', 'asks_by: list', 'template: generic', 'citad: "204"')],
      'citad 204 is no clearing code of 8 digits',
    ],
    [
      'a limit',
      [sheetText('970405', 'asks_by: list', 'template: generic', 'limits: { rows: "0" }')],
      'limits: rows 0 is no whole number from 1 on',
    ],
    ['a list without ids', withLine(7, '    - { heading: D, value: x }'), 'template: no column shows {end_to_end_id}'],
    [
      'ids that would be cut',
      withLine(7, '    - { heading: D, value: "{end_to_end_id}", max: "20" }'),
      'answers could not be matched',
    ],
    ['no amount', withLine(6, '    - { heading: C, value: "x" }'), 'template: no column shows {amount}'],
    ['an unknown word', withLine(4, '    - { heading: A, value: "{account}" }'), 'column 1: unknown word {account}'],
    [
      'a number cell of text',
      withLine(4, '    - { heading: A, value: "{account_no}", cell: amount }'),
      'a cell of kind amount shows {amount} only',
    ],
    [
      'two columns of one name',
      withLine(5, '    - { heading: A, value: "{account_name}" }'),
      'two columns of one heading',
    ],
    ['a CSV with a title', [...TEMPLATE, '  title: [x]', '  header_row: "2"'], 'a CSV has one row of headings'],
    [
      'a title over the headings',
      [...withLine(2, '  file: xlsx'), '  title: [x, y]', '  header_row: "2"'],
      'header_row 2 lies within the title',
    ],
    [
      'words for two things',
      [
        sheetText(
          '970405',
          'asks_by: list',
          'template: generic',
          'returns: { headings: { status: [S], content: [C] }, words: { paid: [X], returned: [X] } }',
        ),
      ],
      'the word X stands for two things',
    ],
    [
      'a namespace',
      ownTexts()
        .filter(({ name }) => name.includes('.11'))
        .map(({ text }) => text.replace('urn:', 'url:')),
      'is no namespace of pain.001',
    ],
    ['a directory', ['directory:', '  "12": { name: X }'], 'directory: 12 is no BIN'],
  ])('%s', (_, lines, sentence) => {
    expect(refusal(...lines)).toContain(sentence);
    expect(refusal(...lines)).toContain('banks_invalid: ');
  });

  test('sheets without one for other banks', () => {
    const book = readBankBook(ownTexts().filter(({ name }) => name !== 'others.yaml'));
    expect(book).toMatchObject({ ok: false, failure: { code: 'banks_invalid' } });
  });
});
