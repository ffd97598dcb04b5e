/** Rows of one page: from, up to and without `to`. */
export interface PageRows {
  readonly from: number;
  readonly to: number;
}

/** Heights in points that rows may fill: of the first page, of every other; `closing`: what stands below the last row. */
export interface PageRoom {
  readonly first: number;
  readonly next: number;
  readonly closing: number;
}

// Signatures on a page without rows could be put under any list.
const ROWS_WITH_CLOSING = 3;

/**
 * Which rows stand on which page: each page is filled, and what closes the table stands whole below its last rows, some of which go on to
 * the last page with it where it does not fit. No row may be higher than a page.
 */
export function pagesOf(heights: readonly number[], room: PageRoom): readonly PageRows[] {
  const pages: PageRows[] = [];
  let [from, used] = [0, 0];
  heights.forEach((height, at) => {
    const limit = pages.length === 0 ? room.first : room.next;
    if (used + height > limit && at > from) {
      pages.push({ from, to: at });
      [from, used] = [at, 0];
    }
    used += height;
  });
  const limit = pages.length === 0 ? room.first : room.next;
  if (used + room.closing <= limit) return [...pages, { from, to: heights.length }];
  let [moved, needed] = [heights.length, room.closing];
  while (moved > from + 1 && heights.length - moved < ROWS_WITH_CLOSING) {
    const more = needed + (heights[moved - 1] ?? 0);
    if (more > room.next) break;
    [moved, needed] = [moved - 1, more];
  }
  return [...pages, { from, to: moved }, { from: moved, to: heights.length }];
}
