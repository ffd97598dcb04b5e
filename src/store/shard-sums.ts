import type { Payslip } from '../domain/payslip.ts';

/** What a sum of a run is about; the codes of each stand in migration 0013. */
export const SUM_SUBJECTS = ['total', 'category', 'provider', 'month', 'hold', 'control'] as const;
export type SumSubject = (typeof SUM_SUBJECTS)[number];

/** People, then lines, payments or months, then VND. */
export interface Sum {
  people: number;
  items: number;
  amount: number;
}

/**
 * The sums of a shard as they are reported: every key (subject, code, kind) once, and for each commune a list of key, people, items and VND one after the
 * other. Why so: a shard meets nearly every commune, and as rows with their words the sums of a million people would be a hundred megabytes.
 */
export interface PackedSums {
  readonly keys: readonly (readonly [SumSubject, string, string])[];
  readonly communes: Readonly<Record<string, readonly number[]>>;
}

interface OpenSum extends Sum {
  /** Number of the person counted last. */
  seen: number;
}

/** Adds up what is said of many persons, by commune. */
export interface ShardSums {
  /** `place`: the number of the person, another for each. */
  add(communeCode: string, place: number, slip: Payslip): void;
  packed(): PackedSums;
}

type KeyOf = (subject: SumSubject, code: string, kind: string) => number;

/** Numbers keys as they come up. Why a map for each kind: making one text of a key for every line costs more than adding up. */
function keyBook(): { readonly keys: [SumSubject, string, string][]; readonly keyOf: KeyOf } {
  const keys: [SumSubject, string, string][] = [];
  const shelves = new Map<SumSubject, Map<string, Map<string, number>>>();
  const codesOf = (subject: SumSubject, kind: string): Map<string, number> => {
    const kinds = shelves.get(subject) ?? new Map<string, Map<string, number>>();
    const codes = kinds.get(kind) ?? new Map<string, number>();
    shelves.set(subject, kinds.set(kind, codes));
    return codes;
  };
  return {
    keys,
    keyOf(subject, code, kind) {
      const codes = shelves.get(subject)?.get(kind) ?? codesOf(subject, kind);
      const known = codes.get(code);
      if (known !== undefined) return known;
      const key = keys.push([subject, code, kind]) - 1;
      codes.set(code, key);
      return key;
    },
  };
}

function count(sums: OpenSum[], key: number, place: number, items: number, amount: number): void {
  const sum = sums[key];
  if (sum === undefined) {
    sums[key] = { people: 1, items, amount, seen: place };
    return;
  }
  if (sum.seen !== place) {
    sum.people += 1;
    sum.seen = place;
  }
  sum.items += items;
  sum.amount += amount;
}

function packedList(sums: readonly OpenSum[]): number[] {
  const list: number[] = [];
  for (const [key, sum] of sums.entries()) {
    // Why asked: a commune has no sum under keys that another brought.
    if (key in sums) list.push(key, sum.people, sum.items, sum.amount);
  }
  return list;
}

/** Begins the sums of a shard. */
export function shardSums(): ShardSums {
  const { keys, keyOf } = keyBook();
  const communes = new Map<string, OpenSum[]>();
  return {
    add(communeCode, place, slip) {
      let sums = communes.get(communeCode);
      if (sums === undefined) communes.set(communeCode, (sums = []));
      addSlip(sums, keyOf, place, slip);
    },
    packed: () => ({
      keys,
      communes: Object.fromEntries([...communes].map(([code, sums]) => [code, packedList(sums)])),
    }),
  };
}

function addSlip(sums: OpenSum[], keyOf: KeyOf, place: number, slip: Payslip): void {
  const total = (code: string, items: number, amount: number): void =>
    count(sums, keyOf('total', code, ''), place, items, amount);
  total('register', 1, 0);
  for (const line of slip.lines) addLine(sums, keyOf, place, line);
  for (const one of slip.instalments) {
    count(sums, keyOf('category', '', 'recovery'), place, 1, 0 - one.amount);
    count(sums, keyOf('month', String(one.month), 'recovery'), place, 1, 0 - one.amount);
  }
  for (const one of slip.overpaid) total('overpaid', 1, 0 - one.balance);
  if (slip.payment === null) return;
  total('eligible', 1, 0);
  if (slip.payment.hold !== null) return;
  const { sum, route } = slip.payment;
  if (sum.amount > 0) {
    total('paid', 1, sum.amount);
    count(sums, keyOf('provider', route?.provider ?? '', ''), place, 1, sum.amount);
  } else total('offset', 1, 0);
  if (sum.current > 0) total('current', 1, sum.current);
  if (sum.arrears > 0) total('arrears', 1, sum.arrears);
  if (sum.carried > 0) total('carried', 1, sum.carried);
  if (sum.recovered > 0) total('recovered', 1, sum.recovered);
}

function addLine(sums: OpenSum[], keyOf: KeyOf, place: number, line: Payslip['lines'][number]): void {
  if (line.hold === null) {
    count(sums, keyOf('category', line.part.category, line.kind), place, 1, line.amount);
    count(sums, keyOf('month', String(line.month), line.kind), place, 1, line.amount);
  } else {
    count(sums, keyOf('hold', line.hold, ''), place, 1, line.amount);
    count(sums, keyOf('total', 'held', ''), place, 1, line.amount);
  }
}
