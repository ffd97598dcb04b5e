import type { Client } from './database.ts';

/** Tables whose rows nobody changes or takes away: what happened, and what was said about it. */
const APPEND_ONLY = [
  'award_history',
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
  'outcome_event',
  'payee_history',
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
  ['ledger_posting', 'balances'],
  ['ledger_block', 'only_open'],
  ['ledger_total', 'only_open'],
  ['ledger_seal', 'continues'],
  ['run', 'moves_forward'],
  ...['run_line', 'payment', 'run_block'].flatMap((table) => [
    [table, 'no_update'] as const,
    [table, 'keep_approved'] as const,
  ]),
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

/** Rights of the program's role that would let it change what must stay, as `RIGHT on table`, in order. */
export async function excessRights(client: Pick<Client, 'query'>): Promise<readonly string[]> {
  const { rows } = await client.query<{ excess: string }>(
    `SELECT r || ' on ' || t AS excess FROM unnest($1::text[]) AS t, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER']) AS r
     WHERE to_regclass(t) IS NOT NULL AND has_table_privilege('chitra_app', t, r) ORDER BY 1`,
    [[...APPEND_ONLY]],
  );
  return rows.map((row) => row.excess);
}
