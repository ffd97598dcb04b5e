import { afterEach, beforeEach, expect, test } from 'vitest';
import { findRun } from '../../src/store/runs.ts';
import { chitra } from '../support/chitra.ts';
import { type Office, openOffice } from '../support/office.ts';
import { VILLAGE } from '../support/village.ts';

let office: Office;

beforeEach(async () => {
  office = await openOffice();
  await office.load(VILLAGE);
});

afterEach(() => office.close());

test('a draft whose hashes were altered behind the program is not issued: they are not what was signed', async () => {
  const draft = await office.run();
  await office.unguarded(
    `UPDATE run_block SET root = encode(sha256('x'), 'hex') WHERE run_no = ${draft.runNo} AND ordinal = (SELECT min(ordinal) FROM run_block WHERE run_no = ${draft.runNo})`,
  );
  const { code, stderr } = await chitra(office.at, 'approve', draft.runId, '--actor', 'binh');
  expect(code).toBe(1);
  expect(stderr).not.toMatch(/\bat .*\.ts:/);
  const run = await findRun(office.context.database, draft.runId);
  expect(run?.issueNo ?? null).toBeNull();
  expect(run?.manifestSha256).toBeNull();
  expect(await office.ask('SELECT FROM ledger_seal')).toEqual([]);
});
