import type { BridgeMove, BridgeStep } from '../domain/bridge.ts';

/** Sums of a shard's bridge: commune and step, people, VND. */
export type BridgeTotals = readonly (readonly [string, string, number, number])[];

export interface BridgeSums {
  add(move: BridgeMove): void;
  sums(): BridgeTotals;
}

/** Adds up the steps of many persons, by commune and step. */
export function bridgeSums(): BridgeSums {
  const byCommune = new Map<string, Map<string, { people: number; amount: number }>>();
  return {
    add({ communeCode, step, people, amount }) {
      let steps = byCommune.get(communeCode);
      if (steps === undefined) byCommune.set(communeCode, (steps = new Map()));
      const sum = steps.get(step);
      if (sum === undefined) steps.set(step, { people, amount });
      else {
        sum.people += people;
        sum.amount += amount;
      }
    },
    sums: () =>
      [...byCommune].flatMap(([commune, steps]) =>
        [...steps].map(([step, { people, amount }]) => [commune, step, people, amount] as const),
      ),
  };
}

/** Steps that name a person in the list of changes: not those that everybody has. */
export const CHANGES: ReadonlySet<BridgeStep> = new Set<BridgeStep>([
  'new',
  'resumed',
  'moved_in',
  'moved_out',
  'age',
  'regraded',
  'died',
  'ended',
  'suspended',
  'held',
  'other',
]);
