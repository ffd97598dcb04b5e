import type { Award } from './award.ts';
import type { CombinationEntry } from './catalogue.ts';
import { type Category, CATEGORIES, FAMILIES, type Family, familyOf } from './category.ts';
import type { DueBand, DueRule, Law } from './law.ts';
import { vnd, type Vnd } from './money.ts';
import { type Month, monthIndex } from './month.ts';
import { type Claimant, stayIn } from './person.ts';

/** What one award contributes to what is due for a family and month. */
export interface DuePart {
  readonly family: Family;
  readonly category: Category;
  readonly awardId: string;
  /** The standard amount in VND that counted: national, or the province's where higher. */
  readonly standard: Vnd;
  /** Coefficient in tenths, the quantity included: standard * coefficientTenths / 10 = amount. */
  readonly coefficientTenths: number;
  /** VND. */
  readonly amount: Vnd;
  /** The text of law: rule and standard. */
  readonly basis: string;
}

const RANK: ReadonlyMap<Category, number> = new Map(CATEGORIES.map((category, rank) => [category, rank]));

const NOTHING: readonly DuePart[] = [];

const FAMILY_OF: ReadonlyMap<Category, Family> = new Map(CATEGORIES.map((category) => [category, familyOf(category)]));

/**
 * What is due to a person for one month: parts above 0 VND, ordered MAIN, CARE, ONEOFF, then by category and award;
 * the parts of a family add up to what is due for it. The order of `awards` does not matter. A month without law gives
 * nothing. Refuses (throws) a month outside the window the law was compiled for.
 * Source: ND 20/2021 Đ5, 6, 8, 11, 20, 25; ND 176/2025 Đ3; ND 335/2026 Đ5, 6, 8, 11, 17, 22, 31.
 */
export function dueFor(law: Law, person: Claimant, awards: readonly Award[], month: Month): readonly DuePart[] {
  const at = monthIndex(month);
  const lawMonth = law.months[at - law.firstIndex];
  if (lawMonth === undefined) throw new RangeError(`month ${month} lies outside the window of this law`);
  if (lawMonth === null) return NOTHING;
  const stay = person.earlier.length === 0 ? person : stayIn(person, month);
  const rules = lawMonth.places[law.placeOf.get(stay.communeCode) ?? 0];
  let parts: DuePart[] | null = null;
  for (const award of awards) {
    if (month < award.startMonth || (award.endMonth !== null && month > award.endMonth)) continue;
    const rule = rules?.get(award.category);
    const part = rule === undefined || stay.pension >= rule.pensionBelow ? null : partOf(rule, person, award, at);
    if (part === null) continue;
    if (parts === null) parts = [part];
    else parts.push(part);
  }
  if (parts === null) return NOTHING;
  return parts.length === 1 ? parts : combinedParts(lawMonth.combination, parts);
}

/** The rule under which an award stands in a month where the person lives then; null: the law pays nothing for its category. */
export function ruleFor(law: Law, person: Claimant, award: Award, month: Month): DueRule | null {
  const lawMonth = law.months[monthIndex(month) - law.firstIndex];
  if (lawMonth === undefined || lawMonth === null) return null;
  const place = law.placeOf.get(stayIn(person, month).communeCode) ?? 0;
  return lawMonth.places[place]?.get(award.category) ?? null;
}

/** The age in months that a rule asks for: the person's, or that of the person cared for; null when it is not known. */
export function ageIn({ terms }: DueRule, person: Claimant, award: Award, month: Month): number | null {
  const birthMonth = terms.ageOf === 'person' ? person.birthMonth : award.caredBirthMonth;
  return birthMonth === null ? null : monthIndex(month) - monthIndex(birthMonth);
}

/** The band of an age in months. Why a loop: this is asked for every award and month. */
function bandAt(rule: DueRule, age: number): DueBand | null {
  for (const band of rule.bands) if (age < band.belowMonths) return band;
  return null;
}

/** What an award would pay if it stood alone; null: nothing. `at` is a month index. */
function partOf(rule: DueRule, person: Claimant, award: Award, at: number): DuePart | null {
  const { terms } = rule;
  if (terms.isOnce) {
    if (at !== monthIndex(award.startMonth)) return null;
  } else if (person.deathMonth !== null && at > monthIndex(person.deathMonth)) {
    return null;
  }
  const birthMonth = terms.ageOf === 'person' ? person.birthMonth : award.caredBirthMonth;
  // Without the age there is no coefficient; the import refuses such awards (CS1, CS7), so nobody loses money here.
  if (birthMonth === null) return null;
  // Whole months are enough for every age rule: a birthday counts for the month it lies in, whatever the day, so
  // 29 February needs no rule of its own, and a birth date known only as a month or a year none either.
  const age = at - monthIndex(birthMonth);
  if (age < rule.fromMonths || age > rule.untilMonths) return null;
  const band = bandAt(rule, age);
  if (band === null) return null;
  const quantity = terms.isPerUnit ? award.quantity : 1;
  if (band.amount === 0 || quantity === 0) return null;
  return {
    family: FAMILY_OF.get(award.category) ?? 'MAIN',
    category: award.category,
    awardId: award.awardId,
    standard: rule.standard,
    coefficientTenths: band.coefficientTenths * quantity,
    amount: vnd(band.amount * quantity),
    basis: rule.basis,
  };
}

/**
 * What remains of the parts of several awards of one person and month: in MAIN the highest, where the category paid
 * beside others (SA4) adds to the highest of those; in the other families the sum, after groups of which only the
 * highest counts. Equal amounts: the order of CATEGORIES (SA before SP), then the award id.
 * Source: ND 20/2021 Đ6.2, Đ20; ND 176/2025 Đ3; ND 335/2026 Đ6.2, Đ17.
 */
function combinedParts(rule: CombinationEntry, candidates: readonly DuePart[]): readonly DuePart[] {
  const inOrder = [...candidates].sort(byCategoryThenAward);
  const [main, care, oneoff] = FAMILIES.map((family) => inOrder.filter((part) => part.family === family));
  return [...mainParts(rule, main ?? []), ...sumParts(rule, care ?? []), ...sumParts(rule, oneoff ?? [])];
}

function byCategoryThenAward(a: DuePart, b: DuePart): number {
  const byCategory = (RANK.get(a.category) ?? 0) - (RANK.get(b.category) ?? 0);
  if (byCategory !== 0) return byCategory;
  return a.awardId < b.awardId ? -1 : a.awardId > b.awardId ? 1 : 0;
}

/** The first of the highest; null of none. */
function highest(parts: readonly DuePart[]): DuePart | null {
  let top: DuePart | null = null;
  for (const part of parts) if (top === null || part.amount > top.amount) top = part;
  return top;
}

function mainParts(rule: CombinationEntry, parts: readonly DuePart[]): readonly DuePart[] {
  const replacing = highest(parts.filter((part) => rule.replacesMain.has(part.category)));
  if (replacing !== null) return [replacing];
  const top = highest(parts);
  const beside = highest(parts.filter((part) => part.category === rule.beside));
  const together = highest(parts.filter((part) => rule.together.has(part.category)));
  if (top === null) return [];
  if (beside === null || together === null || beside.amount + together.amount <= top.amount) return [top];
  return [beside, together];
}

function sumParts(rule: CombinationEntry, parts: readonly DuePart[]): readonly DuePart[] {
  return parts.filter((part) => {
    const group = rule.highestOnly.find((categories) => categories.has(part.category));
    return group === undefined || part === highest(parts.filter((other) => group.has(other.category)));
  });
}
