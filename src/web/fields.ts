import { type Result, done, refused } from '../domain/failure.ts';
import { type IsoDate, type Month, parseDate, parseMonth } from '../domain/month.ts';
import type { Label } from '../labels/label.ts';

/** One thing that an act is told: an input of its form, a property of its JSON. */
export interface Field {
  readonly name: string;
  readonly label: Label;
  readonly kind: 'line' | 'text' | 'month' | 'day' | 'number' | 'choice' | 'tick' | 'communes' | 'password';
  readonly required: boolean;
  readonly help?: Label;
  /** Of a choice; what stands in a page's form may be fewer. */
  readonly choices?: readonly { readonly value: string; readonly label: Label }[];
  readonly autocomplete?: string;
}

/** What an act was told, by field; empty texts for what was left out. */
export type Input = ReadonlyMap<string, string>;

const LONGEST: Readonly<Record<Field['kind'], number>> = {
  line: 200,
  text: 2000,
  month: 7,
  day: 10,
  number: 9,
  choice: 80,
  tick: 5,
  communes: 4000,
  password: 400,
};

function fault(field: Field, sentence: Label): ReturnType<typeof refused> {
  return refused('bad_field', `${field.label.vi}: ${sentence.vi} / ${field.label.en} (${field.name}): ${sentence.en}`);
}

function objection(field: Field, value: string): ReturnType<typeof refused> | null {
  if (value === '') return field.required ? fault(field, { vi: 'còn để trống.', en: 'is missing.' }) : null;
  if (value.length > LONGEST[field.kind])
    return fault(field, { vi: `dài quá ${LONGEST[field.kind]} ký tự.`, en: `is too long.` });
  if (field.kind === 'month' && parseMonth(value) === null)
    return fault(field, { vi: 'viết tháng dạng 2026-11.', en: 'write the month as 2026-11.' });
  if (field.kind === 'day' && parseDate(value) === null)
    return fault(field, { vi: 'viết ngày dạng 2026-11-20.', en: 'write the day as 2026-11-20.' });
  if (field.kind === 'number' && !/^\d{1,9}$/.test(value))
    return fault(field, { vi: 'là một số nguyên.', en: 'is a whole number.' });
  if (field.choices !== undefined && !field.choices.some((one) => one.value === value))
    return fault(field, {
      vi: `chọn một trong: ${field.choices.map((one) => one.value).join(', ')}.`,
      en: 'is none of the choices.',
    });
  return null;
}

/** One value as a text without outer spaces; passwords stay as they are. */
function textOf(field: Field, value: unknown): string | null {
  if (value === undefined || value === null) return '';
  if (field.kind === 'tick') return value === true || value === 'true' || value === 'on' ? 'true' : '';
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? value.join(',') : null;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return null;
  return field.kind === 'password' ? value : value.trim().normalize('NFC');
}

/** The fields out of what was sent, a form or JSON. Refuses what is missing, too long or of another form, in words that name the field. */
export function readFields(fields: readonly Field[], sent: Readonly<Record<string, unknown>>): Result<Input> {
  const input = new Map<string, string>();
  for (const field of fields) {
    const value = textOf(field, sent[field.name]);
    if (value === null) return fault(field, { vi: 'phải là chữ.', en: 'must be a text.' });
    const bad = objection(field, value);
    if (bad !== null) return bad;
    input.set(field.name, value);
  }
  return done(input);
}

/** The text of a field that is always there. */
export function textIn(input: Input, name: string): string {
  const value = input.get(name);
  if (value === undefined) throw new RangeError(`no field ${name}`);
  return value;
}

/** The month of a required month field. */
export function monthIn(input: Input, name: string): Month {
  const month = parseMonth(textIn(input, name));
  if (month === null) throw new RangeError(`no month in ${name}`);
  return month;
}

/** The day of a day field; null: left out. */
export function dayIn(input: Input, name: string): IsoDate | null {
  const text = textIn(input, name);
  return text === '' ? null : parseDate(text);
}
