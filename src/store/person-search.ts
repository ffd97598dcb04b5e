import type { Client } from './database.ts';

type Asker = Pick<Client, 'query'>;

/** Who is looked for. */
export interface PersonQuery {
  /** A person id or its beginning, 9 or 12 digits of an id card, or the last words of a name with or without marks. */
  readonly text: string;
  /** Null: in all communes that the session sees. */
  readonly communeCode: string | null;
  /** Four digits; null: born whenever. */
  readonly birthYear: string | null;
}

/** A person as a list of results shows him. */
export interface FoundPerson {
  readonly personId: string;
  readonly nationalId: string | null;
  readonly fullName: string;
  /** YYYY-MM-DD, YYYY-MM or YYYY. */
  readonly birthDate: string;
  readonly sex: string;
  readonly communeCode: string;
  readonly communeName: string;
  /** YYYY-MM-DD; null: lives, as far as is known. */
  readonly deathDate: string | null;
  /** The file in which this one is read now; null: its own. */
  readonly mergedInto: string | null;
}

export interface FoundPersons {
  readonly people: readonly FoundPerson[];
  readonly hasMore: boolean;
}

/** People that one search answers with. */
export const MOST_FOUND = 50;

const WITH_MARKS =
  'ÀÁÂÃĂẠẢẤẦẨẪẬẮẰẲẴẶàáâãăạảấầẩẫậắằẳẵặÈÉÊẸẺẼẾỀỂỄỆèéêẹẻẽếềểễệÌÍĨỈỊìíĩỉịÒÓÔÕƠỌỎỐỒỔỖỘỚỜỞỠỢòóôõơọỏốồổỗộớờởỡợÙÚŨƯỤỦỨỪỬỮỰùúũưụủứừửữựỲÝỴỶỸỳýỵỷỹĐÐđ';
const PLAIN =
  'AAAAAAAAAAAAAAAAAaaaaaaaaaaaaaaaaaEEEEEEEEEEEeeeeeeeeeeeIIIIIiiiiiOOOOOOOOOOOOOOOOOoooooooooooooooooUUUUUUUUUUUuuuuuuuuuuuYYYYYyyyyyDDd';

/** The expressions of the index person_by_name: how long the last word is and one more (0: there is one only), and the name from its last letter. */
const GIVEN_LENGTH = `(position(' ' IN reverse(full_name)))`;
const FROM_LAST = `(reverse(name_key))`;
const BIRTH_YEAR = `(left(birth_date, 4))`;

/** A word as name_key has it: without marks, in small letters. */
function plain(word: string): string {
  const letters = Array.from(word).map((sign) => {
    const at = WITH_MARKS.indexOf(sign);
    return at >= 0 ? (PLAIN[at] ?? sign) : sign;
  });
  return letters.join('').replaceAll(/['.-]/g, '').toLowerCase();
}

const COLUMNS = `SELECT n.person_id AS "personId", n.national_id AS "nationalId", n.full_name AS "fullName", n.birth_date AS "birthDate", n.sex, n.commune_code AS "communeCode",
  coalesce(c.name, '') AS "communeName", n.death_date AS "deathDate", m.merged_into AS "mergedInto"`;

const JOINS = `LEFT JOIN commune c ON c.code = n.commune_code LEFT JOIN person_merge m ON m.person_id = n.person_id AND m.merged_into <> m.person_id`;

/** A condition over the table person, and its values from $1 on. */
interface Way {
  readonly where: string;
  readonly values: readonly (string | number)[];
  /** The order in which an index gives them: no others have to be read. */
  readonly order: string;
}

/** Behind every text that begins with another one. */
const END = '\u{10FFFF}';

/** Names that end with these words. */
function byName(words: readonly string[]): readonly Way[] {
  const letters = words.map(plain);
  const backwards = Array.from(letters.join('')).toReversed().join('');
  const given = Array.from(words.at(-1) ?? '').length;
  if (backwards === '') return [];
  // Why the words once more: nguyenthihoa ends with "ihoa" as well.
  const endsInWords = `translate(full_name, '''-.', '') ~ $4`;
  const pattern = `(^|\\s)${letters.map((word) => `\\S{${Array.from(word).length}}`).join('\\s+')}$`;
  const longer: Way = {
    where: `${GIVEN_LENGTH} = $1 AND ${FROM_LAST} >= $2 AND ${FROM_LAST} < $3 AND ${endsInWords}`,
    values: [given + 1, backwards, backwards + END, pattern],
    order: FROM_LAST,
  };
  const alone: Way = {
    where: `${GIVEN_LENGTH} = 0 AND ${FROM_LAST} = $1`,
    values: [backwards],
    order: 'person_id',
  };
  return words.length === 1 ? [longer, alone] : [longer];
}

/** Digits are an id card or a person id, one word is a name or a person id, several are a name. */
function waysOf(text: string): readonly Way[] {
  const words = text
    .normalize('NFC')
    .split(/\s+/)
    .filter((word) => word !== '');
  const [first] = words;
  if (first === undefined) return [];
  const isOne = words.length === 1;
  return [
    ...(isOne && /^(?:\d{9}|\d{12})$/.test(first)
      ? [{ where: 'national_id = $1', values: [first], order: 'person_id' }]
      : []),
    ...(isOne && /[^\p{L}'.-]/u.test(first) ? [] : byName(words)),
    ...(isOne
      ? [{ where: 'person_id >= $1 AND person_id < $2', values: [first, first + END], order: 'person_id' }]
      : []),
  ];
}

const VIETNAMESE = new Intl.Collator('vi');

function givenName(fullName: string): string {
  return fullName.trim().split(/\s+/).at(-1) ?? '';
}

/** By given name, then by the whole name, then by year of birth, as lists are ordered in Viet Nam. */
export function byVietnameseName(a: FoundPerson, b: FoundPerson): number {
  return (
    VIETNAMESE.compare(givenName(a.fullName), givenName(b.fullName)) ||
    VIETNAMESE.compare(a.fullName, b.fullName) ||
    (a.birthDate < b.birthDate ? -1 : a.birthDate > b.birthDate ? 1 : 0) ||
    (a.personId < b.personId ? -1 : 1)
  );
}

/**
 * People by id (whole or its beginning), number of the id card, or name: given name, middle and given name, or all of it, with or without marks, in any
 * case; "Hoa" finds no Khoa. At most 50, by given name and then full name, and whether there are more. An empty text finds nobody.
 */
export async function searchPersons(client: Asker, query: PersonQuery): Promise<FoundPersons> {
  const found = new Map<string, FoundPerson>();
  for (const { where, values, order } of waysOf(query.text)) {
    const filters = [
      ...(query.communeCode === null ? [] : [['commune_code', query.communeCode] as const]),
      ...(query.birthYear === null ? [] : [[BIRTH_YEAR, query.birthYear] as const]),
    ];
    const also = filters.map(([column], at) => ` AND ${column} = $${values.length + 1 + at}`).join('');
    const { rows } = await client.query<FoundPerson>(
      `${COLUMNS} FROM (SELECT * FROM person WHERE ${where}${also} ORDER BY ${order} LIMIT ${MOST_FOUND + 1}) n ${JOINS}`,
      [...values, ...filters.map(([, value]) => value)],
    );
    for (const row of rows) found.set(row.personId, row);
  }
  const people = [...found.values()];
  return { people: people.slice(0, MOST_FOUND).toSorted(byVietnameseName), hasMore: people.length > MOST_FOUND };
}
