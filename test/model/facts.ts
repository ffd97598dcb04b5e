import type { Family, Month } from './law.ts';

// What arrives with an import: rows of the registry files, as plain values. A later row with the same key replaces the earlier one.

export interface PersonRow {
  readonly person: string;
  readonly nationalId: string;
  readonly birth: string;
  readonly commune: string;
  readonly death: string;
  readonly pension: number;
}

/** Commune and pension that held up to and including a month; the person's row holds what is true after the last of them. */
export interface StayRow {
  readonly person: string;
  readonly until: Month;
  readonly commune: string;
  readonly pension: number;
}

/** A file that belongs to another person's; empty: a file of its own again. */
export interface MergeRow {
  readonly person: string;
  readonly into: string;
}

export interface AwardRow {
  readonly award: string;
  readonly person: string;
  readonly category: string;
  readonly signed: string;
  readonly start: Month;
  readonly end: Month | null;
  readonly quantity: number;
  readonly caredBirth: string;
}

export interface SuspensionRow {
  readonly award: string;
  readonly from: Month;
  readonly to: Month | null;
}

export interface PayeeRow {
  readonly person: string;
  readonly from: Month;
  readonly channel: 'bank' | 'post';
  /** Whether it names an account or a payment point. */
  readonly isUsable: boolean;
}

/** Money that was paid before the program. */
export interface PastRow {
  readonly reference: string;
  readonly person: string;
  readonly family: Family;
  readonly month: Month;
  readonly amount: number;
  readonly day: string;
  readonly isReturned: boolean;
}

/** A recovery order. */
export interface OrderRow {
  readonly person: string;
  readonly decision: string;
  readonly family: Family;
  readonly total: number;
  readonly monthly: number;
  readonly from: Month;
}

export interface RefundRow {
  readonly reference: string;
  readonly person: string;
  readonly family: Family;
  readonly month: Month;
  readonly amount: number;
  readonly day: string;
}

/** What an officer does at the screen, after the import. */
export interface OfficerAct {
  readonly person: string;
  readonly action: 'hold' | 'release';
}

/** All that becomes known at one time. */
export interface Facts {
  readonly persons: readonly PersonRow[];
  readonly stays: readonly StayRow[];
  readonly merges: readonly MergeRow[];
  readonly awards: readonly AwardRow[];
  readonly suspensions: readonly SuspensionRow[];
  readonly payees: readonly PayeeRow[];
  readonly past: readonly PastRow[];
  readonly orders: readonly OrderRow[];
  readonly refunds: readonly RefundRow[];
  readonly officer: readonly OfficerAct[];
}
