import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { schemaText } from '../../scripts/schema/schema-text.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { textOf } from '../support/source-files.ts';

/**
 * Every right of the program, typed by hand: S read, I add, U change, D delete; columns in brackets. A table that is added without
 * rights of its own in a migration, or with more than it needs, stops here. Auditors and the owner: rights.test.ts.
 */
const RIGHTS = `
  api_token             S I U(revoked_at)
  audit_entry           S
  award                 S I U
  award_history         S I
  bank_form             S I
  bank_statement        S I
  budget                S I U
  budget_history        S I
  budget_use            S
  case_event            S I
  catalogue_activation  S I
  catalogue_amendment   S I
  catalogue_amendment_file S I
  closed_month          S I
  commune               S I U
  commune_history       S I
  control_block         S I D
  disbursement          S I U
  disbursement_history  S I
  done_once             S I U D
  hand_back             S I
  history_month         S I D
  hold_event            S I
  import_file           S I U(finished_at,rows_read,rows_rejected)
  installation          S I U(last_batch_no)
  law_text              S I
  ledger_balance        S
  ledger_block          S I
  ledger_chapter        S I
  ledger_entry          S
  ledger_leg            S
  ledger_posting        S I
  ledger_seal           S I
  ledger_total          S I
  legal_basis           S I
  live_commune          S I D
  outcome_decision      S I
  outcome_event         S I
  outcome_proposal      S I
  payee                 S I U
  payee_history         S I
  paying_account        S I U
  paying_account_history S I
  payment               S I
  payment_in_file       S
  payment_point         S I U
  payment_point_history S I
  payout_file           S I
  person                S I U
  person_history        S I
  person_merge          S I U
  person_merge_history  S I
  recovery              S I U
  recovery_history      S I
  refund                S I U
  refund_history        S I
  registry_batch        S I
  reveal                S I
  run                   S I U
  run_block             S I
  run_bridge            S I
  run_change            S I
  run_draw              S I
  run_exception         S I
  run_line              S I
  run_mark              S I
  run_overpayment       S I
  run_recount           S
  run_sum               S I
  schedule_setting      S I
  scheduled_month       S I
  schema_migration      S
  settlement_answer     S I
  settlement_file       S I
  settlement_row        S I
  sign_in_failure       S I D
  signing_key           S I
  stay                  S I U
  stay_history          S I
  suspension            S I U
  suspension_history    S I
  upload                S I
  user_grant            S I
  web_session           S I U D
  web_task              S I U
  web_user              S I U(failures,full_name,is_active,locked_until,must_change,password_hash,subject)
  work_item             S I U D
  worker                S I U D`;

/** Tables whose rows nobody changes or takes away, not even their owner. */
const APPEND_ONLY = [
  'audit_entry',
  'award_history',
  'bank_form',
  'bank_statement',
  'budget_history',
  'case_event',
  'catalogue_activation',
  'catalogue_amendment',
  'catalogue_amendment_file',
  'closed_month',
  'commune_history',
  'disbursement_history',
  'hand_back',
  'hold_event',
  'law_text',
  'ledger_block',
  'ledger_chapter',
  'ledger_leg',
  'ledger_posting',
  'ledger_seal',
  'ledger_total',
  'legal_basis',
  'outcome_decision',
  'outcome_event',
  'outcome_proposal',
  'payee_history',
  'paying_account_history',
  'payment_point_history',
  'payout_file',
  'person_history',
  'person_merge_history',
  'recovery_history',
  'refund_history',
  'registry_batch',
  'reveal',
  'run_draw',
  'schedule_setting',
  'scheduled_month',
  'settlement_answer',
  'settlement_file',
  'settlement_row',
  'signing_key',
  'stay_history',
  'suspension_history',
  'upload',
  'user_grant',
];

const LETTERS: Readonly<Record<string, string>> = { SELECT: 'S', INSERT: 'I', UPDATE: 'U', DELETE: 'D' };

let [fresh, opened]: [FreshDatabase | null, Database | null] = [null, null];

function database(): Database {
  if (opened === null) throw new Error('no database is open');
  return opened;
}

/** One query as the owner of the tables, not as the program. */
async function asOwner<T extends object>(question: string): Promise<T[]> {
  const client = await database().pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL ROLE NONE');
    return (await client.query<T>(question)).rows;
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

beforeAll(async () => {
  fresh = await freshDatabase();
  const result = await openDatabase(fresh.url, 1);
  if (!result.ok) throw new Error(result.failure.message);
  opened = result.value;
});

afterAll(async () => {
  await opened?.close();
  await fresh?.drop();
});

describe('the schema', () => {
  test('migrations/schema.sql is what the migrations make (else: node scripts/dump-schema.ts)', async () => {
    const client = await database().pool.connect();
    const text = await schemaText(client).finally(() => client.release(true));
    expect(text.length).toBeGreaterThan(20_000);
    expect(text).toBe(textOf('migrations/schema.sql'));
  });

  test('what the program may do with each table is what stands above, and no more', async () => {
    const granted = await asOwner<{ name: string; what: string; grantee: string; fields: string | null }>(
      `SELECT c.relname AS name, a.privilege_type AS what, a.grantee::regrole::text AS grantee, NULL AS fields
       FROM pg_class c, aclexplode(c.relacl) a
       WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
       UNION ALL
       SELECT c.relname, a.privilege_type, a.grantee::regrole::text, string_agg(t.attname, ',' ORDER BY t.attname COLLATE "C")
       FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid, aclexplode(t.attacl) a
       WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner GROUP BY 1, 2, 3`,
    );
    expect(new Set(granted.map((one) => one.grantee))).toEqual(new Set(['chitra_app', 'chitra_auditor']));
    const found = granted
      .filter((one) => one.grantee === 'chitra_app')
      .map(({ name, what, fields }) => {
        const letter = LETTERS[what] ?? what;
        return `${name} ${fields === null ? letter : `${letter}(${fields})`}`;
      });
    const expected = RIGHTS.trim()
      .split('\n')
      .flatMap((line) => {
        const [name = '', ...rights] = line.trim().split(/\s+/);
        return rights.map((right) => `${name} ${right}`);
      });
    expect(found.sort()).toEqual(expected.sort());
  });

  test('every table has rights of its own in the list', async () => {
    const names = await asOwner<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')`,
    );
    const listed = RIGHTS.trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[0] ?? '');
    expect(names.map((one) => one.name).sort()).toEqual(listed.sort());
  });

  test('the program is no owner, no superuser, and makes nothing in the schema', async () => {
    const [role] = await asOwner(`SELECT rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolcanlogin,
      has_schema_privilege('chitra_app', 'public', 'CREATE') AS creates,
      (SELECT count(*) FROM pg_class c WHERE c.relowner = r.oid) AS owns FROM pg_roles r WHERE rolname = 'chitra_app'`);
    expect(role).toEqual({
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolbypassrls: false,
      rolcanlogin: false,
      creates: false,
      owns: 0,
    });
  });

  test('append-only tables refuse even their owner', async () => {
    for (const table of APPEND_ONLY) {
      for (const attempt of [`DELETE FROM ${table}`, `TRUNCATE ${table} CASCADE`])
        await expect(asOwner(attempt)).rejects.toThrow(`${table} is append-only`);
    }
    const rows = await asOwner<{ name: string }>(
      `SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'append_only' ORDER BY 1`,
    );
    expect(rows.map((one) => one.name).sort()).toEqual(APPEND_ONLY);
  });
});
