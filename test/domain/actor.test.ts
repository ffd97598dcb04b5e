import { expect, test } from 'vitest';
import { isSameActor } from '../../src/domain/actor.ts';

test.each([
  ['an', ' AN ', true],
  ['Ấn', 'A\u0302\u0301n', true],
  ['Lê  Ân', 'lê\u00A0ân', true],
  ['bình', 'bi\u200Bnh', false],
  ['bình', 'b\u200Bình', true],
  ['an', 'ân', false],
])('%s and %s are one person: %s', (one, other, isSame) => {
  expect(isSameActor(one, other)).toBe(isSame);
});
