import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(async () => {
  await office.close();
});

/** Rows of a table as PostgreSQL's planner knows them, and as they are; -1: it never counted them. */
async function known(table: string): Promise<readonly [unknown, unknown]> {
  const [row] = await office.ask(
    `SELECT (SELECT reltuples::int FROM pg_class WHERE oid = $1::regclass) AS known, (SELECT count(*)::int FROM ${table}) AS rows`,
    table,
  );
  return [row?.['known'], row?.['rows']];
}

// A report right after the run joined 18,743 payments with their sums one by one with one: 90 s instead of 1.
test('what was just written is counted before anybody asks about it', async () => {
  const run = await office.run();
  expect(await known('run_line')).toEqual([20, 20]);
  expect(await known('payment')).toEqual([4, 4]);
  await office.approve(run);
  const [postings, all] = await known('ledger_posting');
  expect(postings).toBe(all);
  await office.settle(run, ['{P1},paid,2026-11-05,,', '{P2},returned,2026-11-05,,']);
  expect(await known('outcome_event')).toEqual([2, 2]);
});
