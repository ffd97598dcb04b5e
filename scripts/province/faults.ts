import { below, type Random } from './random.ts';

/** Irregularities drawn per person: at most one each, so that what a control finds has one planted cause. */
const DRAWN = [
  ['missed_month', 100],
  ['partial_payment', 50],
  ['returned_open', 330],
  ['returned_repaid', 450],
  ['uncollected_carried', 1200],
  ['uncollected_three_months', 60],
  ['late_death', 50],
  ['suspension_on', 35],
  ['suspension_ended', 35],
  ['id_mismatch', 30],
  ['partial_birth_date', 60],
  ['no_payee', 25],
  ['bank_without_account', 35],
  ['shared_account', 8],
  ['shared_collector', 16],
  ['backdated', 50],
  ['age_not_reached', 12],
  ['paid_twice', 20],
  ['account_changed', 15],
  ['birth_date_edited', 15],
  ['funeral_unrecorded', 12],
  ['paid_after_funeral', 12],
] as const;

/** Irregularities that follow from what a person is (age, pension, two awards) or from being listed twice. */
const DERIVED = [
  'duplicate_person',
  'probable_duplicate',
  'wrong_band_underpaid',
  'wrong_band_overpaid',
  'no_longer_entitled',
  'pension_between_levels',
  'pension_too_high',
  'sa_and_sp_both_paid',
] as const;

/** Irregularities of a whole commune: nobody leaves its list; everybody always collects in cash. */
const OF_COMMUNES = ['unchanged_list', 'all_collected'] as const;

export type DrawnFault = (typeof DRAWN)[number][0];
export type PairFault = 'duplicate_person' | 'probable_duplicate';
export type CommuneFault = (typeof OF_COMMUNES)[number];
export type Fault = DrawnFault | (typeof DERIVED)[number] | CommuneFault;

/** Every kind of irregularity that can be planted, in the order of the summary. */
export const FAULTS: readonly Fault[] = [...DRAWN.map(([fault]) => fault), ...DERIVED, ...OF_COMMUNES];

/** Draws the fault of one person: weights among 10,000; null for the great majority. */
export function drawFault(random: Random): DrawnFault | null {
  let at = below(random, 10_000);
  for (const [fault, weight] of DRAWN) {
    at -= weight;
    if (at < 0) return fault;
  }
  return null;
}
