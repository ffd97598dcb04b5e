import { describe, expect, test } from 'vitest';
import { type RowReader, rowReader } from '../../src/formats/registry-rows.ts';
import { REGISTRY_TABLES, type RegistryTable, TABLE_FORMS } from '../../src/formats/registry-tables.ts';
import { STORED_TABLES } from '../../src/store/registry-table.ts';

function readerOf(table: RegistryTable, header?: readonly string[]): RowReader {
  const reader = rowReader(TABLE_FORMS[table], header ?? TABLE_FORMS[table].columns.map(({ name }) => name), 2027);
  if (!reader.ok) throw new Error(reader.failure.message);
  return reader.value;
}

const GOOD: Readonly<Record<RegistryTable, string>> = {
  communes: '07210,Phường Bắc Giang,ward,24,Phường A và Phường B',
  payment_points: 'PP1,Bưu điện,07210,VNPOST',
  persons: 'P1,024170012345,Nguyễn Thị Hoa,1970-05-06,F,07210,,0',
  awards: 'A1,P1,SA6N,12/QĐ-UBND,2024-01-15,2024-02,,1,',
  suspensions: 'A1,2026-05,,3/QĐ,vắng mặt',
  payees: 'P1,2024-02,bank,970405,0012345678,NGUYEN THI HOA,,,',
  disbursements: 'D1,P1,MAIN,2026-10,750000,2026-10-05,bank,paid',
  recoveries: 'P1,9/QĐ,MAIN,540000,100000,2026-12',
  refunds: 'PT1,P1,MAIN,2026-10,540000,2026-12-05',
  merges: 'P2,P1',
  stays: 'P1,2026-08,07210,0',
  budgets: '07210,MAIN,2026,12000000000,5/QĐ',
  paying_accounts: '07210,970405,2600999000001,UBND phường Bắc Giang,1012345,yes',
};

function outcome(table: RegistryTable, changes: Readonly<Record<string, string>>): readonly (string | null)[] | string {
  const names = TABLE_FORMS[table].columns.map(({ name }) => name);
  const cells = GOOD[table].split(',').map((cell, at) => changes[names[at] ?? ''] ?? cell);
  const reading = readerOf(table).read({ row: 2, cells });
  return reading.ok ? reading.values : reading.faults.map(({ column, code }) => `${column}:${code}`).join(' ');
}

test.each(REGISTRY_TABLES)('the columns of %s.csv are those of its table, in the same order', (table) => {
  expect(TABLE_FORMS[table].columns.map(({ name }) => name)).toEqual(STORED_TABLES[table].columns);
  expect(Array.isArray(outcome(table, {}))).toBe(true);
});

describe('what is accepted', () => {
  test.each([
    ['persons', 'birth_date', '06/05/1970', '1970-05-06'],
    ['persons', 'birth_date', '05/1970', '1970-05'],
    ['persons', 'birth_date', '1970', '1970'],
    ['persons', 'sex', 'Nữ', 'F'],
    ['persons', 'sex', 'nam', 'M'],
    ['persons', 'national_id', '', null],
    ['persons', 'pension_amount', '', '0'],
    ['persons', 'pension_amount', '1.250.000', '1250000'],
    ['persons', 'full_name', '  Nguye\u0302\u0303n\u00a0Văn  ', 'Nguy\u1ec5n Văn'],
    ['persons', 'death_date', '30/11/2026', '2026-11-30'],
    ['awards', 'start_month', '02/2024', '202402'],
    ['awards', 'category', 'sa6d', 'SA6D'],
    ['awards', 'quantity', '', '1'],
    ['payees', 'account_no', '', null],
    ['payees', 'channel', 'Bưu điện', 'post'],
    ['communes', 'kind', 'Xã', 'commune'],
    ['paying_accounts', 'is_main', 'Có', 'yes'],
    ['paying_accounts', 'is_main', '', 'no'],
    ['paying_accounts', 'unit_code', '', null],
  ] as const)('%s %s: %s', (table, column, text, kept) => {
    const values = outcome(table, { [column]: text });
    const at = TABLE_FORMS[table].columns.findIndex(({ name }) => name === column);
    expect(values[at]).toBe(kept);
  });
});

describe('what is refused, with the column and a code', () => {
  test.each([
    ['persons', { person_id: '' }, 'person_id:missing'],
    ['persons', { person_id: 'P 1' }, 'person_id:bad_id'],
    ['persons', { national_id: '02417001234' }, 'national_id:bad_national_id'],
    ['persons', { full_name: 'Nguyễn\u200bHoa' }, 'full_name:hidden_characters'],
    ['persons', { full_name: 'NguyÔn V¨n A' }, 'full_name:wrong_encoding'],
    ['persons', { birth_date: '1970-02-30' }, 'birth_date:bad_date'],
    ['persons', { birth_date: '1850' }, 'birth_date:bad_date'],
    ['persons', { birth_date: '2070-01-01' }, 'birth_date:birth_in_future'],
    ['persons', { death_date: '1969-01-01' }, 'death_date:death_before_birth'],
    ['persons', { birth_date: '1970', death_date: '1969-12-31' }, 'death_date:death_before_birth'],
    ['persons', { death_date: '2062-01-01' }, 'death_date:death_in_future'],
    ['persons', { sex: 'X' }, 'sex:bad_sex'],
    ['persons', { commune_code: '7210' }, 'commune_code:bad_commune_code'],
    ['persons', { pension_amount: '-5' }, 'pension_amount:bad_amount'],
    ['persons', { pension_amount: '12.5' }, 'pension_amount:bad_amount'],
    ['persons', { sex: '', birth_date: 'x' }, 'birth_date:bad_date sex:missing'],
    ['awards', { category: 'SA99' }, 'category:unknown_category'],
    ['awards', { category: 'CS1' }, 'cared_birth_date:needs_cared_birth_date'],
    ['awards', { start_month: '2024-13' }, 'start_month:bad_month'],
    ['awards', { end_month: '2024-01' }, 'end_month:ends_before_start'],
    ['awards', { quantity: '0' }, 'quantity:bad_quantity'],
    ['suspensions', { to_month: '2026-04' }, 'to_month:ends_before_start'],
    ['payees', { channel: 'cash' }, 'channel:bad_channel'],
    ['payees', { bank_bin: '123456' }, 'bank_bin:bad_bin'],
    ['payees', { account_no: '12345' }, 'account_no:bad_account'],
    ['payees', { account_no: '1.2E+10' }, 'account_no:bad_account'],
    ['disbursements', { amount: '0' }, 'amount:bad_amount'],
    ['disbursements', { family: 'SA' }, 'family:bad_family'],
    ['disbursements', { status: 'ok' }, 'status:bad_status'],
    ['recoveries', { total: '' }, 'total:missing'],
    ['budgets', { year: '26' }, 'year:bad_year'],
    ['budgets', { family: 'SA' }, 'family:bad_family'],
    ['budgets', { amount: '-1' }, 'amount:bad_amount'],
    ['paying_accounts', { bank_bin: '' }, 'bank_bin:missing'],
    ['paying_accounts', { unit_code: '12' }, 'unit_code:bad_unit_code'],
    ['paying_accounts', { is_main: 'maybe' }, 'is_main:bad_yes_no'],
    ['communes', { kind: 'town' }, 'kind:bad_kind'],
    ['communes', { province_code: '024' }, 'province_code:bad_province_code'],
  ] as const)('%s %o', (table, changes, faults) => {
    expect(outcome(table, changes)).toBe(faults);
  });

  test('a row with another number of cells than the header', () => {
    const reading = readerOf('communes').read({ row: 2, cells: ['07210', 'x'] });
    expect(reading).toMatchObject({ ok: false, faults: [{ code: 'wrong_number_of_cells' }] });
  });

  test('no message repeats what stands in a cell', () => {
    const messages = REGISTRY_TABLES.flatMap((table) =>
      TABLE_FORMS[table].columns.map(({ read }) => read('024170099999\u0007 Trần Bí Mật')),
    ).flatMap((reading) => (reading !== null && typeof reading === 'object' ? [reading.message] : []));
    expect(messages.length).toBeGreaterThan(30);
    expect(messages.join('\n')).not.toMatch(/024170099999|Bí Mật/);
  });
});

describe('headers', () => {
  const names = TABLE_FORMS.persons.columns.map(({ name }) => name);

  test('Vietnamese headings, with and without diacritics, in any order, with other columns between', () => {
    const header = [
      'STT',
      'Họ và tên',
      'MA DOI TUONG',
      'Số CCCD',
      'ngay_sinh',
      'Giới tính',
      'Mã xã',
      'Ngày chết',
      'Lương hưu',
    ];
    const reader = readerOf('persons', header);
    expect(reader.ignored).toEqual(['STT']);
    const cells = ['1', 'Nguyễn Hoa', 'P1', '', '1970', 'F', '07210', '', ''];
    expect(reader.read({ row: 2, cells })).toEqual({
      ok: true,
      values: ['P1', null, 'Nguyễn Hoa', '1970', 'F', '07210', null, '0'],
    });
  });

  test('every heading names one column of its file', () => {
    for (const table of REGISTRY_TABLES) {
      for (const column of TABLE_FORMS[table].columns) {
        for (const heading of column.headings) {
          const header = TABLE_FORMS[table].columns.map((other) => (other === column ? heading : other.name));
          expect(rowReader(TABLE_FORMS[table], header, 2027).ok, `${table}: ${heading}`).toBe(true);
        }
      }
    }
  });

  test('a missing column is named, with those found and those needed', () => {
    const reader = rowReader(TABLE_FORMS.persons, ['person_id', 'name'], 2027);
    if (reader.ok) throw new Error('a header without columns was accepted');
    expect(reader.failure.code).toBe('missing_column');
    expect(reader.failure.message).toContain('national_id, full_name');
    expect(reader.failure.message).toContain('person_id, name');
  });

  const failureOf = (header: readonly string[]): string => {
    const reader = rowReader(TABLE_FORMS.persons, header, 2027);
    if (reader.ok) throw new Error('a header without columns was accepted');
    return reader.failure.message;
  };

  test('a heading with a slip of the pen is shown beside those that are known', () => {
    const header = names.map((name) => (name === 'full_name' ? 'fullname' : name));
    expect(failureOf(header)).toContain('found): person_id, national_id, fullname,');
    expect(failureOf(['Mã số', 'Họ và tên', 'Quê quán'])).toContain('Quê quán');
  });

  test('a first row that is a person is not repeated', () => {
    const message = failureOf(['NGUYEN VAN BI MAT', '024099001234', 'Nam', '1940', '1000']);
    expect(message).toContain('the first row is no heading');
    expect(message).toContain('full_name');
    expect(message).not.toMatch(/MAT|0240|1940|1000/);
  });

  test('beside known headings no cell with digits, and none that is longer than headings are', () => {
    const message = failureOf(['person_id', '024099001234', 'Nguyễn Văn Bí Mật ở xã Xuân Lương huyện Yên Thế']);
    expect(message).toContain('found): person_id, …, ….');
  });

  test('a column that stands twice is refused', () => {
    const reader = rowReader(TABLE_FORMS.persons, [...names, 'Ngày sinh'], 2027);
    expect(reader).toMatchObject({ ok: false, failure: { code: 'duplicate_column' } });
  });
});
