/** What became of a payment. */
export const OUTCOME_STATUSES = ['paid', 'returned', 'uncollected'] as const;
export type OutcomeStatus = (typeof OUTCOME_STATUSES)[number];

/** Reads the word of an outcome; null when it is none. */
export function parseOutcome(text: string): OutcomeStatus | null {
  return OUTCOME_STATUSES.find((one) => one === text) ?? null;
}
