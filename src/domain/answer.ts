import type { IsoDate } from './month.ts';
import { type OutcomeStatus, parseOutcome } from './outcome.ts';

/** What a file says of payments: an outcome, or `pending`: it was taken, but nobody says that the money arrived. */
export type AnswerStatus = OutcomeStatus | 'pending';

/** Which list a reason belongs to: the same code means different things in the lists of ISO 20022. `own`: words of a bank or post office. */
export type ReasonList = 'status' | 'return' | 'own';

/** What an answer is about: one payment, all payments of a block, or all of a message. */
export type AnswerScope = 'payment' | 'block' | 'message';

/** The ids by which a file names what it is about, as they stand there; empty: not said. */
export interface NamedBy {
  readonly messageId: string;
  readonly blockId: string;
  readonly instructionId: string;
  readonly endToEndId: string;
  readonly uetr: string;
}

/** What a file that came back says of a payment, a block or a message of ours. `fault`: why it cannot be used. */
export interface Answer extends NamedBy {
  /** Place in the file: the row as a spreadsheet counts, or the how-manieth status or movement of a message, from 1. */
  readonly row: number;
  readonly scope: AnswerScope;
  /** An AnswerStatus; with a fault, what stands in the file. */
  readonly status: string;
  /** YYYY-MM-DD; null: not said. */
  readonly date: string | null;
  /** Whole VND as digits; null: not said, so the whole payment. */
  readonly amount: string | null;
  readonly reasonList: ReasonList;
  /** A code, or words; empty: none. */
  readonly reason: string;
  readonly fault: { readonly code: string; readonly message: string } | null;
}

/** An answer that says nothing yet: readers fill in what their file says. */
export const SILENT: Omit<Answer, 'row'> = {
  scope: 'payment',
  messageId: '',
  blockId: '',
  instructionId: '',
  endToEndId: '',
  uetr: '',
  status: 'pending',
  date: null,
  amount: null,
  reasonList: 'own',
  reason: '',
  fault: null,
};

/** Whether an outcome is said to be of a day after `today`, which nobody can know. What is pending may well name such a day. */
export function isYetToCome({ status, date }: Pick<Answer, 'status' | 'date'>, today: IsoDate): boolean {
  return date !== null && date > today && parseOutcome(status) !== null;
}

/** The answer; with the fault `future_date` when its outcome is of a day after `today` and it has no other fault. Null: not looked at. */
export function happenedBy(answer: Answer, today: IsoDate | null): Answer {
  if (today === null || answer.fault !== null || !isYetToCome(answer, today)) return answer;
  return { ...answer, fault: { code: 'future_date', message: 'ngày ở tương lai (a day that is still to come)' } };
}
