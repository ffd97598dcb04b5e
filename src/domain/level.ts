import { type Area, type Catalogue, entryFor, type Sourced, type Standard } from './catalogue.ts';
import type { Vnd } from './money.ts';
import type { IsoDate, Month } from './month.ts';

/** A standard amount in VND a month and the text that fixes it. */
export interface Level {
  readonly amount: Vnd;
  readonly source: string;
}

/** Both standards of one place in one month; null: not in force. */
export type Levels = Readonly<Record<Standard, Level | null>>;

/** "ND 335/2026 Đ4": the document and the article within it. */
export function sourceText(entry: Sourced): string {
  return `${entry.document} ${entry.article}`;
}

/** The national standards of a month as known on a day. Source: ND 20/2021 Đ4, ND 76/2024 Đ1, ND 176/2025 Đ3, ND 335/2026 Đ4, Đ31. */
export function nationalLevels(catalogue: Catalogue, at: Month, knownAt: IsoDate): Levels {
  const levelOf = (standard: Standard): Level | null => {
    const entry = entryFor(catalogue.standards[standard], at, knownAt);
    return entry === null || entry.amount === null ? null : { amount: entry.amount, source: sourceText(entry) };
  };
  return { SA: levelOf('SA'), SP: levelOf('SP') };
}

/**
 * The levels of the places all these areas reach: the highest of the national one and each area's own (ND 20/2021
 * Đ4.3, ND 335/2026 Đ4.3). A standard that is not in force nationally stays so; on a tie the national text is named.
 */
export function localLevels(national: Levels, areas: readonly Area[], at: Month, knownAt: IsoDate): Levels {
  const levelOf = (standard: Standard): Level | null => {
    let highest = national[standard];
    for (const area of areas) {
      const own = area.levels.filter((level) => level.family === standard);
      const entry = entryFor(own, at, knownAt);
      if (entry === null || entry.amount === null || highest === null || entry.amount <= highest.amount) continue;
      highest = { amount: entry.amount, source: sourceText(entry) };
    }
    return highest;
  };
  return { SA: levelOf('SA'), SP: levelOf('SP') };
}
