/** Text in NFC: one form for letters that can be written in several ways. Names are stored and compared in it. */
export function composed(text: string): string {
  return text.normalize('NFC');
}

// Ð (U+00D0) is an Icelandic letter that looks like Đ and does occur in registries.
const STROKED_D = /[\u0110\u00D0]/g;
// Marks, invisible characters and quotes of every shape.
const DROPPED = /[\p{M}\p{Cf}'\u2018\u2019\u201A\u201B\u02BC\u00B4`"\u201C\u201D]/gu;
// SWIFT character set x without the lower case letters: what every bank in Viet Nam takes.
const NOT_FOR_BANKS = /[^A-Z0-9 /\-?:().,+]/g;

// The plain letter of each Vietnamese one, by its code; words of them, with single spaces between, are nearly all names there are.
const PLAIN_LETTERS: (string | undefined)[] = Array.from({ length: 0x1f00 });
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬĐÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ')
  for (const one of [letter, letter.toLowerCase()]) PLAIN_LETTERS[one.charCodeAt(0)] = foldedText(letter);

/** Words of plain and Vietnamese letters folded one by one, which is quick; null: there is something else in the text. */
function wordsOf(text: string): string | null {
  let folded = '';
  let wasSpace = true;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x20) {
      if (wasSpace) return null;
      folded += ' ';
      wasSpace = true;
      continue;
    }
    const letter = PLAIN_LETTERS[code];
    if (letter === undefined) return null;
    folded += letter;
    wasSpace = false;
  }
  return wasSpace ? null : folded;
}

/**
 * Text as banks take it: ASCII capitals without marks, one space between words, no quotes (H’Hen -> HHEN).
 * A letter with no ASCII form becomes `?`: seen by people, never lost in silence.
 */
export function bankText(text: string): string {
  return wordsOf(text) ?? foldedText(text);
}

function foldedText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(DROPPED, '')
    .toUpperCase()
    .replaceAll(STROKED_D, 'D')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(NOT_FOR_BANKS, '?');
}

const ALPHABET = Array.from('aăâbcdđeêfghijklmnoôơpqrstuưvwxyz');
const LETTER_RANK: ReadonlyMap<string, string> = new Map(
  ALPHABET.map((letter, index) => [letter, String.fromCharCode(0x41 + index)]),
);
// Marks that make a letter of their own (breve, circumflex, horn) and marks that are tones, in dictionary order.
const LETTER_MARKS: ReadonlySet<string> = new Set(['\u0306', '\u0302', '\u031B']);
const TONE_RANK: ReadonlyMap<string, string> = new Map([
  ['\u0300', '1'],
  ['\u0309', '2'],
  ['\u0303', '3'],
  ['\u0301', '4'],
  ['\u0323', '5'],
]);

interface RankedText {
  letters: string;
  tones: string;
}

function rankedLetter(cluster: string): RankedText {
  let letter = cluster.charAt(0);
  let tone = '0';
  for (const mark of cluster.slice(1)) {
    if (LETTER_MARKS.has(mark)) letter += mark;
    tone = TONE_RANK.get(mark) ?? tone;
  }
  const rank = LETTER_RANK.get(letter.normalize('NFC')) ?? LETTER_RANK.get(cluster.charAt(0));
  if (rank !== undefined) return { letters: rank, tones: tone };
  return /[0-9 ]/.test(letter) ? { letters: letter, tones: '0' } : { letters: '', tones: '' };
}

function ranked(words: string): RankedText {
  const all: RankedText = { letters: '', tones: '' };
  for (const [cluster] of words.normalize('NFD').matchAll(/\P{M}\p{M}*/gu)) {
    const one = rankedLetter(cluster);
    all.letters += one.letters;
    all.tones += one.tones;
  }
  return all;
}

/** Ranks words; one that comes again is looked up, because people share few names. */
type Ranker = (words: string) => RankedText;

function ranker(): Ranker {
  const known = new Map<string, RankedText>();
  return (words) => {
    const before = known.get(words);
    if (before !== undefined) return before;
    const made = ranked(words);
    known.set(words, made);
    return made;
  };
}

function orderKey(fullName: string, id: string, rank: Ranker): string {
  const words = fullName
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('\u00F0', 'đ')
    .trim()
    .split(/[\s-]+/);
  const given = rank(words.at(-1) ?? '');
  let [letters, tones] = ['', ''];
  for (let at = 0; at < words.length - 1; at += 1) {
    const other = rank(at === 0 ? (words[0] ?? '') : ` ${words[at] ?? ''}`);
    letters += other.letters;
    tones += other.tones;
  }
  return `${given.letters}\t${given.tones}\t${letters}\t${tones}\t${id}`;
}

/**
 * A key that orders people as Vietnamese lists do: given name (the last word), then the other words, then `id`. Letters
 * a ă â b c d đ e ê ..., then tones: none, huyền, hỏi, ngã, sắc, nặng. Compare keys with `<`: the order depends on no
 * locale, so lists have the same bytes everywhere.
 */
export function nameOrderKey(fullName: string, id: string): string {
  return orderKey(fullName, id, ranked);
}

/** People in the order of nameOrderKey. */
export function inNameOrder<T extends { readonly fullName: string; readonly personId: string }>(
  people: readonly T[],
): readonly T[] {
  const rank = ranker();
  const keyed = people.map((person) => ({ person, key: orderKey(person.fullName, person.personId, rank) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ person }) => person);
}
