import type { Chance } from './played-chance.ts';

const WORDS = [
  'RJCT',
  'ACSC',
  'ACSP',
  'PART',
  'ACCC',
  'CRDT',
  'DBIT',
  'BOOK',
  'PDNG',
  'VND',
  'USD',
  'OPBD',
  'CLBD',
  '0',
  '9',
  '.5',
  '-1',
];
const TAGS = [
  'TxSts',
  'GrpSts',
  'PmtInfSts',
  'TxInfAndSts',
  'Ntry',
  'TxDtls',
  'Amt',
  'Refs',
  'EndToEndId',
  'Sts',
  'Cd',
  'Bal',
  'NtryDtls',
];

/** One change to a text: signs, words (`ids` among them), elements; lost, doubled, swapped, put in. */
function once(text: string, ids: readonly string[], chance: Chance): string {
  const words = [...WORDS, ...ids];
  const cut = (): number => chance(text.length);
  const start = cut();
  const end = Math.min(text.length, start + chance(200));
  const word = words[chance(words.length)] ?? '';
  const tag = TAGS[chance(TAGS.length)] ?? '';
  switch (chance(9)) {
    case 0:
      return text.slice(0, start) + String.fromCharCode(32 + chance(96)) + text.slice(start + 1);
    case 1:
      return text.slice(0, start) + text.slice(end);
    case 2:
      return text.slice(0, end) + text.slice(start, end) + text.slice(end);
    case 3:
      return text.slice(0, start);
    case 4: {
      const places = [...text.matchAll(/>([^<>\n]+)</g)];
      const place = places[chance(places.length)];
      return place === undefined
        ? text
        : `${text.slice(0, place.index + 1)}${word}${text.slice(place.index + place[0].length - 1)}`;
    }
    case 5:
      return text.replace(new RegExp(`<${tag}>.*?</${tag}>`, 's'), (element) => element + element);
    case 6:
      return text.replace(new RegExp(`<${tag}>.*?</${tag}>`, 's'), '');
    case 7:
      return text.replace(`<${tag}>`, `<${tag}><!-- ${word} -->`).replace(word, `<![CDATA[${word}]]>`);
    default:
      return text.replaceAll(word, words[chance(words.length)] ?? '');
  }
}

/** A text with one change, or some. */
export function mutated(text: string, ids: readonly string[], chance: Chance): string {
  let changed = once(text, ids, chance);
  while (chance(3) === 0) changed = once(changed, ids, chance);
  return changed;
}
