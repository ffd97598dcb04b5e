import type { ReasonList } from './answer.ts';

/** What the next run does with money that came back: pays it again; waits for another account; waits for an officer's word. */
export const NEXT_STEPS = ['retry', 'hold_until_account', 'stop_and_ask'] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** Who has to act. */
export const REASON_ACTORS = ['nobody', 'commune', 'family', 'office', 'bank', 'post'] as const;
export type ReasonActor = (typeof REASON_ACTORS)[number];

/** One reason why money came back, whatever list names it. */
export interface ReturnReason {
  readonly code: string;
  readonly vi: string;
  readonly en: string;
  readonly actor: ReasonActor;
  readonly next: NextStep;
  /** Codes of the ISO 20022 list of status reasons (pain.002) that mean it. */
  readonly statusCodes: ReadonlySet<string>;
  /** Codes of the ISO 20022 list of return reasons (camt.053, camt.054) that mean it. */
  readonly returnCodes: ReadonlySet<string>;
  /** Words of banks and post offices, folded: lower case, no marks, one space. */
  readonly words: readonly string[];
}

/** All reasons by their code, in the order in which words are looked for. */
export type ReasonBook = ReadonlyMap<string, ReturnReason>;

/** A reason as outcomes carry it: the list before the code, so that one code of two lists is never mistaken. Words stand as they came. */
export function reasonText(list: ReasonList, reason: string): string {
  return list === 'own' || reason === '' ? reason : `${list}:${reason}`;
}

/** Text as words are compared: lower case, without marks, one space between words. */
export function foldedWords(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[đĐðÐ]/g, 'd')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim();
}

function byCode(book: ReasonBook, list: ReasonList, code: string): ReturnReason | null {
  const own = book.get(code);
  if (own !== undefined) return own;
  const reasons = [...book.values()];
  const inStatus = reasons.find((one) => one.statusCodes.has(code));
  const inReturn = reasons.find((one) => one.returnCodes.has(code));
  if (list === 'status') return inStatus ?? inReturn ?? null;
  return inReturn ?? inStatus ?? null;
}

function byWords(book: ReasonBook, text: string): ReturnReason | null {
  const folded = ` ${foldedWords(text)} `;
  return [...book.values()].find((one) => one.words.some((words) => folded.includes(` ${words} `))) ?? null;
}

/** The code that says nothing but "see the text". Source: ISO 20022 external code sets, both lists. */
const SEE_TEXT = 'NARR';

/**
 * The reason that a text of an outcome means: `status:AC04`, `return:AC14 words`, a bare code, or words of a bank or post office. Behind NARR the
 * words decide, and the code only where they say nothing known. Null: none that is known, so that the next run pays again and people read what stands there. Sources: ISO 20022 external code sets; catalogue/reasons.yaml.
 */
export function reasonOf(book: ReasonBook, text: string): ReturnReason | null {
  const parts = /^(?:(status|return):)?([A-Z][A-Z0-9_]{2,24})(?=$|[\s:;,.\-(])/.exec(text.trim());
  const list = parts?.[1] === 'status' || parts?.[1] === 'return' ? parts[1] : 'own';
  const code = parts?.[2] ?? '';
  const named = parts === null ? null : byCode(book, list, code);
  return code === SEE_TEXT ? (byWords(book, text) ?? named) : (named ?? byWords(book, text));
}
