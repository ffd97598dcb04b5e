const NEEDS_QUOTES = /[",\r\n]/;

function csvCell(text: string): string {
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * One CSV row with its line end: commas, `\n`, and quotes only where RFC 4180 needs them (comma, quote or line break
 * inside). The cell's text is written as it is; for files that people open in a spreadsheet see `spreadsheetCell`.
 */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

// The full-width forms too: East Asian spreadsheets read them as their ASCII twins.
const STARTS_A_FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * Text for a file that people open in a spreadsheet: text that would run as a formula gets an apostrophe in front
 * (OWASP, CSV injection). Not for numbers: a minus sign would be marked too.
 */
export function spreadsheetCell(text: string): string {
  return STARTS_A_FORMULA.test(text) ? `'${text}` : text;
}
