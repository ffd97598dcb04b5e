import { parseDate } from '../domain/month.ts';
import { type Decimal, hasFraction, parseDecimal } from './decimal-text.ts';
import type { IsoFaults, Place } from './iso-faults.ts';
import type { SeenTexts } from './iso-ids.ts';
import type { AmountText, IsoKind, IsoSink } from './iso-message.ts';

/** What every part of a reader works with. */
export interface IsoContext {
  readonly kind: IsoKind;
  readonly sink: IsoSink;
  readonly faults: IsoFaults;
  readonly seen: SeenTexts;
  /** Of the message that is being read. */
  readonly header: { messageId: string; createdAt: string };
}

/** An amount as it stands in a file, with its currency. */
export interface IsoAmount {
  text: AmountText;
  currency: string;
}

/** Currencies without decimals, and with three (ISO 4217). */
const WHOLE = new Set('VND JPY KRW CLP ISK BIF DJF GNF KMF PYG RWF UGX UYI VUV XAF XOF XPF'.split(' '));
const THREE = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** Characters that every bank takes in ids, and in names and texts of payments. Source: EPC217-08, 1.4; Swiss implementation guidelines. */
const LATIN = /^[a-zA-Z0-9/\-?:().,'+ ]*$/;
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether an id says anything: banks write NOTPROVIDED where they know none. */
export function isSaid(id: string): boolean {
  return id !== '' && !/^(not[ _-]?provided|nonref|none?|n\/a)$/i.test(id);
}

function decimalsFault(value: Decimal, currency: string, context: IsoContext, where: () => Place): void {
  const most = WHOLE.has(currency) ? 0 : THREE.has(currency) ? 3 : 2;
  if (value.scale <= most) return;
  if (most === 0 && hasFraction(value))
    context.faults.problem(
      'decimals',
      where(),
      `số tiền ${currency} có phần lẻ; loại tiền này không có (CH20).`,
      `an amount in ${currency} with a fraction; this currency has none (CH20).`,
    );
  else
    context.faults.warning(
      'too_many_decimals',
      where(),
      `số tiền ${currency} viết nhiều chữ số thập phân hơn quy định (CH20).`,
      `an amount in ${currency} is written with more decimals than the currency has (CH20).`,
    );
}

/**
 * Reads an amount and says what is wrong with it: no number, below 0 (or 0 where it must be more), a fraction in a currency that has none.
 * Null: it is no number.
 */
export function checkedAmount(
  context: IsoContext,
  { text, currency }: IsoAmount,
  least: 'above 0' | 'any',
  where: () => Place,
): Decimal | null {
  const value = parseDecimal(text);
  if (value === null) {
    context.faults.problem(
      'bad_amount',
      where(),
      text === '' ? 'thiếu số tiền.' : 'số tiền không phải là số (chỉ chữ số và một dấu chấm).',
      text === '' ? 'the amount is missing.' : 'the amount is no number (digits and one point only).',
    );
    return null;
  }
  if (value.units < 0n || (least === 'above 0' && value.units === 0n))
    context.faults.problem(
      'not_positive',
      where(),
      'số tiền bằng 0 hoặc âm (AM01).',
      'the amount is 0 or below (AM01).',
    );
  if (value.scale > 0) decimalsFault(value, currency, context, where);
  return value;
}

/** Warns of an id that is too long or that banks would not take. */
export function checkId(context: IsoContext, name: string, id: string, where: () => Place): void {
  if (id.length > 35)
    context.faults.warning('too_long', where(), `${name} dài hơn 35 ký tự.`, `${name} is longer than 35 characters.`);
  if (!LATIN.test(id) || id.startsWith('/') || id.endsWith('/') || id.includes('//'))
    context.faults.warning(
      'bad_characters',
      where(),
      `${name} có ký tự ngân hàng không nhận (RR10).`,
      `${name} has characters that banks do not take (RR10).`,
    );
}

/** Warns of a text of a payment that is too long or that banks would not take. */
export function checkText(context: IsoContext, name: string, text: string, most: number, where: () => Place): void {
  if (text.length > most)
    context.faults.warning(
      'too_long',
      where(),
      `${name} dài hơn ${most} ký tự.`,
      `${name} is longer than ${most} characters.`,
    );
  if (!LATIN.test(text))
    context.faults.warning(
      'bad_characters',
      where(),
      `${name} có ký tự ngoài bộ chữ Latinh của ngân hàng (RR10).`,
      `${name} has characters outside the Latin set of banks (RR10).`,
    );
}

/** Warns of a UETR that is no UUID of version 4. */
export function checkUetr(context: IsoContext, uetr: string, where: () => Place): void {
  if (uetr !== '' && !UUID_V4.test(uetr))
    context.faults.warning(
      'bad_uetr',
      where(),
      'UETR không phải UUID phiên bản 4.',
      'the UETR is no UUID of version 4.',
    );
}

/** Warns that something mandatory is missing. */
export function missing(context: IsoContext, name: string, where: Place | null): void {
  context.faults.warning('missing', where, `thiếu ${name}.`, `${name} is missing.`);
}

/** The day of a date or moment: YYYY-MM-DD. Empty, with a warning, when it is none. */
export function checkedDay(context: IsoContext, name: string, text: string, where: () => Place): string {
  if (text === '') return '';
  const day = text.slice(0, 10);
  const isDay = parseDate(day) !== null && /^($|[T Z+-])/.test(text.slice(10));
  if (!isDay || day < '1990' || day > '2100')
    context.faults.warning('odd_date', where(), `${name} không phải ngày hợp lệ.`, `${name} is no likely date.`);
  return isDay ? day : '';
}

/** What a total in a header differs by. */
export interface Total {
  readonly code: string;
  readonly where: Place | null;
  readonly vi: string;
  readonly en: string;
  readonly said: string;
  readonly found: string;
}

/** A total that a file states and that is not what it comes to. */
export function wrongTotal(context: IsoContext, { code, where, vi, en, said, found }: Total): void {
  context.faults.problem(code, where, `${vi} ghi ${said}, thực có ${found}.`, `${en} says ${said}, there is ${found}.`);
}

/** A copy that does not keep the block of text alive from which it was cut. */
export function kept(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8');
}
