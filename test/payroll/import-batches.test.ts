import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { saveBatch } from '../../src/store/registry-batch.ts';
import { beginFile, closeLoad, loadBatch, openLoad } from '../../src/store/registry-load.ts';
import { registryDesk } from '../support/registry-desk.ts';
import { smallFolder } from '../support/registry-folder.ts';

const { database, imported, numbers, factsOf, wholeRegistry, startOver } = registryDesk();

const byId = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : 1);

describe('any way to cut the rows into batches ends in the same registry', () => {
  const aRow = fc.tuple(
    fc.constantFrom('P1', 'P2', 'P3', 'P4'),
    fc.constantFrom('An', 'Bình', 'Cúc'),
    fc.constantFrom('07210', '99999'),
  );

  test('current rows are the last good ones; every replaced row is in the history', async () => {
    await imported(join(smallFolder(), 'communes.csv'));
    await fc.assert(
      fc.asyncProperty(fc.array(aRow, { maxLength: 25 }), fc.integer({ min: 1, max: 9 }), async (rows, size) => {
        const staged = rows.map(([id, name, commune], at) => ({
          row: at + 2,
          values: [id, null, name, '1970', 'F', commune, null, '0'],
        }));
        const current = new Map<string, string>();
        let replaced = 0;
        for (const [id, name, commune] of rows) {
          if (commune === '99999' || current.get(id) === name) continue;
          if (current.has(id)) replaced += 1;
          current.set(id, name);
        }
        const load = await openLoad(database(), true);
        const file = await beginFile(load, { table: 'persons', fileName: 'x', sha256: 'x', actor: 'x' });
        for (let at = 0; at < staged.length; at += size) {
          await loadBatch(load, {
            importFileNo: file,
            table: 'persons',
            rows: staged.slice(at, at + size),
            isHopedNew: at % 3 !== 0,
          });
        }
        const now = await load.client.query('SELECT person_id, full_name FROM person ORDER BY 1');
        const past = await load.client.query('SELECT count(*) AS count FROM person_history');
        await closeLoad(load, false);
        expect(now.rows).toEqual([...current].sort(byId).map(([id, name]) => ({ person_id: id, full_name: name })));
        expect(past.rows).toEqual([{ count: replaced }]);
      }),
      { numRuns: 60 },
    );
  });

  test('an import that dies between batches and is repeated', async () => {
    const folder = smallFolder();
    await imported(join(folder, 'communes.csv'));
    const load = await openLoad(database(), false);
    const file = await beginFile(load, { table: 'persons', fileName: 'x', sha256: 'x', actor: 'x' });
    const row = { row: 2, values: ['P1', null, 'Cũ', '1970', 'F', '07210', null, '0'] };
    await loadBatch(load, { importFileNo: file, table: 'persons', rows: [row], isHopedNew: true });
    // The next batch reaches the database but is never committed: the session ends as if the process had been killed.
    await saveBatch(
      load.client,
      {
        importFileNo: file,
        table: 'persons',
        rows: [{ ...row, values: ['P7', ...row.values.slice(1)] }],
        isHopedNew: true,
      },
      true,
    );
    load.client.release(new Error('killed'));
    expect(await imported(folder)).toMatchObject({ added: 15, replaced: 1, unchanged: 1 });
    expect((await factsOf('persons')).length).toBe(2);
    expect(await numbers('SELECT array_agg(batch_no ORDER BY batch_no) FROM registry_batch')).toEqual([
      [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
    ]);
  });
});

test('two imports at once give the registry of one, with batch numbers without gaps', async () => {
  const folder = smallFolder();
  await Promise.all([imported(folder), imported(folder)]);
  const both = await wholeRegistry();
  expect(await numbers('SELECT max(batch_no) = count(*), sum(rows_added) FROM registry_batch')).toEqual([[true, 17]]);
  await startOver();
  await imported(folder);
  expect(both).toEqual(await wholeRegistry());
});
