import type { Generated } from 'kysely';

/** The tables that are read and written through kysely; bulk tables go through COPY (bulk.ts). Months are yyyymm, amounts VND. */
export interface Schema {
  installation: { only_one: Generated<boolean>; installation_id: Generated<string>; last_batch_no: number };
  run: RunTable;
  live_commune: { commune_code: string; run_no: number };
  work_item: WorkItemTable;
  hold_event: {
    hold_event_no: Generated<number>;
    person_id: string;
    action: 'hold' | 'release';
    reason: string;
    actor: string;
    at: Generated<string>;
  };
  legal_basis: { basis_no: Generated<number>; wording: string };
  payout_file: PayoutFileTable;
  scheduled_month: { month: number; due_on: string; run_no: number; opened_at: Generated<string> };
  worker: { worker_id: string; host: string; pid: number; started_at: Generated<string>; seen_at: Generated<string> };
  person: { person_id: string; commune_code: string };
  commune: { code: string; name: string; province_code: string };
}

export interface RunTable {
  run_no: Generated<number>;
  run_id: string;
  month: number;
  sequence: number;
  kind: string;
  status: string;
  province: string;
  communes: string[] | null;
  known_at: string;
  window_from: number;
  catalogue_sha256: string;
  registry_batch: number;
  last_hold_event: number;
  issued_runs: number;
  last_outcome_event: Generated<number>;
  is_full: Generated<boolean>;
  baseline_run_no: number | null;
  recompute_from: number | null;
  law_months: unknown;
  maker: string;
  opened_at: Generated<string>;
  attempt: Generated<number>;
  persons: number | null;
  payments: number | null;
  amount: number | null;
  current_amount: number | null;
  arrears_amount: number | null;
  carried_amount: number | null;
  recovered_amount: number | null;
  held_persons: number | null;
  held_amount: number | null;
  overpaid_amount: number | null;
  exceptions: number | null;
  content_sha256: string | null;
  failure: string | null;
  approver: string | null;
  approved_at: string | null;
  signed_payments: number | null;
  signed_amount: number | null;
  signed_sha256: string | null;
  rejected_by: string | null;
  reject_reason: string | null;
  issue_no: number | null;
  ledger_root: string | null;
  previous_ledger_root: string | null;
  issued_at: string | null;
  manifest_sha256: string | null;
  bank_forms_sha256: string | null;
}

export interface WorkItemTable {
  item_no: Generated<number>;
  run_no: number;
  stage: string;
  ordinal: number;
  first_key: string | null;
  last_key: string | null;
  state: Generated<string>;
  fence: Generated<number>;
  lease_until: string | null;
  enqueued_at: string | null;
  enqueued_times: Generated<number>;
  failures: Generated<number>;
  last_error: string | null;
  done_at: string | null;
  totals: unknown;
  sums: string | null;
}

export interface PayoutFileTable {
  run_no: number;
  path: string;
  sha256: string;
  bytes: number;
  kind: string;
  provider: string;
  commune_code: string;
  payments: number;
  amount: number;
  message_id: string | null;
  first_ordinal: number | null;
  last_ordinal: number | null;
  debtor_bank: string | null;
  debtor_account: string | null;
  executes_on: string | null;
  signature: string | null;
  copy_of: string | null;
  by_hand: number[] | null;
}
