import type { ReturnReason } from './return-reason.ts';

/** What happens next with a payment that came back. */
export const RETURN_STEPS = [
  'sent_again',
  'waits',
  'new_account',
  'ask_first',
  'death_to_check',
  'collect_later',
  'next_run',
] as const;
export type ReturnStep = (typeof RETURN_STEPS)[number];

/** What is known of a payment that came back. */
export interface CameBack {
  readonly status: string;
  /** What the words of the bank or the post mean; null: nobody knows. */
  readonly reason: ReturnReason | null;
  /** A later run sent it again. */
  readonly isSentAgain: boolean;
  /** The person's money waits in the last run. */
  readonly isHeld: boolean;
}

/** What an officer may expect, by the state of the books first and by the reason then. Sources: catalogue/reasons.yaml; DOMAIN section 5. */
export function returnStepOf({ status, reason, isSentAgain, isHeld }: CameBack): ReturnStep {
  if (isSentAgain) return 'sent_again';
  if (reason?.code === 'DECEASED') return 'death_to_check';
  if (reason?.next === 'hold_until_account') return 'new_account';
  if (reason?.next === 'stop_and_ask') return 'ask_first';
  if (isHeld) return 'waits';
  return status === 'uncollected' ? 'collect_later' : 'next_run';
}
