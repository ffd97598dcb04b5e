import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { dueFor } from '../../src/domain/entitlement.ts';
import { lawKnownAt } from '../../src/domain/law.ts';
import { aClaimant, aDay, aMonth, awardsOf, shippedCatalogue, totals } from '../support/law.ts';

/** How the cases are written: entitlement/README.md. */
type Case = Readonly<Record<string, string>>;

const FOLDER = new URL('entitlement/', import.meta.url);
const KNOWN_FIELDS = 'name born died pension awards commune province month known_at main care oneoff parts basis'.split(
  ' ',
);

function casesOf(file: string): Case[] {
  const content: unknown = parse(readFileSync(new URL(file, FOLDER), 'utf8'), { schema: 'failsafe' });
  if (!Array.isArray(content)) throw new Error(`${file} holds no list of cases`);
  return content.map((item: object) =>
    Object.fromEntries(Object.entries(item).map(([key, value]) => [key, String(value)])),
  );
}

const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));

test('there are cases', () => expect(files.flatMap(casesOf).length).toBeGreaterThan(80));

describe.each(files)('%s', (file) => {
  test.each(casesOf(file))('$name', (given) => {
    expect(Object.keys(given).filter((key) => !KNOWN_FIELDS.includes(key))).toEqual([]);
    const [at, knownAt] = [aMonth(given['month'] ?? ''), aDay(given['known_at'] ?? '')];
    const law = lawKnownAt(shippedCatalogue(given['province'] ?? null), knownAt, at, at);
    const person = aClaimant(given['born'] ?? '', given['died'], given['pension'], given['commune']);
    const parts = dueFor(law, person, awardsOf(given['awards'] ?? ''), at);
    const amount = (family: string): number => Number(given[family] ?? 0);
    expect(totals(parts)).toEqual({ MAIN: amount('main'), CARE: amount('care'), ONEOFF: amount('oneoff') });
    const paid = parts.map((part) => `${part.category} ${part.amount}`).join(', ');
    expect(paid).toBe(given['parts'] ?? paid);
    expect(parts.map((part) => part.basis).join('\n')).toContain(given['basis'] ?? '');
  });
});
