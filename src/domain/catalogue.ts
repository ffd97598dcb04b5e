import { type Category, CATEGORIES } from './category.ts';
import type { Control, ControlBook, Severity } from './control.ts';
import type { Vnd } from './money.ts';
import type { ReasonBook } from './return-reason.ts';
import { type IsoDate, type Month, month } from './month.ts';

/** Where a value of the catalogue comes from, the months it governs and the day it became law. */
export interface Sourced {
  /** First entitlement month the value governs. */
  readonly fromMonth: Month;
  /** The day it became law: a calculation that knows only earlier law does not see it. */
  readonly inForce: IsoDate;
  /** Short name of the decree or resolution: ND 335/2026. */
  readonly document: string;
  /** Article within it: Đ6.1.e. */
  readonly article: string;
  /** Number of the official gazette (Công báo); null where not known. */
  readonly gazette: string | null;
  /** The day somebody last read the text; null where nobody says so. */
  readonly reviewed: IsoDate | null;
  /** What a reader should know, readings of the law marked [I]; null without any. */
  readonly note: string | null;
}

/** The two national standard amounts: SA (trợ cấp xã hội) and SP (trợ cấp hưu trí xã hội). */
export const STANDARDS = ['SA', 'SP'] as const;
export type Standard = (typeof STANDARDS)[number];

/** A standard amount in VND a month; null: the law says that there is none (not yet, or no longer). */
export interface StandardEntry extends Sourced {
  readonly amount: Vnd | null;
}

/** A coefficient in tenths (25 = 2.5) for ages below `belowAge` years; null: for every higher age. */
export interface Band {
  readonly belowAge: number | null;
  readonly coefficientTenths: number;
}

/** What a pension does to a right: SA5C and SA8 need none at all, SP one below the national SP standard of the month. */
export type PensionTest = 'any' | 'none' | 'below_national_sp';

/** How a category is paid while its rule holds. */
export interface Terms {
  readonly standard: Standard;
  /** The national standard even where the province set a higher one (funeral costs). */
  readonly isNational: boolean;
  /** Whose age counts: the person's own, or that of the person cared for (CS1, CS7). */
  readonly ageOf: 'person' | 'cared_person';
  /** The right begins in the month of this birthday; 0: at birth. */
  readonly fromAge: number;
  /** The month of this birthday is the last one paid; null: no end by age. */
  readonly untilAge: number | null;
  readonly pension: PensionTest;
  /** The coefficient counts once per child or person of the award's quantity (SA4, CS6). */
  readonly isPerUnit: boolean;
  /** Paid once, in the award's first month, and also after death (funeral costs). */
  readonly isOnce: boolean;
  /** By rising age without gap or overlap: each band begins where the one before ends, the last is open. */
  readonly bands: readonly Band[];
}

/** One dated rule of a category; without terms the law says that nothing is paid: not yet, or the category ended. */
export interface RuleEntry extends Sourced {
  readonly terms: Terms | null;
}

/** How several awards of one person come together (Đ6.2 and the readings of it that a province may overrule). */
export interface CombinationEntry extends Sourced {
  /** Categories that replace every other one of MAIN: [FAC]. */
  readonly replacesMain: ReadonlySet<Category>;
  /** The category paid together with the highest of `together`: SA4. */
  readonly beside: Category;
  readonly together: ReadonlySet<Category>;
  /** Groups of which only the highest is paid, outside MAIN: CS4 with CS5, FUN with FUN50. */
  readonly highestOnly: readonly ReadonlySet<Category>[];
}

/** A level of one area of a province, in VND a month; null: the province took it back. */
export interface LevelEntry extends Sourced {
  readonly family: Standard;
  readonly amount: Vnd | null;
}

/** A part of a province with levels of its own; communes null: the whole province. */
export interface Area {
  readonly name: string;
  readonly communes: ReadonlySet<string> | null;
  readonly levels: readonly LevelEntry[];
}

/** What one province adds: levels that count where they are higher than the national ones. */
export interface ProvinceOverlay {
  readonly code: string;
  readonly name: string;
  /** Invented levels that only show the form of the file: nobody may be paid by them. */
  readonly isExample: boolean;
  readonly areas: readonly Area[];
  /** Controls to which the province gives another severity. */
  readonly severities: ReadonlyMap<Control, Severity>;
}

/** All dated standards and rules as data: the law of the country and, where there is one, of the province. */
export interface Catalogue {
  readonly standards: Readonly<Record<Standard, readonly StandardEntry[]>>;
  readonly rules: ReadonlyMap<Category, readonly RuleEntry[]>;
  readonly combinations: readonly CombinationEntry[];
  readonly province: ProvinceOverlay | null;
  /** Every control with its rule, the province's severities put in. */
  readonly controls: ControlBook;
  /** Why money comes back; empty in a law from before the program knew reasons. */
  readonly reasons: ReasonBook;
}

/**
 * The entry that governs a month for somebody who knows the law of one day: in force by then, the latest `fromMonth`
 * not after the month, then the latest `inForce`. Null when no entry says anything.
 */
export function entryFor<T extends Sourced>(entries: readonly T[], at: Month, knownAt: IsoDate): T | null {
  let chosen: T | null = null;
  for (const entry of entries) {
    if (entry.inForce > knownAt || entry.fromMonth > at) continue;
    const isLater =
      chosen === null ||
      entry.fromMonth > chosen.fromMonth ||
      (entry.fromMonth === chosen.fromMonth && entry.inForce > chosen.inForce);
    if (isLater) chosen = entry;
  }
  return chosen;
}

/** The first month every category has a rule for (2021-07, ND 20/2021). Callers refuse earlier months. */
export function firstMonthOf(catalogue: Catalogue): Month {
  let first = 190001;
  for (const category of CATEGORIES) {
    const months = (catalogue.rules.get(category) ?? []).map((rule) => rule.fromMonth);
    first = Math.max(first, Math.min(299912, ...months));
  }
  return month(first);
}
