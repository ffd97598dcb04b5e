import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { describe, expect, test } from 'vitest';
import { registryDesk } from '../support/registry-desk.ts';
import { fileText, folderOf, SMALL_REGISTRY, smallFolder } from '../support/registry-folder.ts';

const { attempt, imported, wholeRegistry } = registryDesk();

async function refusal(path: string): Promise<{ code: string; message: string }> {
  const result = await attempt(path);
  if (result.ok) throw new Error('it was not refused');
  return result.failure;
}

describe('damaged input: one clear sentence, nothing saved', () => {
  const persons = fileText('persons', SMALL_REGISTRY.persons);
  const header = persons.split('\n')[0] ?? '';
  test.each<[string, Record<string, string | Uint8Array>, string, RegExp]>([
    ['an empty folder', {}, 'nothing_to_read', /communes\.csv/],
    ['an empty file', { 'persons.csv': '' }, 'empty_file', /header is needed\): person_id/],
    ['UTF-16', { 'persons.csv': Buffer.from(persons, 'utf16le') }, 'wrong_encoding', /persons\.csv: .*line 1/],
    [
      'an old encoding far down',
      { 'persons.csv': Buffer.concat([Buffer.from(persons.repeat(4000)), Buffer.from('\xa8\n', 'latin1')]) },
      'wrong_encoding',
      /line 12001/,
    ],
    ['a NUL byte', { 'persons.csv': `${persons}\0` }, 'wrong_encoding', /line 4/],
    [
      'a renamed column',
      { 'persons.csv': persons.replace('sex', 'sexx') },
      'missing_column',
      /missing columns\): sex\./,
    ],
    ['a column left out', { 'persons.csv': 'person_id,full_name\nP1,A\n' }, 'missing_column', /national_id/],
    ['no header', { 'persons.csv': SMALL_REGISTRY.persons.join('\n') }, 'missing_column', /needed/],
    ['a column twice', { 'persons.csv': persons.replace(header, `${header},sex`) }, 'duplicate_column', /sex/],
    ['tabs', { 'persons.csv': persons.replaceAll(',', '\t') }, 'missing_column', /needed/],
    [
      'a picture',
      { 'persons.csv': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
      'wrong_encoding',
      /line 1/,
    ],
    ['one endless line', { 'persons.csv': 'a'.repeat(2 << 20) }, 'line_too_long', /line 1/],
  ])('%s', async (_, files, code, sentence) => {
    const folder = folderOf({ 'communes.csv': fileText('communes', SMALL_REGISTRY.communes), ...files });
    const failure = await refusal(Object.keys(files).length === 0 ? folderOf({}) : folder);
    expect(failure).toMatchObject({ code });
    expect(failure.message).toMatch(sentence);
    expect((await wholeRegistry()).flat()).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['registry.xlsx', 'text, no workbook', 'unreadable_workbook'],
    ['people.csv', fileText('persons', []), 'unknown_file'],
    ['list.pdf', 'x', 'unknown_file'],
  ])('%s', async (name, content, code) => {
    expect(await refusal(join(folderOf({ [name]: content }), name))).toMatchObject({ code });
  });

  test('a path that does not exist', async () => {
    expect(await refusal('/there/is/nothing')).toMatchObject({ code: 'not_found' });
  });

  test('a workbook without a sheet of the registry', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Sheet1').addRow(['x']);
    const path = join(folderOf({}), 'x.xlsx');
    await workbook.xlsx.writeFile(path);
    expect(await refusal(path)).toMatchObject({ code: 'nothing_to_read' });
  });

  test('no half-written rejects file stays behind', async () => {
    const folder = smallFolder({ persons: ['bad'] });
    await imported(folder);
    expect(readdirSync(join(folder, 'out')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
