import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEntries } from '../../src/store/audit.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { type Answer, type Installation, chitra, newInstallation, runAnswer } from '../support/chitra.ts';
import { threePersons } from '../support/three-persons.ts';
import { granted } from '../support/office.ts';

let at: Installation;
let database: Database;

beforeAll(async () => {
  at = await newInstallation();
  database = granted(await openDatabase(at.databaseUrl, 2));
  for (const words of [
    ['import', threePersons(), '--actor', 'lan'],
    ['run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'lan'],
    ['approve', '2026-11-R01', '--actor', 'minh'],
  ])
    await runAnswer(at, ...words);
}, 120_000);

afterAll(async () => {
  await database.close();
  await at.drop();
});

describe('an auditor (CHITRA_ROLE=auditor)', () => {
  function asAuditor(...words: readonly string[]): Promise<Answer> {
    return chitra(
      { ...at, environment: { ...at.environment, CHITRA_ROLE: 'auditor' } },
      ...words,
      '--actor',
      'kiemtoan',
    );
  }
  const reading = (...words: readonly string[]): Promise<Answer> =>
    chitra({ ...at, environment: { ...at.environment, CHITRA_ROLE: 'auditor', CHITRA_ACTOR: 'kiemtoan' } }, ...words);

  test('reads what everybody reads, and the log says that an auditor did', async () => {
    const out = join(at.out, 'for-auditor');
    for (const words of [
      ['status'],
      ['audit'],
      ['explain', 'NGUOI-2', '2026-11'],
      ['report', '2026-11', '--out', `${out}.xlsx`],
      ['catalogue', 'list'],
      ['verify'],
      ['form09', '2026-11', '--out', `${out}-09.xlsx`],
      ['pack', '2026-11', '--out', `${out}-pack`],
      ...['payments', 'balances', 'draw', 'audit'].map((what) => ['export', what, '--out', `${out}-${what}.csv`]),
      ['run', '--month', '2026-11', '--known-at', '2026-10-20', '--dry-run'],
    ]) {
      const answer = await reading(...words);
      expect([words.join(' '), answer.code, answer.stderr.replaceAll(/(Tính thử|Kiểm tra).*\n/g, '')]).toEqual([
        words.join(' '),
        0,
        '',
      ]);
    }
    const own = (await readEntries(database, 0, 10_000)).filter((one) => one.actor === 'kiemtoan');
    expect(own.map((one) => one.kind).every((kind) => kind === 'read')).toBe(true);
    expect(own.length).toBe(26);
    const text = readFileSync(`${out}-audit.csv`, 'utf8');
    expect(text.split('\n')[0]).toBe(
      'entry_no,at,login,actor,origin,kind,command,what,outcome,begun_no,exit_code,code,before_hash,after_hash,previous_hash,hash',
    );
    expect(text).toContain(',kiemtoan,');
  }, 120_000);

  test('changes nothing, and is told so in one sentence', async () => {
    writeFileSync(join(at.out, 'empty.csv'), 'end_to_end_id,status,date,amount,reason\n');
    for (const words of [
      ['hold', 'NGUOI-2', '--reason', 'x'],
      ['run', '--month', '2026-11'],
      ['approve', '2026-11-R01'],
      ['settle', join(at.out, 'empty.csv')],
      ['close', '2026-11'],
    ]) {
      const answer = await asAuditor(...words);
      const said = answer.stderr.split('\n').filter((line) => line !== '');
      expect([words[0], answer.code, answer.stdout, said]).toEqual([
        words[0],
        1,
        '',
        [expect.stringContaining('Auditors read and change nothing')],
      ]);
    }
    const own = (await readEntries(database, 0, 10_000)).filter((one) => one.code === 'auditor_reads');
    expect(own.map((one) => one.command)).toEqual(['hold', 'run', 'approve', 'settle', 'close']);
  });
});
