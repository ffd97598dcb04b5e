import type { Category } from '../../src/domain/category.ts';
import type { SampleAward } from './awards.ts';
import { ageIn, monthCount, SOCIAL_PENSION_START, type MonthCount } from './calendar.ts';

/**
 * What an officer's spreadsheet pays: the law as it was known when the month was paid, in plain tables of its own. It shares
 * nothing with the program, so that the history it makes can be held against the program's results.
 */
const OLD_LEVEL = 360_000;
const LEVEL = 500_000;
const NEW_LEVEL = 540_000;
const LEVEL_FROM = monthCount(2024, 7);
/** The decree of August 2026 came into force on 5 October, when October was paid already. */
const NEW_LEVEL_PAID_FROM = monthCount(2026, 11);

/** The level in VND that the spreadsheet of a month multiplies by. */
export function sheetLevel(month: MonthCount): number {
  if (month >= NEW_LEVEL_PAID_FROM) return NEW_LEVEL;
  return month >= LEVEL_FROM ? LEVEL : OLD_LEVEL;
}

export interface SheetFacts {
  readonly birth: MonthCount;
  /** Monthly pension in VND. */
  readonly pension: number;
  /** The month whose age the spreadsheet uses: the month itself, or an earlier one where nobody updated it. */
  readonly ageMonth: MonthCount;
  readonly ignoresPension: boolean;
  readonly addsPensionToAssistance: boolean;
}

function careTenths(award: SampleAward, ageMonth: MonthCount): number {
  const { category } = award;
  const caredAge = award.caredBirth === null ? 99 : ageIn(ageMonth, award.caredBirth);
  if (category === 'CS1') return caredAge < 4 ? 25 : ageMonth <= (award.caredBirth ?? 0) + 16 * 12 ? 15 : 0;
  if (category === 'CS5') return 20;
  if (category === 'CS6') return 10 * award.quantity;
  return category === 'CS7' && caredAge < 16 ? 25 : 15;
}

function disabilityTenths(category: 'SA6D' | 'SA6N', age: number): number {
  const adult = category === 'SA6D' ? 20 : 15;
  return age < 16 || age >= 60 ? adult + 5 : adult;
}

/** The age at which SA5A gets the higher coefficient, as paid in that month. */
function seniorAge(month: MonthCount): number {
  return month >= NEW_LEVEL_PAID_FROM ? 75 : 80;
}

/** A right that ends at an age is paid in the month of that birthday and not after. */
function isUntil(years: number, facts: SheetFacts): boolean {
  return facts.ageMonth <= facts.birth + years * 12;
}

function childTenths(category: Category, facts: SheetFacts): number {
  const isSmall = ageIn(facts.ageMonth, facts.birth) < 4;
  if (category === 'SA7') return isUntil(3, facts) ? 15 : 0;
  if (!isUntil(16, facts)) return 0;
  return isSmall ? 25 : category === 'SA1' ? 15 : 20;
}

function isPensionLow(month: MonthCount, facts: SheetFacts): boolean {
  return month >= SOCIAL_PENSION_START && (facts.pension < sheetLevel(month) || facts.ignoresPension);
}

/** The coefficient of a main category other than SA4 in tenths; 0 when nothing is paid. */
function mainTenths(category: Category, month: MonthCount, facts: SheetFacts): number {
  const age = ageIn(facts.ageMonth, facts.birth);
  if (category === 'SA1' || category === 'SA3' || category === 'SA7') return childTenths(category, facts);
  if (category === 'SA2') return month >= NEW_LEVEL_PAID_FROM || isUntil(22, facts) ? 15 : 0;
  if (category === 'SA5A') return age >= seniorAge(month) ? 20 : 15;
  if (category === 'SA5D') return 30;
  if (category === 'SA6D' || category === 'SA6N') return disabilityTenths(category, age);
  if (category === 'SA8') return facts.pension === 0 ? 15 : 0;
  if (category === 'SP75' || category === 'SP70') return isPensionLow(month, facts) ? 10 : 0;
  return category === 'FAC' ? (age < 4 ? 50 : 40) : 0;
}

/** The amount of one family and month in VND. Awards must be those that cover the month. */
export function sheetAmount(
  family: 'MAIN' | 'CARE',
  awards: readonly SampleAward[],
  month: MonthCount,
  facts: SheetFacts,
): number {
  let [facility, parent, besideParent, others, pension, care, mother] = [0, 0, 0, 0, 0, 0, 0];
  for (const award of awards) {
    const { category } = award;
    const tenths = category.startsWith('CS') ? 0 : mainTenths(category, month, facts);
    if (category === 'FAC') facility = tenths;
    else if (category === 'SA4') parent = 10 * award.quantity;
    else if (category === 'SP75' || category === 'SP70') pension = Math.max(pension, tenths);
    else if (category === 'CS4' || category === 'CS5') mother = Math.max(mother, careTenths(award, month));
    else if (category.startsWith('CS')) care += careTenths(award, month);
    else if (/^SA[568]/.test(category)) besideParent = Math.max(besideParent, tenths);
    else others = Math.max(others, tenths);
  }
  const assistance = Math.max(parent + besideParent, others);
  const main = facts.addsPensionToAssistance ? assistance + pension : Math.max(assistance, pension);
  const tenths = family === 'CARE' ? care + mother : facility > 0 ? facility : main;
  return (sheetLevel(month) * tenths) / 10;
}

/** Funeral costs in VND: 20 times the level, 50 times for residents of a facility. */
export function sheetFuneral(category: Category, month: MonthCount): number {
  return sheetLevel(month) * (category === 'FUN50' ? 50 : 20);
}
