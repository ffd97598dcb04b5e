import type { BridgeRow } from '../store/run-bridge.ts';

/** Added up by commune: people and VND. */
function byCommune(rows: readonly BridgeRow[]): Map<string, { people: number; amount: number }> {
  const sums = new Map<string, { people: number; amount: number }>();
  for (const { communeCode, people, amount } of rows) {
    const sum = sums.get(communeCode);
    if (sum === undefined) sums.set(communeCode, { people, amount });
    else {
      sum.people += people;
      sum.amount += amount;
    }
  }
  return sums;
}

function firstDifference(
  left: readonly BridgeRow[],
  right: readonly BridgeRow[],
  withPeople: boolean,
): { commune: string; left: string; right: string } | null {
  const [a, b] = [byCommune(left), byCommune(right)];
  for (const commune of [...new Set([...a.keys(), ...b.keys()])].sort()) {
    const [one, other] = [a.get(commune), b.get(commune)];
    const [x, y] = [one?.amount ?? 0, other?.amount ?? 0];
    const [p, q] = [one?.people ?? 0, other?.people ?? 0];
    if (x !== y || (withPeople && p !== q))
      return { commune, left: `${p} people, ${x} VND`, right: `${q} people, ${y} VND` };
  }
  return null;
}

/**
 * Whether the bridge of a run closes, commune by commune: last month's list as the shards saw it equals the books, and its steps
 * lead to what the payments add up to. Answers a sentence with the first place where it does not, or null.
 */
export function gapInBridge(
  steps: readonly BridgeRow[],
  lastMonth: readonly BridgeRow[],
  paid: readonly BridgeRow[],
): string | null {
  const before = firstDifference(
    steps.filter((row) => row.step === 'last_month'),
    lastMonth,
    true,
  );
  if (before !== null)
    return `The bridge does not begin where last month's list ended: commune ${before.commune} has ${before.left} by the shards and ${before.right} by the books. Run the month again.`;
  const after = firstDifference(steps, paid, false);
  return after === null
    ? null
    : `The bridge does not close: in commune ${after.commune} its steps lead to ${after.left} and the payments are ${after.right}. Run the month again.`;
}
