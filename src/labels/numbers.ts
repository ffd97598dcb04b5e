/** A whole number with dots between groups of three, as it is written in Viet Nam: 1.005.000. */
export function grouped(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '.');
}
