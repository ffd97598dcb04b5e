import { NEXT_STEPS, REASON_ACTORS, type ReasonBook, type ReturnReason, foldedWords } from '../domain/return-reason.ts';
import { type Entry, entryOf, hasField, listOf, textOf, wordOf } from './catalogue-fields.ts';

const FIELDS = ['vi', 'en', 'actor', 'next', 'status', 'return', 'words'];

function textsOf(entry: Entry, key: string, form: RegExp, what: string): readonly string[] {
  if (!hasField(entry, key)) return [];
  return listOf(entry.fields.get(key), `${entry.where} ${key}`, entry.problems).map((item) => {
    const text = typeof item === 'string' ? item : '';
    if (!form.test(text)) entry.problems.push(`${entry.where}: ${key} ${text} is no ${what}`);
    return text;
  });
}

function reasonEntry(code: string, value: unknown, where: string, problems: string[]): ReturnReason {
  const entry = entryOf(value, where, problems, FIELDS);
  const words = textsOf(entry, 'words', /^[a-z0-9 ]+$/, 'text in lower case without marks');
  for (const one of words)
    if (foldedWords(one) !== one) problems.push(`${where}: words ${one}: one space between words, none around them`);
  return {
    code,
    vi: textOf(entry, 'vi'),
    en: textOf(entry, 'en'),
    actor: wordOf(entry, 'actor', REASON_ACTORS),
    next: wordOf(entry, 'next', NEXT_STEPS),
    statusCodes: new Set(textsOf(entry, 'status', /^[A-Z0-9]{4}$/, 'code of four signs')),
    returnCodes: new Set(textsOf(entry, 'return', /^[A-Z0-9]{4}$/, 'code of four signs')),
    words,
  };
}

/** Why one code or word stands for two reasons: nobody could say which counts. */
function doubled(reasons: readonly ReturnReason[], where: string): string[] {
  const seen = new Map<string, string>();
  const problems: string[] = [];
  for (const { code, statusCodes, returnCodes, words } of reasons) {
    const names = [
      ...[...statusCodes].map((one) => `status ${one}`),
      ...[...returnCodes].map((one) => `return ${one}`),
      ...words,
    ];
    for (const name of names) {
      const other = seen.get(name);
      if (other !== undefined) problems.push(`${where}: ${name} stands in ${other} and in ${code}`);
      seen.set(name, code);
    }
  }
  return problems;
}

/** The section `reasons` of a national file: why money comes back, who acts, and what the next run does. */
export function returnReasons(value: unknown, where: string, problems: string[]): ReasonBook {
  if (!(value instanceof Map)) problems.push(`${where}: reasons by code are expected`);
  const entries: ReadonlyMap<unknown, unknown> = value instanceof Map ? value : new Map();
  const reasons = [...entries].map(([key, entry]) => {
    const code = String(key);
    if (!/^[A-Z][A-Z_]{4,24}$/.test(code)) problems.push(`${where}: ${code} is no code of capitals and _`);
    return reasonEntry(code, entry, `${where} ${code}`, problems);
  });
  problems.push(...doubled(reasons, where));
  return new Map(reasons.map((one) => [one.code, one]));
}
