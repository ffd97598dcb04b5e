/** The state of one stream of numbers (xorshift128). Every person owns its own stream, so nobody's data depends on anybody else's. */
export interface Random {
  x: number;
  y: number;
  z: number;
  w: number;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Opens the stream of one seed, subject (person number) and purpose. Integer arithmetic only: the same numbers on every machine. */
export function randomFor(seed: number, subject: number, purpose: number): Random {
  const start = mix(mix(mix(seed + 0x9e3779b9) + subject) + Math.imul(purpose, 0x85ebca6b));
  return {
    x: mix(start + 0x9e3779b9),
    y: mix(start + 0x3c6ef372),
    z: mix(start + 0xdaa66d2b),
    w: mix(start + 0x78dde6e4) | 1,
  };
}

/** A whole number from 0 up to, not including, `limit` (at most 2^21, so that the product stays exact). */
export function below(random: Random, limit: number): number {
  const first = random.x ^ (random.x << 11);
  random.x = random.y;
  random.y = random.z;
  random.z = random.w;
  random.w = random.w ^ (random.w >>> 19) ^ first ^ (first >>> 8);
  return Math.floor(((random.w >>> 0) * limit) / 4294967296);
}

/** A whole number from `low` to `high`, both included; `low` when the range is empty. */
export function between(random: Random, low: number, high: number): number {
  return high <= low ? low : low + below(random, high - low + 1);
}

/** True in `perMille` of a thousand cases. */
export function chance(random: Random, perMille: number): boolean {
  return below(random, 1000) < perMille;
}

/** One entry of a list that is not empty. Refuses (throws: a bug) an empty one. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const chosen = list[below(random, list.length)];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
}

/** A list in which every entry stands as often as its weight says, so that picking by weight is one step. */
export function repeatByWeight<T>(entries: readonly (readonly [T, number])[]): T[] {
  return entries.flatMap(([entry, weight]) => Array.from({ length: weight }, () => entry));
}
