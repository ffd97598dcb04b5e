import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

/** What the roles may do is looked up in the catalogues of PostgreSQL, and then tried by each role. Table by table: schema.test.ts. */

/** Tables with secrets: auditors read everything else. */
const NOT_FOR_AUDITORS: readonly string[] = ['api_token', 'done_once', 'web_session', 'web_user'];

/** Functions that somebody besides the owner may call, and who. */
const CALLABLE = [
  'discard_draft(integer) chitra_app',
  'next_audit_entry() chitra_app',
  'next_audit_entry() chitra_auditor',
  'write_audit_entry(jsonb) chitra_app',
  'write_audit_entry(jsonb) chitra_auditor',
];

/** What was computed for a run: once it left the draft, as fixed as the books. */
const COMPUTED = [
  'payment',
  'run_block',
  'run_bridge',
  'run_change',
  'run_exception',
  'run_line',
  'run_mark',
  'run_overpayment',
  'run_sum',
];

let fresh: FreshDatabase;
let owner: pg.Client;

beforeAll(async () => {
  fresh = await freshDatabase();
  owner = new pg.Client({ connectionString: fresh.url });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await fresh.drop();
});

async function ask<T extends object>(question: string): Promise<T[]> {
  return (await owner.query<T>(question)).rows;
}

/** Tables (partitions too) and views of the schema. */
async function relations(kinds: string): Promise<readonly string[]> {
  const rows = await ask<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN (${kinds}) ORDER BY relname COLLATE "C"`,
  );
  return rows.map((row) => row.name);
}

async function appendOnly(): Promise<readonly string[]> {
  const rows = await ask<{ name: string }>(
    `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'append_only'`,
  );
  return rows.map((row) => row.name);
}

describe('what the catalogues say', () => {
  test('every table, view, sequence, type and function belongs to chitra_owner', async () => {
    const strangers = await ask(`
      SELECT relname AS name, relowner::regrole::text AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relowner <> 'chitra_owner'::regrole
      UNION ALL SELECT proname, proowner::regrole::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proowner <> 'chitra_owner'::regrole
      UNION ALL SELECT typname, typowner::regrole::text FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typowner <> 'chitra_owner'::regrole`);
    expect(strangers).toEqual([]);
    expect((await relations(`'r', 'p'`)).length).toBeGreaterThan(50);
  });

  test('nobody logs in as one of the four roles, and none of them is more than it must be', async () => {
    const roles =
      await ask(`SELECT rolname AS role, rolcanlogin OR rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication AS more,
      has_schema_privilege(oid, 'public', 'CREATE') AS creates,
      (SELECT count(*)::int FROM pg_auth_members m WHERE m.member = r.oid) AS member_of
      FROM pg_roles r WHERE rolname IN ('chitra_app', 'chitra_auditor', 'chitra_commune', 'chitra_owner') ORDER BY rolname`);
    expect(roles).toEqual([
      // It may work as somebody who sees less: chitra_commune.
      { role: 'chitra_app', more: false, creates: false, member_of: 1 },
      { role: 'chitra_auditor', more: false, creates: false, member_of: 0 },
      { role: 'chitra_commune', more: false, creates: false, member_of: 0 },
      { role: 'chitra_owner', more: false, creates: true, member_of: 0 },
    ]);
  });

  test('auditors read every table and view but those with secrets, and may do nothing else', async () => {
    const granted = await ask<{ name: string; what: string }>(
      `SELECT c.relname AS name, a.privilege_type AS what FROM pg_class c, aclexplode(c.relacl) a
       WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 'chitra_auditor'::regrole
       UNION ALL SELECT c.relname, 'column ' || a.privilege_type FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
       WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 'chitra_auditor'::regrole`,
    );
    const readable = (await relations(`'r', 'p', 'v', 'm'`)).filter((name) => !NOT_FOR_AUDITORS.includes(name));
    expect(granted.map(({ name, what }) => `${name} ${what}`).sort()).toEqual(
      readable.map((name) => `${name} SELECT`).sort(),
    );
  });

  test('nobody calls a function but who is named above, and PUBLIC may do nothing at all', async () => {
    const callers = await ask<{ who: string }>(
      `SELECT p.oid::regprocedure::text || ' ' || CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END AS who
       FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
       WHERE p.pronamespace = 'public'::regnamespace AND a.grantee <> p.proowner ORDER BY 1`,
    );
    expect(callers.map((one) => one.who)).toEqual(CALLABLE);
    expect(
      await ask(
        `SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0`,
      ),
    ).toEqual([]);
  });

  test('every function looks names up in the schema first and in temporary tables last', async () => {
    const loose = await ask(`SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
      AND NOT coalesce(proconfig @> ARRAY['search_path=pg_catalog, public, pg_temp'], false)`);
    expect(loose).toEqual([]);
  });

  test('every trigger fires always, and every append-only table has one', async () => {
    const sleepy =
      await ask(`SELECT tgrelid::regclass::text AS name, tgname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
      WHERE c.relnamespace = 'public'::regnamespace AND NOT tgisinternal AND tgenabled <> 'A'`);
    expect(sleepy, 'ALTER TABLE ... ENABLE ALWAYS TRIGGER ... in its migration').toEqual([]);
    expect((await appendOnly()).length).toBeGreaterThan(30);
  });

  test('what a later migration makes belongs to the owner, is read by auditors and called by nobody', async () => {
    await owner.query('BEGIN; SET LOCAL ROLE chitra_owner');
    try {
      await owner.query(
        `CREATE TABLE later (x int); CREATE FUNCTION later_on() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
      );
      const [rights] = await ask(`SELECT has_table_privilege('chitra_auditor', 'later', 'SELECT') AS reads,
        has_table_privilege('chitra_auditor', 'later', 'INSERT, UPDATE, DELETE, TRUNCATE') AS auditor_writes,
        has_table_privilege('chitra_app', 'later', 'SELECT, INSERT, UPDATE, DELETE') AS program,
        has_function_privilege('chitra_app', 'later_on()', 'EXECUTE') AS calls`);
      expect(rights).toEqual({ reads: true, auditor_writes: false, program: false, calls: false });
    } finally {
      await owner.query('ROLLBACK');
    }
  });
});

describe.each(['chitra_app', 'chitra_auditor'])('%s, who is logged in as nobody else,', (role) => {
  let session: pg.Client;

  beforeEach(async () => {
    session = new pg.Client({ connectionString: fresh.url });
    await session.connect();
    // Why not SET ROLE: whoever logged in as somebody stronger could go back.
    await session.query(`SET SESSION AUTHORIZATION ${role}`);
  });

  afterEach(() => session.end());

  /** Answers the attempts that were not refused for want of rights. */
  async function allowed(attempts: readonly string[]): Promise<readonly string[]> {
    const passed: string[] = [];
    for (const attempt of attempts) {
      await session.query('BEGIN');
      const answer = await session.query(attempt).then(
        () => 'done',
        (error: unknown) => (error instanceof pg.DatabaseError ? error.code : 'no answer'),
      );
      await session.query('ROLLBACK');
      if (answer !== '42501') passed.push(`${attempt}: ${answer}`);
    }
    return passed;
  }

  test('changes, empties, alters and drops nothing that is fixed', async () => {
    const tables = [...(await appendOnly()), ...COMPUTED, 'schema_migration'];
    const columns = await ask<{ name: string; first: string }>(
      `SELECT a.attrelid::regclass::text AS name, min(quote_ident(a.attname)) AS first FROM pg_attribute a WHERE a.attnum > 0 AND NOT a.attisdropped
       AND a.attrelid = ANY('{${tables.join(',')}}'::regclass[]) GROUP BY 1`,
    );
    expect(columns).toHaveLength(tables.length);
    for (const { name, first } of columns) {
      const attempts = [
        `UPDATE ${name} SET ${first} = DEFAULT`,
        `DELETE FROM ${name}`,
        `TRUNCATE ${name}`,
        `ALTER TABLE ${name} ADD COLUMN more int`,
        `ALTER TABLE ${name} DISABLE TRIGGER ALL`,
        `ALTER TABLE ${name} OWNER TO ${role}`,
        `CREATE TRIGGER quiet BEFORE INSERT ON ${name} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
        `CREATE RULE quiet AS ON INSERT TO ${name} DO INSTEAD NOTHING`,
        `GRANT ALL ON ${name} TO PUBLIC`,
        `DROP TABLE ${name} CASCADE`,
      ];
      // GRANT by somebody without grant options is a warning that changes nothing; for a role without any right it is an error.
      const passed = (await allowed(attempts)).filter((one) => !one.startsWith('GRANT'));
      expect(passed).toEqual([]);
    }
    const changed = await ask(
      `SELECT FROM pg_class c, aclexplode(c.relacl) a WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = 0`,
    );
    expect(changed).toEqual([]);
  });

  test('becomes nobody else, switches no trigger off, and makes nothing in the schema', async () => {
    expect(
      await allowed([
        'SET ROLE chitra_owner',
        `SET ROLE ${role === 'chitra_app' ? 'chitra_auditor' : 'chitra_app'}`,
        'SET session_replication_role = replica',
        'CREATE TABLE public.mine (x int)',
        `CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
        'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$',
        'DROP FUNCTION refuse_change() CASCADE',
        'ALTER FUNCTION discard_draft(integer) SECURITY INVOKER',
        'DROP SCHEMA public CASCADE',
        'ALTER ROLE chitra_owner LOGIN',
      ]),
    ).toEqual([]);
  });

  test('puts nothing into the audit log but by its function', async () => {
    expect(await allowed(['INSERT INTO audit_entry DEFAULT VALUES'])).toEqual([]);
    await expect(session.query(`SELECT write_audit_entry('{"entry_no": 1}')`)).rejects.toThrow(
      'does not follow the last one',
    );
  });
});

describe('an auditor', () => {
  test('adds, changes and deletes nothing, in whatever table', async () => {
    const session = new pg.Client({ connectionString: fresh.url });
    await session.connect();
    try {
      await session.query('SET SESSION AUTHORIZATION chitra_auditor');
      for (const name of await relations(`'r', 'p'`)) {
        for (const attempt of [`INSERT INTO ${name} DEFAULT VALUES`, `DELETE FROM ${name}`, `TRUNCATE ${name} CASCADE`])
          await expect(session.query(attempt)).rejects.toMatchObject({ code: '42501' });
      }
      await expect(session.query('SELECT discard_draft(1)')).rejects.toMatchObject({ code: '42501' });
      const all = await relations(`'r', 'p', 'v', 'm'`);
      for (const name of all.filter((one) => !NOT_FOR_AUDITORS.includes(one)))
        await session.query(`SELECT FROM ${name} LIMIT 1`);
      for (const name of NOT_FOR_AUDITORS)
        await expect(session.query(`SELECT FROM ${name}`)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await session.end();
    }
  });
});
