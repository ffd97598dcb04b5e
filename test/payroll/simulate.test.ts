import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Result } from '../../src/domain/failure.ts';
import { parseDate, parseMonth } from '../../src/domain/month.ts';
import { simulate, type Simulation } from '../../src/payroll/simulate.ts';
import { shippedCatalogue } from '../support/law.ts';
import { fileText, folderOf } from '../support/registry-folder.ts';

function simulated(folder: string, month: string, knownAt: string): Promise<Result<Simulation>> {
  const [at, known] = [parseMonth(month), parseDate(knownAt)];
  if (at === null || known === null) throw new Error('no such month or day');
  return simulate(shippedCatalogue(), { folder, month: at, knownAt: known });
}

async function simulation(folder: string, month: string, knownAt: string): Promise<Simulation> {
  const result = await simulated(folder, month, knownAt);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

const text = ({ chunks }: Simulation): string => [...chunks()].join('');

function folder(persons: readonly string[], awards: readonly string[]): string {
  return folderOf({ 'persons.csv': fileText('persons', persons), 'awards.csv': fileText('awards', awards) });
}

const COUPLE = folder(
  ['P2,,Trần B,1950-01-01,M,07210,,0', 'P1,,Nguyễn A,1970-05-06,F,07210,,0', 'P3,,Lê C,1940,F,07210,,900000'],
  [
    'A3,P1,CS6,3/QĐ,2024-01-15,2024-02,,2,',
    'A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,,1,',
    'A2,P2,SP75,2/QĐ,2025-06-15,2025-07,,,',
    'A4,P3,SP75,2/QĐ,2025-06-15,2025-07,,,',
  ],
);

test('amounts due, sorted by person, family and award', async () => {
  const lines = text(await simulation(COUPLE, '2026-07', '2026-11-01'))
    .trimEnd()
    .split('\n');
  expect(lines.map((line) => line.split(',').slice(0, 8).join(','))).toEqual([
    'person_id,family,category,award_id,month,standard,coefficient,amount',
    'P1,MAIN,SA6N,A1,2026-07,540000,1.5,810000',
    'P1,CARE,CS6,A3,2026-07,540000,2.0,1080000',
    'P2,MAIN,SP75,A2,2026-07,540000,1.0,540000',
  ]);
});

test('before the decree was in force the same month is worth less', async () => {
  expect(text(await simulation(COUPLE, '2026-07', '2026-09-30'))).toContain(
    'P2,MAIN,SP75,A2,2026-07,500000,1.0,500000',
  );
});

test('bad rows are listed and left out, the good ones are computed', async () => {
  const mixed = folder(
    ['P1,,Nguyễn A,1970-13-06,F,07210,,0', 'P2,,Trần B,1950,M,07210,,0'],
    ['A1,P1,SA6N,1/QĐ,2024-01-15,2024-02,,1,', 'A2,P2,SA6N,1/QĐ,2024-01-15,2024-02,,1,'],
  );
  const result = await simulation(mixed, '2026-07', '2026-11-01');
  expect(text(result)).toContain('P2,MAIN,SA6N');
  expect(result.bad.map(({ file, row, column, code }) => [file, row, column, code])).toEqual([
    ['persons.csv', 2, 'birth_date', 'bad_date'],
    ['awards.csv', 2, 'person_id', 'unknown_person'],
  ]);
});

test('a month before the law and a folder without persons are refused', async () => {
  expect(await simulated(COUPLE, '2021-06', '2026-11-01')).toMatchObject({
    ok: false,
    failure: { code: 'month_before_law' },
  });
  expect(await simulated(folderOf({}), '2026-07', '2026-11-01')).toMatchObject({
    ok: false,
    failure: { code: 'not_found', message: expect.stringContaining('persons.csv, awards.csv') },
  });
});

const CASES = readFileSync(new URL('../cases/law-cases.csv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1);

// Only the last column is ever quoted, so the cells before it may be split at commas.
test.each(CASES.map((line) => [line]))('worked case as files: %s', async (line) => {
  const [, birth, death, pension, awards = '', month = '', knownAt = '', ...due] = line.split(',');
  const lines = awards.split(';').map((award, at) => {
    const [category, start, end = '', quantity = '', cared = ''] = award.split('/');
    return `A${at},P1,${category},1/QĐ,2020-01-15,${start},${end},${quantity},${cared}`;
  });
  const result = await simulation(folder([`P1,,A,${birth},F,07210,${death},${pension}`], lines), month, knownAt);
  expect(result.bad).toEqual([]);
  const paid = text(result)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) => row.split(','));
  const sums = ['MAIN', 'CARE', 'ONEOFF'].map((family) =>
    paid.filter(([, of]) => of === family).reduce((sum, cells) => sum + Number(cells[7]), 0),
  );
  expect(sums).toEqual(due.slice(0, 3).map(Number));
});
