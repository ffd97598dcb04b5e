/** A number from 0 to below a limit that looks like chance. */
export type Chance = (below: number) => number;

/** Chance that is the same for the same seed. */
export function chanceFrom(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** The same rows in another order. */
export function shuffled<T>(rows: readonly T[], chance: Chance): T[] {
  const keyed = rows.map((row) => ({ row, key: chance(1_000_000_000) }));
  return keyed.sort((one, other) => one.key - other.key).map(({ row }) => row);
}
