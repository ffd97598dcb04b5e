import { grouped } from '../../labels/numbers.ts';

/** A change with its sign, as people write it: +1.200, −300, 0. */
export function signed(value: number): string {
  if (value === 0) return '0';
  return value < 0 ? `−${grouped(0 - value)}` : `+${grouped(value)}`;
}

/** Tenths of a percent with one place behind the comma and a sign: 35 is +3,5 %. Null: –. */
export function percentText(perMille: number | null): string {
  if (perMille === null) return '–';
  const size = Math.abs(perMille);
  const text = `${grouped(Math.floor(size / 10))},${size % 10} %`;
  return perMille === 0 ? text : `${perMille < 0 ? '−' : '+'}${text}`;
}

function oneDecimal(tenths: number, unit: string): string {
  return tenths % 10 === 0
    ? `${grouped(tenths / 10)} ${unit}`
    : `${grouped(Math.floor(tenths / 10))},${tenths % 10} ${unit}`;
}

/** An amount of VND short enough to stand in a chart: 211,7 tỷ; 43,5 triệu; 900.000. The tables have all digits. */
export function shortAmount(value: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? '−' : '';
  if (size >= 1_000_000_000) return sign + oneDecimal(Math.round(size / 100_000_000), 'tỷ');
  if (size >= 1_000_000) return sign + oneDecimal(Math.round(size / 100_000), 'triệu');
  return sign + grouped(size);
}

/** The end of an axis from 0: the next of 1, 1.5, 2, 3, 4, 5, 6, 8 or 10 with noughts behind it. At least 1. */
export function axisEnd(highest: number): number {
  if (highest <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(highest));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((one) => one * power >= highest) ?? 10;
  return Math.round(step * power);
}

/** A place in a drawing, to tenths. */
export function place(value: number): string {
  return String(Math.round(value * 10) / 10);
}
