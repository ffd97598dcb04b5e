import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Trail, noteLook, openTrail } from '../../src/payroll/audit-trail.ts';
import { verifyAudit } from '../../src/payroll/verify-audit.ts';
import { addHoldEvent } from '../../src/store/holds.ts';
import { auditHead, lastEntries } from '../../src/store/audit.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { granted, refusalOf } from '../support/office.ts';

let fresh: FreshDatabase;
let database: Database;
let owner: pg.Client;

function trail(command: string, actor = 'lan', warnings: string[] = []): Trail {
  const action = { actor, origin: '{"host":"test","pid":1}', command, what: () => '{}', numbers: [], isService: false };
  return openTrail(action, (sentence) => warnings.push(sentence));
}

/** An officer's hold as the command line enters it. */
async function hold(): Promise<void> {
  const one = trail('hold');
  granted(await one.begin(database, 'write'));
  await addHoldEvent(database, { personId: 'P1', action: 'hold', reason: 'x', actor: 'lan' });
  await one.end({ exitCode: 0, error: null });
}

async function look(): Promise<void> {
  const one = trail('explain', 'minh');
  granted(await one.begin(database, 'read'));
  await one.end({ exitCode: 0, error: null });
}

async function codes(): Promise<string[]> {
  return (await verifyAudit(database)).map(({ code, where }) => `${code} ${where.replace('audit entry ', '')}`);
}

beforeAll(async () => {
  fresh = await freshDatabase();
  database = granted(await openDatabase(fresh.url, 4));
  owner = new pg.Client({ connectionString: fresh.url });
  await owner.connect();
  for (const one of [hold, look, hold, look, hold]) await one();
  await owner.query('CREATE TABLE pg_temp.kept AS TABLE audit_entry');
});

afterAll(async () => {
  await database.close();
  await owner.end();
  await fresh.drop();
});

/** As somebody who is superuser and knows the tables: no trigger fires. */
async function past(...statements: readonly string[]): Promise<void> {
  for (const one of ['BEGIN', 'ALTER TABLE audit_entry DISABLE TRIGGER ALL', ...statements]) await owner.query(one);
  await owner.query('COMMIT');
}

afterEach(async () => {
  await past('TRUNCATE audit_entry', 'INSERT INTO audit_entry SELECT * FROM pg_temp.kept ORDER BY entry_no');
  await owner.query(
    'ALTER TABLE audit_entry ENABLE TRIGGER ALL; ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER append_only; ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER continues',
  );
  const left = await codes();
  if (left.length > 0) throw new Error(`the log is not as it was: ${left.join()}`);
});

describe('a superuser who tampers with the audit log', () => {
  test('is refused while the triggers are on, even as a server that only repeats what another did', async () => {
    for (const attempt of [`UPDATE audit_entry SET actor = 'x'`, 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
      await expect(owner.query(attempt)).rejects.toThrow('audit_entry is append-only');
    await owner.query('SET session_replication_role = replica');
    await expect(owner.query('DELETE FROM audit_entry')).rejects.toThrow('audit_entry is append-only');
    await owner.query('RESET session_replication_role');
    await expect(
      owner.query(
        'INSERT INTO audit_entry SELECT (jsonb_populate_record(e, \'{"entry_no": 11}\')).* FROM audit_entry e WHERE entry_no = 10',
      ),
    ).rejects.toThrow('does not follow the last one');
  });

  test.each([
    ['entry_no', '55'],
    ['at', `at + interval '1 microsecond'`],
    ['login', `'postgres'`],
    ['actor', `'minh'`],
    ['origin', `'{"host":"test","pid":2}'`],
    ['kind', `'read'`],
    ['command', `'release'`],
    ['what', `'{ }'`],
    ['outcome', `'refused'`],
    ['begun_no', '1'],
    ['exit_code', '1'],
    ['code', `'x'`],
    ['before_hash', `repeat('0', 64)`],
    ['after_hash', `repeat('0', 64)`],
    ['previous_hash', `repeat('0', 64)`],
    ['hash', `repeat('0', 64)`],
  ])('who changes %s of an entry is found, and the entry is named', async (column, value) => {
    await past(`UPDATE audit_entry SET ${column} = ${value} WHERE entry_no = 6`);
    expect((await codes())[0]).toBe(column === 'entry_no' ? 'audit_missing 6' : 'audit_altered 6');
  });

  test('every column was tried', async () => {
    const { rows } = await owner.query(
      `SELECT FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'audit_entry'`,
    );
    expect(rows).toHaveLength(16);
  });

  test('who takes an entry away, in the middle, at the beginning, or all of them', async () => {
    await past('DELETE FROM audit_entry WHERE entry_no = 6');
    expect(await codes()).toContain('audit_missing 6');
    await past('DELETE FROM audit_entry WHERE entry_no < 4');
    expect(await codes()).toContain('audit_missing 1');
  });

  test('who cuts the end off is found by the state of the books, or by whoever kept a head of the log', async () => {
    const head = await auditHead(database.pool);
    await past('DELETE FROM audit_entry WHERE entry_no >= 9');
    expect(await codes()).toEqual(['books_changed_outside 8']);
    await past('TRUNCATE audit_entry');
    const [found] = await verifyAudit(database, [{ ...head, keptBy: 'seal 1' }]);
    expect(found?.code).toBe('audit_cut');
    expect(found?.message).toContain(`seal 1 knew of entry ${head.entryNo}`);
  });

  test('who swaps two entries, or puts one in', async () => {
    await past(
      'UPDATE audit_entry SET entry_no = 100 WHERE entry_no = 6',
      'UPDATE audit_entry SET entry_no = 6 WHERE entry_no = 7',
      'UPDATE audit_entry SET entry_no = 7 WHERE entry_no = 100',
    );
    expect((await codes())[0]).toBe('audit_altered 6');
    await past(
      `INSERT INTO audit_entry SELECT (jsonb_populate_record(e, '{"entry_no": 11, "hash": "${'1'.repeat(64)}"}')).* FROM audit_entry e WHERE entry_no = 10`,
    );
    expect(await codes()).toContain('audit_altered 11');
  });

  test('who changes an entry and its hash as the program would is found at the next one', async () => {
    await past(
      `UPDATE audit_entry SET actor = 'minh' WHERE entry_no = 5`,
      `UPDATE audit_entry e SET hash = encode(sha256(convert_to(audit_text(e), 'UTF8')), 'hex') WHERE entry_no = 5`,
    );
    expect(await codes()).toEqual(['audit_broken 6']);
  });
});

describe('a superuser who changes the books past the program', () => {
  test('is found: no command was at work that may', async () => {
    await look();
    await owner.query(`INSERT INTO hold_event (person_id, action, reason, actor) VALUES ('P1', 'release', '', 'lan')`);
    const [found] = await verifyAudit(database);
    expect([found?.code, found?.where]).toEqual(['books_changed_outside', 'audit entry 12']);
    await look();
    expect(await codes()).toEqual(['books_changed_outside 13']);
    // For the tests that follow, the log is as it was, and the books too.
    await past(
      'ALTER TABLE hold_event DISABLE TRIGGER ALL',
      'DELETE FROM hold_event WHERE hold_event_no > 3',
      'ALTER TABLE hold_event ENABLE ALWAYS TRIGGER append_only',
    );
  });
});

describe('a trail', () => {
  /** Ends the sessions by which commands show that they live, as a kill of their processes does. */
  async function cutSessions(): Promise<void> {
    await owner.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND classid = 726431003`,
    );
  }

  test('of a command that was killed is ended by the next command, which says so', async () => {
    granted(await trail('run').begin(database, 'write'));
    await cutSessions();
    await look();
    const entries = await lastEntries(database, 4, 'UTC');
    expect(entries.map(({ command, outcome, begunNo }) => [command, outcome, begunNo])).toEqual([
      ['run', 'begun', null],
      ['run', 'cut_off', 11],
      ['explain', 'begun', null],
      ['explain', 'done', 13],
    ]);
  });

  test('of a command that lives is left alone', async () => {
    const long = trail('run');
    granted(await long.begin(database, 'write'));
    await look();
    await long.end({ exitCode: 0, error: null });
    expect((await lastEntries(database, 4, 'UTC')).map(({ outcome }) => outcome)).toEqual([
      'begun',
      'begun',
      'done',
      'done',
    ]);
  });

  test('is ended in a new session when the database was started again meanwhile', async () => {
    const one = trail('hold');
    granted(await one.begin(database, 'write'));
    await cutSessions();
    await one.end({ exitCode: 1, error: '57P01' });
    const [last] = await lastEntries(database, 1, 'UTC');
    expect([last?.outcome, last?.begunNo, last?.code]).toEqual(['failed', 11, '57P01']);
  });

  test('that cannot be begun stops what would change the books, and only warns who reads', async () => {
    await owner.query('REVOKE EXECUTE ON FUNCTION write_audit_entry(jsonb) FROM chitra_app');
    try {
      const warnings: string[] = [];
      const refusal = refusalOf(await trail('hold', 'lan', warnings).begin(database, 'write'));
      expect([refusal.code, warnings]).toEqual(['audit_log_closed', []]);
      expect(refusal.message).toContain('Nothing was done');
      const reader = trail('explain', 'lan', warnings);
      granted(await reader.begin(database, 'read'));
      await reader.end({ exitCode: 0, error: null });
      expect(warnings).toEqual([expect.stringContaining('42501')]);
    } finally {
      await owner.query('GRANT EXECUTE ON FUNCTION write_audit_entry(jsonb) TO chitra_app');
    }
  });

  test.each(['app', 'auditor'] as const)(
    'of a page that was looked at is one entry, from a session (%s) that may change nothing else',
    async (role) => {
      const reader = granted(await openDatabase(fresh.url, 1, 'read', role));
      const look = {
        actor: 'minh',
        origin: '{"ip":"192.0.2.7","session":"s1"}',
        command: 'GET /persons',
        what: '{"person":"P1"}',
      };
      try {
        await noteLook(reader, look);
        await expect(
          addHoldEvent(reader, { personId: 'P1', action: 'hold', reason: 'x', actor: 'lan' }),
        ).rejects.toThrow(/read-only|permission denied/);
      } finally {
        await reader.close();
      }
      const [last] = await lastEntries(database, 1, 'UTC');
      expect(last).toMatchObject({ ...look, kind: 'read', outcome: 'done', entryNo: 11 });
      expect(await codes()).toEqual([]);
    },
  );

  test('of 40 actions at once makes one chain without a gap', async () => {
    await Promise.all(Array.from({ length: 40 }, (_, at) => (at % 4 === 0 ? hold() : look())));
    expect(await codes()).toEqual([]);
    expect((await auditHead(database.pool)).entryNo).toBe(90);
    await past(
      'ALTER TABLE hold_event DISABLE TRIGGER ALL',
      'DELETE FROM hold_event WHERE hold_event_no > 3',
      'ALTER TABLE hold_event ENABLE ALWAYS TRIGGER append_only',
    );
  });
});
