import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { REGISTRY_TABLES, TABLE_FORMS } from '../../src/formats/registry-tables.ts';
import type { ImportSummary } from '../../src/payroll/import-registry.ts';
import { registryDesk } from '../support/registry-desk.ts';
import { folderOf, SMALL_REGISTRY, smallFolder } from '../support/registry-folder.ts';

const { imported, numbers, factsOf, wholeRegistry, startOver } = registryDesk();

function rejectsOf(summary: ImportSummary): string[] {
  return summary.rejectsPath === null ? [] : readFileSync(summary.rejectsPath, 'utf8').trimEnd().split('\n');
}

describe('a registry is imported', () => {
  test('every table, each row with its file, row, batch and actor', async () => {
    const summary = await imported(smallFolder());
    expect(summary).toMatchObject({ rows: 17, added: 17, replaced: 0, unchanged: 0, rejected: 0, saved: true });
    expect(await factsOf('persons')).toEqual([
      ['P1', '024170012345', 'Nguyễn Thị Hoa', '1970-05-06', 'F', '07210', null, 0],
      ['P2', null, 'Trần Văn Bình', '1940', 'M', '07210', null, 0],
    ]);
    expect(
      await numbers(`SELECT f.file_name, f.actor, b.batch_no, d.row_no, b.rows_added, b.first_month, f.rows_read
        FROM disbursement d JOIN registry_batch b USING (batch_no) JOIN import_file f USING (import_file_no) ORDER BY reference`),
    ).toEqual([
      ['disbursements.csv', 'lan', 7, 2, 2, 202609, 2],
      ['disbursements.csv', 'lan', 7, 3, 2, 202609, 2],
    ]);
    expect(await numbers('SELECT last_batch_no FROM installation')).toEqual([[13]]);
  });

  test('the same files again change nothing and take no batch number', async () => {
    const folder = smallFolder();
    await imported(folder);
    const before = await wholeRegistry();
    expect(await imported(folder)).toMatchObject({ added: 0, replaced: 0, unchanged: 17, rejected: 0 });
    expect(await wholeRegistry()).toEqual(before);
    expect(await numbers('SELECT count(*), max(batch_no) FROM registry_batch')).toEqual([[13, 13]]);
  });

  test('a later row replaces the whole earlier one, an empty cell empties the fact, and history keeps both', async () => {
    const died = SMALL_REGISTRY.persons.map((line) => line.replace(',07210,,', ',07210,2026-10-01,'));
    await imported(smallFolder({ persons: died }));
    const summary = await imported(join(smallFolder(), 'persons.csv'));
    expect(summary).toMatchObject({ rows: 2, replaced: 2, added: 0 });
    expect(await numbers('SELECT death_date, batch_no, row_no FROM person')).toEqual([
      [null, 14, 2],
      [null, 14, 3],
    ]);
    expect(
      await numbers(
        'SELECT person_id, death_date, batch_no, row_no, superseded_batch, superseded_row FROM person_history ORDER BY 1',
      ),
    ).toEqual([
      ['P1', '2026-10-01', 3, 2, 14, 2],
      ['P2', '2026-10-01', 3, 3, 14, 3],
    ]);
  });

  test('a key that stands several times in one file: the last row counts, the earlier ones are in the history', async () => {
    const person = (name: string): string => `P1,,${name},1970,F,07210,,0`;
    const summary = await imported(
      smallFolder({
        persons: [person('Một'), person('Hai'), person('Hai'), person('Ba'), ...SMALL_REGISTRY.persons.slice(1)],
      }),
    );
    expect(summary.files[2]).toMatchObject({ rows: 5, added: 2, replaced: 2, unchanged: 1 });
    expect(await numbers(`SELECT full_name, row_no FROM person WHERE person_id = 'P1'`)).toEqual([['Ba', 5]]);
    expect(await numbers('SELECT full_name, row_no, superseded_row FROM person_history ORDER BY row_no')).toEqual([
      ['Một', 2, 3],
      ['Hai', 3, 5],
    ]);
  });

  test('one workbook with sheets in any order gives the same registry', async () => {
    await imported(smallFolder());
    const fromCsv = await wholeRegistry();
    await startOver();
    const workbook = new ExcelJS.Workbook();
    for (const table of [...REGISTRY_TABLES].reverse()) {
      const sheet = workbook.addWorksheet(`${table}.csv`);
      sheet.addRow(TABLE_FORMS[table].columns.map(({ name }) => name));
      for (const line of SMALL_REGISTRY[table]) {
        const cells = line.includes('"')
          ? ['07210', 'Phường Bắc Giang', 'ward', '24', 'Phường A, Phường B']
          : line.split(',');
        sheet.addRow(
          cells.map((cell, at) => (TABLE_FORMS[table].columns[at]?.name === 'amount' ? Number(cell) : cell)),
        );
      }
    }
    const path = join(folderOf({}), 'registry.xlsx');
    await workbook.xlsx.writeFile(path);
    expect(await imported(path)).toMatchObject({ rows: 17, added: 17, rejected: 0 });
    expect(await wholeRegistry()).toEqual(fromCsv);
  });

  test('an id or account in a number cell of a workbook is refused with its row and column', async () => {
    await imported(smallFolder());
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('payees');
    sheet.addRow(TABLE_FORMS.payees.columns.map(({ name }) => name));
    sheet.addRow(['P1', '2024-02', 'bank', 970405, 12345678]);
    const path = join(folderOf({}), 'payees.xlsx');
    await workbook.xlsx.writeFile(path);
    const lines = rejectsOf(await imported(path)).slice(1);
    expect(lines.map((line) => line.split(',').slice(0, 4).join(','))).toEqual([
      'payees.xlsx [payees],2,bank_bin,number_not_text',
      'payees.xlsx [payees],2,account_no,number_not_text',
    ]);
  });

  test('files that are not part of the registry are named', async () => {
    const folder = smallFolder();
    writeFileSync(join(folder, 'settlement.csv'), 'x');
    writeFileSync(join(folder, 'ghi-chu.txt'), 'x');
    const { notes } = await imported(folder);
    expect(notes.join('\n')).toMatch(/ghi-chu\.txt.*\n.*\n?.*chitra settle settlement\.csv/);
  });
});

describe('bad rows', () => {
  const BAD = {
    persons: [
      ...SMALL_REGISTRY.persons,
      'P3,12345,Lê Thị Cúc,1990-02-30,F,07210,,0',
      '"=P4,,Lê,1990,F,07210,,0',
      'P5,,Vũ,1990,F,99999,,0',
    ],
    awards: [...SMALL_REGISTRY.awards, 'A9,P9,SA6N,1/QĐ,2024-01-15,2024-02,,1,'],
    payees: ['P9,2024-02,post,,,,PP9,,', ...SMALL_REGISTRY.payees],
  };

  test('never stop the good ones; each bad cell is one line of the rejects file', async () => {
    const summary = await imported(smallFolder(BAD));
    expect(summary).toMatchObject({ rows: 22, added: 17, rejected: 5, saved: true });
    expect(rejectsOf(summary).map((line) => line.split(',').slice(0, 4).join(','))).toEqual([
      'file,row,column,code',
      'persons.csv,4,national_id,bad_national_id',
      'persons.csv,4,birth_date,bad_date',
      'persons.csv,5,,broken_quotes',
      'persons.csv,6,commune_code,unknown_commune',
      'awards.csv,4,person_id,unknown_person',
      'payees.csv,2,person_id,unknown_person',
      'payees.csv,2,payment_point,unknown_payment_point',
    ]);
    expect(rejectsOf(summary)[1]).toContain('"P3,12345,Lê Thị Cúc,1990-02-30,F,07210,,0"');
    expect(await numbers('SELECT sum(rows_rejected) FROM import_file')).toEqual([[5]]);
  });

  test('with strict nothing is saved', async () => {
    expect(await imported(smallFolder(BAD), { strict: true })).toMatchObject({ rejected: 5, saved: false });
    expect((await wholeRegistry()).flat()).toEqual([]);
    expect(await numbers('SELECT count(*), (SELECT last_batch_no FROM installation) FROM import_file')).toEqual([
      [0, 0],
    ]);
    expect(await imported(smallFolder(), { strict: true })).toMatchObject({ added: 17, saved: true });
  });

  test('a dry run counts everything and saves nothing', async () => {
    expect(await imported(smallFolder(BAD), { dryRun: true })).toMatchObject({ added: 17, rejected: 5, saved: false });
    expect((await wholeRegistry()).flat()).toEqual([]);
  });

  test('a last row that is refused leaves the earlier one of its key in place', async () => {
    const moved = [...SMALL_REGISTRY.persons, 'P1,,Nguyễn Thị Hoa,1970,F,99999,,0'];
    await imported(smallFolder({ persons: moved }));
    expect(await numbers(`SELECT commune_code, row_no FROM person WHERE person_id = 'P1'`)).toEqual([['07210', 2]]);
  });

  test('messages name no person, id or account', async () => {
    const summary = await imported(
      smallFolder({
        persons: ['P1,024199,Bí Mật,1990-13-01,Bí,0721,,-1', 'P2,,Bí Mật,1990,F,99999,,0'],
        payees: ['P1,2024-02,bank,111222,9988,BI MAT,,,'],
      }),
    );
    const messages = rejectsOf(summary).map((line) =>
      line
        .split(',')
        .slice(4)
        .join(',')
        .replace(/(?:,"[^"]*"|,[^,]*)$/, ''),
    );
    expect(messages.length).toBeGreaterThan(8);
    for (const message of messages) expect(message).not.toMatch(/Bí Mật|BI MAT|024199|9988|111222|99999/);
  });
});
