import type { Result } from '../domain/failure.ts';
import { type Decimal, ZERO_DECIMAL, decimalText, parseDecimal, plus } from './decimal-text.ts';
import type { AmountText, FileProblem, IsoMessage, IsoStatement } from './iso-message.ts';

/** A status as a file states it. Empty: not said. */
export interface InspectedStatus {
  readonly level: 'group' | 'block' | 'line';
  readonly status: string;
  readonly reasons: readonly string[];
  readonly text: string;
  readonly originalMessageId: string;
  readonly blockId: string;
  readonly instructionId: string;
  readonly endToEndId: string;
  readonly uetr: string;
  readonly amount: AmountText;
  readonly currency: string;
  /** Of a group or block: how many payments, and how much, it was asked for. */
  readonly originalCount: string;
  readonly originalSum: AmountText;
}

/** What a row of a list says of one payment, in VND; what lists do not tell stays empty. */
export function listStatus(said: {
  readonly status: string;
  readonly reason: string;
  readonly endToEndId: string;
  readonly instructionId: string;
  readonly amount: string | null;
}): InspectedStatus {
  const { status, reason, endToEndId, instructionId, amount } = said;
  const unsaid = { text: '', originalMessageId: '', blockId: '', uetr: '', originalCount: '', originalSum: '' };
  const reasons = reason === '' ? [] : [reason];
  return {
    ...unsaid,
    level: 'line',
    status,
    reasons,
    endToEndId,
    instructionId,
    amount: amount ?? '',
    currency: 'VND',
  };
}

/** Money that came back. */
export interface InspectedReturn {
  readonly endToEndId: string;
  readonly uetr: string;
  readonly amount: AmountText;
  readonly currency: string;
  readonly reason: string;
  readonly date: string;
}

/** What of one word comes to how much: of a currency, or of a status. Lines without an amount count, but add nothing. */
export interface Tally {
  readonly name: string;
  readonly count: number;
  readonly sum: AmountText;
}

/** What a file contains. The lists hold the first ones only when the reader was asked for few; the counts are of all. */
export interface Inspection {
  readonly format: string;
  /** Empty: the file does not say, or the format has none. */
  readonly version: string;
  readonly messageId: string;
  readonly createdAt: string;
  readonly payments: IsoMessage['payments'];
  readonly currencies: readonly Tally[];
  readonly statusCount: number;
  readonly statuses: readonly InspectedStatus[];
  readonly statusTally: readonly Tally[];
  readonly statementCount: number;
  readonly statements: readonly IsoStatement[];
  readonly movements: number;
  readonly returnCount: number;
  readonly returns: readonly InspectedReturn[];
  readonly problems: readonly FileProblem[];
  readonly warnings: readonly FileProblem[];
}

/** The bytes of a file that is to be recognised. */
export interface FileBytes {
  /** The first ones: all of a small file. */
  readonly head: Uint8Array;
  /** All of them, from the start, as often as it is asked. */
  chunks(): AsyncIterable<Uint8Array>;
  /** The same; but each holds only until the next is asked for. */
  blocks(): AsyncIterable<Uint8Array>;
  /** All of them in one piece; null when there are more than `limit`. */
  whole(limit: number): Promise<Uint8Array | null>;
}

/** One format that can be inspected. */
export interface Recogniser {
  readonly format: string;
  /** Whether a file that begins so may be one. */
  recognise(head: Uint8Array): boolean;
  /**
   * Reads it; at most `mostListed` statuses, statements and returns are kept. Null: it is of another format after all, the next one is asked. Refuses what
   * is of this format but cannot be read.
   */
  read(file: FileBytes, mostListed: number): Promise<Result<Inspection> | null>;
}

/** An inspection that found nothing. */
export function nothingIn(format: string): Inspection {
  return {
    format,
    version: '',
    messageId: '',
    createdAt: '',
    payments: null,
    currencies: [],
    statusCount: 0,
    statuses: [],
    statusTally: [],
    statementCount: 0,
    statements: [],
    movements: 0,
    returnCount: 0,
    returns: [],
    problems: [],
    warnings: [],
  };
}

/** Adds amounts up by a word. */
export interface TallyCount {
  add(name: string, amount: AmountText): void;
  tallies(): readonly Tally[];
}

/** Counts by word; words beyond the first hundred are counted together. */
export function tallyCount(): TallyCount {
  const sums = new Map<string, { count: number; sum: Decimal }>();
  return {
    add: (name, amount) => {
      const word = sums.has(name) || sums.size < 100 ? name : '...';
      const known = sums.get(word) ?? { count: 0, sum: ZERO_DECIMAL };
      // Why copied: the word is cut from a block of the file, and would keep it.
      if (known.count === 0) sums.set(Buffer.from(word, 'utf8').toString('utf8'), known);
      known.count += 1;
      known.sum = plus(known.sum, parseDecimal(amount) ?? ZERO_DECIMAL);
    },
    tallies: () => [...sums].map(([name, { count, sum }]) => ({ name, count, sum: decimalText(sum) })),
  };
}
