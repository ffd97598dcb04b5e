import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { settleFile } from '../../src/payroll/settle-outcomes.ts';
import type { Run } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { A_DAY_TO_COME } from '../support/law.ts';
import { type Office, granted, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;
let run: Run;
let path: string;

beforeAll(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
  run = await office.pay();
  path = join(office.at.out, 'ket-qua.csv');
  const id = (person: string): Promise<string> => office.endToEndId(run, person);
  const rows = [
    `${await id('P1')},paid,2026-11-02,,`,
    `${await id('P2')},uncollected,2026-11-15,,vắng nhà`,
    'CT24202611R01000099999,paid,2026-11-02,,',
  ];
  writeFileSync(path, ['end_to_end_id,status,date,amount,reason', ...rows, ''].join('\n'));
}, 60_000);

afterAll(() => office.close());

/** Everything that loading a file may change. */
async function books(): Promise<unknown> {
  const tables = [
    'settlement_file',
    'settlement_row',
    'outcome_event',
    'ledger_posting',
    'ledger_seal',
    'ledger_chapter',
    'evidence',
  ];
  const known = await office.ask(`SELECT relname FROM pg_class WHERE relname = ANY ($1) ORDER BY 1`, tables);
  return Promise.all(
    known.map(async ({ relname }) => [relname, (await office.ask(`SELECT count(*) AS n FROM ${String(relname)}`))[0]]),
  );
}

test('a dry run says what the file would do, and changes nothing', async () => {
  const before = await books();
  const request = { path, actor: 'chi', format: null, today: A_DAY_TO_COME };
  const seen = granted(await settleFile(office.context, { ...request, dryRun: true }));
  expect(seen).toMatchObject({ rows: 3, matched: 2, paid: 1, uncollected: 1, unmatched: 1, alreadyLoaded: false });
  expect(seen.problems).toMatchObject([{ code: 'unknown_payment', row: 4 }]);
  expect(await books()).toEqual(before);
});

test('by the command line: the same JSON with dry_run; then the file is loaded as if nobody had looked', async () => {
  const looked = await chitra(office.at, 'settle', path, '--dry-run', '--json', '--actor', 'chi');
  const loaded = await chitra(office.at, 'settle', path, '--json', '--actor', 'chi');
  expect([looked.code, loaded.code]).toEqual([0, 0]);
  const { dry_run: isDry, ...rest } = JSON.parse(looked.stdout);
  expect(isDry).toBe(true);
  expect(JSON.parse(loaded.stdout)).toEqual(rest);
  const again = JSON.parse((await chitra(office.at, 'settle', path, '--dry-run', '--json', '--actor', 'chi')).stdout);
  expect(again).toMatchObject({ already_loaded: true, dry_run: true });
});
