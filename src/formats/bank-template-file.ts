import { LIST_WORDS, type ListColumn, type ListTemplate, type Pattern, showsWord } from '../domain/bank-sheet.ts';
import {
  type Entry,
  entryOf,
  flagOf,
  hasField,
  listOf,
  optionalTextOf,
  textOf,
  wholeOf,
  wordOf,
} from './catalogue-fields.ts';

const TEMPLATE_FIELDS = [
  'name',
  'file',
  'sheet',
  'title',
  'header_row',
  'columns',
  'total',
  'hidden',
  'separator',
  'bom',
  'line_end',
];
const COLUMN_FIELDS = ['heading', 'value', 'cell', 'max', 'letters', 'width'];
/** Longest content of a payment that the program writes: a shorter column would cut the id at its end. */
const CONTENT_LENGTH = 50;
const ID_LENGTH = 35;

/** A text with words in braces. An unknown word is a problem. */
function patternOf(text: string, where: string, problems: string[]): Pattern {
  const parts: (string | { word: (typeof LIST_WORDS)[number] })[] = [];
  let at = 0;
  for (const found of text.matchAll(/\{([a-z_]*)\}/g)) {
    if (found.index > at) parts.push(text.slice(at, found.index));
    const word = LIST_WORDS.find((one) => one === found[1]);
    if (word === undefined) problems.push(`${where}: unknown word {${found[1]}}; there are ${LIST_WORDS.join(', ')}`);
    else parts.push({ word });
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

function valueText(entry: Entry): string {
  const value = entry.fields.get('value');
  if (typeof value === 'string') return value;
  entry.problems.push(`${entry.where}: value is missing or no text`);
  return '';
}

function columnOf(item: unknown, where: string, problems: string[]): ListColumn {
  const entry = entryOf(item, where, problems, COLUMN_FIELDS);
  const column: ListColumn = {
    heading: textOf(entry, 'heading'),
    value: patternOf(valueText(entry), where, problems),
    cell: wordOf(entry, 'cell', ['text', 'whole', 'amount'], true),
    max: hasField(entry, 'max') ? wholeOf(entry, 'max', 1) : null,
    letters: wordOf(entry, 'letters', ['bank', 'vietnamese'], true),
    width: hasField(entry, 'width') ? wholeOf(entry, 'width', 1) : 20,
  };
  const isNumber = column.cell !== 'text';
  if (isNumber && !showsWord(column, column.cell === 'amount' ? 'amount' : 'row'))
    problems.push(
      `${where}: a cell of kind ${column.cell} shows {${column.cell === 'amount' ? 'amount' : 'row'}} only`,
    );
  return column;
}

function hasWhole(columns: readonly ListColumn[], word: 'end_to_end_id' | 'content', least: number): boolean {
  return columns.some((column) => showsWord(column, word) && (column.max === null || column.max >= least));
}

/** What every list must hold, whatever else: else its payments could not be found again. */
function columnsFaults(columns: readonly ListColumn[]): string[] {
  const faults: string[] = [];
  const shows = (word: 'amount' | 'account_no' | 'account_name'): boolean =>
    columns.some((one) => showsWord(one, word));
  for (const word of ['amount', 'account_no', 'account_name'] as const)
    if (!shows(word)) faults.push(`no column shows {${word}}`);
  if (!hasWhole(columns, 'end_to_end_id', ID_LENGTH) && !hasWhole(columns, 'content', CONTENT_LENGTH))
    faults.push(
      `no column shows {end_to_end_id} (max ${ID_LENGTH} or more) or {content} (max ${CONTENT_LENGTH} or more): answers could not be matched`,
    );
  if (new Set(columns.map((column) => column.heading)).size !== columns.length)
    faults.push('two columns of one heading');
  return faults;
}

/** The form of a bank's list as a file of settings gives it. What is wrong with it goes into `problems`. */
export function listTemplate(value: unknown, where: string, problems: string[]): ListTemplate {
  const entry = entryOf(value, where, problems, TEMPLATE_FIELDS);
  const title = hasField(entry, 'title') ? listOf(entry.fields.get('title'), `${where} title`, problems) : [];
  const columns = listOf(entry.fields.get('columns'), `${where} columns`, problems).map((item, at) =>
    columnOf(item, `${where} column ${at + 1}`, problems),
  );
  const headerRow = hasField(entry, 'header_row') ? wholeOf(entry, 'header_row', 1) : 1;
  if (headerRow <= title.length) problems.push(`${where}: header_row ${headerRow} lies within the title`);
  problems.push(...columnsFaults(columns).map((fault) => `${where}: ${fault}`));
  const file = wordOf(entry, 'file', ['xlsx', 'csv']);
  if (file === 'csv' && (headerRow > 1 || title.length > 0 || hasField(entry, 'hidden') || hasField(entry, 'total')))
    problems.push(`${where}: a CSV has one row of headings and payments, no title, total or hidden sheet`);
  const hidden = hasField(entry, 'hidden')
    ? entryOf(entry.fields.get('hidden'), `${where} hidden`, problems, ['sheet', 'text'])
    : null;
  return {
    name: optionalTextOf(entry, 'name') ?? '',
    file,
    sheet: optionalTextOf(entry, 'sheet') ?? 'Danh sach',
    title: title.map((text, at) => patternOf(String(text), `${where} title ${at + 1}`, problems)),
    headerRow,
    columns,
    total: optionalTextOf(entry, 'total'),
    hidden: hidden === null ? null : { sheet: textOf(hidden, 'sheet'), text: textOf(hidden, 'text') },
    separator: wordOf(entry, 'separator', [',', ';'], true),
    bom: flagOf(entry, 'bom'),
    lineEnd: wordOf(entry, 'line_end', ['lf', 'crlf'], true) === 'lf' ? '\n' : '\r\n',
  };
}
