import { POSTING_COLUMNS } from './ledger.ts';

/** Which chapter a block of evidence belongs to, and which rows it holds. */
export interface EvidencePlace {
  readonly chapterNo: number;
  readonly runNo: number;
  readonly fileNo: number;
  readonly handBackNo: number;
  readonly block: number;
  /** Numbers of the first and the last row, where rows are numbered. */
  readonly first: number;
  readonly last: number;
}

const numbered = (column: string, { first, last }: EvidencePlace): string => `${column} BETWEEN ${first} AND ${last}`;

/**
 * The rows of a block as SQL, in their order: what is hashed when a chapter is sealed is asked for in the same words when it is
 * verified. Every column that means something is in it.
 */
export const EVIDENCE = {
  posting: ({
    chapterNo,
    block,
  }) => `SELECT ${POSTING_COLUMNS} FROM ledger_posting WHERE chapter_no = ${chapterNo} AND block = ${block}
    ORDER BY person_id, family, month, issue, event, part, cause`,
  total: ({
    chapterNo,
  }) => `SELECT run_no, commune_code, provider, family, category, event, accrues, postings, amount FROM ledger_total
    WHERE chapter_no = ${chapterNo} ORDER BY run_no NULLS FIRST, commune_code, provider, family, category, event, accrues`,
  draw: ({ runNo }) =>
    `SELECT commune_code, provider, payments, held, draw FROM run_draw WHERE run_no = ${runNo} ORDER BY commune_code, provider`,
  // Why coalesce: when the chapter is sealed the run is issued, and the seal written, by the same transaction a moment later.
  approval: ({
    runNo,
  }) => `SELECT run_id, month, sequence, kind, province, communes, known_at, window_from, issued_runs, registry_batch, last_hold_event, last_outcome_event, attempt,
      is_full, baseline_run_no, recompute_from, law_months, catalogue_sha256, controls_sha256, maker, opened_at AT TIME ZONE 'UTC', persons, payments, amount, current_amount,
      arrears_amount, carried_amount, recovered_amount, held_persons, held_amount, overpaid_amount, exceptions, content_sha256, approver, approved_at AT TIME ZONE 'UTC',
      signed_payments, signed_amount, signed_sha256, coalesce(issued_at, now()) AT TIME ZONE 'UTC' FROM run WHERE run_no = ${runNo}`,
  chapter: ({
    chapterNo,
  }) => `SELECT kind, month, run_no, file_no, event_no, hand_back_no, opened_at AT TIME ZONE 'UTC',
      coalesce((SELECT max(sealed_at) FROM ledger_seal s WHERE s.chapter_no = c.chapter_no), now()) AT TIME ZONE 'UTC' FROM ledger_chapter c WHERE chapter_no = ${chapterNo}`,
  content: ({ runNo }) =>
    `SELECT ordinal, first_key, last_key, lines, payments, root FROM run_block WHERE run_no = ${runNo} ORDER BY ordinal`,
  file: ({ runNo }) =>
    `SELECT path, sha256, bytes, kind, provider, commune_code, payments, amount FROM payout_file WHERE run_no = ${runNo} ORDER BY path`,
  // Apart from `file`: chapters that were sealed before these columns were there are read again as they were.
  instruction: ({ runNo }) =>
    `SELECT path, message_id, first_ordinal, last_ordinal, debtor_bank, debtor_account, executes_on, signature, copy_of, by_hand FROM payout_file
      WHERE run_no = ${runNo} ORDER BY path`,
  forms: ({ runNo }) => `SELECT run_id, bank_forms_sha256 FROM run WHERE run_no = ${runNo}`,
  manifest: ({ runNo }) => `SELECT run_id, manifest_sha256 FROM run WHERE run_no = ${runNo}`,
  outcome: (
    place,
  ) => `SELECT event_no, run_no, person_id, status, outcome_date, reason, is_correction, status_after, file_no, row_no, actor, at AT TIME ZONE 'UTC'
    FROM outcome_event WHERE ${numbered('event_no', place)} ORDER BY event_no`,
  settlement: (
    place,
  ) => `SELECT row_no, end_to_end_id, status, outcome_date, amount, reason, run_no, person_id, finding FROM settlement_row
    WHERE file_no = ${place.fileNo} AND ${numbered('row_no', place)} ORDER BY row_no`,
  settlement_file: ({ fileNo }) =>
    `SELECT file_no, sha256, file_name, format, actor, loaded_at AT TIME ZONE 'UTC', summary FROM settlement_file WHERE file_no = ${fileNo}`,
  statement: ({
    fileNo,
  }) => `SELECT statement_no, file_no, kind, account, statement_id, sequence, page, from_day, to_day, opening, closing, credits, debits, entries
    FROM bank_statement WHERE file_no = ${fileNo} ORDER BY statement_no`,
  decision: ({
    chapterNo,
  }) => `SELECT p.proposal_no, p.run_no, p.person_id, p.path, p.status, p.outcome_date, p.reason, p.actor, p.at AT TIME ZONE 'UTC', d.actor, d.statement_no, d.at AT TIME ZONE 'UTC'
    FROM ledger_chapter c JOIN outcome_event e USING (event_no) JOIN outcome_proposal p USING (proposal_no) JOIN outcome_decision d USING (proposal_no)
    WHERE c.chapter_no = ${chapterNo}`,
  hand_back: ({
    handBackNo,
  }) => `SELECT hand_back_no, reference, month, commune_code, provider, amount, received_on, actor, at AT TIME ZONE 'UTC'
    FROM hand_back WHERE hand_back_no = ${handBackNo}`,
  audit: ({ first }) => `SELECT entry_no, hash FROM audit_entry WHERE entry_no = ${first}`,
} as const satisfies Readonly<Record<string, (place: EvidencePlace) => string>>;

/** Every kind of evidence that is sealed. */
export type EvidenceKind = keyof typeof EVIDENCE;

/** Whether a text of the database is a kind of evidence that this program knows. */
export function isEvidenceKind(text: string): text is EvidenceKind {
  return Object.hasOwn(EVIDENCE, text);
}
