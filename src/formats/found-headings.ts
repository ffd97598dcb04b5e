const MOST_HEADINGS = 30;

/** Letters, spaces, underscores and the signs that headings have; a cell with a digit may be a number of a person. */
const HEADING = /^[\p{L}\p{M}\s_/.()*-]{1,30}$/u;

/** Whether a cell may be repeated beside known headings: empty, or at most 30 characters without digits. */
export function looksLikeHeading(cell: string): boolean {
  return cell === '' || HEADING.test(cell);
}

/**
 * What a refusal may repeat of a first row. Without one known heading the row may be a person's, so nothing of it is shown; beside known ones a cell
 * that looks like a heading is shown (a slip of the pen is to be seen), any other as `…`.
 */
export function foundHeadings(row: readonly string[], isKnown: (cell: string) => boolean): string {
  const cells = row.map((cell) => cell.replaceAll(/\s+/g, ' ').trim());
  if (!cells.some(isKnown)) return 'Dòng đầu không phải tiêu đề (the first row is no heading)';
  const shown = cells.slice(0, MOST_HEADINGS).map((cell) => (isKnown(cell) || looksLikeHeading(cell) ? cell : '…'));
  return `Tệp có (found): ${shown.join(', ')}`;
}
