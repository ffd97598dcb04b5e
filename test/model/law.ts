/**
 * The law of DOMAIN sections 3 and 4, read once more: for tests only, in plain tables typed in by hand, without anything from
 * src. A month is a number, counted since year 0; a day is a text YYYY-MM-DD.
 */
export type Month = number;
export type Family = 'MAIN' | 'CARE' | 'ONEOFF';
export const FAMILIES: readonly Family[] = ['MAIN', 'CARE', 'ONEOFF'];

/** The month of YYYY-MM-DD, YYYY-MM, or YYYY (January). */
export function monthOf(text: string): Month {
  return Number(text.slice(0, 4)) * 12 + (text.length === 4 ? 0 : Number(text.slice(5, 7)) - 1);
}

/** YYYY-MM. */
export function textOf(month: Month): string {
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
}

const MOUNTAINS = '07615 07616 07621 07627';

// VND, from month, in force, communes ('': all). The last row of a group that governs the month and is known counts.
type Level = readonly [amount: number, from: string, inForce: string];
const NATIONAL: Readonly<Record<'SA' | 'SP', readonly Level[]>> = {
  SA: [
    [360_000, '2021-07', '2021-07-01'],
    [500_000, '2024-07', '2024-07-01'],
    [540_000, '2026-07', '2026-10-05'],
  ],
  SP: [
    [500_000, '2025-07', '2025-07-01'],
    [540_000, '2026-07', '2026-10-05'],
  ],
};
/** What the example province pays where it is more (provinces/example.yaml); the last row ends the level of the mountains. */
const PROVINCIAL: Readonly<Record<'SA' | 'SP', readonly (readonly [communes: string, levels: readonly Level[]])[]>> = {
  SA: [
    ['', [[530_000, '2026-01', '2026-01-01']]],
    [
      MOUNTAINS,
      [
        [600_000, '2026-01', '2026-01-01'],
        [0, '2027-01', '2026-12-15'],
      ],
    ],
  ],
  SP: [['', [[550_000, '2026-01', '2026-01-01']]]],
};

function lastOf(levels: readonly Level[], month: Month, known: string): number {
  let found = 0;
  for (const [amount, from, inForce] of levels) if (monthOf(from) <= month && inForce <= known) found = amount;
  return found;
}

function levelOf(family: 'SA' | 'SP', commune: string, month: Month, known: string): number {
  let level = lastOf(NATIONAL[family], month, known);
  for (const [communes, levels] of PROVINCIAL[family])
    if (communes === '' || communes.includes(commune)) level = Math.max(level, lastOf(levels, month, known));
  return level;
}

/** A decision that grants one category; `end` null: until the right ends. */
export interface Grant {
  readonly category: string;
  readonly start: Month;
  readonly end: Month | null;
  readonly quantity: number;
  readonly caredBirth: string;
}

/** What the law asks about a person in one month. */
export interface Claim {
  readonly birth: string;
  readonly death: string;
  readonly pension: number;
  readonly commune: string;
}

interface Rule {
  /** Coefficient in tenths below an age; the last one for everybody older. */
  readonly bands: readonly (readonly [belowAge: number, tenths: number])[];
  readonly from?: number;
  readonly until?: number;
  readonly isEach?: true;
  readonly isByCared?: true;
}

const always = (tenths: number): Rule['bands'] => [[999, tenths]];
const young = (tenths: number, older: number): Rule['bands'] => [
  [4, tenths],
  [999, older],
];
const disabled = (tenths: number, favoured: number): Rule['bands'] => [
  [16, favoured],
  [60, tenths],
  [999, favoured],
];

const RULES: Readonly<Record<string, Rule>> = {
  SA1: { bands: young(25, 15), until: 16 },
  SA3: { bands: young(25, 20), until: 16 },
  SA4: { bands: always(10), isEach: true },
  SA5C: { bands: always(10), from: 80 },
  SA5D: { bands: always(30), from: 60 },
  SA6D: { bands: disabled(20, 25) },
  SA6N: { bands: disabled(15, 20) },
  SA7: { bands: always(15), until: 3 },
  SA8: { bands: always(15) },
  FAC: { bands: young(50, 40) },
  SP75: { bands: always(10), from: 75 },
  SP70: { bands: always(10), from: 70 },
  CS1: { bands: young(25, 15), until: 16, isByCared: true },
  CS3: { bands: always(15) },
  CS4: { bands: always(15) },
  CS5: { bands: always(20) },
  CS6: { bands: always(10), isEach: true },
  CS7: {
    bands: [
      [16, 25],
      [999, 15],
    ],
    isByCared: true,
  },
  FUN: { bands: always(200) },
};

/** ND 335/2026: for months from `from`, once it is in force. */
function isByDecree335(month: Month, known: string, from = '2026-07'): boolean {
  return month >= monthOf(from) && known >= '2026-10-05';
}

function ruleOf(category: string, month: Month, known: string): Rule | undefined {
  if (category === 'SA2') return { bands: always(15), until: isByDecree335(month, known, '2026-10') ? 999 : 22 };
  if (category === 'SA5A')
    return {
      bands: [
        [isByDecree335(month, known) ? 75 : 80, 15],
        [999, 20],
      ],
      from: 60,
    };
  const hasSocialPension = month >= monthOf('2025-07') && known >= '2025-07-01';
  if (category === 'SA5C' && hasSocialPension) return undefined;
  if (category.startsWith('SP') && !hasSocialPension) return undefined;
  return RULES[category];
}

/** VND that one decision would pay if it stood alone. */
function amountOf(grant: Grant, claim: Claim, month: Month, known: string): number {
  const { category } = grant;
  const rule = ruleOf(category, month, known);
  if (rule === undefined || month < grant.start || (grant.end !== null && month > grant.end)) return 0;
  if (category === 'FUN') return month === grant.start ? 20 * lastOf(NATIONAL.SA, month, known) : 0;
  if (claim.death !== '' && month > monthOf(claim.death)) return 0;
  if ((category === 'SA8' || category === 'SA5C') && claim.pension > 0) return 0;
  if (category.startsWith('SP') && claim.pension >= lastOf(NATIONAL.SP, month, known)) return 0;
  const months = month - monthOf(rule.isByCared === true ? grant.caredBirth : claim.birth);
  const age = Math.floor(months / 12);
  // A right that begins at an age is paid from the month of that birthday; one that ends at an age is paid in that month too.
  if (months < 0 || age < (rule.from ?? 0) || months > (rule.until ?? 999) * 12) return 0;
  const tenths = rule.bands.find(([below]) => age < below)?.[1] ?? 0;
  const level = levelOf(category.startsWith('SP') ? 'SP' : 'SA', claim.commune, month, known);
  return ((level * tenths) / 10) * (rule.isEach === true ? grant.quantity : 1);
}

/** VND due to a person for a month, by the law known on a day. */
export function dueOf(
  grants: readonly Grant[],
  claim: Claim,
  month: Month,
  known: string,
): Readonly<Record<Family, number>> {
  let [facility, pension, parent, elderlyOrDisabled, child, care, careOfDisabled, once] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const grant of grants) {
    const amount = amountOf(grant, claim, month, known);
    const { category } = grant;
    if (category === 'FAC') facility = Math.max(facility, amount);
    else if (category.startsWith('SP')) pension = Math.max(pension, amount);
    else if (category === 'SA4') parent = Math.max(parent, amount);
    else if (/^SA(5|6|8)/.test(category)) elderlyOrDisabled = Math.max(elderlyOrDisabled, amount);
    else if (category.startsWith('SA')) child = Math.max(child, amount);
    else if (category === 'CS4' || category === 'CS5') careOfDisabled = Math.max(careOfDisabled, amount);
    else if (category.startsWith('CS')) care += amount;
    else once += amount;
  }
  const main = facility > 0 ? facility : Math.max(child, parent + elderlyOrDisabled, pension);
  return { MAIN: main, CARE: care + careOfDisabled, ONEOFF: once };
}
