import type { Client } from './database.ts';

/** Tables whose rows nobody changes or takes away: what happened, and what was said about it. */
const APPEND_ONLY = [
  'audit_entry',
  'award_history',
  'bank_form',
  'bank_statement',
  'budget_history',
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
  'run_draw',
  'scheduled_month',
  'settlement_answer',
  'settlement_file',
  'settlement_row',
  'signing_key',
  'stay_history',
  'suspension_history',
] as const;

/** Every other trigger that refuses something, by its table. */
const OTHERS = [
  ['audit_entry', 'continues'],
  ['ledger_posting', 'balances'],
  ['ledger_block', 'only_open'],
  ['ledger_total', 'only_open'],
  ['ledger_seal', 'continues'],
  ['outcome_decision', 'decided_by_two'],
  ['outcome_event', 'has_grounds'],
  ['run', 'moves_forward'],
  ['run', 'within_budgets'],
  ['run', 'keeps_forms'],
  ['budget', 'covers_use_when_added'],
  ['budget', 'covers_use_when_changed'],
  ...['run_line', 'payment', 'run_block', 'run_sum'].flatMap((table) => [
    [table, 'no_update'] as const,
    [table, 'keep_approved'] as const,
  ]),
] as const;

/** What was computed for a run: thrown away by discard_draft only, while it is a draft. */
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
] as const;

/** The triggers of this schema that are missing or switched off, as `table.trigger`, in order. */
export async function missingGuards(client: Pick<Client, 'query'>): Promise<readonly string[]> {
  const wanted = [...APPEND_ONLY.map((table) => [table, 'append_only'] as const), ...OTHERS];
  const { rows } = await client.query<{ guard: string }>(
    `SELECT w.t || '.' || w.g AS guard FROM unnest($1::text[], $2::text[]) AS w (t, g)
     WHERE NOT EXISTS (SELECT FROM pg_trigger p WHERE p.tgrelid = to_regclass(w.t) AND p.tgname = w.g AND p.tgenabled IN ('O', 'A')) ORDER BY 1`,
    [wanted.map(([table]) => table), wanted.map(([, guard]) => guard)],
  );
  return rows.map((row) => row.guard);
}

/** Rights that would let the program change what must stay, or an auditor change anything, as `role: RIGHT on table`, in order. */
export async function excessRights(client: Pick<Client, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<{ excess: string }>(
    `SELECT 'chitra_app: ' || r || ' on ' || t AS excess FROM unnest($1::text[]) AS t, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS r
       WHERE to_regclass(t) IS NOT NULL AND has_table_privilege('chitra_app', t, r)
     UNION ALL SELECT 'chitra_auditor: ' || r || ' on ' || c.relname FROM pg_class c, unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS r
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v') AND has_table_privilege('chitra_auditor', c.oid, r) ORDER BY 1`,
    [[...APPEND_ONLY, ...COMPUTED]],
  );
  return rows.map((row) => row.excess);
}

/** The accounts that each event moves, as migrations wrote them: event, +accrues, leg, debit, credit. */
const LEGS = [
  'accrue 1 expense liability:payable',
  'confirm 1 transit held',
  'draw 1 held treasury',
  'hand_back 1 treasury held',
  'issue 1 liability:payable transit',
  'issue+ 1 expense liability:payable',
  'issue+ 2 liability:payable transit',
  'overpaid 1 receivable:overpayment liability:payable',
  'recovery 1 transit receivable:overpayment',
  'recovery_back 1 receivable:overpayment transit',
  'refund 1 treasury receivable:overpayment',
  'return 1 transit liability:payable',
  'uncollect 1 transit liability:payable',
] as const;

/** Events whose accounts are no longer those that they were given: they say on which side every amount of the books stands. */
export async function changedAccounts(client: Pick<Client, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<{ leg: string }>(
    `SELECT event || CASE WHEN accrues THEN '+' ELSE '' END || ' ' || leg || ' ' || debit_account || ' ' || credit_account AS leg FROM ledger_leg ORDER BY event, accrues, leg`,
  );
  const now = rows.map((row) => row.leg);
  const wanted: readonly string[] = LEGS;
  return [...wanted.filter((leg) => !now.includes(leg)), ...now.filter((leg) => !wanted.includes(leg))];
}
