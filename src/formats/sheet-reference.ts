/** The letters of a column: 1 is A, 27 is AA. */
export function columnLetters(number: number): string {
  const rest = Math.floor((number - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((number - 1) % 26));
}

/** A cell of a sheet as formulas of other sheets name it. */
export function cellOf(sheet: string, column: number, row: number): string {
  return `'${sheet.replaceAll("'", "''")}'!${columnLetters(column)}${row}`;
}
