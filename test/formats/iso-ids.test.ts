import { describe, expect, test } from 'vitest';
import { seenTexts } from '../../src/formats/iso-ids.ts';

describe('texts that were seen', () => {
  test('half a million ids that differ in little are told apart, and each is known again', () => {
    const seen = seenTexts();
    const ids = Array.from({ length: 250_000 }, (_, at) => `CT24202611R01${String(at).padStart(9, '0')}`);
    expect(ids.filter((id) => !seen.add('EndToEndId', id))).toEqual([]);
    expect(ids.filter((id) => !seen.add('InstrId', id))).toEqual([]);
    expect(ids.filter((id) => seen.add('EndToEndId', id))).toEqual([]);
    expect(seen.add('EndToEndId', 'CT24202611R01000250000')).toBe(true);
  });

  test('kind and text do not run into each other', () => {
    const seen = seenTexts();
    expect([seen.add('a', 'bc'), seen.add('ab', 'c'), seen.add('abc', ''), seen.add('', 'abc')]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(seen.add('a', 'bc')).toBe(false);
  });
});
