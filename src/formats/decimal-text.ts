/** A decimal number as whole units of its last place: 12.50 is 1250 of scale 2. Never a float. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** Longer numbers are no amounts of money (ISO 20022: 18 digits). */
const MOST_DIGITS = 30;

/** Reads a decimal number: digits, one point at most, a sign. Null for others: commas, exponents, words. Source: XML Schema part 2, 3.2.3. */
export function parseDecimal(text: string): Decimal | null {
  if (text.length > MOST_DIGITS + 2) return null;
  if (/^[0-9]+$/.test(text)) return { units: BigInt(text), scale: 0 };
  const parts = /^([+-]?)(\d*)(?:\.(\d*))?$/.exec(text);
  if (parts === null) return null;
  const [, sign = '', whole = '', fraction = ''] = parts;
  if (whole + fraction === '') return null;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

function unitsAt(value: Decimal, scale: number): bigint {
  return value.scale === scale ? value.units : value.units * 10n ** BigInt(scale - value.scale);
}

export const ZERO_DECIMAL: Decimal = { units: 0n, scale: 0 };

/** a + b, with the decimals of the longer one. */
export function plus(a: Decimal, b: Decimal): Decimal {
  if (a.scale === b.scale) return { units: a.units + b.units, scale: a.scale };
  const scale = Math.max(a.scale, b.scale);
  return { units: unitsAt(a, scale) + unitsAt(b, scale), scale };
}

/** -a. */
export function minus(a: Decimal): Decimal {
  return { units: -a.units, scale: a.scale };
}

/** Whether two numbers are the same: 5 and 5.00 are. */
export function isSame(a: Decimal, b: Decimal): boolean {
  return plus(a, minus(b)).units === 0n;
}

/** |a|. */
export function size(a: Decimal): Decimal {
  return a.units < 0n ? minus(a) : a;
}

/** Whether something stands behind the point that is not 0. */
export function hasFraction(a: Decimal): boolean {
  return a.scale > 0 && a.units % 10n ** BigInt(a.scale) !== 0n;
}

/** A number as text, with all its decimals; `-` before a negative one. */
export function decimalText({ units, scale }: Decimal): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return units < 0n ? `-${text}` : text;
}
