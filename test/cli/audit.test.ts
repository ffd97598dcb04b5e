import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { verifyAudit } from '../../src/payroll/verify-audit.ts';
import { readEntries } from '../../src/store/audit.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { type Installation, chitra, newInstallation, runAnswer, startChitra } from '../support/chitra.ts';
import { granted } from '../support/office.ts';
import { threePersons } from '../support/three-persons.ts';

let at: Installation;
let database: Database;

beforeAll(async () => {
  at = await newInstallation();
  database = granted(await openDatabase(at.databaseUrl, 2));
  const registry = threePersons();
  for (const words of [
    ['import', registry, '--actor', 'lan'],
    ['run', '--month', '2026-11', '--known-at', '2026-10-20', '--actor', 'lan'],
    ['approve', '2026-11-R01', '--actor', 'minh'],
  ])
    await runAnswer(at, ...words);
}, 120_000);

afterAll(async () => {
  await database.close();
  await at.drop();
});

/** The whole log so far. */
async function log(): Promise<readonly AuditEntry[]> {
  return readEntries(database, 0, 10_000);
}

async function entriesOf(command: string): Promise<readonly AuditEntry[]> {
  return (await log()).filter((one) => one.command === command);
}

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: at.databaseUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function told(one: AuditEntry): string {
  return `${one.actor} ${one.command} ${one.outcome}${one.beforeHash === one.afterHash ? '' : ' *'}`;
}

describe('a month in the audit log', () => {
  test('who did what, what the workers did of it, and when the books changed (*)', async () => {
    expect((await log()).slice(0, 9).map(told)).toEqual([
      'lan import begun',
      'lan import done *',
      'lan run begun',
      'worker compute done *',
      'lan run done *',
      'minh approve begun',
      'worker issue done *',
      'worker files done *',
      'minh approve done *',
    ]);
    expect(await verifyAudit(database)).toEqual([]);
  });

  test('each end knows how the books stood at its beginning, and a step what the step before it left', async () => {
    const entries = await log();
    const ends = entries.filter((one) => one.begunNo !== null);
    expect(ends.length).toBeGreaterThanOrEqual(3);
    for (const end of ends) expect(end.beforeHash).toBe(entries[(end.begunNo ?? 0) - 1]?.afterHash);
    const [issued, filed] = [
      entries.find((one) => one.command === 'issue'),
      entries.find((one) => one.command === 'files'),
    ];
    expect(filed?.beforeHash).toBe(issued?.afterHash);
  });

  test('is shown to people, and as JSON', async () => {
    const shown = await chitra(at, 'audit', '--last', '3');
    expect(shown.stdout.split('\n').filter((line) => line.includes('minh  approve {"run":"2026-11-R01"'))).not.toEqual(
      [],
    );
    expect(shown.stdout).toContain('đã thay đổi');
    const { stdout } = await chitra(at, 'audit', '--last', '2', '--json');
    const entries: AuditEntry[] = JSON.parse(stdout);
    expect(entries.map(told)).toEqual([expect.stringContaining('audit done'), expect.stringContaining('audit begun')]);
  });

  test('from where: host, process and user of the machine', async () => {
    const [imported] = await entriesOf('import');
    const origin: Record<string, unknown> = JSON.parse(imported?.origin ?? '');
    expect(Object.keys(origin).sort()).toEqual(['host', 'pid', 'user']);
    expect(imported?.login).not.toBe('');
  });

  test('refusals and wrong use stand in it with their code', async () => {
    await chitra(at, 'approve', '2026-11-R01', '--actor', 'lan');
    await chitra(at, 'close', '2026-11', '--actor', 'lan');
    const ends = (await log()).filter((one) => one.outcome === 'refused').slice(-2);
    expect(ends.map(({ command, code, exitCode }) => [command, code, exitCode])).toEqual([
      ['approve', expect.stringMatching(/\w+/), 1],
      ['close', expect.stringMatching(/\w+/), 1],
    ]);
    // A command that is called wrongly comes nowhere near the database.
    const before = (await log()).length;
    expect((await chitra(at, 'run', '--month', '2026-13')).code).toBe(2);
    expect((await log()).filter((one) => one.command === 'run').length).toBe(2);
    expect(before).toBeGreaterThan(10);
  });
});

describe('personal data', () => {
  const CANARIES = /Hoàng|Yến|HOANG|YEN|024170012345|0012345678|P999|kiểm/i;

  test('does not get into the log by arguments; who looked at whom does', async () => {
    await chitra(at, 'hold', 'NGUOI-1', '--reason', 'Hoàng Yến, 024170012345, kiểm tra', '--actor', 'lan');
    await chitra(at, 'explain', 'NGUOI-1', '2026-11', '--actor', 'x');
    await chitra(at, 'explain', 'Hoàng Yến', '2026-11');
    await chitra(at, 'explain', '024170012345', '2026-11');
    await chitra(at, 'explain', 'NGUOI-2', '2026-11', '--names');
    await chitra(at, 'settle', join(at.out, 'Hoàng Yến 0012345678.csv'), '--actor', 'lan');
    const entries = await log();
    expect(JSON.stringify(entries).match(CANARIES)).toBeNull();
    const looked = entries.filter((one) => one.command === 'explain' && one.outcome === 'begun');
    expect(looked.map((one) => one.what)).toEqual([
      '{"person":"(…)","m":"2026-11"}',
      '{"person":"…345","m":"2026-11"}',
      '{"person":"NGUOI-2","m":"2026-11","names":true}',
    ]);
    expect(entries.find((one) => one.command === 'hold')?.what).toBe('{"person":"NGUOI-1","reason":"(…)"}');
  });

  test('but a long number that is the id of a person in the registry is kept', async () => {
    const person = '024099887766,,Ai Đó,1970,M,07210,,0';
    const path = join(at.out, 'persons.csv');
    writeFileSync(
      path,
      `person_id,national_id,full_name,birth_date,sex,commune_code,death_date,pension_amount\n${person}\n`,
    );
    expect((await chitra(at, 'import', path, '--actor', 'lan')).code).toBe(0);
    await chitra(at, 'explain', '024099887766', '2026-11');
    expect((await entriesOf('explain')).at(-1)?.what).toBe('{"person":"024099887766","m":"2026-11"}');
  });
});

/** Every command, as somebody calls it who means no harm; null: it opens no database. */
const CALLS: Readonly<Record<string, readonly string[] | null>> = {
  migrate: null, // leaves an entry when it changes something: below
  inspect: null, // opens nothing
  import: ['nowhere', '--actor', 'q'],
  simulate: null,
  'catalogue propose': ['nowhere', '--actor', 'q'],
  'catalogue activate': ['7', '--actor', 'q'],
  'catalogue list': [],
  'catalogue show': ['7'],
  hold: ['P1', '--reason', 'x', '--actor', 'q'],
  release: ['P1', '--actor', 'q'],
  run: ['--month', '2030-01', '--actor', 'q'],
  approve: ['2030-01-R01', '--actor', 'q'],
  reject: ['2030-01-R01', '--reason', 'x', '--actor', 'q'],
  files: ['2030-01-R01'],
  encrypt: ['2030-01-R01', '--provider', '970405', '--key', 'none.asc', '--out', 'none'],
  settle: ['nowhere', '--actor', 'q'],
  correct: ['2030-01-R01-000000001', '--status', 'paid', '--reason', 'x', '--actor', 'q'],
  confirm: ['7', '--actor', 'q'],
  answer: ['9:9', '--reason', 'x', '--actor', 'q'],
  close: ['2030-01', '--actor', 'q'],
  'hand-back': [
    '2026-11',
    '--provider',
    'X',
    '--commune',
    '07210',
    '--amount',
    '1',
    '--reference',
    'x',
    '--actor',
    'q',
  ],
  explain: ['P1', '2026-11'],
  report: ['2030-01', '--out', 'none.xlsx'],
  export: ['lines', '--run', '2030-01-R01', '--out', 'none.csv'],
  audit: [],
  verify: [],
  proof: ['2030-01-R01-000000001'],
  form09: ['2030-01', '--out', 'none.xlsx'],
  uncollected: ['2030-01', '--out', 'none.xlsx'],
  pack: ['2030-01', '--out', 'none'],
  reconcile: ['2030-01'],
  'user add': ['mot.nguoi', '--role', 'auditor', '--full-name', 'Nobody Of These'],
  'user list': [],
  'user role': ['mot.nguoi', '--role', 'auditor'],
  'user password': ['mot.nguoi'],
  'user disable': ['mot.nguoi'],
  'user enable': ['mot.nguoi'],
  status: [],
  config: null,
};
const SERVICES = ['worker', 'serve', 'schedule'];

describe('every command', () => {
  test('is named here', () => {
    const names = COMMANDS.map((command) => command.name);
    expect(names.toSorted()).toEqual([...Object.keys(CALLS), ...SERVICES].toSorted());
    expect(COMMANDS.filter((command) => command.isService === true).map((command) => command.name)).toEqual(SERVICES);
  });

  test('that opens the database leaves an entry when it begins and one when it ends', async () => {
    const start = (await log()).length;
    const called = Object.entries(CALLS).filter(([, words]) => words !== null);
    for (const [name, words] of called) await chitra(at, ...name.split(' '), ...(words ?? []));
    const entries = (await log()).slice(start);
    const silent = called.filter(([name]) => {
      const outcomes = entries.filter((one) => one.command === name).map((one) => one.outcome);
      return !outcomes.includes('begun') || !outcomes.some((one) => ['done', 'refused', 'failed'].includes(one));
    });
    expect(silent).toEqual([]);
    expect(called.length).toBeGreaterThan(20);
    expect(await verifyAudit(database)).toEqual([]);
  }, 120_000);

  test.each(SERVICES)('%s leaves an entry when it begins and one when it is stopped', async (name) => {
    const service = startChitra(at, name === 'serve' ? [name, '--port', '0'] : [name]);
    const ended = once(service, 'close');
    while ((await entriesOf(name)).length === 0 && service.exitCode === null) await pause(100);
    service.kill('SIGTERM');
    await ended;
    const entries = await entriesOf(name);
    expect(entries.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['service', 'begun'],
      ['service', 'done'],
    ]);
  });

  test('20 at once make one chain', async () => {
    const start = (await log()).at(-1)?.entryNo ?? 0;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, one) => chitra(at, 'hold', 'NGUOI-3', '--reason', 'x', '--actor', `an${one}`)),
    );
    expect(answers.filter((one) => one.code === 0)).toHaveLength(1);
    const entries = (await log()).filter((one) => one.entryNo > start && one.command === 'hold');
    expect(entries).toHaveLength(40);
    expect(await verifyAudit(database)).toEqual([]);
  }, 120_000);

  test('migrate leaves one entry, when it changed something', async () => {
    const before = await entriesOf('migrate');
    expect((await chitra(at, 'migrate')).code).toBe(0);
    expect(await entriesOf('migrate')).toEqual(before);
  });
});

describe('when the log cannot be written', () => {
  test('what would change something is refused before it does, what reads warns; the answer stays the same', async () => {
    const status = await chitra(at, 'status', '--json');
    await asOwner('REVOKE EXECUTE ON FUNCTION write_audit_entry(jsonb) FROM chitra_app');
    try {
      const held = await chitra(at, 'hold', 'NGUOI-2', '--reason', 'x', '--actor', 'lan');
      expect([held.code, held.stdout]).toEqual([1, '']);
      expect(held.stderr).toContain('The audit log cannot be written (42501). Nothing was done.');
      const { rows } = await database.pool.query(`SELECT FROM hold_event WHERE person_id = 'NGUOI-2'`);
      expect(rows).toEqual([]);
      const again = await chitra(at, 'status', '--json');
      expect([again.code, again.stdout]).toEqual([0, status.stdout]);
      expect(again.stderr).toContain('stands in no entry');
    } finally {
      await asOwner('GRANT EXECUTE ON FUNCTION write_audit_entry(jsonb) TO chitra_app');
    }
  });
});
