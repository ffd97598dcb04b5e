import type { Issued, Refund } from '../../src/domain/balance.ts';
import { FAMILIES, type Family } from '../../src/domain/category.ts';
import { type Control, type Severity, isControl } from '../../src/domain/control.ts';
import { deskFor } from '../../src/domain/law-on.ts';
import { type IsoDate, type Month, formatMonth, monthsBetween } from '../../src/domain/month.ts';
import { type Payee } from '../../src/domain/payment.ts';
import type { RecoveryOrder } from '../../src/domain/recovery.ts';
import { type Payslip, type PersonFacts, payslipOf } from '../../src/domain/payslip.ts';
import { withSeverities } from '../../src/formats/catalogue-controls.ts';
import { aClaimant, aDay, aMonth, awardsOf, shippedCatalogue, someVnd } from './law.ts';

/** A case as its file holds it: see cases/payslip/README.md. */
export type Case = Readonly<Record<string, string | readonly string[]>>;

const FIELDS = new Set(
  'name born died pension sex national_id awards signed payees issued refunds orders takes suspended officer duplicate first run known_at marks released severities lines pays by held hold overpaid controls'.split(
    ' ',
  ),
);

const CATALOGUE = shippedCatalogue();

function text(given: Case, field: string, otherwise = ''): string {
  const value = given[field];
  return typeof value === 'string' ? value : otherwise;
}

function list(given: Case, field: string): readonly string[] {
  const value = given[field] ?? [];
  return typeof value === 'string' ? [value] : value;
}

function pieces(cell: string): string[] {
  return cell.split(';').flatMap((piece) => (piece.trim() === '' ? [] : [piece.trim()]));
}

function months(range: string): Month[] {
  const [from = '', to = from] = range.split('..');
  return monthsBetween(aMonth(from), aMonth(to));
}

/** Entries whose first word is a month or a range of months, one per month. */
function everyMonth(entries: readonly string[]): string[] {
  return entries.flatMap((entry) => {
    const [range = '', ...rest] = entry.split(' ');
    return months(range).map((month) => [formatMonth(month), ...rest].join(' '));
  });
}

function aFamily(word: string | undefined): Family {
  const family = FAMILIES.find((one) => one === word);
  if (family === undefined) throw new Error(`no family: ${word}`);
  return family;
}

function payeeOf(piece: string): Payee {
  const [from = '', channel, where = ''] = piece.split(' ');
  const isKnown = where !== '?';
  return {
    fromMonth: aMonth(from),
    channel: channel === 'bank' ? 'bank' : 'post',
    bankBin: channel === 'bank' ? (isKnown ? where : '970405') : null,
    hasAccount: channel === 'bank' && isKnown,
    paymentPoint: channel === 'bank' ? null : where,
    pointProvider: channel === 'bank' || !isKnown ? null : 'VNPOST',
  };
}

function issuedOf(entries: readonly string[], knownAt: IsoDate): Issued[] {
  const issued = everyMonth(entries).map((entry): Issued => {
    const [month = '', family, amount = '', ...rest] = entry.split(' ');
    const isRun = rest.includes('issue');
    const day = rest.find((word) => /^\d{4}-\d\d-\d\d$/.test(word)) ?? `${month}-10`;
    return {
      family: aFamily(family),
      month: aMonth(month),
      kind: rest.includes('recovery') ? 'recovery' : 'payment',
      amount: someVnd(amount),
      isReturned: rest.includes('returned'),
      issue: isRun ? Number(rest.at(-1)) : 0,
      knownOn: isRun ? knownAt : aDay(day),
      occasion: isRun ? `issue ${rest.at(-1)}` : day,
      runMonth: null,
      communeCode: null,
      sentKnowing: 0,
      // Of a run: known only now. Of history: nobody knows when it became known.
      turns: isRun && rest.includes('returned') ? [1] : [],
    };
  });
  // Days before issues, as their texts order.
  return issued.toSorted((a, b) => (a.occasion < b.occasion ? -1 : a.occasion > b.occasion ? 1 : 0));
}

function refundOf(entry: string): Refund {
  const [month = '', family, amount = ''] = entry.split(' ');
  return { family: aFamily(family), month: aMonth(month), amount: someVnd(amount) };
}

/** `12/QĐ MAIN 500000 100000 2026-11`, then perhaps what was taken so far, and of it in the run's month. */
function orderOf(entry: string): RecoveryOrder {
  const [decisionNo = '', family, total = '', monthly = '', from = '', taken = '0', now = '0'] = entry.split(' ');
  return {
    decisionNo,
    family: aFamily(family),
    total: someVnd(total),
    monthlyAmount: someVnd(monthly),
    fromMonth: aMonth(from),
    taken: someVnd(taken),
    takenThisMonth: someVnd(now),
  };
}

function suspendedOf(cell: string, run: Month): Set<Family> {
  const families = pieces(cell).flatMap((piece) => {
    const [family, range = ''] = piece.split(' ');
    const [from = '', to] = range.split('..');
    return aMonth(from) <= run && (to === undefined || aMonth(to) >= run) ? [aFamily(family)] : [];
  });
  return new Set(families);
}

function aControl(word: string): Control {
  if (!isControl(word)) throw new Error(`no control: ${word}`);
  return word;
}

function severityOf(piece: string): [Control, Severity] {
  const [control = '', severity] = piece.split(' ');
  return [aControl(control), severity === 'block' ? 'block' : 'warn'];
}

/** The payslip of a case. */
export function payslipCase(given: Case): Payslip {
  const unknown = Object.keys(given).filter((key) => !FIELDS.has(key));
  if (unknown.length > 0) throw new Error(`no such fields: ${unknown.join(', ')}`);
  const born = text(given, 'born', '1990-01-01');
  const run = aMonth(text(given, 'run', '2026-11'));
  const first = aMonth(text(given, 'first', '2026-07'));
  const knownAt = aDay(text(given, 'known_at', '2026-10-20'));
  const claimant = aClaimant(born, text(given, 'died'), text(given, 'pension'));
  const awards = text(given, 'awards');
  const officer = text(given, 'officer');
  const facts: PersonFacts = {
    personId: 'P1',
    claimant,
    nationalId: text(given, 'national_id') || null,
    sex: text(given, 'sex', 'F'),
    birthDate: born,
    awards: awards === '' ? [] : awardsOf(awards),
    signedMonths: new Map(
      pieces(text(given, 'signed')).map((piece) => {
        const [award = '', month = ''] = piece.split(' ');
        return [award, aMonth(month)];
      }),
    ),
    payees: pieces(text(given, 'payees', '2024-01 bank 970405')).map(payeeOf),
    holds: {
      deathMonth: claimant.deathMonth,
      isDuplicate: text(given, 'duplicate') === 'yes',
      officer: officer === 'hold' || officer === 'release' ? officer : null,
      suspended: suspendedOf(text(given, 'suspended'), run),
    },
    issued: issuedOf(list(given, 'issued'), knownAt),
    refunds: everyMonth(list(given, 'refunds')).map(refundOf),
    orders: list(given, 'orders').map(orderOf),
    isWhole: true,
    found: new Map(pieces(text(given, 'marks')).map((mark) => [aControl(mark), ''])),
    released: new Set(pieces(text(given, 'released')).map(aControl)),
  };
  const severities = new Map(pieces(text(given, 'severities')).map(severityOf));
  const desk = deskFor({ ...CATALOGUE, controls: withSeverities(CATALOGUE.controls, severities) }, first, run);
  return payslipOf(desk.lawOn(knownAt), monthsBetween(first, run), facts, desk);
}

export interface ShownSlip {
  readonly lines: readonly string[];
  readonly takes: readonly string[];
  readonly pays: number;
  readonly by: string;
  readonly held: number;
  readonly hold: string;
  readonly overpaid: readonly string[];
  readonly controls: string;
}

/** A payslip in the words of the cases. */
export function shownSlip(slip: Payslip): ShownSlip {
  const { payment } = slip;
  const route = payment?.route ?? null;
  return {
    lines: slip.lines.map(({ month, family, kind, amount, part, hold }) =>
      [formatMonth(month), family, kind, amount, `${part.category}/${part.awardId}`, hold ?? ''].join(' ').trimEnd(),
    ),
    takes: slip.instalments.map((one) => `${formatMonth(one.month)} ${one.family} ${one.amount} ${one.decisionNo}`),
    pays: payment?.hold === null ? payment.sum.amount : 0,
    by: route === null ? '' : [route.channel, route.provider, route.paymentPoint ?? ''].join(' ').trimEnd(),
    held: slip.heldAmount,
    hold: payment?.hold ?? '',
    overpaid: slip.overpaid.map((one) => `${formatMonth(one.month)} ${one.family} ${0 - one.balance}`),
    controls: slip.controls.map((found) => found.control).join(', '),
  };
}

/** What a case says must come out. Money goes to the bank of the first payee where the case does not say. */
export function expectedOf(given: Case): ShownSlip {
  const pays = Number(text(given, 'pays', '0'));
  return {
    lines: everyMonth(list(given, 'lines')),
    takes: everyMonth(list(given, 'takes')),
    pays,
    by: text(given, 'by', pays > 0 ? 'bank 970405' : ''),
    held: Number(text(given, 'held', '0')),
    hold: text(given, 'hold'),
    overpaid: everyMonth(list(given, 'overpaid')),
    controls: text(given, 'controls'),
  };
}
