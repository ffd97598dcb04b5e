import type { Sourced } from '../domain/catalogue.ts';
import { type IsoDate, type Month, month, parseDate, parseMonth } from '../domain/month.ts';

/**
 * One mapping of a catalogue file. What is wrong with it goes into `problems`; the field functions then return some
 * value of the right type, and a catalogue with problems is refused as a whole.
 */
export interface Entry {
  /** File and place within it, for messages. */
  readonly where: string;
  readonly fields: ReadonlyMap<string, unknown>;
  readonly problems: string[];
}

/** Takes a value of the file as a mapping that may hold only the allowed fields. */
export function entryOf(value: unknown, where: string, problems: string[], allowed: readonly string[]): Entry {
  const fields = new Map<string, unknown>();
  if (value instanceof Map) {
    for (const [key, field] of value) fields.set(String(key), field);
  } else {
    problems.push(`${where}: fields are expected (${allowed.join(', ')})`);
  }
  for (const key of fields.keys()) {
    if (!allowed.includes(key)) problems.push(`${where}: unknown field ${key}; allowed are ${allowed.join(', ')}`);
  }
  return { where, fields, problems };
}

/** The items of a list field; a field that is no list, or an empty one, is a problem. */
export function listOf(value: unknown, where: string, problems: string[]): readonly unknown[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  if (items.length === 0) problems.push(`${where}: a list of at least one entry is expected`);
  return items;
}

/** Whether an entry of the catalogue has a field at all. */
export function hasField(entry: Entry, key: string): boolean {
  return entry.fields.has(key);
}

/** A field that must be there, as text. */
export function textOf(entry: Entry, key: string): string {
  const value = entry.fields.get(key);
  if (typeof value === 'string' && value !== '') return value;
  entry.problems.push(`${entry.where}: ${key} is missing or no text`);
  return '';
}

/** A field that may be left out. */
export function optionalTextOf(entry: Entry, key: string): string | null {
  return hasField(entry, key) ? textOf(entry, key) : null;
}

/** YYYY-MM. */
export function monthOfField(entry: Entry, key: string): Month {
  const text = textOf(entry, key);
  const value = /^\d{4}-\d{2}$/.test(text) ? parseMonth(text) : null;
  if (value === null && text !== '') entry.problems.push(`${entry.where}: ${key} ${text} is no month YYYY-MM`);
  return value ?? month(190001);
}

const NO_DAY = parseDate('1900-01-01');

/** YYYY-MM-DD. */
export function dateOfField(entry: Entry, key: string): IsoDate {
  const text = textOf(entry, key);
  const value = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseDate(text) : null;
  if (value === null && text !== '') entry.problems.push(`${entry.where}: ${key} ${text} is no day YYYY-MM-DD`);
  const day = value ?? NO_DAY;
  if (day === null) throw new RangeError('1900-01-01 is a day');
  return day;
}

/** A whole number from `least` on, written with digits only. */
export function wholeOf(entry: Entry, key: string, least: number): number {
  const text = textOf(entry, key);
  const isWhole = /^\d{1,12}$/.test(text) && Number(text) >= least;
  if (!isWhole && text !== '')
    entry.problems.push(`${entry.where}: ${key} ${text} is no whole number from ${least} on`);
  return isWhole ? Number(text) : least;
}

/** A coefficient above 0 with at most one decimal ("2.5"), in tenths. */
export function tenthsOf(entry: Entry, key: string): number {
  const text = textOf(entry, key);
  const parts = /^(\d{1,4})(?:\.(\d))?$/.exec(text);
  const tenths = parts ? Number(parts[1]) * 10 + Number(parts[2] ?? 0) : 0;
  if (tenths === 0 && text !== '') {
    entry.problems.push(`${entry.where}: ${key} ${text} is no coefficient above 0 with at most one decimal`);
  }
  return tenths;
}

/** One of some words; the first of them when the field is missing and `isOptional`. */
export function wordOf<T extends string>(
  entry: Entry,
  key: string,
  words: readonly [T, ...T[]],
  isOptional = false,
): T {
  if (isOptional && !hasField(entry, key)) return words[0];
  const text = textOf(entry, key);
  const word = words.find((known) => known === text);
  if (word === undefined && text !== '') {
    entry.problems.push(`${entry.where}: ${key} ${text} is unknown; allowed are ${words.join(', ')}`);
  }
  return word ?? words[0];
}

/** true or false; false when left out. */
export function flagOf(entry: Entry, key: string): boolean {
  return wordOf(entry, key, ['false', 'true'], true) === 'true';
}

/** The fields of every dated entry. */
export const SOURCE_FIELDS = ['from_month', 'in_force', 'document', 'article', 'gazette', 'reviewed', 'note'] as const;

/** Months governed, day in force, document and article of a dated entry. */
export function sourceOf(entry: Entry): Sourced {
  return {
    fromMonth: monthOfField(entry, 'from_month'),
    inForce: dateOfField(entry, 'in_force'),
    document: textOf(entry, 'document'),
    article: textOf(entry, 'article'),
    gazette: optionalTextOf(entry, 'gazette'),
    reviewed: hasField(entry, 'reviewed') ? dateOfField(entry, 'reviewed') : null,
    note: optionalTextOf(entry, 'note'),
  };
}
