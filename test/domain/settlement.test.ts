import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SETTLEMENT_FINDINGS, findingMessage } from '../../src/domain/settlement.ts';

const GENERAL = findingMessage('a code that nobody gave');
const FAULTS = [
  'bad_amount',
  'bad_date',
  'future_date',
  'missing',
  'missing_id',
  'bad_id',
  'unknown_status',
  'bad_status',
  'both',
  'twice',
  'other_run',
  'unclear_remark',
  'ids_disagree',
  'other_currency',
  'reversed',
  'broken_quotes',
  'wrong_number_of_cells',
  'hidden_characters',
  'wrong_encoding',
  'statement_seen',
  'statement_gap',
  'statement_differs',
  'statement_twice',
];

describe('the sentence of a finding', () => {
  test.each([...FAULTS, ...SETTLEMENT_FINDINGS])('of %s is its own, in two languages', (code) => {
    const [vi = '', en = '', ...more] = findingMessage(code).split(' / ');
    expect(more).toEqual([]);
    expect(vi).toMatch(/[à-ỹ]/u);
    expect(en).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
    expect(findingMessage(code)).not.toBe(GENERAL);
  });

  test('no two are the same', () => {
    const all = [...FAULTS, ...SETTLEMENT_FINDINGS].map(findingMessage);
    expect(new Set(all).size).toBe(all.length);
  });

  test('of a code that has none is the general one', () => {
    expect(GENERAL).toContain('The row cannot be read');
  });

  test('every fault that a reader of answers gives has one', () => {
    const folder = join(import.meta.dirname, '../../src/formats');
    const readers = readdirSync(folder).filter((name) =>
      /^(?:bank-return|post-result(?:-row)?|iso-answers)\.ts$/.test(name),
    );
    expect(readers).toHaveLength(4);
    const texts = readers.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
    const codes = [...texts.matchAll(/(?:fault\(|code: |faulty\(result, )\s*'([a-z_]+)'/g)].map(
      ([, code = '']) => code,
    );
    expect(codes.length).toBeGreaterThan(12);
    expect(codes.filter((code) => findingMessage(code) === GENERAL)).toEqual([]);
  });
});
