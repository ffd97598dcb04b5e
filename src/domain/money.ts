declare const vndBrand: unique symbol;

/** A whole number of đồng (VND). Never a fraction, never beyond 2^53 - 1; may be negative only where a doc comment says so. */
export type Vnd = number & { readonly [vndBrand]: true };

export const ZERO_VND: Vnd = 0 as Vnd;

/** Brands a whole number of đồng. Refuses (throws: a bug, not bad input) fractions and unsafe integers. */
export function vnd(amount: number): Vnd {
  if (!Number.isSafeInteger(amount)) throw new RangeError('an amount in VND must be a whole number below 2^53');
  return amount as Vnd;
}

/** Sum of two amounts in VND, checked. */
export function addVnd(a: Vnd, b: Vnd): Vnd {
  return vnd(a + b);
}

/** Difference a - b in VND, checked; negative when b is larger. */
export function subtractVnd(a: Vnd, b: Vnd): Vnd {
  return vnd(a - b);
}

/** Sum of amounts in VND, checked. */
export function sumVnd(amounts: Iterable<Vnd>): Vnd {
  let total = ZERO_VND;
  for (const amount of amounts) total = addVnd(total, amount);
  return total;
}

/**
 * A standard times a coefficient in tenths (25 = 2.5), in whole VND. Refuses (throws) a product that is not whole:
 * national standards are multiples of 10,000, a provincial one that gives fractions needs a written rounding rule.
 */
export function timesTenths(standard: Vnd, coefficientTenths: number): Vnd {
  const tenths = standard * coefficientTenths;
  if (tenths % 10 !== 0) throw new RangeError('standard times coefficient is not a whole number of VND');
  return vnd(tenths / 10);
}

/** Reads an amount of whole VND from text: digits only, or digits with one kind of separator in groups of three. */
export function parseVnd(text: string): Vnd | null {
  const plain = /^\d{1,3}(\.\d{3})+$/.test(text)
    ? text.replaceAll('.', '')
    : /^\d{1,3}(,\d{3})+$/.test(text)
      ? text.replaceAll(',', '')
      : text;
  if (!/^\d{1,16}$/.test(plain)) return null;
  const amount = Number(plain);
  return Number.isSafeInteger(amount) ? (amount as Vnd) : null;
}
