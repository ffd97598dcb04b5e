import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  counts,
  generate as generateIn,
  get,
  groupBy,
  monthNumber,
  PEOPLE,
  readRows,
  type Row,
} from '../support/sample-province.ts';

const ROOT = mkdtempSync(join(tmpdir(), 'province-'));

const COLUMNS: Record<string, string> = {
  'communes.csv': 'code,name,kind,province_code,formed_from',
  'payment_points.csv': 'code,name,commune_code,provider',
  'paying_accounts.csv': 'commune_code,bank_bin,account_no,account_name,unit_code,is_main',
  'persons.csv': 'person_id,national_id,full_name,birth_date,sex,commune_code,death_date,pension_amount',
  'awards.csv': 'award_id,person_id,category,decision_no,decision_date,start_month,end_month,quantity,cared_birth_date',
  'suspensions.csv': 'award_id,from_month,to_month,decision_no,reason',
  'payees.csv':
    'person_id,from_month,channel,bank_bin,account_no,account_name,payment_point,collector_name,collector_national_id',
  'disbursements.csv': 'reference,person_id,family,month,amount,paid_on,channel,status',
  'recoveries.csv': 'person_id,decision_no,family,total,monthly_amount,from_month',
};

const generate = (folder: string, ...more: string[]): ReturnType<typeof generateIn> =>
  generateIn(join(ROOT, folder), ...more);
const read = (name: string): Row[] => readRows(join(ROOT, 'first'), name);

function hashes(folder: string): Record<string, string> {
  const names = readdirSync(join(ROOT, folder)).sort();
  const hash = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(join(ROOT, folder, name)))
      .digest('hex');
  return Object.fromEntries(names.map((name) => [name, hash(name)]));
}

beforeAll(() => {
  const made = generate('first');
  if (made.status !== 0 || made.stderr !== '') throw new Error(`no sample: ${made.stderr}`);
}, 60_000);
afterAll(() => {
  rmSync(ROOT, { recursive: true });
});

describe('same bytes', () => {
  test('the same seed gives the same bytes, also over an earlier sample; another seed gives others', () => {
    const first = hashes('first');
    generate('second', '--seed', '8');
    expect(hashes('second')['persons.csv']).not.toBe(first['persons.csv']);
    expect(generate('second').status).toBe(0);
    expect(hashes('second')).toEqual(first);
  }, 60_000);

  test('a smaller sample of the same seed is the beginning of a larger one', () => {
    generate('small', '--people', '1000');
    const small = readFileSync(join(ROOT, 'small/persons.csv'), 'utf8');
    expect(readFileSync(join(ROOT, 'first/persons.csv'), 'utf8').startsWith(small)).toBe(true);
  }, 60_000);
});

describe('what the files hold', () => {
  test('headings are those of the file formats', () => {
    for (const [name, columns] of Object.entries(COLUMNS)) {
      expect({ [name]: readFileSync(join(ROOT, 'first', name), 'utf8').split('\n', 1)[0] }).toEqual({
        [name]: columns,
      });
    }
  });

  test('no carriage returns, no byte order mark, a line end after the last row', () => {
    for (const name of Object.keys(COLUMNS)) {
      const text = readFileSync(join(ROOT, 'first', name), 'utf8');
      expect(text.includes('\r') || text.startsWith('\ufeff')).toBe(false);
      expect(text.endsWith('\n')).toBe(true);
    }
  });

  test('shares of the main categories are those of the province', () => {
    const persons = read('persons.csv');
    const people = new Map(persons.map((row) => [get(row, 'person_id'), 0]));
    const firstAwards = read('awards.csv').filter((row) => get(row, 'award_id').endsWith('-1'));
    expect(firstAwards.length).toBe(people.size);
    const by = counts(firstAwards, 'category');
    const share = (...categories: string[]): number =>
      (categories.reduce((sum, category) => sum + (by[category] ?? 0), 0) / PEOPLE) * 100;
    expect(share('SP75', 'SP70')).toBeCloseTo(42.4, -0.3);
    expect(share('SA6N')).toBeCloseTo(27, -0.3);
    expect(share('SA6D')).toBeCloseTo(13, -0.3);
    expect(share('SA5A', 'SA5D')).toBeCloseTo(4, 0);
    expect(share('SA4')).toBeCloseTo(2.5, 0);
    expect(share('SA1', 'SA2')).toBeCloseTo(0.7, 0);
    expect(share('SA7')).toBeCloseTo(0.3, 0);
    expect(share('SA3', 'SA8')).toBeCloseTo(0.5, 0);
    const care = read('awards.csv').filter((row) => get(row, 'category').startsWith('CS')).length;
    expect((care / PEOPLE) * 100).toBeCloseTo(9.5, -0.3);
  });

  test('every commune has people, 55 of 100 people are paid by a bank', () => {
    expect(Object.keys(counts(read('persons.csv'), 'commune_code')).length).toBe(99);
    const channels = counts(read('payees.csv'), 'channel');
    const bank = channels['bank'] ?? 0;
    expect(bank / (bank + (channels['post'] ?? 0))).toBeCloseTo(0.56, 1);
  });

  test('SA7 is granted in mountain communes only', () => {
    const home = new Map(read('persons.csv').map((row) => [get(row, 'person_id'), get(row, 'commune_code')]));
    const communes = read('awards.csv')
      .filter((row) => get(row, 'category') === 'SA7')
      .map((row) => home.get(get(row, 'person_id')) ?? '');
    expect(communes.every((code) => code >= '07531' && code <= '07672')).toBe(true);
  });

  test('ids are unique and every reference leads to a row', () => {
    const persons = new Set(read('persons.csv').map((row) => get(row, 'person_id')));
    const communes = new Set(read('communes.csv').map((row) => get(row, 'code')));
    const points = groupBy(read('payment_points.csv'), 'code');
    const awards = new Set(read('awards.csv').map((row) => get(row, 'award_id')));
    expect(persons.size).toBe(PEOPLE);
    expect(awards.size).toBe(read('awards.csv').length);
    expect(read('persons.csv').every((row) => communes.has(get(row, 'commune_code')))).toBe(true);
    for (const name of ['awards.csv', 'payees.csv', 'disbursements.csv', 'recoveries.csv', 'persons_before.csv']) {
      expect(read(name).filter((row) => !persons.has(get(row, 'person_id')))).toEqual([]);
    }
    const isSomebody = (row: Row): boolean =>
      get(row, 'commune_code') === '' ? persons.has(get(row, 'person_id')) : communes.has(get(row, 'commune_code'));
    expect(read('planted.csv').filter((row) => !isSomebody(row))).toEqual([]);
    expect(read('suspensions.csv').every((row) => awards.has(get(row, 'award_id')))).toBe(true);
    const home = new Map(read('persons.csv').map((row) => [get(row, 'person_id'), get(row, 'commune_code')]));
    for (const row of read('payees.csv').filter((row) => get(row, 'channel') === 'post')) {
      const point = points.get(get(row, 'payment_point'))?.[0];
      expect(point && get(point, 'commune_code')).toBe(home.get(get(row, 'person_id')));
    }
    const references = read('disbursements.csv').map((row) => get(row, 'reference'));
    expect(new Set(references).size).toBe(references.length);
  });

  test('every date and month exists', () => {
    const isDay = (text: string): boolean =>
      /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
    const isMonth = (text: string): boolean => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
    const days = new Set(['death_date', 'decision_date', 'cared_birth_date', 'paid_on']);
    const months = new Set(['start_month', 'end_month', 'from_month', 'to_month', 'month']);
    const isBirth = (text: string): boolean => isDay(text) || isMonth(text) || /^\d{4}$/.test(text);
    const isGood = (column: string, text: string): boolean =>
      text === '' ||
      ((!days.has(column) || isDay(text)) &&
        (!months.has(column) || isMonth(text)) &&
        (column !== 'birth_date' || isBirth(text)));
    const bad = Object.keys(COLUMNS).flatMap((name) =>
      read(name).filter((row) => !Object.entries(row).every(([column, text]) => isGood(column, text))),
    );
    expect(bad).toEqual([]);
  });

  test('awards begin at the age of their category unless planted, not after death, and end after they begin', () => {
    const persons = new Map(read('persons.csv').map((row) => [get(row, 'person_id'), row]));
    const youngest: Record<string, number> = { SP75: 75, SP70: 70, SA5A: 60, SA5D: 60, SA2: 16 };
    const planted = read('planted.csv').filter((row) => get(row, 'what') === 'age_not_reached');
    const tooYoung = new Set(planted.map((row) => get(row, 'person_id')));
    const wrong = read('awards.csv').filter((award) => {
      const person = persons.get(get(award, 'person_id'));
      const start = monthNumber(get(award, 'start_month'));
      const age = (start - monthNumber(get(person, 'birth_date'))) / 12;
      const isEarly = age < (youngest[get(award, 'category')] ?? 0) && !tooYoung.has(get(award, 'person_id'));
      const endsFirst = get(award, 'end_month') !== '' && monthNumber(get(award, 'end_month')) < start;
      const death = get(award, 'category').startsWith('FUN') ? '' : get(person, 'death_date');
      return isEarly || endsFirst || (death !== '' && monthNumber(death) < start);
    });
    expect(wrong).toEqual([]);
  });

  test('the summary adds up to the files', () => {
    const summary: unknown = JSON.parse(readFileSync(join(ROOT, 'first/summary.json'), 'utf8'));
    const rows = Object.fromEntries([...Object.keys(COLUMNS), 'planted.csv'].map((name) => [name, read(name).length]));
    const planted = counts(read('planted.csv'), 'what');
    const paid: Record<string, number> = {};
    for (const row of read('disbursements.csv').filter((row) => get(row, 'status') === 'paid')) {
      paid[get(row, 'month')] = (paid[get(row, 'month')] ?? 0) + Number(get(row, 'amount'));
    }
    expect(summary).toMatchObject({ complete: true, seed: 7, people: PEOPLE, rows, planted, disbursed_vnd: { paid } });
    expect(JSON.stringify(summary)).not.toMatch(/"[a-z_]+":0[,}]/);
    expect(Object.keys(paid)).toHaveLength(10);
  });
});

describe('bad arguments', () => {
  test.each([
    ['too few people', ['--people', '999'], '--people must be'],
    ['too many people', ['--people', '10000001'], '--people must be'],
    ['no number', ['--seed', 'x'], '--seed must be'],
    ['a month that is none', ['--month', '2026-13'], '--month must be'],
    ['history before the social pension', ['--month', '2026-03'], 'must not begin before 2025-07'],
    ['another province', ['--province', '01'], '--province must be 24'],
    ['an unknown flag', ['--sead', '1'], 'not known'],
  ])('%s: one sentence, exit code 2', (_, args, sentence) => {
    const result = generate('refused', ...args);
    expect(result.status).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain(sentence);
    expect(result.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a folder with files of somebody else is left as it is', () => {
    const folder = mkdtempSync(join(ROOT, 'other-'));
    writeFileSync(join(folder, 'persons.csv'), 'mine\n');
    const result = generate('unused', '--out', folder);
    expect(result.status).toBe(2);
    expect(result.stderr).toContain('is not empty');
    expect(readFileSync(join(folder, 'persons.csv'), 'utf8')).toBe('mine\n');
  });

  test('a write that fails: exit code 1', () => {
    const folder = join(ROOT, 'broken');
    generate('broken', '--people', '1000');
    rmSync(join(folder, 'persons.csv'));
    // A folder of that name makes the file impossible to open, also for the superuser.
    expect(spawnSync('mkdir', [join(folder, 'persons.csv')]).status).toBe(0);
    const result = generate('broken', '--people', '1000');
    expect(result.status).toBe(1);
    expect(result.stderr).toContain('could not be written');
  });
});
