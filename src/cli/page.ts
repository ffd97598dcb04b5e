import { type Label, bilingual } from '../labels/label.ts';

/** Columns of a terminal that a page is written for. */
export const PAGE_WIDTH = 100;

const LABEL_WIDTH = 36;

/** Free texts without signs that would steer a terminal. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
}

/** A paragraph as lines: the first begins after `indent` columns, the others after `hang`. An amount stays with its đ, a stroke with the word before it. */
export function paragraph(text: string, indent: number, hang = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let isEmpty = true;
  for (const word of plain(text).split(/ +(?!đ(?!\p{L})|\/ )/u)) {
    if (!isEmpty && line.length + 1 + word.length > PAGE_WIDTH) {
      lines.push(line);
      line = ' '.repeat(hang);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line];
}

/** A heading with its number, and an empty line before it. */
export function heading(number: number, label: Label): string[] {
  return ['', `${number}. ${label.vi.toLocaleUpperCase('vi')} / ${label.en}`];
}

/** "Sinh / born      06/05/1970": a label and what stands behind it. */
export function field(label: Label, value: string): string[] {
  const [first = '', ...rest] = paragraph(value, LABEL_WIDTH + 3);
  const name = `   ${bilingual(label)}`;
  if (name.length >= LABEL_WIDTH + 3) return [name, first, ...rest];
  return [name.padEnd(LABEL_WIDTH + 3) + first.slice(LABEL_WIDTH + 3), ...rest];
}

/** Cells of a table: the first to the left, the others to the right. */
export function tableRow(first: string, others: readonly string[]): string {
  return `   ${first.padEnd(43)}${others.map((cell) => cell.padStart(18)).join('')}`;
}
