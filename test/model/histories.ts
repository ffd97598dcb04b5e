import fc from 'fast-check';
import type { Family, Month } from './law.ts';
import { monthOf } from './law.ts';

/** The months that are played: 2025-07 to 2027-06. Facts arrive at two times a month: time 0 and 1 in the first, and so on. */
export const FIRST: Month = monthOf('2025-07');
export const MONTHS = 24;
export const TIMES = 2 * MONTHS;
/** The books begin with imported history of 2025-04. */
export const BOOKS: Month = monthOf('2025-04');

export function monthAt(time: number): Month {
  return FIRST + Math.floor(time / 2);
}

/** What becomes of a payment, settlement by settlement after it was sent; most are simply paid. */
export const FATES = [
  'paid',
  'returned',
  'uncollected',
  'paid, then returned',
  'paid, returned much later',
  'silence',
  'silence, then returned',
  'returned, corrected to paid',
  'paid, corrected to returned',
  'uncollected, then paid',
  'uncollected, then returned',
  'returned, corrected to paid, returned again',
  'another amount, then paid',
  'returned, corrected to paid, told again',
  'paid and returned and uncollected',
] as const;
export type Fate = (typeof FATES)[number];

/**
 * One thing that happens in a person's life, and when the registry learns of it (`at`); `ago` is how many months before that
 * it took place, `later` after how many further times it changes or ends (0: never). `which` picks one of the awards.
 */
export type Episode =
  | { kind: 'award'; at: number; category: string; ago: number; quantity: number; caredBirth: string }
  | { kind: 'regrade'; at: number; which: number; category: string; ago: number; isInPlace: boolean }
  | { kind: 'end'; at: number; which: number; ago: number; later: number }
  | { kind: 'start'; at: number; which: number; ago: number }
  | { kind: 'quantity'; at: number; which: number; quantity: number }
  | { kind: 'death'; at: number; ago: number; heir: number; release: number; later: number; hasFuneral: boolean }
  | { kind: 'pension'; at: number; ago: number; amount: number }
  | { kind: 'move'; at: number; ago: number; commune: string }
  | { kind: 'birth'; at: number; shift: number }
  | { kind: 'payee'; at: number; ago: number; channel: 'bank' | 'post'; isUsable: boolean; later: number }
  | { kind: 'suspension'; at: number; which: number; ago: number; months: number; later: number }
  | { kind: 'hold'; at: number; later: number }
  | { kind: 'order'; at: number; family: Family; percent: number; monthly: number; wait: number; later: number }
  | { kind: 'refund'; at: number; family: Family; percent: number }
  | {
      kind: 'second';
      at: number;
      category: string;
      isSameId: boolean;
      correct: number;
      merge: number;
      part: number;
      into: 0 | 1;
    }
  | { kind: 'past'; at: number; which: number }
  /** Of the first, second, ... payment on the lists of a month. */
  | { kind: 'fate'; month: Month; nth: number; fate: Fate };

/** A person's history: what is known in the beginning, and what happens. */
export interface Story {
  readonly category: string;
  readonly quantity: number;
  readonly birth: string;
  readonly start: Month;
  readonly commune: string;
  readonly pension: number;
  readonly payee: 'bank' | 'post' | 'none';
  /** Months before 2025-07 that were paid, the last one perhaps not as due (`offset` VND), or returned. */
  readonly past: { readonly months: number; readonly offset: number; readonly isReturned: boolean };
  readonly episodes: readonly Episode[];
}

/** Just below and at the level of the social pension, which only a smaller pension leaves a right to. */
const PENSIONS = [0, 499_999, 500_000, 539_999, 540_000];

/** 07615 lies in the mountains, where the example province pays more until the end of 2026. */
export const COMMUNES = ['07210', '07228', '07615'] as const;

/** Categories with the ages at which something changes. */
const AGES: Readonly<Record<string, readonly number[]>> = {
  SA1: [4, 16],
  SA2: [22],
  SA3: [4, 16],
  SA4: [30],
  SA5A: [60, 75, 80],
  SA5C: [80],
  SA5D: [60],
  SA6D: [16, 60],
  SA6N: [16, 60],
  SA7: [3],
  SA8: [40],
  FAC: [4, 40],
  SP75: [75],
  SP70: [70, 75],
  CS1: [50],
  CS3: [50],
  CS4: [30],
  CS5: [30],
  CS6: [50],
  CS7: [50],
};
const anyCategory = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('SA6D', 'SA6N', 'SA5A', 'SP75', 'SA4', 'SA1', 'CS6') },
  { weight: 1, arbitrary: fc.constantFrom(...Object.keys(AGES)) },
);

/** A birth date that makes somebody `age` years old about the time that is played; now and then only its month or year is known. */
function birthNear(age: number): fc.Arbitrary<string> {
  const near = fc.integer({ min: -14, max: MONTHS + 3 });
  return fc
    .tuple(near, fc.integer({ min: 1, max: 28 }), fc.constantFrom(10, 10, 10, 7, 4))
    .map(([later, day, length]) => {
      const month = FIRST - age * 12 + later;
      const text = `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
      return `${text}-${String(day).padStart(2, '0')}`.slice(0, length);
    });
}

function birthFor(category: string): fc.Arbitrary<string> {
  const near = fc.constantFrom(...(AGES[category] ?? [40])).chain(birthNear);
  return fc.oneof({ weight: 9, arbitrary: near }, fc.constantFrom('1950-05-05', '1952-02-29', '2012-02-29'));
}

const at = fc.integer({ min: 1, max: TIMES - 1 });
const ago = fc.oneof(fc.constant(0), fc.integer({ min: -1, max: 10 }));
const which = fc.nat(3);
const later = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 14 }));
const soon = fc.integer({ min: 1, max: 8 });
const family: fc.Arbitrary<Family> = fc.constantFrom('MAIN', 'MAIN', 'MAIN', 'CARE');
const quantity = fc.integer({ min: 1, max: 3 });
const percent = fc.constantFrom(50, 100, 100, 200);
const monthly = fc.constantFrom(100_000, 250_000, 540_000, 5_000_000);
const commune = fc.constantFrom(...COMMUNES);
const caredBirth = fc.constantFrom(4, 16).chain(birthNear);
const channel = fc.constantFrom('bank', 'post');
const part = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, later);
const into = fc.constantFrom(0, 1);
const is = <K extends string>(kind: K): fc.Arbitrary<K> => fc.constant(kind);

const fate = fc.record({
  kind: is('fate'),
  month: fc.integer({ min: FIRST, max: FIRST + MONTHS - 1 }),
  nth: fc.constantFrom(0, 0, 0, 1, 2),
  fate: fc.constantFrom(...FATES.slice(1)),
});
const award = fc.record({ kind: is('award'), at, category: anyCategory, ago, quantity, caredBirth });
const end = fc.record({ kind: is('end'), at, which, ago, later });
const order = fc.record({ kind: is('order'), at, family, percent, monthly, wait: fc.nat(3), later });
const refund = fc.record({ kind: is('refund'), at, family, percent: fc.constantFrom(50, 100, 100) });

const oneEpisode: fc.Arbitrary<Episode> = fc.oneof(
  { weight: 10, arbitrary: fate },
  { weight: 3, arbitrary: award },
  { weight: 4, arbitrary: end },
  { weight: 2, arbitrary: order },
  { weight: 2, arbitrary: refund },
  {
    weight: 4,
    arbitrary: fc.record({ kind: is('regrade'), at, which, category: anyCategory, ago, isInPlace: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: is('start'), at, which, ago }) },
  { weight: 1, arbitrary: fc.record({ kind: is('quantity'), at, which, quantity }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: is('death'), at, ago, heir: later, release: later, later, hasFuneral: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ kind: is('pension'), at, ago, amount: fc.constantFrom(...PENSIONS) }) },
  { weight: 3, arbitrary: fc.record({ kind: is('move'), at, ago, commune }) },
  { weight: 1, arbitrary: fc.record({ kind: is('birth'), at, shift: fc.integer({ min: -24, max: 24 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: is('payee'), at, ago, channel, isUsable: fc.boolean(), later }),
  },
  { weight: 3, arbitrary: fc.record({ kind: is('suspension'), at, which, ago, months: fc.nat(4), later }) },
  { weight: 2, arbitrary: fc.record({ kind: is('hold'), at, later }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: is('second'),
      at,
      category: anyCategory,
      isSameId: fc.boolean(),
      correct: soon,
      merge: later,
      part,
      into,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: is('past'), at, which }) },
);

/**
 * An award that ended, as is learnt months later; another goes on, and what was overpaid is taken or handed back. In the end a
 * payment of one of those months comes back.
 */
const mistake: fc.Arbitrary<Episode[]> = fc
  .record({ ended: end, granted: award, order, refund, fate, months: soon, isTaken: fc.boolean() })
  .map(({ ended, granted, order, refund, fate, months, isTaken }) => [
    { ...ended, which: 0, ago: months, later: 0 },
    { ...granted, at: ended.at, ago: 0 },
    isTaken ? { ...order, at: ended.at + 1, wait: 0 } : { ...refund, at: ended.at + 1 },
    { ...fate, month: monthAt(ended.at) - months + 1, nth: 0, fate: 'paid, returned much later' },
  ]);

const episodes: fc.Arbitrary<Episode[]> = fc
  .array(fc.oneof({ weight: 12, arbitrary: oneEpisode.map((one) => [one]) }, { weight: 1, arbitrary: mistake }), {
    minLength: 1,
    maxLength: 9,
    size: 'max',
  })
  .map((groups) => groups.flat());

/** One person's history over 24 months. */
export const anyStory: fc.Arbitrary<Story> = anyCategory.chain((category) =>
  fc.record({
    category: fc.constant(category),
    quantity,
    birth: birthFor(category),
    start: fc.integer({ min: FIRST - 8, max: FIRST + 6 }),
    commune,
    pension: fc.constantFrom(0, 0, 0, 0, 499_999, 500_000),
    payee: fc.oneof({ weight: 12, arbitrary: channel }, { weight: 1, arbitrary: is('none') }),
    past: fc.record({
      months: fc.nat(3),
      offset: fc.constantFrom(0, 0, 0, -50_000, 100_000),
      isReturned: fc.constantFrom(false, false, true),
    }),
    episodes,
  }),
);
