import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOST_FOUND, type PersonQuery, searchPersons } from '../../src/store/person-search.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

const PEOPLE = [
  'N1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,,0',
  'N2,024040012346,Nguyễn Thị Khoa,1940,F,07210,,0',
  'N3,024080012347,Trần Đình Hòa,1980-01-01,M,07228,,0',
  "N4,,H'Hen  Niê,1991-01-01,F,07228,,0",
  'N5,,Lê Thoa,1992,F,07228,2026-01-02,0',
  'N6,,Hoa,1993,F,07228,,0',
  '024190,,Ý,1994,F,07210,,0',
  ...Array.from({ length: 60 }, (_, at) => `M${100 + at},,Bùi Văn An,19${10 + at},M,07210,,0`),
];

beforeAll(async () => {
  office = await openOffice({}, false);
  const { communes = [], payment_points: points = [] } = VILLAGE;
  await office.load({ communes, payment_points: points, persons: PEOPLE });
});
afterAll(() => office.close());

async function found(text: string, more: Partial<PersonQuery> = {}): Promise<string[]> {
  const query = { text, communeCode: null, birthYear: null, ...more };
  return (await searchPersons(office.context.database.pool, query)).people.map((one) => one.personId);
}

describe('names', () => {
  test.each([
    ['Hoa', ['N6', 'N1', 'N3']],
    ['HÒA', ['N6', 'N1', 'N3']],
    ['thị hoa', ['N1']],
    ['  nguyen   thi  HOA ', ['N1']],
    ['khoa', ['N2']],
    ['dinh hoa', ['N3']],
    ['y', ['024190']],
    ['hhen nie', ['N4']],
    ['nie', ['N4']],
    ['i hoa', []],
    ["H'Hen Niê", ['N4']],
    ['oa', []],
    ['thi', []],
    ['nguyen', []],
    ['%', []],
    ['_oa', []],
    ["'; DROP TABLE person", []],
    ['', []],
    ['   ', []],
  ])('%s', async (text, ids) => {
    expect(await found(text)).toEqual(ids);
  });

  test('a decomposed name, as some keyboards write it, finds the same', async () => {
    expect(await found('Hòa'.normalize('NFD'))).toEqual(await found('Hòa'));
  });

  test('within a commune, and born in a year', async () => {
    expect(await found('hoa', { communeCode: '07210' })).toEqual(['N1']);
    expect(await found('hoa', { birthYear: '1980' })).toEqual(['N3']);
    expect(await found('hoa', { communeCode: '07210', birthYear: '1980' })).toEqual([]);
  });

  test('at most fifty, and that there are more', async () => {
    const query = { text: 'an', communeCode: null, birthYear: null };
    const many = await searchPersons(office.context.database.pool, query);
    expect(many.people).toHaveLength(MOST_FOUND);
    expect(many.hasMore).toBe(true);
    const few = await searchPersons(office.context.database.pool, { ...query, birthYear: '1915' });
    expect(few).toMatchObject({ hasMore: false, people: [{ personId: 'M105' }] });
  });
});

describe('numbers', () => {
  test.each([
    ['N1', ['N1']],
    ['M10', ['M100', 'M101', 'M102', 'M103', 'M104', 'M105', 'M106', 'M107', 'M108', 'M109']],
    ['024170012345', ['N1']],
    ['024080012347', ['N3']],
    ['123456789', []],
    ['0241', ['024190']],
    ['02417001234', []],
    ['n1', []],
  ])('%s', async (text, ids) => {
    expect(await found(text)).toEqual(ids);
  });

  test('what is told of a person', async () => {
    const [one] = (
      await searchPersons(office.context.database.pool, { text: 'N5', communeCode: null, birthYear: null })
    ).people;
    expect(one).toEqual({
      personId: 'N5',
      nationalId: null,
      fullName: 'Lê Thoa',
      birthDate: '1992',
      sex: 'F',
      communeCode: '07228',
      communeName: 'Phường Đa Mai',
      deathDate: '2026-01-02',
      mergedInto: null,
    });
  });
});

test('names are looked up in their index', async () => {
  await office.ask('SET enable_seqscan = off');
  const plan = await office.ask(
    `EXPLAIN SELECT FROM person WHERE position(' ' IN reverse(full_name)) = 4 AND reverse(name_key) >= 'aoh' AND reverse(name_key) < 'aoi'`,
  );
  expect(JSON.stringify(plan)).toContain('person_by_name');
});
