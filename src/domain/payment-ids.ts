import { parseMonth } from './month.ts';
import { endToEndIdOf, paymentIdOf, runIdOf } from './run.ts';

/** A payment as its ids name it: a run of a province, and the payment's number there. */
export interface PaymentPlace {
  readonly province: string;
  readonly runId: string;
  readonly ordinal: number;
}

/** The part of a run that one file of a bank asks for. `part` counts from 1. */
export interface FilePlace {
  readonly province: string;
  readonly runId: string;
  readonly provider: string;
  readonly communeCode: string;
  readonly part: number;
}

/** The run that a month and the number behind `R` name; null: none. A number is written in one way only: 01, 12, 120, never 0120. */
function runIdIn(month: string, sequence: string): string | null {
  const yearMonth = parseMonth(`${month.slice(0, 4)}-${month.slice(4)}`);
  if (yearMonth === null) return null;
  const runId = runIdOf(yearMonth, Number(sequence));
  return runId.endsWith(`R${sequence}`) ? runId : null;
}

/** Nine hex digits that depend on every sign of a text: a mistyped id meets no other payment by chance. No secret. */
function checkDigits(text: string): string {
  let [left, right] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at += 1) {
    left = Math.imul(left ^ text.charCodeAt(at), 0x01000193);
    right = Math.imul(right ^ left, 0x85ebca6b) ^ (left >>> 13);
  }
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0');
  return (hex(left) + hex(right)).slice(0, 9);
}

/**
 * The UETR of a payment: the shape of a UUID version 4, with province, month, run and number readable in it, so that an answer that carries
 * nothing else (some banks write NOTPROVIDED in the other ids) still finds its payment. Always the same for the same payment.
 * Source: ISO 20022 pain.001.001.09, UUIDv4Identifier.
 */
export function uetrOf(place: PaymentPlace): string {
  const [year = '', inYear = '', run = ''] = place.runId.split('-');
  const check = checkDigits(endToEndIdOf(place.province, place.runId, place.ordinal));
  const number = String(place.ordinal).padStart(9, '0');
  return `${place.province}${year}${inYear}-${run.slice(1).padStart(4, '0')}-4${check.slice(0, 3)}-8${check.slice(3, 6)}-${number}${check.slice(6)}`;
}

/** The payment that a UETR of ours names; null: it is none of ours. */
export function placeOfUetr(uetr: string): PaymentPlace | null {
  const parts = /^(\d{2})(\d{6})-(\d{4})-4[0-9a-f]{3}-8[0-9a-f]{3}-(\d{9})[0-9a-f]{3}$/.exec(uetr.toLowerCase());
  if (parts === null) return null;
  const [, province = '', month = '', sequence = '', ordinal = ''] = parts;
  const runId = runIdIn(month, sequence.replace(/^0{1,2}/, ''));
  if (runId === null) return null;
  const place = { province, runId, ordinal: Number(ordinal) };
  return uetrOf(place) === uetr.toLowerCase() ? place : null;
}

/** The payment that an end-to-end id of ours names, in capitals or not; null: it is none of ours. */
export function placeOfEndToEndId(id: string): PaymentPlace | null {
  const parts = /^CT(\d{2})(\d{6})R(\d{2,})(\d{9})$/.exec(id.toUpperCase());
  if (parts === null) return null;
  const [, province = '', month = '', sequence = '', ordinal = ''] = parts;
  const runId = runIdIn(month, sequence);
  return runId === null ? null : { province, runId, ordinal: Number(ordinal) };
}

/** The payment that a payment id of ours (the instruction id of our messages) names; null: it is none of ours. */
export function placeOfPaymentId(province: string, id: string): PaymentPlace | null {
  const parts = /^(\d{4})-(\d{2})-R(\d{2,})-(\d{9})$/.exec(id.toUpperCase());
  if (parts === null) return null;
  const [, year = '', inYear = '', sequence = '', ordinal = ''] = parts;
  const runId = runIdIn(year + inYear, sequence);
  return runId === null ? null : { province, runId, ordinal: Number(ordinal) };
}

/** The id of a message to a bank (MsgId): unique for ever, at most 35 characters, and it says what it asks for. */
export function messageIdOf({ province, runId, provider, communeCode, part }: FilePlace): string {
  return `CT${province}${runId.replaceAll('-', '')}-${provider}-${communeCode}-${part}`;
}

/** The id of a block of a message (PmtInfId); a message of ours has one, numbered 1. */
export function blockIdOf(messageId: string, block: number): string {
  return `${messageId}-B${block}`;
}

/** What a message or block id of ours names; null: it is none of ours. */
export function placeOfMessageId(id: string): FilePlace | null {
  const parts = /^CT(\d{2})(\d{6})R(\d{2,})-([0-9A-Z]{1,12})-(\d{5})-(\d{1,4})(?:-B\d{1,3})?$/.exec(id.toUpperCase());
  if (parts === null) return null;
  const [, province = '', month = '', sequence = '', provider = '', communeCode = '', part = ''] = parts;
  const runId = runIdIn(month, sequence);
  return runId === null ? null : { province, runId, provider, communeCode, part: Number(part) };
}

/** The end-to-end id of a place. */
export function endToEndIdAt({ province, runId, ordinal }: PaymentPlace): string {
  return endToEndIdOf(province, runId, ordinal);
}

/** The payment id of a place. */
export function paymentIdAt({ runId, ordinal }: PaymentPlace): string {
  return paymentIdOf(runId, ordinal);
}

/**
 * The end-to-end id of the one payment that ids in a file name: UETR first, then the end-to-end id, then the instruction id, which is ours to
 * recognise. Null: they name none, or two of them name different payments of ours.
 */
export function namedPayment(
  province: string,
  ids: { readonly uetr: string; readonly endToEndId: string; readonly instructionId: string },
): string | null {
  const places = [
    placeOfUetr(ids.uetr),
    placeOfEndToEndId(ids.endToEndId),
    placeOfPaymentId(province, ids.instructionId),
  ].filter((place) => place !== null);
  const named = new Set(places.map(endToEndIdAt));
  return named.size === 1 ? ([...named][0] ?? null) : null;
}
