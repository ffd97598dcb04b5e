import { areaProfiles } from './area.ts';
import {
  type Catalogue,
  type CombinationEntry,
  entryFor,
  type RuleEntry,
  type Sourced,
  STANDARDS,
  type Terms,
} from './catalogue.ts';
import { type Category, CATEGORIES } from './category.ts';
import { type Levels, localLevels, nationalLevels, sourceText } from './level.ts';
import { timesTenths, type Vnd } from './money.ts';
import { type IsoDate, type Month, addMonths, firstDayOf, monthIndex, monthsBetween } from './month.ts';

/** A band with its money worked out. */
export interface DueBand {
  /** The band covers ages below this many months; Infinity for the last. */
  readonly belowMonths: number;
  readonly coefficientTenths: number;
  /** Standard times coefficient in VND, for a quantity of one. */
  readonly amount: Vnd;
}

/** One category in one month and place, ready to be asked about persons. */
export interface DueRule {
  readonly terms: Terms;
  readonly standard: Vnd;
  /** Months of age from which the right exists. */
  readonly fromMonths: number;
  /** Months of age up to which it exists, included; Infinity without end. */
  readonly untilMonths: number;
  /** A pension must be lower than this many VND; Infinity when pensions do not matter. */
  readonly pensionBelow: number;
  readonly bands: readonly DueBand[];
  /** The text of law behind an amount: rule and standard. */
  readonly basis: string;
}

/** The rules of one place by category; a category that is missing pays nothing in that month. */
export type PlaceRules = ReadonlyMap<Category, DueRule>;

/** One month of the law: how awards combine, and the rules by place. */
export interface LawMonth {
  readonly combination: CombinationEntry;
  readonly places: readonly PlaceRules[];
}

/** The catalogue as known on one day, compiled for a window of months. */
export interface Law {
  readonly knownAt: IsoDate;
  /** Month index (months since year 0) of the first entry of `months`. */
  readonly firstIndex: number;
  /** One entry per month of the window; null where the law known on that day says nothing. */
  readonly months: readonly (LawMonth | null)[];
  /** Every standard amount (VND) by which last month's list may have been made, whenever that was: the month before the last one. */
  readonly lastStandards: ReadonlySet<number>;
  /** Number of a commune's place; communes that no list names are place 0. */
  readonly placeOf: ReadonlyMap<string, number>;
}

/**
 * The law known on a day, compiled for the months from..to (both included). Months before the first decree of the
 * catalogue, or before anything was known, are kept as months without law: nothing is due in them.
 */
export function lawKnownAt(catalogue: Catalogue, knownAt: IsoDate, from: Month, to: Month): Law {
  const { profiles, profileOf } = areaProfiles(catalogue.province);
  const intern = new Map<string, string>();
  const months = monthsBetween(from, to).map((at): LawMonth | null => {
    const combination = entryFor(catalogue.combinations, at, knownAt);
    if (combination === null) return null;
    const national = nationalLevels(catalogue, at, knownAt);
    const places = profiles.map((areas) => {
      const levels = { national, local: localLevels(national, areas, at, knownAt) };
      return placeRules(catalogue, at, knownAt, levels, intern);
    });
    return { combination, places };
  });
  return {
    knownAt,
    firstIndex: monthIndex(from),
    months,
    lastStandards: standardsOf(catalogue, addMonths(to, -1)),
    placeOf: profileOf,
  };
}

/** The standards of a month as known on the day its list was begun (the month before it), or on any later day. */
function standardsOf(catalogue: Catalogue, at: Month): ReadonlySet<number> {
  const lists: (readonly (Sourced & { readonly amount: Vnd | null })[])[] = [
    ...STANDARDS.map((standard) => catalogue.standards[standard]),
    ...(catalogue.province?.areas ?? []).flatMap(({ levels }) =>
      STANDARDS.map((standard) => levels.filter((level) => level.family === standard)),
    ),
  ];
  const begun = firstDayOf(addMonths(at, -1));
  const amounts = lists.flatMap((entries) =>
    [begun, ...entries.map((entry) => entry.inForce).filter((day) => day > begun)].map(
      (day) => entryFor(entries, at, day)?.amount ?? null,
    ),
  );
  return new Set(amounts.filter((amount) => amount !== null));
}

/** Whether a month lies in the window the law was compiled for. */
export function isCovered(law: Law, month: Month): boolean {
  const at = monthIndex(month) - law.firstIndex;
  return at >= 0 && at < law.months.length;
}

/** Whether the law known on its day says anything about a month of its window. */
export function hasLaw(law: Law, month: Month): boolean {
  return (law.months[monthIndex(month) - law.firstIndex] ?? null) !== null;
}

/** One month of the law as a text: two laws that would pay anybody anything else in that month have other texts. */
export function lawText(law: Law, at: Month): string {
  const lawMonth = law.months[monthIndex(at) - law.firstIndex] ?? null;
  const places = lawMonth?.places.map((rules) => [...rules]) ?? [];
  return JSON.stringify([lawMonth?.combination ?? null, places, [...law.placeOf]], (_, value: unknown) =>
    value instanceof Set ? [...value] : value === Infinity ? 'Infinity' : value,
  );
}

/** Every text of law that `dueFor` can name under this law, sorted, each once. */
export function legalBases(law: Law): readonly string[] {
  const bases = new Set<string>();
  for (const lawMonth of law.months) {
    for (const rules of lawMonth?.places ?? []) for (const rule of rules.values()) bases.add(rule.basis);
  }
  return [...bases].sort();
}

interface PlaceLevels {
  readonly national: Levels;
  readonly local: Levels;
}

function placeRules(
  catalogue: Catalogue,
  at: Month,
  knownAt: IsoDate,
  levels: PlaceLevels,
  intern: Map<string, string>,
): PlaceRules {
  const rules = new Map<Category, DueRule>();
  for (const category of CATEGORIES) {
    const entry = entryFor(catalogue.rules.get(category) ?? [], at, knownAt);
    const rule = entry === null ? null : dueRule(entry, levels);
    if (rule === null) continue;
    const basis = intern.get(rule.basis) ?? rule.basis;
    intern.set(basis, basis);
    rules.set(category, { ...rule, basis });
  }
  return rules;
}

function dueRule(entry: RuleEntry, levels: PlaceLevels): DueRule | null {
  const terms = entry.terms;
  if (terms === null) return null;
  const level = (terms.isNational ? levels.national : levels.local)[terms.standard];
  if (level === null) throw new RangeError(`${sourceText(entry)} pays a multiple of a standard that is not in force`);
  return {
    terms,
    standard: level.amount,
    fromMonths: terms.fromAge * 12,
    untilMonths: terms.untilAge === null ? Infinity : terms.untilAge * 12,
    pensionBelow: pensionBelow(terms, levels.national),
    bands: terms.bands.map(({ belowAge, coefficientTenths }) => ({
      belowMonths: belowAge === null ? Infinity : belowAge * 12,
      coefficientTenths,
      amount: timesTenths(level.amount, coefficientTenths),
    })),
    basis: `${sourceText(entry)}; mức chuẩn ${level.source}`,
  };
}

function pensionBelow(terms: Terms, national: Levels): number {
  if (terms.pension === 'any') return Infinity;
  return terms.pension === 'none' ? 1 : (national.SP?.amount ?? 0);
}
