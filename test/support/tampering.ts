import pg from 'pg';
import type { Office } from './office.ts';
import type { Chance } from './played-chance.ts';

/** One way to change the books behind the program's back: what is done, in words, and its SQL as database superuser. */
export interface Tampering {
  readonly what: string;
  readonly table: string;
  readonly sql: string;
}

/** Columns whose change is found and named; a table's other columns say nothing that is relied on. */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  ledger_posting: [
    'person_id',
    'family',
    'month',
    'issue',
    'event',
    'part',
    'cause',
    'run_no',
    'chapter_no',
    'block',
    'commune_code',
    'provider',
    'category',
    'accrues',
    'amount',
  ],
  ledger_total: ['run_no', 'commune_code', 'provider', 'family', 'category', 'event', 'accrues', 'postings', 'amount'],
  ledger_block: ['kind', 'block', 'first_key', 'last_key', 'leaves', 'root', 'chapter_no'],
  ledger_seal: ['seal_no', 'chapter_no', 'root', 'previous_head', 'head', 'key_id', 'signature', 'sealed_at'],
  ledger_leg: ['event', 'accrues', 'leg', 'debit_account', 'credit_account'],
  ledger_chapter: ['kind', 'month', 'run_no', 'opened_at'],
  signing_key: ['key_id', 'public_key'],
  run_draw: ['commune_code', 'provider', 'payments', 'held', 'draw'],
  run_block: ['ordinal', 'first_key', 'last_key', 'lines', 'payments', 'leaves', 'root'],
  run_line: [
    'person_id',
    'family',
    'month',
    'issue',
    'part',
    'kind',
    'category',
    'award_id',
    'standard',
    'coefficient_tenths',
    'amount',
    'basis_no',
    'hold_reason',
    'decision_no',
  ],
  payment: [
    'person_id',
    'ordinal',
    'commune_code',
    'channel',
    'provider',
    'payment_point',
    'amount',
    'current_amount',
    'arrears_amount',
    'carried_amount',
    'recovered_amount',
    'arrears_months',
    'hold_reason',
  ],
  payout_file: [
    'path',
    'sha256',
    'bytes',
    'kind',
    'provider',
    'commune_code',
    'payments',
    'amount',
    'message_id',
    'first_ordinal',
    'last_ordinal',
    'debtor_bank',
    'debtor_account',
    'executes_on',
    'signature',
  ],
  outcome_event: [
    'event_no',
    'run_no',
    'person_id',
    'status',
    'outcome_date',
    'reason',
    'is_correction',
    'status_after',
    'file_no',
    'row_no',
    'actor',
    'at',
  ],
  settlement_file: ['sha256', 'file_name', 'format', 'actor', 'loaded_at', 'summary'],
  settlement_row: [
    'row_no',
    'end_to_end_id',
    'status',
    'outcome_date',
    'amount',
    'reason',
    'run_no',
    'person_id',
    'finding',
  ],
  bank_statement: [
    'statement_no',
    'file_no',
    'kind',
    'account',
    'statement_id',
    'sequence',
    'page',
    'from_day',
    'to_day',
    'opening',
    'closing',
    'credits',
    'debits',
    'entries',
  ],
  outcome_proposal: ['proposal_no', 'run_no', 'person_id', 'path', 'status', 'outcome_date', 'reason', 'actor', 'at'],
  outcome_decision: ['proposal_no', 'actor', 'statement_no', 'at'],
  hand_back: ['reference', 'month', 'commune_code', 'provider', 'amount', 'received_on', 'actor', 'at'],
  run: [
    'run_id',
    'month',
    'kind',
    'province',
    'known_at',
    'window_from',
    'registry_batch',
    'last_hold_event',
    'last_outcome_event',
    'catalogue_sha256',
    'maker',
    'persons',
    'payments',
    'amount',
    'current_amount',
    'arrears_amount',
    'content_sha256',
    'approver',
    'approved_at',
    'signed_payments',
    'signed_amount',
    'signed_sha256',
    'issue_no',
    'ledger_root',
    'previous_ledger_root',
    'issued_at',
    'manifest_sha256',
    'bank_forms_sha256',
  ],
};

const TABLES = Object.keys(COLUMNS)
  .map((table) => `'${table}'`)
  .join(', ');

/** By which codes a change of a table may be named: the row itself, or what stands over it. */
export const NAMED: Readonly<Record<string, RegExp>> = {
  ledger_posting: /^(posting_|sums_differ)/,
  ledger_total: /^(total_|sums_differ)/,
  ledger_block:
    /^(block_|chapter_changed|posting_added|outcome_added|settlement_added|total_added|draw_added|file_added|\w+_(changed|missing|added))/,
  ledger_seal: /^(seal_missing|chain_broken|signature_wrong|head_differs|chapter_\w+|run_without_chapter|issue_order)/,
  ledger_leg: /^accounts_changed/,
  ledger_chapter: /^(chapter_\w+|block_added|run_without_chapter|file_added|draw_added|settlement_\w+|hand_back_\w+)/,
  signing_key: /^signature_wrong/,
  run_draw: /^draw_/,
  run_block: /^(content_\w+|line_\w+|payment_\w+|lines_not_signed|run_without_content)/,
  run_line: /^(line_|lines_not_signed)/,
  payment: /^(payment_|lines_not_signed)/,
  payout_file: /^(file_|instruction_)/,
  outcome_event: /^outcome_/,
  settlement_file: /^settlement_file_/,
  settlement_row: /^settlement_/,
  bank_statement: /^statement_/,
  outcome_proposal: /^decision_/,
  outcome_decision: /^decision_/,
  hand_back: /^hand_back_/,
  run: /^(approval_|forms_|chapter_|manifest_|run_without|issue_order|lines_not_signed|draw_added|file_)/,
};

/** SQL for another value of the same type. */
function another(column: string, type: string): string {
  if (type === 'boolean') return `NOT ${column}`;
  if (type === 'bytea')
    return `CASE WHEN length(${column}) > 7 THEN set_byte(${column}, 7, (get_byte(${column}, 7) + 1) % 256) ELSE ${column} || '\\x00' END`;
  if (type === 'jsonb') return `${column} || '{"more": 1}'`;
  if (type === 'date') return `coalesce(${column}, '2026-01-01') + 1`;
  if (type.startsWith('timestamp')) return `coalesce(${column}, now()) + interval '1 second'`;
  if (type === 'text')
    return `CASE WHEN ${column} ~ '^[0-9a-f]{64}$' THEN encode(sha256(${column}::bytea), 'hex') ELSE coalesce(${column}, '') || 'X' END`;
  return column === 'month' || column === 'window_from'
    ? `CASE WHEN ${column} % 100 = 12 THEN ${column} - 1 ELSE coalesce(${column}, 202601) + 1 END`
    : `coalesce(${column}, 0) + 1`;
}

/** The superuser's session: checks, triggers and foreign keys are off in it, as for somebody who knows what he does. */
export interface Intruder {
  readonly columns: ReadonlyMap<string, string>;
  run(sql: string): Promise<void>;
  count(table: string): Promise<number>;
  /** Puts everything back as it was. */
  restore(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the intruder's session and keeps a copy of every table of the books. */
export async function openIntruder(office: Office): Promise<Intruder> {
  const client = new pg.Client({ connectionString: office.at.databaseUrl });
  await client.connect();
  await client.query('SET session_replication_role = replica; DROP SCHEMA IF EXISTS kept CASCADE; CREATE SCHEMA kept');
  // Triggers fire always here; an intruder makes them ordinary ones first, which such a session passes by.
  await client.query(`DO $$ DECLARE g record; BEGIN
    FOR g IN SELECT tgrelid::regclass AS t, tgname FROM pg_trigger p JOIN pg_class c ON c.oid = p.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND tgenabled = 'A' LOOP
      EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', g.t, g.tgname); END LOOP; END $$`);
  const { rows } = await client.query<{ key: string; type: string }>(
    `SELECT table_name || '.' || column_name AS key, coalesce(nullif(data_type, 'USER-DEFINED'), udt_name) AS type FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  // Constraints would refuse some of the changes: whoever owns the tables can drop them first.
  await client.query(`DO $$ DECLARE c record; BEGIN
    FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint WHERE contype IN ('c', 'u', 'f', 'p') AND conrelid::regclass::text = ANY (ARRAY[${TABLES}]) LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', c.t, c.conname); END LOOP; END $$`);
  await client.query(`DO $$ DECLARE i regclass; BEGIN
    FOR i IN SELECT indexrelid::regclass FROM pg_index WHERE indisunique AND indrelid::regclass::text = ANY (ARRAY[${TABLES}]) LOOP
      EXECUTE format('DROP INDEX %s', i); END LOOP; END $$; ALTER TABLE outcome_event ALTER event_no DROP IDENTITY IF EXISTS`);
  for (const table of Object.keys(COLUMNS))
    await client.query(`CREATE TABLE kept.${table} AS SELECT * FROM public.${table}`);
  return {
    columns: new Map(rows.map((row) => [row.key, row.type])),
    run: async (sql) => {
      await client.query(sql);
    },
    count: async (table) =>
      Number((await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${table}`)).rows[0]?.n ?? 0),
    restore: async () => {
      for (const table of Object.keys(COLUMNS))
        await client.query(
          `DELETE FROM public.${table}; INSERT INTO public.${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept.${table}`,
        );
    },
    close: async () => {
      await client.end();
    },
  };
}

const NTH = (table: string, n: number): string => `(SELECT ctid FROM ${table} ORDER BY ctid OFFSET ${n} LIMIT 1)`;

/** A change of one random row: a column of it, the row taken away, doubled under another key, or swapped with another. */
export async function anyTampering(intruder: Intruder, chance: Chance): Promise<Tampering> {
  const tables = Object.keys(COLUMNS);
  for (;;) {
    const table = tables[chance(tables.length)] ?? '';
    const rows = await intruder.count(table);
    if (rows === 0) continue;
    const columns = COLUMNS[table] ?? [];
    const column = columns[chance(columns.length)] ?? '';
    const place = NTH(table, chance(rows));
    const way = chance(10);
    if (way === 0)
      return { table, what: `${table}: a row taken away`, sql: `DELETE FROM ${table} WHERE ctid = ${place}` };
    if (way === 1 && table === 'ledger_posting')
      return {
        table,
        what: 'ledger_posting: a row added',
        sql: `INSERT INTO ledger_posting SELECT person_id, family, month, issue, event, part + 50, cause, run_no, chapter_no, block, commune_code, provider, category,
          accrues, amount FROM ledger_posting WHERE ctid = ${place}`,
      };
    if (way === 2 && rows > 1 && ['settlement_row', 'outcome_event', 'ledger_seal', 'run_block'].includes(table)) {
      const key =
        { settlement_row: 'row_no', outcome_event: 'event_no', ledger_seal: 'seal_no', run_block: 'ordinal' }[table] ??
        '';
      return {
        table,
        what: `${table}: two rows in each other's place`,
        sql: `CREATE TEMP TABLE pair AS SELECT ${key} AS k FROM ${table} ORDER BY ctid LIMIT 2;
          UPDATE ${table} SET ${key} = -1 WHERE ${key} = (SELECT min(k) FROM pair); UPDATE ${table} SET ${key} = (SELECT min(k) FROM pair) WHERE ${key} = (SELECT max(k) FROM pair);
          UPDATE ${table} SET ${key} = (SELECT max(k) FROM pair) WHERE ${key} = -1; DROP TABLE pair`,
      };
    }
    if (way === 3 && chance(4) === 0) return { table, what: `${table}: TRUNCATE`, sql: `TRUNCATE ${table}` };
    const type = intruder.columns.get(`${table}.${column}`) ?? 'integer';
    return {
      table,
      what: `${table}.${column} of a row`,
      sql: `UPDATE ${table} SET ${column} = ${another(column, type)} WHERE ctid = ${place}`,
    };
  }
}
