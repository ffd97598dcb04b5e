import type { Award } from './award.ts';
import type { CombinationEntry } from './catalogue.ts';
import { familyOf } from './category.ts';
import { type DuePart, dueFor } from './entitlement.ts';
import type { DueRule, Law } from './law.ts';
import { sourceText } from './level.ts';
import type { Vnd } from './money.ts';
import { type Month, monthIndex } from './month.ts';
import { type Claimant, stayIn } from './person.ts';

/** The band of a coefficient that goes by age; ages in months at the end of the month asked about. */
export interface AgeBand {
  readonly ageOf: 'person' | 'cared_person';
  readonly ageMonths: number;
  readonly fromMonths: number;
  /** The band covers ages below; null: every higher age. */
  readonly belowMonths: number | null;
}

/** An age that lies outside the right. */
interface AgeLimit {
  readonly ageOf: 'person' | 'cared_person';
  readonly ageMonths: number;
  /** The right begins (too_young) or ends (too_old) in the month of this many months of age. */
  readonly limitMonths: number;
  readonly basis: string;
}

/** Why an award by itself pays nothing for a month. */
export type Obstacle =
  | { readonly code: 'not_begun'; readonly startMonth: Month }
  | { readonly code: 'ended'; readonly endMonth: Month }
  | { readonly code: 'no_rule' }
  | { readonly code: 'once'; readonly startMonth: Month; readonly basis: string }
  | { readonly code: 'dead'; readonly deathMonth: Month }
  | { readonly code: 'pension'; readonly pension: Vnd; readonly below: number; readonly basis: string }
  | { readonly code: 'age_unknown' }
  | ({ readonly code: 'too_young' } & AgeLimit)
  | ({ readonly code: 'too_old' } & AgeLimit)
  | { readonly code: 'no_amount'; readonly basis: string };

/** An award that would pay by itself but does not beside others. Amounts in VND. */
interface Defeat {
  /** What it would pay if it stood alone. */
  readonly part: DuePart;
  readonly against: readonly DuePart[];
  /** The text of law by which only the highest counts. */
  readonly combination: string;
}

/** Why an award pays or does not pay for a month; `replaced`: by a category that replaces all others, `lost`: only the highest is paid. */
export type Reason =
  | {
      readonly code: 'pays';
      readonly part: DuePart;
      /** Coefficient in tenths for one, and how often it counts: their product is that of `part`. */
      readonly coefficientTenths: number;
      readonly quantity: number;
      /** Null: the coefficient is the same at every age. */
      readonly band: AgeBand | null;
      /** Other parts of the same family that are paid together with it. */
      readonly beside: readonly DuePart[];
      /** The text of law by which awards are paid together or only the highest of them. */
      readonly combination: string;
    }
  | ({ readonly code: 'lost' } & Defeat)
  | ({ readonly code: 'replaced' } & Defeat)
  | Obstacle;

/** An award with the reason why it pays or does not. */
export interface AwardReason {
  readonly award: Award;
  readonly reason: Reason;
}

interface Place {
  readonly combination: CombinationEntry | null;
  readonly pension: Vnd;
  readonly ruleOf: (award: Award) => DueRule | null;
}

function placeIn(law: Law, person: Claimant, month: Month): Place {
  const lawMonth = law.months[monthIndex(month) - law.firstIndex] ?? null;
  const stay = stayIn(person, month);
  const rules = lawMonth?.places[law.placeOf.get(stay.communeCode) ?? 0];
  return {
    combination: lawMonth?.combination ?? null,
    pension: stay.pension,
    ruleOf: (award) => rules?.get(award.category) ?? null,
  };
}

/** Age in months at the end of a month of whom the rule looks at; null: no birth date. */
function ageIn(rule: DueRule, person: Claimant, award: Award, month: Month): number | null {
  const birth = rule.terms.ageOf === 'person' ? person.birthMonth : award.caredBirthMonth;
  return birth === null ? null : monthIndex(month) - monthIndex(birth);
}

/** What keeps an award that pays nothing by itself from paying; the plainest fact first. */
function obstacleOf(place: Place, person: Claimant, award: Award, month: Month): Obstacle {
  if (month < award.startMonth) return { code: 'not_begun', startMonth: award.startMonth };
  if (award.endMonth !== null && month > award.endMonth) return { code: 'ended', endMonth: award.endMonth };
  const rule = place.ruleOf(award);
  if (rule === null) return { code: 'no_rule' };
  const { terms, basis } = rule;
  if (terms.isOnce && month !== award.startMonth) return { code: 'once', startMonth: award.startMonth, basis };
  if (!terms.isOnce && person.deathMonth !== null && month > person.deathMonth)
    return { code: 'dead', deathMonth: person.deathMonth };
  if (place.pension >= rule.pensionBelow)
    return { code: 'pension', pension: place.pension, below: rule.pensionBelow, basis };
  const ageMonths = ageIn(rule, person, award, month);
  if (ageMonths === null) return { code: 'age_unknown' };
  const { ageOf } = terms;
  if (ageMonths < rule.fromMonths) return { code: 'too_young', ageOf, ageMonths, limitMonths: rule.fromMonths, basis };
  if (ageMonths > rule.untilMonths) return { code: 'too_old', ageOf, ageMonths, limitMonths: rule.untilMonths, basis };
  return { code: 'no_amount', basis };
}

function bandOf(rule: DueRule, ageMonths: number): AgeBand | null {
  const at = rule.bands.findIndex((band) => ageMonths < band.belowMonths);
  const band = rule.bands[at];
  if (band === undefined || rule.bands.length < 2) return null;
  return {
    ageOf: rule.terms.ageOf,
    ageMonths,
    fromMonths: rule.bands[at - 1]?.belowMonths ?? rule.fromMonths,
    belowMonths: band.belowMonths === Infinity ? null : band.belowMonths,
  };
}

/** Parts that are paid instead of one that is not: of its group where only the highest of a group counts, else of its family. */
function winnersOver(combination: CombinationEntry, part: DuePart, due: readonly DuePart[]): readonly DuePart[] {
  const group = combination.highestOnly.find((categories) => categories.has(part.category));
  const isRival = (other: DuePart): boolean =>
    other.family === part.family && (part.family === 'MAIN' || group?.has(other.category) === true);
  return due.filter(isRival);
}

/**
 * For every award, in the order given, why it pays or does not pay for a month. What is said to pay is exactly what `dueFor` pays,
 * because `dueFor` is asked: first about all awards together, then about those left out one by one. Award ids must differ.
 * Refuses (throws) a month outside the window the law was compiled for.
 */
export function reasonsFor(law: Law, person: Claimant, awards: readonly Award[], month: Month): readonly AwardReason[] {
  const due = dueFor(law, person, awards, month);
  const place = placeIn(law, person, month);
  const combination = place.combination === null ? '' : sourceText(place.combination);
  return awards.map((award): AwardReason => {
    const part = due.find((one) => one.awardId === award.awardId);
    const rule = place.ruleOf(award);
    if (part !== undefined && rule !== null) {
      const quantity = rule.terms.isPerUnit ? award.quantity : 1;
      const beside = due.filter((one) => one !== part && one.family === familyOf(award.category));
      const band = bandOf(rule, ageIn(rule, person, award, month) ?? 0);
      const coefficientTenths = part.coefficientTenths / quantity;
      return { award, reason: { code: 'pays', part, coefficientTenths, quantity, band, beside, combination } };
    }
    const [alone] = dueFor(law, person, [award], month);
    if (alone === undefined || place.combination === null)
      return { award, reason: obstacleOf(place, person, award, month) };
    const against = winnersOver(place.combination, alone, due);
    const { replacesMain } = place.combination;
    const isReplaced = !replacesMain.has(alone.category) && against.some(({ category }) => replacesMain.has(category));
    return { award, reason: { code: isReplaced ? 'replaced' : 'lost', part: alone, against, combination } };
  });
}
