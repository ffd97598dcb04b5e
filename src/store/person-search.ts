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

/** The expression of the index person_by_name, to the letter: else the index is not used. */
export const NAME_FROM_LAST = `(reverse(lower(replace(translate(full_name COLLATE "C", '${WITH_MARKS}''-.', '${PLAIN}'), '  ', ' '))) || ' ')`;
const BIRTH_YEAR = `(left(birth_date, 4))`;

/** A name as the index has it: without marks, in small letters, from the last letter to the first. */
function fromLast(name: string): string {
  const letters = [...name.normalize('NFC')].map((sign) => {
    const at = WITH_MARKS.indexOf(sign);
    return at >= 0 ? (PLAIN[at] ?? sign) : sign;
  });
  const plain = letters.join('').replaceAll(/['.-]/g, '').toLowerCase();
  return [...plain.replaceAll(/\s+/g, ' ').trim()].toReversed().join('');
}

const COLUMNS = `SELECT n.person_id AS "personId", n.national_id AS "nationalId", n.full_name AS "fullName", n.birth_date AS "birthDate", n.sex, n.commune_code AS "communeCode",
  coalesce(c.name, '') AS "communeName", n.death_date AS "deathDate", m.merged_into AS "mergedInto"`;

const JOINS = `LEFT JOIN commune c ON c.code = n.commune_code LEFT JOIN person_merge m ON m.person_id = n.person_id AND m.merged_into <> m.person_id`;

/** A condition over the table person, and its values from $1 on. */
interface Ways {
  readonly where: string;
  readonly values: readonly string[];
  /** The order in which the index gives them: no others have to be read. */
  readonly order: string;
}

/** Digits are an id card or a person id, anything with a digit is a person id, words are a name. */
function waysOf(text: string): readonly Ways[] {
  const words = text.normalize('NFC').trim();
  if (words === '') return [];
  const ways: Ways[] = [];
  if (/^(?:\d{9}|\d{12})$/.test(words)) ways.push({ where: 'national_id = $1', values: [words], order: 'person_id' });
  if (/\s/.test(words) || !/[^\p{L}'.-]/u.test(words)) {
    // Why '!': the sign behind the space. What begins with these words and a space lies between.
    const name = fromLast(words);
    if (name !== '')
      ways.push({
        where: `${NAME_FROM_LAST} >= $1 AND ${NAME_FROM_LAST} < $2`,
        values: [`${name} `, `${name}!`],
        order: NAME_FROM_LAST,
      });
  }
  if (!/\s/.test(words))
    ways.push({
      where: `person_id >= $1 AND person_id < $2`,
      values: [words, `${words}\u{10FFFF}`],
      order: 'person_id',
    });
  return ways;
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
