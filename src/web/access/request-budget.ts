/** Requests a second that one address may go on asking, and how many it may ask at once. */
const A_SECOND = 100;
const AT_ONCE = 400;
const KEPT = 10_000;

interface Bucket {
  left: number;
  at: number;
}

/** Counts the requests of addresses. */
export interface RequestBudget {
  /** Takes one request of an address; false: it asked too much. `now`: milliseconds of any clock that only goes on. */
  take(address: string, now: number): boolean;
}

/** A bucket for each address that fills again with time; those not asked for longest are forgotten. */
export function requestBudget(): RequestBudget {
  const buckets = new Map<string, Bucket>();
  return {
    take(address, now) {
      const before = buckets.get(address) ?? { left: AT_ONCE, at: now };
      const left = Math.min(AT_ONCE, before.left + ((now - before.at) * A_SECOND) / 1000);
      const isAllowed = left >= 1;
      buckets.delete(address);
      buckets.set(address, { left: isAllowed ? left - 1 : left, at: now });
      const [oldest] = buckets.keys();
      if (buckets.size > KEPT && oldest !== undefined) buckets.delete(oldest);
      return isAllowed;
    },
  };
}
