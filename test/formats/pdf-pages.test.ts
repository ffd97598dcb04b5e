import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PageRoom, pagesOf } from '../../src/formats/pdf-pages.ts';

const ROOM: PageRoom = { first: 100, next: 200, closing: 60 };

function told(heights: readonly number[], room = ROOM): string {
  return pagesOf(heights, room)
    .map(({ from, to }) => `${from}-${to}`)
    .join(' ');
}

describe('which rows stand on which page', () => {
  test.each<[string, number[], string]>([
    ['none', [], '0-0'],
    ['what closes the table fits', [20, 20], '0-2'],
    ['it does not: some rows go with it', [20, 20, 20, 20], '0-1 1-4'],
    ['a page is filled before the next begins', Array(8).fill(20), '0-5 5-8'],
    ['a row alone stays, and what closes goes on', [90], '0-1 1-1'],
  ])('%s', (_, heights, pages) => expect(told(heights)).toBe(pages));

  test('each row once, no page too full, no page but the last empty', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 5, max: 90 }), { maxLength: 80 }),
        fc.integer({ min: 0, max: 190 }),
        (heights, closing) => {
          const pages = pagesOf(heights, { ...ROOM, closing });
          expect(pages[0]?.from).toBe(0);
          expect(pages.at(-1)?.to).toBe(heights.length);
          pages.forEach(({ from, to }, at) => {
            const isLast = at === pages.length - 1;
            const used = heights.slice(from, to).reduce((sum, height) => sum + height, isLast ? closing : 0);
            const room = at === 0 ? ROOM.first : ROOM.next;
            expect(used <= room || (isLast && at === 0 && heights.length === 0)).toBe(true);
            expect(pages[at + 1]?.from ?? to).toBe(to);
            expect(to > from || isLast || heights.length === 0).toBe(true);
          });
        },
      ),
    );
  });
});
