import { type Decimal, decimalText, minus, parseDecimal, size } from './decimal-text.ts';
import { type IsoContext, checkedDay } from './iso-checks.ts';
import type { Place } from './iso-faults.ts';
import { type IsoElement, element, leaf, leafOr } from './iso-tree.ts';

/** A balance of a statement: signed, a debit below 0. */
export interface Balance {
  readonly type: string;
  readonly value: Decimal;
  readonly text: string;
  readonly currency: string;
  readonly date: string;
}

/** Booked balances that a statement can begin and end with. Available and forward ones say nothing of its entries. */
const OPENING = ['OPBD', 'PRCD'];
const CLOSING = ['CLBD'];
const BETWEEN = 'ITBD';

function earliest(balances: readonly Balance[]): Balance | null {
  const [first = null, ...others] = balances;
  return others.reduce((best, one) => (best !== null && one.date < best.date ? one : best), first);
}

function latest(balances: readonly Balance[]): Balance | null {
  const [first = null, ...others] = balances;
  return others.reduce((best, one) => (best !== null && one.date >= best.date ? one : best), first);
}

/**
 * The balances between which the entries of a statement stand: OPBD, else PRCD, else the first of two ITBD; CLBD, else the last ITBD. Of several
 * the earliest opens and the latest closes. Null: not said. Source: ISO 20022 ExternalBalanceType1Code.
 */
export function bounds(balances: readonly Balance[]): {
  readonly opening: Balance | null;
  readonly closing: Balance | null;
} {
  const ofType = (type: string): Balance[] => balances.filter((one) => one.type === type);
  const between = ofType(BETWEEN);
  const closes = CLOSING.map((type) => latest(ofType(type))).find((one) => one !== null) ?? null;
  const opens = OPENING.map((type) => earliest(ofType(type))).find((one) => one !== null) ?? null;
  const opening = opens ?? (closes !== null || between.length > 1 ? (between[0] ?? null) : null);
  const last = between.at(-1) ?? null;
  return { opening, closing: closes ?? (last === opening ? null : last) };
}

/** Bal of any version: told to `take` when its amount can be read; an amount that cannot is a problem. */
export function balanceElement(context: IsoContext, where: () => Place, take: (balance: Balance) => void): IsoElement {
  let [type, amount, currency, direction, date] = ['', '', '', '', ''];
  const code = leafOr(['Cd', 'Prtry'], (text) => (type = text));
  const end = (): void => {
    const value = parseDecimal(amount);
    if (value === null) {
      context.faults.problem('bad_amount', where(), 'số dư không phải là số.', 'a balance is no number.');
      return;
    }
    const isDebit = direction === 'DBIT' && value.units !== 0n;
    const text = isDebit ? (value.units < 0n ? decimalText(size(value)) : `-${amount}`) : amount;
    const signed = isDebit ? minus(value) : value;
    take({ type, value: signed, text, currency, date: checkedDay(context, 'Bal/Dt', date, where) });
  };
  return element(
    {
      Tp: element({ CdOrPrtry: code, Cd: leaf((text) => (type = text)) }),
      Amt: leaf((text, attributes) => ([amount, currency] = [text, attributes.get('Ccy') ?? ''])),
      CdtDbtInd: leaf((text) => (direction = text)),
      Dt: leafOr(['Dt', 'DtTm'], (text) => (date = text)),
    },
    { begin: () => ([type, amount, currency, direction, date] = ['', '', '', '', '']), end },
  );
}
