/** What happens next with a payment that came back. */
export const RETURN_STEPS = [
  'sent_again',
  'waits',
  'new_account',
  'death_to_check',
  'collect_later',
  'next_run',
] as const;
export type ReturnStep = (typeof RETURN_STEPS)[number];

/** What is known of a payment that came back. */
export interface CameBack {
  readonly status: string;
  /** In the words of the bank or the post. */
  readonly reason: string;
  /** A later run sent it again. */
  readonly isSentAgain: boolean;
  /** The person's money waits in the last run. */
  readonly isHeld: boolean;
}

const DEATH = /\b(chết|tử vong|từ trần|deceased|dead|death|MD07|AC07)/iu;
const ACCOUNT =
  /(tài khoản|số tk|\btk\b|account|beneficiary name|sai tên|tên (không|người)|\bAC0[1-6]\b|\bAC1\d\b|\bBE\d\d\b|\bRC0\d\b)/iu;

/** What an officer may expect, by the state of the books first and by the words of the reason then. Sources: ISO 20022 reason codes; DOMAIN section 5. */
export function returnStepOf({ status, reason, isSentAgain, isHeld }: CameBack): ReturnStep {
  if (isSentAgain) return 'sent_again';
  if (DEATH.test(reason)) return 'death_to_check';
  if (ACCOUNT.test(reason)) return 'new_account';
  if (isHeld) return 'waits';
  return status === 'uncollected' ? 'collect_later' : 'next_run';
}
