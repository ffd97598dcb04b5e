/** What may be kept of an argument as it is: an id, number, month, code or name of a file. Anything else may be a name of somebody. */
const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._:,@/-]{0,79}$/;
/** So many digits and nothing else may be an id number or an account. */
const LONG_NUMBER = /^\d{9,}$/;
/** What stands for a value that is not kept. */
export const NOT_KEPT = '(…)';

/** Whether a word may be an id number or account; only the registry knows whether it is the id of a person. */
export function isLongNumber(word: string): boolean {
  return LONG_NUMBER.test(word);
}

/** What stands in the audit log for a word: itself where it can be no personal data; of a long number that is no person's id, its end. */
export function keptWord(word: string, personIds: ReadonlySet<string>): string {
  if (LONG_NUMBER.test(word) && !personIds.has(word)) return `…${word.slice(-3)}`;
  return PLAIN.test(word) ? word : NOT_KEPT;
}
