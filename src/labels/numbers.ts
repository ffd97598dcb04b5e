/** A whole number with dots between groups of three, as it is written in Viet Nam: 1.005.000. */
export function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '.');
}

/** An amount of VND as people read it: 1.080.000 đ. */
export function dong(value: number): string {
  return `${grouped(value)} đ`;
}

/** A coefficient in tenths as it is written in Viet Nam: 25 is 2,5. */
export function coefficientText(tenths: number): string {
  return `${Math.floor(tenths / 10)},${tenths % 10}`;
}
