import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { dueFor } from '../../src/domain/entitlement.ts';
import { lawKnownAt } from '../../src/domain/law.ts';
import { aClaimant, aDay, aMonth, awardsOf, shippedCatalogue, totals } from '../support/law.ts';

const catalogue = shippedCatalogue();
const rows = readFileSync(new URL('law-cases.csv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1);

describe('worked cases of the law', () => {
  test('there are cases', () => expect(rows.length).toBeGreaterThan(60));

  // Only the last column is ever quoted, so the cells before it may be split at commas.
  test.each(rows.map((row) => [row]))('%s', (row) => {
    const [, birth = '', death = '', pension = '', cell = '', month = '', knownAt = '', ...due] = row.split(',');
    const at = aMonth(month);
    const law = lawKnownAt(catalogue, aDay(knownAt), at, at);
    const parts = dueFor(law, aClaimant(birth, death, pension), awardsOf(cell), at);
    const [main, care, oneoff] = due.map(Number);
    expect(totals(parts)).toEqual({ MAIN: main, CARE: care, ONEOFF: oneoff });
  });
});
